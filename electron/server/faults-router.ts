/** Faults shown on purpose, as the contract has them. */
import { implement } from '@orpc/server';
import { contract } from '../../shared/api/contract.ts';
import { faultWords } from '../../shared/security/handshake-fault-words.ts';
import { faultIds, handshakeFaults, ruleOfFault } from '../../shared/security/handshake-faults.ts';
import type { FaultsSurface } from '../bench/faults-surface.ts';
import { valueOrThrow } from './problem-error.ts';

const api = implement(contract).faults;

/** The rules are constants; an answer is a copy. */
function ruleOf(...of: Parameters<typeof ruleOfFault>) {
  const rule = ruleOfFault(...of);
  return rule && { ...rule, clauses: [...rule.clauses] };
}

export function faultsRouter(faults: FaultsSurface) {
  return {
    get: api.get.handler(() => faults.state()),
    known: api.known.handler(() =>
      faultIds.map((id) => ({
        id,
        group: handshakeFaults[id].group,
        title: faultWords[id].title,
        listener: ruleOf(id, 'listener'),
        chargePoint: ruleOf(id, 'charge-point'),
      })),
    ),
    setListener: api.setListener.handler(async ({ input: { id, ...request } }) =>
      valueOrThrow(await faults.set('listener', id, request)),
    ),
    setChargePoint: api.setChargePoint.handler(async ({ input: { id, ...request } }) =>
      valueOrThrow(await faults.set('charge-point', id, request)),
    ),
  };
}
