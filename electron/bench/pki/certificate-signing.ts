/**
 * The bench as certification authority for charge points: signs a request under the root of its key family
 * (Whitepaper A02; SignCertificate → CertificateSigned). Policy in, outcome out.
 * Knows nothing of messages, stations or storage.
 */
import {
  attributeValues,
  type CertificateKey,
  isStrongKey,
} from '../../../shared/security/certificate-rules.ts';
import type { KeyFamily } from './certificate-storage.ts';
import { issueLeaf, type SigningAuthority, type SubjectNames } from './issuing.ts';
import { parseSigningRequest, type SigningRequest } from './signing-request.ts';
import { type IssuingChoices, validityFrom } from './wanted-certificate.ts';

/** How a request is to be signed. */
export interface RequestedSigning extends IssuingChoices {
  organisation: string;
  /** The station's serial number; when it is not known, the CN of the request is taken. */
  serialNumber?: string;
  /**
   * `match` refuses a request whose O or CN is another; `replace` writes ours in, for chargers and test tools whose
   * requests have no usable subject.
   */
  subjectPolicy: 'match' | 'replace';
  /** Lets keys below 112 bits of security through (Whitepaper A00.FR.501). */
  allowWeakKey?: boolean;
}

export type SigningRefusal =
  | 'unreadable'
  | 'unsupported-key'
  | 'bad-signature'
  | 'weak-key'
  | 'common-name-missing'
  | 'subject-mismatch';

export type SigningOutcome =
  | {
      ok: true;
      family: KeyFamily;
      certificatePem: string;
      /** What goes into CertificateSigned: leaf and sub-authorities, without the root, LF line ends. */
      certificateChainPem: string;
      rootPem: string;
    }
  | { ok: false; code: SigningRefusal; parameters: Record<string, string | number> };

/** Verifies and signs; `root` gives the authority of a family. */
export async function signSigningRequest(
  csrPem: string,
  requested: RequestedSigning,
  root: (family: KeyFamily) => Promise<SigningAuthority>,
  nowMs: number,
): Promise<SigningOutcome> {
  const parsed = parseSigningRequest(csrPem);
  if (!parsed.ok) {
    return { ok: false, code: parsed.code, parameters: { detail: parsed.detail } };
  }
  const { request } = parsed;
  const refusal = refuse(request, requested);
  if (refusal !== undefined) return refusal;
  const family = familyOf(request.key);
  if (family === undefined) return refused('unsupported-key', { algorithm: request.key.algorithm });
  const authority = await root(family);
  const certificatePem = issueLeaf(authority, {
    ...validityFrom(requested, nowMs),
    kind: 'client',
    subject: wantedSubject(request, requested),
    publicKeyDer: request.publicKeyDer,
    alternativeNames: [],
    rsaSignature: requested.rsaSignature ?? 'pkcs1',
  });
  return {
    ok: true,
    family,
    certificatePem,
    certificateChainPem: certificatePem,
    rootPem: authority.certificatePem,
  };
}

function refuse(
  { key, subject }: SigningRequest,
  requested: RequestedSigning,
): Extract<SigningOutcome, { ok: false }> | undefined {
  if (!isStrongKey(key) && requested.allowWeakKey !== true) {
    return refused('weak-key', { algorithm: key.algorithm, bits: key.bits ?? 0 });
  }
  const commonNames = attributeValues(subject, 'CN');
  const organisations = attributeValues(subject, 'O');
  const { organisation, serialNumber } = requested;
  if ((serialNumber ?? commonNames[0] ?? '') === '') return refused('common-name-missing', {});
  const matches =
    organisations.includes(organisation) &&
    (serialNumber === undefined || commonNames.includes(serialNumber));
  if (requested.subjectPolicy === 'replace' || matches) return undefined;
  return refused('subject-mismatch', {
    foundOrganisation: organisations.join(', '),
    expectedOrganisation: organisation,
    foundCommonName: commonNames.join(', '),
    expectedCommonName: serialNumber ?? '',
  });
}

function refused(
  code: SigningRefusal,
  parameters: Record<string, string | number>,
): Extract<SigningOutcome, { ok: false }> {
  return { ok: false, code, parameters };
}

function wantedSubject(request: SigningRequest, requested: RequestedSigning): SubjectNames {
  const [fromRequest = ''] = attributeValues(request.subject, 'CN');
  return {
    organisation: requested.organisation,
    commonName: requested.serialNumber ?? fromRequest,
  };
}

/** Elliptic keys of any kind go under the ECDSA root; the root's own family decides what the chain looks like. */
function familyOf({ algorithm }: CertificateKey): KeyFamily | undefined {
  switch (algorithm) {
    case 'rsa':
    case 'rsa-pss':
      return 'rsa';
    case 'ec':
    case 'ed25519':
    case 'ed448':
      return 'ecdsa';
    default:
      return undefined;
  }
}
