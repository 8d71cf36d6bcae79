/**
 * Reads certificates, PEM or DER, into the plain view that rules, screens and records use; never throws on input.
 * Knows nothing of trust, issuing or storage. Names and extensions come from the exact bytes, keys from node:crypto.
 */
import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import type {
  CertificateKey,
  CertificateView,
  DistinguishedName,
} from '../../../shared/security/certificate-rules.ts';
import {
  type CertificateExtension,
  readAlternativeNames,
  readAuthorityKeyIdentifier,
  readBasicConstraints,
  readExtendedKeyUsage,
  readExtensions,
  readKeyUsage,
  readSubjectKeyIdentifier,
} from './certificate-extensions.ts';
import {
  childrenOf,
  type DerElement,
  derTag,
  readBitString,
  readElement,
  readIntegerHex,
  readTimeMs,
  toHex,
} from './der.ts';
import { readDistinguishedName, sameName } from './distinguished-name.ts';
import { readPemBlocks, writePem } from './pem.ts';
import { readSignatureAlgorithm } from './signature-algorithm.ts';

/** A certificate read: the view for people and rules, the rest for verifying and hashing. */
export interface ParsedCertificate {
  view: CertificateView;
  x509: X509Certificate;
  der: Uint8Array;
  /** DER of the issuer's Name, as OCSP CertID hashes it. */
  issuerDer: Uint8Array;
  /** DER of the subject's Name, as certificates issued under it repeat it. */
  subjectDer: Uint8Array;
  /** Content of the subjectPublicKey BIT STRING, as OCSP CertID hashes it. */
  publicKeyBits: Uint8Array;
  extensions: CertificateExtension[];
}

export type CertificateParse =
  | { ok: true; certificate: ParsedCertificate }
  | { ok: false; code: 'unreadable'; detail: string };

/** Reads one certificate: DER bytes, or the first CERTIFICATE block of a PEM text. */
export function parseCertificate(input: string | Uint8Array): CertificateParse {
  const der = typeof input === 'string' ? readCertificateBlocks(input)[0] : input;
  if (der === undefined) return { ok: false, code: 'unreadable', detail: 'no CERTIFICATE block' };
  try {
    return { ok: true, certificate: readCertificate(der) };
  } catch (error) {
    // Both our reader and OpenSSL throw on damaged bytes, and damaged bytes are expected input here.
    return { ok: false, code: 'unreadable', detail: error instanceof Error ? error.message : '' };
  }
}

/** Reads every CERTIFICATE block of a PEM text in order. */
export function parseCertificates(pem: string): CertificateParse[] {
  return readCertificateBlocks(pem).map(parseCertificate);
}

/** The view alone, or undefined when the input is not a certificate. */
export function certificateView(input: string | Uint8Array): CertificateView | undefined {
  const parsed = parseCertificate(input);
  return parsed.ok ? parsed.certificate.view : undefined;
}

/** Whether the issuer's key made the signature; false also where OpenSSL cannot use the key at all. */
export function isSignedBy(certificate: ParsedCertificate, issuer: ParsedCertificate): boolean {
  try {
    return certificate.x509.verify(issuer.x509.publicKey);
  } catch {
    // A key type OpenSSL does not know, or one that does not fit the algorithm: it cannot have signed this.
    return false;
  }
}

/** The public key as rules look at it. */
export function describeKey(key: KeyObject): CertificateKey {
  const { modulusLength = null, namedCurve = null } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
    case 'dsa':
      return { algorithm: key.asymmetricKeyType, bits: modulusLength, curve: null };
    case 'ec':
      return { algorithm: 'ec', bits: curveBits(namedCurve), curve: namedCurve };
    case 'ed25519':
      return { algorithm: 'ed25519', bits: 256, curve: null };
    case 'ed448':
      return { algorithm: 'ed448', bits: 456, curve: null };
    default:
      return { algorithm: 'unknown', bits: null, curve: null };
  }
}

