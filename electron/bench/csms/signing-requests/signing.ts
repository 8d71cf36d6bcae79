/**
 * From a request and what is wanted to a certificate with its chain: finds the authority, writes the certificate, or takes
 * one that a foreign authority signed. Keeps nothing and sends nothing.
 */
import { isIP } from 'node:net';
import type { Outcome, Problem } from '../../../../shared/api/problem.ts';
import type {
  IssueForRequest,
  SigningPolicy,
} from '../../../../shared/api/signing-requests-contract.ts';
import { attributeValues } from '../../../../shared/security/certificate-rules.ts';
import type { BenchAuthorities } from '../../pki/bench-authorities.ts';
import {
  isSignedBy,
  type ParsedCertificate,
  parseCertificate,
  parseCertificates,
} from '../../pki/certificate-view.ts';
import type { CertificateDesk } from '../../pki/desk/desk.ts';
import type { Validity } from '../../pki/issuing.ts';
import { subjectName } from '../../pki/issuing.ts';
import { type ReadableRequest, readSigningRequest } from '../../pki/read-signing-request.ts';
import { canSign, certifyRequest } from '../../pki/request-certificate.ts';
import { validityFrom } from '../../pki/wanted-certificate.ts';
import type { IssuedCertificate, KeptRequest } from './request-list.ts';

/** What of the certificate desk is needed. */
export type SigningDesk = Pick<CertificateDesk, 'identity' | 'export' | 'keepSigned'>;

export interface SigningParts {
  authorities: BenchAuthorities;
  /** Without it only the bench's own roots sign. */
  desk?: SigningDesk;
  cpoName(): string;
  nowMs(): number;
}

/** What belongs into a certificate where nobody says otherwise. */
export interface Proposal {
  organisation: string;
  commonName: string;
}

const refuse = (
  code: string,
  rest: Omit<Problem, 'code'> = {},
): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { code, ...rest },
});

/** O is the operator's name, CN the serial number; where that is unknown, as the request has it. */
export function proposalFor(
  { request, station }: Pick<KeptRequest, 'request' | 'station'>,
  serialNumber: string | undefined,
  cpoName: string,
): Proposal {
  const asked = request && attributeValues(request.subject, 'CN').find((name) => name !== '');
  return { organisation: cpoName, commonName: serialNumber ?? asked ?? station };
}

interface Issuer {
  certificatePem: string;
  privateKeyPem: string;
  /** Itself and those above it, without the root. */
  chain: string[];
  rootPem?: string;
}

function issuerOf(certificates: readonly ParsedCertificate[], privateKeyPem: string): Issuer {
  const chain = certificates.filter(({ view }) => !view.selfIssued).map(({ view }) => view.pem);
  const root = certificates.find(({ view }) => view.selfIssued);
  return {
    ...{ certificatePem: certificates[0]?.view.pem ?? '', privateKeyPem, chain },
    ...(root === undefined ? {} : { rootPem: root.view.pem }),
  };
}

/** Problems: `certificate-unknown`, `certificate-without-key`, `not-an-authority`. */
async function findIssuer(
  { authorities, desk }: SigningParts,
  id: string | null,
  { view }: ReadableRequest,
): Promise<Outcome<Issuer>> {
  const family = view.key.algorithm === 'rsa' || view.key.algorithm === 'rsa-pss' ? 'rsa' : 'ecdsa';
  // Makes it when it is missing.
  if (id === null) await authorities.rootPem(family);
  const own = authorities
    .identities()
    .find((one) => (id === null ? one.kind === 'root' && one.family === family : one.id === id));
  if (own !== undefined) return checked(parseCertificates(own.certificatePem), own.privateKeyPem);
  if (id === null || desk === undefined) return refuse('certificate-unknown', { where: id ?? '' });
  const identity = desk.identity(id);
  if (!identity.ok) return identity;
  const chain = await desk.export(id, { format: 'full-chain', unencrypted: false });
  if (!chain.ok) return chain;
  const pem = Buffer.from(chain.value.content).toString('latin1');
  return checked(parseCertificates(pem), identity.value.privateKeyPem);
}

function checked(
  parsed: ReturnType<typeof parseCertificates>,
  privateKeyPem: string,
): Outcome<Issuer> {
  const certificates = parsed.flatMap((one) => (one.ok ? [one.certificate] : []));
  const [first] = certificates;
  if (first === undefined) return refuse('certificate-unreadable');
  if (!first.view.isCertificateAuthority) {
    return refuse('not-an-authority', { where: first.view.subject.text });
  }
  return { ok: true, value: issuerOf(certificates, privateKeyPem) };
}

/** Problems: `time-invalid`, `validity-reversed`. */
function validityOf(
  { notBefore, notAfter }: IssueForRequest,
  { validityDays }: SigningPolicy,
  nowMs: number,
): Outcome<Validity> {
  const usual = validityFrom({ validityDays }, nowMs);
  const time = (text: string | undefined, otherwiseMs: number) =>
    text === undefined ? otherwiseMs : Math.floor(Date.parse(text) / 1000) * 1000;
  const notBeforeMs = time(notBefore, usual.notBeforeMs);
  const notAfterMs = time(notAfter, usual.notAfterMs);
  if (!(notBeforeMs >= 0)) return refuse('time-invalid', { where: notBefore ?? '' });
  if (!(notAfterMs >= 0)) return refuse('time-invalid', { where: notAfter ?? '' });
  if (notBeforeMs >= notAfterMs) {
    const iso = (ms: number) => new Date(ms).toISOString();
    const parameters = { notBefore: iso(notBeforeMs), notAfter: iso(notAfterMs) };
    return refuse('validity-reversed', { parameters });
  }
  return { ok: true, value: { notBeforeMs, notAfterMs } };
}

