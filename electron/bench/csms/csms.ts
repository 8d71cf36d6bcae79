/**
 * The local Central System, put together: stations, listeners, sessions, operations and what the doors see of them.
 * Each part is in a file of its own; nothing is decided here.
 */
import type { NetworkAddress } from '../../../shared/api/bench-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { loadValidators } from '../../../shared/ocpp/validation.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import type { Store } from '../store/store.ts';
import type { EngineProblem } from '../wire/call-engine.ts';
import { createAdmit } from './admit-stations.ts';
import { createAnswerRules } from './answer-rules.ts';
import { createAttempts } from './attempts.ts';
import { createIdTags, type IdTags } from './authorization.ts';
import { type CallContext, sendCall } from './calls.ts';
import { credentialsSurface } from './credentials-surface.ts';
import type { CsmsSurface } from './csms-surface.ts';
import { keepPolicy } from './kept-policy.ts';
import { createKnownRoots, type TrustedRoot } from './known-roots.ts';
import { type ListenerDesk, withoutDesk } from './listener-material.ts';
import { createListeners } from './listeners.ts';
import { type ListenersSurface, listenersSurface } from './listeners-surface.ts';
import { createNotes } from './notes.ts';
import { createOperations } from './operations/operations.ts';
import type { FileTransfers } from './operations/transfers.ts';
import { watchRevokedConnections } from './revoked-connections.ts';
import type { SessionContext } from './sessions.ts';
import { watchSharedIdentities } from './shared-identities.ts';
import type { SigningDesk } from './signing-requests/signing.ts';
import { createSigningRequests } from './signing-requests/signing-requests.ts';
import { noteListing } from './station-knowledge.ts';
import {
  changeStation,
  type StationListSurface,
  stationListSurface,
} from './station-list-surface.ts';
import { answersSurface, knowledgeSurface, operationsSurface } from './station-surfaces.ts';
import { createStations, type Station } from './stations.ts';
import { createTransactionIds } from './transaction-ids.ts';

export interface CsmsDependencies {
  recorder: FrameRecorder;
  store: Pick<
    Store,
    'stations' | 'stationNotes' | 'signingRequests' | 'idTags' | 'transactions' | 'settings'
  >;
  authorities: BenchAuthorities;
  /** Where certificates for charge points' requests are kept, and further authorities are. */
  desk?: SigningDesk & ListenerDesk;
  /** PEM of revocation lists of authorities that are not ours. */
  foreignLists?(): string[];
  /** The live capture. */
  capture?(): string;
  /** PEM of roots a person trusts besides the bench's own. */
  otherRoots(): string[];
  /** Adds one to them. */
  trustRoot(pem: string): Outcome<unknown>;
  /** The same by the name a person knows them by. */
  namedRoots(): TrustedRoot[];
  /** The file servers of the bench; without them files lie elsewhere. */
  files?: FileTransfers;
  nextConnectionNumber(): number;
  version: string;
  hostName(): string;
  addresses(): NetworkAddress[];
  /** Says more of a problem with a port, where one of the bench's own parts has it. */
  explainPort?(problem: Problem, place: { host: string; port: number }): Promise<Problem>;
  nowMs(): number;
  moved(topic: 'csms' | 'stations' | 'attempts' | 'signing-requests'): void;
  onProblem(problem: Problem | EngineProblem): void;
  /** What went wrong in the background and nobody waits for. */
  onError(error: unknown): void;
}

export interface CsmsRole extends CsmsSurface, ListenersSurface, StationListSurface {
  /** Ids of the stations whose last client certificate has this SHA-256 fingerprint. */
  stationsShowing(fingerprintSha256: string): string[];
  close(): Promise<void>;
}

/** What several parts share. */
async function openParts({ store, authorities, ...dependencies }: CsmsDependencies) {
  const { moved, nowMs, onError } = dependencies;
  const policy = keepPolicy(store.settings, () => moved('csms'));
  const stations = createStations(store.stations, store.transactions, onError);
  const notes = createNotes(store.stationNotes, onError);
  const validators = await loadValidators('ocpp1.6');
  const calls: CallContext = {
    get timeoutMs() {
      return policy.current().callTimeoutMs;
    },
    validators,
    notes,
    nowMs,
    save: stations.save,
    moved: () => moved('stations'),
  };
  return {
    policy,
    stations,
    notes,
    validators,
    calls,
    idTags: createIdTags(store.idTags),
    attempts: createAttempts(nowMs),
    answers: createAnswerRules(store.settings, () => moved('csms')),
    signingRequests: createSigningRequests({
      ...{ ...dependencies, store, authorities, stations, notes },
      cpoName: () => policy.current().cpoName,
      callTimeoutMs: () => policy.current().callTimeoutMs,
      save: stations.save,
      moved: () => moved('signing-requests'),
      stationMoved: () => moved('stations'),
    }),
    roots: createKnownRoots(authorities, dependencies.namedRoots),
    sharedIdentities: watchSharedIdentities(stations, notes),
  };
}

type Parts = Awaited<ReturnType<typeof openParts>>;

