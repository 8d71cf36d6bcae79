/** Sends typed requests to the Central System and tells what came of them. Knows no behaviour. */
import type { Action16 } from '../../../shared/ocpp/actions.ts';
import type {
  RequestPayloads16,
  ResponsePayloads16,
} from '../../../shared/ocpp/generated/payloads-1.6.ts';
import { note } from './activity.ts';
import { isWithheld, noteEvent } from './behaviour/behaviour.ts';
import { integerValue } from './configuration.ts';
import type { Emulation } from './emulation.ts';

export type Reply<Action extends Action16> =
  | { ok: true; payload: ResponsePayloads16[Action] }
  /** `refused`: a CALLERROR, or an answer that is none. `offline`: it may not have arrived. */
  | { ok: false; reason: 'refused' | 'timeout' | 'offline' };

/** Sends a request when its turn comes. Never rejects. */
export async function request<Action extends Action16>(
  emulation: Emulation,
  action: Action,
  payload: RequestPayloads16[Action],
): Promise<Reply<Action>> {
  const { session } = emulation;
  if (session === undefined || isWithheld(emulation, action)) {
    return { ok: false, reason: 'offline' };
  }
  const timeoutMs = integerValue(emulation, 'MessageTimeout') * 1000;
  const answered = session.engine.call(action, payload, { timeoutMs });
  noteEvent(emulation, action);
  const outcome = await answered;
  // Heartbeats that work would push everything else out of the diagnostics.
  const isRoutine = action === 'Heartbeat' && outcome.outcome === 'result';
  if (!isRoutine) note(emulation, 'ocpp', `sent ${action}: ${outcome.outcome}`);
  switch (outcome.outcome) {
    case 'result': {
      const usable = outcome.violations.every(({ tolerance }) => tolerance !== undefined);
      if (!usable) return { ok: false, reason: 'refused' };
      // It was validated against the schema the type is generated from.
      return { ok: true, payload: outcome.payload as ResponsePayloads16[Action] };
    }
    case 'timeout':
      return { ok: false, reason: 'timeout' };
    case 'not-connected':
      return { ok: false, reason: 'offline' };
    case 'error':
    case 'invalid':
    case 'queue-full':
      return { ok: false, reason: 'refused' };
  }
}
