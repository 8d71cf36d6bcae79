/**
 * The refused attempts a person can adopt. Repeats of the same refusal are counted, not listed again.
 * Holds what was sent (keys included) in memory only; what leaves is masked.
 */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { AdoptRequest, RefusedAttempt } from '../../../shared/api/csms-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import {
  describePasswordBytes,
  judgeAuthorizationKey,
} from '../../../shared/security/authorization-key.ts';
import type { CredentialsDiagnosis } from '../../../shared/security/basic-diagnosis.ts';
import { certificateView } from '../pki/certificate-view.ts';
import type { UpgradeAttempt } from '../wire/admission.ts';
import type { AdmissionDecision, Adoption } from './admission.ts';
import { issuerToTrust } from './issuer-adoption.ts';
import { isoTime } from './stations.ts';

const keptAttempts = 200;
/** Of one attempt; nobody honest sends more. */
const keptCertificates = 16;

interface KeptAttempt {
  seq: number;
  atMs: number;
  station: string;
  remoteAddress: string;
  listener: string;
  securityProfile: SecurityProfile | undefined;
  code: string;
  status: number;
  count: number;
  parameters: Record<string, string | number | boolean>;
  adoption: Adoption | undefined;
  credentials: CredentialsDiagnosis | undefined;
  /** As they came, secrets included. */
  authorization: readonly string[];
  identityInUrl: string | undefined;
  /** DER as presented, leaf first. */
  clientChain: readonly Uint8Array[];
}

type AdoptableAttempt = Pick<KeptAttempt, 'station' | 'adoption' | 'clientChain'>;
/** What an attempt sent. Holds secrets: never leaves the role as it is. */
export type SentAttempt = Pick<KeptAttempt, 'station' | 'authorization' | 'identityInUrl'>;

export interface Attempts {
  add(attempt: UpgradeAttempt, refusal: Extract<AdmissionDecision, { admitted: false }>): void;
  /** The newest first. */
  list(): RefusedAttempt[];
  find(seq: number): (AdoptableAttempt & SentAttempt) | undefined;
  /** Forgets the attempts of a station: it was adopted or connected. */
  forget(station: string): void;
}

function shownAdoption(adoption: Adoption): NonNullable<RefusedAttempt['adopt']> {
  switch (adoption.kind) {
    case 'key':
      return keyAdoption('key', adoption.key);
    case 'identity':
      return adoption.key
        ? keyAdoption('identity', adoption.key)
        : { kind: 'identity', findings: [] };
    case 'profile':
      return { kind: 'profile', findings: [] };
    case 'issuer':
      return {
        kind: 'issuer',
        issuer: adoption.issuer,
        issuerName: adoption.issuerName,
        findings: [],
      };
    case 'certificate':
    case 'factory':
      return {
        kind: adoption.kind,
        commonName: adoption.serialNumber,
        findings: [],
      };
  }
}

function keyAdoption(
  kind: 'key' | 'identity',
  key: Uint8Array,
): NonNullable<RefusedAttempt['adopt']> {
  return {
    kind,
    keyBytes: key.length,
    keyForm: describePasswordBytes(key).looksLikeHexText ? 'hex-text' : 'bytes',
    findings: judgeAuthorizationKey(key),
  };
}

function shown(kept: KeptAttempt): RefusedAttempt {
  const { atMs, adoption, clientChain, authorization, identityInUrl, ...rest } = kept;
  const [leaf] = clientChain;
  return {
    ...rest,
    at: isoTime(atMs),
    certificate: leaf && certificateView(leaf),
    adopt: adoption && shownAdoption(adoption),
  };
}

/**
 * Makes the authority of a refused client certificate trusted, where that is what adopting the attempt means. Problems:
 * those of `issuerToTrust` and of `trustRoot`.
 */
export function trustIssuerOf(
  { adoption, clientChain: chain }: AdoptableAttempt,
  { issuerPem: givenPem }: AdoptRequest,
  { nowMs, trustRoot }: { nowMs: number; trustRoot(pem: string): Outcome<unknown> },
): Outcome<unknown> {
  if (adoption?.kind !== 'issuer') return { ok: true, value: undefined };
  const issuer = issuerToTrust(adoption, { chain, givenPem, nowMs });
  return issuer.ok ? trustRoot(issuer.value) : issuer;
}

export function createAttempts(nowMs: () => number): Attempts {
  let kept: KeptAttempt[] = [];
  return {
    add(attempt, refusal) {
      const same = kept.find(
        ({ station, code, listener }) =>
          station === attempt.identity && code === refusal.code && listener === attempt.listener,
      );
      const entry: KeptAttempt = {
        seq: attempt.seq,
        atMs: nowMs(),
        station: attempt.identity,
        remoteAddress: attempt.remote.address,
        listener: attempt.listener,
        securityProfile: refusal.securityProfile,
        code: refusal.code,
        status: refusal.status,
        count: (same?.count ?? 0) + 1,
        parameters: refusal.parameters,
        adoption: refusal.adoption,
        credentials: refusal.credentials,
        authorization: attempt.authorization ?? [],
        identityInUrl: attempt.identityInUrl,
        clientChain: (attempt.clientCertificate?.chain ?? []).slice(0, keptCertificates),
      };
      kept = [entry, ...kept.filter((other) => other !== same)].slice(0, keptAttempts);
    },
    list: () => kept.map(shown),
    find: (seq) => kept.find((entry) => entry.seq === seq),
    forget: (station) => {
      kept = kept.filter((entry) => entry.station !== station);
    },
  };
}
