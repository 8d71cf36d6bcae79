/**
 * Finds out that the process has no file descriptor left. libuv then closes waiting connections itself and tells
 * nobody, so a listener has to try. Knows nothing of listeners.
 */
import fs from 'node:fs';
import os from 'node:os';

export interface DescriptorWatch {
  /** A descriptor was just taken. Tries at once: a moment later one may be free again, and those turned away are forgotten. */
  taken(): void;
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
  let exhausted = false;
  return {
    taken() {
      const errorCode = tryToOpen();
      if (errorCode !== undefined && !exhausted) onExhausted(errorCode);
      exhausted = errorCode !== undefined;
    },
  };
}
