/**
 * Copies of captures: a redacted one to share, and one made from a journal that came from elsewhere. A copy has its
 * own chain and says what it was made from. It is made piece by piece and never held whole; alters no original.
 */
import { hash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../../shared/api/problem.ts';
import {
  type ReadFrame,
  recordFormatName,
  recordFormatVersion,
  type SegmentHeader,
} from '../../../shared/record/frame.ts';
import { checkCapture } from './chain-check.ts';
import { readFrameLine } from './frame-line.ts';
import { maskFrame } from './frame-masking.ts';
import { createTail } from './journal-tail.ts';
import { encodeHeader, firstChain, readHeader, segmentName } from './segment-files.ts';
import { openSegmentOutput } from './segment-output.ts';

export interface CopyRequest {
  /** Folder of the original. */
  from: string;
  /** Id of the copy. */
  capture: string;
  tool: string;
}

export interface CopiedCapture {
  frames: number;
  /** Frames that had something taken out. */
  masked: number;
  /** The first frame of the original that is none: it cannot be read, or is nested beyond reason. */
  unreadable?: number;
}

/** A part of one segment of a copy. */
export interface CopyChunk {
  segment: number;
  bytes: Buffer;
}

export interface CaptureCopy {
  /** Can be taken once. Throws what the system throws when the original cannot be read any more. */
  chunks: AsyncGenerator<CopyChunk>;
  /** Grows while the chunks are taken. */
  copied: Readonly<CopiedCapture>;
}

type Change = (frame: ReadFrame) => { frame: ReadFrame; masked: boolean };

/** Of the original at a time: so much is read, masked and written while nothing else of the bench can run. */
const chunkBytes = 64 * 1024;
const segmentBytes = 64 * 1024 * 1024;

/** Chains a copy line by line: each line carries the value of all before it. */
function createLineChain() {
  let carried = firstChain;
  let line = '';
  return {
    /** The value that the next line carries. */
    next: () => (line === '' ? carried : hash('sha256', carried + line)),
    /** `carrying` the value that `next` gave. */
    add(added: string, carrying: string) {
      line = added;
      carried = carrying;
    },
  };
}

/** Ours have five levels; a line of hundred thousand is there to overflow whoever reads it. */
const deepestFrame = 64;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** The line of a copied frame: all fields as they were, in their order, but the chain value. */
function copiedLine(frame: ReadFrame, chain: string): string {
  const { chain: _original, ...fields } = frame;
  return `${JSON.stringify({ ...fields, chain })}\n`;
}

function redacted(frame: ReadFrame): { frame: ReadFrame; masked: boolean } {
  const { frame: shown, masked } = maskFrame(frame);
  if (!masked) return { frame, masked };
  return { frame: { ...shown, flags: [...(frame.flags ?? []), 'masked'] }, masked };
}

interface CopyPlan {
  from: string;
  header: Omit<SegmentHeader, 'segment' | 'chain' | 'createdUs'>;
  /** Frames that the check covers; what a live capture has got since stays out. */
  frames: number;
  change: Change;
  segmentBytes: number;
}

async function* chunksOf(plan: CopyPlan, copied: CopiedCapture): AsyncGenerator<CopyChunk> {
  const chain = createLineChain();
  const tail = createTail(plan.from);
  let segment = -1;
  let written = plan.segmentBytes;

  const nextHeader = (): string => {
    segment++;
    written = 0;
    const value = chain.next();
    const createdUs = Date.now() * 1000;
    const header = encodeHeader({ ...plan.header, segment, chain: value, createdUs });
    chain.add(header, value);
    return header;
  };
  const lineOf = (text: string): string => {
    if (copied.frames === plan.frames || copied.unreadable !== undefined) return '';
    const recorded = readFrameLine(text);
    if (recorded === undefined || isDeeper(recorded, deepestFrame)) {
      copied.unreadable = copied.frames + 1;
      return '';
    }
    const { frame, masked } = plan.change(recorded);
    const value = chain.next();
    const line = copiedLine(frame, value);
    chain.add(line, value);
    copied.frames++;
    if (masked) copied.masked++;
    return line;
  };

  try {
    do {
      const chunk = tail.next(chunkBytes);
      let text = written >= plan.segmentBytes ? nextHeader() : '';
      if (chunk !== undefined) {
        for (const line of chunk.toString('utf8').trimEnd().split('\n')) text += lineOf(line);
        tail.advance(chunk.length);
      }
      const bytes = Buffer.from(text, 'utf8');
      written += bytes.length;
      if (bytes.length > 0) yield { segment, bytes };
      if (chunk === undefined || copied.unreadable !== undefined) return;
      await new Promise((resolve) => setImmediate(resolve));
    } while (copied.frames < plan.frames);
  } finally {
    tail.close();
  }
}

/**
 * Opens a copy. The original is checked first: a copy of a capture that was altered would look whole.
 * Problems: those of `checkCapture`; a torn tail is left out and no problem.
 */
async function openCopy(
  { from, capture, tool }: CopyRequest,
  how: string,
  change: Change,
  segmentLimit: number,
): Promise<Outcome<CaptureCopy>> {
  const check = await checkCapture(from);
  if (check.problem !== undefined && check.problem.code !== 'capture-torn') {
    return { ok: false, problem: check.problem };
  }
  const first = readHeader(join(from, segmentName(0)));
  if (!first.ok) return first;
  const { capture: original, runtime, tls } = first.value.header;
  const header: CopyPlan['header'] = {
    format: recordFormatName,
    version: recordFormatVersion,
    capture,
    tool,
    runtime,
    tls,
    derivedFrom: { capture: original, chainHead: check.chainHead, how },
  };
  const copied: CopiedCapture = { frames: 0, masked: 0 };
  const { frames } = check;
  const plan = { from, header, frames, change, segmentBytes: segmentLimit };
  return { ok: true, value: { chunks: chunksOf(plan, copied), copied } };
}

/** A copy without secrets, to be given away. `segmentLimit` in bytes is for tests. */
export function exportRedacted(
  request: CopyRequest,
  segmentLimit = segmentBytes,
): Promise<Outcome<CaptureCopy>> {
  return openCopy(request, 'redacted', redacted, segmentLimit);
}

/**
 * The segments of a copy as one stream of bytes: what a door hands out as a single file. The headers after the first
 * stand between the lines as they do between segments. Throws at a frame that cannot be read.
 */
export async function* joined({ chunks, copied }: CaptureCopy): AsyncGenerator<Buffer> {
  for await (const { bytes } of chunks) yield bytes;
  const { unreadable } = copied;
  // Whoever takes the bytes has to see that they are not all.
  if (unreadable !== undefined) throw new Error(`frame ${unreadable} cannot be read`);
}

/**
 * A capture that came from elsewhere, as a capture of this bench in the folder `to`, which must not exist.
 * Problems: as `openCopy`, `line-unreadable`, and `copy-failed`; then nothing of the copy is left.
 */
export async function importCapture({
  to,
  ...request
}: CopyRequest & { to: string }): Promise<Outcome<CopiedCapture>> {
  const opened = await openCopy(
    request,
    'imported',
    (frame) => ({ frame, masked: false }),
    segmentBytes,
  );
  if (!opened.ok) return opened;
  const output = openSegmentOutput(to);
  let isWhole = false;
  try {
    for await (const { segment, bytes } of opened.value.chunks) {
      const written = await output.write(segment, bytes);
      if (!written.ok) return written;
    }
    const { copied } = opened.value;
    if (copied.unreadable !== undefined) {
      const where = `frame ${copied.unreadable}`;
      return { ok: false, problem: { code: 'line-unreadable', where } };
    }
    isWhole = true;
    return { ok: true, value: copied };
  } finally {
    await output.close();
    if (!isWhole) fs.rmSync(to, { recursive: true, force: true });
  }
}
