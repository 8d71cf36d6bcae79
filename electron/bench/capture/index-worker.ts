/**
 * Worker thread that keeps the index of one capture up with its journal. It is told where the head is, never what the
 * frames are, and it yields: while frames come in faster than it may follow, it works a part of the time only.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openIndexBuilder } from './index-builder.ts';
import type { IndexReport, IndexRequest, IndexTask } from './index-protocol.ts';

if (parentPort === null) throw new Error('index-worker runs as a worker thread only');
const port = parentPort;
// Only capture-index.ts starts this worker, with these data.
const task = workerData as IndexTask;

/** Above this many frames a second the bench needs the processor more than the index does. */
const saturatedFramesPerSecond = 25_000;
/** While saturated: work for one part, rest for this many; the bench, its peers and the index may share two cores. */
const restParts = 24;
const longestRestMs = 500;
/** Caught up with in less than ten seconds; further behind there is no rest. */
const mostFramesBehind = 400_000;
const pollMs = 250;
const reportIntervalMs = 50;
const chunkBytes = 512 * 1024;
const yieldingChunkBytes = 64 * 1024;

let head = task.head ?? Number.POSITIVE_INFINITY;
let isClosing = false;
let framesPerSecond = 0;
let headMovedMs = performance.now();
let wake = (): void => {};

function noteHead(seq: number): void {
  const nowMs = performance.now();
  const elapsedMs = Math.max(1, nowMs - headMovedMs);
  const current = Number.isFinite(head) ? ((seq - head) * 1000) / elapsedMs : 0;
  framesPerSecond = elapsedMs > 500 ? 0 : 0.5 * framesPerSecond + 0.5 * current;
  head = seq;
  headMovedMs = nowMs;
}

/** Whether to leave the processor to the bench. */
function isYielding(indexedTo: number): boolean {
  return (
    framesPerSecond > saturatedFramesPerSecond &&
    performance.now() - headMovedMs < pollMs &&
    head - indexedTo < mostFramesBehind
  );
}

port.on('message', (request: IndexRequest) => {
  if (request.type === 'head') noteHead(request.seq);
  else isClosing = true;
  wake();
});

function nudged(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, pollMs);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function report(message: IndexReport): void {
  port.postMessage(message);
}

async function work(): Promise<void> {
  const builder = await openIndexBuilder(task.directory, task.capture);
  let reportedMs = 0;
  let reported = -1;
  const tell = (isCurrent: boolean): void => {
    const indexedTo = builder.indexedTo();
    if (indexedTo === reported && !isCurrent) return;
    reported = indexedTo;
    reportedMs = performance.now();
    report({ type: 'indexed', indexedTo, isCurrent });
  };
  let wasCurrent = false;
  while (!isClosing) {
    const beganMs = performance.now();
    const yielding = isYielding(builder.indexedTo());
    const more = await builder.step(head, yielding ? yieldingChunkBytes : chunkBytes);
    if (more) {
      wasCurrent = false;
      if (performance.now() - reportedMs >= reportIntervalMs) tell(false);
      // Either way the messages that came in meanwhile are read.
      const workedMs = performance.now() - beganMs;
      await sleep(yielding ? Math.min(workedMs * restParts, longestRestMs) : 0);
      continue;
    }
    if (!wasCurrent) tell(true);
    wasCurrent = true;
    if (task.isOnce) break;
    await nudged();
  }
  builder.close();
  port.close();
}

await work();
