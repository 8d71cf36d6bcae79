/**
 * Signing requests (PKCS#10) of the emulated charge point, and whether a key made a signature: on the exact bytes, with
 * node:crypto, which knows more curves than WebCrypto (secp224r1, brainpool). Never throws on what a peer sends.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type {
  CertificateKey,
  CertificateSignature,
} from '../../../shared/security/certificate-rules.ts';
import type { KeyFamily } from './certificate-storage.ts';
import { describeKey } from './certificate-view.ts';
import { issueSigningRequest, type SubjectNames, subjectName } from './issuing.ts';
import { generateFamilyKeyPair } from './key-pairs.ts';

/** A new key pair and a request for it: O = CpoName, CN = serial number (Whitepaper A02, A00.FR.509, 511). */
export async function createSigningRequest(
  subject: SubjectNames,
  family: KeyFamily,
): Promise<{ csrPem: string; privateKeyPem: string; family: KeyFamily }> {
  const keys = await generateFamilyKeyPair(family);
  const csrPem = issueSigningRequest(subjectName(subject), keys);
  return { csrPem, privateKeyPem: keys.privateKeyPem, family };
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
