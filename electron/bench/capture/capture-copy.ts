/**
 * Copies of captures: a redacted one to share, and one made from a journal that came from elsewhere. A copy has its
 * own chain and says what it was made from. Alters no original.
 */
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
import { firstChain, parseHeader, readHeader, segmentName } from './segment-files.ts';
import { nodeFiles, openSegmentWriter } from './segment-writer.ts';

export interface CopyRequest {
  /** Folder of the original. */
  from: string;
  /** Folder of the copy; must not exist. */
  to: string;
  capture: string;
  tool: string;
}

export interface CopiedCapture {
  frames: number;
  /** Frames that had something taken out. */
  masked: number;
  chainHead: string;
}

const chunkBytes = 512 * 1024;
const segmentBytes = 64 * 1024 * 1024;

/** The line of a copied frame: all fields as they were, in their order, but the chain value. */
function copiedLine(frame: ReadFrame, chain: string | undefined): string {
  const { chain: _original, ...fields } = frame;
  return `${JSON.stringify(chain === undefined ? fields : { ...fields, chain })}\n`;
}

function redacted(frame: ReadFrame): { frame: ReadFrame; masked: boolean } {
  const { frame: shown, masked } = maskFrame(frame);
  if (!masked) return { frame, masked };
  return { frame: { ...shown, flags: [...(frame.flags ?? []), 'masked'] }, masked };
}

/**
 * Writes a copy. The original is checked first: a copy of a capture that was altered would look whole.
 * Problems: those of `checkCapture`; a torn tail is left out and no problem.
 */
async function copyCapture(
  request: CopyRequest,
  how: string,
  change: (frame: ReadFrame) => { frame: ReadFrame; masked: boolean },
): Promise<Outcome<CopiedCapture>> {
  const check = await checkCapture(request.from);
  if (check.problem !== undefined && check.problem.code !== 'capture-torn') {
    return { ok: false, problem: check.problem };
  }
  const first = readHeader(join(request.from, segmentName(0)));
  if (!first.ok) return first;
  const { capture: original, runtime, tls } = first.value.header;
  fs.mkdirSync(request.to, { recursive: true, mode: 0o700 });
  fs.chmodSync(request.to, 0o700);
  const writer = openSegmentWriter({
    directory: request.to,
    header: {
      format: recordFormatName,
      version: recordFormatVersion,
      capture: request.capture,
      tool: request.tool,
      runtime,
      tls,
      derivedFrom: { capture: original, chainHead: check.chainHead, how },
    },
    segmentBytes,
    nowUs: () => Date.now() * 1000,
    files: nodeFiles,
    chain: firstChain,
  });
  const copied: CopiedCapture = { frames: 0, masked: 0, chainHead: '' };
  const tail = createTail(request.from);
  try {
    for (let chunk = tail.next(chunkBytes); chunk !== undefined; chunk = tail.next(chunkBytes)) {
      writer.rollWhenFull();
      let lines = '';
      for (const line of chunk.toString('utf8').trimEnd().split('\n')) {
        const recorded = readFrameLine(line);
        if (recorded === undefined) continue;
        const { frame, masked } = change(recorded);
        lines += copiedLine(frame, lines === '' ? writer.chainHead() : undefined);
        copied.frames++;
        if (masked) copied.masked++;
      }
      const errorCode = writer.write(lines);
      if (errorCode !== undefined) {
        return {
          ok: false,
          problem: { code: 'copy-failed', where: request.to, parameters: { errorCode } },
        };
      }
      tail.advance(chunk.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
    copied.chainHead = writer.chainHead();
  } finally {
    tail.close();
    writer.close();
  }
  return { ok: true, value: copied };
}

/** A copy without secrets, to be given away. */
export function exportRedacted(request: CopyRequest): Promise<Outcome<CopiedCapture>> {
  return copyCapture(request, 'redacted', redacted);
}

/** A capture that came from elsewhere, as a capture of this bench. */
export function importCapture(request: CopyRequest): Promise<Outcome<CopiedCapture>> {
  return copyCapture(request, 'imported', (frame) => ({ frame, masked: false }));
}

/**
 * The segments of a capture as one text: what a door hands out as a single file. The headers after the first stand
 * between the lines as they do between segments.
 */
export function joinSegments(directory: string): string {
  return fs
    .readdirSync(directory)
    .filter((name) => /^\d{6}\.jsonl$/.test(name))
    .sort()
    .map((name) => fs.readFileSync(join(directory, name), 'utf8'))
    .join('');
}

function headerOfLine(line: string): SegmentHeader | undefined {
  if (!line.startsWith(`{"format":"${recordFormatName}"`)) return undefined;
  const parsed = parseHeader(line, '');
  return parsed.ok ? parsed.value : undefined;
}

/** Lays the text of one file, as `joinSegments` makes it, out as the segments of a capture. */
export function splitSegments(content: string, directory: string): Outcome<number> {
  const end = content.indexOf('\n');
  const first = parseHeader(end === -1 ? content : content.slice(0, end), 'line 1');
  if (!first.ok) return first;
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  let segment = -1;
  let lines: string[] = [];
  const flush = (): void => {
    if (segment === -1) return;
    fs.writeFileSync(join(directory, segmentName(segment)), lines.join(''), { mode: 0o600 });
  };
  for (const line of content.split(/(?<=\n)/)) {
    const header = headerOfLine(line);
    if (header !== undefined && header.segment === segment + 1) {
      flush();
      segment++;
      lines = [];
    }
    lines.push(line);
  }
  flush();
  return { ok: true, value: segment + 1 };
}
