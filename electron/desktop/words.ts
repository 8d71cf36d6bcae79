/**
 * What the desktop shell says to people outside the page: menus and message boxes.
 * Knows nothing of Electron; the page has words of its own.
 */
import type { SupervisorFailure } from './supervisor.ts';

export const menuWords = {
  file: 'File',
  importCapture: 'Import capture…',
  exportCapture: 'Export capture…',
  showDataFolder: 'Show data folder',
  settings: 'Settings…',
  edit: 'Edit',
  find: 'Find',
  view: 'View',
  reload: 'Reload',
  help: 'Help',
  guide: 'User guide',
};

export const failureButtons = {
  restart: 'Restart the bench',
  copy: 'Copy details',
  quit: 'Quit',
};

export interface MessageWords {
  message: string;
  detail: string;
}

/** Says that there is no bench, why, and what it printed last. */
export function failureWords(failure: SupervisorFailure, hasRun: boolean): MessageWords {
  const message = hasRun ? 'The bench has stopped' : 'The bench could not start';
  const output = failure.output.trim();
  const printed = output === '' ? 'It printed nothing.' : `It printed last:\n\n${output}`;
  const kept = hasRun ? '\n\nFrames recorded until then are on disk.' : '';
  return { message, detail: `${reasonWords(failure)}${kept}\n\n${printed}` };
}

function reasonWords(failure: SupervisorFailure): string {
  switch (failure.code) {
    case 'cannot-start':
      return `Its program cannot be run: ${failure.reason}.`;
    case 'not-ready-in-time':
      return `It was not ready within ${failure.limitMs / 1000} seconds.`;
    case 'bad-ready-line':
      return failure.reason === 'not-loopback'
        ? 'It wanted to serve the window from an address other than this computer.'
        : 'It announced itself in a way this version of the window does not understand.';
    case 'moved':
      return 'It was restarted, but its port is now taken by another program.';
    case 'ended':
      return failure.signal === null
        ? `Its process ended with exit code ${failure.exitCode}.`
        : `Its process was ended by ${failure.signal}.`;
  }
}

export function otherFolderWords(asked: string, inUse: string | undefined): MessageWords {
  return {
    message: 'Benchpoint is already running',
    detail: `It was started again for the data folder\n${asked}\nbut runs with\n${inUse ?? 'another one'}\n\nQuit it first to work with the other folder.`,
  };
}

export function pageGoneWords(reason: string): MessageWords {
  return {
    message: 'The page keeps crashing',
    detail: `The bench goes on running and recording.\n\nReason: ${reason}`,
  };
}

export const pageGoneButtons = { load: 'Load the page again', quit: 'Quit' };

export function brokenShellWords(error: unknown): MessageWords {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: 'The window could not be opened', detail };
}