function readCertificateBlocks(pem: string): Uint8Array[] {
  return readPemBlocks(pem)
    .filter(({ label }) => /^(X509 |TRUSTED )?CERTIFICATE$/.test(label))
    .map(({ der }) => der);
}

interface Fields {
  serialNumber: string;
  issuerDer: Uint8Array;
  subjectDer: Uint8Array;
  issuer: DistinguishedName;
  subject: DistinguishedName;
  notBeforeMs: number;
  notAfterMs: number;
  publicKeyBits: Uint8Array;
  extensions: CertificateExtension[];
  signatureAlgorithm: DerElement | undefined;
}

/** RFC 5280 §4.1: Certificate and TBSCertificate. Throws DerError. */
function readFields(der: Uint8Array): Fields {
  const [toBeSigned, signatureAlgorithm] = childrenOf(readElement(der), derTag.sequence);
  const all = childrenOf(toBeSigned, derTag.sequence);
  const hasVersion = all[0]?.tag === 0xa0;
  const [serial, , issuer, validity, subject, publicKeyInfo, ...optional] = hasVersion
    ? all.slice(1)
    : all;
  const [notBefore, notAfter] = childrenOf(validity, derTag.sequence);
  const [, publicKey] = childrenOf(publicKeyInfo, derTag.sequence);
  return {
    serialNumber: readIntegerHex(serial),
    issuerDer: issuer?.bytes ?? new Uint8Array(),
    subjectDer: subject?.bytes ?? new Uint8Array(),
    issuer: readDistinguishedName(issuer),
    subject: readDistinguishedName(subject),
    notBeforeMs: readTimeMs(notBefore),
    notAfterMs: readTimeMs(notAfter),
    publicKeyBits: readBitString(publicKey),
    extensions: readExtensions(optional.find(({ tag }) => tag === 0xa3)),
    signatureAlgorithm,
  };
}

function readCertificate(input: Uint8Array): ParsedCertificate {
  // Bytes after the certificate belong to somebody else and must change neither fingerprint nor PEM.
  const der = new Uint8Array(readElement(input).bytes);
  const x509 = new X509Certificate(der);
  const fields = readFields(der);
  const { extensions } = fields;
  const view: CertificateView = {
    subject: fields.subject,
    issuer: fields.issuer,
    serialNumber: fields.serialNumber,
    notBefore: new Date(fields.notBeforeMs).toISOString(),
    notAfter: new Date(fields.notAfterMs).toISOString(),
    subjectAlternativeNames: readAlternativeNames(extensions),
    key: readKey(x509),
    signature: readSignatureAlgorithm(fields.signatureAlgorithm),
    fingerprintSha256: toHex(createHash('sha256').update(der).digest()),
    ...readBasicConstraints(extensions),
    keyUsage: readKeyUsage(extensions),
    extendedKeyUsage: readExtendedKeyUsage(extensions),
    subjectKeyIdentifier: readSubjectKeyIdentifier(extensions),
    authorityKeyIdentifier: readAuthorityKeyIdentifier(extensions),
    selfIssued: sameName(fields.subject, fields.issuer),
    pem: writePem('CERTIFICATE', der),
  };
  const { issuerDer, subjectDer, publicKeyBits } = fields;
  return { view, x509, der, issuerDer, subjectDer, publicKeyBits, extensions };
}

function readKey(x509: X509Certificate): CertificateKey {
  try {
    return describeKey(x509.publicKey);
  } catch {
    // OpenSSL throws for key types it does not know; the certificate can still be shown.
    return { algorithm: 'unknown', bits: null, curve: null };
  }
}

/** OpenSSL's curve names carry the field size: prime256v1, secp224r1, brainpoolP384r1. */
function curveBits(curve: string | null): number | null {
  const digits = /\d{3}/.exec(curve ?? '');
  return digits === null ? null : Number(digits[0]);
}
