/**
 * The one window: a sandboxed page at the bench's address, at its old place.
 * Knows nothing of supervision; it is told which address to load.
 */
import { BrowserWindow, type WebPreferences } from 'electron';
import {
  backgroundColour,
  placeWindow,
  type Rectangle,
  smallestSize,
  type WindowState,
} from './window-state.ts';

/** In memory only: nothing of a page, its token included, is written to disk. */
export const pagePartition = 'benchpoint';

/** Applies security-checklist 2, 3, 4, 6, 8 and 9. */
export function webPreferences(preload: string, developerTools: boolean): WebPreferences {
  return {
    preload,
    partition: pagePartition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    // The spelling dictionaries would be fetched from the network (security-checklist 48).
    spellcheck: false,
    devTools: developerTools,
  };
}

export interface WindowOptions {
  state: WindowState;
  /** Work areas of all displays, the primary one first. */
  workAreas: readonly Rectangle[];
  dark: boolean;
  preload: string;
  developerTools: boolean;
  /** Called with size and place when they may have changed for good. */
  onMoved(state: Pick<WindowState, 'bounds' | 'maximised'>): void;
}

/** Creates the window hidden; it shows itself when its page has painted first. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const { state, workAreas, dark, preload, developerTools, onMoved } = options;
  const window = new BrowserWindow({
    ...placeWindow(state.bounds, workAreas),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    show: false,
    backgroundColor: backgroundColour(dark),
    webPreferences: webPreferences(preload, developerTools),
  });
  window.once('ready-to-show', () => {
    if (state.maximised) window.maximize();
    window.show();
  });
  window.on('close', () =>
    onMoved({ bounds: window.getNormalBounds(), maximised: window.isMaximized() }),
  );
  return window;
}

/** The page's address; the token is in the fragment, which is never sent and which the page clears at once. */
export function pageAddress(origin: string, token: string): string {
  return `${origin}/#token=${encodeURIComponent(token)}`;
}
