/**
 * Makes certificates and signing requests: roots, leaves under a root, requests for a new key.
 * Loads its X.509 library only when something must be issued; knows nothing of storage, listeners or stations.
 */
import { createHash, createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import type * as X509 from '@peculiar/x509';
import type { AlternativeName } from '../../../shared/security/certificate-rules.ts';
import type { KeyFamily } from './certificate-storage.ts';
import { childrenOf, derTag, readBitString, readElement, toHex } from './der.ts';
import type { KeyPair } from './key-pairs.ts';
import { writePem } from './pem.ts';

/** How an RSA authority signs; ECDSA authorities have one way only. PKCS#1 v1.5 is what every charger takes. */
export type RsaSignature = 'pkcs1' | 'pss';

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

export interface LeafRequest extends Validity {
  kind: 'server' | 'client' | 'firmware-signing';
  subject: SubjectNames;
  /** SPKI DER; any key type, also those the X.509 library does not know. */
  publicKeyDer: Uint8Array;
  /** Whether the key is RSA, which decides the key usage of a server. */
  isRsaKey: boolean;
  alternativeNames: readonly AlternativeName[];
  rsaSignature: RsaSignature;
}

/** A self-signed root: CA, keyCertSign and cRLSign, both critical. */
export async function issueRoot(
  subject: SubjectNames,
  keys: KeyPair,
  validity: Validity,
): Promise<string> {
  const x509 = await loadX509();
  const identifier = keyIdentifier(keys.publicKeyDer);
  const name = subjectName(x509, subject);
  const certificate = await x509.X509CertificateGenerator.create({
    ...period(validity),
    serialNumber: newSerialNumber(),
    subject: name,
    issuer: name,
    publicKey: new x509.PublicKey(copy(keys.publicKeyDer)),
    signingKey: await importSigningKey(keys, 'pkcs1'),
    signingAlgorithm: signingAlgorithm(keys.family, 'pkcs1'),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      new x509.SubjectKeyIdentifierExtension(identifier),
    ],
  });
  return writePem('CERTIFICATE', new Uint8Array(certificate.rawData));
}

/** A certificate under an authority, with the usages of its kind (Whitepaper A00.FR.508–512). */
export async function issueLeaf(
  authority: SigningAuthority,
  request: LeafRequest,
): Promise<string> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(authority.certificatePem);
  const certificate = await x509.X509CertificateGenerator.create({
    ...period(request),
    serialNumber: newSerialNumber(),
    subject: subjectName(x509, request.subject),
    issuer: issuer.subjectName,
    publicKey: new x509.PublicKey(copy(request.publicKeyDer)),
    signingKey: await importSigningKey(authority, request.rsaSignature),
    signingAlgorithm: signingAlgorithm(authority.family, request.rsaSignature),
    extensions: leafExtensions(x509, request, authorityKeyIdentifier(x509, issuer)),
  });
  return writePem('CERTIFICATE', new Uint8Array(certificate.rawData));
}

/** A PKCS#10 request signed by its own key: O = CpoName, CN = serial number (Whitepaper A02, A00.FR.509, 511). */
export async function issueSigningRequest(subject: SubjectNames, keys: KeyPair): Promise<string> {
  const x509 = await loadX509();
  const algorithm = signingAlgorithm(keys.family, 'pkcs1');
  const importAs = importAlgorithm(keys.family, 'pkcs1');
  const imported = await webcrypto.subtle.importKey(
    'spki',
    copy(keys.publicKeyDer),
    importAs,
    true,
    ['verify'],
  );
  // The library names the DOM's key type; Node's is the same under another name.
  const publicKey = imported as LibraryKey;
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subjectName(x509, subject),
    keys: { publicKey, privateKey: await importSigningKey(keys, 'pkcs1') },
    signingAlgorithm: algorithm,
  });
  return writePem('CERTIFICATE REQUEST', new Uint8Array(request.rawData));
}

