/**
 * Reads captures from the bench's side: every question goes to the reader worker; a capture without an index is
 * indexed first. Knows nothing of SQLite or of the doors that ask.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type {
  FrameDetail,
  FrameRow,
  FrameView,
  OpenedView,
  ViewState,
} from '../../../shared/api/frames-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { type FrameFilter, parseFilter } from '../../../shared/filter/frame-filter.ts';
import type { AttemptFilter } from './attempt-queries.ts';
import type { AttemptRow } from './attempt-row.ts';
import { indexOnce } from './capture-index.ts';
import type {
  AttemptFrames,
  CaptureFolder,
  ReaderMethod,
  ReaderMethods,
  ReaderReply,
  ReaderRequest,
  ReaderViewState,
} from './reader-protocol.ts';
import { listSegments } from './segment-files.ts';
import { lastSeqOf } from './segment-tail.ts';
import { workerUrl } from './worker-url.ts';

export interface CaptureReaderOptions {
  /** The folder of a capture; undefined when there is none of this id. */
  directoryOf: (capture: string) => string | undefined;
  /** Head of the journal when the capture is being recorded (and indexed) right now. */
  liveHead: (capture: string) => number | undefined;
  /** `index-failed`, `capture-read-failed`, each with `raw`. */
  onProblem?: (problem: Problem) => void;
}

export interface WindowRequest {
  capture: string;
  filter?: string;
  /** Exclusive keys. `before` alone: the last `limit` before it; neither: the newest `limit`. */
  before?: number;
  after?: number;
  limit: number;
}

/** Outcomes carry `capture-unknown`, `frame-unknown`, `frame-not-indexed`, `view-unknown`, `filter-wrong` and so on. */
export interface CaptureReader {
  /** The first `rows` of the view come along. */
  openView(capture: string, filter: string, rows?: number): Promise<Outcome<OpenedView>>;
  viewRows(
    viewId: string,
    start: number,
    count: number,
  ): Promise<Outcome<ViewState & { start: number; rows: FrameRow[] }>>;
  locate(viewId: string, seq: number): Promise<Outcome<{ ordinal: number; exact: boolean }>>;
  closeView(viewId: string): Promise<boolean>;
  /** Frames with content, masked, oldest first. */
  framesWindow(
    request: WindowRequest,
    signal?: AbortSignal,
  ): Promise<Outcome<{ frames: FrameView[]; head: number }>>;
  /** `reveal` gives it unmasked; whoever asks for that records it as `secret-revealed`. */
  readFrame(capture: string, seq: number, reveal?: boolean): Promise<Outcome<FrameDetail>>;
  /** What evidence names. */
  lineHash(capture: string, seq: number): Promise<Outcome<string>>;
  indexedTo(capture: string): Promise<Outcome<number>>;
  /** Connection attempts, newest first. */
  attempts(capture: string, filter: AttemptFilter): Promise<Outcome<AttemptRow[]>>;
  /** One with its frames unmasked: for the bench itself. Problem: `attempt-not-recorded`. */
  attempt(
    capture: string,
    connection: number,
    run: string | undefined,
  ): Promise<Outcome<AttemptFrames>>;
  /** Session secrets, unmasked; whoever asks records it as `secret-revealed`. */
  sessionKeys(
    capture: string,
    of: { connection: number | undefined; run: string | undefined },
  ): Promise<Outcome<string[]>>;
  /** Lets go of the files of a capture, before it is deleted. */
  release(capture: string): Promise<void>;
  close(): Promise<void>;
}

/** The index of a capture that nobody writes, looked through once and brought up to date where it is behind. */
interface Indexing {
  /** Begins now instead of soon. */
  hurry(): void;
  /** Does not begin any more. */
  abandon(): void;
  /** There is something to read. */
  begun: Promise<void>;
  done: Promise<void>;
  /** Head of the journal while the index may not have reached it; 0 afterwards. */
  head: number;
}

/** An index that is there answers first; whether it is complete is looked at after so long. */
const checkDelayMs = 500;

const attemptMs = 50;
const mostAttempts = 40;

/** The methods that are about one capture and can wait for its index. */
type MethodOfCapture = Exclude<ReaderMethod, 'viewRows' | 'locate' | 'closeView' | 'release'>;

