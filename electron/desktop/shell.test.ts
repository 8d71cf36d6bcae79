import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as electron from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventChannels, requestChannels } from './channels.ts';
import { openShell } from './shell.ts';
import type { standInElectron } from './stand-in-electron.ts';

vi.mock('electron', async () => (await import('./stand-in-electron.ts')).standInElectron());

// What is imported here is the stand-in, whose types are its own.
const standIn = electron as unknown as ReturnType<typeof standInElectron>;

/** Serves one line of text, prints the ready line, ends cleanly when stdin ends; `crash` fails at once. */
const bench = `
import { appendFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
const folder = import.meta.dirname;
if (existsSync(folder + '/crash')) { console.error('data folder in use'); process.exit(3); }
const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => {
  appendFileSync(folder + '/greetings', line + '\\n');
  appendFileSync(folder + '/pids', process.pid + '\\n');
  const server = createServer((_request, response) => response.end('text'));
  server.listen(port, '127.0.0.1', () => {
    const url = 'http://127.0.0.1:' + server.address().port;
    console.log(JSON.stringify({ ready: true, url, version: '1', pid: process.pid, dataDir: folder }));
  });
});
lines.once('close', () => { appendFileSync(folder + '/ends', 'clean\\n'); process.exit(0); });
`;

let folder = '';
let benchFolder = '';
const logged = new EventEmitter();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shell-'));
  benchFolder = join(folder, 'dist', 'bench');
  mkdirSync(benchFolder, { recursive: true });
  writeFileSync(join(benchFolder, 'cli.mjs'), bench);
});

afterEach(async () => {
  await quit();
  standIn.app.removeAllListeners();
  standIn.session.defaultSession.removeAllListeners();
  standIn.BrowserWindow.opened.length = 0;
  vi.clearAllMocks();
  rmSync(folder, { recursive: true });
});

function open() {
  return openShell({
    installation: {
      packaged: false,
      resourcesFolder: folder,
      repository: folder,
      platform: 'linux',
      architecture: 'none',
      environment: process.env,
    },
    preload: 'preload.cjs',
    userFolder: join(folder, 'user'),
    arguments: {},
    log: (code) => logged.emit(code),
  });
}

/** Quits as Electron does: again until nobody prevents it. */
async function quit(): Promise<void> {
  const preventDefault = vi.fn();
  const again = new Promise<void>((resolve) => {
    standIn.app.quit.mockImplementation(() => resolve());
  });
  standIn.app.emit('will-quit', { preventDefault });
  if (preventDefault.mock.calls.length > 0) await again;
}

function openedWindow() {
  const [window] = standIn.BrowserWindow.opened;
  if (window === undefined) throw new Error('no window was opened');
  return window;
}

function loadedAddress(): URL {
  // `loadURL` takes the address first; the stand-in declares no parameters.
  const [address] = openedWindow().loadURL.mock.calls[0] as unknown as [string];
  return new URL(address);
}

function ask(channel: string, ...sent: unknown[]) {
  const senderFrame = { origin: loadedAddress().origin, parent: null };
  return standIn.handlers.get(channel)?.({ senderFrame }, ...sent);
}

