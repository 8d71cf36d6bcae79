/**
 * CertificateSigned: the chain in its order and form, its limits, the answer, and what the charge point shows when it
 * comes back. Knows one request at a time; decides nothing about whom to sign for.
 */
import { configurationSnapshot } from '../../../../shared/api/csms-station-contract.ts';
import type {
  DeliveryChoices,
  SigningPolicy,
  SigningRequestDetail,
  SigningStepCode,
} from '../../../../shared/api/signing-requests-contract.ts';
import type { StationNoteStore } from '../../store/station-notes.ts';
import type { CallOutcome } from '../../wire/call-engine.ts';
import type { Notes } from '../notes.ts';
import { type StationEvent, tellWatchers } from '../station-events.ts';
import { addFinding, type Station } from '../stations.ts';
import {
  addStep,
  type IssuedCertificate,
  type KeptRequest,
  type RequestList,
} from './request-list.ts';

export interface DeliveryParts {
  list: RequestList;
  notes: Notes;
  stationNotes: Pick<StationNoteStore, 'configurationSnapshots'>;
  callTimeoutMs(): number;
  nowMs(): number;
  capture?: (() => string) | undefined;
  save(station: Station): void;
  /** Something shown of the station changed. */
  stationMoved(): void;
}

/** The most characters `certificateChain` may have (Whitepaper, CertificateSigned.req). */
const longestChain = 10_000;
const limitKey = 'CertificateSignedMaxChainSize';

type ChainLimit = SigningRequestDetail['chainLimit'];

/** What the station says it takes, when its configuration was read; never more than the specification allows. */
export function chainLimitOf(
  station: string,
  { stationNotes }: Pick<DeliveryParts, 'stationNotes'>,
): ChainLimit {
  const [row] = stationNotes.configurationSnapshots.ofStation(station, 1);
  const read = configurationSnapshot.safeParse({ ...Object(row?.content), id: row?.id });
  const value = read.success
    ? read.data.keys.find(({ key }) => key === limitKey)?.value
    : undefined;
  const characters = value === undefined || value === '' ? Number.NaN : Number(value);
  return Number.isInteger(characters) && characters > 0 && characters < longestChain
    ? { characters, source: 'station' }
    : { characters: longestChain, source: 'specification' };
}

export type ChainForm = Pick<SigningPolicy, 'withRoot' | 'lineEndings'>;

/** What of the policy a person changed for this once. */
export function chainForm(policy: SigningPolicy, choices: Partial<DeliveryChoices>): ChainForm {
  const { withRoot = policy.withRoot, lineEndings = policy.lineEndings } = choices;
  return { withRoot, lineEndings };
}

/** Leaf first, then the sub-authorities; the root only where it is wanted. */
export function chainText(
  { certificatePem, chain, rootPem }: IssuedCertificate,
  { withRoot, lineEndings }: ChainForm,
): { text: string; certificates: number } {
  const all = [certificatePem, ...chain, ...(withRoot && rootPem !== undefined ? [rootPem] : [])];
  const text = all.join('');
  return {
    text: lineEndings === 'crlf' ? text.replaceAll('\n', '\r\n') : text,
    certificates: all.length,
  };
}

type Answered = Omit<Extract<StationEvent, { kind: 'certificate-answered' }>, 'kind'>;

function endOf(outcome: CallOutcome): {
  state: KeptRequest['state'];
  step: SigningStepCode;
  reason: string;
} {
  switch (outcome.outcome) {
    case 'result': {
      const reason = String(outcome.payload.status);
      return reason === 'Accepted'
        ? { state: 'accepted', step: 'accepted', reason }
        : { state: 'rejected', step: 'rejected', reason };
    }
    case 'error':
      return { state: 'rejected', step: 'rejected', reason: outcome.error.code };
    case 'timeout':
      return { state: 'unanswered', step: 'unanswered', reason: 'timeout' };
    default:
      return { state: 'unanswered', step: 'unanswered', reason: outcome.outcome };
  }
}

function holdBack(
  kept: KeptRequest,
  parts: DeliveryParts,
  parameters: Record<string, string | number>,
): void {
  kept.state = 'signed';
  addStep(kept, 'held-back', momentOf(parts), parameters);
  parts.list.changed(kept);
}

export function momentOf({ nowMs, capture }: Pick<DeliveryParts, 'nowMs' | 'capture'>) {
  return { nowMs: nowMs(), capture: capture?.() };
}

