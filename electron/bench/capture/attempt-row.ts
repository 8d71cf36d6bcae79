/**
 * One connection attempt as the index keeps it: where it came from, how far it got, which frames tell of it. Built up
 * frame by frame. Knows nothing of SQLite; what the frames mean is read elsewhere.
 */
import type { AttemptOutcome } from '../../../shared/api/attempts-contract.ts';
import type { ReadFrame } from '../../../shared/record/frame.ts';
import type { IndexRow } from './index-row.ts';

export interface AttemptRow {
  /** Of its first frame. */
  seq: number;
  run: string;
  connection: number;
  role: string;
  wallUs: number;
  station: string | null;
  /** Address of the other side. */
  remote: string | null;
  /** Listener, or URL that was dialled. */
  place: string | null;
  outcome: AttemptOutcome;
  code: string | null;
  stage: string | null;
  side: string | null;
  status: number | null;
  securityProfile: number | null;
  version: string | null;
  suite: string | null;
  tampered: number;
  /** Id of the fault that the bench showed on it on purpose. */
  fault: string | null;
  failed: number;
  /** `seq` of the frames that tell of it, in order, with commas between them. */
  frames: string;
}

export const attemptColumns = [
  'seq',
  'run',
  'connection',
  'role',
  'wallUs',
  'station',
  'remote',
  'place',
  'outcome',
  'code',
  'stage',
  'side',
  'status',
  'securityProfile',
  'version',
  'suite',
  'tampered',
  'fault',
  'failed',
  'frames',
] as const satisfies readonly (keyof AttemptRow)[];

/** Longer texts come from outside and are for the frame itself to show. */
const longestText = 300;
/** An honest attempt has about ten; a tee in full some more. */
const mostFrames = 48;
/** So many messages show whether OCPP has begun. */
const firstMessages = 6;

const attemptKinds = new Set([
  'name-lookup',
  'tcp-connect',
  'connection-opened',
  'client-hello',
  'tls-message',
  'tls-keys',
  'tls-established',
  'connection-failed',
  'upgrade-request',
  'upgrade-response',
  'protocol-error',
  'close',
  'connection-closed',
]);

/** The attempt that a first frame begins. */
export function beginAttempt({
  seq,
  run,
  connection,
  role,
  wallUs,
  station,
}: IndexRow): AttemptRow {
  return {
    ...{ seq, run, role, wallUs, station, connection: connection ?? 0 },
    ...{ remote: null, place: null, outcome: 'begun', code: null, stage: null, side: null },
    ...{ status: null, securityProfile: null, version: null, suite: null },
    ...{ tampered: 0, fault: null, failed: 0, frames: '' },
  };
}

interface Progress {
  frames: number;
  messages: number;
}
const progressOf = new WeakMap<AttemptRow, Progress>();

/** Adds what a frame says; false when it says nothing of the attempt. */
export function addToAttempt(attempt: AttemptRow, frame: ReadFrame, row: IndexRow): boolean {
  const progress = progressOf.get(attempt) ?? { frames: 0, messages: 0 };
  const isMessage = frame.kind === 'message';
  if (isMessage ? progress.messages >= firstMessages : !attemptKinds.has(frame.kind)) return false;
  const isEnd = frame.kind === 'connection-closed' || frame.kind === 'connection-failed';
  if (progress.frames >= mostFrames && !isEnd) return false;
  progress.frames += 1;
  if (isMessage) progress.messages += 1;
  progressOf.set(attempt, progress);
  attempt.frames += attempt.frames === '' ? frame.seq : `,${frame.seq}`;
  attempt.station ??= row.station;
  if (row.tampered === 1) attempt.tampered = 1;
  readers[frame.kind]?.(attempt, frame);
  return true;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name]; // checked above
}

function textIn(frame: ReadFrame, name: string): string | null {
  const value = memberOf(frame.detail, name);
  return typeof value === 'string' ? value.slice(0, longestText) : null;
}

function numberIn(frame: ReadFrame, name: string): number | null {
  const value = memberOf(frame.detail, name);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

function remoteAddress(frame: ReadFrame): string | null {
  const address = memberOf(memberOf(frame.detail, 'remote'), 'address');
  return typeof address === 'string' ? address.slice(0, longestText) : null;
}

/** What each kind of frame adds. Texts are as they were recorded; nothing here is a secret. */
const readers: Readonly<Record<string, (attempt: AttemptRow, frame: ReadFrame) => void>> = {
  'name-lookup'(attempt, frame) {
    attempt.place ??= textIn(frame, 'host');
  },
  'tcp-connect'(attempt, frame) {
    attempt.remote ??= remoteAddress(frame);
  },
  'connection-opened'(attempt, frame) {
    attempt.remote = remoteAddress(frame);
    attempt.place = textIn(frame, 'listener') ?? textIn(frame, 'url');
    attempt.fault = textIn(frame, 'fault');
  },
  'tls-established'(attempt, frame) {
    attempt.version = textIn(frame, 'version');
    attempt.suite = textIn(frame, 'suite');
  },
  'connection-failed'(attempt, frame) {
    attempt.outcome = 'failed';
    attempt.failed = 1;
    for (const name of ['code', 'stage', 'side'] as const) attempt[name] = textIn(frame, name);
    const parameters = memberOf(frame.detail, 'parameters');
    const host = memberOf(parameters, 'host');
    if (attempt.place === null && typeof host === 'string') attempt.place = host;
  },
  'upgrade-response'(attempt, frame) {
    attempt.status = numberIn(frame, 'status');
    attempt.securityProfile = numberIn(frame, 'securityProfile');
    if (attempt.status === 101 && textIn(frame, 'code') === 'accepted') {
      attempt.outcome = 'connected';
      return;
    }
    attempt.failed = 1;
    attempt.stage = 'upgrade';
    // The reason that was recorded before the answer says more than its status.
    if (attempt.outcome !== 'failed') attempt.code = textIn(frame, 'code');
    attempt.outcome = 'refused';
  },
  'connection-closed'(attempt, frame) {
    if (attempt.outcome === 'connected') attempt.outcome = 'ended';
    if (attempt.outcome === 'begun') {
      attempt.outcome = 'failed';
      attempt.failed = 1;
      attempt.code = textIn(frame, 'code');
    }
  },
};
