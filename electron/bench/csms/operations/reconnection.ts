/**
 * What several operations do alike: wait for the station to come back, reset it when it does not, tell how a CALL ended.
 * Knows no single operation.
 */
import type { CallOutcome } from '../../wire/call-engine.ts';
import type { StationEvent } from '../station-events.ts';
import { failed, type OperationEnd, type Run } from './operation.ts';

export type Connected = Extract<StationEvent, { kind: 'connected' }>;

/** Status of a CALLRESULT that has one; how it ended otherwise. */
export function statusOf(outcome: CallOutcome): string {
  if (outcome.outcome === 'result') return String(outcome.payload.status ?? 'result');
  return outcome.outcome === 'error' ? outcome.error.code : outcome.outcome;
}

/** The end of an operation whose CALL was not answered as hoped: status or error code, and the action. */
export function refusedEnd(action: string, outcome: CallOutcome): OperationEnd {
  switch (outcome.outcome) {
    case 'result':
      return failed('operation-refused', { action, status: statusOf(outcome) });
    case 'error': {
      const { code, description } = outcome.error;
      return failed('operation-call-error', { action, error: code, description });
    }
    case 'timeout':
      return failed('operation-call-timeout', { action });
    case 'not-connected':
    case 'queue-full':
      return failed('operation-not-connected', { action });
    case 'invalid':
      return failed('operation-payload-invalid', { action });
  }
}

/** Notes connections and refusals as they come, so that they can be looked at, and gives the connections. */
export function connection(run: Run) {
  return (event: StationEvent): Connected | undefined => {
    if (event.kind === 'refused') run.note({ refused: event.code }, [event.seq]);
    if (event.kind !== 'connected') return undefined;
    run.note({ securityProfile: event.securityProfile }, [event.seq]);
    return event;
  };
}

/** Sends Reset as a step of its own; its answer does not decide anything. */
export async function reset(run: Run, type: 'Soft' | 'Hard'): Promise<void> {
  run.begin('reset', { type });
  const outcome = await run.call('Reset', { type });
  run.note({ answer: statusOf(outcome) });
}
