/**
 * Makes certificates of the kinds the bench needs: authorities, leaves below one, requests for a new key.
 * Says which names, usages and identifiers belong into each kind; `write-certificate.ts` writes the bytes.
 * Knows nothing of storage, listeners or stations.
 */
import { createHash, createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import type { AlternativeName } from '../../../shared/security/certificate-rules.ts';
import type { RsaSignature, SignatureHash } from '../../../shared/security/key-types.ts';
import type { ExtensionContent, KeyUsage, NameContent } from './certificate-content.ts';
import type { KeyFamily } from './certificate-storage.ts';
import { type ParsedCertificate, parseCertificate } from './certificate-view.ts';
import { childrenOf, derTag, readBitString, readElement } from './der.ts';
import type { KeyPair } from './key-pairs.ts';
import { writePem } from './pem.ts';
import type { Signer } from './signer.ts';
import { writeCertificate, writeSigningRequest } from './write-certificate.ts';

/** From when and until when, in milliseconds since 1970; whole seconds are kept. */
export interface Validity {
  notBeforeMs: number;
  notAfterMs: number;
}

export interface SubjectNames {
  organisation: string;
  commonName: string;
}

/** An authority that can sign. */
export interface SigningAuthority {
  certificatePem: string;
  privateKeyPem: string;
  family: KeyFamily;
}

/** How the issuer signs. */
export interface SignatureChoice {
  /** `pkcs1` by default; only matters for RSA keys. */
  rsaSignature?: RsaSignature;
  /** `sha-256` by default. */
  hash?: SignatureHash;
}

export type CertificateKind = 'authority' | 'server' | 'client' | 'firmware-signing';

/** What is to be certified. */
export interface CertificateRequest extends Validity, SignatureChoice {
  kind: CertificateKind;
  subject: NameContent;
  /** SPKI DER; any key type. */
  publicKeyDer: Uint8Array;
  /** How many authorities may follow below an authority; absent: any number. */
  pathLength?: number;
  alternativeNames?: readonly AlternativeName[];
  /** Where the revocation list of the issuer can be had. */
  revocationListUrls?: readonly string[];
}

export interface LeafRequest extends Validity {
  kind: 'server' | 'client' | 'firmware-signing';
  subject: SubjectNames;
  /** SPKI DER; any key type. */
  publicKeyDer: Uint8Array;
  alternativeNames: readonly AlternativeName[];
  rsaSignature: RsaSignature;
}

/** A self-signed root: CA, keyCertSign and cRLSign, both critical. */
export function issueRoot(subject: SubjectNames, keys: KeyPair, validity: Validity): string {
  return issueSelfSigned(keys.privateKeyPem, {
    ...validity,
    kind: 'authority',
    subject: subjectName(subject),
    publicKeyDer: keys.publicKeyDer,
  });
}

/** A certificate under an authority, with the usages of its kind (Whitepaper A00.FR.508–512). */
export function issueLeaf(authority: SigningAuthority, request: LeafRequest): string {
  return issueUnder(authority, { ...request, subject: subjectName(request.subject) });
}

/** PEM of a certificate signed by its own key. */
export function issueSelfSigned(privateKeyPem: string, request: CertificateRequest): string {
  return issue(request, {
    key: createPrivateKey(privateKeyPem),
    issuer: request.subject,
  });
}

/** PEM of a certificate signed by an authority. Throws when the authority's own certificate cannot be read. */
export function issueUnder(
  authority: Pick<SigningAuthority, 'certificatePem' | 'privateKeyPem'>,
  request: CertificateRequest,
): string {
  const parsed = parseCertificate(authority.certificatePem);
  if (!parsed.ok) throw new Error(`the authority's certificate is unreadable: ${parsed.detail}`);
  const { certificate } = parsed;
  return issue(request, {
    key: createPrivateKey(authority.privateKeyPem),
    // Byte for byte: two encodings of one name are two names to some verifiers.
    issuer: certificate.subjectDer,
    authorityIdentifier: authorityKeyIdentifier(certificate),
  });
}

/** A PKCS#10 request signed by its own key: O = CpoName, CN = serial number (Whitepaper A02, A00.FR.509, 511). */
export function issueSigningRequest(
  subject: NameContent,
  keys: KeyPair,
  choice: SignatureChoice = {},
): string {
  const der = writeSigningRequest(
    { subject, publicKeyDer: keys.publicKeyDer, extensions: [] },
    signerOf(createPrivateKey(keys.privateKeyPem), choice),
  );
  return writePem('CERTIFICATE REQUEST', der);
}

/** O and CN, the names that the whitepaper looks at. */
export function subjectName({ organisation, commonName }: SubjectNames): NameContent {
  return [
    { name: 'O', value: organisation },
    { name: 'CN', value: commonName },
  ];
}

/** RFC 5280 §4.2.1.2 method 1: SHA-1 over the public key bits, an identifier and no protection. */
export function keyIdentifier(publicKeyDer: Uint8Array): Uint8Array {
  const [, bits] = childrenOf(readElement(publicKeyDer), derTag.sequence);
  return identifierOfBits(readBitString(bits));
}

/** As the issuer states its own identifier; an authority brought by the user may have chosen another hash. */
export function authorityKeyIdentifier({ view, publicKeyBits }: ParsedCertificate): Uint8Array {
  return view.subjectKeyIdentifier === null
    ? identifierOfBits(publicKeyBits)
    : Buffer.from(view.subjectKeyIdentifier, 'hex');
}

/** 126 random bits, positive, no leading zero: 32 digits, within OCPP's 40. */
export function newSerialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

export function signerOf(key: KeyObject, { rsaSignature, hash }: SignatureChoice): Signer {
  return {
    key,
    ...(rsaSignature === undefined ? {} : { rsa: rsaSignature }),
    ...(hash === undefined ? {} : { hash }),
  };
}

function issue(
  request: CertificateRequest,
  issuer: { key: KeyObject; issuer: NameContent; authorityIdentifier?: Uint8Array },
): string {
  const der = writeCertificate(
    {
      serialNumber: newSerialNumber(),
      issuer: issuer.issuer,
      subject: request.subject,
      notBeforeMs: request.notBeforeMs,
      notAfterMs: request.notAfterMs,
      publicKeyDer: request.publicKeyDer,
      extensions: extensionsOf(request, issuer.authorityIdentifier),
    },
    signerOf(issuer.key, request),
  );
  return writePem('CERTIFICATE', der);
}

const purposes: Record<Exclude<CertificateKind, 'authority'>, string> = {
  server: 'serverAuth',
  client: 'clientAuth',
  'firmware-signing': 'codeSigning',
};

/** The extensions that belong into a certificate of this kind, in the order in which they are usually written. */
export function extensionsOf(
  request: CertificateRequest,
  authorityIdentifier: Uint8Array | undefined,
): ExtensionContent[] {
  const {
    kind,
    publicKeyDer,
    pathLength,
    alternativeNames = [],
    revocationListUrls = [],
  } = request;
  const isAuthority = kind === 'authority';
  const extensions: ExtensionContent[] = [
    {
      type: 'basic-constraints',
      authority: isAuthority,
      ...(isAuthority && pathLength !== undefined ? { pathLength } : {}),
    },
    { type: 'key-usage', usages: usagesOf(kind, publicKeyDer) },
  ];
  if (!isAuthority) extensions.push({ type: 'extended-key-usage', purposes: [purposes[kind]] });
  extensions.push({ type: 'subject-key-identifier', identifier: keyIdentifier(publicKeyDer) });
  if (authorityIdentifier !== undefined) {
    extensions.push({ type: 'authority-key-identifier', identifier: authorityIdentifier });
  }
  if (alternativeNames.length > 0) {
    extensions.push({ type: 'subject-alternative-name', names: alternativeNames });
  }
  if (revocationListUrls.length > 0) {
    extensions.push({ type: 'crl-distribution-points', urls: revocationListUrls });
  }
  return extensions;
}

function usagesOf(kind: CertificateKind, publicKeyDer: Uint8Array): KeyUsage[] {
  if (kind === 'authority') return ['keyCertSign', 'cRLSign'];
  // The whitepaper's TLS_RSA suites encrypt to the server's RSA key.
  return kind === 'server' && isRsaKey(publicKeyDer)
    ? ['digitalSignature', 'keyEncipherment']
    : ['digitalSignature'];
}

/** rsaEncryption, 1.2.840.113549.1.1.1; a key bound to PSS encrypts nothing. */
const rsaEncryption = Buffer.from('2a864886f70d010101', 'hex');

function isRsaKey(publicKeyDer: Uint8Array): boolean {
  const [algorithm] = childrenOf(readElement(publicKeyDer), derTag.sequence);
  const [identifier] = childrenOf(algorithm, derTag.sequence);
  return identifier !== undefined && rsaEncryption.equals(identifier.content);
}

function identifierOfBits(bits: Uint8Array): Uint8Array {
  return createHash('sha1').update(bits).digest();
}
