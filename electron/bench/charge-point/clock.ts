/**
 * Time as an emulated charge point sees it: now, chance, and timers that all end together.
 * The clock is handed in, so that tests own time. Knows nothing of charge points.
 */

/** The world's side: replaced in tests. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** From 0 to just below 1. */
  random(): number;
  /** Runs once after the delay; the returned function cancels. */
  after(delayMs: number, run: () => void): () => void;
}

/** Node's timers overflow beyond this and then fire at once. */
const longestDelayMs = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  nowMs: Date.now,
  random: Math.random,
  after(delayMs, run) {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      const stepMs = Math.min(leftMs, longestDelayMs);
      timer = setTimeout(() => {
        if (leftMs > stepMs) arm(leftMs - stepMs);
        else run();
      }, stepMs);
    };
    arm(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};

/** The timers of one charge point. */
export interface Timers {
  after(delayMs: number, run: () => void): () => void;
  /** Cancels everything that waits; nothing can be armed afterwards. */
  end(): void;
}

const alreadyOver = (): void => undefined;

/** Creates the timers of one charge point. */
export function createTimers(clock: Clock): Timers {
  const waiting = new Set<() => void>();
  let ended = false;
  return {
    after(delayMs, run) {
      if (ended) return alreadyOver;
      const cancelTimer = clock.after(delayMs, () => {
        waiting.delete(cancel);
        run();
      });
      const cancel = (): void => {
        waiting.delete(cancel);
        cancelTimer();
      };
      waiting.add(cancel);
      return cancel;
    },
    end() {
      ended = true;
      for (const cancel of [...waiting]) cancel();
    },
  };
}
