/**
 * Which certificates a listener shows, and what is wrong with them before a charge point finds out: its own, issued and
 * renewed by the bench, or entries of the certificate desk that a person chose. Judges; refuses only what TLS cannot use.
 */
import type { ListenerSettings } from '../../../shared/api/csms-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { Judgement } from '../../../shared/record/judgement.ts';
import {
  type CertificateView,
  judgeServerCertificate,
} from '../../../shared/security/certificate-rules.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import type { KeyFamily } from '../pki/certificate-storage.ts';
import { parseCertificates } from '../pki/certificate-view.ts';
import { type ChainProblem, verifyChain } from '../pki/client-verification.ts';
import type { CertificateDesk } from '../pki/desk/desk.ts';
import { timeLeftBeforeRenewalMs } from '../pki/wanted-certificate.ts';
import type { TlsIdentity } from '../wire/tls-policy.ts';

export interface CertificateSources {
  authorities: Pick<BenchAuthorities, 'serverIdentities'>;
  desk: Pick<CertificateDesk, 'identity' | 'revocationOf' | 'rootsPem'>;
  nowMs(): number;
}

/** One certificate as it is shown to charge points. */
export interface ServedCertificate {
  family: KeyFamily;
  /** Entry of the desk that was chosen; absent for one that the bench keeps for the listener. */
  entry?: string;
  subject: string;
  serialNumber: string;
  notAfter: string;
  fingerprintSha256: string;
}

export interface ListenerCertificates {
  identities: Partial<Record<KeyFamily, TlsIdentity>>;
  /** Groups that let an unusual curve be used; OpenSSL's own choice when absent. */
  ecdhCurve?: string;
  served: ServedCertificate[];
  findings: Judgement[];
  /** When the bench's own are to be made anew, milliseconds since 1970; absent for chosen ones. */
  renewAtMs?: number;
}

const hoursOfDay = 24;
const families = ['rsa', 'ecdsa'] as const;

/** What OpenSSL offers by itself, and where a certificate needs it, the curve that it leaves out. */
const usualGroups = 'X25519:P-256:X448:P-521:P-384';
const groupsByCurve: Readonly<Record<string, string>> = {
  secp224r1: 'secp224r1',
  secp256k1: 'secp256k1',
  brainpoolP256r1: 'brainpoolP256r1',
  brainpoolP384r1: 'brainpoolP384r1',
  brainpoolP512r1: 'brainpoolP512r1',
};

/** The bench's own certificates of a listener, of both families. */
async function ownCertificates(
  id: string,
  settings: ListenerSettings,
  { names, sources }: { names: ServerNames; sources: CertificateSources },
): Promise<ListenerCertificates> {
  const { certificateValidityHours } = settings;
  const validityDays =
    certificateValidityHours === undefined ? undefined : certificateValidityHours / hoursOfDay;
  const identities = await sources.authorities.serverIdentities({
    listener: id,
    ...names,
    alternativeNameMode: settings.subjectAlternativeNames,
    rsaSignature: settings.signature,
    notBeforeMs: settings.certificateNotBefore === '1970' ? 0 : undefined,
    validityDays,
  });
  const served = families.flatMap((family) =>
    servedOf(family, identities[family].certificatePem).map(({ shown }) => shown),
  );
  const ends = served.map(({ notAfter }) => Date.parse(notAfter));
  return {
    identities: { rsa: identityOf(identities.rsa), ecdsa: identityOf(identities.ecdsa) },
    served,
    findings: [],
    renewAtMs: Math.min(...ends) - timeLeftBeforeRenewalMs(validityDays),
  };
}

export interface ServerNames {
  hostName: string;
  /** Further names and addresses it is reached by. */
  addresses: readonly string[];
}

/**
 * The certificates of a listener. Problems, all of chosen entries: `certificate-unknown`, `certificate-without-key`,
 * `certificate-family-mismatch`.
 */
export async function listenerCertificates(
  id: string,
  settings: ListenerSettings,
  given: { names: ServerNames; sources: CertificateSources },
): Promise<Outcome<ListenerCertificates>> {
  const { rsa, ecdsa } = settings.certificates ?? {};
  if (rsa === undefined && ecdsa === undefined) {
    return { ok: true, value: await ownCertificates(id, settings, given) };
  }
  return chosenCertificates(settings, given);
}

