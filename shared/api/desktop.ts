/**
 * What a page inside the desktop window may ask of its host, over and above the bench's API.
 * Knows neither Electron nor React; in a browser there is no such host and pages must do without.
 * Types and names only: the preload script carries this file and needs no validator, the main process validates.
 */

/** Name under which the host stands on `window`; absent in a browser. */
export const desktopApiName = 'benchpointDesktop';

/** Commands of the native menu that a page carries out. */
export const menuCommands = ['import-capture', 'export-capture', 'open-settings', 'find'] as const;
export type MenuCommand = (typeof menuCommands)[number];

export const desktopThemes = ['system', 'light', 'dark'] as const;
export type DesktopTheme = (typeof desktopThemes)[number];

/** Where the key that seals secrets at rest comes from. */
export type KeychainState =
  | { state: 'stored'; backend: string }
  | { state: 'unavailable'; reason: KeychainProblem };

/**
 * Why the system's keychain does not hold the data key; the bench then uses a key file of its own.
 * `basic-text`: Linux offers only a constant password. `unreadable-file` and `cannot-unwrap`: there is a
 * wrapped key from earlier that cannot be used now; it is left untouched and tried again at the next start.
 */
export type KeychainProblem =
  | 'basic-text'
  | 'no-keychain'
  | 'no-answer'
  | 'cannot-wrap'
  | 'cannot-unwrap'
  | 'unreadable-file';

export interface DesktopInformation {
  system: string;
  shellVersion: string;
  electronVersion: string;
  chromiumVersion: string;
  keychain: KeychainState;
  /** How often the bench had to be restarted since the window opened. */
  restarts: number;
}

/** What the host tells the page unasked. */
export type DesktopNotice =
  | { code: 'bench-restarting'; exitCode: number | null; signal: string | null }
  | { code: 'bench-restarted' }
  | { code: 'bench-failed' };

export interface SaveRequest {
  /** Path and query of a GET route of the bench's API, from `/api/` on; the host adds origin and token. */
  path: string;
  /** Proposed in the native save dialog, 255 characters at most. */
  fileName: string;
}

export type SaveOutcome =
  | { outcome: 'saved'; file: string; bytes: number }
  | { outcome: 'cancelled' }
  | { outcome: 'refused'; status: number }
  | { outcome: 'failed'; reason: string };

/** The host as a page sees it: named functions only. */
export interface DesktopApi {
  information(): Promise<DesktopInformation>;
  /** Puts text on the clipboard; the page itself has no clipboard permission in the desktop window. */
  copyText(text: string): Promise<void>;
  /** Opens an https address of a host on the fixed list in the system's browser; false when refused. */
  openExternal(url: string): Promise<boolean>;
  /** Asks where to, then streams an export of the bench to disk. */
  saveFromBench(request: SaveRequest): Promise<SaveOutcome>;
  /** False when the bench did not say where its data is. */
  showDataFolder(): Promise<boolean>;
  setTheme(theme: DesktopTheme): Promise<void>;
  /** Says which menu commands the page carries out at the moment; the others are greyed out. */
  announceMenuCommands(commands: readonly MenuCommand[]): Promise<void>;
  /** Returns a function that ends the subscription. */
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  /** Returns a function that ends the subscription. */
  onNotice(listener: (notice: DesktopNotice) => void): () => void;
}
