/**
 * A data key wrapped by a passphrase: scrypt with the parameters written beside it, then AES-256-GCM.
 * Knows one small file and nothing of what the data key seals.
 */
import { randomBytes, scrypt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Outcome } from '../../../shared/api/problem.ts';
import { storeFileName } from './database.ts';
import { type Opened, privateFileProblem, replaceFile } from './private-files.ts';
import { dataKeyBytes, vaultWithKey } from './vault.ts';

export const passphraseFileName = 'secrets.passphrase.json';
export const shortestPassphrase = 8;

const purpose = 'data-key';
const saltBytes = 16;
/** About 128 MiB and a third of a second: what a guess costs whoever has the file. */
const chosen = { cost: 2 ** 17, blockSize: 8, parallelization: 1 } as const;
/** A file that asks for more was not written by us and would only fill the memory. */
const largest = { cost: 2 ** 19, blockSize: 8, parallelization: 4 } as const;

const passphraseFile = z.strictObject({
  version: z.literal(1),
  scrypt: z.strictObject({
    cost: z
      .number()
      .int()
      .min(2)
      .max(largest.cost)
      .refine((cost) => Number.isInteger(Math.log2(cost))),
    blockSize: z.number().int().min(1).max(largest.blockSize),
    parallelization: z.number().int().min(1).max(largest.parallelization),
    salt: z.base64(),
  }),
  wrapped: z.base64(),
});
type PassphraseFile = z.infer<typeof passphraseFile>;

function derive(passphrase: string, { salt, ...costs }: PassphraseFile['scrypt']): Promise<Buffer> {
  // 128 bytes times cost and block size are needed; twice that leaves room for the rest.
  const maxmem = 256 * costs.cost * costs.blockSize;
  // The same letters may be typed as one character or as two, depending on the keyboard's system.
  const text = passphrase.normalize('NFC');
  return new Promise((resolve, reject) => {
    scrypt(text, Buffer.from(salt, 'base64'), dataKeyBytes, { ...costs, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

export function hasPassphraseFile(directory: string): boolean {
  return existsSync(join(directory, passphraseFileName));
}

function readPassphraseFile(directory: string): Outcome<PassphraseFile> {
  const path = join(directory, passphraseFileName);
  const unsafe = privateFileProblem(path);
  if (unsafe) return { ok: false, problem: unsafe };
  try {
    const parsed = passphraseFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return { ok: true, value: parsed.data };
  } catch {
    // Not JSON or not readable: as damaged as any other content.
  }
  return { ok: false, problem: { code: 'passphrase-file-damaged', where: path } };
}

/** Problems: `passphrase-too-short`. */
export function checkPassphrase(passphrase: string): Outcome<undefined> {
  return [...passphrase].length < shortestPassphrase
    ? {
        ok: false,
        problem: {
          code: 'passphrase-too-short',
          parameters: { minimumLength: shortestPassphrase },
        },
      }
    : { ok: true, value: undefined };
}

/**
 * The data key of a folder that has a passphrase.
 * Problems: `passphrase-wrong`, `passphrase-file-damaged`, `key-file-readable-by-others`.
 */
export async function unwrapDataKey(directory: string, passphrase: string): Promise<Opened> {
  const file = readPassphraseFile(directory);
  if (!file.ok) return file;
  const vault = vaultWithKey(await derive(passphrase, file.value.scrypt));
  try {
    const key = vault.open(Buffer.from(file.value.wrapped, 'base64'), purpose);
    if (key.length === dataKeyBytes) return { ok: true, value: key };
  } catch {
    // An authentication failure of the cipher is the answer itself: another passphrase, or other bytes.
  }
  return { ok: false, problem: { code: 'passphrase-wrong' } };
}

/** Wraps the data key anew and writes the file in one step. Problems: `passphrase-too-short`, `file-not-writable`. */
export async function writeWrappedKey(
  directory: string,
  dataKey: Uint8Array,
  passphrase: string,
): Promise<Outcome<undefined>> {
  const fits = checkPassphrase(passphrase);
  if (!fits.ok) return fits;
  const scryptParameters = { ...chosen, salt: randomBytes(saltBytes).toString('base64') };
  const vault = vaultWithKey(await derive(passphrase, scryptParameters));
  const content: PassphraseFile = {
    version: 1,
    scrypt: scryptParameters,
    wrapped: Buffer.from(vault.seal(dataKey, purpose)).toString('base64'),
  };
  return replaceFile(
    join(directory, passphraseFileName),
    Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`),
  );
}

export function removePassphraseFile(directory: string): void {
  rmSync(join(directory, passphraseFileName), { force: true });
}

/**
 * What a passphrase that was given at the start opens. A folder that does not exist yet is begun under it; for one
 * that no passphrase keeps the answer is `passphrase-not-in-use`.
 */
export async function openWithPassphrase(directory: string, passphrase: string): Promise<Opened> {
  if (hasPassphraseFile(directory)) return unwrapDataKey(directory, passphrase);
  if (existsSync(join(directory, storeFileName))) {
    return { ok: false, problem: { code: 'passphrase-not-in-use', where: directory } };
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const key = randomBytes(dataKeyBytes);
  const written = await writeWrappedKey(directory, key, passphrase);
  return written.ok ? { ok: true, value: key } : written;
}
