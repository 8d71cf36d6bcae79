/**
 * The data key that seals secrets at rest, wrapped by the system's keychain.
 * Knows nothing of what is sealed; a key that cannot be had is a value, never an exception.
 */
import { randomBytes } from 'node:crypto';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { KeychainProblem } from '../../shared/api/desktop.ts';
import type { Clock } from './clock.ts';
import { readPrivateJson, writePrivateJson } from './private-file.ts';

/** The asynchronous half of Electron's safeStorage (Electron 42 and later). */
export type Keychain = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'getSelectedStorageBackend'
>;

export type DataKey =
  /** `dataKey`: 32 bytes in base64. */
  | { state: 'stored'; backend: string; dataKey: string }
  | { state: 'unavailable'; reason: KeychainProblem; detail?: string };

export interface KeychainOptions {
  keychain: Keychain;
  /** Where the wrapped key is kept. */
  file: string;
  platform: string;
  /** How long a person may take to unlock the keychain. */
  answerMs: number;
  clock: Clock;
}

const wrappedKeyFile = z.strictObject({
  version: z.literal(1),
  backend: z.string(),
  wrapped: z.base64(),
});

const dataKeyBytes = 32;

/**
 * Unwraps the data key, or makes and wraps one at the first start.
 * An earlier wrapped key that cannot be used is never overwritten: secrets depend on it, and a locked
 * or missing keychain may be back at the next start.
 */
export async function obtainDataKey(options: KeychainOptions): Promise<DataKey> {
  const backend = backendName(options);
  // security-checklist 38: "basic_text" is a constant password, and nothing is stored under it silently.
  if (backend === 'basic_text') return { state: 'unavailable', reason: 'basic-text' };
  return withinLimit(options, wrapOrUnwrap(options, backend));
}

function backendName({ keychain, platform }: KeychainOptions): string {
  if (platform === 'linux') return keychain.getSelectedStorageBackend();
  return platform === 'darwin' ? 'keychain' : 'dpapi';
}

function withinLimit({ answerMs, clock }: KeychainOptions, work: Promise<DataKey>) {
  return new Promise<DataKey>((resolve, reject) => {
    const cancel = clock.after(answerMs, () =>
      resolve({ state: 'unavailable', reason: 'no-answer' }),
    );
    work.then(resolve, reject).finally(cancel);
  });
}

async function wrapOrUnwrap(options: KeychainOptions, backend: string): Promise<DataKey> {
  const { keychain, file } = options;
  const stored = await readPrivateJson(file, wrappedKeyFile);
  if (stored.state === 'unreadable') {
    return { state: 'unavailable', reason: 'unreadable-file', detail: stored.reason };
  }
  if (!(await keychain.isAsyncEncryptionAvailable())) {
    return { state: 'unavailable', reason: 'no-keychain' };
  }
  if (stored.state === 'present') return unwrap(options, backend, stored.value.wrapped);
  const dataKey = randomBytes(dataKeyBytes).toString('base64');
  return wrap({ keychain, file, backend, dataKey });
}

async function unwrap(
  { keychain, file }: KeychainOptions,
  backend: string,
  wrapped: string,
): Promise<DataKey> {
  let opened: Awaited<ReturnType<Keychain['decryptStringAsync']>>;
  try {
    opened = await keychain.decryptStringAsync(Buffer.from(wrapped, 'base64'));
  } catch (error) {
    return { state: 'unavailable', reason: 'cannot-unwrap', detail: reasonOf(error) };
  }
  const dataKey = opened.result;
  if (Buffer.from(dataKey, 'base64').length !== dataKeyBytes) {
    return { state: 'unavailable', reason: 'cannot-unwrap', detail: 'length' };
  }
  if (opened.shouldReEncrypt) {
    // The key itself is good; a renewal that fails is tried again at the next start.
    await wrap({ keychain, file, backend, dataKey });
  }
  return { state: 'stored', backend, dataKey };
}

interface Wrapping {
  keychain: Keychain;
  file: string;
  backend: string;
  dataKey: string;
}

async function wrap({ keychain, file, backend, dataKey }: Wrapping): Promise<DataKey> {
  try {
    const wrapped = (await keychain.encryptStringAsync(dataKey)).toString('base64');
    await writePrivateJson(file, { version: 1, backend, wrapped });
    return { state: 'stored', backend, dataKey };
  } catch (error) {
    return { state: 'unavailable', reason: 'cannot-wrap', detail: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
