import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Clock } from './clock.ts';
import { type Keychain, obtainDataKey } from './keychain.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keychain-'));
  file = join(folder, 'desktop', 'data-key.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const patient: Clock = { after: () => () => {} };

/** Wraps by reversing, so that a test sees whether something was wrapped at all. */
function standInKeychain(changed: Partial<Keychain> = {}): Keychain {
  const reversed = (text: string) => [...text].reverse().join('');
  return {
    isAsyncEncryptionAvailable: vi.fn(async () => true),
    encryptStringAsync: vi.fn(async (text: string) => Buffer.from(reversed(text))),
    decryptStringAsync: vi.fn(async (wrapped: Buffer) => ({
      shouldReEncrypt: false,
      result: reversed(wrapped.toString()),
    })),
    getSelectedStorageBackend: vi.fn(() => 'gnome_libsecret' as const),
    ...changed,
  };
}

function obtain(keychain: Keychain, { platform = 'linux', clock = patient } = {}) {
  return obtainDataKey({ keychain, file, platform, answerMs: 1000, clock });
}

/** What is on disk, or undefined. */
function onDisk(): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

async function storedKey(): Promise<string> {
  const stored = await obtain(standInKeychain());
  if (stored.state !== 'stored') throw new Error(stored.reason);
  return stored.dataKey;
}

describe('obtainDataKey', () => {
  it('makes 32 random bytes at the first start and gives the same ones at the next', async () => {
    const dataKey = await storedKey();
    expect(Buffer.from(dataKey, 'base64')).toHaveLength(32);
    expect(await storedKey()).toBe(dataKey);
  });

  it('security-checklist 40 keeps only the wrapped key, in a file of mode 0600 in a folder of mode 0700', async () => {
    const dataKey = await storedKey();
    expect(onDisk()).not.toContain(dataKey);
    if (process.platform === 'win32') return;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  });

  it('security-checklist 38 stores nothing where Linux offers only basic_text, and says so', async () => {
    const keychain = standInKeychain({ getSelectedStorageBackend: () => 'basic_text' });
    expect(await obtain(keychain)).toEqual({ state: 'unavailable', reason: 'basic-text' });
    expect(onDisk()).toBeUndefined();
    expect(keychain.encryptStringAsync).not.toHaveBeenCalled();
  });

  it('security-checklist 38 does not ask for the Linux backend elsewhere', async () => {
    const keychain = standInKeychain({ getSelectedStorageBackend: () => 'basic_text' });
    expect(await obtain(keychain, { platform: 'darwin' })).toMatchObject({
      state: 'stored',
      backend: 'keychain',
    });
  });

  it('stores nothing when there is no keychain', async () => {
    const keychain = standInKeychain({ isAsyncEncryptionAvailable: async () => false });
    expect(await obtain(keychain)).toEqual({ state: 'unavailable', reason: 'no-keychain' });
    expect(onDisk()).toBeUndefined();
  });

  it('leaves a wrapped key alone that cannot be unwrapped now, and uses it when it can again', async () => {
    const dataKey = await storedKey();
    const before = onDisk();
    const locked = standInKeychain({
      decryptStringAsync: async () => {
        throw new Error('locked');
      },
    });
    expect(await obtain(locked)).toEqual({
      state: 'unavailable',
      reason: 'cannot-unwrap',
      detail: 'locked',
    });
    expect(onDisk()).toBe(before);
    expect(await storedKey()).toBe(dataKey);
  });

  it('does not take something of another length for a key', async () => {
    await storedKey();
    const wrong = standInKeychain({
      decryptStringAsync: async () => ({ shouldReEncrypt: false, result: 'c2hvcnQ=' }),
    });
    expect(await obtain(wrong)).toMatchObject({ reason: 'cannot-unwrap' });
  });

  it('wraps the same key again when the keychain asks for it', async () => {
    const dataKey = await storedKey();
    const rotated = standInKeychain({
      decryptStringAsync: async () => ({ shouldReEncrypt: true, result: dataKey }),
    });
    expect(await obtain(rotated)).toMatchObject({ state: 'stored', dataKey });
    expect(rotated.encryptStringAsync).toHaveBeenCalledExactlyOnceWith(dataKey);
    expect(await storedKey()).toBe(dataKey);
  });

  it('leaves a damaged file alone', async () => {
    await storedKey();
    writeFileSync(file, '{"version":');
    expect(await obtain(standInKeychain())).toMatchObject({ reason: 'unreadable-file' });
    expect(onDisk()).toBe('{"version":');
  });

  it('goes on without a keychain that cannot wrap', async () => {
    const keychain = standInKeychain({
      encryptStringAsync: async () => {
        throw new Error('denied');
      },
    });
    expect(await obtain(keychain)).toMatchObject({ reason: 'cannot-wrap', detail: 'denied' });
  });

  it('does not wait for ever for an answer', async () => {
    const keychain = standInKeychain({ isAsyncEncryptionAvailable: () => new Promise(() => {}) });
    const clock: Clock = {
      after(_delayMs, callback) {
        queueMicrotask(callback);
        return () => {};
      },
    };
    expect(await obtain(keychain, { clock })).toEqual({
      state: 'unavailable',
      reason: 'no-answer',
    });
  });
});