function chosenCertificates(
  settings: ListenerSettings,
  { names, sources }: { names: ServerNames; sources: CertificateSources },
): Outcome<ListenerCertificates> {
  const result: ListenerCertificates = { identities: {}, served: [], findings: [] };
  for (const family of families) {
    const entry = settings.certificates?.[family];
    if (entry === undefined) continue;
    const found = sources.desk.identity(entry);
    if (!found.ok) return found;
    if (found.value.family !== family) {
      const parameters = { wanted: family, found: found.value.family };
      return {
        ok: false,
        problem: { code: 'certificate-family-mismatch', where: entry, parameters },
      };
    }
    const identity = identityOf(found.value);
    result.identities[family] = identity;
    for (const { shown, view } of servedOf(family, found.value.certificatePem)) {
      result.served.push({ ...shown, entry });
      result.findings.push(...judgeServed(view, identity.certPem, { settings, names, sources }));
      const group = groupsByCurve[view.key.curve ?? ''];
      if (group !== undefined) result.ecdhCurve = `${usualGroups}:${group}`;
    }
  }
  for (const family of families) {
    if (result.identities[family] === undefined) result.findings.push(familyMissing(family));
  }
  return { ok: true, value: result };
}

function identityOf({
  certificatePem,
  chainPem,
  privateKeyPem,
}: {
  certificatePem: string;
  chainPem: string;
  privateKeyPem: string;
}): TlsIdentity {
  return { certPem: certificatePem + chainPem, keyPem: privateKeyPem };
}

function servedOf(
  family: KeyFamily,
  certificatePem: string,
): { shown: ServedCertificate; view: CertificateView }[] {
  return parseCertificates(certificatePem).flatMap((parsed) => {
    if (!parsed.ok) return [];
    const { view } = parsed.certificate;
    const { serialNumber, notAfter, fingerprintSha256 } = view;
    const shown = { family, subject: view.subject.text, serialNumber, notAfter, fingerprintSha256 };
    return [{ shown, view }];
  });
}

function familyMissing(family: KeyFamily): Judgement {
  return {
    rule: 'served-family-missing',
    severity: 'warning',
    clause: 'Whitepaper A00.FR.317',
    parameters: { family },
  };
}

/** A chosen certificate as a charge point will see it: its chain, then itself. */
function judgeServed(
  view: CertificateView,
  certPem: string,
  {
    settings,
    names,
    sources,
  }: { settings: ListenerSettings; names: ServerNames; sources: CertificateSources },
): Judgement[] {
  const nowMs = sources.nowMs();
  const chain = parseCertificates(certPem).flatMap((parsed) =>
    parsed.ok ? [parsed.certificate.der] : [],
  );
  const { problems } = verifyChain({
    presented: chain,
    trustedRoots: sources.desk.rootsPem(),
    purpose: 'server',
    nowMs,
  });
  const subject = view.subject.text;
  const revocation = sources.desk.revocationOf(view.pem);
  const own = judgeServerCertificate(view, {
    hostName: names.hostName,
    securityProfile: settings.securityProfiles.includes(3) ? 3 : 2,
    allowWildcards: false,
    nowMs,
  });
  return [
    ...problems.flatMap((problem) => chainFinding(problem, subject)),
    ...(revocation === undefined
      ? []
      : [
          {
            rule: 'served-certificate-revoked',
            severity: 'error' as const,
            clause: 'Whitepaper A00.FR.704',
            parameters: { subject, reason: revocation.reason, revokedAt: revocation.revokedAt },
          },
        ]),
    ...own
      .filter(({ holds, severity }) => !holds && severity !== 'info')
      .map(({ rule, severity, clause, parameters }) => ({
        // Nobody has dialled yet: the name is the one that the listener is set to.
        rule: rule === 'server-name' ? 'served-name' : rule,
        severity,
        clause,
        parameters,
      })),
  ];
}

/** What keeps a charge point from building the chain (RFC 5280 §6, Whitepaper A00.FR.308, A00.FR.412). */
function chainFinding({ code, depth, parameters }: ChainProblem, served: string): Judgement[] {
  const clause = 'RFC 5280 §6';
  const told = { ...parameters, served };
  switch (code) {
    case 'expired':
    case 'not-yet-valid':
      // Of the certificate itself there is a line among its own rules.
      return depth === 0
        ? []
        : [{ rule: 'served-chain-out-of-date', severity: 'error', clause, parameters: told }];
    case 'missing-intermediate':
      return [{ rule: 'served-chain-incomplete', severity: 'error', clause, parameters: told }];
    case 'unknown-authority':
      return [{ rule: 'served-root-unknown', severity: 'info', clause, parameters: told }];
    case 'self-signed':
      return [{ rule: 'served-self-signed', severity: 'warning', clause, parameters: told }];
    case 'wrong-purpose':
      return [{ rule: 'served-wrong-purpose', severity: 'error', clause, parameters: told }];
    default:
      return [
        { rule: 'served-chain-invalid', severity: 'error', clause, parameters: { ...told, code } },
      ];
  }
}
