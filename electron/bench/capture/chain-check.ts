/**
 * Reads a capture from its first byte to its last and says whether it is whole: every line readable, `seq` dense,
 * every chain value right. What it proves and what not is in docs/guide/record-format.md. Alters nothing.
 */
import { createHash, type Hash } from 'node:crypto';
import type { Problem } from '../../../shared/api/problem.ts';
import { chainOfLine } from './chain.ts';
import { openLineReader } from './line-reader.ts';
import { firstChain, listSegments, readHeader, type SegmentFile } from './segment-files.ts';

export interface CaptureCheck {
  /** The whole capture is as it was written. */
  intact: boolean;
  /** Frames found before the first problem. */
  frames: number;
  /** The value after the last good line: compare it with a published one. */
  chainHead: string;
  /**
   * The first thing that is wrong: `chain-broken` (the bytes between the last two chain values were altered),
   * `seq-not-dense`, `line-unreadable`, `segment-missing`, `capture-torn`, or a problem of `readHeader`.
   * `where` is `file:line`; for `chain-broken` `fromLine` to `toLine` of that file name the altered stretch.
   */
  problem?: Problem;
}

/** Hashed at a time, while nothing else of the bench can run. */
const chunkBytes = 256 * 1024;

interface CheckState {
  frames: number;
  hash: Hash;
  chain: string;
  /** Line number of the last line that carried a value. */
  carrierLine: number;
  seq: number;
}

function continued(chain: string): Hash {
  return createHash('sha256').update(chain, 'latin1');
}

const seqPattern = /^\{"seq":(\d+),/;

function broken(
  file: SegmentFile,
  line: number,
  code: string,
  extra?: Problem['parameters'],
): Problem {
  return {
    code,
    where: `${file.name}:${line}`,
    parameters: { segment: file.segment, line, ...extra },
  };
}

/** Checks the lines of one chunk; `line` is the number of its first line. */
function checkChunk(
  state: CheckState,
  file: SegmentFile,
  chunk: Buffer,
  line: number,
): { lines: number; problem?: Problem } {
  let hashed = 0;
  let start = 0;
  let lines = 0;
  while (start < chunk.length) {
    const end = chunk.indexOf(10, start);
    const text = chunk.toString('latin1', start, end);
    const number = line + lines;
    const seq = Number(seqPattern.exec(text)?.[1] ?? 'NaN');
    const carried = chainOfLine(text);
    if (carried !== undefined) {
      const expected = state.hash.update(chunk.subarray(hashed, start)).digest('hex');
      if (carried !== expected) {
        const stretch = { fromLine: state.carrierLine, toLine: number };
        return { lines, problem: broken(file, number, 'chain-broken', stretch) };
      }
      state.hash = continued(carried);
      state.chain = carried;
      state.carrierLine = number;
      hashed = start;
    }
    if (Number.isNaN(seq) || !text.endsWith('}')) {
      return { lines, problem: broken(file, number, 'line-unreadable') };
    }
    if (seq !== state.seq + 1) {
      return {
        lines,
        problem: broken(file, number, 'seq-not-dense', { expected: state.seq + 1, found: seq }),
      };
    }
    state.seq = seq;
    state.frames++;
    lines++;
    start = end + 1;
  }
  state.hash.update(chunk.subarray(hashed));
  return { lines };
}

async function checkSegment(state: CheckState, file: SegmentFile): Promise<Problem | undefined> {
  const header = readHeader(file.path);
  if (!header.ok) return header.problem;
  const chain = state.hash.digest('hex');
  const expected = file.segment === 0 ? firstChain : chain;
  if (header.value.header.chain !== expected)
    return broken(file, 1, 'chain-broken', { fromLine: 1, toLine: 1 });
  if (header.value.header.segment !== file.segment) return broken(file, 1, 'segment-missing');
  state.chain = expected;
  state.hash = continued(expected);
  state.carrierLine = 1;
  const reader = openLineReader(file.path);
  try {
    let offset = header.value.bytes;
    state.hash.update(reader.read(0, offset).subarray(0, offset));
    let line = 2;
    while (true) {
      const chunk = reader.read(offset, chunkBytes);
      if (chunk.length === 0) break;
      const checked = checkChunk(state, file, chunk, line);
      if (checked.problem !== undefined) return checked.problem;
      line += checked.lines;
      offset += chunk.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return offset < file.bytes ? broken(file, line, 'capture-torn') : undefined;
  } finally {
    reader.close();
  }
}

/** Checks the capture in `directory`, yielding to the event loop every few megabytes. */
export async function checkCapture(directory: string): Promise<CaptureCheck> {
  const state: CheckState = {
    frames: 0,
    hash: continued(firstChain),
    chain: firstChain,
    carrierLine: 1,
    seq: 0,
  };
  const done = (problem?: Problem): CaptureCheck => ({
    intact: problem === undefined,
    frames: state.frames,
    chainHead: problem === undefined ? state.hash.digest('hex') : state.chain,
    ...(problem !== undefined && { problem }),
  });
  const segments = listSegments(directory);
  if (segments.length === 0) return done({ code: 'capture-empty', where: directory });
  for (const [index, file] of segments.entries()) {
    if (file.segment !== index) return done({ code: 'segment-missing', where: file.name });
    const problem = await checkSegment(state, file);
    if (problem !== undefined) return done(problem);
  }
  return done();
}
