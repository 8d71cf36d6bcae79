/**
 * What one fault of the table is: which mistake is made, by which foreign peer, and what the bench has to say of it.
 * Types only; the faults stand in the lists beside it, their words in `shared/security`.
 */
import type { FailureSide } from '../../../shared/record/connection-facts.ts';
import type { Parameters, StepId } from '../../../shared/security/autopsy/model.ts';
import type { FaultWorld } from './world.ts';

/** Programs and packages that are not ours; `raw socket` is bytes written by hand on a socket of `node:net`. */
export type Peer =
  | 'openssl s_client'
  | 'openssl s_server'
  | 'ocpp-rpc'
  | 'ws'
  | 'curl'
  | 'Chromium'
  | 'node:http'
  | 'resolver of the system'
  | 'TCP of the system'
  | 'raw socket';

/** Where the table has it. */
export type Part =
  | 'network'
  | 'first bytes'
  | 'TLS'
  | 'server certificate'
  | 'client certificate'
  | 'upgrade';

/** The step that has to stand out, and what goes with it. */
export interface Seen {
  step: StepId;
  /** `red`: it ended there. `amber`: it went on all the same. */
  tone: 'red' | 'amber';
  code: string;
  /** Those that the words depend on. */
  parameters?: Parameters;
  /** Of a failure: who has to act, as the bench says it. */
  side?: FailureSide;
  /** An alert that has to be named with its sender. */
  alert?: { number: number; sentBy: 'charge-point' | 'csms' };
}

export interface Fault {
  /** Stays as it is when the table grows. */
  id: string;
  /** What is wrong, in one plain sentence. */
  wrong: string;
  part: Part;
  /** The bench is the Central System (a foreign charger dials), or the charge point (it dials a foreign system). */
  weAre: 'csms' | 'charge-point';
  peer: Peer;
  seen: Seen;
  /** Makes the mistake; resolves with the number of the connection once it is over. */
  provoke(world: FaultWorld): Promise<number>;
  /** Waits for a time-out that cannot be set, in milliseconds: begun before all others. */
  slowMs?: number;
}
