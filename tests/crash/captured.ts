/**
 * Reads the journals of a data folder as anybody could who has only the files: line by line, as JSON.
 * Uses nothing of the program on purpose.
 */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface CapturedLine {
  seq?: number;
  kind?: string;
  direction?: string;
  text?: string;
  station?: string;
  detail?: unknown;
}

export interface JournalFollower {
  /** The lines that came in since the last call, of all captures; throws for a line that is no JSON. */
  more(): CapturedLine[];
  /** Segment files in order. */
  segments(): string[];
}

export function captureFolders(dataFolder: string): string[] {
  const captures = join(dataFolder, 'captures');
  return existsSync(captures)
    ? readdirSync(captures)
        .sort()
        .map((name) => join(captures, name))
    : [];
}

function readFrom(path: string, offset: number): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(fstatSync(file).size - offset);
    readSync(file, bytes, 0, bytes.length, offset);
    return bytes.toString('utf8');
  } finally {
    closeSync(file);
  }
}

export function followJournal(dataFolder: string): JournalFollower {
  const offsets = new Map<string, number>();

  function segments(): string[] {
    return captureFolders(dataFolder).flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => join(folder, name)),
    );
  }

  return {
    segments,
    more() {
      const lines: CapturedLine[] = [];
      for (const path of segments()) {
        const offset = offsets.get(path) ?? 0;
        const text = readFrom(path, offset);
        const whole = text.slice(0, text.lastIndexOf('\n') + 1);
        offsets.set(path, offset + Buffer.byteLength(whole));
        for (const line of whole.split('\n')) if (line !== '') lines.push(JSON.parse(line));
      }
      return lines;
    },
  };
}
