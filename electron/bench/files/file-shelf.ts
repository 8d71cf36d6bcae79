/**
 * Files in one folder of the data folder, each as `ID.bin` with what is known of it in `ID.json`. Names that people and
 * chargers give are kept in the description only and never become a path. Knows no transfer and no protocol.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { TransferError } from './file-errors.ts';

/** What every stored file has. */
export interface ShelfFile {
  id: string;
  name: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  /** RFC 3339 UTC */
  createdAt: string;
}

/** Where the content of a file that is not complete yet is written. */
export interface Draft {
  id: string;
  /** Bytes written so far. */
  bytes(): Promise<number>;
  /**
   * Appends from `offset` on, what lay behind it is lost; resolves with the new length. Throws a TransferError when
   * the file would grow beyond `maxBytes`, and what the stream or the file system throws.
   */
  write(
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options: { offset: number; maxBytes: number; written?: (bytes: number) => void },
  ): Promise<number>;
  discard(): Promise<void>;
}

export interface FileShelf<File extends ShelfFile> {
  /** The newest first. */
  list(): Promise<File[]>;
  get(id: string): Promise<File | undefined>;
  pathOf(id: string): string;
  /** A new empty file, or the content of a complete one that is to be continued. */
  draft(continued?: string): Promise<Draft>;
  /** Makes a draft a file, with its hash. */
  commit(draft: Draft, facts: Omit<File, 'id' | 'bytes' | 'sha256' | 'createdAt'>): Promise<File>;
  remove(id: string): Promise<boolean>;
}

const idPattern = /^[0-9a-f]{24}$/;

/** Opens the folder, made when it is missing; what was not complete when the last run ended is thrown away. */
export async function openShelf<File extends ShelfFile>(
  directory: string,
  schema: z.ZodType<File>,
): Promise<FileShelf<File>> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) {
    if (/^[0-9a-f]{24}\.part$/.test(name)) await rm(join(directory, name));
  }
  const files = await loadAll(directory, schema);
  const path = (id: string, ending: string) => join(directory, `${id}.${ending}`);

  return {
    list: async () => newestFirst(files),
    get: async (id) => files.get(id),
    pathOf: (id) => path(id, 'bin'),
    async draft(continued) {
      const id = continued ?? randomBytes(12).toString('hex');
      if (continued !== undefined && files.delete(continued)) {
        await rm(path(id, 'json'));
        await rename(path(id, 'bin'), path(id, 'part'));
      }
      return openDraft(id, path(id, 'part'));
    },
    async commit(draft, facts) {
      const { id } = draft;
      const described = {
        ...facts,
        id,
        bytes: await draft.bytes(),
        sha256: await sha256Of(path(id, 'part')),
        createdAt: new Date().toISOString(),
      };
      const file = schema.parse(described);
      await rename(path(id, 'part'), path(id, 'bin'));
      await writeFile(path(id, 'json'), JSON.stringify(file), { mode: 0o600 });
      files.set(id, file);
      return file;
    },
    async remove(id) {
      if (!files.delete(id)) return false;
      await rm(path(id, 'json'), { force: true });
      await rm(path(id, 'bin'), { force: true });
      return true;
    },
  };
}

/** What is on a shelf that another process may be using. The newest first; nothing when there is no such folder. */
export async function readShelf<File extends ShelfFile>(
  directory: string,
  schema: z.ZodType<File>,
): Promise<File[]> {
  const isThere = await stat(directory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isThere ? newestFirst(await loadAll(directory, schema)) : [];
}

function newestFirst<File extends ShelfFile>(files: ReadonlyMap<string, File>): File[] {
  return [...files.values()].sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1));
}

/** A content without a readable description, or the other way round, is a leftover of a run that was killed. */
async function loadAll<File extends ShelfFile>(
  directory: string,
  schema: z.ZodType<File>,
): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  const names = new Set(await readdir(directory));
  for (const name of names) {
    const [id = '', ending] = name.split('.');
    if (!idPattern.test(id)) continue;
    if (ending !== 'json' || !names.has(`${id}.bin`)) continue;
    const parsed = schema.safeParse(readJson(await readFile(join(directory, name), 'utf8')));
    if (parsed.success) files.set(id, parsed.data);
  }
  return files;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut off by a power failure: as unreadable as any other shape.
    return undefined;
  }
}

function openDraft(id: string, path: string): Draft {
  return {
    id,
    bytes: async () => (await stat(path).catch(() => ({ size: 0 }))).size,
    async write(content, { offset, maxBytes, written }) {
      const file = await open(path, offset === 0 ? 'w' : 'r+', 0o600);
      try {
        if (offset > 0) await file.truncate(offset);
        let end = offset;
        for await (const piece of content) {
          if (end + piece.length > maxBytes) throw new TransferError('too-large');
          for (let done = 0; done < piece.length; ) {
            const { bytesWritten } = await file.write(piece, done, piece.length - done, end + done);
            done += bytesWritten;
          }
          end += piece.length;
          written?.(end);
        }
        return end;
      } finally {
        await file.close();
      }
    },
    discard: () => rm(path, { force: true }),
  };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}
