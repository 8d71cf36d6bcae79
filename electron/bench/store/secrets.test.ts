import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openWithPassphrase, unwrapDataKey } from './passphrase.ts';
import type { Opened } from './private-files.ts';
import { openStore, type Store, type StoreOptions } from './store.ts';

const folders: string[] = [];
const stores: Store[] = [];
const phrase = 'correct horse battery';
const key = Buffer.from('CANARY-authorization', 'utf8');

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'benchpoint-secrets-'));
  folders.push(directory);
  return directory;
}

function open(directory: string, options: Partial<StoreOptions> = {}): Store {
  const opened = openStore({ directory, ...options });
  if (!opened.ok) throw new Error(opened.problem.code);
  stores.push(opened.value);
  return opened.value;
}

function closeAll(): void {
  for (const store of stores.splice(0)) store.close();
}

function codeOf(opened: { ok: true } | { ok: false; problem: { code: string } }): string {
  return opened.ok ? 'ok' : opened.problem.code;
}

function reasonOf(store: Store): string {
  const state = store.secrets.state();
  return state.status === 'locked' ? state.reason.code : state.status;
}

const station = {
  id: 'CP1',
  checkSerialNumber: true,
  checkOrganisation: true,
  factory: false,
  authorizationKey: key,
};

const keyOf = (store: Store) => store.stations.all()[0]?.authorizationKey;

/** A folder with a sealed key in it. */
function sealedFolder(options: Partial<StoreOptions> = {}): string {
  const directory = folder();
  open(directory, options).stations.save(station);
  closeAll();
  return directory;
}

async function withPassphrase(directory: string): Promise<void> {
  const changed = await open(directory).secrets.change({
    keptBy: 'passphrase',
    passphrase: phrase,
  });
  expect(changed).toMatchObject({ ok: true, value: { keptBy: 'passphrase' } });
  closeAll();
}

afterEach(() => {
  closeAll();
  for (const directory of folders.splice(0)) rmSync(directory, { recursive: true, force: true });
});

