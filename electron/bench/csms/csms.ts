import type { NetworkAddress } from '../../../shared/api/bench-contract.ts';
import { listenerConfiguration, type StationRequest } from '../../../shared/api/csms-contract.ts';
import {
  type CsmsPolicy,
  type CsmsPolicyChanges,
  csmsPolicy,
} from '../../../shared/api/csms-policy.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { loadValidators } from '../../../shared/ocpp/validation.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import { bytesToHex, describePasswordBytes } from '../../../shared/security/authorization-key.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import type { Store } from '../store/store.ts';
import type { Admission, UpgradeAttempt } from '../wire/admission.ts';
import type { EngineProblem } from '../wire/call-engine.ts';
import { createAnswerRules } from './answer-rules.ts';
import { createAttempts, trustIssuerOf } from './attempts.ts';
import { createIdTags } from './authorization.ts';
import { type CallContext, callStation, sendCall } from './calls.ts';
import { renewCertificate } from './certificate-renewal.ts';
import type { CsmsSurface } from './csms-surface.ts';
import { decideWithGrace } from './grace-period.ts';
import { createKnownRoots, type TrustedRoot } from './known-roots.ts';
import { createListeners } from './listeners.ts';
import { createNotes } from './notes.ts';
import { createOperations } from './operations/operations.ts';
import type { FileTransfers } from './operations/transfers.ts';
import {
  credentialsOf,
  type OwnListener,
  ownListener,
  type StationCredentials,
} from './own-listener.ts';
import { openSession, type SessionContext } from './sessions.ts';
import { adoptInto, applyRequest, endRaise } from './station-changes.ts';
import { tellWatchers } from './station-events.ts';
import { noteListing } from './station-knowledge.ts';
import {
  answersSurface,
  knowledgeSurface,
  operationsSurface,
  stationUnknown,
} from './station-surfaces.ts';
import { createStations, type Station } from './stations.ts';
import { createTransactionIds } from './transaction-ids.ts';

export interface CsmsDependencies {
  recorder: FrameRecorder;
  store: Pick<Store, 'stations' | 'stationNotes' | 'idTags' | 'transactions' | 'settings'>;
  authorities: BenchAuthorities;
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
  nowMs(): number;
  moved(topic: 'csms' | 'stations' | 'attempts'): void;
  onProblem(problem: Problem | EngineProblem): void;
  /** What went wrong in the background and nobody waits for. */
  onError(error: unknown): void;
}

export interface CsmsRole extends CsmsSurface {
  /** Starts the listeners of the last run. */
  restore(): Promise<void>;
  /** Roots, host name or addresses changed. */
  refreshCertificates(): Promise<void>;
  /** A running listener that serves the profile, for "Try it now". */
  listenerFor(securityProfile: number, id?: string): OwnListener | undefined;
  /** Changes many stations, in one transaction. */
  putStations(requests: readonly (StationRequest & { id: string })[]): void;
  /** What a station has to show, as far as it is known. */
  credentialsOf(id: string): StationCredentials;
  close(): Promise<void>;
}

const policySetting = 'csms-policy';
const listenersSetting = 'csms-listeners';
const normalClosure = 1000;

function readPolicy(value: unknown): CsmsPolicy {
  const parsed = csmsPolicy.safeParse(value ?? {});
  return parsed.success ? parsed.data : csmsPolicy.parse({});
}

