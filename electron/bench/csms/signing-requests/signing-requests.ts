/**
 * The desk for signing requests: keeps every SignCertificate, decides by the policy or lets a person decide, sends
 * CertificateSigned and watches the reconnect (Whitepaper A02, A03). Puts its parts together for sessions, operations and
 * doors. Knows no door and no socket.
 */
import { randomBytes } from 'node:crypto';
import type { SigningPolicy } from '../../../../shared/api/signing-requests-contract.ts';
import {
  isImpossible,
  type RequestRefusal,
  refusalOf,
} from '../../../../shared/security/signing-request-rules.ts';
import { readCharacters } from '../../pki/read-signing-request.ts';
import type { Store } from '../../store/store.ts';
import { tellWatchers } from '../station-events.ts';
import { addFinding, isoTime, type Station, type Stations } from '../stations.ts';
import {
  type ChainForm,
  chainForm,
  type DeliveryParts,
  deliver,
  momentOf,
  type SeenConnection,
  tell,
  watchRefusal,
  watchReturn,
} from './delivery.ts';
import { judgeRequest } from './judging.ts';
import type { RequestDesk } from './request-desk.ts';
import { addStep, createRequestList, type KeptRequest, type RequestList } from './request-list.ts';
import { issueFor, proposalFor, type SigningParts } from './signing.ts';
import { keepSigningPolicies } from './signing-policies.ts';
import { type SigningRequestsSurface, signingRequestsSurface } from './surface.ts';

/** What SignCertificate is answered, and the request it was kept as. */
export interface ReceivedRequest {
  id: string;
  status: 'Accepted' | 'Rejected';
}

/** What was answered in the end; `other`: an error, nothing at all, or what is no status. */
export interface SigningAnswer {
  status: 'Accepted' | 'Rejected' | 'other';
  /** By a person or by a rule above this one, not by the policy. */
  chosen: boolean;
}

export interface SigningRequests {
  surface: SigningRequestsSurface;
  /** Takes the text of `csr` in frame `seq`; `answered` follows. */
  receive(station: Station, csr: string, seq: number): ReceivedRequest;
  /** The answer has left: what was decided happens now. */
  answered(station: Station, id: string, answer: SigningAnswer): void;
  connected(station: Station, seen: SeenConnection): void;
  refused(station: Station, seen: { seq: number; code: string }): void;
  close(): void;
}

export interface SigningRequestParts
  extends Omit<DeliveryParts, 'list' | 'stationNotes'>,
    SigningParts {
  store: Pick<Store, 'signingRequests' | 'settings' | 'stationNotes'>;
  stations: Pick<Stations, 'find'>;
  moved(): void;
  onError(error: unknown): void;
}

export function createSigningRequests(given: SigningRequestParts): SigningRequests {
  const { store, moved, onError } = given;
  const list = createRequestList({ store: store.signingRequests, moved, onError });
  const desk: RequestDesk = {
    ...given,
    list,
    stationNotes: store.stationNotes,
    policies: keepSigningPolicies(store.settings, moved),
  };
  return {
    surface: signingRequestsSurface(desk),
    receive: (station, csr, seq) => receive(station, csr, seq, desk),
    answered(station, id, answer) {
      const kept = list.find(id);
      if (kept !== undefined) proceed(station, kept, answer, desk);
    },
    connected(station, seen) {
      const { id } = station.stored;
      watchReturn(id, seen, desk);
      sendWaiting(station, list, desk);
    },
    refused: (station, seen) => watchRefusal(station.stored.id, seen, desk),
    close: () => list.close(),
  };
}

/** What the policy makes of a request: why it is refused, if it is. */
function refusalBy(policy: SigningPolicy, rules: KeptRequest['rules']): RequestRefusal | undefined {
  const refusal = refusalOf(rules, policy.subject);
  return policy.mode === 'automatic' || isImpossible(refusal) ? refusal : undefined;
}

