/**
 * Where the data key of a folder is kept, and finding it: a passphrase, a 0600 key file, or the desktop's keychain.
 * Knows files and candidates; whether one fits is told by whoever knows what it sealed.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import type { SecretsKeeper } from '../../../shared/api/secrets-contract.ts';
import { hasPassphraseFile, passphraseFileName } from './passphrase.ts';
import { type Opened, privateFileProblem, replaceFile } from './private-files.ts';
import { dataKeyBytes } from './vault.ts';

export const keyFileName = 'secrets.key';

export interface OfferedKeys {
  /** 32 bytes from the supervisor's keychain; absent when there is none. */
  keychain?: Uint8Array;
  /** What a given passphrase unwrapped, or why it did not; absent when none was given. */
  passphrase?: Opened;
}

export interface FoundKey {
  key: Uint8Array;
  keptBy: SecretsKeeper;
}

export interface SealedFolder {
  directory: string;
  /** Whether a key opens what the folder holds; any does when nothing is sealed yet. */
  fits(key: Uint8Array): boolean;
  /** The folder holds sealed secrets: without their key no new key may be made. */
  alreadySealed: boolean;
  /** Who kept the key when the folder was last opened, as far as that was noted. */
  lastKeptBy: SecretsKeeper | undefined;
}

function refused(code: string, where: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, where } };
}

function readKeyFile(path: string): Opened {
  const unsafe = privateFileProblem(path);
  if (unsafe) return { ok: false, problem: unsafe };
  let key: Uint8Array;
  try {
    key = readFileSync(path);
  } catch (error) {
    // Somebody else's, or no file at all: the secrets are locked, everything else is not.
    const raw = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: { code: 'file-unreadable', where: path, parameters: { raw } } };
  }
  return key.length === dataKeyBytes ? { ok: true, value: key } : refused('key-file-damaged', path);
}

/** Problem: `file-not-writable`. */
export function writeKeyFile(directory: string, key: Uint8Array): Outcome<undefined> {
  return replaceFile(join(directory, keyFileName), key);
}

export function removeKeyFile(directory: string): void {
  rmSync(join(directory, keyFileName), { force: true });
}

export function newDataKey(): Uint8Array {
  return randomBytes(dataKeyBytes);
}

function byPassphrase(folder: SealedFolder, { passphrase }: OfferedKeys): Outcome<FoundKey> {
  const path = join(folder.directory, passphraseFileName);
  if (passphrase === undefined) return refused('passphrase-needed', folder.directory);
  if (!passphrase.ok) return passphrase;
  return folder.fits(passphrase.value)
    ? { ok: true, value: { key: passphrase.value, keptBy: 'passphrase' } }
    : refused('key-file-does-not-fit', path);
}

function byKeychain(folder: SealedFolder, { keychain }: OfferedKeys): Outcome<FoundKey> {
  const { directory } = folder;
  if (keychain === undefined) {
    const isLost = folder.lastKeptBy === 'key-file';
    return isLost
      ? refused('key-file-missing', join(directory, keyFileName))
      : refused('secrets-kept-in-keychain', directory);
  }
  if (keychain.length !== dataKeyBytes) return refused('data-key-damaged', directory);
  return folder.fits(keychain)
    ? { ok: true, value: { key: keychain, keptBy: 'keychain' } }
    : refused('data-key-does-not-fit', directory);
}

function byKeyFile(folder: SealedFolder): Outcome<FoundKey> {
  const path = join(folder.directory, keyFileName);
  const key = readKeyFile(path);
  if (!key.ok) return key;
  return folder.fits(key.value)
    ? { ok: true, value: { key: key.value, keptBy: 'key-file' } }
    : refused('key-file-does-not-fit', path);
}

/**
 * The key of a folder. A key file that fits wins: a folder that has one keeps it, so that desktop and command line
 * open the same secrets, and after a change that was interrupted nobody is locked out. A passphrase is asked for
 * although the keychain has the key too: it was asked for by a person.
 * Problems: `passphrase-needed`, `passphrase-wrong`, `passphrase-file-damaged`, `key-file-readable-by-others`,
 * `key-file-damaged`, `key-file-does-not-fit`, `key-file-missing`, `secrets-kept-in-keychain`, `data-key-damaged`,
 * `data-key-does-not-fit`, `file-not-writable`.
 */
export function findDataKey(folder: SealedFolder, offered: OfferedKeys): Outcome<FoundKey> {
  const hasKeyFile = existsSync(join(folder.directory, keyFileName));
  const ownFile = hasKeyFile ? byKeyFile(folder) : undefined;
  if (ownFile?.ok) return ownFile;
  if (hasPassphraseFile(folder.directory)) return byPassphrase(folder, offered);
  if (ownFile === undefined && !offered.keychain && !folder.alreadySealed) return freshKey(folder);
  const keychain = byKeychain(folder, offered);
  return keychain.ok || ownFile === undefined ? keychain : ownFile;
}

function freshKey({ directory }: SealedFolder): Outcome<FoundKey> {
  const key = newDataKey();
  const written = writeKeyFile(directory, key);
  return written.ok ? { ok: true, value: { key, keptBy: 'key-file' } } : written;
}

/** Gives the files of a lost key another name, so that a key found later still has what it belongs to. */
export function setKeyFilesAside(directory: string, suffix: string): void {
  for (const name of [keyFileName, passphraseFileName]) {
    const path = join(directory, name);
    if (existsSync(path)) renameSync(path, `${path}.${suffix}`);
  }
}
