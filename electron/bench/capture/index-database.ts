/**
 * The SQLite file beside a capture: its table, its versions, its statements. It is only an index and may be deleted
 * at any time. Knows nothing of how rows come about.
 */
import fs from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type AttemptRow, attemptColumns } from './attempt-row.ts';
import { analysisVersion } from './frame-analysis.ts';
import type { IndexRow } from './index-row.ts';

export const indexFileName = 'index.sqlite';

/** Changes whenever the table changes. */
const tableVersion = 3;

/** Kept in `user_version`: another value means that the index is made anew. */
const indexVersion = tableVersion * 1_000_000 + analysisVersion;

const columns = [
  'seq',
  'wallUs',
  'monoUs',
  'run',
  'role',
  'station',
  'connection',
  'direction',
  'sender',
  'kind',
  'messageType',
  'action',
  'messageId',
  'pairSeq',
  'latencyUs',
  'bytes',
  'summary',
  'tampered',
  'severity',
  'failed',
  'detail',
  'judgements',
  'opened',
  'segment',
  'offset',
  'length',
] as const satisfies readonly (keyof IndexRow)[];

const schema = `
CREATE TABLE frames (
  seq INTEGER PRIMARY KEY, wallUs INTEGER NOT NULL, monoUs INTEGER NOT NULL, run TEXT NOT NULL, role TEXT NOT NULL,
  station TEXT, connection INTEGER, direction TEXT, sender TEXT, kind TEXT NOT NULL, messageType TEXT, action TEXT,
  messageId TEXT, pairSeq INTEGER, latencyUs INTEGER, bytes INTEGER NOT NULL, summary TEXT NOT NULL,
  tampered INTEGER NOT NULL, severity INTEGER NOT NULL, failed INTEGER NOT NULL, detail TEXT, judgements TEXT,
  opened INTEGER, segment INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL
);
CREATE INDEX framesByStation ON frames (station, seq);
CREATE INDEX framesByAction ON frames (action, seq) WHERE action IS NOT NULL;
CREATE INDEX framesFailed ON frames (seq) WHERE failed = 1;
CREATE TABLE attempts (
  seq INTEGER PRIMARY KEY, run TEXT NOT NULL, connection INTEGER NOT NULL, role TEXT NOT NULL, wallUs INTEGER NOT NULL,
  station TEXT, remote TEXT, place TEXT, outcome TEXT NOT NULL, code TEXT, stage TEXT, side TEXT, status INTEGER,
  securityProfile INTEGER, version TEXT, suite TEXT, tampered INTEGER NOT NULL, fault TEXT,
  failed INTEGER NOT NULL, frames TEXT NOT NULL
);
CREATE INDEX attemptsFailed ON attempts (seq) WHERE failed = 1;
CREATE INDEX attemptsByStation ON attempts (station, seq);
CREATE INDEX attemptsByConnection ON attempts (connection);
CREATE TABLE meta (capture TEXT NOT NULL);
PRAGMA user_version = ${indexVersion};
`;

/** Whether the file is an index of this capture by this version of the program. */
function isCurrent(database: DatabaseSync, capture: string): boolean {
  const version = database.prepare('PRAGMA user_version').get();
  if (version?.user_version !== indexVersion) return false;
  return database.prepare('SELECT capture FROM meta').get()?.capture === capture;
}

/** Deletes the index of a capture folder. */
export function deleteIndex(directory: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    fs.rmSync(join(directory, indexFileName + suffix), { force: true });
  }
}

function tryOpen(path: string, capture: string): DatabaseSync | undefined {
  if (!fs.existsSync(path)) return undefined;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    if (isCurrent(database, capture)) return database;
  } catch (error) {
    // Not a database, or a damaged one: it is made anew. Anything else is no error of SQLite.
    if (!(error instanceof Error && 'errcode' in error)) throw error;
  }
  database?.close();
  return undefined;
}

/** Opens the index for writing; one that is missing, damaged, of another version or capture is made anew. */
export function openIndex(directory: string, capture: string): DatabaseSync {
  const path = join(directory, indexFileName);
  let database = tryOpen(path, capture);
  if (database === undefined) {
    deleteIndex(directory);
    fs.closeSync(fs.openSync(path, 'wx', 0o600));
    fs.chmodSync(path, 0o600);
    database = new DatabaseSync(path);
    database.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;');
    database.exec(`BEGIN;${schema}COMMIT;`);
    database.prepare('INSERT INTO meta (capture) VALUES (?)').run(capture);
  }
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384;',
  );
  database.exec('PRAGMA busy_timeout = 2000; PRAGMA wal_autocheckpoint = 4000;');
  return database;
}

/** Opens the index for reading; undefined when it is missing, damaged or of another version or capture. */
export function openIndexForReading(directory: string, capture: string): DatabaseSync | undefined {
  const path = join(directory, indexFileName);
  if (!fs.existsSync(path)) return undefined;
  let database: DatabaseSync | undefined;
  try {
    // Not opened read-only: a reader has to be able to make the shared-memory file of the WAL.
    database = new DatabaseSync(path);
    database.exec(
      'PRAGMA query_only = ON; PRAGMA busy_timeout = 1000; PRAGMA cache_size = -32768;',
    );
    if (isCurrent(database, capture)) return database;
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error;
  }
  database?.close();
  return undefined;
}

export interface RowWriter {
  /** Writes rows in one transaction, completes earlier ones with their pair, and brings attempts up to date. */
  write(
    rows: readonly IndexRow[],
    pairs: readonly PairUpdate[],
    attempts: Iterable<AttemptRow>,
  ): void;
}

/** The CALL `seq` was answered by `pairSeq`. */
export interface PairUpdate {
  seq: number;
  pairSeq: number;
  latencyUs: number;
}

export function createRowWriter(database: DatabaseSync): RowWriter {
  const places = columns.map(() => '?').join(',');
  const insert = database.prepare(
    `INSERT OR REPLACE INTO frames (${columns.join(',')}) VALUES (${places})`,
  );
  const attemptStatement = database.prepare(
    `INSERT OR REPLACE INTO attempts (${attemptColumns.join(',')})
     VALUES (${attemptColumns.map(() => '?').join(',')})`,
  );
  const pair = database.prepare('UPDATE frames SET pairSeq = ?, latencyUs = ? WHERE seq = ?');
  return {
    write(rows, pairs, attempts) {
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const row of rows) insertRow(insert, row);
        for (const { seq, pairSeq, latencyUs } of pairs) pair.run(pairSeq, latencyUs, seq);
        for (const attempt of attempts) insertAttempt(attemptStatement, attempt);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}

function insertRow(statement: StatementSync, row: IndexRow): void {
  statement.run(
    row.seq,
    row.wallUs,
    row.monoUs,
    row.run,
    row.role,
    row.station,
    row.connection,
    row.direction,
    row.sender,
    row.kind,
    row.messageType,
    row.action,
    row.messageId,
    row.pairSeq,
    row.latencyUs,
    row.bytes,
    row.summary,
    row.tampered,
    row.severity,
    row.failed,
    row.detail,
    row.judgements,
    row.opened,
    row.segment,
    row.offset,
    row.length,
  );
}

function insertAttempt(statement: StatementSync, attempt: AttemptRow): void {
  statement.run(...attemptColumns.map((column) => attempt[column]));
}

/** A row as SQLite gives it back; only `openIndex` writes the table. */
export function toIndexRow(record: Record<string, unknown>): IndexRow {
  // The table was written by `insertRow` with these very columns.
  return record as unknown as IndexRow;
}
