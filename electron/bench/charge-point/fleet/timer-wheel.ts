/**
 * One timer for thousands of charge points: what is due within the same tenth of a second runs together. Knows nothing
 * of what it runs.
 */
import type { Clock } from '../clock.ts';

const tickMs = 100;

/** A clock over another one; `end` cancels everything that waits. */
export interface TimerWheel extends Clock {
  end(): void;
}

/** Creates a wheel. Nothing fires early; what is due fires at most a tenth of a second late. */
export function createTimerWheel(clock: Clock): TimerWheel {
  /** What runs at a tick, by its number. */
  const slots = new Map<number, Set<() => void>>();
  let cancelTick: (() => void) | undefined;
  let doneTick = 0;

  function turn(): void {
    cancelTick = undefined;
    const nowTick = Math.floor(clock.nowMs() / tickMs);
    const due = [...slots.keys()].filter((tick) => tick <= nowTick).toSorted((a, b) => a - b);
    for (const tick of due) {
      const runs = slots.get(tick) ?? [];
      slots.delete(tick);
      for (const run of runs) run();
    }
    doneTick = nowTick;
    arm();
  }

  function arm(): void {
    if (cancelTick !== undefined || slots.size === 0) return;
    cancelTick = clock.after(tickMs - (clock.nowMs() % tickMs), turn);
  }

  return {
    nowMs: clock.nowMs,
    random: clock.random,
    after(delayMs, run) {
      const dueTick = Math.ceil((clock.nowMs() + Math.max(0, delayMs)) / tickMs);
      const tick = Math.max(dueTick, doneTick + 1);
      const slot = slots.get(tick) ?? new Set();
      // The same function may wait twice.
      const entry = (): void => run();
      slot.add(entry);
      slots.set(tick, slot);
      arm();
      return () => slot.delete(entry);
    },
    end() {
      slots.clear();
      cancelTick?.();
      cancelTick = undefined;
    },
  };
}
