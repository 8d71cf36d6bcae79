/**
 * What came of a connection under a fault: what the device under test did, and whether that is what it must do.
 * Pure, over facts that were read from the record; no verdict of a rehearsal.
 */
import type { ConnectionFailure } from '../record/connection-facts.ts';
import {
  type FaultId,
  type FaultTarget,
  handshakeFaults,
  ruleOfFault,
} from './handshake-faults.ts';

/** What the frames of one connection showed. */
export interface FaultSighting {
  fault: FaultId;
  target: FaultTarget;
  /** The handshake was completed on our side. */
  established: boolean;
  /** The charge point asked for the upgrade. */
  requested: boolean;
  /** HTTP status of the answer to it. */
  status?: number;
  failure?: Pick<ConnectionFailure, 'code' | 'stage' | 'side' | 'alert'>;
  /** Nothing more comes. */
  over: boolean;
  /** The security event that was sent afterwards. */
  event?: string;
}

/** What the device did. `no-agreement`: it offered nothing that the fault left. */
export type FaultReaction =
  | 'took-it'
  | 'alert'
  | 'closed'
  | 'refused-upgrade'
  | 'no-agreement'
  | 'nothing'
  | 'under-way';

/** `not-seen`: the fault was not put to the test. */
export type FaultJudgement = 'as-it-must' | 'must-not' | 'either-way' | 'not-seen' | 'open';

export interface FaultVerdict {
  judgement: FaultJudgement;
  reaction: FaultReaction;
  /** Of the security event that a charge point must send afterwards; absent where none is asked for. */
  event?: 'seen' | 'awaited';
}

const noAgreement = /^tls-no-shared-/;
/** Whoever accepts no such key does not offer its curve or signature in the first place. */
const refusedByOffer: ReadonlySet<FaultId> = new Set(['weak-p192', 'unasked-key', 'sha-1']);
/** It went wrong for another reason than the fault. */
const unrelated = new Set([
  'dial-aborted',
  'tls-setup-invalid',
  'bench-stopping',
  'recording-impossible',
  'upgrade-timeout',
  'tls-handshake-timeout',
  'answer-timeout',
]);

export function judgeFault(sighting: FaultSighting): FaultVerdict {
  const reaction =
    sighting.target === 'listener' ? chargePointDid(sighting) : centralSystemDid(sighting);
  const rule = ruleOfFault(sighting.fault, sighting.target);
  const judgement = judgementOf(reaction, rule?.demand ?? 'either');
  if (rule?.event === undefined || judgement !== 'as-it-must') return { judgement, reaction };
  return { judgement, reaction, event: sighting.event === rule.event ? 'seen' : 'awaited' };
}

function judgementOf(
  reaction: FaultReaction,
  demand: 'refuse' | 'accept' | 'either',
): FaultJudgement {
  if (reaction === 'under-way') return 'open';
  if (reaction === 'nothing') return 'not-seen';
  if (demand === 'either') return 'either-way';
  return (reaction === 'took-it') === (demand === 'accept') ? 'as-it-must' : 'must-not';
}

function chargePointDid(sighting: FaultSighting): FaultReaction {
  const { requested, established, failure, fault } = sighting;
  const needsTls = fault !== 'crlf-pem';
  if (requested) return established || !needsTls ? 'took-it' : 'nothing';
  if (failure === undefined) return sighting.over ? 'nothing' : 'under-way';
  return refusalIn(failure, sighting, 'charge-point');
}

function centralSystemDid(sighting: FaultSighting): FaultReaction {
  const { status, failure } = sighting;
  if (status !== undefined) return status === 101 ? 'took-it' : 'refused-upgrade';
  if (failure === undefined) return sighting.over ? 'nothing' : 'under-way';
  // We refused the Central System before it saw anything of ours.
  if (failure.code.startsWith('server-certificate-')) return 'nothing';
  return refusalIn(failure, sighting, 'csms');
}

function refusalIn(
  { code, stage, alert }: NonNullable<FaultSighting['failure']>,
  { fault, target }: FaultSighting,
  device: 'charge-point' | 'csms',
): FaultReaction {
  if (unrelated.has(code) || stage === 'name' || stage === 'tcp' || stage === 'first-byte')
    return 'nothing';
  if (noAgreement.test(code)) {
    const { certificate } = handshakeFaults[fault];
    const isTested = !certificate || (target === 'listener' && refusedByOffer.has(fault));
    return isTested ? 'no-agreement' : 'nothing';
  }
  return alert?.sentBy === device ? 'alert' : 'closed';
}
