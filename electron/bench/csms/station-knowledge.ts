/**
 * What the doors see of a station's knowledge, and the questions to the station that refresh it.
 * Puts notes, store and calls together; each answer is a value, also when the station gives none.
 */
import type {
  CertificateType,
  CompositeSchedule,
  ConfigurationChange,
  ConfigurationSnapshot,
  ConfigurationSnapshotHead,
  InstalledCertificates,
  LocalListState,
  ReservationState,
  StationKnowledge,
  TransactionMeter,
} from '../../../shared/api/csms-station-contract.ts';
import {
  certificateType as certificateTypes,
  configurationSnapshot,
} from '../../../shared/api/csms-station-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import { compareConfigurations } from '../../../shared/ocpp/configuration-comparison.ts';
import type { CertificateView } from '../../../shared/security/certificate-rules.ts';
import type { StationNoteStore } from '../store/station-notes.ts';
import type { CallOutcome } from '../wire/call-engine.ts';
import { changeKey, readAllKeys } from './configuration-reader.ts';
import { seriesOf } from './meter-series.ts';
import type { Notes } from './notes.ts';
import { statusOf } from './operations/reconnection.ts';
import { listedHashData, namesCertificate } from './operations/roots.ts';
import { isoTime, type Station } from './stations.ts';

export interface KnownRoot {
  id: string;
  pem: string;
  certificate: CertificateView;
}

export interface KnowledgeParts {
  notes: Notes;
  store: StationNoteStore;
  nowMs(): number;
  call(station: Station, request: { action: string; payload: object }): Promise<CallOutcome>;
  knownRoots(): Promise<KnownRoot[]>;
  moved(): void;
}

const shownSnapshots = 20;

function snapshots({ store }: KnowledgeParts, station: Station): ConfigurationSnapshot[] {
  return store.configurationSnapshots
    .ofStation(station.stored.id, shownSnapshots)
    .flatMap(({ id, content }) => {
      const parsed = configurationSnapshot.safeParse({ ...Object(content), id });
      return parsed.success ? [parsed.data] : [];
    });
}

function headOf({ id, takenAt, keys, complete }: ConfigurationSnapshot): ConfigurationSnapshotHead {
  return { id, takenAt, keys: keys.length, complete };
}

/** A reservation ends by its own time, whether or not anybody says so (OCPP 1.6 §3.9). */
function withExpiry(reservation: ReservationState, nowMs: number): ReservationState {
  const isOver = Date.parse(reservation.expiryDate) <= nowMs;
  return reservation.state === 'active' && isOver
    ? { ...reservation, state: 'expired' }
    : reservation;
}

export function knowledgeOf(station: Station, parts: KnowledgeParts): StationKnowledge {
  const { notes, nowMs } = parts;
  const { lanes, compositeSchedules } = station.knowledge;
  return {
    lanes: [...lanes]
      .map(([connectorId, changes]) => ({ connectorId, changes: [...changes] }))
      .sort((left, right) => left.connectorId - right.connectorId),
    localList: notes.document(station, 'local-list'),
    reservations: notes
      .document(station, 'reservations')
      .map((reservation) => withExpiry(reservation, nowMs())),
    chargingProfiles: notes.document(station, 'charging-profiles'),
    compositeSchedules: [...compositeSchedules.values()],
    certificates: notes.document(station, 'certificates'),
    transfers: notes.document(station, 'transfers'),
    configuration: snapshots(parts, station).map(headOf),
  };
}

export function meterOf(station: Station, transactionId: number): TransactionMeter {
  return { transactionId, series: seriesOf(station.knowledge.series.get(transactionId)) };
}

function notConnected(station: Station): { ok: false; problem: { code: string; where: string } } {
  return { ok: false, problem: { code: 'station-not-connected', where: station.stored.id } };
}

/** Problems: `station-not-connected`, `configuration-unreadable` when no answer had a key. */
export async function readConfiguration(
  station: Station,
  parts: KnowledgeParts,
): Promise<Outcome<ConfigurationSnapshot>> {
  if (!station.session) return notConnected(station);
  const earlier = snapshots(parts, station)[0]?.keys.map(({ key }) => key) ?? [];
  const reading = await readAllKeys(
    (action, payload) => parts.call(station, { action, payload }),
    earlier,
  );
  if (reading.keys.length === 0) {
    return { ok: false, problem: { code: 'configuration-unreadable', where: station.stored.id } };
  }
  const { id } = station.stored;
  const content = { ...reading, station: id, takenAt: isoTime(parts.nowMs()) };
  const row = parts.store.configurationSnapshots.add(id, content);
  parts.moved();
  return { ok: true, value: { ...content, id: row } };
}

export function findSnapshot(
  station: Station,
  id: number | undefined,
  parts: KnowledgeParts,
): Outcome<ConfigurationSnapshot> {
  const all = snapshots(parts, station);
  const found = id === undefined ? all[0] : all.find((one) => one.id === id);
  return found
    ? { ok: true, value: found }
    : {
        ok: false,
        problem: {
          code: 'snapshot-unknown',
          where: station.stored.id,
          parameters: { snapshot: id ?? 0 },
        },
      };
}