export async function createCsms(dependencies: CsmsDependencies): Promise<CsmsRole> {
  const { store, authorities, moved, nowMs } = dependencies;
  let policy = readPolicy(store.settings.read(policySetting));
  let revision = 0;
  let operatorRoots: string[] = [];
  const stations = createStations(store.stations, store.transactions, dependencies.onError);
  const idTags = createIdTags(store.idTags);
  const attempts = createAttempts(nowMs);

  const validators = await loadValidators('ocpp1.6');
  const answers = createAnswerRules(store.settings, () => moved('csms'));
  const notes = createNotes(store.stationNotes, dependencies.onError);
  const roots = createKnownRoots(authorities, dependencies.namedRoots);

  const sessions: SessionContext = {
    policy: () => policy,
    validators,
    answers,
    notes,
    idTags,
    transactionIds: createTransactionIds(),
    transactions: store.transactions,
    nowMs,
    save: stations.saveSoon,
    moved: () => moved('stations'),
    signCertificate: (station, csr) => {
      const save = () => stations.save(station);
      renewCertificate(csr, { station, policy, authorities, notes, save })
        .then(() => moved('stations'))
        .catch(dependencies.onError);
    },
    onProblem: dependencies.onProblem,
  };

  function admit(attempt: UpgradeAttempt): Admission {
    const station = stations.find(attempt.identity);
    const { otherRoots } = dependencies;
    const decision = decideWithGrace(
      { attempt, policy, operatorRoots, otherRoots, nowMs: nowMs() },
      station,
    );
    const { seq } = attempt;
    if (!decision.admitted) {
      attempts.add(attempt, decision);
      moved('attempts');
      const { status, code, challenge, parameters, securityProfile } = decision;
      if (station) tellWatchers(station, { kind: 'refused', seq, code, securityProfile });
      return { admitted: false, status, code, challenge, parameters };
    }
    return {
      admitted: true,
      securityProfile: decision.securityProfile,
      onOpen: (connection) => {
        const station = stations.obtain(attempt.identity);
        station.keyForm = decision.keyForm ?? station.keyForm;
        station.clientCertificate = decision.clientCertificate;
        station.connectionFindings = decision.findings;
        if (decision.learnedSerialNumber !== undefined) {
          station.stored.serialNumber = decision.learnedSerialNumber;
          stations.save(station);
        }
        if (endRaise(station.stored, decision.securityProfile)) stations.save(station);
        attempts.forget(attempt.identity);
        moved('attempts');
        openSession(station, connection, sessions, {
          strictDates: listeners.find(attempt.listener)?.settings.strictDates ?? false,
          tls: attempt.tls,
        });
        const { securityProfile, withFormerKey, clientCertificate } = decision;
        tellWatchers(station, {
          kind: 'connected',
          seq,
          securityProfile,
          withFormerKey,
          certificateSerialNumber: clientCertificate?.serialNumber,
        });
      },
    };
  }

  const listeners = createListeners({
    ...dependencies,
    admit,
    trustedRoots: async () => [...(await loadOperatorRoots()), ...dependencies.otherRoots()],
    moved: () => {
      revision += 1;
      moved('csms');
    },
  });

  async function loadOperatorRoots(): Promise<string[]> {
    operatorRoots = await Promise.all([authorities.rootPem('rsa'), authorities.rootPem('ecdsa')]);
    return operatorRoots;
  }

  function state() {
    const all = stations.all();
    return {
      running: listeners.states().some(({ status }) => status === 'listening'),
      listeners: listeners.states(),
      policy,
      stations: all.length,
      connected: all.filter(({ session }) => session !== undefined).length,
      revision,
    };
  }

  function setPolicy(changes: CsmsPolicyChanges): void {
    policy = csmsPolicy.parse({ ...policy, ...changes });
    store.settings.write(policySetting, policy);
    revision += 1;
    moved('csms');
  }

  function rememberListeners(): void {
    store.settings.write(listenersSetting, listeners.settings());
  }

  /** A connection that no longer fits the profile of its station is closed. */
  function closeMisfit(station: Station): void {
    const { securityProfile: bound, formerSecurityProfile: former } = station.stored;
    const connected = station.session?.securityProfile;
    if (station.session && bound !== undefined && connected !== bound && connected !== former) {
      station.session.connection.close(normalClosure, 'security profile changed');
    }
  }

  /** Writes changes of a station. */
  function changed(station: Station): void {
    stations.save(station);
    closeMisfit(station);
    moved('stations');
  }

  const callContext: CallContext = {
    get timeoutMs() {
      return policy.callTimeoutMs;
    },
    validators,
    notes,
    nowMs,
    save: stations.save,
    moved: () => moved('stations'),
  };
  const send = (
    station: Station,
    request: { action: string; payload: object; timeoutMs?: number },
  ) => sendCall(station, { ...request, validate: false }, callContext);
  const ofStations = { call: send, nowMs, moved: () => moved('stations') };
  const knownRoots = roots.all;
  const ofKnowledge = { ...ofStations, notes, store: store.stationNotes, knownRoots };
  const operations = createOperations({
    ...ofStations,
    ...roots,
    listed: (station, certificateType, outcome) =>
      noteListing(station, certificateType, outcome, ofKnowledge),
    files: dependencies.files,
    cpoName: () => policy.cpoName,
    onError: dependencies.onError,
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
    bind(station, securityProfile) {
      applyRequest(station.stored, { securityProfile });
      changed(station);
    },
  });

  return {
    ...answersSurface(answers),
    ...knowledgeSurface(stations, ofKnowledge),
    ...operationsSurface(stations, operations),
    state,
    async configure(request) {
      if (request.policy) setPolicy(request.policy);
      if (request.knownOnly !== undefined) setPolicy({ knownOnly: request.knownOnly });
      await listeners.configure(request.listeners);
      rememberListeners();
      return state();
    },
    async stop() {
      await listeners.configure([]);
      rememberListeners();
      return state();
    },
    async startListener(settings) {
      await listeners.start(settings);
      rememberListeners();
      return state();
    },
    async stopListener(id) {
      if (!(await listeners.stop(id))) {
        return { ok: false, problem: { code: 'listener-unknown', where: id } };
      }
      rememberListeners();
      return { ok: true, value: state() };
    },
    setPolicy(changes) {
      setPolicy(changes);
      return state();
    },
    stations: () => stations.all().map(stations.state),
    station(id) {
      const station = stations.find(id);
      return station ? { ok: true, value: stations.state(station) } : stationUnknown(id);
    },
    putStation(id, request) {
      const station = stations.obtain(id);
      applyRequest(station.stored, request);
      changed(station);
      return { ok: true, value: stations.state(station) };
    },
    deleteStation(id) {
      const station = stations.find(id);
      station?.session?.connection.close(normalClosure, 'station deleted');
      if (station) notes.forget(station);
      const removed = stations.remove(id);
      moved('stations');
      return removed;
    },
    disconnectStation(id) {
      const station = stations.find(id);
      if (!station) return stationUnknown(id);
      station.session?.connection.close(normalClosure, 'disconnected by the operator');
      return { ok: true, value: stations.state(station) };
    },
    async call(id, request) {
      const station = stations.find(id);
      if (!station) return stationUnknown(id);
      return callStation(station, request, callContext);
    },
    revealAuthorizationKey(id) {
      const station = stations.find(id);
      if (!station) return stationUnknown(id);
      const key = station.stored.authorizationKey;
      if (!key) return { ok: false, problem: { code: 'no-authorization-key', where: id } };
      dependencies.recorder.append({
        role: 'bench',
        kind: 'secret-revealed',
        station: id,
        detail: { what: 'station', station: id },
      });
      return { ok: true, value: { hex: bytesToHex(key), text: describePasswordBytes(key).text } };
    },
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
    attempts: () => attempts.list(),
    adopt(seq, request = {}) {
      const attempt = attempts.find(seq);
      if (!attempt) return { ok: false, problem: { code: 'attempt-unknown', where: String(seq) } };
      if (!attempt.adoption) return { ok: false, problem: { code: 'attempt-not-adoptable' } };
      const { trustRoot } = dependencies;
      const trusted = trustIssuerOf(attempt, request, { nowMs: nowMs(), trustRoot });
      if (!trusted.ok) return trusted;
      const station = stations.obtain(attempt.station);
      adoptInto(station, attempt.adoption);
      changed(station);
      attempts.forget(attempt.station);
      moved('attempts');
      return { ok: true, value: stations.state(station) };
    },
    async restore() {
      const stored = listenerConfiguration.array().safeParse(store.settings.read(listenersSetting));
      if (stored.success && stored.data.length > 0) await listeners.configure(stored.data);
    },
    refreshCertificates: () => listeners.refreshCertificates(),
    listenerFor: (securityProfile, id) =>
      ownListener(listeners.states(), { securityProfile, id, hostName: dependencies.hostName }),
    putStations(requests) {
      const all = requests.map(({ id, ...request }) => {
        const station = stations.obtain(id);
        applyRequest(station.stored, request);
        return station;
      });
      stations.saveAll(all);
      for (const station of all) closeMisfit(station);
      moved('stations');
    },
    credentialsOf: (id) => credentialsOf(stations.find(id)?.stored),
    async close() {
      await listeners.configure([]);
      await operations.close();
      notes.flush();
      stations.close();
    },
  };
}
