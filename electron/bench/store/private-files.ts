/**
 * Small files that only their owner may read: written in one step under mode 0600, refused when others can read them.
 * Knows nothing of what is in them.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';

/** A key, or why there is none. */
export type Opened = Outcome<Uint8Array>;

/** `key-file-readable-by-others`, or nothing. */
export function privateFileProblem(path: string): Problem | undefined {
  // Windows has no group and other bits; access there follows the user's profile folder.
  if (process.platform === 'win32') return undefined;
  const mode = statSync(path).mode & 0o077;
  return mode === 0 ? undefined : { code: 'key-file-readable-by-others', where: path };
}

/** On disk when it returns; the former content stays until then. Problem: `file-not-writable`. */
export function replaceFile(path: string, content: Uint8Array): Outcome<undefined> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = openSync(fresh, 'wx', 0o600);
    try {
      writeSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, path);
    return { ok: true, value: undefined };
  } catch (error) {
    rmSync(fresh, { force: true });
    const raw = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: { code: 'file-not-writable', where: path, parameters: { raw } } };
  }
}
