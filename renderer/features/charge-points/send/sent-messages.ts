/** What was sent from emulated charge points in this page, newest first, with what came of it. Knows no screen. */
import { useSyncExternalStore } from 'react';
import { benchClient } from '../../../app/api-client.ts';

export type SentState =
  | { status: 'waiting' }
  | {
      status: 'ended';
      outcome: 'result' | 'error' | 'timeout' | 'not-connected';
      payload?: unknown;
      error?: { code: string; description: string };
      frames: readonly number[];
    }
  /** Whatever the call rejected with. */
  | { status: 'refused'; error: unknown };

export interface SentMessage {
  id: number;
  chargePoint: string;
  action: string;
  state: SentState;
}

const mostKept = 100;
let messages: readonly SentMessage[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function become(next: readonly SentMessage[]): void {
  messages = next;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The outcome of `send` as the charge point role gives it. */
type SendOutcome = Omit<Extract<SentState, { status: 'ended' }>, 'status'>;

/** Resolves when it has ended, however it did. */
export async function sendMessage(
  chargePoint: string,
  request: { ocppAction: string; payload: unknown; validate: boolean },
): Promise<void> {
  lastId += 1;
  const sent: SentMessage = {
    id: lastId,
    chargePoint,
    action: request.ocppAction,
    state: { status: 'waiting' },
  };
  become([sent, ...messages].slice(0, mostKept));
  const state = await ended(chargePoint, request);
  become(messages.map((one) => (one.id === sent.id ? { ...sent, state } : one)));
}

async function ended(
  id: string,
  request: { ocppAction: string; payload: unknown; validate: boolean },
): Promise<SentState> {
  try {
    const { outcome } = await benchClient.chargePoints.act({
      params: { id },
      body: { action: 'send', ...request },
    });
    // The contract leaves the outcome of actions open; `send` gives this shape.
    return { status: 'ended', ...(outcome as SendOutcome) };
  } catch (error) {
    return { status: 'refused', error };
  }
}

export function useSentMessages(chargePoint: string): readonly SentMessage[] {
  const all = useSyncExternalStore(subscribe, () => messages);
  return all.filter((sent) => sent.chargePoint === chargePoint);
}
