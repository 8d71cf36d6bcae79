/**
 * Who may connect as which station on which security profile, and what a refusal could be mended with.
 * A pure decision over the attempt, the stored station and the policy; it changes nothing.
 */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { CsmsPolicy } from '../../../shared/api/csms-contract.ts';
import type { Judgement } from '../../../shared/record/judgement.ts';
import { hexToBytes, judgeAuthorizationKey } from '../../../shared/security/authorization-key.ts';
import {
  type CredentialsDiagnosis,
  diagnoseBasicCredentials,
  type ExpectedCredentials,
} from '../../../shared/security/basic-diagnosis.ts';
import {
  attributeValues,
  type CertificateView,
  type ChainCode,
  classifyOwnership,
  judgeChargePointCertificate,
  refusingRules,
} from '../../../shared/security/certificate-rules.ts';
import { verifyChain } from '../pki/client-verification.ts';
import type { RevocationInput } from '../pki/revocation-check.ts';
import type { StoredStation } from '../store/stations.ts';
import type { UpgradeAttempt } from '../wire/admission.ts';
import { judgeCredentials, type PasswordForm } from '../wire/basic-credentials.ts';
import { expectedCredentials, mistakesParameter } from './expected-credentials.ts';
import { type IssuerAdoption, issuerAdoption } from './issuer-adoption.ts';

/** What Adopt would take over from a refused attempt. Holds secrets: never leaves the role as it is. */
export type Adoption =
  | { kind: 'key'; securityProfile: 1 | 2; key: Uint8Array }
  | { kind: 'certificate'; serialNumber: string }
  | IssuerAdoption
  | { kind: 'factory'; serialNumber: string | undefined }
  | { kind: 'profile'; securityProfile: SecurityProfile }
  | { kind: 'identity'; securityProfile: SecurityProfile; key: Uint8Array | undefined };

export type AdmissionDecision =
  | {
      admitted: true;
      securityProfile: SecurityProfile;
      keyForm?: PasswordForm;
      clientCertificate?: CertificateView;
      /** CN, taken as serial number of a station whose serial number was not known. */
      learnedSerialNumber?: string;
      findings: Judgement[];
    }
  | {
      admitted: false;
      status: 401 | 403 | 404;
      code: string;
      challenge?: boolean;
      securityProfile?: SecurityProfile;
      parameters: Record<string, string | number | boolean>;
      adoption?: Adoption;
      /** What is wrong with the credentials that were sent; no secret in it. */
      credentials?: CredentialsDiagnosis;
    };

export interface AdmissionFacts {
  attempt: UpgradeAttempt;
  station: StoredStation | undefined;
  policy: CsmsPolicy;
  /** PEM, one each: the bench's own roots. */
  operatorRoots: readonly string[];
  /** PEM, one each: roots a person trusts besides, for example of a manufacturer. */
  otherRoots(): readonly string[];
  /** Lists that client certificates of this listener are held against (Whitepaper A00.FR.704). */
  revocation?: RevocationInput | undefined;
  /** A client certificate with a key of less than 112 bits of security is refused (Whitepaper A00.FR.501–503); else noted. */
  refuseWeakKeys?: boolean;
  /** The stations there are, to recognise the key or the name of another one. */
  allStations?: () => Iterable<StoredStation>;
  nowMs: number;
}

type Refusal = Extract<AdmissionDecision, { admitted: false }>;

const chainRefusals: Record<Exclude<ChainCode, 'ok'>, string> = {
  'no-certificate': 'client-certificate-missing',
  unreadable: 'client-certificate-invalid',
  'self-signed': 'client-certificate-self-signed',
  'unknown-authority': 'client-certificate-untrusted',
  'missing-intermediate': 'client-certificate-untrusted',
  'bad-signature': 'client-certificate-invalid',
  expired: 'client-certificate-expired',
  'not-yet-valid': 'client-certificate-not-yet-valid',
  'wrong-purpose': 'client-certificate-wrong-purpose',
  'unsupported-extension': 'client-certificate-unsupported',
  revoked: 'client-certificate-revoked',
  'revocation-unknown': 'client-certificate-revocation-unknown',
};

/** The profile an unbound station means, from what it brings along. */
function meantProfile({ attempt }: AdmissionFacts): SecurityProfile {
  const offered = attempt.securityProfiles;
  const bringsCertificate = (attempt.clientCertificate?.chain.length ?? 0) > 0;
  const wanted: readonly SecurityProfile[] =
    attempt.transport === 'plain'
      ? bringsHeader(attempt)
        ? [1, 0]
        : [0, 1]
      : bringsCertificate
        ? [3, 2]
        : [2, 3];
  return wanted.find((profile) => offered.includes(profile)) ?? offered[0] ?? 0;
}

function sentKey(attempt: UpgradeAttempt): Uint8Array | undefined {
  const { credentials, identity } = attempt;
  return credentials.kind === 'credentials' && credentials.userName === identity
    ? credentials.password
    : undefined;
}

