/**
 * Runs the index worker of one capture from the bench's side and starts it again when it fails.
 * Knows nothing of SQLite or of what is indexed.
 */
import { Worker } from 'node:worker_threads';
import type { Problem } from '../../../shared/api/problem.ts';
import type { IndexReport, IndexRequest, IndexTask } from './index-protocol.ts';
import { workerUrl } from './worker-url.ts';

export interface CaptureIndexOptions {
  directory: string;
  capture: string;
  /** Head of the journal that is being written; absent for a capture that nobody writes. */
  head?: number;
  /** Told at most 20 times a second. */
  onIndexed?: (indexedTo: number) => void;
  /** `index-failed` with `raw`; the worker is started again. */
  onProblem?: (problem: Problem) => void;
}

export interface CaptureIndex {
  /** To be called when the journal's head moved; frames beyond it are not indexed. */
  headMoved(seq: number): void;
  indexedTo(): number;
  /** Resolves when the index has reached `seq`, or when it is closed. */
  reached(seq: number): Promise<void>;
  close(): Promise<void>;
}

const firstRestartMs = 500;
const longestRestartMs = 30_000;

export function startCaptureIndex(options: CaptureIndexOptions): CaptureIndex {
  let head = options.head;
  let indexedTo = 0;
  let worker: Worker | undefined;
  let isClosed = false;
  let restartMs = firstRestartMs;
  let restartTimer: NodeJS.Timeout | undefined;
  let waiting: { seq: number; resolve: () => void }[] = [];

  function settle(): void {
    const done = waiting.filter(({ seq }) => isClosed || seq <= indexedTo);
    waiting = waiting.filter(({ seq }) => !isClosed && seq > indexedTo);
    for (const { resolve } of done) resolve();
    // The bench must be able to end although the index works on.
    if (waiting.length === 0 && !isClosed) worker?.unref();
  }

  function start(): void {
    const task: IndexTask = {
      directory: options.directory,
      capture: options.capture,
      isOnce: false,
      ...(head !== undefined && { head }),
    };
    const started = new Worker(workerUrl(import.meta.url, 'index-worker'), { workerData: task });
    worker = started;
    started.on('message', (report: IndexReport) => {
      restartMs = firstRestartMs;
      indexedTo = report.indexedTo;
      options.onIndexed?.(indexedTo);
      settle();
    });
    started.on('error', (error) => {
      options.onProblem?.({ code: 'index-failed', parameters: { raw: String(error) } });
    });
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      if (isClosed) return;
      restartTimer = setTimeout(start, restartMs);
      restartMs = Math.min(restartMs * 2, longestRestartMs);
    });
    if (waiting.length === 0) started.unref();
  }

  function tell(request: IndexRequest): void {
    worker?.postMessage(request);
  }

  start();
  return {
    headMoved(seq) {
      head = seq;
      tell({ type: 'head', seq });
    },
    indexedTo: () => indexedTo,
    reached(seq) {
      if (isClosed || seq <= indexedTo) return Promise.resolve();
      worker?.ref();
      return new Promise((resolve) => waiting.push({ seq, resolve }));
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      clearTimeout(restartTimer);
      settle();
      const ending = worker;
      if (ending === undefined) return;
      ending.ref();
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      tell({ type: 'close' });
      const impatient = setTimeout(() => ending.terminate(), 2000);
      await ended;
      clearTimeout(impatient);
    },
  };
}

/**
 * Brings the index of a capture that nobody writes up to date; resolves with the last `seq`, rejects when it failed.
 * `onIndexed` is told on the way; `signal` ends it early, and the next time goes on from there.
 */
export function indexOnce(
  directory: string,
  capture: string,
  options: { onIndexed?: (indexedTo: number) => void; signal?: AbortSignal } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const task: IndexTask = { directory, capture, isOnce: true };
    const worker = new Worker(workerUrl(import.meta.url, 'index-worker'), { workerData: task });
    const end = (): void => void worker.terminate();
    options.signal?.addEventListener('abort', end, { once: true });
    let indexedTo = 0;
    worker.on('message', (report: IndexReport) => {
      indexedTo = report.indexedTo;
      options.onIndexed?.(indexedTo);
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      options.signal?.removeEventListener('abort', end);
      resolve(indexedTo);
    });
  });
}
