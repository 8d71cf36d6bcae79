/**
 * Sends pings at an interval and finds the peer that is gone without a FIN (half-open).
 * Knows nothing of WebSockets: it is handed what to send and how to see progress.
 */

export interface PingPolicy {
  /** 0 sends none. */
  intervalMs: number;
  timeoutMs: number;
  ping(): void;
  /** A number that grows whenever something arrived or the backlog to the peer shrank. */
  progress(): number;
  onGone(): void;
}

/** Node's timers overflow beyond this and then fire at once. */
const longestIntervalMs = 2 ** 31 - 1;

/** The pings of one connection. */
export interface Pings {
  /** From now on they go out at this interval, counted from now; 0 sends none. */
  setInterval(intervalMs: number): void;
  /** Must be called when the connection ends. */
  stop(): void;
}

/** Starts the pings of one connection. */
export function startPings(policy: PingPolicy): Pings {
  let waiting: NodeJS.Timeout | undefined;
  let interval: NodeJS.Timeout | undefined;
  let stopped = false;
  let before = 0;

  function sendPing(): void {
    // A peer that has been heard of since is not waited for; one that is silent gets its time.
    if (waiting !== undefined && policy.progress() <= before) return;
    clearTimeout(waiting);
    policy.ping();
    before = policy.progress();
    waiting = setTimeout(() => {
      waiting = undefined;
      if (policy.progress() <= before) policy.onGone();
    }, policy.timeoutMs);
  }

  function sendEvery(intervalMs: number): void {
    clearInterval(interval);
    const stepMs = Math.min(intervalMs, longestIntervalMs);
    interval = stepMs > 0 && !stopped ? setInterval(sendPing, stepMs) : undefined;
  }

  sendEvery(policy.intervalMs);
  return {
    setInterval: sendEvery,
    stop() {
      stopped = true;
      clearInterval(interval);
      clearTimeout(waiting);
    },
  };
}
