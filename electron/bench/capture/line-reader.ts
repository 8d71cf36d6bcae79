/**
 * Reads whole lines of a file from any offset, also of one that is still growing. Knows nothing of what they say.
 */
import fs from 'node:fs';

export interface LineReader {
  /**
   * Whole lines from `offset`, about `wantedBytes` of them; more when one line is longer, empty when there is no
   * whole line (yet). The bytes are valid until the next call.
   */
  read(offset: number, wantedBytes: number): Buffer;
  close(): void;
}

const noBytes = Buffer.alloc(0);

/** Opens a file for reading; throws the system's error when that is impossible. */
export function openLineReader(path: string): LineReader {
  const file = fs.openSync(path, 'r');
  let buffer = noBytes;

  return {
    read(offset, wantedBytes) {
      let wanted = wantedBytes;
      while (true) {
        if (buffer.length < wanted) buffer = Buffer.allocUnsafeSlow(wanted);
        const length = fs.readSync(file, buffer, 0, wanted, offset);
        const end = length === 0 ? -1 : buffer.lastIndexOf(10, length - 1);
        if (end !== -1) return buffer.subarray(0, end + 1);
        if (length < wanted) return noBytes;
        wanted *= 2;
      }
    },
    close: () => fs.closeSync(file),
  };
}