/** Changes a key; what was read back goes into the newest snapshot, which stays what the station has. */
export async function changeConfiguration(
  station: Station,
  { key, value }: { key: string; value: string },
  parts: KnowledgeParts,
): Promise<ConfigurationChange> {
  const change = await changeKey(
    (action, payload) => parts.call(station, { action, payload }),
    key,
    value,
  );
  const { readBack } = change;
  const [newest] = snapshots(parts, station);
  if (readBack && newest) {
    const name = readBack.key.toLowerCase();
    const keys = newest.keys.map((entry) => (entry.key.toLowerCase() === name ? readBack : entry));
    const { id, ...content } = { ...newest, keys };
    parts.store.configurationSnapshots.replace(id, content);
    parts.moved();
  }
  return change;
}

/** Two snapshots side by side. */
export function compareSnapshots(left: ConfigurationSnapshot, right: ConfigurationSnapshot) {
  return {
    left: { ...headOf(left), station: left.station },
    right: { ...headOf(right), station: right.station },
    ...compareConfigurations(left.keys, right.keys),
  };
}

/** Problem: `station-not-connected`. An answer that is none leaves what was known. */
export async function readLocalListVersion(
  station: Station,
  parts: KnowledgeParts,
): Promise<Outcome<LocalListState>> {
  if (!station.session) return notConnected(station);
  await parts.call(station, { action: 'GetLocalListVersion', payload: {} });
  return { ok: true, value: parts.notes.document(station, 'local-list') };
}

function endOf({ outcome }: CallOutcome): CompositeSchedule['outcome'] {
  return outcome === 'result' || outcome === 'error' || outcome === 'timeout'
    ? outcome
    : 'not-connected';
}

export async function readCompositeSchedule(
  station: Station,
  request: { connectorId: number; duration: number; chargingRateUnit?: 'A' | 'W' | undefined },
  parts: KnowledgeParts,
): Promise<CompositeSchedule> {
  const { connectorId, duration, chargingRateUnit } = request;
  const payload = { connectorId, duration, ...(chargingRateUnit ? { chargingRateUnit } : {}) };
  const answered = await parts.call(station, { action: 'GetCompositeSchedule', payload });
  const said = answered.outcome === 'result' ? answered.payload : {};
  const schedule: CompositeSchedule = {
    outcome: endOf(answered),
    status: statusOf(answered),
    connectorId,
    ...(typeof said.scheduleStart === 'string' ? { scheduleStart: said.scheduleStart } : {}),
    ...(typeof said.chargingSchedule === 'object' && said.chargingSchedule !== null
      ? { chargingSchedule: { ...said.chargingSchedule } }
      : {}),
    at: isoTime(parts.nowMs()),
    frames: [...answered.frames],
  };
  station.knowledge.compositeSchedules.set(connectorId, schedule);
  parts.moved();
  return schedule;
}

/** What a charge point listed of one type, with those that the bench knows recognised. */
function recognised(
  certificateType: CertificateType,
  outcome: CallOutcome,
  roots: readonly KnownRoot[],
): InstalledCertificates['certificates'] {
  return listedHashData(outcome).map((hashData) => {
    const root = roots.find(({ pem }) => namesCertificate(hashData, pem));
    const known = root && { id: root.id, certificate: root.certificate };
    return { certificateType, hashData, ...(known ? { known } : {}) };
  });
}

/** Asks for both types and recognises what the bench knows. Problem: `station-not-connected`. */
export async function readCertificates(
  station: Station,
  parts: KnowledgeParts,
): Promise<Outcome<InstalledCertificates>> {
  if (!station.session) return notConnected(station);
  const roots = await parts.knownRoots();
  const read: InstalledCertificates = {
    at: isoTime(parts.nowMs()),
    certificates: [],
    answers: [],
    frames: [],
  };
  for (const certificateType of certificateTypes.options) {
    const payload = { certificateType };
    const outcome = await parts.call(station, { action: 'GetInstalledCertificateIds', payload });
    read.frames.push(...outcome.frames);
    read.answers.push({ certificateType, answer: statusOf(outcome) });
    read.certificates.push(...recognised(certificateType, outcome, roots));
  }
  parts.notes.change(station, 'certificates', read);
  parts.moved();
  return { ok: true, value: read };
}

/** Keeps what a charge point listed of one type in an operation; what it said of the other type stays. */
export async function noteListing(
  station: Station,
  certificateType: CertificateType,
  outcome: CallOutcome,
  parts: Pick<KnowledgeParts, 'notes' | 'nowMs' | 'knownRoots' | 'moved'>,
): Promise<void> {
  const roots = await parts.knownRoots();
  const before = parts.notes.document(station, 'certificates');
  const isOther = (one: { certificateType: CertificateType }) =>
    one.certificateType !== certificateType;
  parts.notes.change(station, 'certificates', {
    at: isoTime(parts.nowMs()),
    certificates: [
      ...before.certificates.filter(isOther),
      ...recognised(certificateType, outcome, roots),
    ],
    answers: [...before.answers.filter(isOther), { certificateType, answer: statusOf(outcome) }],
    frames: [...outcome.frames],
  });
  parts.moved();
}