describe('a passphrase', () => {
  it('takes the place of the key file, and nothing is sealed anew', async () => {
    const directory = sealedFolder();
    const sealed = readFileSync(join(directory, 'secrets.key'));
    await withPassphrase(directory);
    expect(existsSync(join(directory, 'secrets.key'))).toBe(false);
    const written = readFileSync(join(directory, 'secrets.passphrase.json'), 'utf8');
    expect(written).not.toContain(phrase);
    expect(JSON.parse(written).scrypt).toMatchObject({ cost: 131072, blockSize: 8 });
    const opened = await unwrapDataKey(directory, phrase);
    expect(opened).toMatchObject({ ok: true, value: sealed });
    expect(keyOf(open(directory, { passphrase: opened }))).toEqual(key);
  });

  it('that is missing or wrong opens nothing and loses nothing', async () => {
    const directory = sealedFolder();
    await withPassphrase(directory);
    const before = readFileSync(join(directory, 'store.db'));
    expect(codeOf(openStore({ directory }))).toBe('passphrase-needed');
    const wrong = await unwrapDataKey(directory, 'another passphrase');
    expect(codeOf(openStore({ directory, passphrase: wrong }))).toBe('passphrase-wrong');
    expect(readFileSync(join(directory, 'store.db')).equals(before)).toBe(true);
    const right = await unwrapDataKey(directory, phrase);
    expect(keyOf(open(directory, { passphrase: right }))).toEqual(key);
  });

  it('is asked for although the keychain has the key', async () => {
    const keychain = Buffer.alloc(32, 7);
    const directory = sealedFolder({ dataKey: keychain });
    const store = open(directory, { dataKey: keychain });
    await store.secrets.change({ keptBy: 'passphrase', passphrase: phrase });
    closeAll();
    expect(codeOf(openStore({ directory, dataKey: keychain }))).toBe('passphrase-needed');
    const passphrase = await unwrapDataKey(directory, phrase);
    const again = open(directory, { dataKey: keychain, passphrase });
    const back = { keptBy: 'keychain', currentPassphrase: phrase } as const;
    expect(await again.secrets.change(back)).toMatchObject({ ok: true });
    closeAll();
    expect(keyOf(open(directory, { dataKey: keychain }))).toEqual(key);
  });

  it('is changed and given up only by whoever knows it', async () => {
    const directory = sealedFolder();
    await withPassphrase(directory);
    const store = open(directory, { passphrase: await unwrapDataKey(directory, phrase) });
    const next = { keptBy: 'passphrase', passphrase: 'another passphrase' } as const;
    expect(codeOf(await store.secrets.change(next))).toBe('passphrase-needed');
    const guessed = { ...next, currentPassphrase: 'a wrong guess' };
    expect(codeOf(await store.secrets.change(guessed))).toBe('passphrase-wrong');
    expect(codeOf(await store.secrets.change({ ...next, currentPassphrase: phrase }))).toBe('ok');
    expect(codeOf(await unwrapDataKey(directory, phrase))).toBe('passphrase-wrong');
    const toFile = { keptBy: 'key-file', currentPassphrase: 'another passphrase' } as const;
    expect(codeOf(await store.secrets.change(toFile))).toBe('ok');
    closeAll();
    expect(existsSync(join(directory, 'secrets.passphrase.json'))).toBe(false);
    expect(keyOf(open(directory))).toEqual(key);
  });

  it('of fewer than eight characters is refused and the key stays where it was', async () => {
    const directory = sealedFolder();
    const changed = await open(directory).secrets.change({
      keptBy: 'passphrase',
      passphrase: '1234567',
    });
    expect(codeOf(changed)).toBe('passphrase-too-short');
    closeAll();
    expect(keyOf(open(directory))).toEqual(key);
  });

  it('begins a new folder without ever writing a key file', async () => {
    const directory = join(folder(), 'new');
    const passphrase = await openWithPassphrase(directory, phrase);
    open(directory, { passphrase }).stations.save(station);
    closeAll();
    expect(readdirSync(directory)).not.toContain('secrets.key');
    expect(codeOf(openStore({ directory }))).toBe('passphrase-needed');
  });

  it('typed with combining characters is the same as with composed ones', async () => {
    const directory = join(folder(), 'new');
    await openWithPassphrase(directory, 'Schl\u00fcssel-Wort');
    expect(codeOf(await unwrapDataKey(directory, 'Schlu\u0308ssel-Wort'))).toBe('ok');
  });

  it.each([
    'no JSON',
    '{}',
    '{"version":1,"scrypt":{"cost":1073741824,"blockSize":8,"parallelization":1,"salt":"AA=="},"wrapped":"AA=="}',
    '{"version":1,"scrypt":{"cost":1000,"blockSize":8,"parallelization":1,"salt":"AA=="},"wrapped":"AA=="}',
  ])('file that was altered to %s is damaged, not a crash', async (content) => {
    const directory = sealedFolder();
    await withPassphrase(directory);
    writeFileSync(join(directory, 'secrets.passphrase.json'), content);
    expect(codeOf(await unwrapDataKey(directory, phrase))).toBe('passphrase-file-damaged');
  });

  it.skipIf(process.platform === 'win32')(
    'security-checklist 39: file is 0600, and refused when others can read it',
    async () => {
      const directory = sealedFolder();
      await withPassphrase(directory);
      const path = join(directory, 'secrets.passphrase.json');
      expect(statSync(path).mode & 0o777).toBe(0o600);
      chmodSync(path, 0o640);
      expect(codeOf(await unwrapDataKey(directory, phrase))).toBe('key-file-readable-by-others');
    },
  );

  it('change that was interrupted before the key file was gone leaves the folder open', async () => {
    const directory = sealedFolder();
    const kept = readFileSync(join(directory, 'secrets.key'));
    await withPassphrase(directory);
    writeFileSync(join(directory, 'secrets.key'), kept, { mode: 0o600 });
    expect(open(directory).secrets.state()).toMatchObject({ status: 'open', keptBy: 'key-file' });
  });
});

