/**
 * A journal as one file, on its way in: laid out as the segments of a capture while it arrives, in pieces of any size.
 * Knows nothing of where the bytes come from.
 */
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { recordFormatName, type SegmentHeader } from '../../../shared/record/frame.ts';
import { longestHeaderBytes, parseHeader } from './segment-files.ts';
import { openSegmentOutput, type SegmentOutput } from './segment-output.ts';

/** How every header begins, behind the line end before it. Inside a frame a line end would be escaped. */
const headerMark = Buffer.from(`\n{"format":"${recordFormatName}"`);
const noBytes = Buffer.alloc(0);
const lineEnd = 10;

/** The header at the start of the bytes, or why there is none; undefined while more has to come. */
function headerAt(bytes: Buffer, isLast: boolean): Outcome<SegmentHeader> | undefined {
  const end = bytes.indexOf(lineEnd);
  if (end === -1 && !isLast && bytes.length < longestHeaderBytes) return undefined;
  return parseHeader(bytes.toString('utf8', 0, end === -1 ? longestHeaderBytes : end), 'line 1');
}

/** Takes the bytes of the file in their order. */
function createLayout(output: SegmentOutput) {
  let held: Buffer = noBytes;
  let isAtHeader = true;
  let segment = -1;

  /** False when more has to come. Problems: of `parseHeader` for the first line. */
  function passHeader(isLast: boolean): Outcome<boolean> {
    const header = headerAt(held, isLast);
    if (header === undefined) return { ok: true, value: false };
    if (segment === -1 && !header.ok) return header;
    // A header out of turn stays a line of the segment, where the check finds it.
    if (segment === -1 || (header.ok && header.value.segment === segment + 1)) segment++;
    isAtHeader = false;
    return { ok: true, value: true };
  }

  return {
    segments: () => segment + 1,
    async take(bytes: Uint8Array, isLast: boolean): Promise<Problem | undefined> {
      held = held.length === 0 ? Buffer.from(bytes) : Buffer.concat([held, bytes]);
      while (true) {
        if (isAtHeader) {
          const passed = passHeader(isLast);
          if (!passed.ok) return passed.problem;
          if (!passed.value) return undefined;
        }
        const next = held.indexOf(headerMark);
        const known = isLast ? held.length : Math.max(0, held.length - headerMark.length + 1);
        const end = next === -1 ? known : next + 1;
        const written = await output.write(segment, held.subarray(0, end));
        if (!written.ok) return written.problem;
        held = held.subarray(end);
        if (next === -1) return undefined;
        isAtHeader = true;
      }
    },
  };
}

/**
 * Lays the bytes of one file out as the segments of a capture in the folder `directory`; answers how many there are.
 * Problems: those of `parseHeader` for the first line (as soon as it is there), `capture-too-large` with `limitBytes`,
 * `copy-failed`. Throws what the source throws.
 */
export async function layOutSegments(
  content: AsyncIterable<Uint8Array>,
  directory: string,
  limitBytes: number,
): Promise<Outcome<number>> {
  const output = openSegmentOutput(directory);
  const layout = createLayout(output);
  let received = 0;
  try {
    for await (const bytes of content) {
      received += bytes.length;
      if (received > limitBytes) {
        return { ok: false, problem: { code: 'capture-too-large', parameters: { limitBytes } } };
      }
      const problem = await layout.take(bytes, false);
      if (problem !== undefined) return { ok: false, problem };
    }
    const problem = await layout.take(noBytes, true);
    return problem === undefined ? { ok: true, value: layout.segments() } : { ok: false, problem };
  } finally {
    await output.close();
  }
}
