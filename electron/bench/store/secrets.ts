/**
 * The secrets of a data folder as a whole: whether they are open, who keeps their key, and beginning anew without it.
 * Knows the key, never what it sealed.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import type {
  ChangeKeeperRequest,
  SecretsKeeper,
  SecretsState,
} from '../../../shared/api/secrets-contract.ts';
import {
  type FoundKey,
  findDataKey,
  newDataKey,
  type OfferedKeys,
  removeKeyFile,
  setKeyFilesAside,
  writeKeyFile,
} from './data-key.ts';
import { storeFileName } from './database.ts';
import {
  hasPassphraseFile,
  removePassphraseFile,
  unwrapDataKey,
  writeWrappedKey,
} from './passphrase.ts';
import type { Opened } from './private-files.ts';
import type { SettingStore } from './settings.ts';
import { dataKeyBytes, type Vault, vaultWithKey } from './vault.ts';

export interface StoredSecrets {
  state(): SecretsState;
  /**
   * Keeps the same data key in another way; nothing is sealed anew.
   * Problems: `secrets-locked`, `passphrase-needed`, `passphrase-wrong`, `passphrase-too-short`,
   * `keychain-has-no-fitting-key`, `file-not-writable`.
   */
  change(request: ChangeKeeperRequest): Promise<Outcome<SecretsState>>;
  /** Whether the key would be found now, with this one unwrapped by a passphrase. Problems: those of `findDataKey`. */
  look(passphrase?: Opened): Outcome<undefined>;
  /**
   * Copies the store beside itself, then takes out of it what was sealed and begins with a new key. The bench is to be
   * opened again after it. Problems: `secrets-open`, `file-not-writable`.
   */
  startOver(now: Date): Outcome<{ setAside: string }>;
}

export interface OpenedSecrets {
  secrets: StoredSecrets;
  /** Undefined while locked. */
  vault: Vault | undefined;
}

const probeName = 'vault-probe';
const probeText = 'benchpoint';
const keeperName = 'secrets-kept-by';
const keepers: readonly SecretsKeeper[] = ['keychain', 'key-file', 'passphrase'];

/** Proves that a key opens what this folder holds, before anything is sealed with a wrong one. */
function opensProbe(probe: string, key: Uint8Array): boolean {
  try {
    const opened = vaultWithKey(key).open(Buffer.from(probe, 'base64'), probeName);
    return Buffer.from(opened).toString() === probeText;
  } catch {
    // An authentication failure of the cipher is the answer itself: another key.
    return false;
  }
}

interface Folder {
  directory: string;
  database: DatabaseSync;
  settings: SettingStore;
  offered: OfferedKeys;
}

function find({ directory, settings, offered }: Folder): Outcome<FoundKey> {
  const probe = settings.read(probeName);
  const sealed = typeof probe === 'string' ? probe : undefined;
  const lastKeptBy = settings.read(keeperName);
  return findDataKey(
    {
      directory,
      fits: (key) =>
        key.length === dataKeyBytes && (sealed === undefined || opensProbe(sealed, key)),
      alreadySealed: sealed !== undefined,
      lastKeptBy: keepers.find((keeper) => keeper === lastKeptBy),
    },
    offered,
  );
}

/** Looks for the key of the folder; without one the secrets stay locked, with the reason. */
export function openSecrets(folder: Folder): OpenedSecrets {
  const { settings } = folder;
  const found = find(folder);
  if (!found.ok) return { secrets: lockedSecrets(folder, found.problem), vault: undefined };
  const vault = vaultWithKey(found.value.key);
  if (settings.read(probeName) === undefined) writeProbe(settings, vault);
  if (settings.read(keeperName) !== found.value.keptBy)
    settings.write(keeperName, found.value.keptBy);
  return { secrets: openedSecrets(folder, found.value), vault };
}

function writeProbe(settings: SettingStore, vault: Vault): void {
  const sealed = vault.seal(Buffer.from(probeText), probeName);
  settings.write(probeName, Buffer.from(sealed).toString('base64'));
}

function lockedSecrets(folder: Folder, reason: Problem): StoredSecrets {
  return {
    state: () => ({
      status: 'locked',
      reason,
      passphrase: hasPassphraseFile(folder.directory),
    }),
    change: async () => ({ ok: false, problem: { code: 'secrets-locked' } }),
    look(passphrase) {
      const found = find({ ...folder, offered: { ...folder.offered, passphrase } });
      return found.ok ? { ok: true, value: undefined } : found;
    },
    startOver: (now) => startOver(folder, now),
  };
}

