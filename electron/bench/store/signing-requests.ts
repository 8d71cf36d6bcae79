/** Signing requests of charge points, each with what became of it, as JSON in rows. What it means is the role's to parse. */
import type { DatabaseSync } from 'node:sqlite';

interface SigningRequestToKeep {
  id: string;
  station: string;
  /** RFC 3339 */
  receivedAt: string;
  content: object;
}

export interface SigningRequestStore {
  /** The newest first. */
  all(): { id: string; content: unknown }[];
  /** All in one commit. */
  save(rows: readonly SigningRequestToKeep[]): void;
  remove(ids: readonly string[]): void;
}

export function signingRequestStore(database: DatabaseSync): SigningRequestStore {
  const select = database.prepare(
    'SELECT id, content FROM signing_request ORDER BY received_at DESC, rowid DESC',
  );
  const upsert = database.prepare(`
    INSERT INTO signing_request (id, station, received_at, content) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET content = excluded.content`);
  const erase = database.prepare('DELETE FROM signing_request WHERE id = ?');
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
    all: () =>
      select
        .all()
        .map(({ id, content }) => ({ id: String(id), content: JSON.parse(String(content)) })),
    save: (rows) =>
      allOrNothing(() => {
        for (const { id, station, receivedAt, content } of rows) {
          upsert.run(id, station, receivedAt, JSON.stringify(content));
        }
      }),
    remove: (ids) =>
      allOrNothing(() => {
        for (const id of ids) erase.run(id);
      }),
  };
}
