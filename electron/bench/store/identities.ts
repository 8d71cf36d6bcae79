/** Certificates with their sealed private keys, and the roots a person trusts besides the bench's own. Rows only. */
import type { DatabaseSync } from 'node:sqlite';
import type { Vault } from './vault.ts';

export interface StoredIdentity {
  id: string;
  kind: 'root' | 'server' | 'client' | 'manufacturer-root' | 'firmware-signing';
  family: 'rsa' | 'ecdsa';
  /** Host name or station. */
  owner: string;
  certificatePem: string;
  chainPem: string;
  privateKeyPem: string;
  /** RFC 3339 */
  createdAt: string;
}

export interface IdentityStore {
  loadAll(): StoredIdentity[];
  save(identity: StoredIdentity): void;
  remove(id: string): void;
}

export interface TrustedRootStore {
  all(): { id: string; pem: string }[];
  save(id: string, pem: string): void;
  remove(id: string): boolean;
}

const kinds: readonly StoredIdentity['kind'][] = [
  'root',
  'server',
  'client',
  'manufacturer-root',
  'firmware-signing',
];

function purpose(id: string): string {
  return `private-key:${id}`;
}

function fromRow(row: Record<string, unknown>, vault: Vault): StoredIdentity {
  const id = String(row.id);
  if (!(row.sealed_private_key instanceof Uint8Array)) {
    throw new Error(`store.db: identity ${id} has no private key`);
  }
  return {
    id,
    kind: kinds.find((kind) => kind === row.kind) ?? 'client',
    family: row.family === 'rsa' ? 'rsa' : 'ecdsa',
    owner: String(row.owner),
    certificatePem: String(row.certificate_pem),
    chainPem: String(row.chain_pem),
    privateKeyPem: Buffer.from(vault.open(row.sealed_private_key, purpose(id))).toString('utf8'),
    createdAt: String(row.created_at),
  };
}

export function identityStore(database: DatabaseSync, vault: Vault): IdentityStore {
  const select = database.prepare('SELECT * FROM identity');
  const upsert = database.prepare(`
    INSERT INTO identity (id, kind, family, owner, certificate_pem, chain_pem, sealed_private_key, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, family = excluded.family,
      owner = excluded.owner, certificate_pem = excluded.certificate_pem,
      chain_pem = excluded.chain_pem, sealed_private_key = excluded.sealed_private_key,
      created_at = excluded.created_at`);
  const erase = database.prepare('DELETE FROM identity WHERE id = ?');
  return {
    loadAll: () => select.all().map((row) => fromRow(row, vault)),
    save(identity) {
      upsert.run(
        identity.id,
        identity.kind,
        identity.family,
        identity.owner,
        identity.certificatePem,
        identity.chainPem,
        vault.seal(Buffer.from(identity.privateKeyPem, 'utf8'), purpose(identity.id)),
        identity.createdAt,
      );
    },
    remove: (id) => {
      erase.run(id);
    },
  };
}

export function trustedRootStore(database: DatabaseSync): TrustedRootStore {
  const select = database.prepare('SELECT id, pem FROM trusted_root ORDER BY id');
  const upsert = database.prepare('INSERT OR REPLACE INTO trusted_root (id, pem) VALUES (?, ?)');
  const erase = database.prepare('DELETE FROM trusted_root WHERE id = ?');
  return {
    all: () => select.all().map((row) => ({ id: String(row.id), pem: String(row.pem) })),
    save: (id, pem) => {
      upsert.run(id, pem);
    },
    remove: (id) => erase.run(id).changes > 0,
  };
}
