/** The files that commands are given by name: read and written with problems instead of exceptions. */
import {
  closeSync,
  createWriteStream,
  fchmodSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Outcome } from '../../shared/api/problem.ts';

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The content as text, of a path or an open file. Problem: `file-unreadable`. */
export function readTextFile(path: string | number): Outcome<string> {
  const bytes = readBinaryFile(path);
  return bytes.ok ? { ok: true, value: bytes.value.toString('utf8') } : bytes;
}

/** The content as it is, of a path or an open file. Problem: `file-unreadable`. */
export function readBinaryFile(path: string | number): Outcome<Buffer> {
  try {
    return { ok: true, value: readFileSync(path) };
  } catch (error) {
    const parameters = { raw: reasonOf(error) };
    return { ok: false, problem: { code: 'file-unreadable', where: String(path), parameters } };
  }
}

/** The content of a secret file, `-` for standard input, without the line end. Problem: `file-unreadable`. */
export function readSecretFile(path: string): Outcome<string> {
  const text = path === '-' ? readStandardInput() : readTextFile(path);
  return text.ok ? { ok: true, value: text.value.replace(/[\r\n]+$/, '') } : text;
}

function readStandardInput(): Outcome<string> {
  const read = readTextFile(0);
  if (read.ok) return read;
  return { ok: false, problem: { ...read.problem, where: 'stdin' } };
}

/** Writes a file for this user only, also where it was there for others. Problem: `file-not-writable`. */
export function writeOwnFile(path: string, content: string | Uint8Array): Outcome<undefined> {
  try {
    const file = openSync(path, 'w', 0o600);
    try {
      // A device or a pipe keeps the rights it has.
      if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
      writeFileSync(file, content);
    } finally {
      closeSync(file);
    }
    return { ok: true, value: undefined };
  } catch (error) {
    const parameters = { raw: reasonOf(error) };
    return { ok: false, problem: { code: 'file-not-writable', where: path, parameters } };
  }
}

/**
 * Writes a file for this user only, piece by piece. It has its name once it is complete; before that nothing is left
 * of it when writing fails. Problem: `file-not-writable`. Throws what the source throws.
 */
export async function writeStream(
  path: string,
  content: AsyncIterable<Uint8Array>,
): Promise<Outcome<undefined>> {
  const unfinished = `${path}.part`;
  let sourceFailure: unknown;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield* content;
    } catch (error) {
      sourceFailure = error;
      throw error;
    }
  }
  try {
    await pipeline(source, createWriteStream(unfinished, { mode: 0o600 }));
    renameSync(unfinished, path);
    return { ok: true, value: undefined };
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (error === sourceFailure) throw error;
    const parameters = { raw: reasonOf(error) };
    return { ok: false, problem: { code: 'file-not-writable', where: path, parameters } };
  }
}
