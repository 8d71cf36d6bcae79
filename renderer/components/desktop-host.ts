/** The desktop window around the page, when there is one. In a browser every caller must do without. */
import type { DesktopApi, desktopApiName } from '../../shared/api/desktop.ts';

/** Written out, because importing the value would bring the schemas of its module along. */
const hostName: typeof desktopApiName = 'benchpointDesktop';

export function desktopHost(): DesktopApi | undefined {
  // The preload script puts it there and nothing else does, so its shape is known.
  return (window as unknown as Record<string, DesktopApi | undefined>)[hostName];
}
