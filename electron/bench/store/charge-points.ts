/** Emulated charge points as they survive a restart: their settings, sealed because a password is among them. */
import type { DatabaseSync } from 'node:sqlite';
import type { Vault } from './vault.ts';

export interface ChargePointStore {
  /** Settings as parsed JSON; the role parses them with its own schema. */
  all(): { id: string; settings: unknown }[];
  save(id: string, settings: unknown): void;
  remove(id: string): boolean;
}

function purpose(id: string): string {
  return `charge-point:${id}`;
}

export function chargePointStore(database: DatabaseSync, vault: Vault): ChargePointStore {
  const select = database.prepare('SELECT id, sealed_settings FROM charge_point ORDER BY id');
  const upsert = database.prepare(
    'INSERT OR REPLACE INTO charge_point (id, sealed_settings) VALUES (?, ?)',
  );
  const erase = database.prepare('DELETE FROM charge_point WHERE id = ?');
  return {
    all: () =>
      select.all().map((row) => {
        const id = String(row.id);
        if (!(row.sealed_settings instanceof Uint8Array)) {
          throw new Error(`store.db: charge point ${id} has no settings`);
        }
        const text = Buffer.from(vault.open(row.sealed_settings, purpose(id))).toString('utf8');
        const settings: unknown = JSON.parse(text);
        return { id, settings };
      }),
    save: (id, settings) => {
      upsert.run(id, vault.seal(Buffer.from(JSON.stringify(settings), 'utf8'), purpose(id)));
    },
    remove: (id) => erase.run(id).changes > 0,
  };
}
