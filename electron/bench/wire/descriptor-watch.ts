/**
 * Finds out that the process has no file descriptor left. libuv then closes waiting connections itself and tells
 * nobody, so a listener has to try. Knows nothing of listeners.
 */
import fs from 'node:fs';
import os from 'node:os';

/** How long after a connection was accepted the trial is made; one for all that come in between. */
const trialAfterMs = 50;

export interface DescriptorWatch {
  /** A descriptor was just taken. */
  taken(): void;
  stop(): void;
}

/** Error code when not a single file can be opened: `EMFILE` of the process, `ENFILE` of the system. */
function tryToOpen(): string | undefined {
  try {
    fs.closeSync(fs.openSync(os.devNull, 'r'));
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

/** Calls `onExhausted` with the error code when descriptors have run out, once for each time they do. */
export function watchDescriptors(onExhausted: (errorCode: string) => void): DescriptorWatch {
  let timer: NodeJS.Timeout | undefined;
  let exhausted = false;

  function trial(): void {
    timer = undefined;
    const errorCode = tryToOpen();
    if (errorCode !== undefined && !exhausted) onExhausted(errorCode);
    exhausted = errorCode !== undefined;
  }

  return {
    taken() {
      timer ??= setTimeout(trial, trialAfterMs).unref();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