function receive(station: Station, csr: string, seq: number, desk: RequestDesk): ReceivedRequest {
  const policy = desk.policies.of(station.stored.id);
  const judged = judgeRequest(station, csr, policy, desk);
  const at = momentOf(desk);
  const kept: KeptRequest = {
    id: randomBytes(6).toString('hex'),
    station: station.stored.id,
    receivedAt: isoTime(at.nowMs),
    seq,
    ...(at.capture === undefined ? {} : { capture: at.capture }),
    // A thousand are kept in memory; the frame has it whole.
    csr: csr.slice(0, readCharacters),
    form: judged.form,
    ...(judged.request === undefined ? {} : { request: judged.request.view }),
    ...(judged.unreadable === undefined ? {} : { unreadable: judged.unreadable }),
    rules: judged.rules,
    state: 'waiting',
    steps: [],
    sendWhenConnected: false,
  };
  addStep(kept, 'requested', at, {}, [seq]);
  desk.list.add(kept);
  const refusal = refusalBy(policy, kept.rules);
  return { id: kept.id, status: refusal === undefined ? 'Accepted' : 'Rejected' };
}

function proceed(
  station: Station,
  kept: KeptRequest,
  { status, chosen }: SigningAnswer,
  desk: RequestDesk,
): void {
  const policy = desk.policies.of(kept.station);
  if (status !== 'other') kept.answer = status;
  addStep(kept, 'answered', momentOf(desk), { status });
  const refusal = refusalBy(policy, kept.rules);
  if (chosen && status !== 'Accepted') {
    refuse(kept, 'chosen-answer', desk);
  } else if (refusal !== undefined) {
    refuse(kept, refusal, desk);
    report(station, refusal, desk);
  } else if (policy.mode === 'by-hand') {
    desk.list.changed(kept);
    tellWatchers(station, { kind: 'certificate-awaits-decision', request: kept.id });
  } else {
    signAndSend(station, kept, policy, desk).catch(desk.onError);
  }
}

function refuse(kept: KeptRequest, reason: string, desk: RequestDesk): void {
  kept.state = 'refused';
  addStep(kept, 'decided', momentOf(desk), { decision: 'refused', by: 'policy', reason });
  desk.list.changed(kept);
}

/** Whoever waits for the request is told why there will be no certificate (Whitepaper A02.FR.12). */
function report(station: Station, reason: string, desk: RequestDesk): void {
  addFinding(station, {
    rule: 'signing-request-refused',
    severity: 'error',
    clause: 'Whitepaper A02.FR.12',
    parameters: { reason },
  });
  desk.stationMoved();
  tell(station, { accepted: false, reason, frames: [] });
}

async function signAndSend(
  station: Station,
  kept: KeptRequest,
  policy: SigningPolicy,
  desk: RequestDesk,
): Promise<void> {
  const wanted = {
    alternativeNames: [],
    keyUsage: ['digitalSignature' as const],
    extendedKeyUsage: ['clientAuth'],
  };
  const proposal = proposalFor(kept, station.stored.serialNumber, desk.cpoName());
  const issued = await issueFor(desk, kept, wanted, policy, proposal);
  // A person may have decided or deleted it while the authority was being made.
  if (kept.state !== 'waiting' || desk.list.find(kept.id) === undefined) return;
  if (!issued.ok) {
    kept.state = 'failed';
    const { code, where = '' } = issued.problem;
    addStep(kept, 'failed', momentOf(desk), { reason: code, where });
    desk.list.changed(kept);
    report(station, code, desk);
    return;
  }
  kept.issued = issued.value;
  addStep(kept, 'decided', momentOf(desk), { decision: 'signed', by: 'policy' });
  addStep(kept, 'signed', momentOf(desk), { serialNumber: issued.value.serialNumber });
  desk.desk?.keepSigned(issued.value.certificatePem, kept.station);
  const form: ChainForm = chainForm(policy, {});
  await deliver(station, kept, { ...form, evenTooLong: false }, desk);
}

/** What was signed while the station was away. */
function sendWaiting(station: Station, list: RequestList, desk: RequestDesk): void {
  const kept = list
    .ofStation(station.stored.id)
    .find((one) => one.sendWhenConnected && one.state === 'signed');
  if (kept === undefined) return;
  const form = chainForm(desk.policies.of(kept.station), {});
  // The upgrade is answered first; a person may decide otherwise until then.
  setImmediate(() => {
    if (!kept.sendWhenConnected || list.find(kept.id) === undefined) return;
    deliver(station, kept, { ...form, evenTooLong: false }, desk).catch(desk.onError);
  });
}
