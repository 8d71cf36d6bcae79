import { describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import { createTimerWheel } from './timer-wheel.ts';

/** A clock of one timer, as the wheel needs it. */
function oneTimerClock() {
  let nowMs = 50;
  let waiting: { dueMs: number; run: () => void } | undefined;
  const clock: Clock = {
    nowMs: () => nowMs,
    random: () => 0,
    after(delayMs, run) {
      const timer = { dueMs: nowMs + delayMs, run };
      waiting = timer;
      return () => {
        if (waiting === timer) waiting = undefined;
      };
    },
  };
  function advance(byMs: number): void {
    const untilMs = nowMs + byMs;
    while (waiting !== undefined && waiting.dueMs <= untilMs) {
      const { dueMs, run } = waiting;
      waiting = undefined;
      nowMs = dueMs;
      run();
    }
    nowMs = untilMs;
  }
  return { clock, advance, isWaiting: () => waiting !== undefined };
}

describe('One timer for many', () => {
  it('fires in order, never early, at most a tenth of a second late', () => {
    const { clock, advance } = oneTimerClock();
    const wheel = createTimerWheel(clock);
    const fired: [name: string, lateMs: number][] = [];
    for (const delayMs of [1000, 333, 0, 100]) {
      const dueMs = clock.nowMs() + delayMs;
      wheel.after(delayMs, () => fired.push([String(delayMs), clock.nowMs() - dueMs]));
    }
    advance(2000);
    expect(fired.map(([name]) => name)).toEqual(['0', '100', '333', '1000']);
    for (const [, lateMs] of fired) {
      expect(lateMs).toBeGreaterThanOrEqual(0);
      expect(lateMs).toBeLessThanOrEqual(100);
    }
  });

  it('does not fire what was cancelled, and rests when nothing waits', () => {
    const { clock, advance, isWaiting } = oneTimerClock();
    const wheel = createTimerWheel(clock);
    let fired = 0;
    const cancel = wheel.after(100, () => {
      fired += 1;
    });
    cancel();
    advance(500);
    expect(fired).toBe(0);
    expect(isWaiting()).toBe(false);
    wheel.after(100, () => {
      fired += 1;
    });
    wheel.end();
    expect(isWaiting()).toBe(false);
  });
});
