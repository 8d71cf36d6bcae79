/**
 * The actions sent in this session, with what came of them. Outlives every screen, not the page.
 * Is handed the function that sends; knows no screen.
 */
import type { CallOutcome } from '../../../../shared/api/csms-contract.ts';

export interface CallDraft {
  station: string;
  action: string;
  /** JSON as it was written. */
  payloadText: string;
  /** False: sent although invalid. */
  validate: boolean;
  /** The bench's own timeout when absent. */
  timeoutMs?: number;
  /** The live capture at the time, to which the frames of the outcome belong. */
  capture?: string;
}

export type CallState =
  | { status: 'waiting' }
  | { status: 'ended'; outcome: CallOutcome }
  /** The bench refused to send it, or was lost: whatever the call rejected with. */
  | { status: 'refused'; error: unknown };

export interface SentCall extends CallDraft {
  /** Counts up from 1. */
  id: number;
  /** RFC 3339. */
  sentAt: string;
  /** Seen from this page, in milliseconds. */
  tookMs?: number;
  state: CallState;
}

export interface CallRequestSent {
  id: string;
  action: string;
  payload: unknown;
  validate: boolean;
  timeoutMs?: number;
}

export interface CallLog {
  /** Newest first. */
  calls(): readonly SentCall[];
  subscribe(listener: () => void): () => void;
  /** The text must be JSON. Resolves when the call has ended, however it did. */
  send(draft: CallDraft): Promise<SentCall>;
  forget(station: string): void;
}

const mostCalls = 500;

export function createCallLog(
  call: (request: CallRequestSent) => Promise<CallOutcome>,
  now: () => number = Date.now,
): CallLog {
  let calls: readonly SentCall[] = [];
  let lastId = 0;
  const listeners = new Set<() => void>();
  const become = (next: readonly SentCall[]): void => {
    calls = next;
    for (const listener of [...listeners]) listener();
  };

  async function ended(request: CallRequestSent): Promise<CallState> {
    try {
      return { status: 'ended', outcome: await call(request) };
    } catch (error) {
      return { status: 'refused', error };
    }
  }

  return {
    calls: () => calls,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async send(draft) {
      const { station, action, payloadText, validate, timeoutMs } = draft;
      const payload: unknown = JSON.parse(payloadText);
      const startedMs = now();
      lastId += 1;
      const sent: SentCall = {
        ...draft,
        id: lastId,
        sentAt: new Date(startedMs).toISOString(),
        state: { status: 'waiting' },
      };
      become([sent, ...calls].slice(0, mostCalls));
      const state = await ended({
        id: station,
        action,
        payload,
        validate,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
      const done: SentCall = { ...sent, state, tookMs: now() - startedMs };
      become(calls.map((other) => (other.id === sent.id ? done : other)));
      return done;
    },
    forget(station) {
      become(calls.filter((sent) => sent.station !== station || sent.state.status === 'waiting'));
    },
  };
}
