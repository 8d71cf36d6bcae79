import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMovedBroadcast } from './moved-broadcast.ts';

describe('moved broadcast', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function listening() {
    const broadcast = createMovedBroadcast<'frames' | 'stations'>();
    const told: string[] = [];
    const stop = broadcast.onMoved((topic) => told.push(topic));
    return { ...broadcast, told, stop };
  }

  it('tells the first move at once', () => {
    const { moved, told } = listening();
    moved('stations');
    expect(told).toEqual(['stations']);
  });

  it('tells a storm at most twenty times a second, the last move always included', () => {
    const { moved, told } = listening();
    for (let step = 0; step < 1000; step += 1) {
      moved('stations');
      vi.advanceTimersByTime(1);
    }
    expect(told.length).toBeLessThanOrEqual(21);
    const before = told.length;
    moved('stations');
    vi.advanceTimersByTime(50);
    expect(told.length).toBeGreaterThan(before);
  });

  it('keeps topics apart and is quiet when nothing moved', () => {
    const { moved, told } = listening();
    moved('stations');
    moved('frames');
    vi.advanceTimersByTime(1000);
    expect(told).toEqual(['stations', 'frames']);
  });

  it('tells nobody after its end, also what had moved before', () => {
    const { moved, end, told } = listening();
    moved('stations');
    moved('stations');
    end();
    vi.advanceTimersByTime(1000);
    expect(told).toEqual(['stations']);
  });

  it('tells nobody who has stopped listening', () => {
    const { moved, told, stop } = listening();
    stop();
    moved('stations');
    expect(told).toEqual([]);
  });
});
