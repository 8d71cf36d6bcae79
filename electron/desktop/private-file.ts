/**
 * Small JSON files of the desktop shell that only their owner may read.
 * Knows nothing of what is in them beyond the schema it is given.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

export type FileContent<T> =
  | { state: 'present'; value: T }
  | { state: 'absent' }
  | { state: 'unreadable'; reason: string };

/** Reads and parses; only a missing file is `absent`. */
export async function readPrivateJson<T>(
  file: string,
  schema: z.ZodType<T>,
): Promise<FileContent<T>> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (parsed.success) return { state: 'present', value: parsed.data };
    return { state: 'unreadable', reason: parsed.error.message };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { state: 'absent' };
    }
    return { state: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Replaces the file in one step, mode 0600 in a folder of mode 0700; rejects when the disk does. */
export async function writePrivateJson(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
