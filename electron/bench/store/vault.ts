/**
 * Seals secrets at rest with AES-256-GCM under the data key. The key comes from the desktop's keychain
 * or from a 0600 file in the data folder; a key file that others can read is refused.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../../shared/api/problem.ts';

const keyFileName = 'secrets.key';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export interface Vault {
  /** Where the data key is kept. */
  keptBy: 'keychain' | 'key-file';
  /** `purpose` is bound to the sealed bytes: they open for the same purpose only. */
  seal(plain: Uint8Array, purpose: string): Uint8Array;
  /** Throws when the bytes were altered, or sealed with another key or for another purpose. */
  open(sealed: Uint8Array, purpose: string): Uint8Array;
}

function vaultWithKey(key: Uint8Array, keptBy: Vault['keptBy']): Vault {
  return {
    keptBy,
    seal(plain, purpose) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceBytes + tagBytes)),
        decipher.final(),
      ]);
    },
  };
}

/** The folder's own key file, made at first use. */
function keyFromFile(directory: string): Outcome<Uint8Array> {
  const path = join(directory, keyFileName);
  if (!existsSync(path)) {
    const key = randomBytes(keyBytes);
    writeFileSync(path, key, { mode: 0o600, flag: 'wx' });
    return { ok: true, value: key };
  }
  // Windows has no group and other bits; access there follows the user's profile folder.
  const mode = statSync(path).mode & 0o077;
  if (process.platform !== 'win32' && mode !== 0) {
    return { ok: false, problem: { code: 'key-file-readable-by-others', where: path } };
  }
  const key = readFileSync(path);
  if (key.length !== keyBytes)
    return { ok: false, problem: { code: 'key-file-damaged', where: path } };
  return { ok: true, value: key };
}

/**
 * The vault of a data folder. A folder that has a key file keeps it, so that desktop and command line
 * open the same secrets.
 * @param dataKey 32 bytes from the supervisor's keychain; absent when there is none.
 * @param alreadySealed the folder holds sealed secrets: without their key no new key may be made.
 */
export function openVault(
  directory: string,
  dataKey: Uint8Array | undefined,
  alreadySealed: boolean,
): Outcome<Vault> {
  const hasKeyFile = existsSync(join(directory, keyFileName));
  if (!hasKeyFile && dataKey) {
    if (dataKey.length !== keyBytes) return { ok: false, problem: { code: 'data-key-damaged' } };
    return { ok: true, value: vaultWithKey(dataKey, 'keychain') };
  }
  if (!hasKeyFile && alreadySealed) {
    return { ok: false, problem: { code: 'secrets-kept-in-keychain', where: directory } };
  }
  const key = keyFromFile(directory);
  return key.ok ? { ok: true, value: vaultWithKey(key.value, 'key-file') } : key;
}
