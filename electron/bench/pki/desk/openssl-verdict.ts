/**
 * What `openssl verify -x509_strict -auth_level 2` would say of a path (level 2 is what OpenSSL 3.2 asks of TLS), in its own words, so that a person who sees them on a charger's
 * console finds them here. Follows OpenSSL 3; only what it finds in certificates, not its wrong ways of being called.
 */
import type { CertificateDetail } from '../../../../shared/api/certificate-desk-schemas.ts';
import {
  type CertificateView,
  isStrongKey,
} from '../../../../shared/security/certificate-rules.ts';
import { isSignedBy, type ParsedCertificate } from '../certificate-view.ts';

type Refusal = CertificateDetail['openssl'][number];

/** OpenSSL's error names and the sentences it prints for them (X509_verify_cert_error_string). */
const words = {
  X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unable to get local issuer certificate',
  X509_V_ERR_CERT_SIGNATURE_FAILURE: 'certificate signature failure',
  X509_V_ERR_CERT_NOT_YET_VALID: 'certificate is not yet valid',
  X509_V_ERR_CERT_HAS_EXPIRED: 'certificate has expired',
  X509_V_ERR_CERT_REVOKED: 'certificate revoked',
  X509_V_ERR_INVALID_CA: 'invalid CA certificate',
  X509_V_ERR_PATH_LENGTH_EXCEEDED: 'path length constraint exceeded',
  X509_V_ERR_INVALID_PURPOSE: 'unsuitable certificate purpose',
  X509_V_ERR_CA_MD_TOO_WEAK: 'CA signature digest algorithm too weak',
  X509_V_ERR_EE_KEY_TOO_SMALL: 'EE certificate key too weak',
  X509_V_ERR_CA_KEY_TOO_SMALL: 'CA certificate key too weak',
  X509_V_ERR_MISSING_AUTHORITY_KEY_IDENTIFIER: 'Missing Authority Key Identifier',
  X509_V_ERR_MISSING_SUBJECT_KEY_IDENTIFIER: 'Missing Subject Key Identifier',
  X509_V_ERR_CA_CERT_MISSING_KEY_USAGE: 'CA cert does not include key usage extension',
  X509_V_ERR_CA_BCONS_NOT_CRITICAL: 'Basic Constraints of CA cert not marked critical',
  X509_V_ERR_SUBJECT_NAME_EMPTY: 'Subject name empty',
} as const;

export interface VerdictFacts {
  purpose: 'server' | 'client' | undefined;
  revokedAt?: string;
  nowMs: number;
}

/** Everything OpenSSL would name, the leaf's first; it prints the first it meets and stops there. */
export function opensslVerdict(path: readonly ParsedCertificate[], facts: VerdictFacts): Refusal[] {
  return path.flatMap((certificate, depth) => {
    const codes = [
      ...chainCodes(path, depth),
      ...(depth === 0 ? leafCodes(certificate.view, facts) : []),
      ...timeCodes(certificate.view, facts.nowMs),
      ...strictCodes(certificate),
    ];
    return codes.map((code) => ({
      code,
      text: words[code],
      subject: certificate.view.subject.text,
    }));
  });
}

type Code = keyof typeof words;

function chainCodes(path: readonly ParsedCertificate[], depth: number): Code[] {
  const certificate = path[depth];
  if (certificate === undefined) return [];
  const { view } = certificate;
  const issuer = path[depth + 1];
  const codes: Code[] = [];
  if (issuer === undefined && !view.selfIssued) {
    codes.push('X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  }
  if (issuer !== undefined && !isSignedBy(certificate, issuer)) {
    codes.push('X509_V_ERR_CERT_SIGNATURE_FAILURE');
  }
  if (depth > 0 && !view.isCertificateAuthority) codes.push('X509_V_ERR_INVALID_CA');
  const between = path.slice(1, depth).filter((one) => !one.view.selfIssued).length;
  if (view.pathLength !== null && between > view.pathLength) {
    codes.push('X509_V_ERR_PATH_LENGTH_EXCEEDED');
  }
  if (!isStrongKey(view.key)) {
    codes.push(depth === 0 ? 'X509_V_ERR_EE_KEY_TOO_SMALL' : 'X509_V_ERR_CA_KEY_TOO_SMALL');
  }
  // The trust anchor's own signature is not looked at.
  const isWeak = view.signature.hash === 'SHA-1' || view.signature.hash === 'MD5';
  if (isWeak && !(issuer === undefined && view.selfIssued)) codes.push('X509_V_ERR_CA_MD_TOO_WEAK');
  return codes;
}

function leafCodes(view: CertificateView, { purpose, revokedAt }: VerdictFacts): Code[] {
  const wanted = purpose === 'server' ? 'serverAuth' : 'clientAuth';
  const usages = view.extendedKeyUsage;
  const isFit =
    purpose === undefined ||
    usages === null ||
    usages.includes(wanted) ||
    usages.includes('anyExtendedKeyUsage');
  return [
    ...(isFit ? [] : ['X509_V_ERR_INVALID_PURPOSE' as const]),
    ...(revokedAt === undefined ? [] : ['X509_V_ERR_CERT_REVOKED' as const]),
  ];
}

function timeCodes({ notBefore, notAfter }: CertificateView, nowMs: number): Code[] {
  if (nowMs < Date.parse(notBefore)) return ['X509_V_ERR_CERT_NOT_YET_VALID'];
  return nowMs > Date.parse(notAfter) ? ['X509_V_ERR_CERT_HAS_EXPIRED'] : [];
}

/** check_extensions() of OpenSSL 3, with X509_V_FLAG_X509_STRICT. */
function strictCodes({ view, extensions, subjectDer }: ParsedCertificate): Code[] {
  const codes: Code[] = [];
  const isAuthority = view.isCertificateAuthority;
  const constraints = extensions.find(({ oid }) => oid === '2.5.29.19');
  if (isAuthority) {
    if (constraints?.critical !== true) codes.push('X509_V_ERR_CA_BCONS_NOT_CRITICAL');
    if (view.keyUsage === null) codes.push('X509_V_ERR_CA_CERT_MISSING_KEY_USAGE');
  }
  const isNameless = subjectDer.length <= 2;
  if (isNameless && (isAuthority || view.subjectAlternativeNames.length === 0)) {
    codes.push('X509_V_ERR_SUBJECT_NAME_EMPTY');
  }
  if (extensions.length === 0) return codes;
  if (view.authorityKeyIdentifier === null && !view.selfIssued) {
    codes.push('X509_V_ERR_MISSING_AUTHORITY_KEY_IDENTIFIER');
  }
  if (isAuthority && view.subjectKeyIdentifier === null) {
    codes.push('X509_V_ERR_MISSING_SUBJECT_KEY_IDENTIFIER');
  }
  return codes;
}
