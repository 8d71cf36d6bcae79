/**
 * What follows from the decision on an upgrade: a refusal is kept as an attempt, an admission becomes a session, and
 * whoever waits for the station is told. Decides nothing itself.
 */
import type { CsmsPolicy } from '../../../shared/api/csms-policy.ts';
import type { Admission, Admit, UpgradeAttempt } from '../wire/admission.ts';
import type { OcppConnection } from '../wire/ocpp-connection.ts';
import type { Attempts } from './attempts.ts';
import { decideWithGrace } from './grace-period.ts';
import type { RunningListener } from './listeners.ts';
import type { RevokedConnections } from './revoked-connections.ts';
import { openSession, type SessionContext } from './sessions.ts';
import type { SharedIdentities } from './shared-identities.ts';
import { endRaise } from './station-changes.ts';
import { tellWatchers } from './station-events.ts';
import type { Station, Stations } from './stations.ts';

export interface AdmitParts {
  stations: Stations;
  attempts: Attempts;
  sessions: SessionContext;
  policy(): CsmsPolicy;
  /** PEM of the bench's own roots. */
  operatorRoots(): string[];
  /** PEM of roots a person trusts besides. */
  otherRoots(): string[];
  listener(id: string): RunningListener | undefined;
  revokedConnections: Pick<RevokedConnections, 'note'>;
  sharedIdentities: Pick<SharedIdentities, 'note'>;
  nowMs(): number;
  attemptsMoved(): void;
}

type Decision = ReturnType<typeof decideWithGrace>;
type Refused = Extract<Decision, { admitted: false }>;
type Admitted = Extract<Decision, { admitted: true }>;

function refuse(
  attempt: UpgradeAttempt,
  station: Station | undefined,
  decision: Refused,
  { attempts, sessions, attemptsMoved }: AdmitParts,
): Admission {
  attempts.add(attempt, decision);
  attemptsMoved();
  const { status, code, challenge, parameters, securityProfile } = decision;
  if (station) {
    const { seq } = attempt;
    tellWatchers(station, { kind: 'refused', seq, code, securityProfile });
    sessions.signingRequests.refused(station, { seq, code });
  }
  return { admitted: false, status, code, challenge, parameters };
}

/** Takes over what the decision learned of the station; writes it when it is to be kept. */
function learn(station: Station, decision: Admitted, stations: Stations): void {
  station.keyForm = decision.keyForm ?? station.keyForm;
  station.clientCertificate = decision.clientCertificate;
  station.connectionFindings = decision.findings;
  if (decision.learnedSerialNumber !== undefined) {
    station.stored.serialNumber = decision.learnedSerialNumber;
    stations.save(station);
  }
  if (endRaise(station.stored, decision.securityProfile)) stations.save(station);
}

function open(
  attempt: UpgradeAttempt,
  connection: OcppConnection,
  decision: Admitted,
  parts: AdmitParts,
): void {
  const { stations, attempts, sessions, listener, attemptsMoved } = parts;
  const station = stations.obtain(attempt.identity);
  learn(station, decision, stations);
  if (decision.clientCertificate !== undefined) {
    const chain = attempt.clientCertificate?.chain ?? [];
    parts.revokedConnections.note(connection, { listener: attempt.listener, chain });
    parts.sharedIdentities.note(station, decision.clientCertificate, attempt.seq);
  }
  attempts.forget(attempt.identity);
  attemptsMoved();
  openSession(station, connection, sessions, {
    strictDates: listener(attempt.listener)?.settings.strictDates ?? false,
    tls: attempt.tls,
  });
  const { securityProfile, withFormerKey, clientCertificate } = decision;
  tellWatchers(station, {
    kind: 'connected',
    seq: attempt.seq,
    securityProfile,
    withFormerKey,
    certificateSerialNumber: clientCertificate?.serialNumber,
  });
  sessions.signingRequests.connected(station, {
    seq: attempt.seq,
    securityProfile,
    fingerprintSha256: clientCertificate?.fingerprintSha256,
  });
}

export function createAdmit(parts: AdmitParts): Admit {
  return (attempt) => {
    const station = parts.stations.find(attempt.identity);
    const { otherRoots } = parts;
    const listener = parts.listener(attempt.listener);
    const facts = {
      attempt,
      policy: parts.policy(),
      operatorRoots: parts.operatorRoots(),
      otherRoots,
      revocation: listener?.revocation,
      refuseWeakKeys: listener?.settings.tlsPolicy === 'rehearsal',
      allStations: () => parts.stations.stored(),
      nowMs: parts.nowMs(),
    };
    const decision = decideWithGrace(facts, station);
    if (!decision.admitted) return refuse(attempt, station, decision, parts);
    return {
      admitted: true,
      securityProfile: decision.securityProfile,
      onOpen: (connection) => open(attempt, connection, decision, parts),
    };
  };
}