function openedSecrets({ directory, settings, offered }: Folder, found: FoundKey): StoredSecrets {
  const { key } = found;
  let { keptBy } = found;
  const keychainFits =
    offered.keychain !== undefined && Buffer.from(key).equals(Buffer.from(offered.keychain));
  const state = (): SecretsState => ({ status: 'open', keptBy, keychainFits });

  async function checkCurrent(current: string | undefined): Promise<Outcome<undefined>> {
    if (keptBy !== 'passphrase') return { ok: true, value: undefined };
    if (current === undefined) return { ok: false, problem: { code: 'passphrase-needed' } };
    const opened = await unwrapDataKey(directory, current);
    return opened.ok ? { ok: true, value: undefined } : opened;
  }

  /** The new place first, the old ones last: whatever interrupts it, one of them opens the secrets. */
  async function keep(request: ChangeKeeperRequest): Promise<Outcome<undefined>> {
    switch (request.keptBy) {
      case 'passphrase': {
        if (request.passphrase === undefined) {
          return { ok: false, problem: { code: 'passphrase-needed' } };
        }
        const written = await writeWrappedKey(directory, key, request.passphrase);
        if (written.ok) removeKeyFile(directory);
        return written;
      }
      case 'key-file': {
        const written = writeKeyFile(directory, key);
        if (written.ok) removePassphraseFile(directory);
        return written;
      }
      case 'keychain':
        if (!keychainFits) return { ok: false, problem: { code: 'keychain-has-no-fitting-key' } };
        removeKeyFile(directory);
        removePassphraseFile(directory);
        return { ok: true, value: undefined };
    }
  }

  return {
    state,
    async change(request) {
      const allowed = await checkCurrent(request.currentPassphrase);
      if (!allowed.ok) return allowed;
      const kept = await keep(request);
      if (!kept.ok) return kept;
      keptBy = request.keptBy;
      settings.write(keeperName, keptBy);
      return { ok: true, value: state() };
    },
    look: () => ({ ok: false, problem: { code: 'secrets-open' } }),
    startOver: () => ({ ok: false, problem: { code: 'secrets-open' } }),
  };
}

const identifier = (name: unknown): string => `"${String(name).replaceAll('"', '""')}"`;

/** A station without its key is still a station; a certificate without its key only looks like one of ours. */
const standsWithoutSecret: ReadonlySet<unknown> = new Set(['station']);

/** What was sealed is taken out of every table: the value, or the row that is nothing without it. */
function takeSealedOut(database: DatabaseSync): void {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables) {
    const table = identifier(name);
    for (const column of database.prepare(`PRAGMA table_info(${table})`).all()) {
      if (!String(column.name).startsWith('sealed_')) continue;
      const sealed = identifier(column.name);
      database.exec(
        standsWithoutSecret.has(name)
          ? `UPDATE ${table} SET ${sealed} = NULL`
          : `DELETE FROM ${table} WHERE ${sealed} IS NOT NULL`,
      );
    }
  }
}

function startOver(
  { directory, database, settings, offered }: Folder,
  now: Date,
): Outcome<{ setAside: string }> {
  const suffix = `set-aside-${now.toISOString().replace(/[:.]/g, '-')}`;
  const storeFile = join(directory, storeFileName);
  const setAside = `${storeFile}.${suffix}`;
  try {
    // We hold the database and no transaction is open: the file is complete.
    copyFileSync(storeFile, setAside);
    setKeyFilesAside(directory, suffix);
  } catch (error) {
    const raw = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      problem: { code: 'file-not-writable', where: setAside, parameters: { raw } },
    };
  }
  const keychain = offered.keychain?.length === dataKeyBytes ? offered.keychain : undefined;
  const key = keychain ?? newDataKey();
  if (!keychain) {
    const written = writeKeyFile(directory, key);
    if (!written.ok) return written;
  }
  database.exec('BEGIN');
  takeSealedOut(database);
  writeProbe(settings, vaultWithKey(key));
  settings.write(keeperName, keychain ? 'keychain' : 'key-file');
  database.exec('COMMIT');
  return { ok: true, value: { setAside } };
}
