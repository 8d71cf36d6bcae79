/**
 * Wakes somebody at the earliest of several times, also after the computer slept: it looks at the clock now and then.
 * Knows nothing of what the times are for.
 */

/** Does something after a delay; the answer gives it up. */
export type Later = (delayMs: number, work: () => void) => () => void;

export interface Waker {
  /** When to wake for this one; undefined for not at all. */
  set(id: string, atMs: number | undefined): void;
}

/** A sleeping computer's timers stand still, so none may be longer than this. */
const longestDelayMs = 10 * 60_000;
/** What cannot be mended by waking must not keep us awake. */
const shortestDelayMs = 1000;

const byTimer: Later = (delayMs, work) => {
  const timer = setTimeout(work, delayMs).unref();
  return () => clearTimeout(timer);
};

export function createWaker(
  { nowMs, later = byTimer }: { nowMs(): number; later?: Later | undefined },
  wake: () => void,
): Waker {
  const times = new Map<string, number>();
  let giveUp: (() => void) | undefined;

  function plan(): void {
    giveUp?.();
    giveUp = undefined;
    if (times.size === 0) return;
    const delayMs = Math.min(...times.values()) - nowMs();
    const bounded = Math.min(Math.max(delayMs, shortestDelayMs), longestDelayMs);
    giveUp = later(bounded, look);
  }

  function look(): void {
    giveUp = undefined;
    if (times.size === 0) return;
    if (Math.min(...times.values()) <= nowMs()) wake();
    plan();
  }

  return {
    set(id, atMs) {
      if (atMs === undefined) times.delete(id);
      else times.set(id, atMs);
      plan();
    },
  };
}