/** Sends what was issued and waits for the answer; a station that is away gets it when it comes back. */
export async function deliver(
  station: Station,
  kept: KeptRequest,
  form: ChainForm & { evenTooLong: boolean },
  parts: DeliveryParts,
): Promise<void> {
  const { issued } = kept;
  if (issued === undefined || kept.state === 'sending') return;
  const { text, certificates } = chainText(issued, form);
  const limit = chainLimitOf(kept.station, parts);
  const characters = text.length;
  if (characters > limit.characters && !form.evenTooLong) {
    holdBack(kept, parts, { reason: 'chain-too-long', characters, most: limit.characters });
    tell(station, { accepted: false, reason: 'chain-too-long', frames: [] });
    return;
  }
  const { session } = station;
  if (session === undefined) {
    kept.sendWhenConnected = true;
    holdBack(kept, parts, { reason: 'not-connected' });
    return;
  }
  kept.sendWhenConnected = false;
  kept.state = 'sending';
  addStep(kept, 'sent', momentOf(parts), { characters, certificates, ...form });
  const sent = kept.steps.at(-1);
  parts.list.changed(kept);
  const outcome = await session.engine.call(
    'CertificateSigned',
    { certificateChain: text },
    { timeoutMs: parts.callTimeoutMs() },
  );
  if (sent !== undefined) sent.frames = outcome.frames.slice(0, 1);
  conclude(station, kept, outcome, parts);
}

function conclude(
  station: Station,
  kept: KeptRequest,
  outcome: CallOutcome,
  parts: DeliveryParts,
): void {
  const { state, step, reason } = endOf(outcome);
  const { serialNumber = '' } = kept.issued ?? {};
  kept.state = state;
  addStep(kept, step, momentOf(parts), { status: reason }, outcome.frames.slice(1));
  const answered: Answered = {
    accepted: state === 'accepted',
    serialNumber,
    frames: outcome.frames,
  };
  if (state === 'accepted') {
    // The factory certificate has served its purpose (Whitepaper A00.FR.806).
    station.stored.factory = false;
    parts.save(station);
    parts.notes.change(station, 'issued-certificate', { serialNumber });
  } else {
    addFinding(station, {
      rule: 'certificate-signed-not-accepted',
      severity: 'warning',
      clause: 'Whitepaper A02',
      parameters: { outcome: outcome.outcome === 'result' ? reason : outcome.outcome },
    });
  }
  parts.list.changed(kept);
  parts.stationMoved();
  tell(station, state === 'accepted' ? answered : { ...answered, reason });
}

export function tell(station: Station, answered: Answered): void {
  tellWatchers(station, { kind: 'certificate-answered', ...answered });
}

export interface SeenConnection {
  /** Frame of the upgrade request. */
  seq: number;
  securityProfile: number;
  /** Of the client certificate, when there was one. */
  fingerprintSha256?: string | undefined;
}

/** Compares what the station came back with to what it was sent (T13). */
export function watchReturn(station: string, seen: SeenConnection, parts: DeliveryParts): void {
  const requests = parts.list.ofStation(station);
  const shown = requests.find(
    ({ issued }) => issued !== undefined && issued.fingerprintSha256 === seen.fingerprintSha256,
  );
  const { securityProfile } = seen;
  const latest = requests.find(({ issued }) => issued !== undefined);
  if (shown !== undefined && shown.state !== 'in-use') {
    for (const other of requests.filter((one) => one !== latest && one.state === 'in-use')) {
      other.state = 'replaced';
      parts.list.changed(other);
    }
    shown.state = 'in-use';
    note(shown, 'reconnected-with-new', seen, parts, { securityProfile });
  }
  // One that was in use before is the old one as soon as there is a newer.
  if (latest === undefined || latest === shown) return;
  const isAwaited = latest.state === 'accepted' || latest.state === 'old-certificate';
  const fellBack = latest.state === 'in-use' && seen.fingerprintSha256 !== undefined;
  if (!isAwaited && !fellBack) return;
  if (seen.fingerprintSha256 === undefined) {
    note(latest, 'reconnected-without', seen, parts, { securityProfile });
    return;
  }
  latest.state = 'old-certificate';
  const notBefore = latest.issued?.notBefore ?? '';
  const notYetValid = Date.parse(notBefore) > parts.nowMs();
  note(latest, 'reconnected-with-old', seen, parts, { securityProfile, notYetValid, notBefore });
}

/** A refused attempt of a station that was given a certificate and has not been seen with it. */
export function watchRefusal(
  station: string,
  { seq, code }: { seq: number; code: string },
  parts: DeliveryParts,
): void {
  const latest = parts.list.ofStation(station).find(({ issued }) => issued !== undefined);
  if (latest?.state !== 'accepted' && latest?.state !== 'old-certificate') return;
  addStep(latest, 'connection-refused', momentOf(parts), { code }, [seq]);
  parts.list.changed(latest);
}

function note(
  kept: KeptRequest,
  code: SigningStepCode,
  { seq }: SeenConnection,
  parts: DeliveryParts,
  parameters: Record<string, string | number | boolean>,
): void {
  addStep(kept, code, momentOf(parts), parameters, [seq]);
  parts.list.changed(kept);
}
