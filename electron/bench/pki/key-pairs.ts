/**
 * New key pairs, generated off the event loop (an RSA key takes tens of milliseconds), and their PEM forms.
 * Knows nothing of certificates, storage or who uses the keys.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyFamily } from './certificate-storage.ts';

const generate = promisify(generateKeyPair);

/** Kept as PEM; the public half is SPKI DER, opaque to whoever puts it into a certificate. */
export interface KeyPair {
  family: KeyFamily;
  privateKeyPem: string;
  publicKeyDer: Uint8Array;
}

/** RSA 2048 or P-256: the smallest every charger of the family is sure to accept (Whitepaper A00.FR.502, 503). */
export async function generateFamilyKeyPair(family: KeyFamily): Promise<KeyPair> {
  const { privateKey } =
    family === 'rsa'
      ? await generate('rsa', { modulusLength: 2048 })
      : await generate('ec', { namedCurve: 'P-256' });
  return { family, privateKeyPem: exportPem(privateKey), publicKeyDer: publicDer(privateKey) };
}

/** The key pair of a stored private key. */
export function keyPairOf(family: KeyFamily, privateKeyPem: string): KeyPair {
  return { family, privateKeyPem, publicKeyDer: publicDer(createPrivateKey(privateKeyPem)) };
}

function exportPem(privateKey: KeyObject): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function publicDer(privateKey: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }));
}
