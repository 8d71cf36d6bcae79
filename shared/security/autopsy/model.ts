/**
 * What the autopsy of one connection attempt says: an ordered column of steps, each with its tone, a code, and the
 * frames it rests on. Codes and parameters only; the words are in `autopsy-words.ts`.
 */
import type { ConnectionFailure, FailureSide } from '../../record/connection-facts.ts';
import type { CertificateRuleResult, CertificateView } from '../certificate-rules.ts';

/** `unknown`: the wire does not tell. `not-reached`: the attempt was over before. */
export const stepTones = ['green', 'amber', 'red', 'unknown', 'not-reached'] as const;
export type StepTone = (typeof stepTones)[number];

/** Every step there is, in the order in which a connection comes about. */
export const stepIds = [
  'name',
  'tcp',
  'clock',
  'first-byte',
  'client-hello',
  'offered-version',
  'offered-suites',
  'offered-groups',
  'offered-compression',
  'server-name',
  'server-hello',
  'server-certificate',
  'client-certificate',
  'alert',
  'tls',
  'upgrade-request',
  'upgrade-headers',
  'identity',
  'subprotocol',
  'credentials',
  'answer',
  'messages',
  'boot',
  'ending',
] as const;
export type StepId = (typeof stepIds)[number];

export type Parameters = Record<string, string | number | boolean>;

export interface SuiteRow {
  id: number;
  name: string;
  offered: boolean;
  /** One of the four of the whitepaper. */
  wanted: boolean;
  /** Whether the Central System takes it; absent where the record does not say. */
  accepted?: boolean | undefined;
  chosen: boolean;
}

export interface HeaderRow {
  name: string;
  /** As a door may show it. */
  value: string;
  tone: 'green' | 'amber' | 'red' | 'unknown';
  code: string;
}

export interface ChainEntry {
  certificate: CertificateView;
  /** What the whitepaper's rules say of it; judged for the first of a chain only. */
  rules: CertificateRuleResult[];
}

export interface MessageRow {
  seq: number;
  sender: 'charge-point' | 'csms';
  messageType: string;
  action?: string | undefined;
}

/** What stands behind a step, for whoever looks closer. */
export type StepDetail =
  | { kind: 'suites'; rows: SuiteRow[] }
  | { kind: 'values'; rows: { name: string; values: string[] }[] }
  | { kind: 'chain'; entries: ChainEntry[]; unreadable: number }
  | { kind: 'headers'; rows: HeaderRow[] }
  | { kind: 'messages'; rows: MessageRow[] };

export interface AutopsyStep {
  id: StepId;
  tone: StepTone;
  /** A code of the autopsy, or of a connection failure: then that is where the attempt ended. */
  code: string;
  parameters: Parameters;
  /** `seq` of the frames it rests on. */
  evidence: number[];
  clause?: string | undefined;
  details: StepDetail[];
}

/** How it ended, as far as the record says. */
export type AttemptEnding = 'begun' | 'connected' | 'ended' | 'refused' | 'failed';

export interface Autopsy {
  role: 'csms' | 'charge-point';
  ending: AttemptEnding;
  /** Why there is no connection; with it goes its explanation in `connection-words.ts`. */
  failure?: ConnectionFailure | undefined;
  /** The side that has to act. */
  side?: FailureSide | undefined;
  /** The bench itself altered the connection on request. */
  tampered: boolean;
  /** Id of the fault that the bench showed on it on purpose. */
  fault?: string | undefined;
  steps: AutopsyStep[];
}
