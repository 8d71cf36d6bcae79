/**
 * Views: the ordered, growing result of a filter over one capture, filled in slices so that nothing else has to wait.
 * A view without filter is the capture itself: its ordinals are `seq - 1`. Knows nothing of threads or doors.
 */
import { randomUUID } from 'node:crypto';
import type { FrameFilter } from '../../../shared/filter/frame-filter.ts';
import type { MatchRange, OpenCapture } from './capture-queries.ts';
import type { IndexRow } from './index-row.ts';

export interface FrameViewOfCapture {
  readonly id: string;
  readonly capture: OpenCapture;
  count(): number;
  scannedTo(): number;
  /** Scans one slice; false when the view knows all there is. */
  advance(): boolean;
  rows(start: number, count: number): IndexRow[];
  /** Ordinal of the frame, or of the next one after it. */
  locate(seq: number): { ordinal: number; exact: boolean };
  /** When it was used last, in milliseconds of the monotonic clock. */
  usedMs: number;
}

const firstSliceFrames = 20_000;
const fewestSliceFrames = 200;
const mostSliceFrames = 1_000_000;
/** A slice is made shorter above, longer below. */
const longSliceMs = 14;
const shortSliceMs = 6;

/** Adapts the number of frames of a slice to the time that the last one took. */
export function createSlicer(): { frames(): number; took(elapsedMs: number): void } {
  let frames = firstSliceFrames;
  return {
    frames: () => frames,
    took(elapsedMs) {
      if (elapsedMs > longSliceMs) frames = Math.max(fewestSliceFrames, Math.floor(frames / 2));
      else if (elapsedMs < shortSliceMs) frames = Math.min(mostSliceFrames, frames * 2);
    },
  };
}

interface Common {
  id: string;
  capture: OpenCapture;
  usedMs: number;
}

function wholeCapture(common: Common): FrameViewOfCapture {
  const { capture } = common;
  let count = capture.indexedTo();
  return {
    ...common,
    count: () => count,
    scannedTo: () => count,
    advance() {
      count = capture.indexedTo();
      return false;
    },
    rows: (start, wanted) => capture.rowsBetween(start + 1, Math.min(count, start + wanted)),
    locate: (seq) => ({ ordinal: Math.min(seq - 1, count), exact: seq <= count }),
  };
}

/** Position of the first element that is not less. */
function lowerBound(seqs: Uint32Array, count: number, seq: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seqs[middle] ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function filteredCapture(common: Common, match: MatchRange): FrameViewOfCapture {
  const { capture } = common;
  const slicer = createSlicer();
  let seqs = new Uint32Array(1024);
  let count = 0;
  let scannedTo = 0;

  function add(found: readonly number[]): void {
    if (count + found.length > seqs.length) {
      const larger = new Uint32Array(Math.max(seqs.length * 2, count + found.length));
      larger.set(seqs.subarray(0, count));
      seqs = larger;
    }
    seqs.set(found, count);
    count += found.length;
  }

  return {
    ...common,
    count: () => count,
    scannedTo: () => scannedTo,
    advance() {
      const indexedTo = capture.indexedTo();
      if (scannedTo >= indexedTo) return false;
      const to = Math.min(indexedTo, scannedTo + slicer.frames());
      const beganMs = performance.now();
      add(match(scannedTo + 1, to));
      slicer.took(performance.now() - beganMs);
      scannedTo = to;
      return scannedTo < indexedTo;
    },
    rows(start, wanted) {
      const rows: IndexRow[] = [];
      for (let ordinal = start; ordinal < Math.min(count, start + wanted); ordinal++) {
        const row = capture.row(seqs[ordinal] ?? 0);
        if (row !== undefined) rows.push(row);
      }
      return rows;
    },
    locate(seq) {
      const ordinal = lowerBound(seqs, count, seq);
      return { ordinal, exact: ordinal < count && seqs[ordinal] === seq };
    },
  };
}

/** Opens a view; it knows nothing yet until it is advanced. */
export function createView(capture: OpenCapture, filter: FrameFilter): FrameViewOfCapture {
  const common: Common = { id: randomUUID(), capture, usedMs: performance.now() };
  return filter.terms.length === 0
    ? wholeCapture(common)
    : filteredCapture(common, capture.matcher(filter));
}
