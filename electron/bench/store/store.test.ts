import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from './store.ts';

const folders: string[] = [];
const stores: Store[] = [];

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'benchpoint-store-'));
  folders.push(directory);
  return directory;
}

function open(directory: string, dataKey?: Uint8Array): Store {
  const opened = openStore({ directory, dataKey });
  if (!opened.ok) throw new Error(opened.problem.code);
  stores.push(opened.value);
  return opened.value;
}

function reopen(store: Store, directory: string, dataKey?: Uint8Array): Store {
  store.close();
  stores.splice(stores.indexOf(store), 1);
  return open(directory, dataKey);
}

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const directory of folders.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const key = Buffer.from('0001020304050607ffffffffffffffffffffffff', 'hex');

describe('the store', () => {
  it('gives back every field of a station after reopening', () => {
    const directory = folder();
    const station = {
      id: 'CP 1/ü',
      securityProfile: 2 as const,
      authorizationKey: key,
      serialNumber: 'SN-1',
      checkSerialNumber: false,
      checkOrganisation: true,
      factory: true,
      bootStatus: 'Pending' as const,
      registration: 'Accepted' as const,
      vendor: 'Vendor',
      model: 'Model',
      firmwareVersion: '1.2',
      lastSeenUs: 1_700_000_000_000_000,
    };
    const store = open(directory);
    store.stations.save(station);
    const again = reopen(store, directory).stations.all();
    expect(again).toEqual([station]);
  });

  it('security-checklist 39 and 46: no AuthorizationKey and no private key stands readable in the folder', () => {
    const directory = folder();
    const store = open(directory);
    const base = { checkSerialNumber: true, checkOrganisation: true, factory: false };
    store.stations.save({ id: 'CP1', ...base, authorizationKey: Buffer.from('canary-secret-key') });
    store.identities.save({
      id: 'root',
      kind: 'root',
      family: 'rsa',
      owner: 'bench',
      certificatePem: 'c',
      chainPem: '',
      privateKeyPem: 'canary-private-key',
      createdAt: '2026-01-01T00:00:00Z',
    });
    store.chargePoints.save('CP1', { password: 'canary-password' });
    store.close();
    stores.length = 0;
    const bytes = readFileSync(join(directory, 'store.db')).toString('latin1');
    expect(bytes).not.toContain('canary');
    expect(bytes).toContain('CP1');
  });

  it.skipIf(process.platform === 'win32')(
    'security-checklist 40: files are 0600 in a 0700 folder',
    () => {
      const directory = join(folder(), 'data');
      open(directory);
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      expect(statSync(join(directory, 'store.db')).mode & 0o777).toBe(0o600);
      expect(statSync(join(directory, 'secrets.key')).mode & 0o777).toBe(0o600);
    },
  );

  it.skipIf(process.platform === 'win32')('refuses a key file that others can read', () => {
    const directory = folder();
    open(directory).close();
    stores.length = 0;
    chmodSync(join(directory, 'secrets.key'), 0o644);
    const opened = openStore({ directory });
    expect(opened).toMatchObject({ ok: false, problem: { code: 'key-file-readable-by-others' } });
  });

  it('a folder sealed by the keychain is not opened without its key, nor with another one', () => {
    const directory = folder();
    open(directory, Buffer.alloc(32, 1)).close();
    stores.length = 0;
    expect(openStore({ directory })).toMatchObject({
      ok: false,
      problem: { code: 'secrets-kept-in-keychain' },
    });
    expect(openStore({ directory, dataKey: Buffer.alloc(32, 2) })).toMatchObject({
      ok: false,
      problem: { code: 'data-key-does-not-fit' },
    });
  });

  it('a second process is refused and told who holds the folder', async () => {
    const directory = folder();
    const script = `
      import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)};
      const opened = openStore({ directory: ${JSON.stringify(directory)} });
      console.log(opened.ok);
      process.stdin.resume();
    `;
    const holder: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!holder.stdout) throw new Error('no stdout');
    const [said] = await once(holder.stdout, 'data');
    expect(String(said).trim()).toBe('true');
    const refused = openStore({ directory });
    expect(refused).toMatchObject({
      ok: false,
      problem: { code: 'data-folder-in-use', parameters: { pid: holder.pid } },
    });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    open(directory);
  });

  it('transaction ids never repeat, also after the newest row and a restart', () => {
    const directory = folder();
    const begin = {
      station: 'CP1',
      connectorId: 1,
      idTag: 'TAG',
      meterStartWh: 0,
      startedAt: '2026-01-01T00:00:00Z',
    };
    const store = open(directory);
    const first = store.transactions.start(begin);
    const second = reopen(store, directory).transactions.start(begin);
    expect(second.transactionId).toBeGreaterThan(first.transactionId);
  });

  it('a transaction is stopped by its own station only', () => {
    const store = open(folder());
    const { transactionId } = store.transactions.start({
      station: 'CP1',
      connectorId: 1,
      idTag: 'TAG',
      meterStartWh: 10,
      startedAt: '2026-01-01T00:00:00Z',
    });
    const end = { meterStopWh: 20, stoppedAt: '2026-01-01T01:00:00Z', reason: 'Local' };
    expect(store.transactions.stop('CP2', transactionId, end)).toEqual({ result: 'unknown' });
    expect(store.transactions.stop('CP1', transactionId, end)).toEqual({ result: 'stopped' });
    expect(store.transactions.ofStation('CP1', 5)).toMatchObject([{ meterStopWh: 20 }]);
  });

  it('many stations are saved in one commit, all or none', () => {
    const { stations } = open(folder());
    const facts = { checkSerialNumber: true, checkOrganisation: true, factory: false };
    stations.saveAll([
      { id: 'CP1', ...facts },
      { id: 'CP2', ...facts },
    ]);
    expect(stations.all().map(({ id }) => id)).toEqual(['CP1', 'CP2']);
    const wrong = { id: 'CP4', ...facts, vendor: Symbol('no value of a database') };
    // A value that no row can hold, as only a bug could bring it.
    const broken = wrong as unknown as Parameters<typeof stations.save>[0];
    expect(() => stations.saveAll([{ id: 'CP3', ...facts }, broken])).toThrow();
    expect(stations.all()).toHaveLength(2);
    stations.save({ id: 'CP3', ...facts });
    expect(stations.all()).toHaveLength(3);
  });

  it.each([1e308, -1e308, 2 ** 53 + 2, 1.5])(
    'a meter value of %d is stored and can be read',
    (value) => {
      const { transactions } = open(folder());
      const { transactionId } = transactions.start({
        station: 'CP1',
        connectorId: value,
        idTag: 'TAG',
        meterStartWh: value,
        startedAt: '2026-01-01T00:00:00Z',
      });
      const end = { meterStopWh: value, stoppedAt: '2026-01-01T01:00:00Z' };
      expect(transactions.stop('CP1', transactionId, end)).toEqual({ result: 'stopped' });
      const again = value === transactionId ? 'repeated' : 'unknown';
      expect(transactions.stop('CP1', value, end)).toEqual({ result: again });
      const [read] = transactions.ofStation('CP1', 5);
      expect(Number.isSafeInteger(read?.meterStartWh)).toBe(true);
      expect(Number.isSafeInteger(read?.meterStopWh)).toBe(true);
    },
  );

  it('a store of a newer program is refused and left alone', () => {
    const directory = folder();
    open(directory).close();
    stores.length = 0;
    const database = new DatabaseSync(join(directory, 'store.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(openStore({ directory })).toMatchObject({ ok: false, problem: { code: 'store-newer' } });
  });
});