const objectIdentifier = /^[0-2](\.(0|[1-9]\d{0,9}))+$/;
const purposeName =
  /^(anyExtendedKeyUsage|serverAuth|clientAuth|codeSigning|emailProtection|timeStamping|OCSPSigning)$/;

/** What no certificate can hold. */
function contentProblem({
  alternativeNames,
  extendedKeyUsage,
}: IssueForRequest): Problem | undefined {
  const noAddress = alternativeNames.find(({ type, value }) => type === 'ip' && isIP(value) === 0);
  if (noAddress !== undefined) return { code: 'address-invalid', where: noAddress.value };
  const noAscii = alternativeNames.find(({ value }) => !/^[\x20-\x7e]+$/.test(value));
  if (noAscii !== undefined) return { code: 'name-not-ascii', where: noAscii.value };
  const noPurpose = extendedKeyUsage.find(
    (one) => !objectIdentifier.test(one) && !purposeName.test(one),
  );
  return noPurpose === undefined ? undefined : { code: 'purpose-unknown', where: noPurpose };
}

/**
 * Signs. Problems: `signing-request-unsignable`, those of the authority and of the period, `address-invalid`,
 * `name-not-ascii`, `purpose-unknown`, `signature-not-possible`.
 */
export async function issueFor(
  parts: SigningParts,
  kept: Pick<KeptRequest, 'id' | 'csr'>,
  wanted: IssueForRequest,
  policy: SigningPolicy,
  proposal: Proposal,
): Promise<Outcome<IssuedCertificate>> {
  const { request } = readSigningRequest(kept.csr);
  if (request === undefined || request.possession === 'unknown') {
    return refuse('signing-request-unsignable', { where: kept.id });
  }
  const problem = contentProblem(wanted);
  if (problem !== undefined) return { ok: false, problem };
  const validity = validityOf(wanted, policy, parts.nowMs());
  if (!validity.ok) return validity;
  const issuer = await findIssuer(parts, wanted.issuer ?? policy.issuer, request);
  if (!issuer.ok) return issuer;
  const how = {
    rsaSignature: wanted.rsaSignature ?? policy.rsaSignature,
    hash: wanted.hash ?? policy.hash,
  };
  if (!canSign(issuer.value.privateKeyPem, how)) return refuse('signature-not-possible');
  const { organisation = proposal.organisation, commonName = proposal.commonName } = wanted;
  const certificatePem = certifyRequest(issuer.value, {
    ...validity.value,
    ...how,
    subject: subjectName({ organisation, commonName }),
    publicKeyDer: request.publicKeyDer,
    alternativeNames: wanted.alternativeNames,
    keyUsage: wanted.keyUsage,
    extendedKeyUsage: wanted.extendedKeyUsage,
  });
  return described(certificatePem, issuer.value.chain, issuer.value.rootPem, 'bench');
}

function described(
  certificatePem: string,
  chain: string[],
  rootPem: string | undefined,
  by: IssuedCertificate['by'],
): Outcome<IssuedCertificate> {
  const parsed = parseCertificate(certificatePem);
  if (!parsed.ok) return refuse('certificate-unreadable');
  const { fingerprintSha256, serialNumber, notBefore } = parsed.certificate.view;
  return {
    ok: true,
    value: {
      ...{ certificatePem, chain, by, fingerprintSha256, serialNumber, notBefore },
      ...(rootPem === undefined ? {} : { rootPem }),
    },
  };
}

const mostCertificates = 10;

/** SPKI DER; undefined for a key that OpenSSL does not know. */
function publicKeyOf({ x509 }: ParsedCertificate): Buffer | undefined {
  try {
    return x509.publicKey.export({ type: 'spki', format: 'der' });
  } catch {
    return undefined;
  }
}

/**
 * Takes what a foreign authority answered: the certificate for this key, and those above it in any order. Problems:
 * `certificate-unreadable`, `signed-certificate-other-key`.
 */
export function takeForeign(kept: KeptRequest, pem: string): Outcome<IssuedCertificate> {
  const { request } = readSigningRequest(kept.csr);
  if (request === undefined) return refuse('signing-request-unsignable', { where: kept.id });
  const parsed = parseCertificates(pem);
  const certificates = parsed.flatMap((one) => (one.ok ? [one.certificate] : []));
  if (certificates.length === 0 || certificates.length < parsed.length) {
    return refuse('certificate-unreadable');
  }
  const wanted = Buffer.from(request.publicKeyDer);
  const leaf = certificates.find((one) => publicKeyOf(one)?.equals(wanted) === true);
  if (leaf === undefined) {
    const found = certificates.map(({ view }) => view.subject.text).join('; ');
    return refuse('signed-certificate-other-key', { parameters: { found: found.slice(0, 300) } });
  }
  const path = [leaf];
  while (path.length < mostCertificates) {
    const current = path.at(-1);
    if (current === undefined || current.view.selfIssued) break;
    const above = certificates.find((one) => !path.includes(one) && isSignedBy(current, one));
    if (above === undefined) break;
    path.push(above);
  }
  const [, ...others] = path;
  const { chain, rootPem } = issuerOf(others, '');
  return described(leaf.view.pem, chain, rootPem, 'foreign');
}
