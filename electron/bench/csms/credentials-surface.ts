/**
 * The AuthorizationKey workbench as the doors see it: credentials are compared here, and what a refused attempt sent leaves
 * by a recorded reveal only.
 */
import type { SentCredentials } from '../../../shared/api/credentials-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import {
  bytesToHex,
  describePasswordBytes,
  hexToBytes,
} from '../../../shared/security/authorization-key.ts';
import {
  type CredentialsDiagnosis,
  diagnoseBasicCredentials,
} from '../../../shared/security/basic-diagnosis.ts';
import { readBasicHeader } from '../../../shared/security/basic-header.ts';
import type { Attempts, SentAttempt } from './attempts.ts';
import type { CredentialsSurface } from './csms-surface.ts';
import { expectedCredentials } from './expected-credentials.ts';
import { knownKey } from './station-keys.ts';
import { stationUnknown } from './station-surfaces.ts';
import type { Stations } from './stations.ts';

interface Sent {
  authorization: readonly string[];
  identityInUrl?: string;
}

function shownSecret(authorization: readonly string[]): SentCredentials {
  const { reading } = readBasicHeader(authorization);
  const sent: SentCredentials = { authorization: [...authorization] };
  if (reading.kind !== 'credentials') return sent;
  const { userName, password } = reading;
  const { text } = describePasswordBytes(password);
  return {
    ...sent,
    ...(userName === undefined ? {} : { userName }),
    hex: bytesToHex(password),
    ...(text === undefined ? {} : { text }),
  };
}

export function credentialsSurface({
  stations,
  attempts,
  recorder,
}: {
  stations: Stations;
  attempts: Attempts;
  recorder: FrameRecorder;
}): CredentialsSurface {
  function compare(
    identity: string,
    { authorization, identityInUrl }: Sent,
    keyHex: string | undefined,
  ): CredentialsDiagnosis {
    const expected = expectedCredentials({
      attempt: { identity, ...(identityInUrl === undefined ? {} : { identityInUrl }) },
      station: stations.find(identity)?.stored,
      allStations: () => stations.stored(),
    });
    const bytes = keyHex === undefined ? undefined : hexToBytes(keyHex);
    const key = bytes ? knownKey({ bytes }) : expected.key;
    return diagnoseBasicCredentials(authorization, { ...expected, key });
  }

  function sentBy(seq: number): Outcome<SentAttempt> {
    const attempt = attempts.find(seq);
    return attempt
      ? { ok: true, value: attempt }
      : { ok: false, problem: { code: 'attempt-unknown', where: String(seq) } };
  }

  return {
    compareCredentials(id, { authorization, authorizationKeyHex }) {
      if (!stations.find(id)) return stationUnknown(id);
      const value = authorization.trim().replace(/^authorization:\s*/i, '');
      const sent = { authorization: [value] };
      return { ok: true, value: compare(id, sent, authorizationKeyHex) };
    },
    compareAttempt(seq, { station, authorizationKeyHex }) {
      const sent = sentBy(seq);
      if (!sent.ok) return sent;
      if (station !== undefined && !stations.find(station)) return stationUnknown(station);
      const identity = station ?? sent.value.station;
      return { ok: true, value: compare(identity, sent.value, authorizationKeyHex) };
    },
    revealAttempt(seq) {
      const sent = sentBy(seq);
      if (!sent.ok) return sent;
      const { station, authorization } = sent.value;
      if (authorization.length === 0)
        return { ok: false, problem: { code: 'attempt-without-credentials', where: String(seq) } };
      recorder.append({
        role: 'bench',
        kind: 'secret-revealed',
        station,
        detail: { what: 'frame', seq },
      });
      return { ok: true, value: shownSecret(authorization) };
    },
  };
}