function refuseUnknown(facts: AdmissionFacts, securityProfile: SecurityProfile): Refusal {
  return {
    admitted: false,
    status: 404,
    code: 'identity-unknown',
    securityProfile,
    parameters: { identity: facts.attempt.identity },
    adoption: { kind: 'identity', securityProfile, key: sentKey(facts.attempt) },
  };
}

/** Whitepaper A00.FR.002: another profile than the station's is refused. */
function refuseProfile(facts: AdmissionFacts, bound: SecurityProfile): Refusal {
  const meant = meantProfile(facts);
  return {
    admitted: false,
    status: 403,
    code: 'profile-mismatch',
    securityProfile: meant,
    parameters: {
      identity: facts.attempt.identity,
      stationProfile: bound,
      attemptedProfile: meant,
    },
    adoption: { kind: 'profile', securityProfile: meant },
  };
}

/** The bytes of a key that was admitted. */
function sentBytes(password: Uint8Array, form: PasswordForm): Uint8Array {
  return form === 'bytes' ? password : (hexToBytes(Buffer.from(password).toString()) ?? password);
}

function refuseBasic(
  { attempt: { identity } }: AdmissionFacts,
  securityProfile: 1 | 2,
  {
    code,
    parameters,
    diagnosis,
  }: { code: string; parameters: Refusal['parameters']; diagnosis: CredentialsDiagnosis },
): Refusal {
  return {
    admitted: false,
    status: 401,
    code,
    challenge: true,
    securityProfile,
    parameters: { identity, ...parameters, ...mistakesParameter(diagnosis) },
    credentials: diagnosis,
  };
}

/** Profiles 1 and 2: HTTP Basic before the upgrade (Whitepaper A00.FR.202–206, 301–304). */
function decideBasic(facts: AdmissionFacts, securityProfile: 1 | 2): AdmissionDecision {
  const { attempt, policy } = facts;
  const { credentials } = attempt;
  const expected: ExpectedCredentials = expectedCredentials(facts);
  if (credentials.kind !== 'credentials') {
    const diagnosis = diagnoseBasicCredentials(attempt.authorization ?? [], expected);
    return refuseBasic(facts, securityProfile, { ...credentials, parameters: {}, diagnosis });
  }
  const { acceptHexText } = policy;
  const verdict = judgeCredentials(credentials, expected, { acceptHexText });
  if (verdict.kind === 'refused') {
    const key = sentKey(attempt);
    const adoption = key && ({ kind: 'key', securityProfile, key } as const);
    return { ...refuseBasic(facts, securityProfile, verdict), adoption };
  }
  const findings = judgeAuthorizationKey(sentBytes(credentials.password, verdict.form));
  if (verdict.form === 'hex-text') {
    const clause = 'Whitepaper A00.FR.204';
    findings.push({ rule: 'authorization-key-sent-as-hex-text', severity: 'warning', clause });
  }
  return { admitted: true, securityProfile, keyForm: verdict.form, findings };
}

function refuseCertificate(
  code: string,
  parameters: Record<string, string | number | boolean>,
  adoption?: Adoption,
): Refusal {
  return { admitted: false, status: 403, code, securityProfile: 3, parameters, adoption };
}

/** Profile 3: the client certificate (Whitepaper A00.FR.403–408). */
function decideCertificate(facts: AdmissionFacts): AdmissionDecision {
  const { attempt, station, policy, operatorRoots, nowMs } = facts;
  const otherRoots = facts.otherRoots();
  const verification = verifyChain({
    presented: attempt.clientCertificate?.chain ?? [],
    trustedRoots: [...operatorRoots, ...otherRoots],
    purpose: 'client',
    revocation: facts.revocation,
    nowMs,
  });
  const { leaf, anchor } = verification;
  const identity = attempt.identity;
  if (verification.code !== 'ok' || leaf === undefined) {
    const code = verification.code === 'ok' ? 'unreadable' : verification.code;
    const parameters: Refusal['parameters'] = { identity, chain: code };
    if (leaf) {
      parameters.subject = leaf.subject.text;
      parameters.issuer = leaf.issuer.text;
      parameters.notAfter = leaf.notAfter;
    }
    // Which certificate was revoked, when and why; or whose list is missing.
    if (code === 'revoked' || code === 'revocation-unknown') {
      Object.assign(parameters, verification.problems[0]?.parameters);
    }
    return refuseCertificate(chainRefusals[code], parameters, issuerAdoption(verification));
  }
  return judgeLeaf(facts, leaf, {
    serialNumber: station?.serialNumber,
    ownership: classifyOwnership(
      leaf,
      anchor !== undefined && otherRoots.some((pem) => pem.includes(anchor.pem.trim()))
        ? 'manufacturer'
        : 'operator',
      policy,
    ),
  });
}

