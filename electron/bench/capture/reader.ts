/**
 * Answers what the doors ask of captures on disk, in slices: while one question is worked on, others are answered.
 * The whole reader but its thread. Knows nothing of message ports.
 */
import type { FrameDetail, FrameView } from '../../../shared/api/frames-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import type { FrameFilter } from '../../../shared/filter/frame-filter.ts';
import type { ReadFrame } from '../../../shared/record/frame.ts';
import type { AttemptRow } from './attempt-row.ts';
import { type OpenCapture, openCapture } from './capture-queries.ts';
import { readFrameLine } from './frame-line.ts';
import { lineHash, toFrameRow, toFrameView } from './frame-rows.ts';
import { createSlicer, createView, type FrameViewOfCapture } from './frame-views.ts';
import type { IndexRow } from './index-row.ts';
import type {
  AttemptFrames,
  CaptureFolder,
  ReaderMethods,
  ReaderViewState,
} from './reader-protocol.ts';
import { segmentName } from './segment-files.ts';

type Answer<M extends keyof ReaderMethods> = Promise<Outcome<ReaderMethods[M]['output']>>;

export type Reader = {
  [M in keyof ReaderMethods]: (
    input: ReaderMethods[M]['input'],
    isCancelled: () => boolean,
  ) => Answer<M>;
} & { close(): void };

/** Of the first slices of a view, so much is waited for before it is shown. */
const firstPageMs = 60;
const viewIdleMs = 60_000;
const mostViews = 64;
/** More sessions than anybody looks at in one file. */
const mostSessions = 100_000;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function refusal(code: string, where?: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, ...(where !== undefined && { where }) } };
}

function toView(capture: OpenCapture, row: IndexRow, reveal = false): FrameView {
  return toFrameView(row, capture.lines.read(row), reveal);
}

function toDetail(capture: OpenCapture, row: IndexRow, reveal: boolean): FrameDetail {
  const line = capture.lines.read(row);
  const pair = row.pairSeq === null ? undefined : capture.row(row.pairSeq);
  const recorded = line === undefined ? undefined : readFrameLine(line.toString('utf8'));
  return {
    ...toFrameView(row, line, reveal),
    lineSha256: line === undefined ? '' : lineHash(line),
    segment: segmentName(row.segment),
    flags: [...(recorded?.flags ?? [])],
    handshake: capture.handshakeOf(row).map((part) => toView(capture, part)),
    ...(pair !== undefined && { pair: toView(capture, pair) }),
  };
}

function recordedFrame(capture: OpenCapture, row: IndexRow): ReadFrame | undefined {
  const line = capture.lines.read(row);
  return line === undefined ? undefined : readFrameLine(line.toString('utf8'));
}

/** Reads the frames that an attempt names, and what was asked before it from the same address. */
function framesOfAttempt(capture: OpenCapture, attempt: AttemptRow): AttemptFrames {
  const read = (seqs: readonly number[]): ReadFrame[] =>
    seqs.flatMap((seq) => {
      const row = capture.row(seq);
      return row === undefined ? [] : (recordedFrame(capture, row) ?? []);
    });
  const queries = read(capture.attempts.queriesBefore(attempt.seq)).filter(
    ({ detail }) => addressOfAsker(detail) === attempt.remote,
  );
  const frames = read(attempt.frames.split(',').map(Number));
  return { attempt, frames, queries, ...capture.attempts.neighbours(attempt) };
}

function addressOfAsker(detail: unknown): unknown {
  if (typeof detail !== 'object' || detail === null || !('from' in detail)) return undefined;
  const { from } = detail;
  return typeof from === 'object' && from !== null && 'address' in from ? from.address : undefined;
}

