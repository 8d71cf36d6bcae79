/**
 * The kinds of keys and signatures that the bench can make. The weak ones exist to be refused by somebody else.
 * Knows nothing of cryptography or of who uses them.
 */

export const keyTypes = [
  'rsa-1024',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'p-192',
  'p-224',
  'p-256',
  'p-384',
  'p-521',
  'brainpool-p256r1',
  'brainpool-p384r1',
  'brainpool-p512r1',
  'ed25519',
] as const;
export type KeyType = (typeof keyTypes)[number];

/** How an RSA authority signs; the others have one way only. PKCS#1 v1.5 is what every charger takes. */
export const rsaSignatures = ['pkcs1', 'pss'] as const;
export type RsaSignature = (typeof rsaSignatures)[number];

export const signatureHashes = ['sha-1', 'sha-256', 'sha-384', 'sha-512'] as const;
/** What is signed is the hash; Ed25519 has its own and ignores it. */
export type SignatureHash = (typeof signatureHashes)[number];
