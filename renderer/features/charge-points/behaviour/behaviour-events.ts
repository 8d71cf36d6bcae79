/** The moments a behaviour can wait for, and the CALLs it can leave out, as the contract names them. */
import type {
  BehaviourEvent,
  ChargePointBehaviour,
} from '../../../../shared/api/charge-point-behaviour-contract.ts';
import { actionsSentBy16 } from '../../../../shared/ocpp/actions.ts';

/** The contract makes its names of the same list, whose type is wider. */
export const sentActions = actionsSentBy16('charge-point').map(
  ({ action }) => action as ChargePointBehaviour['neverSend'][number],
);

const received = actionsSentBy16('csms').map(({ action }) => action as BehaviourEvent);

export const events: readonly BehaviourEvent[] = [
  ...new Set<BehaviourEvent>(['connected', ...sentActions, ...received]),
];
