/** Named JSON values: settings of the bench, policy of the CSMS, its listeners. Rows only. */
import type { DatabaseSync } from 'node:sqlite';

export interface SettingStore {
  /** The parsed value; the caller parses it with its own schema. */
  read(name: string): unknown;
  write(name: string, value: unknown): void;
}

export function settingStore(database: DatabaseSync): SettingStore {
  const select = database.prepare('SELECT value FROM setting WHERE name = ?');
  const upsert = database.prepare(`
    INSERT INTO setting (name, value) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
  return {
    read(name) {
      const row = select.get(name);
      const parsed: unknown = row === undefined ? undefined : JSON.parse(String(row.value));
      return parsed;
    },
    write: (name, value) => {
      upsert.run(name, JSON.stringify(value));
    },
  };
}