describe('a lost key', () => {
  const losses: [string, string, (directory: string) => Partial<StoreOptions> | undefined][] = [
    [
      'a key file that is gone',
      'key-file-missing',
      (directory) => {
        rmSync(join(directory, 'secrets.key'));
        return {};
      },
    ],
    [
      'a key file cut short',
      'key-file-damaged',
      (directory) => {
        writeFileSync(join(directory, 'secrets.key'), 'short');
        return {};
      },
    ],
    [
      'a key file that cannot be read',
      'file-unreadable',
      (directory) => {
        rmSync(join(directory, 'secrets.key'));
        mkdirSync(join(directory, 'secrets.key'), { mode: 0o700 });
        return {};
      },
    ],
    [
      'the key file of another folder',
      'key-file-does-not-fit',
      (directory) => {
        writeFileSync(join(directory, 'secrets.key'), Buffer.alloc(32, 9));
        return {};
      },
    ],
  ];

  it.each(losses)('%s locks the secrets and nothing else', (_name, reason, lose) => {
    const directory = sealedFolder();
    const options = lose(directory);
    expect(codeOf(openStore({ directory, ...options }))).toBe(reason);
    const store = open(directory, { ...options, mayBeLocked: true });
    expect(reasonOf(store)).toBe(reason);
    store.settings.write('a-setting', 1);
    // Nothing of this may reach the disk: it would be sealed with another key.
    store.stations.save({ ...station, id: 'CP2' });
    closeAll();
    const bytes = readFileSync(join(directory, 'store.db')).toString('latin1');
    expect(bytes).toContain('a-setting');
    expect(bytes).toContain('CP1');
    expect(bytes).not.toContain('CP2');
  });

  it('a keychain without the key, or with another one, locks the secrets', () => {
    const directory = sealedFolder({ dataKey: Buffer.alloc(32, 1) });
    expect(reasonOf(open(directory, { mayBeLocked: true }))).toBe('secrets-kept-in-keychain');
    closeAll();
    const other = { dataKey: Buffer.alloc(32, 2), mayBeLocked: true };
    expect(reasonOf(open(directory, other))).toBe('data-key-does-not-fit');
    closeAll();
    expect(keyOf(open(directory, { dataKey: Buffer.alloc(32, 1) }))).toEqual(key);
  });

  it('that comes back is found by looking again', () => {
    const directory = sealedFolder();
    const path = join(directory, 'secrets.key');
    const kept = readFileSync(path);
    rmSync(path);
    const store = open(directory, { mayBeLocked: true });
    expect(codeOf(store.secrets.look())).toBe('key-file-missing');
    writeFileSync(path, kept, { mode: 0o600 });
    expect(codeOf(store.secrets.look())).toBe('ok');
  });

  it('starting over sets aside what was sealed, keeps the rest, and the old key still opens the backup', () => {
    const directory = sealedFolder();
    const path = join(directory, 'secrets.key');
    const kept = readFileSync(path);
    const before = open(directory);
    before.chargePoints.save('EMULATED', { password: 'CANARY' });
    before.idTags.save({ idTag: 'TAG', status: 'Accepted' });
    closeAll();
    rmSync(path);
    const begun = open(directory, { mayBeLocked: true }).secrets.startOver(new Date());
    if (!begun.ok) throw new Error(begun.problem.code);
    closeAll();
    const store = open(directory);
    expect(store.stations.all()).toEqual([{ ...station, authorizationKey: undefined }]);
    expect(store.chargePoints.all()).toEqual([]);
    expect(store.idTags.all()).toHaveLength(1);
    expect(codeOf(store.secrets.startOver(new Date()))).toBe('secrets-open');
    const rescue = folder();
    writeFileSync(join(rescue, 'store.db'), readFileSync(begun.value.setAside));
    writeFileSync(join(rescue, 'secrets.key'), kept, { mode: 0o600 });
    const rescued = open(rescue);
    expect(keyOf(rescued)).toEqual(key);
    expect(rescued.chargePoints.all()).toHaveLength(1);
  });

  it('starting over gives the files of the lost key another name', () => {
    const directory = sealedFolder();
    writeFileSync(join(directory, 'secrets.key'), Buffer.alloc(32, 9));
    open(directory, { mayBeLocked: true }).secrets.startOver(new Date());
    const names = readdirSync(directory).filter((name) => name.includes('set-aside'));
    expect(names.map((name) => name.replace(/\.set-aside.*/, '')).sort()).toEqual([
      'secrets.key',
      'store.db',
    ]);
  });
});

it('a passphrase is no use to a folder that has none', async () => {
  const directory = sealedFolder();
  const opened: Opened = await openWithPassphrase(directory, phrase);
  expect(codeOf(opened)).toBe('passphrase-not-in-use');
});
