/** Every look at a secret, as it is kept when the capture that recorded it is gone. Rows only; never a secret. */
import type { DatabaseSync } from 'node:sqlite';
import type { RevealedSecret } from '../../../shared/api/secrets-contract.ts';

export interface RevealStore {
  add(reveal: RevealedSecret): void;
  /** The newest first. */
  latest(limit: number): RevealedSecret[];
}

const doors = ['page', 'api', 'program'] as const;

export function revealStore(database: DatabaseSync): RevealStore {
  const insert = database.prepare(
    'INSERT INTO reveal (at, capture, seq, what, subject, door, address) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const select = database.prepare('SELECT * FROM reveal ORDER BY id DESC LIMIT ?');
  return {
    add({ at, capture, seq, what, subject, by }) {
      insert.run(at, capture, seq, what, subject, by.door, by.address ?? null);
    },
    latest: (limit) =>
      select.all(limit).map((row) => ({
        at: String(row.at),
        capture: String(row.capture),
        seq: Number(row.seq),
        what: String(row.what),
        subject: String(row.subject),
        by: {
          door: doors.find((door) => door === row.door) ?? 'program',
          ...(typeof row.address === 'string' ? { address: row.address } : {}),
        },
      })),
  };
}
