/**
 * Where a capture ends: finds the last whole line of its last segment, moves what was torn by a crash or a power
 * cut into a `.torn` file, and says from which `seq` and chain value writing goes on.
 */
import fs from 'node:fs';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { recordFormatVersion, type SegmentHeader } from '../../../shared/record/frame.ts';
import { chainOfLine, nextChain } from './chain.ts';
import { readFrameLine } from './frame-line.ts';
import { listSegments, parseHeader, type SegmentFile } from './segment-files.ts';

/** What was cut off; the bytes are in `file`. */
export interface TornTail {
  segment: number;
  bytes: number;
  file: string;
}

/** The point at which an existing capture goes on. */
export interface CaptureEnd {
  header: SegmentHeader;
  segment: SegmentFile;
  /** Highest `seq` written; 0 when there is none. */
  seq: number;
  /** The chain value that the next line carries. */
  chain: string;
  torn: TornTail[];
}

function moveToTorn(file: SegmentFile, bytes: Buffer): TornTail {
  const torn = `${file.path}.torn`;
  const handle = fs.openSync(torn, 'a', 0o600);
  try {
    fs.fchmodSync(handle, 0o600);
    fs.writeFileSync(handle, bytes);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  return { segment: file.segment, bytes: bytes.length, file: torn };
}

interface Tail {
  /** Length of what is whole. */
  end: number;
  /** `seq` of the last frame; undefined when the segment has none. */
  seq?: number;
  /** Where the line that carries the last chain value begins. */
  carrier: number;
  carried: string;
}

/** Walks back from the end to the last line that carries a chain value; what cannot be read is cut off. */
function findTail(bytes: Buffer, header: SegmentHeader, headerBytes: number): Tail {
  const nul = bytes.indexOf(0);
  const readable = nul === -1 ? bytes.length : nul;
  let end = bytes.lastIndexOf(10, readable - 1) + 1;
  let seq: number | undefined;
  let position = end;
  while (position > headerBytes) {
    const start = bytes.lastIndexOf(10, position - 2) + 1;
    const line = bytes.toString('utf8', start, position - 1);
    const frame = readFrameLine(line);
    position = start;
    if (frame === undefined) {
      end = start;
      seq = undefined;
      continue;
    }
    seq ??= frame.seq;
    const carried = chainOfLine(line);
    if (carried !== undefined) return { end, seq, carrier: start, carried };
  }
  return { end, ...(seq !== undefined && { seq }), carrier: 0, carried: header.chain };
}

/** The last whole line of a file that is a frame; reads from the end, no more than it needs. */
function lastSeqInFile(path: string): number | undefined {
  const file = fs.openSync(path, 'r');
  try {
    const { size } = fs.fstatSync(file);
    for (let length = 64 * 1024; ; length *= 4) {
      const start = Math.max(0, size - length);
      const bytes = Buffer.alloc(size - start);
      fs.readSync(file, bytes, 0, bytes.length, start);
      const lines = bytes
        .toString('utf8')
        .split('\n')
        .slice(start === 0 ? 0 : 1, -1);
      const frame = lines.map(readFrameLine).findLast((line) => line !== undefined);
      if (frame !== undefined) return frame.seq;
      if (start === 0) return undefined;
    }
  } finally {
    fs.closeSync(file);
  }
}

/** `seq` of the last frame in these segments; 0 when there is none. Repairs nothing. */
export function lastSeqOf(segments: readonly SegmentFile[]): number {
  for (const { path } of segments.toReversed()) {
    const seq = lastSeqInFile(path);
    if (seq !== undefined) return seq;
  }
  return 0;
}

function headerOf(bytes: Buffer, file: SegmentFile): Outcome<SegmentHeader> | 'torn' {
  const end = bytes.indexOf(10);
  const nul = bytes.indexOf(0);
  if (end === -1 || (nul !== -1 && nul < end)) {
    const start = bytes.toString('utf8', 0, Math.min(bytes.length, 20));
    const isOurs =
      bytes.length === 0 || nul === 0 || '{"format":"benchpoint-capture"'.startsWith(start);
    return isOurs ? 'torn' : { ok: false, problem: foreign(file.path) };
  }
  return parseHeader(bytes.toString('utf8', 0, end), file.path);
}

function foreign(where: string): Problem {
  return { code: 'capture-foreign', where };
}

/**
 * Finds the end of the capture in `directory` and repairs it. Undefined when there is nothing to go on with.
 * Problems as `parseHeader`, and `capture-older-version` (older captures are read in place, never written).
 */
export function repairCaptureEnd(directory: string): Outcome<CaptureEnd | undefined> {
  const segments = listSegments(directory);
  const torn: TornTail[] = [];
  while (true) {
    const file = segments.pop();
    if (file === undefined) return { ok: true, value: undefined };
    const bytes = fs.readFileSync(file.path);
    const header = headerOf(bytes, file);
    if (header === 'torn') {
      torn.push(moveToTorn(file, bytes));
      fs.unlinkSync(file.path);
      continue;
    }
    if (!header.ok) return header;
    if (header.value.version < recordFormatVersion) {
      const { version } = header.value;
      return {
        ok: false,
        problem: { code: 'capture-older-version', where: file.path, parameters: { version } },
      };
    }
    const tail = findTail(bytes, header.value, bytes.indexOf(10) + 1);
    if (tail.end < bytes.length) {
      torn.push(moveToTorn(file, bytes.subarray(tail.end)));
      fs.truncateSync(file.path, tail.end);
    }
    return {
      ok: true,
      value: {
        header: header.value,
        segment: { ...file, bytes: tail.end },
        seq: tail.seq ?? lastSeqOf(segments),
        chain: nextChain(tail.carried, bytes.subarray(tail.carrier, tail.end)),
        torn,
      },
    };
  }
}
