import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTimers, systemClock } from './clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the timers of a charge point', () => {
  it('hold an interval beyond what Node can, where setTimeout would fire at once', () => {
    const run = vi.fn();
    const longMs = 2_147_483_647_000;
    systemClock.after(longMs, run);
    vi.advanceTimersByTime(longMs - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledOnce();
  });

  it('all end together, and none can be armed afterwards', () => {
    const run = vi.fn();
    const timers = createTimers(systemClock);
    timers.after(10, run);
    const cancel = timers.after(20, run);
    cancel();
    expect(vi.getTimerCount()).toBe(1);
    timers.end();
    timers.after(30, run);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(100);
    expect(run).not.toHaveBeenCalled();
  });
});
