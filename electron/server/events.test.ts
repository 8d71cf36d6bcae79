import { describe, expect, it } from 'vitest';
import type { BenchSurface, Topic } from '../bench/bench-surface.ts';
import { benchEvents } from './events.ts';

function movingBench() {
  const listeners = new Set<(topic: Topic) => void>();
  const bench: Pick<BenchSurface, 'onMoved' | 'heads'> = {
    onMoved(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    heads: () => ({ head: 7, indexedTo: 5 }),
  };
  return {
    bench,
    listeners,
    moved: (topic: Topic) => {
      for (const listener of listeners) listener(topic);
    },
  };
}

describe('events', () => {
  it('a slow client gets one event for a thousand moves', async () => {
    const { bench, moved } = movingBench();
    const abort = new AbortController();
    const events = benchEvents(bench, abort.signal);
    const first = events.next();
    for (let count = 0; count < 1000; count += 1) moved('frames');
    moved('csms');
    expect(await first).toEqual({
      done: false,
      value: { topic: 'frames', revision: 1, head: 7, indexedTo: 5 },
    });
    expect((await events.next()).value).toEqual({ topic: 'csms', revision: 2 });
    const third = events.next();
    abort.abort();
    expect((await third).done).toBe(true);
  });

  it('stops listening when the client goes away while nothing moves', async () => {
    const { bench, listeners } = movingBench();
    const abort = new AbortController();
    const waiting = benchEvents(bench, abort.signal).next();
    expect(listeners.size).toBe(1);
    abort.abort();
    expect((await waiting).done).toBe(true);
    expect(listeners.size).toBe(0);
  });

  it('ends at once for a client that has gone already', async () => {
    const { bench, listeners } = movingBench();
    const abort = new AbortController();
    abort.abort();
    expect((await benchEvents(bench, abort.signal).next()).done).toBe(true);
    expect(listeners.size).toBe(0);
  });
});
