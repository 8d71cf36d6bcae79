/**
 * What the certificate desk needs from whoever keeps its entries; sealing at rest is the keeper's business.
 * Knows nothing of databases or of what the entries mean.
 */
import type { RevocationReason } from '../../../../shared/security/revocation.ts';

/** A certificate that a person or a request put on the desk; the automatic ones are `StoredIdentity`. */
export interface DeskCertificate {
  id: string;
  origin: 'created' | 'imported' | 'signed-request';
  /** Whose tree a root begins; for the others it follows from their root. */
  hierarchy: 'operator' | 'manufacturer' | 'other';
  /** Given by a person; empty: the common name is shown. */
  name: string;
  /** Station of a client; else empty. */
  owner: string;
  certificatePem: string;
  hasPrivateKey: boolean;
  /** RFC 3339 UTC. */
  createdAt: string;
}

/** A revoked certificate; it outlives its entry, because a list must go on naming it. */
export interface KeptRevocation {
  /** Key identifier of the authority: a renewed authority with the same key has the same list. */
  authority: string;
  /** Hexadecimal, upper case. */
  serialNumber: string;
  subject: string;
  reason: RevocationReason;
  /** RFC 3339 UTC. */
  revokedAt: string;
}

export interface KeptRevocationList {
  authority: string;
  number: number;
  pem: string;
  thisUpdate: string;
  nextUpdate: string;
  /** What stood in it, to see whether it still says everything. */
  digest: string;
}

/** Synchronous, as `node:sqlite` is; `save` and `remove` do all or nothing. */
export interface DeskStorage {
  certificates(): DeskCertificate[];
  /** PKCS#8 PEM; undefined when there is none. */
  privateKeyPem(id: string): string | undefined;
  save(kept: readonly { certificate: DeskCertificate; privateKeyPem?: string }[]): void;
  remove(ids: readonly string[]): void;
  revocations(): KeptRevocation[];
  saveRevocation(revocation: KeptRevocation): void;
  removeRevocation(authority: string, serialNumber: string): void;
  revocationList(authority: string): KeptRevocationList | undefined;
  saveRevocationList(list: KeptRevocationList): void;
}
