/**
 * Writes the segments of a capture that is not being recorded: a copy, or a file laid out again. Never in a hurry:
 * nothing else of the bench waits for it. Knows nothing of what the lines say.
 */
import fs from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../../shared/api/problem.ts';
import { segmentName } from './segment-files.ts';

export interface SegmentOutput {
  /** Appends to a segment; another number than before closes the segment before it. Problem: `copy-failed`. */
  write(segment: number, bytes: Uint8Array): Promise<Outcome<undefined>>;
  close(): Promise<void>;
}

function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  throw error;
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}

/** Into the folder `directory`, which is made with the first write; readable by this user only. */
export function openSegmentOutput(directory: string): SegmentOutput {
  let current: { segment: number; file: FileHandle } | undefined;

  async function close(): Promise<void> {
    const file = current?.file;
    current = undefined;
    await file?.close();
  }

  async function fileOf(segment: number): Promise<FileHandle> {
    if (current?.segment === segment) return current.file;
    await close();
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = await open(join(directory, segmentName(segment)), 'wx', 0o600);
    current = { segment, file };
    return file;
  }

  return {
    async write(segment, bytes) {
      try {
        await writeAll(await fileOf(segment), bytes);
        return { ok: true, value: undefined };
      } catch (error) {
        const parameters = { errorCode: systemCode(error) };
        return { ok: false, problem: { code: 'copy-failed', where: directory, parameters } };
      }
    },
    close,
  };
}