function sessionContext(
  { store, ...dependencies }: CsmsDependencies,
  { policy, validators, answers, notes, idTags, stations, signingRequests }: Parts,
): SessionContext {
  const { nowMs, onProblem } = dependencies;
  const moved = () => dependencies.moved('stations');
  return {
    policy: policy.current,
    validators,
    answers,
    notes,
    idTags,
    transactionIds: createTransactionIds(),
    transactions: store.transactions,
    nowMs,
    save: stations.saveSoon,
    moved,
    signingRequests,
    onProblem,
  };
}

/** The listeners, which admit stations. */
function openListeners(dependencies: CsmsDependencies, parts: Parts) {
  const { authorities, otherRoots, nowMs, desk = withoutDesk } = dependencies;
  let operatorRoots: string[] = [];
  async function loadOperatorRoots(): Promise<string[]> {
    operatorRoots = await Promise.all([authorities.rootPem('rsa'), authorities.rootPem('ecdsa')]);
    return operatorRoots;
  }
  const revokedConnections = watchRevokedConnections({
    stations: parts.stations.all,
    roots: () => [...operatorRoots, ...otherRoots()],
    listener: (id) => listeners.find(id),
    nowMs,
    moved: () => dependencies.moved('stations'),
  });
  const listeners = createListeners({
    ...dependencies,
    desk,
    refreshed: revokedConnections.look,
    revocationLists: () => [...desk.revocationLists(), ...(dependencies.foreignLists?.() ?? [])],
    admit: createAdmit({
      ...parts,
      revokedConnections,
      sessions: sessionContext(dependencies, parts),
      policy: parts.policy.current,
      operatorRoots: () => operatorRoots,
      otherRoots,
      listener: (id) => listeners.find(id),
      nowMs,
      attemptsMoved: () => dependencies.moved('attempts'),
    }),
    trustedRoots: async () => [...(await loadOperatorRoots()), ...otherRoots()],
    moved: parts.policy.touch,
  });
  return listeners;
}

/** Operations on stations, and the questions to them. */
function openOperations(
  { store, authorities, ...dependencies }: CsmsDependencies,
  { policy, stations, notes, calls, roots }: Parts,
  listeners: ReturnType<typeof openListeners>,
) {
  const { nowMs, moved, onError, files } = dependencies;
  const call = (
    station: Station,
    request: { action: string; payload: object; timeoutMs?: number },
  ) => sendCall(station, { ...request, validate: false }, calls);
  const ofStations = { call, nowMs, moved: () => moved('stations') };
  const knowledge = { ...ofStations, notes, store: store.stationNotes, knownRoots: roots.all };
  const operations = createOperations({
    ...ofStations,
    ...roots,
    listed: (station, certificateType, outcome) =>
      noteListing(station, certificateType, outcome, knowledge),
    files,
    cpoName: () => policy.current().cpoName,
    onError,
    save: stations.save,
    serves: (profile) =>
      listeners
        .states()
        .some(
          ({ status, settings }) =>
            status === 'listening' && settings.securityProfiles.includes(profile),
        ),
    hasCertificate: (station) =>
      station.clientCertificate !== undefined ||
      notes.document(station, 'issued-certificate').serialNumber !== undefined ||
      authorities.storedClientIdentity(station.stored.id) !== undefined,
    bind: (station, securityProfile) =>
      changeStation(station, { securityProfile }, { stations, moved, nowMs }),
  });
  return { operations, knowledge };
}

function idTagsSurface(
  idTags: IdTags,
  moved: CsmsDependencies['moved'],
): Pick<CsmsSurface, 'idTags' | 'putIdTag' | 'deleteIdTag'> {
  return {
    idTags: () => idTags.all(),
    putIdTag(idTag, request) {
      idTags.save({ idTag, ...request });
      moved('csms');
      return { idTag, ...request };
    },
    deleteIdTag(idTag) {
      const removed = idTags.remove(idTag);
      moved('csms');
      return removed;
    },
  };
}

export async function createCsms(dependencies: CsmsDependencies): Promise<CsmsRole> {
  const parts = await openParts(dependencies);
  const { stations, notes } = parts;
  const listeners = openListeners(dependencies, parts);
  const { operations, knowledge } = openOperations(dependencies, parts, listeners);
  return {
    ...listenersSurface({
      ...parts,
      listeners,
      settings: dependencies.store.settings,
      hostName: dependencies.hostName,
    }),
    ...stationListSurface({ ...dependencies, ...parts }),
    ...credentialsSurface({ ...parts, recorder: dependencies.recorder }),
    ...idTagsSurface(parts.idTags, dependencies.moved),
    ...answersSurface(parts.answers),
    ...knowledgeSurface(stations, knowledge),
    ...operationsSurface(stations, operations),
    signingRequests: parts.signingRequests.surface,
    stationsShowing: parts.sharedIdentities.stationsShowing,
    async close() {
      await listeners.configure([]);
      await operations.close();
      notes.flush();
      parts.signingRequests.close();
      stations.close();
    },
  };
}
