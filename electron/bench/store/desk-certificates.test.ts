import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openStore, type Store } from './store.ts';

const directory = mkdtempSync(join(tmpdir(), 'benchpoint-desk-store-'));
afterAll(() => rmSync(directory, { recursive: true }));

function open(): Store {
  const opened = openStore({ directory });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value;
}

const certificate = {
  ...({ id: 'one', origin: 'imported', hierarchy: 'other', name: 'One', owner: '' } as const),
  certificatePem: 'certificate',
  hasPrivateKey: true,
  createdAt: '2026-06-01T00:00:00.000Z',
};

it('keeps certificates, keys, revocations and lists over a restart, and seals the keys', () => {
  const first = open();
  first.desk.save([
    { certificate, privateKeyPem: 'CANARY private key' },
    { certificate: { ...certificate, id: 'two', hasPrivateKey: false } },
  ]);
  // Without a key the one that is there stays.
  first.desk.save([{ certificate: { ...certificate, name: 'Renamed' } }]);
  const revocation = {
    ...({ authority: 'AA', serialNumber: '01', subject: 'CN=x', reason: 'superseded' } as const),
    revokedAt: '2026-06-01T00:00:00.000Z',
  };
  first.desk.saveRevocation(revocation);
  first.desk.saveRevocation({ ...revocation, serialNumber: '02' });
  first.desk.removeRevocation('AA', '02');
  const list = {
    authority: 'AA',
    number: 7,
    pem: 'list',
    thisUpdate: 'a',
    nextUpdate: 'b',
    digest: 'c',
  };
  first.desk.saveRevocationList({ ...list, number: 6 });
  first.desk.saveRevocationList(list);
  first.close();

  const second = open();
  expect(second.desk.certificates()).toEqual([
    { ...certificate, name: 'Renamed' },
    { ...certificate, id: 'two', hasPrivateKey: false },
  ]);
  expect(second.desk.privateKeyPem('one')).toBe('CANARY private key');
  expect(second.desk.privateKeyPem('two')).toBeUndefined();
  expect(second.desk.revocations()).toEqual([revocation]);
  expect(second.desk.revocationList('AA')).toEqual(list);
  second.desk.remove(['one', 'two', 'three']);
  expect(second.desk.certificates()).toEqual([]);
  second.close();
  expect(readFileSync(join(directory, 'store.db'), 'latin1')).not.toContain('CANARY');
});

it('saves all or nothing', () => {
  const store = open();
  // A name is not to be null: the second row fails.
  const broken = { ...certificate, id: 'b', name: null as unknown as string };
  expect(() =>
    store.desk.save([{ certificate: { ...certificate, id: 'a' } }, { certificate: broken }]),
  ).toThrow();
  expect(store.desk.certificates()).toEqual([]);
  store.close();
});
