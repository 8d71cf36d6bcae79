/** The editable list of id tags that the CSMS role authorises against. Rows only. */
import type { DatabaseSync } from 'node:sqlite';

export type AuthorizationStatus = 'Accepted' | 'Blocked' | 'Expired' | 'Invalid' | 'ConcurrentTx';

export interface StoredIdTag {
  idTag: string;
  status: AuthorizationStatus;
  /** RFC 3339 */
  expiryDate?: string;
  parentIdTag?: string;
}

export interface IdTagStore {
  all(): StoredIdTag[];
  save(tag: StoredIdTag): void;
  remove(idTag: string): boolean;
}

const statuses: readonly string[] = ['Accepted', 'Blocked', 'Expired', 'Invalid', 'ConcurrentTx'];

function isStatus(value: unknown): value is AuthorizationStatus {
  return typeof value === 'string' && statuses.includes(value);
}

export function idTagStore(database: DatabaseSync): IdTagStore {
  const select = database.prepare('SELECT * FROM id_tag ORDER BY id_tag');
  const upsert = database.prepare(`
    INSERT INTO id_tag (id_tag, status, expiry_date, parent_id_tag) VALUES (?, ?, ?, ?)
    ON CONFLICT (id_tag) DO UPDATE SET status = excluded.status,
      expiry_date = excluded.expiry_date, parent_id_tag = excluded.parent_id_tag`);
  const erase = database.prepare('DELETE FROM id_tag WHERE id_tag = ?');
  return {
    all: () =>
      select.all().map((row) => ({
        idTag: String(row.id_tag),
        status: isStatus(row.status) ? row.status : 'Invalid',
        expiryDate: row.expiry_date === null ? undefined : String(row.expiry_date),
        parentIdTag: row.parent_id_tag === null ? undefined : String(row.parent_id_tag),
      })),
    save: (tag) => {
      upsert.run(tag.idTag, tag.status, tag.expiryDate ?? null, tag.parentIdTag ?? null);
    },
    remove: (idTag) => erase.run(idTag).changes > 0,
  };
}
