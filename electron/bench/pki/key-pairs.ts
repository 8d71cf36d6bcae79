/**
 * New key pairs of every kind, generated off the event loop (an RSA key takes tens of milliseconds), and their PEM forms.
 * Knows nothing of certificates, storage or who uses the keys.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyType } from '../../../shared/security/key-types.ts';
import type { KeyFamily } from './certificate-storage.ts';

const generate = promisify(generateKeyPair);

/** Kept as PEM; the public half is SPKI DER, opaque to whoever puts it into a certificate. */
export interface KeyPair {
  family: KeyFamily;
  /** PKCS#8. */
  privateKeyPem: string;
  publicKeyDer: Uint8Array;
}

const rsaBits: Partial<Record<KeyType, number>> = {
  'rsa-1024': 1024,
  'rsa-2048': 2048,
  'rsa-3072': 3072,
  'rsa-4096': 4096,
};

/** OpenSSL's names of the curves. */
const curves: Partial<Record<KeyType, string>> = {
  'p-192': 'prime192v1',
  'p-224': 'secp224r1',
  'p-256': 'prime256v1',
  'p-384': 'secp384r1',
  'p-521': 'secp521r1',
  'brainpool-p256r1': 'brainpoolP256r1',
  'brainpool-p384r1': 'brainpoolP384r1',
  'brainpool-p512r1': 'brainpoolP512r1',
};

/** A new key pair; the weak kinds exist to be refused by somebody else. */
export async function generateTypedKeyPair(type: KeyType): Promise<KeyPair> {
  const { privateKey } = await generateKey(type);
  return pairOf(privateKey);
}

/** RSA 2048 or P-256: the smallest every charger of the family is sure to accept (Whitepaper A00.FR.502, 503). */
export function generateFamilyKeyPair(family: KeyFamily): Promise<KeyPair> {
  return generateTypedKeyPair(family === 'rsa' ? 'rsa-2048' : 'p-256');
}

/** The key pair of a stored private key. */
export function keyPairOf(family: KeyFamily, privateKeyPem: string): KeyPair {
  return { family, privateKeyPem, publicKeyDer: publicDer(createPrivateKey(privateKeyPem)) };
}

/** The key pair of a private key, kept as PKCS#8. */
export function pairOf(privateKey: KeyObject): KeyPair {
  return {
    family: familyOfKey(privateKey),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeyDer: publicDer(privateKey),
  };
}

/** RSA of any kind, or everything that goes with elliptic chains. */
export function familyOfKey({ asymmetricKeyType }: KeyObject): KeyFamily {
  return asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss' ? 'rsa' : 'ecdsa';
}

function generateKey(type: KeyType): Promise<{ privateKey: KeyObject }> {
  const modulusLength = rsaBits[type];
  if (modulusLength !== undefined) return generate('rsa', { modulusLength });
  const namedCurve = curves[type];
  return namedCurve === undefined ? generate('ed25519') : generate('ec', { namedCurve });
}

function publicDer(privateKey: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }));
}
