/**
 * Time limits that tests can run without waiting.
 * Knows nothing of what is limited.
 */

export interface Clock {
  /** Calls back once after `delayMs` unless the returned function is called first. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
