/**
 * Where Electron starts: what must be settled before it is ready, then the shell.
 * Never awaits at the top level: Electron is not ready before this module has been evaluated.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, dialog } from 'electron';
import { handOverData, parseArguments } from './command-line.ts';
import { logToStderr } from './log.ts';
import { openShell } from './shell.ts';
import { brokenShellWords } from './words.ts';

const programArguments = parseArguments(process.argv, process.cwd());
const userFolder = ownFolder();

app.enableSandbox();
mkdirSync(userFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', userFolder);

if (app.requestSingleInstanceLock(handOverData(programArguments))) {
  app.whenReady().then(open).catch(giveUp);
} else {
  app.quit();
}

/** Not Electron's usual folder: on macOS that is the bench's data folder. */
function ownFolder(): string {
  const asked = app.commandLine.getSwitchValue('user-data-dir');
  return asked === '' ? join(app.getPath('appData'), 'Benchpoint Desktop') : resolve(asked);
}

async function open(): Promise<void> {
  await openShell({
    installation: {
      packaged: app.isPackaged,
      resourcesFolder: process.resourcesPath,
      repository: resolve(import.meta.dirname, '..', '..'),
      platform: process.platform,
      architecture: process.arch,
      environment: process.env,
    },
    preload: join(import.meta.dirname, 'preload.cjs'),
    userFolder,
    arguments: programArguments,
    log: logToStderr,
  });
}

function giveUp(error: unknown): void {
  const words = brokenShellWords(error);
  dialog.showErrorBox(words.message, words.detail);
  app.exit(1);
}
