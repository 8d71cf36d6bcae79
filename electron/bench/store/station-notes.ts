/**
 * What the CSMS role notes of a station beyond its settings: documents by topic, and lists that keep their newest rows.
 * JSON in rows; what it means is the role's to parse.
 */
import type { DatabaseSync } from 'node:sqlite';

/** Rows of one kind, each a JSON object, the newest `kept` of each station. */
export interface StationListStore {
  /** The id of the new row. */
  add(station: string, content: object): number;
  /** The newest first. */
  ofStation(station: string, limit: number): { id: number; content: unknown }[];
  find(station: string, id: number): unknown;
  replace(id: number, content: object): void;
}

export interface SavedPayloadRow {
  action: string;
  name: string;
  payload: unknown;
}

export interface StationNoteStore {
  readDocument(station: string, topic: string): unknown;
  writeDocument(station: string, topic: string, content: object): void;
  configurationSnapshots: StationListStore;
  securityEvents: StationListStore;
  recentCalls: StationListStore;
  savedPayloads: {
    all(): SavedPayloadRow[];
    save(row: SavedPayloadRow): void;
    remove(action: string, name: string): boolean;
  };
  /** Forgets all of a station. */
  forget(station: string): void;
  /** Runs `write` in one commit, all or none. */
  inOneCommit(write: () => void): void;
}

const kept = { configuration_snapshot: 20, security_event: 500, recent_call: 50 } as const;

function parsed(row: Record<string, unknown> | undefined, column: string): unknown {
  return row === undefined ? undefined : JSON.parse(String(row[column]));
}

function listStore(database: DatabaseSync, table: keyof typeof kept): StationListStore {
  const insert = database.prepare(`INSERT INTO ${table} (station, content) VALUES (?, ?)`);
  const prune = database.prepare(`
    DELETE FROM ${table} WHERE station = ?1 AND id <= (
      SELECT id FROM ${table} WHERE station = ?1 ORDER BY id DESC LIMIT 1 OFFSET ${kept[table]})`);
  const select = database.prepare(
    `SELECT id, content FROM ${table} WHERE station = ? ORDER BY id DESC LIMIT ?`,
  );
  const one = database.prepare(`SELECT content FROM ${table} WHERE station = ? AND id = ?`);
  const update = database.prepare(`UPDATE ${table} SET content = ? WHERE id = ?`);
  return {
    add(station, content) {
      const { lastInsertRowid } = insert.run(station, JSON.stringify(content));
      prune.run(station);
      return Number(lastInsertRowid);
    },
    ofStation: (station, limit) =>
      select
        .all(station, limit)
        .map((row) => ({ id: Number(row.id), content: parsed(row, 'content') })),
    find: (station, id) => parsed(one.get(station, id), 'content'),
    replace: (id, content) => {
      update.run(JSON.stringify(content), id);
    },
  };
}

function payloadStore(database: DatabaseSync): StationNoteStore['savedPayloads'] {
  const select = database.prepare('SELECT * FROM saved_payload ORDER BY action, name');
  const upsert = database.prepare(`
    INSERT INTO saved_payload (action, name, payload) VALUES (?, ?, ?)
    ON CONFLICT (action, name) DO UPDATE SET payload = excluded.payload`);
  const erase = database.prepare('DELETE FROM saved_payload WHERE action = ? AND name = ?');
  return {
    all: () =>
      select.all().map((row) => ({
        action: String(row.action),
        name: String(row.name),
        payload: parsed(row, 'payload'),
      })),
    save: ({ action, name, payload }) => {
      upsert.run(action, name, JSON.stringify(payload ?? {}));
    },
    remove: (action, name) => erase.run(action, name).changes > 0,
  };
}

export function stationNoteStore(database: DatabaseSync): StationNoteStore {
  const document = database.prepare(
    'SELECT content FROM station_document WHERE station = ? AND topic = ?',
  );
  const upsert = database.prepare(`
    INSERT INTO station_document (station, topic, content) VALUES (?, ?, ?)
    ON CONFLICT (station, topic) DO UPDATE SET content = excluded.content`);
  const tables = ['station_document', ...Object.keys(kept)];
  return {
    readDocument: (station, topic) => parsed(document.get(station, topic), 'content'),
    writeDocument: (station, topic, content) => {
      upsert.run(station, topic, JSON.stringify(content));
    },
    configurationSnapshots: listStore(database, 'configuration_snapshot'),
    securityEvents: listStore(database, 'security_event'),
    recentCalls: listStore(database, 'recent_call'),
    savedPayloads: payloadStore(database),
    forget(station) {
      for (const table of tables) {
        database.prepare(`DELETE FROM ${table} WHERE station = ?`).run(station);
      }
    },
    inOneCommit(write) {
      database.exec('BEGIN');
      try {
        write();
        database.exec('COMMIT');
      } catch (error) {
        // SQLite ends the transaction itself when the disk is full.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}
