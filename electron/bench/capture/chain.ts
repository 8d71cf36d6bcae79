/**
 * The hash chain of record format 1: the value that a line carries is the SHA-256 of the value before it and of
 * all bytes since, so that no byte can change without changing every later value. Knows nothing of files.
 */
import { createHash } from 'node:crypto';

const chainField = /"chain":"([0-9a-f]{64})"\}$/;

/** The value a frame line carries, or undefined; `line` without its line end. */
export function chainOfLine(line: string): string | undefined {
  // Inside a JSON string the quotes would be escaped, so the match is the last field of the line.
  return chainField.exec(line)?.[1];
}

/** The value that follows `previous` and the bytes since (and including) the line that carried it. */
export function nextChain(previous: string, ...bytes: Uint8Array[]): string {
  const hash = createHash('sha256').update(previous, 'latin1');
  for (const part of bytes) hash.update(part);
  return hash.digest('hex');
}