/** The library wants `reflect-metadata` first; both together cost about 100 ms, so only who issues pays. */
let loading: Promise<typeof X509> | undefined;
function loadX509(): Promise<typeof X509> {
  loading ??= import('reflect-metadata').then(() => import('@peculiar/x509'));
  return loading;
}

function leafExtensions(
  x509: typeof X509,
  request: LeafRequest,
  authorityIdentifier: string,
): X509.Extension[] {
  const isServer = request.kind === 'server';
  const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
  const { serverAuth, clientAuth, codeSigning } = x509.ExtendedKeyUsage;
  const usage = { server: serverAuth, client: clientAuth, 'firmware-signing': codeSigning };
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(
      // The whitepaper's TLS_RSA suites encrypt to the server's RSA key.
      isServer && request.isRsaKey ? digitalSignature | keyEncipherment : digitalSignature,
      true,
    ),
    new x509.ExtendedKeyUsageExtension([usage[request.kind]]),
    new x509.SubjectKeyIdentifierExtension(keyIdentifier(request.publicKeyDer)),
    new x509.AuthorityKeyIdentifierExtension(authorityIdentifier),
    ...(request.alternativeNames.length === 0
      ? []
      : [
          new x509.SubjectAlternativeNameExtension(
            request.alternativeNames.flatMap(({ type, value }) =>
              type === 'dns' || type === 'ip' ? [{ type, value }] : [],
            ),
          ),
        ]),
  ];
}

/** As the issuer states its own identifier; an authority brought by the user may have chosen another hash. */
function authorityKeyIdentifier(x509: typeof X509, issuer: X509.X509Certificate): string {
  return (
    issuer.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId ??
    keyIdentifier(new Uint8Array(issuer.publicKey.rawData))
  );
}

/** RFC 5280 §4.2.1.2 method 1: SHA-1 over the public key bits, an identifier and no protection. */
function keyIdentifier(publicKeyDer: Uint8Array): string {
  const [, bits] = childrenOf(readElement(publicKeyDer), derTag.sequence);
  return createHash('sha1').update(readBitString(bits)).digest('hex');
}

/** 126 random bits, positive, no leading zero: 32 digits, within OCPP's 40. */
function newSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return toHex(bytes);
}

/** UTF8String throughout, as RFC 5280 §4.1.2.4 asks; given as attributes so that nothing needs escaping. */
function subjectName(x509: typeof X509, { organisation, commonName }: SubjectNames): X509.Name {
  return new x509.Name([
    { O: [{ utf8String: organisation }] },
    { CN: [{ utf8String: commonName }] },
  ]);
}

function period({ notBeforeMs, notAfterMs }: Validity): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(notBeforeMs), notAfter: new Date(notAfterMs) };
}

type LibraryKey = X509.X509CertificateCreateWithKeyParams['signingKey'];

async function importSigningKey(
  { privateKeyPem, family }: { privateKeyPem: string; family: KeyFamily },
  rsaSignature: RsaSignature,
): Promise<LibraryKey> {
  const der = createPrivateKey(privateKeyPem).export({ type: 'pkcs8', format: 'der' });
  const algorithm = importAlgorithm(family, rsaSignature);
  const key = await webcrypto.subtle.importKey('pkcs8', copy(der), algorithm, false, ['sign']);
  // The library names the DOM's key type; Node's is the same under another name.
  return key as LibraryKey;
}

function importAlgorithm(family: KeyFamily, rsaSignature: RsaSignature) {
  if (family === 'ecdsa') return { name: 'ECDSA', namedCurve: 'P-256' };
  return { name: rsaSignature === 'pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
}

function signingAlgorithm(family: KeyFamily, rsaSignature: RsaSignature) {
  if (family === 'ecdsa') return { name: 'ECDSA', hash: 'SHA-256' };
  return rsaSignature === 'pss'
    ? { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 }
    : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
}

/** WebCrypto and the library want bytes over a buffer of their own. */
function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
