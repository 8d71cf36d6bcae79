/**
 * What pki needs from whoever keeps keys and certificates; sealing at rest is the keeper's business.
 * Knows nothing of databases, files or encryption.
 */

/** The family of a key and of the whole chain above it; a charger may support only one. */
export type KeyFamily = 'rsa' | 'ecdsa';

/** One certificate with its private key, as it is kept. Never log it, never hand it to a door. */
export interface StoredIdentity {
  id: string;
  kind: 'root' | 'server' | 'client' | 'manufacturer-root' | 'firmware-signing';
  family: KeyFamily;
  /** Host name of a server, station of a client, organisation of a root and of a firmware signer. */
  owner: string;
  certificatePem: string;
  /** Certificates between this one and the root, leaf side first; empty when the root signed it. */
  chainPem: string;
  /** PKCS#8. */
  privateKeyPem: string;
  /** RFC 3339 UTC, of the certificate in hand (renewed when it is reissued). */
  createdAt: string;
}

/** Synchronous, as `node:sqlite` is. `save` replaces what has the same id; `remove` of an unknown id does nothing. */
export interface CertificateStorage {
  loadAll(): StoredIdentity[];
  save(identity: StoredIdentity): void;
  remove(id: string): void;
}
