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

/** Starts the pings of one connection; `stop` must be called when it ends. */
export function startPings(policy: PingPolicy): { stop(): void } {
  if (policy.intervalMs <= 0) return { stop: () => {} };
  let waiting: NodeJS.Timeout | undefined;

  function sendPing(): void {
    if (waiting !== undefined) return;
    policy.ping();
    const before = policy.progress();
    waiting = setTimeout(() => {
      waiting = undefined;
      if (policy.progress() <= before) policy.onGone();
    }, policy.timeoutMs);
  }

  const interval = setInterval(sendPing, policy.intervalMs);
  return {
    stop() {
      clearInterval(interval);
      clearTimeout(waiting);
    },
  };
}
