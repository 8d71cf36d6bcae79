/**
 * Finds the frames that contain texts by looking through the bytes of the journal. Letter case is ignored; what is
 * masked is not found. Knows nothing of the index but where a frame is.
 */
import { type FrameFilter, textTerms } from '../../../shared/filter/frame-filter.ts';
import type { ReadFrame } from '../../../shared/record/frame.ts';
import { readFrameLine } from './frame-line.ts';
import { maskFrame } from './frame-masking.ts';
import { createTail, type TailPosition } from './journal-tail.ts';

export interface TextSearch {
  /** Whether one frame, as its line, passes. */
  matches(line: string): boolean;
  /** The `seq` of all that pass from `begin` up to `toSeq`, in order. */
  scan(directory: string, begin: TailPosition, toSeq: number): number[];
}

const chunkBytes = 256 * 1024;

/** The longest part that stands in the journal as it was typed: ASCII that JSON does not escape. */
function searchableKey(text: string): string {
  const parts = text.match(/[ !#-[\]-~]+/g) ?? [];
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

function contentOf(frame: ReadFrame): string {
  const bytes = frame.base64 === undefined ? '' : Buffer.from(frame.base64, 'base64').toString();
  const detail = frame.detail === undefined ? '' : JSON.stringify(frame.detail);
  return [frame.station ?? '', frame.kind, frame.text ?? '', bytes, detail]
    .join('\n')
    .toLowerCase();
}

const seqPattern = /^\{"seq":(\d+),/;

function seqOfLine(text: string, start: number): number {
  return Number(seqPattern.exec(text.slice(start, start + 30))?.[1] ?? 'NaN');
}

/** A search for the text terms of a filter; undefined when it has none. */
export function createTextSearch(filter: FrameFilter): TextSearch | undefined {
  const terms = textTerms(filter).map(({ text, negated }) => ({
    text: text.toLowerCase(),
    negated,
  }));
  if (terms.length === 0) return undefined;
  const keys = terms.filter(({ negated }) => !negated).map(({ text }) => searchableKey(text));
  const key = keys.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
  // Bytes are not in the journal as they read: a frame with bytes is always looked at.
  const bytesKey = '"base64":"';

  function matches(line: string): boolean {
    const frame = readFrameLine(line);
    if (frame === undefined) return false;
    const content = contentOf(maskFrame(frame).frame);
    return terms.every(({ text, negated }) => content.includes(text) !== negated);
  }

  /** The starts of the lines that are worth reading, in order. */
  function* candidates(lower: string): Generator<number> {
    let at = 0;
    let nextKey = lower.indexOf(key);
    let nextBytes = lower.indexOf(bytesKey);
    while (at < lower.length) {
      if (nextKey !== -1 && nextKey < at) nextKey = lower.indexOf(key, at);
      if (nextBytes !== -1 && nextBytes < at) nextBytes = lower.indexOf(bytesKey, at);
      const hits = [nextKey, nextBytes].filter((hit) => hit !== -1);
      if (hits.length === 0) return;
      const hit = Math.min(...hits);
      yield hit === at ? at : lower.lastIndexOf('\n', hit - 1) + 1;
      at = lower.indexOf('\n', hit) + 1;
    }
  }

  return {
    matches,
    scan(directory, begin, toSeq) {
      const found: number[] = [];
      const tail = createTail(directory);
      tail.moveTo(begin.segment, begin.offset);
      try {
        for (
          let chunk = tail.next(chunkBytes);
          chunk !== undefined;
          chunk = tail.next(chunkBytes)
        ) {
          const lower = chunk.toString('latin1').toLowerCase();
          for (const start of candidates(lower)) {
            const seq = seqOfLine(lower, start);
            if (seq > toSeq) break;
            const end = lower.indexOf('\n', start);
            if (matches(chunk.toString('utf8', start, end))) found.push(seq);
          }
          const lastLine = lower.lastIndexOf('\n', lower.length - 2) + 1;
          if (seqOfLine(lower, lastLine) >= toSeq) break;
          tail.advance(chunk.length);
        }
      } finally {
        tail.close();
      }
      return found;
    },
  };
}
