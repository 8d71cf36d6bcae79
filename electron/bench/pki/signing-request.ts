/**
 * Charge points' signing requests (PKCS#10): read and verified on their exact bytes with node:crypto, which knows more
 * curves than WebCrypto (secp224r1, brainpool); made for the emulated charge point. Never throws on what a peer sends.
 * Knows nothing of who signs them.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type {
  CertificateKey,
  CertificateSignature,
  DistinguishedName,
} from '../../../shared/security/certificate-rules.ts';
import type { KeyFamily } from './certificate-storage.ts';
import { describeKey } from './certificate-view.ts';
import { childrenOf, derTag, readBitString, readElement } from './der.ts';
import { readDistinguishedName } from './distinguished-name.ts';
import { issueSigningRequest, type SubjectNames, subjectName } from './issuing.ts';
import { generateFamilyKeyPair } from './key-pairs.ts';
import { readPemBlocks } from './pem.ts';
import { readSignatureAlgorithm } from './signature-algorithm.ts';

/** A request whose signature proves possession of the key. */
export interface SigningRequest {
  subject: DistinguishedName;
  key: CertificateKey;
  signature: CertificateSignature;
  /** SPKI DER. */
  publicKeyDer: Uint8Array;
}

export type SigningRequestParse =
  | { ok: true; request: SigningRequest }
  | { ok: false; code: 'unreadable' | 'unsupported-key' | 'bad-signature'; detail: string };

/** OCPP allows 5500 characters; some send more, nobody needs this many. */
const maximumLength = 65_536;

/** Reads the first CERTIFICATE REQUEST block and verifies its signature. */
export function parseSigningRequest(pem: string): SigningRequestParse {
  const block = readPemBlocks(pem.slice(0, maximumLength)).find(({ label }) =>
    /^(NEW )?CERTIFICATE REQUEST$/.test(label),
  );
  if (block === undefined) {
    return { ok: false, code: 'unreadable', detail: 'no CERTIFICATE REQUEST block' };
  }
  try {
    return readRequest(block.der);
  } catch (error) {
    // Damaged bytes are expected input here, and our reader throws on them.
    return { ok: false, code: 'unreadable', detail: error instanceof Error ? error.message : '' };
  }
}

/** A new key pair and a request for it: O = CpoName, CN = serial number (Whitepaper A02, A00.FR.509, 511). */
export async function createSigningRequest(
  subject: SubjectNames,
  family: KeyFamily,
): Promise<{ csrPem: string; privateKeyPem: string; family: KeyFamily }> {
  const keys = await generateFamilyKeyPair(family);
  const csrPem = issueSigningRequest(subjectName(subject), keys);
  return { csrPem, privateKeyPem: keys.privateKeyPem, family };
}

/** RFC 2986 §4. Throws DerError. */
function readRequest(der: Uint8Array): SigningRequestParse {
  const [info, algorithm, signatureBits] = childrenOf(readElement(der), derTag.sequence);
  const [, subject, publicKeyInfo] = childrenOf(info, derTag.sequence);
  const publicKeyDer = new Uint8Array(publicKeyInfo?.bytes ?? []);
  const publicKey = readPublicKey(publicKeyDer);
  if (publicKey === undefined) {
    return { ok: false, code: 'unsupported-key', detail: 'OpenSSL does not know the key type' };
  }
  const signature = readSignatureAlgorithm(algorithm);
  const signedBytes = info?.bytes ?? new Uint8Array();
  if (!isSigned(signedBytes, readBitString(signatureBits), publicKey, signature)) {
    return { ok: false, code: 'bad-signature', detail: signature.oid };
  }
  return {
    ok: true,
    request: {
      subject: readDistinguishedName(subject),
      key: describeKey(publicKey),
      signature,
      publicKeyDer,
    },
  };
}

/** The key of an SPKI, or undefined for what OpenSSL cannot take. */
export function readPublicKey(der: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  } catch {
    // OpenSSL throws for damaged keys and for types it does not know.
    return undefined;
  }
}

/** Which keys can make which signatures. */
const signingKeyTypes: Record<
  CertificateSignature['algorithm'],
  readonly CertificateKey['algorithm'][]
> = {
  'rsa-pkcs1': ['rsa'],
  'rsa-pss': ['rsa', 'rsa-pss'],
  ecdsa: ['ec'],
  dsa: ['dsa'],
  ed25519: ['ed25519'],
  ed448: ['ed448'],
  unknown: [],
};

/** Whether this key made this signature over these bytes; never throws. */
export function isSigned(
  signedBytes: Uint8Array,
  signatureBytes: Uint8Array,
  publicKey: KeyObject,
  { algorithm, hash }: CertificateSignature,
): boolean {
  const pureAlgorithm = algorithm === 'ed25519' || algorithm === 'ed448';
  const expectedKeys = signingKeyTypes[algorithm];
  // Node takes a default hash where none is named, so an unknown algorithm would verify as another one.
  if (!expectedKeys.includes(describeKey(publicKey).algorithm)) return false;
  if (hash === null && !pureAlgorithm) return false;
  const key =
    algorithm === 'rsa-pss'
      ? {
          key: publicKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_AUTO,
        }
      : publicKey;
  const digest = hash === null ? null : hash.replace('-', '').toLowerCase();
  try {
    return verify(digest, signedBytes, key, signatureBytes);
  } catch {
    // An algorithm that does not fit the key: it cannot have signed this.
    return false;
  }
}
