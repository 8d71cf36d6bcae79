/**
 * Opens `store.db`, what must survive but is not the record: one process per data folder,
 * numbered migrations with a backup, every commit on disk. Knows SQLite, not what the rows mean to the roles.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Outcome } from '../../../shared/api/problem.ts';
import { migrations } from './migrations.ts';

export const storeFileName = 'store.db';
const holderFileName = 'store-holder.json';

/** Who holds the data folder, for the message that a second process prints. */
export interface StoreHolder {
  pid: number;
  startedAt: string;
}

function readHolder(directory: string): StoreHolder | undefined {
  const path = join(directory, holderFileName);
  if (!existsSync(path)) return undefined;
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('pid' in parsed) || typeof parsed.pid !== 'number') return undefined;
    if (!('startedAt' in parsed) || typeof parsed.startedAt !== 'string') return undefined;
    return { pid: parsed.pid, startedAt: parsed.startedAt };
  } catch {
    // The holder file only improves a message; the lock itself is SQLite's.
    return undefined;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /database is locked|SQLITE_BUSY/.test(error.message);
}

function userVersion(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.user_version ?? 0);
}

function migrate(database: DatabaseSync, path: string): Outcome<undefined> {
  const version = userVersion(database);
  if (version > migrations.length) {
    return {
      ok: false,
      problem: {
        code: 'store-newer',
        where: path,
        parameters: { version, known: migrations.length },
      },
    };
  }
  if (version > 0 && version < migrations.length)
    copyFileSync(path, `${path}.before-${version + 1}`);
  for (const [index, statements] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN; ${statements}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
  return { ok: true, value: undefined };
}

/** The tables of the store without a file, as an empty place to work on. */
export function memoryDatabase(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  for (const statements of migrations) database.exec(statements);
  return database;
}

/**
 * Opens the store of a data folder and takes its lock until the database is closed or the process ends.
 * Problems: `data-folder-in-use` (names the process that holds it), `store-newer`, `data-folder-unusable`.
 */
export function openDatabase(directory: string): Outcome<DatabaseSync> {
  const path = join(directory, storeFileName);
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!existsSync(path)) writeFileSync(path, '', { mode: 0o600, flag: 'wx' });
    database = new DatabaseSync(path);
    // The lock is taken by the first write in exclusive mode and falls with the process, also by kill -9.
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; BEGIN EXCLUSIVE; COMMIT',
    );
    const migrated = migrate(database, path);
    if (!migrated.ok) {
      database.close();
      return migrated;
    }
    const holder: StoreHolder = { pid: process.pid, startedAt: new Date().toISOString() };
    writeFileSync(join(directory, holderFileName), JSON.stringify(holder), { mode: 0o600 });
    return { ok: true, value: database };
  } catch (error) {
    database?.close();
    if (isBusy(error)) {
      const holder = readHolder(directory);
      return {
        ok: false,
        problem: {
          code: 'data-folder-in-use',
          where: directory,
          parameters: { pid: holder?.pid ?? 0, startedAt: holder?.startedAt ?? '' },
        },
      };
    }
    const raw = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      problem: { code: 'data-folder-unusable', where: directory, parameters: { raw } },
    };
  }
}