function judgeLeaf(
  facts: AdmissionFacts,
  leaf: CertificateView,
  known: { serialNumber: string | undefined; ownership: 'operator' | 'factory' | 'unknown' },
): AdmissionDecision {
  const { attempt, station, policy, nowMs } = facts;
  const commonName = attributeValues(leaf.subject, 'CN')[0];
  const asFactory = station?.factory === true;
  const results = judgeChargePointCertificate(leaf, {
    cpoName: policy.cpoName,
    trustedOrganisations: policy.trustedOrganisations,
    serialNumber: known.serialNumber,
    // A serial number nobody has told us yet is learned from the certificate and compared at boot.
    checkSerial: (station?.checkSerialNumber ?? true) && known.serialNumber !== undefined,
    checkOrganisation: (station?.checkOrganisation ?? true) && !asFactory,
    nowMs,
  });
  const [refusing] = refusingRules(results);
  if (refusing) {
    const parameters = { identity: attempt.identity, ...refusing.parameters };
    if (refusing.rule === 'organisation-accepted') {
      const adoption: Adoption = { kind: 'factory', serialNumber: commonName };
      return refuseCertificate('client-certificate-organisation-mismatch', parameters, adoption);
    }
    if (refusing.rule === 'common-name-has-serial-number' && commonName !== undefined) {
      return refuseCertificate('client-certificate-serial-mismatch', parameters, {
        kind: 'certificate',
        serialNumber: commonName,
      });
    }
    return refuseCertificate('client-certificate-invalid', { ...parameters, rule: refusing.rule });
  }
  const weak = results.find(({ rule, holds }) => rule === 'key-strength' && !holds);
  if (weak !== undefined && facts.refuseWeakKeys === true) {
    const parameters = { identity: attempt.identity, ...weak.parameters };
    return refuseCertificate('client-certificate-key-weak', parameters);
  }
  const findings: Judgement[] = results
    .filter(({ holds }) => !holds)
    .map(({ rule, severity, clause, parameters }) => ({ rule, severity, clause, parameters }));
  if (known.ownership === 'factory') {
    findings.push({
      rule: 'factory-certificate',
      severity: 'warning',
      clause: 'Whitepaper A00.FR.406',
    });
  }
  return {
    admitted: true,
    securityProfile: 3,
    clientCertificate: leaf,
    learnedSerialNumber: known.serialNumber === undefined ? commonName : undefined,
    findings,
  };
}

function decideOn(facts: AdmissionFacts, securityProfile: SecurityProfile): AdmissionDecision {
  switch (securityProfile) {
    case 0:
      return { admitted: true, securityProfile, findings: [] };
    case 1:
    case 2:
      return decideBasic(facts, securityProfile);
    case 3:
      return decideCertificate(facts);
  }
}

function bringsHeader({ credentials }: UpgradeAttempt): boolean {
  return !(credentials.kind === 'refused' && credentials.code === 'authorization-missing');
}

/**
 * A station that was raised and has not yet connected on the new profile may have fallen back to the one before
 * (Whitepaper A05.FR.08). It is judged on that one as strictly as ever; undefined when it did not fall back.
 */
function decideFallback(facts: AdmissionFacts): AdmissionDecision | undefined {
  const { attempt, station } = facts;
  const { formerSecurityProfile: former, securityProfile: raised } = station ?? {};
  if (former === undefined || raised === undefined) return undefined;
  if (!attempt.securityProfiles.includes(former)) return undefined;
  // Whoever shows a key means a profile with a key, and wrong ones are no way to profile 0.
  if (former === 0 && bringsHeader(attempt)) return undefined;
  const decision = decideOn(facts, former);
  if (!decision.admitted) return decision;
  const finding: Judgement = {
    rule: 'security-profile-fallback',
    severity: 'warning',
    clause: 'Whitepaper A05.FR.08',
    parameters: { former, raised },
  };
  return { ...decision, findings: [...decision.findings, finding] };
}

/** A station that is bound to one profile (Whitepaper A00.FR.002). */
function decideBound(facts: AdmissionFacts, bound: SecurityProfile): AdmissionDecision {
  const isOffered = facts.attempt.securityProfiles.includes(bound);
  const decision = isOffered ? decideOn(facts, bound) : refuseProfile(facts, bound);
  if (decision.admitted) return decision;
  const fallback = decideFallback(facts);
  if (fallback?.admitted) return fallback;
  // The refusal a person can act on is that of the profile the attempt means.
  const meansOther = bringsHeader(facts.attempt) && bound !== meantProfile(facts);
  return fallback !== undefined && meansOther ? fallback : decision;
}

/** Decides one attempt. */
export function decideAdmission(facts: AdmissionFacts): AdmissionDecision {
  const { attempt, station, policy } = facts;
  if (attempt.securityProfiles.length === 0) {
    const parameters = { identity: attempt.identity, transport: attempt.transport };
    return { admitted: false, status: 403, code: 'profile-not-offered', parameters };
  }
  const bound = station?.securityProfile;
  if (bound !== undefined) return decideBound(facts, bound);
  const securityProfile = meantProfile(facts);
  if (station === undefined && policy.knownOnly) return refuseUnknown(facts, securityProfile);
  return decideOn(facts, securityProfile);
}
