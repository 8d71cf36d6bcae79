/** What a handler of a CALL from the Central System is given and gives. Types and two shorthands. */
import type { Action16 } from '../../../../shared/ocpp/actions.ts';
import type { ErrorCode } from '../../../../shared/ocpp/error-codes.ts';
import type {
  RequestPayloads16,
  ResponsePayloads16,
} from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import type { Emulation } from '../emulation.ts';

export type HandlerAnswer<Action extends Action16> =
  | {
      payload: ResponsePayloads16[Action];
      /** What begins once the answer is on its way. */
      afterwards?: () => void;
    }
  | { errorCode: ErrorCode; description: string };

export type Handler<Action extends Action16> = (
  emulation: Emulation,
  request: RequestPayloads16[Action],
) => HandlerAnswer<Action> | Promise<HandlerAnswer<Action>>;

/** Handlers by action. */
export type Handlers<Actions extends Action16> = { [Action in Actions]: Handler<Action> };

/** For actions this charge point knows and does not do (OCPP-J 1.6 §4.2.3). */
export function notSupported(): { errorCode: ErrorCode; description: string } {
  return { errorCode: 'NotSupported', description: 'this charge point does not do this' };
}
