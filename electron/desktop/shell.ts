/**
 * Puts the desktop together: guards, bench, window, menus, and what happens when one of them goes.
 * Decides little itself; the rules are in the modules it calls.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import {
  app,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  type MessageBoxOptions,
  nativeTheme,
  safeStorage,
  screen,
  session,
  shell as system,
} from 'electron';
import type { DesktopNotice, MenuCommand } from '../../shared/api/desktop.ts';
import { eventChannels } from './channels.ts';
import { systemClock } from './clock.ts';
import { type DesktopArguments, judgeSecondInstance } from './command-line.ts';
import { guardDownloads } from './downloads.ts';
import { askAboutFailure } from './failure-dialog.ts';
import { type HostFunctions, registerIpc } from './ipc.ts';
import { type DataKey, obtainDataKey } from './keychain.ts';
import type { Log } from './log.ts';
import { menuTemplate } from './menu.ts';
import { guardNavigation, openOutside } from './navigation.ts';
import { afterPageCrash } from './page-crashes.ts';
import { guardSession } from './permissions.ts';
import { readPrivateJson, writePrivateJson } from './private-file.ts';
import { benchProgram, guideLocation, type Installation } from './program.ts';
import { safeFileName, saveFromBench } from './save-file.ts';
import { type BenchState, type Supervisor, superviseBench } from './supervisor.ts';
import { createWindow, pageAddress, pagePartition } from './window.ts';
import {
  backgroundColour,
  initialWindowState,
  type WindowState,
  windowState,
} from './window-state.ts';
import { otherFolderWords, pageGoneButtons, pageGoneWords } from './words.ts';

export interface ShellOptions {
  installation: Installation;
  /** Absolute path of the bundled preload script. */
  preload: string;
  /** Electron's folder for this user, where the window's state and the wrapped key are. */
  userFolder: string;
  arguments: DesktopArguments;
  log: Log;
}

/** What changes while the window is open. */
interface Shell {
  readonly options: ShellOptions;
  readonly token: string;
  /** Undefined until the bench was ready once; stays when it dies, because the open page stays too. */
  origin: string | undefined;
  dataDir: string | undefined;
  restarts: number;
  dataKey: DataKey;
  supervisor: Supervisor | undefined;
  window: BrowserWindow | undefined;
  windowState: WindowState;
  /** The last write of the window's state, so that quitting can wait for it. */
  saving: Promise<void>;
  pageLoaded: boolean;
  crashesMs: number[];
  commands: ReadonlySet<MenuCommand>;
}

const keychainAnswerMs = 60_000;
/** Chromium's ERR_ABORTED: something else was loaded instead, or a download began; the page stays. */
const loadAborted = -3;
const stateFileName = 'window.json';
const keyFileName = 'data-key.json';

/** Opens the window and starts the bench; call it once, when Electron is ready. */
export async function openShell(options: ShellOptions): Promise<void> {
  const shell = newShell(options);
  guardEverything(shell);
  followApplication(shell);
  registerIpc({
    ipcMain,
    origin: () => shell.origin,
    functions: hostFunctions(shell),
    log: options.log,
  });
  shell.windowState = await readWindowState(options);
  nativeTheme.themeSource = shell.windowState.theme;
  showMenu(shell);
  openWindow(shell);
  shell.dataKey = await dataKeyFor(options);
  shell.supervisor = superviseBench({
    program: (port) => benchProgram(options.installation, { port, ...options.arguments }),
    greeting: greetingOf(shell),
    onChange: (state) => onBenchChange(shell, state),
  });
  await shell.supervisor.start();
}

function newShell(options: ShellOptions): Shell {
  return {
    options,
    token: randomBytes(32).toString('base64url'),
    origin: undefined,
    dataDir: options.arguments.dataDir,
    restarts: 0,
    dataKey: { state: 'unavailable', reason: 'no-answer' },
    supervisor: undefined,
    window: undefined,
    windowState: initialWindowState,
    saving: Promise.resolve(),
    pageLoaded: false,
    crashesMs: [],
    commands: new Set(),
  };
}

function guardEverything(shell: Shell): void {
  const { installation, log } = shell.options;
  const origin = () => shell.origin;
  app.on('web-contents-created', (_event, contents) =>
    guardNavigation(contents, { origin, openExternal: (url) => system.openExternal(url), log }),
  );
  const rules = { origin, allowDeveloperTools: !installation.packaged, log };
  for (const each of [session.defaultSession, session.fromPartition(pagePartition)]) {
    guardSession(each, rules);
    guardDownloads(each, { origin, folder: () => app.getPath('downloads'), log });
  }
}

