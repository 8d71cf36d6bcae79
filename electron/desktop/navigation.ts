/**
 * Keeps every page on the bench's own origin and opens nothing but known hosts outside.
 * Knows nothing of which page is shown.
 */
import type { WebContents } from 'electron';
import { type Log, originForLog } from './log.ts';
import { externalAddress, isBenchPage } from './origins.ts';

export interface NavigationOptions {
  /** Origin of the running bench; undefined until it is ready, when everything is denied. */
  origin(): string | undefined;
  openExternal(url: string): Promise<void>;
  log: Log;
}

interface Navigation {
  url: string;
  preventDefault(): void;
}

/** Applies security-checklist 9, 10, 11 and 12 to one page; call it for each that is created. */
export function guardNavigation(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  options: NavigationOptions,
): void {
  const stayHome = (navigation: Navigation) => {
    if (isBenchPage(navigation.url, options.origin())) return;
    navigation.preventDefault();
    options.log('navigation-denied', { to: originForLog(navigation.url) });
  };
  contents.on('will-navigate', stayHome);
  contents.on('will-frame-navigate', stayHome);
  contents.on('will-redirect', stayHome);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    options.log('webview-denied');
  });
  contents.setWindowOpenHandler(({ url }) => {
    void openOutside(url, options);
    return { action: 'deny' };
  });
}

/** Opens an address in the system's browser when it is https on a known host; says whether it did. */
export async function openOutside(
  url: string,
  { openExternal, log }: Pick<NavigationOptions, 'openExternal' | 'log'>,
): Promise<boolean> {
  const address = externalAddress(url);
  if (address === undefined) {
    log('external-address-denied', { to: originForLog(url) });
    return false;
  }
  try {
    await openExternal(address);
    return true;
  } catch (error) {
    // No browser is set up, for example; the page says that nothing was opened.
    log('external-address-failed', { reason: error instanceof Error ? error.message : 'unknown' });
    return false;
  }
}
