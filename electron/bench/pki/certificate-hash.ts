/**
 * OCPP CertificateHashData (OCSP CertID, RFC 6960 §4.1.1): how Central System and charge point name a certificate.
 * Knows nothing of messages or of which certificates are installed.
 */
import { createHash } from 'node:crypto';
import { isSignedBy, type ParsedCertificate, parseCertificate } from './certificate-view.ts';
import { sameName } from './distinguished-name.ts';

export type HashAlgorithm = 'SHA256' | 'SHA384' | 'SHA512';

/** As CertificateHashDataType of the whitepaper; hashes in lower-case hexadecimal, the serial number in upper case. */
export interface CertificateHashData {
  hashAlgorithm: HashAlgorithm;
  issuerNameHash: string;
  issuerKeyHash: string;
  serialNumber: string;
}

export type HashDataResult =
  | { ok: true; hashData: CertificateHashData }
  | { ok: false; code: 'unreadable' | 'issuer-missing' };

/**
 * Hash data of one certificate. A self-signed root is its own issuer; for any other the issuer must be among
 * `issuers` (PEM, one certificate each), because the hash covers the issuer's key.
 */
export function certificateHashData(
  certificatePem: string,
  issuers: readonly string[],
  hashAlgorithm: HashAlgorithm,
): HashDataResult {
  const parsed = parseCertificate(certificatePem);
  if (!parsed.ok) return { ok: false, code: 'unreadable' };
  const { certificate } = parsed;
  const issuer = [certificatePem, ...issuers]
    .map((pem) => parseCertificate(pem))
    .find((candidate) => candidate.ok && isIssuer(candidate.certificate, certificate));
  if (!issuer?.ok) return { ok: false, code: 'issuer-missing' };
  const hash = (bytes: Uint8Array) =>
    createHash(hashAlgorithm.toLowerCase()).update(bytes).digest('hex');
  return {
    ok: true,
    hashData: {
      hashAlgorithm,
      issuerNameHash: hash(certificate.issuerDer),
      issuerKeyHash: hash(issuer.certificate.publicKeyBits),
      serialNumber: certificate.view.serialNumber,
    },
  };
}

/** Whether two hash data name the same certificate: hexadecimal without regard to case or leading zeros. */
export function sameHashData(one: CertificateHashData, other: CertificateHashData): boolean {
  const normal = ({
    hashAlgorithm,
    issuerNameHash,
    issuerKeyHash,
    serialNumber,
  }: CertificateHashData) =>
    [hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber.replace(/^0+(?=.)/, '')]
      .join(' ')
      .toLowerCase();
  return normal(one) === normal(other);
}

function isIssuer(issuer: ParsedCertificate, certificate: ParsedCertificate): boolean {
  return sameName(issuer.view.subject, certificate.view.issuer) && isSignedBy(certificate, issuer);
}
