/**
 * Questions about connection attempts to the index of one capture: a page of them, one with its frames, its neighbours.
 * Every answer takes an index; knows nothing of threads or doors.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { AttemptRow } from './attempt-row.ts';

export interface AttemptFilter {
  failed: boolean;
  role?: 'csms' | 'charge-point' | undefined;
  station?: string | undefined;
  /** From an address and without a station: those that never said who they are. */
  nameless?: boolean | undefined;
  /** Exclusive; the newest when absent. */
  before?: number | undefined;
  limit: number;
}

export interface AttemptNeighbours {
  previous?: AttemptRow;
  next?: AttemptRow;
}

export interface AttemptQueries {
  /** Newest first. */
  list(filter: AttemptFilter): AttemptRow[];
  /** Without `run` that of the newest run that has the connection. */
  find(connection: number, run: string | undefined): AttemptRow | undefined;
  /** Of the same station, else from the same address, in the same role. */
  neighbours(attempt: AttemptRow): AttemptNeighbours;
  /** `seq` of what was asked of the bench's own name and time servers shortly before. */
  queriesBefore(seq: number): number[];
}

/** Who asks for a name connects within seconds; nothing older is looked at. */
const querySpan = 5_000;
const mostQueries = 100;

/** Only `insertAttempt` writes the table, with these types. */
const asRow = (record: unknown): AttemptRow => record as AttemptRow;

export function openAttemptQueries(database: DatabaseSync): AttemptQueries {
  const byConnection = database.prepare(
    'SELECT * FROM attempts WHERE connection = ? AND (? IS NULL OR run = ?) ORDER BY seq DESC LIMIT 1',
  );
  const queries = database.prepare(
    `SELECT seq FROM frames WHERE seq BETWEEN ? AND ? AND kind IN ('name-query', 'time-query')
     ORDER BY seq DESC LIMIT ?`,
  );

  function list({ failed, role, station, nameless, before, limit }: AttemptFilter): AttemptRow[] {
    const terms: [condition: string, ...values: (string | number)[]][] = [];
    if (before !== undefined) terms.push(['seq < ?', before]);
    if (failed) terms.push(['failed = 1']);
    if (role !== undefined) terms.push(['role = ?', role]);
    if (station !== undefined) terms.push(['station = ?', station]);
    if (nameless === true) terms.push(['station IS NULL']);
    const where = terms.length === 0 ? '' : `WHERE ${terms.map(([term]) => term).join(' AND ')}`;
    const values = terms.flatMap(([, ...rest]) => rest);
    return database
      .prepare(`SELECT * FROM attempts ${where} ORDER BY seq DESC LIMIT ?`)
      .all(...values, limit)
      .map(asRow);
  }

  function neighbour(attempt: AttemptRow, side: 'previous' | 'next'): AttemptRow | undefined {
    const { seq, role, station, remote } = attempt;
    const [compare, order] = side === 'previous' ? ['<', 'DESC'] : ['>', 'ASC'];
    const same = station === null ? 'station IS NULL AND remote IS ?' : 'station = ?';
    const found = database
      .prepare(
        `SELECT * FROM attempts WHERE ${same} AND role = ? AND seq ${compare} ?
         ORDER BY seq ${order} LIMIT 1`,
      )
      .get(station ?? remote, role, seq);
    return found === undefined ? undefined : asRow(found);
  }

  return {
    list,
    find(connection, run) {
      const found = byConnection.get(connection, run ?? null, run ?? null);
      return found === undefined ? undefined : asRow(found);
    },
    neighbours(attempt) {
      const previous = neighbour(attempt, 'previous');
      const next = neighbour(attempt, 'next');
      return { ...(previous && { previous }), ...(next && { next }) };
    },
    queriesBefore: (seq) =>
      queries
        .all(Math.max(1, seq - querySpan), seq, mostQueries)
        .map((record) => Number(record.seq))
        .reverse(),
  };
}