function followApplication(shell: Shell): void {
  app.on('second-instance', (_event, _words, _folder, data) => onSecondInstance(shell, data));
  app.on('activate', () => showWindow(shell));
  app.on('window-all-closed', () => {
    if (shell.options.installation.platform !== 'darwin') app.quit();
  });
  let drained = false;
  // After the windows have closed, so that no page shows a lost bench while it drains.
  app.on('will-quit', (event) => {
    if (drained) return;
    event.preventDefault();
    void Promise.all([shell.supervisor?.stop(), shell.saving]).finally(() => {
      drained = true;
      app.quit();
    });
  });
}

async function readWindowState({ userFolder, log }: ShellOptions): Promise<WindowState> {
  const content = await readPrivateJson(join(userFolder, stateFileName), windowState);
  if (content.state === 'present') return content.value;
  if (content.state === 'unreadable') log('window-state-unreadable', { reason: content.reason });
  return initialWindowState;
}

async function dataKeyFor({ installation, userFolder, log }: ShellOptions): Promise<DataKey> {
  const dataKey = await obtainDataKey({
    keychain: safeStorage,
    file: join(userFolder, keyFileName),
    platform: installation.platform,
    answerMs: keychainAnswerMs,
    clock: systemClock,
  });
  if (dataKey.state === 'unavailable') {
    log('keychain-unavailable', { reason: dataKey.reason, detail: dataKey.detail ?? null });
  }
  return dataKey;
}

function greetingOf({ token, dataKey }: Shell) {
  return dataKey.state === 'stored' ? { token, dataKey: dataKey.dataKey } : { token };
}

function onBenchChange(shell: Shell, state: BenchState): void {
  switch (state.phase) {
    case 'ready':
      shell.origin = new URL(state.ready.url).origin;
      shell.dataDir = state.ready.dataDir ?? shell.dataDir;
      shell.restarts = state.restarts;
      shell.options.log('bench-ready', { pid: state.ready.pid, version: state.ready.version });
      if (shell.pageLoaded) notify(shell, { code: 'bench-restarted' });
      else loadPage(shell);
      return;
    case 'restarting': {
      const { after } = state;
      const exit = after.code === 'ended' ? after : { exitCode: null, signal: null };
      shell.options.log('bench-died', { exitCode: exit.exitCode, signal: exit.signal });
      notify(shell, { code: 'bench-restarting', exitCode: exit.exitCode, signal: exit.signal });
      return;
    }
    case 'failed':
      shell.options.log('bench-failed', { reason: state.failure.code });
      notify(shell, { code: 'bench-failed' });
      void onFailure(shell, state);
      return;
    default:
      return;
  }
}

async function onFailure(shell: Shell, state: BenchState & { phase: 'failed' }): Promise<void> {
  const choice = await askAboutFailure(state.failure, shell.origin !== undefined, {
    show: (box) => showBox(shell, box),
    copyText: (text) => clipboard.writeText(text),
  });
  if (choice === 'quit') app.quit();
  else await shell.supervisor?.start();
}

function showBox({ window }: Shell, box: MessageBoxOptions) {
  return window?.isVisible() ? dialog.showMessageBox(window, box) : dialog.showMessageBox(box);
}

function notify({ window }: Shell, notice: DesktopNotice): void {
  window?.webContents.send(eventChannels.notice, notice);
}

function openWindow(shell: Shell): void {
  const { preload, installation } = shell.options;
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const window = createWindow({
    state: shell.windowState,
    workAreas: [primary, ...others].map((display) => display.workArea),
    dark: nativeTheme.shouldUseDarkColors,
    preload,
    developerTools: !installation.packaged,
    onMoved: (moved) => saveWindowState(shell, moved),
  });
  shell.window = window;
  window.on('closed', () => {
    shell.window = undefined;
    shell.pageLoaded = false;
    announce(shell, []);
  });
  window.webContents.on('did-finish-load', () => {
    shell.pageLoaded = true;
  });
  window.webContents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
    if (isMainFrame && code !== loadAborted) shell.pageLoaded = false;
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => onPageGone(shell, reason));
  loadPage(shell);
}

function saveWindowState(shell: Shell, changed: Partial<WindowState>): void {
  shell.windowState = { ...shell.windowState, ...changed };
  const file = join(shell.options.userFolder, stateFileName);
  const content = shell.windowState;
  shell.saving = shell.saving
    .then(() => writePrivateJson(file, content))
    .catch((error: Error) =>
      shell.options.log('window-state-not-saved', { reason: error.message }),
    );
}