function greetings(): { token: string; dataKey?: string }[] {
  const lines = readFileSync(join(benchFolder, 'greetings'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** Waits for the notice of this code. */
function notice(code: string): Promise<void> {
  const { send } = openedWindow().webContents;
  return new Promise((resolve) => {
    send.mockImplementation((channel: string, content: { code: string }) => {
      if (channel === eventChannels.notice && content.code === code) resolve();
    });
  });
}

function benchPid(): number {
  const lines = readFileSync(join(benchFolder, 'pids'), 'utf8').trim().split('\n');
  return Number(lines.at(-1));
}

describe('opening', () => {
  it('loads the page of the bench with the token that the bench was given', async () => {
    await open();
    const address = loadedAddress();
    expect(address.hostname).toBe('127.0.0.1');
    expect(address.hash).toBe(`#token=${greetings()[0]?.token}`);
    expect(address.search).toBe('');
  });

  it('security-checklist 22 the token has at least 128 bits and is new in every run', async () => {
    await open();
    await quit();
    standIn.app.removeAllListeners();
    await open();
    const [first, second] = greetings();
    expect(Buffer.from(first?.token ?? '', 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(second?.token).not.toBe(first?.token);
  });

  it('hands the bench the data key of the keychain and tells the page where it is from', async () => {
    await open();
    expect(Buffer.from(greetings()[0]?.dataKey ?? '', 'base64')).toHaveLength(32);
    expect(await ask(requestChannels.information)).toMatchObject({
      keychain: { state: 'stored', backend: 'gnome_libsecret' },
    });
  });

  it('security-checklist 38 hands over no data key under basic_text and tells the page', async () => {
    const backend = vi.spyOn(standIn.safeStorage, 'getSelectedStorageBackend');
    backend.mockReturnValue('basic_text');
    await open();
    backend.mockRestore();
    expect(greetings()[0]).not.toHaveProperty('dataKey');
    expect(await ask(requestChannels.information)).toMatchObject({
      keychain: { state: 'unavailable', reason: 'basic-text' },
    });
  });

  it('security-checklist 18 nobody listens to certificate errors, so that none is overridden', async () => {
    await open();
    expect(standIn.app.listenerCount('certificate-error')).toBe(0);
    expect(openedWindow().webContents.listenerCount('certificate-error')).toBe(0);
  });
});

describe('a bench that goes', () => {
  it('is restarted without loading the page again, and the page is told', async () => {
    await open();
    const restarted = notice('bench-restarted');
    process.kill(benchPid(), 'SIGKILL');
    await restarted;
    expect(openedWindow().loadURL).toHaveBeenCalledOnce();
    expect(greetings()[1]).toEqual(greetings()[0]);
    expect(await ask(requestChannels.information)).toMatchObject({ restarts: 1 });
  });

  it('is reported in a message box when it cannot start, and Quit quits', async () => {
    writeFileSync(join(benchFolder, 'crash'), '');
    const quitting = new Promise<void>((resolve) => {
      standIn.app.quit.mockImplementation(() => resolve());
    });
    await open();
    await quitting;
    const box = standIn.dialog.showMessageBox.mock.calls[0]?.at(-1);
    expect(box).toMatchObject({
      message: 'The bench could not start',
      detail: expect.stringContaining('data folder in use'),
    });
  });
});

describe('the window', () => {
  it('a crashed page is loaded again', async () => {
    await open();
    const { webContents } = openedWindow();
    webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(webContents.reload).toHaveBeenCalledOnce();
  });

  it('size and theme are on disk once the program has quit', async () => {
    await open();
    await ask(requestChannels.setTheme, 'light');
    openedWindow().emit('close');
    await quit();
    expect(JSON.parse(readFileSync(join(folder, 'user', 'window.json'), 'utf8'))).toEqual({
      version: 1,
      bounds: { x: 1, y: 2, width: 1300, height: 800 },
      maximised: true,
      theme: 'light',
    });
  });

  it('menu commands that the page announced are enabled', async () => {
    await open();
    await ask(requestChannels.announceMenuCommands, ['find']);
    const template = JSON.stringify(standIn.Menu.setApplicationMenu.mock.calls.at(-1));
    expect(template).toContain(
      '"id":"find","label":"Find","accelerator":"CommandOrControl+F","enabled":true',
    );
    expect(template).toContain('"id":"export-capture"');
    expect(template).not.toMatch(/"id":"export-capture"[^}]*"enabled":true/);
  });

  it('security-checklist 18 a second instance shows the window; one that sends nonsense does nothing', async () => {
    await open();
    standIn.app.emit('second-instance', {}, ['--evil'], '/', { version: 1 });
    expect(openedWindow().focus).toHaveBeenCalledOnce();
    const ignored = once(logged, 'second-instance-ignored');
    standIn.app.emit('second-instance', {}, ['--evil'], '/', { command: 'evil' });
    await ignored;
    expect(openedWindow().focus).toHaveBeenCalledOnce();
  });

  it('the data folder that the bench named is the one that is shown', async () => {
    await open();
    expect(await ask(requestChannels.showDataFolder)).toBe(true);
    expect(standIn.shell.openPath).toHaveBeenCalledExactlyOnceWith(benchFolder);
  });
});

describe('quitting', () => {
  it('waits until the bench has drained', async () => {
    await open();
    await quit();
    expect(readFileSync(join(benchFolder, 'ends'), 'utf8')).toBe('clean\n');
  });
});
