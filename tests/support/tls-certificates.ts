/**
 * Certificates for the tests of TLS: two roots with a leaf each, and leaves with one thing wrong.
 * Independent of the bench's own PKI, so that a fault there cannot hide one here. Imported by tests only.
 */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { TlsIdentity } from '../../electron/bench/wire/tls-policy.ts';

const algorithms = {
  rsa: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const;

export type Family = keyof typeof algorithms;

export interface TestAuthority {
  family: Family;
  certPem: string;
  issue(leaf: TestLeaf): Promise<TlsIdentity>;
  /** An intermediate below this authority, whose `certPem` a peer sends along. */
  issueAuthority(commonName: string): Promise<TestAuthority>;
}

export interface TestLeaf {
  commonName: string;
  organisation?: string;
  purpose?: 'server' | 'client';
  notBefore?: Date;
  notAfter?: Date;
  alternativeNames?: ConstructorParameters<typeof SubjectAlternativeNameExtension>[0];
}

const dayMs = 24 * 3600 * 1000;
let serial = 1;

async function newKeys(family: Family): Promise<CryptoKeyPair> {
  const keys = await webcrypto.subtle.generateKey(algorithms[family], true, ['sign', 'verify']);
  // Both algorithms are asymmetric, which the union of overloads cannot express.
  return keys as CryptoKeyPair;
}

/** A new root of that family. */
export function createAuthority(family: Family, commonName: string): Promise<TestAuthority> {
  return authority(family, commonName);
}

async function authority(
  family: Family,
  commonName: string,
  issuer?: { root: X509Certificate; keys: CryptoKeyPair },
): Promise<TestAuthority> {
  const keys = await newKeys(family);
  const root = await X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(2, '0'),
    subject: `CN=${commonName}`,
    issuer: issuer?.root.subject ?? `CN=${commonName}`,
    notBefore: new Date(Date.now() - 400 * dayMs),
    notAfter: new Date(Date.now() + 400 * dayMs),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: algorithms[family],
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    family,
    certPem: root.toString('pem'),
    issue: (leaf) => issue(family, { root, keys }, leaf),
    issueAuthority: (name) => authority(family, name, { root, keys }),
  };
}

async function issue(
  family: Family,
  issuer: { root: X509Certificate; keys: CryptoKeyPair },
  leaf: TestLeaf,
): Promise<TlsIdentity> {
  const keys = await newKeys(family);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(2, '0'),
    subject: `CN=${leaf.commonName}, O=${leaf.organisation ?? 'Test operator'}`,
    issuer: issuer.root.subject,
    notBefore: leaf.notBefore ?? new Date(Date.now() - 2 * dayMs),
    notAfter: leaf.notAfter ?? new Date(Date.now() + 30 * dayMs),
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: algorithms[family],
    extensions: [
      new BasicConstraintsExtension(false),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage[leafPurpose(leaf)]]),
      ...(leaf.alternativeNames
        ? [new SubjectAlternativeNameExtension(leaf.alternativeNames)]
        : []),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certPem: certificate.toString('pem'),
    keyPem: PemConverter.encode(pkcs8, 'PRIVATE KEY'),
  };
}

function leafPurpose(leaf: TestLeaf): 'serverAuth' | 'clientAuth' {
  return leaf.purpose === 'client' ? 'clientAuth' : 'serverAuth';
}

/** What most tests need: both roots and a server certificate of each for `localhost`. */
export async function createTestTrust() {
  const [rsaRoot, ecdsaRoot] = await Promise.all([
    createAuthority('rsa', 'Test RSA root'),
    createAuthority('ecdsa', 'Test ECDSA root'),
  ]);
  const server = { commonName: 'localhost' };
  const [rsa, ecdsa] = await Promise.all([rsaRoot.issue(server), ecdsaRoot.issue(server)]);
  return { rsaRoot, ecdsaRoot, identities: { rsa, ecdsa } };
}