function loadPage({ window, origin, token, options }: Shell): void {
  if (window === undefined || origin === undefined) return;
  window.loadURL(pageAddress(origin, token)).catch((error: Error & { code?: string }) => {
    // The message holds the address and with it the token.
    options.log('page-not-loaded', { reason: error.code ?? error.name });
  });
}

/** Not `loadURL`: an address that differs in its fragment only does not load a page again. */
function reloadPage(shell: Shell): void {
  if (shell.origin !== undefined) shell.window?.webContents.reload();
}

async function onPageGone(shell: Shell, reason: string): Promise<void> {
  if (reason === 'clean-exit') return;
  shell.pageLoaded = false;
  shell.options.log('page-gone', { reason });
  const { crashesMs, loadAgain } = afterPageCrash(shell.crashesMs, performance.now());
  shell.crashesMs = crashesMs;
  if (loadAgain) return reloadPage(shell);
  const { response } = await showBox(shell, {
    type: 'error',
    title: 'Benchpoint',
    ...pageGoneWords(reason),
    buttons: [pageGoneButtons.load, pageGoneButtons.quit],
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) reloadPage(shell);
  else app.quit();
}

function showWindow(shell: Shell): void {
  if (shell.window === undefined) openWindow(shell);
  if (shell.window?.isMinimized()) shell.window.restore();
  shell.window?.show();
  shell.window?.focus();
}

function onSecondInstance(shell: Shell, data: unknown): void {
  const judged = judgeSecondInstance(data, shell.dataDir);
  if (judged.action === 'ignore') {
    shell.options.log('second-instance-ignored');
    return;
  }
  showWindow(shell);
  if (judged.action === 'show') return;
  const words = otherFolderWords(judged.dataDir, shell.dataDir);
  void showBox(shell, { type: 'info', title: 'Benchpoint', ...words, noLink: true });
}

function announce(shell: Shell, commands: readonly MenuCommand[]): void {
  shell.commands = new Set(commands);
  showMenu(shell);
}

function showMenu(shell: Shell): void {
  const { installation } = shell.options;
  const template = menuTemplate({
    platform: installation.platform,
    developerTools: !installation.packaged,
    available: shell.commands,
    actions: {
      toPage: (command) => shell.window?.webContents.send(eventChannels.menuCommand, command),
      reload: () => reloadPage(shell),
      showDataFolder: () => void showDataFolder(shell),
      openGuide: () => void openGuide(shell),
    },
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** `openPath` answers with a sentence instead of rejecting; an empty one means that it worked. */
async function showDataFolder({ dataDir, options }: Shell): Promise<boolean> {
  if (dataDir === undefined) return false;
  const problem = await system.openPath(dataDir);
  if (problem !== '') options.log('data-folder-not-shown', { reason: problem });
  return problem === '';
}

async function openGuide({ options }: Shell): Promise<void> {
  const guide = guideLocation(options.installation);
  // No program opens Markdown on some systems; then at least the folder is shown.
  if ((await system.openPath(guide)) !== '') system.showItemInFolder(guide);
}

function hostFunctions(shell: Shell): HostFunctions {
  const { log, installation } = shell.options;
  return {
    information: () => ({
      system: installation.platform,
      shellVersion: app.getVersion(),
      electronVersion: process.versions.electron ?? '',
      chromiumVersion: process.versions.chrome ?? '',
      keychain:
        shell.dataKey.state === 'stored'
          ? { state: 'stored', backend: shell.dataKey.backend }
          : { state: 'unavailable', reason: shell.dataKey.reason },
      restarts: shell.restarts,
    }),
    copyText: (text) => clipboard.writeText(text),
    openExternal: (url) =>
      openOutside(url, { openExternal: (address) => system.openExternal(address), log }),
    saveFromBench: async ({ path, fileName }) => {
      const { origin, token, window } = shell;
      if (origin === undefined || window === undefined) {
        return { outcome: 'failed', reason: 'no-bench' };
      }
      const defaultPath = join(app.getPath('downloads'), safeFileName(fileName));
      const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath });
      if (canceled || filePath === '') return { outcome: 'cancelled' };
      return saveFromBench({ origin, token, path, target: filePath });
    },
    showDataFolder: () => showDataFolder(shell),
    setTheme: async (theme) => {
      nativeTheme.themeSource = theme;
      shell.window?.setBackgroundColor(backgroundColour(nativeTheme.shouldUseDarkColors));
      saveWindowState(shell, { theme });
      await shell.saving;
    },
    announceMenuCommands: (commands) => announce(shell, commands),
  };
}
