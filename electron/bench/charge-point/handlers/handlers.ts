/** Every action a Central System may send, with its handler; and how a CALL finds it. */
import type { Action16, StationAction16 } from '../../../../shared/ocpp/actions.ts';
import type { CallAnswer, InboundCall } from '../../wire/call-engine.ts';
import { note } from '../activity.ts';
import type { Emulation } from '../emulation.ts';
import { certificateHandlers } from './certificate-handlers.ts';
import { configurationHandlers } from './configuration-handlers.ts';
import { coreHandlers } from './core-handlers.ts';
import { fileTransferHandlers } from './file-transfer-handlers.ts';
import type { HandlerAnswer, Handlers } from './handler.ts';
import { localListHandlers } from './local-list-handlers.ts';
import { reservationHandlers } from './reservation-handlers.ts';
import { smartChargingHandlers } from './smart-charging-handlers.ts';
import { triggerHandlers } from './trigger-handlers.ts';

const handlers: Handlers<Exclude<Action16, StationAction16>> = {
  ...certificateHandlers,
  ...configurationHandlers,
  ...coreHandlers,
  ...fileTransferHandlers,
  ...localListHandlers,
  ...reservationHandlers,
  ...smartChargingHandlers,
  ...triggerHandlers,
};

type AnyHandler = (
  emulation: Emulation,
  request: unknown,
) => HandlerAnswer<Action16> | Promise<HandlerAnswer<Action16>>;

/** The engine has validated the payload of an action against the schema its handler is typed by. */
const byAction = new Map(Object.entries(handlers) as [string, AnyHandler][]);

function toCallAnswer(answer: HandlerAnswer<Action16>): CallAnswer {
  if ('errorCode' in answer) return { kind: 'error', ...answer };
  const { payload, afterwards } = answer;
  if (afterwards === undefined) return { kind: 'result', payload };
  return { kind: 'result', payload, afterSent: afterwards };
}

/** A status or an error code; nothing of a payload goes into diagnostics. */
function resultOf(answer: HandlerAnswer<Action16>): string {
  if ('errorCode' in answer) return answer.errorCode;
  return 'status' in answer.payload ? String(answer.payload.status) : 'answered';
}

/** Answers a CALL of the Central System. A charge point that was rejected serves nobody (OCPP 1.6 §4.2). */
export function answerCall(
  emulation: Emulation,
  call: InboundCall,
): CallAnswer | Promise<CallAnswer> {
  if (emulation.registration.status === 'Rejected') {
    const description = 'BootNotification was rejected';
    return { kind: 'error', errorCode: 'SecurityError', description };
  }
  const handler = byAction.get(call.action);
  if (handler === undefined) return { kind: 'error', errorCode: 'NotSupported' };
  const answer = handler(emulation, call.payload);
  const noted = (given: HandlerAnswer<Action16>): CallAnswer => {
    note(emulation, 'ocpp', `${call.action}: ${resultOf(given)}`);
    return toCallAnswer(given);
  };
  return answer instanceof Promise ? answer.then(noted) : noted(answer);
}