export function createReader(): Reader {
  const captures = new Map<string, OpenCapture>();
  const views = new Map<string, FrameViewOfCapture>();
  let isPumping = false;

  function captureOf({ capture, directory }: CaptureFolder): OpenCapture | undefined {
    let open = captures.get(capture);
    if (open?.isReplaced() === true) {
      release(capture);
      open = undefined;
    }
    if (open === undefined) {
      open = openCapture(directory, capture);
      if (open !== undefined) captures.set(capture, open);
    }
    return open;
  }

  /** Closes a capture with its views. */
  function release(capture: string): boolean {
    for (const view of views.values()) {
      if (view.capture.capture === capture) views.delete(view.id);
    }
    const open = captures.get(capture);
    captures.delete(capture);
    open?.close();
    return open !== undefined;
  }

  function closeIdleViews(): void {
    const nowMs = performance.now();
    for (const view of views.values()) {
      if (nowMs - view.usedMs > viewIdleMs) views.delete(view.id);
    }
    for (const id of views.keys()) {
      if (views.size < mostViews) break;
      views.delete(id);
    }
  }

  /** Advances all views in turn until they know all there is. */
  async function pump(): Promise<void> {
    if (isPumping) return;
    isPumping = true;
    let hasMore = true;
    while (hasMore) {
      hasMore = false;
      for (const view of [...views.values()]) {
        if (!views.has(view.id)) continue;
        hasMore = view.advance() || hasMore;
        await nextTurn();
      }
    }
    isPumping = false;
  }

  function stateOf(view: FrameViewOfCapture): ReaderViewState {
    return {
      viewId: view.id,
      capture: view.capture.capture,
      count: view.count(),
      scannedTo: view.scannedTo(),
      indexedTo: view.capture.indexedTo(),
    };
  }

  function usedView(viewId: string): FrameViewOfCapture | undefined {
    const view = views.get(viewId);
    if (view === undefined) return undefined;
    view.usedMs = performance.now();
    view.advance();
    void pump();
    return view;
  }

  async function collect(
    capture: OpenCapture,
    input: ReaderMethods['window']['input'],
    isCancelled: () => boolean,
  ): Promise<number[]> {
    const match = capture.matcher(input.filter);
    const slicer = createSlicer();
    const isForward = input.after !== undefined;
    let low = (input.after ?? 0) + 1;
    let high = Math.min(capture.indexedTo(), (input.before ?? Number.POSITIVE_INFINITY) - 1);
    let found: number[] = [];
    while (low <= high && found.length < input.limit && !isCancelled()) {
      const isWhole = input.filter.terms.length === 0;
      const span = isWhole ? input.limit : slicer.frames();
      const from = isForward ? low : Math.max(low, high - span + 1);
      const to = isForward ? Math.min(high, low + span - 1) : high;
      const beganMs = performance.now();
      const matches = match(from, to);
      slicer.took(performance.now() - beganMs);
      found = isForward ? [...found, ...matches] : [...matches, ...found];
      if (isForward) low = to + 1;
      else high = from - 1;
      await nextTurn();
    }
    return isForward ? found.slice(0, input.limit) : found.slice(-input.limit);
  }

  return {
    async openView(input, isCancelled) {
      const capture = captureOf(input);
      if (capture === undefined) return refusal('index-missing', input.capture);
      closeIdleViews();
      const view = createView(capture, input.filter);
      views.set(view.id, view);
      const beganMs = performance.now();
      while (view.advance() && performance.now() - beganMs < firstPageMs) {
        if (input.rows > 0 && view.count() >= input.rows) break;
        await nextTurn();
        if (isCancelled()) break;
      }
      if (isCancelled()) views.delete(view.id);
      const rows = view.rows(0, input.rows).map(toFrameRow);
      const value = { ...stateOf(view), rows };
      // The answer goes out before the next slice is begun.
      setImmediate(() => void pump());
      return { ok: true, value };
    },
    async viewRows({ viewId, start, count }) {
      const view = usedView(viewId);
      if (view === undefined) return refusal('view-unknown', viewId);
      const rows = view.rows(start, count).map(toFrameRow);
      return { ok: true, value: { ...stateOf(view), start, rows } };
    },
    async locate({ viewId, seq }) {
      const view = usedView(viewId);
      if (view === undefined) return refusal('view-unknown', viewId);
      return { ok: true, value: view.locate(seq) };
    },
    async closeView({ viewId }) {
      return { ok: true, value: { closed: views.delete(viewId) } };
    },
    async window(input, isCancelled) {
      const capture = captureOf(input);
      if (capture === undefined) return refusal('index-missing', input.capture);
      const frames: FrameView[] = [];
      for (const seq of await collect(capture, input, isCancelled)) {
        const row = capture.row(seq);
        if (row !== undefined) frames.push(toView(capture, row));
      }
      return { ok: true, value: { frames, indexedTo: capture.indexedTo() } };
    },
    async frame(input) {
      const capture = captureOf(input);
      if (capture === undefined) return refusal('index-missing', input.capture);
      const row = capture.row(input.seq);
      if (row === undefined) return refusal('frame-unknown', String(input.seq));
      return { ok: true, value: toDetail(capture, row, input.reveal) };
    },
    async lineHash(input) {
      const capture = captureOf(input);
      if (capture === undefined) return refusal('index-missing', input.capture);
      const row = capture.row(input.seq);
      const line = row === undefined ? undefined : capture.lines.read(row);
      if (line === undefined) return refusal('frame-unknown', String(input.seq));
      return { ok: true, value: { sha256: lineHash(line) } };
    },
    async attempts(input) {
      const capture = captureOf(input);
      if (capture === undefined) return refusal('index-missing', input.capture);
      return { ok: true, value: { attempts: capture.attempts.list(input.filter) } };
    },
    async attempt(input) {
      const capture = captureOf(input);
      if (capture === undefined) return refusal('index-missing', input.capture);
      const attempt = capture.attempts.find(input.connection, input.run);
      if (attempt === undefined) return refusal('attempt-not-recorded', String(input.connection));
      return { ok: true, value: framesOfAttempt(capture, attempt) };
    },
    async sessionKeys(input, isCancelled) {
      const capture = captureOf(input);
      if (capture === undefined) return refusal('index-missing', input.capture);
      const { connection, run } = input;
      const wanted: FrameFilter = {
        terms: [
          { key: 'type', values: [{ kinds: ['tls-keys'] }], negated: false },
          ...(connection === undefined
            ? []
            : [{ key: 'conn' as const, values: [connection], negated: false }]),
        ],
      };
      const window = { ...input, filter: wanted, after: 0, limit: mostSessions };
      const texts: string[] = [];
      for (const seq of await collect(capture, window, isCancelled)) {
        const row = capture.row(seq);
        if (row === undefined || (run !== undefined && row.run !== run)) continue;
        const text = recordedFrame(capture, row)?.text;
        if (text !== undefined) texts.push(text);
      }
      return { ok: true, value: { texts } };
    },
    async indexedTo(input) {
      const capture = captureOf(input);
      if (capture === undefined) return refusal('index-missing', input.capture);
      return { ok: true, value: { indexedTo: capture.indexedTo() } };
    },
    async release({ capture }) {
      return { ok: true, value: { released: release(capture) } };
    },
    close() {
      views.clear();
      for (const capture of captures.values()) capture.close();
      captures.clear();
    },
  };
}
