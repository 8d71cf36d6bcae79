/** Certificates of the desk with their sealed keys, what is revoked, and the last list of each authority. Rows only. */
import type { DatabaseSync } from 'node:sqlite';
import { type RevocationReason, revocationReasons } from '../../../shared/security/revocation.ts';
import type { Vault } from './vault.ts';

interface DeskCertificate {
  id: string;
  origin: 'created' | 'imported' | 'signed-request';
  hierarchy: 'operator' | 'manufacturer' | 'other';
  name: string;
  owner: string;
  certificatePem: string;
  hasPrivateKey: boolean;
  /** RFC 3339 */
  createdAt: string;
}

interface Revocation {
  authority: string;
  serialNumber: string;
  subject: string;
  reason: RevocationReason;
  revokedAt: string;
}

interface RevocationList {
  authority: string;
  number: number;
  pem: string;
  thisUpdate: string;
  nextUpdate: string;
  digest: string;
}

/** Fits `DeskStorage` of the desk. */
export interface DeskCertificateStore {
  certificates(): DeskCertificate[];
  privateKeyPem(id: string): string | undefined;
  save(kept: readonly { certificate: DeskCertificate; privateKeyPem?: string }[]): void;
  remove(ids: readonly string[]): void;
  revocations(): Revocation[];
  saveRevocation(revocation: Revocation): void;
  removeRevocation(authority: string, serialNumber: string): void;
  revocationList(authority: string): RevocationList | undefined;
  saveRevocationList(list: RevocationList): void;
}

type Row = Record<string, unknown>;

const origins = ['created', 'imported', 'signed-request'] as const;
const hierarchies = ['operator', 'manufacturer', 'other'] as const;

const purpose = (id: string): string => `desk-key:${id}`;

function certificateOf(row: Row): DeskCertificate {
  return {
    id: String(row.id),
    origin: origins.find((origin) => origin === row.origin) ?? 'imported',
    hierarchy: hierarchies.find((hierarchy) => hierarchy === row.hierarchy) ?? 'other',
    name: String(row.name),
    owner: String(row.owner),
    certificatePem: String(row.certificate_pem),
    hasPrivateKey: row.has_key === 1,
    createdAt: String(row.created_at),
  };
}

function revocationOf(row: Row): Revocation {
  return {
    authority: String(row.authority),
    serialNumber: String(row.serial_number),
    subject: String(row.subject),
    reason: revocationReasons.find((reason) => reason === row.reason) ?? 'unspecified',
    revokedAt: String(row.revoked_at),
  };
}

function listOf(row: Row): RevocationList {
  return {
    authority: String(row.authority),
    number: Number(row.number),
    pem: String(row.pem),
    thisUpdate: String(row.this_update),
    nextUpdate: String(row.next_update),
    digest: String(row.digest),
  };
}

export function deskCertificateStore(database: DatabaseSync, vault: Vault): DeskCertificateStore {
  const select =
    database.prepare(`SELECT id, origin, hierarchy, name, owner, certificate_pem, created_at,
    sealed_private_key IS NOT NULL AS has_key FROM desk_certificate ORDER BY created_at, id`);
  const selectKey = database.prepare(
    'SELECT sealed_private_key FROM desk_certificate WHERE id = ?',
  );
  const upsert = database.prepare(`
    INSERT INTO desk_certificate (id, origin, hierarchy, name, owner, certificate_pem, sealed_private_key, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET origin = excluded.origin, hierarchy = excluded.hierarchy, name = excluded.name,
      owner = excluded.owner, certificate_pem = excluded.certificate_pem,
      sealed_private_key = coalesce(excluded.sealed_private_key, sealed_private_key)`);
  const erase = database.prepare('DELETE FROM desk_certificate WHERE id = ?');
  const selectRevocations = database.prepare(
    'SELECT * FROM revocation ORDER BY revoked_at, serial_number',
  );
  const upsertRevocation = database.prepare(`INSERT OR REPLACE INTO revocation
    (authority, serial_number, subject, reason, revoked_at) VALUES (?, ?, ?, ?, ?)`);
  const eraseRevocation = database.prepare(
    'DELETE FROM revocation WHERE authority = ? AND serial_number = ?',
  );
  const selectList = database.prepare('SELECT * FROM revocation_list WHERE authority = ?');
  const upsertList = database.prepare(`INSERT OR REPLACE INTO revocation_list
    (authority, number, pem, this_update, next_update, digest) VALUES (?, ?, ?, ?, ?, ?)`);

  const allOrNothing = (work: () => void): void => {
    database.exec('BEGIN');
    try {
      work();
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    certificates: () => select.all().map(certificateOf),
    privateKeyPem(id) {
      const sealed = selectKey.get(id)?.sealed_private_key;
      return sealed instanceof Uint8Array
        ? Buffer.from(vault.open(sealed, purpose(id))).toString('utf8')
        : undefined;
    },
    save: (kept) =>
      allOrNothing(() => {
        for (const { certificate, privateKeyPem } of kept) {
          const { id, origin, hierarchy, name, owner, certificatePem, createdAt } = certificate;
          const sealed =
            privateKeyPem === undefined
              ? null
              : vault.seal(Buffer.from(privateKeyPem, 'utf8'), purpose(id));
          upsert.run(id, origin, hierarchy, name, owner, certificatePem, sealed, createdAt);
        }
      }),
    remove: (ids) =>
      allOrNothing(() => {
        for (const id of ids) erase.run(id);
      }),
    revocations: () => selectRevocations.all().map(revocationOf),
    saveRevocation: ({ authority, serialNumber, subject, reason, revokedAt }) => {
      upsertRevocation.run(authority, serialNumber, subject, reason, revokedAt);
    },
    removeRevocation: (authority, serialNumber) => {
      eraseRevocation.run(authority, serialNumber);
    },
    revocationList(authority) {
      const row = selectList.get(authority);
      return row === undefined ? undefined : listOf(row);
    },
    saveRevocationList: ({ authority, number, pem, thisUpdate, nextUpdate, digest }) => {
      upsertList.run(authority, number, pem, thisUpdate, nextUpdate, digest);
    },
  };
}
