/**
 * The part of the CSMS's surface that concerns the list of stations, their credentials and their refused attempts.
 * A change that a connection no longer fits ends the connection.
 */
import type { StationRequest } from '../../../shared/api/csms-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import { bytesToHex, describePasswordBytes } from '../../../shared/security/authorization-key.ts';
import { type Attempts, trustIssuerOf } from './attempts.ts';
import { type CallContext, callStation } from './calls.ts';
import type { CsmsSurface } from './csms-surface.ts';
import type { Notes } from './notes.ts';
import { credentialsOf, type StationCredentials } from './own-listener.ts';
import type { SharedIdentities } from './shared-identities.ts';
import { adoptInto, applyRequest } from './station-changes.ts';
import { stationUnknown } from './station-surfaces.ts';
import type { Station, Stations } from './stations.ts';

export interface StationListSurface
  extends Pick<
    CsmsSurface,
    | 'stations'
    | 'station'
    | 'putStation'
    | 'deleteStation'
    | 'disconnectStation'
    | 'call'
    | 'revealAuthorizationKey'
    | 'attempts'
    | 'adopt'
  > {
  /** Changes many stations, in one transaction. */
  putStations(requests: readonly (StationRequest & { id: string })[]): void;
  /** What a station has to show, as far as it is known. */
  credentialsOf(id: string): StationCredentials;
}

export interface StationListParts {
  stations: Stations;
  attempts: Attempts;
  notes: Notes;
  sharedIdentities: Pick<SharedIdentities, 'forget'>;
  calls: CallContext;
  recorder: FrameRecorder;
  trustRoot(pem: string): Outcome<unknown>;
  nowMs(): number;
  moved(topic: 'stations' | 'attempts'): void;
}

const normalClosure = 1000;

/** A connection that no longer fits the profile of its station is closed. */
function closeMisfit({ stored, session }: Station): void {
  const { securityProfile: bound, formerSecurityProfile: former } = stored;
  const connected = session?.securityProfile;
  if (session && bound !== undefined && connected !== bound && connected !== former) {
    session.connection.close(normalClosure, 'security profile changed');
  }
}

/** Makes a station what the request asks for. */
export function changeStation(
  station: Station,
  request: StationRequest,
  { stations, moved, nowMs }: Pick<StationListParts, 'stations' | 'moved' | 'nowMs'>,
): void {
  applyRequest(station.stored, request, nowMs());
  stations.save(station);
  closeMisfit(station);
  moved('stations');
}

/** What is done to stations; what is asked of them is beside it. */
function changes(parts: StationListParts) {
  const { stations, notes, sharedIdentities, moved, nowMs } = parts;
  return {
    putStation(id, request) {
      const station = stations.obtain(id);
      changeStation(station, request, parts);
      return { ok: true, value: stations.state(station) };
    },
    putStations(requests) {
      const all = requests.map(({ id, ...request }) => {
        const station = stations.obtain(id);
        applyRequest(station.stored, request, nowMs());
        return station;
      });
      stations.saveAll(all);
      for (const station of all) closeMisfit(station);
      moved('stations');
    },
    deleteStation(id) {
      const station = stations.find(id);
      station?.session?.connection.close(normalClosure, 'station deleted');
      if (station) notes.forget(station);
      const removed = stations.remove(id);
      sharedIdentities.forget(id);
      moved('stations');
      return removed;
    },
    disconnectStation(id) {
      const station = stations.find(id);
      if (!station) return stationUnknown(id);
      station.session?.connection.close(normalClosure, 'disconnected by the operator');
      return { ok: true, value: stations.state(station) };
    },
  } satisfies Partial<StationListSurface>;
}

export function stationListSurface(parts: StationListParts): StationListSurface {
  const { stations, attempts, nowMs, trustRoot, moved } = parts;
  return {
    ...changes(parts),
    stations: () => stations.all().map(stations.state),
    station(id) {
      const station = stations.find(id);
      return station ? { ok: true, value: stations.state(station) } : stationUnknown(id);
    },
    async call(id, request) {
      const station = stations.find(id);
      return station ? callStation(station, request, parts.calls) : stationUnknown(id);
    },
    revealAuthorizationKey(id) {
      const station = stations.find(id);
      if (!station) return stationUnknown(id);
      const { authorizationKey: key, authorizationKeyHash } = station.stored;
      if (authorizationKeyHash)
        return { ok: false, problem: { code: 'authorization-key-hash-only', where: id } };
      if (!key) return { ok: false, problem: { code: 'no-authorization-key', where: id } };
      parts.recorder.append({
        role: 'bench',
        kind: 'secret-revealed',
        station: id,
        detail: { what: 'station', station: id },
      });
      return { ok: true, value: { hex: bytesToHex(key), text: describePasswordBytes(key).text } };
    },
    credentialsOf: (id) => credentialsOf(stations.find(id)?.stored),
    attempts: () => attempts.list(),
    adopt(seq, request = {}) {
      const attempt = attempts.find(seq);
      if (!attempt) return { ok: false, problem: { code: 'attempt-unknown', where: String(seq) } };
      if (!attempt.adoption) return { ok: false, problem: { code: 'attempt-not-adoptable' } };
      const trusted = trustIssuerOf(attempt, request, { nowMs: nowMs(), trustRoot });
      if (!trusted.ok) return trusted;
      const station = stations.obtain(attempt.station);
      adoptInto(station, attempt.adoption, nowMs());
      stations.save(station);
      closeMisfit(station);
      moved('stations');
      attempts.forget(attempt.station);
      moved('attempts');
      return { ok: true, value: stations.state(station) };
    },
  };
}
