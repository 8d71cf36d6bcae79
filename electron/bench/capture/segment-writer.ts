/**
 * Appends batches of lines to the segments of one capture: one write a batch, cut back when it fails,
 * hash-chained, synchronised once a second. Knows nothing of frames, clocks or who waits for the write.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import type { SegmentHeader } from '../../../shared/record/frame.ts';
import { encodeHeader, segmentName } from './segment-files.ts';

/** The calls that reach the disk; injected in tests to make it full. */
export interface JournalFiles {
  /** Creates a file that must not exist (`wx`, 0600) or opens one for writing (`r+`). */
  open(path: string, mode: 'wx' | 'r+'): number;
  write(file: number, buffer: Buffer, offset: number, length: number, position: number): number;
  truncate(file: number, length: number): void;
  remove(path: string): void;
  sync(file: number, done: (error: Error | null) => void): void;
  close(file: number): void;
}

export const nodeFiles: JournalFiles = {
  open(path, mode) {
    const file = fs.openSync(path, mode, 0o600);
    if (mode === 'wx') fs.fchmodSync(file, 0o600);
    return file;
  },
  write: fs.writeSync,
  truncate: fs.ftruncateSync,
  remove: (path) => fs.rmSync(path, { force: true }),
  sync: fs.fdatasync,
  close: fs.closeSync,
};

/** Where writing begins: at a new capture (no `segment`) or at the end of an existing one. */
export interface WriterStart {
  directory: string;
  /** Everything of the header but what changes from segment to segment. */
  header: Omit<SegmentHeader, 'segment' | 'chain' | 'createdUs'>;
  segmentBytes: number;
  nowUs: () => number;
  files: JournalFiles;
  chain: string;
  /** Number and length of the segment to go on with. */
  existing?: { segment: number; bytes: number };
}

export interface SegmentWriter {
  /** Writes whole lines, all or nothing. The error code (`ENOSPC`) when it failed. */
  write(lines: string): string | undefined;
  /** Begins the next segment when this one is full; on failure it just grows on. */
  rollWhenFull(): void;
  /** The chain value that the next line carries. */
  chainHead(): string;
  position(): { segment: number; bytes: number };
  /** Forces to disk what was written; answers at once when nothing was. */
  sync(done: (errorCode: string | undefined) => void): void;
  close(): void;
}

/** Code of a system error; anything else is a bug and goes on its way. */
function systemErrorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  throw error;
}

const hexLength = 64;
const firstBufferBytes = 256 * 1024;

/** Opens the segment to write to. Throws the system's error when that is impossible. */
export function openSegmentWriter(start: WriterStart): SegmentWriter {
  const { files } = start;
  /** 64 hexadecimal digits of the previous chain value, then the batch: hashed as one piece, written from 64 on. */
  let buffer = Buffer.allocUnsafeSlow(firstBufferBytes);
  let chain = start.chain;
  let segment = start.existing?.segment ?? 0;
  let position = start.existing?.bytes ?? 0;
  let file: number;
  let isTailDirty = false;
  let isSynchronised = true;
  let synchronising = 0;
  let isClosing = false;

  function fill(lines: string): number {
    if (buffer.length < hexLength + lines.length * 3) {
      const needed = hexLength + Buffer.byteLength(lines);
      if (buffer.length < needed)
        buffer = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(needed)));
    }
    buffer.write(chain, 0, 'latin1');
    return buffer.write(lines, hexLength, 'utf8');
  }

  /** Writes the filled buffer at `from`; cuts back to `from` when it fails. */
  function put(target: number, length: number, from: number): string | undefined {
    let written = 0;
    try {
      if (isTailDirty) {
        files.truncate(target, from);
        isTailDirty = false;
      }
      while (written < length) {
        const count = files.write(
          target,
          buffer,
          hexLength + written,
          length - written,
          from + written,
        );
        if (count === 0) throw Object.assign(new Error('Nothing was written'), { code: 'EIO' });
        written += count;
      }
      return undefined;
    } catch (error) {
      const code = systemErrorCode(error);
      isTailDirty = true;
      try {
        files.truncate(target, from);
        isTailDirty = false;
      } catch (truncateError) {
        // Cut back before the next write instead; the first error is the one worth telling.
        systemErrorCode(truncateError);
      }
      return code;
    }
  }

  function hashOf(length: number): string {
    return crypto.hash('sha256', buffer.subarray(0, hexLength + length), 'hex');
  }

  /** Creates a segment with its header; the error code when that failed, and then nothing is left of it. */
  function begin(number: number): { file: number; bytes: number } | string {
    const path = join(start.directory, segmentName(number));
    let created: number;
    try {
      created = files.open(path, 'wx');
    } catch (error) {
      return systemErrorCode(error);
    }
    const length = fill(
      encodeHeader({ ...start.header, segment: number, chain, createdUs: start.nowUs() }),
    );
    const failure = put(created, length, 0);
    if (failure === undefined) {
      chain = hashOf(length);
      return { file: created, bytes: length };
    }
    isTailDirty = false;
    files.close(created);
    files.remove(path);
    return failure;
  }

  if (start.existing === undefined) {
    const begun = begin(0);
    if (typeof begun === 'string') {
      throw Object.assign(new Error(`${begun}: ${start.directory}`), { code: begun });
    }
    file = begun.file;
    position = begun.bytes;
    isSynchronised = false;
  } else {
    file = files.open(join(start.directory, segmentName(segment)), 'r+');
  }

  return {
    write(lines) {
      const length = fill(lines);
      const failure = put(file, length, position);
      if (failure !== undefined) return failure;
      position += length;
      chain = hashOf(length);
      isSynchronised = false;
      return undefined;
    },
    rollWhenFull() {
      if (position < start.segmentBytes || isTailDirty) return;
      const begun = begin(segment + 1);
      if (typeof begun === 'string') return;
      const finished = file;
      files.sync(finished, () => files.close(finished));
      file = begun.file;
      position = begun.bytes;
      segment++;
      isSynchronised = false;
    },
    chainHead: () => chain,
    position: () => ({ segment, bytes: position }),
    sync(done) {
      if (isSynchronised) {
        done(undefined);
        return;
      }
      isSynchronised = true;
      synchronising++;
      files.sync(file, (error) => {
        synchronising--;
        if (error !== null) isSynchronised = false;
        if (isClosing && synchronising === 0) files.close(file);
        done(error === null ? undefined : systemErrorCode(error));
      });
    },
    close() {
      isClosing = true;
      if (synchronising === 0) files.close(file);
    },
  };
}
