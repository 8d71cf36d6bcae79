/** The stream "something moved" to the UI: coalesced, at most 20 a second, never content. */
import type { BenchEvent } from '../../shared/api/bench-contract.ts';
import type { BenchSurface, Topic } from '../bench/bench-surface.ts';

const intervalMs = 50;

/**
 * Events for one client until it goes away. A slow client gets fewer events, never a queue of them:
 * what moved meanwhile is a set of topics.
 */
export async function* benchEvents(
  bench: Pick<BenchSurface, 'onMoved' | 'heads'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<BenchEvent> {
  const moved = new Set<Topic>();
  let wake: (() => void) | undefined;
  let revision = 0;
  const stop = bench.onMoved((topic) => {
    moved.add(topic);
    wake?.();
  });
  const stopWaiting = () => wake?.();
  signal?.addEventListener('abort', stopWaiting);
  try {
    while (!signal?.aborted) {
      if (moved.size === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
        continue;
      }
      const topics = [...moved];
      moved.clear();
      for (const topic of topics) {
        revision += 1;
        yield topic === 'frames' ? { topic, revision, ...bench.heads() } : { topic, revision };
      }
      await new Promise((resolve) => setTimeout(resolve, intervalMs));
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', stopWaiting);
  }
}
