/**
 * The one connection to the bench: an oRPC link over a WebSocket that is made anew whenever it is lost.
 * Knows nothing of queries or screens; they watch its state.
 */
import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { rpcSubprotocol } from '../../shared/api/socket-paths.ts';

export type BenchConnectionState =
  | { status: 'connecting' }
  | { status: 'online' }
  /** `nextAttemptAt` in milliseconds since 1970. */
  | { status: 'lost'; since: number; nextAttemptAt: number }
  /** The bench is there and does not know the token. */
  | { status: 'refused' };

/** A call was made while there is no connection; it was not sent. */
export class BenchLostError extends Error {
  constructor() {
    super('The connection to the bench is lost.');
    this.name = 'BenchLostError';
  }
}

export interface BenchConnection {
  link: ClientLink<ClientContext>;
  state(): BenchConnectionState;
  /** Calls back on every change of state; answers the way to stop. */
  subscribe(listener: () => void): () => void;
  /** Tries now instead of waiting for the next attempt. */
  retryNow(): void;
  close(): void;
}

export interface BenchConnectionOptions {
  /** `ws://127.0.0.1:7400/rpc` */
  socketUrl: string;
  token: string;
  /** Whether a bench answers and refuses the token; false when nobody answers. */
  tokenIsRefused: () => Promise<boolean>;
}

const firstDelayMs = 250;
const longestDelayMs = 4_000;

/** Wait before attempt `attempt` (from 0), in milliseconds. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** attempt);
}

export function connectToBench(options: BenchConnectionOptions): BenchConnection {
  const listeners = new Set<() => void>();
  let state: BenchConnectionState = { status: 'connecting' };
  let attempt = 0;
  let socket: WebSocket | undefined;
  let link: ClientLink<ClientContext> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const enter = (next: BenchConnectionState): void => {
    state = next;
    for (const listener of [...listeners]) listener();
  };

  const lose = (): void => {
    const delayMs = reconnectDelayMs(attempt);
    attempt += 1;
    const now = Date.now();
    const since = state.status === 'lost' ? state.since : now;
    enter({ status: 'lost', since, nextAttemptAt: now + delayMs });
    timer = setTimeout(connect, delayMs);
  };

  const endedBeforeOpen = async (): Promise<void> => {
    const refused = await options.tokenIsRefused();
    if (closed) return;
    if (refused) enter({ status: 'refused' });
    else lose();
  };

  const connect = (): void => {
    clearTimeout(timer);
    const attempted = new WebSocket(options.socketUrl, [rpcSubprotocol, options.token]);
    let opened = false;
    socket = attempted;
    attempted.addEventListener('open', () => {
      opened = true;
      attempt = 0;
      link = new RPCLink({ websocket: attempted });
      enter({ status: 'online' });
    });
    attempted.addEventListener('close', () => {
      if (closed || socket !== attempted) return;
      link = undefined;
      if (opened) lose();
      else void endedBeforeOpen();
    });
  };

  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  /** While the first attempt is under way calls wait for its end; while lost they are rejected. */
  const firstAttempt = (): Promise<void> =>
    new Promise((resolve) => {
      if (state.status !== 'connecting') return resolve();
      const stop = subscribe(() => {
        stop();
        resolve();
      });
    });

  connect();
  return {
    link: {
      async call(path, input, callOptions) {
        await firstAttempt();
        if (link === undefined) throw new BenchLostError();
        return link.call(path, input, callOptions);
      },
    },
    state: () => state,
    subscribe,
    retryNow() {
      if (state.status === 'lost') connect();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