type Reply = Outcome<ReaderMethods[ReaderMethod]['output']>;

/** Longest filter that is read, in UTF-16 units. */
const longestFilter = 4096;

function readFilter(text: string): Outcome<FrameFilter> {
  const parsed = parseFilter(text.slice(0, longestFilter));
  if (parsed.ok) return { ok: true, value: parsed.filter };
  const { at, code, word } = parsed;
  return {
    ok: false,
    problem: {
      code: 'filter-wrong',
      where: String(at + 1),
      parameters: { reason: word === undefined ? code : `${code} ${word}`, at },
    },
  };
}

function failed(
  code: string,
  where: string,
): { ok: false; problem: { code: string; where: string } } {
  return { ok: false, problem: { code, where } };
}

/** Starts the reader worker on first use. */
export function createCaptureReader(options: CaptureReaderOptions): CaptureReader {
  let worker: Worker | undefined;
  let lastId = 0;
  let isClosed = false;
  const waiting = new Map<number, (reply: Reply) => void>();
  const indexing = new Map<string, Indexing>();
  const closing = new AbortController();

  function report(code: string, where: string, error: unknown): void {
    options.onProblem?.({ code, where, parameters: { raw: String(error) } });
  }

  function start(): Worker {
    const started = new Worker(workerUrl(import.meta.url, 'reader-worker'));
    started.on('message', ({ id, outcome }: ReaderReply) => {
      waiting.get(id)?.(outcome);
      waiting.delete(id);
      // The program must be able to end although the worker waits for more.
      if (waiting.size === 0) started.unref();
    });
    // The next question starts another worker.
    started.on('error', (error) => report('capture-read-failed', '', error));
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      for (const resolve of waiting.values()) resolve(failed('capture-read-failed', ''));
      waiting.clear();
    });
    return started;
  }

  function ask<M extends ReaderMethod>(
    method: M,
    input: ReaderMethods[M]['input'],
    signal?: AbortSignal,
  ): Promise<Outcome<ReaderMethods[M]['output']>> {
    if (isClosed) return Promise.resolve(failed('capture-read-failed', ''));
    worker ??= start();
    const current = worker;
    current.ref();
    const id = ++lastId;
    return new Promise((resolve) => {
      const cancel = (): void =>
        current.postMessage({ type: 'cancel', id } satisfies ReaderRequest);
      signal?.addEventListener('abort', cancel, { once: true });
      waiting.set(id, (reply) => {
        signal?.removeEventListener('abort', cancel);
        // The worker answers each method with its own output.
        resolve(reply as Outcome<ReaderMethods[M]['output']>);
      });
      // The method and its input belong together by the type of this function.
      current.postMessage({ type: 'call', id, method, input } as ReaderRequest);
    });
  }

  /** Brings the index of a capture that nobody writes up to date: soon, or now when asked to hurry. Once a capture. */
  function index({ capture, directory }: CaptureFolder): Indexing {
    const known = indexing.get(capture);
    if (known !== undefined) return known;
    const begun = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    let isStarted = false;
    const started: Indexing = {
      hurry: () => void run(),
      abandon() {
        clearTimeout(timer);
        if (!isStarted) finish();
        isStarted = true;
      },
      begun: begun.promise,
      done: done.promise,
      head: lastSeqOf(listSegments(directory)),
    };
    const run = async (): Promise<void> => {
      clearTimeout(timer);
      if (isStarted) return;
      isStarted = true;
      try {
        const { signal } = closing;
        await indexOnce(directory, capture, { onIndexed: () => begun.resolve(), signal });
      } catch (error) {
        indexing.delete(capture);
        report('index-failed', capture, error);
      }
      finish();
    };
    const timer = setTimeout(run, checkDelayMs);
    timer.unref();
    const finish = (): void => {
      started.head = 0;
      begun.resolve();
      done.resolve();
    };
    indexing.set(capture, started);
    return started;
  }

  /** Asks about a capture; when it has no index the question waits for the first part of it. */
  async function askAbout<M extends MethodOfCapture>(
    method: M,
    capture: string,
    input: Omit<ReaderMethods[M]['input'], keyof CaptureFolder>,
    signal?: AbortSignal,
  ): Promise<Outcome<ReaderMethods[M]['output']>> {
    const directory = options.directoryOf(capture);
    if (directory === undefined) return failed('capture-unknown', capture);
    const folder = { capture, directory };
    // Omit and the spread give the input back; the compiler cannot follow that through the type parameter.
    const whole = { ...folder, ...input } as ReaderMethods[M]['input'];
    const isLive = options.liveHead(capture) !== undefined;
    const indexed = isLive ? undefined : index(folder);
    let answered = await ask(method, whole, signal);
    if (!answered.ok && answered.problem.code === 'index-missing') indexed?.hurry();
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      if (answered.ok || answered.problem.code !== 'index-missing') break;
      // The live capture's index worker was only just started.
      await (indexed?.begun ?? sleep(attemptMs));
      answered = await ask(method, whole, signal);
    }
    return answered;
  }

  function headOf(capture: string, indexedTo: number): number {
    const head = options.liveHead(capture) ?? indexing.get(capture)?.head ?? 0;
    return Math.max(head, indexedTo);
  }

  function toViewState({ indexedTo, ...state }: ReaderViewState): ViewState {
    return { ...state, head: headOf(state.capture, indexedTo) };
  }

  return {
    async openView(capture, text, wanted = 0) {
      const filter = readFilter(text);
      if (!filter.ok) return filter;
      const opened = await askAbout('openView', capture, { filter: filter.value, rows: wanted });
      if (!opened.ok) return opened;
      const { rows, ...state } = opened.value;
      return { ok: true, value: { ...toViewState(state), rows } };
    },
    async viewRows(viewId, startOrdinal, count) {
      const answered = await ask('viewRows', { viewId, start: startOrdinal, count });
      if (!answered.ok) return answered;
      const { rows, start: from, ...state } = answered.value;
      return { ok: true, value: { ...toViewState(state), start: from, rows } };
    },
    locate: (viewId, seq) => ask('locate', { viewId, seq }),
    async closeView(viewId) {
      const closed = await ask('closeView', { viewId });
      return closed.ok && closed.value.closed;
    },
    async framesWindow({ capture, filter: text = '', ...keys }, signal) {
      const filter = readFilter(text);
      if (!filter.ok) return filter;
      const answered = await askAbout('window', capture, { ...keys, filter: filter.value }, signal);
      if (!answered.ok) return answered;
      const { frames, indexedTo } = answered.value;
      return { ok: true, value: { frames, head: headOf(capture, indexedTo) } };
    },
    async readFrame(capture, seq, reveal = false) {
      const answered = await askAbout('frame', capture, { seq, reveal });
      const isRecorded = seq >= 1 && seq <= (options.liveHead(capture) ?? 0);
      if (!answered.ok && answered.problem.code === 'frame-unknown' && isRecorded) {
        return failed('frame-not-indexed', String(seq));
      }
      return answered;
    },
    async lineHash(capture, seq) {
      const answered = await askAbout('lineHash', capture, { seq });
      return answered.ok ? { ok: true, value: answered.value.sha256 } : answered;
    },
    async indexedTo(capture) {
      const answered = await askAbout('indexedTo', capture, {});
      return answered.ok ? { ok: true, value: answered.value.indexedTo } : answered;
    },
    async attempts(capture, filter) {
      const answered = await askAbout('attempts', capture, { filter });
      return answered.ok ? { ok: true, value: answered.value.attempts } : answered;
    },
    attempt: (capture, connection, run) => askAbout('attempt', capture, { connection, run }),
    async sessionKeys(capture, of) {
      const answered = await askAbout('sessionKeys', capture, of);
      return answered.ok ? { ok: true, value: answered.value.texts } : answered;
    },
    async release(capture) {
      const known = indexing.get(capture);
      known?.abandon();
      await known?.done;
      indexing.delete(capture);
      await ask('release', { capture });
    },
    async close() {
      isClosed = true;
      closing.abort();
      for (const { abandon } of indexing.values()) abandon();
      await Promise.all([...indexing.values()].map(({ done }) => done));
      await worker?.terminate();
    },
  };
}
