import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CertificateEntry,
  createBatch,
  createCertificate,
  exportRequest,
  renewRequest,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import { type KeyType, keyTypes } from '../../../../shared/security/key-types.ts';
import { signRequest } from '../../../../tests/support/sign-request.ts';
import { openBenchAuthorities } from '../bench-authorities.ts';
import { createMemoryCertificateStorage } from '../memory-certificate-storage.ts';
import { createOpenSslFolder } from '../openssl-support.ts';
import { type CertificateDesk, openCertificateDesk } from './desk.ts';
import { createMemoryDeskStorage } from './memory-desk-storage.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

function newDesk(nowMs: () => number = Date.now, stations: string[] = []) {
  const authorities = openBenchAuthorities({
    storage: createMemoryCertificateStorage(),
    cpoName: () => 'Example CPO',
    now: nowMs,
  });
  let changes = 0;
  const desk = openCertificateDesk({
    storage: createMemoryDeskStorage(),
    authorities,
    cpoName: () => 'Example CPO',
    serialNumberOf: (station) => (station === 'CP-1' ? 'SN-1' : undefined),
    presentedBy: () => stations,
    nowMs,
    changed: () => {
      changes += 1;
    },
  });
  return { desk, authorities, changes: () => changes };
}

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value;
}

async function make(desk: CertificateDesk, request: object): Promise<CertificateEntry> {
  return value(await desk.create(createCertificate.parse(request)));
}

async function exported(desk: CertificateDesk, id: string, request: object): Promise<Buffer> {
  return Buffer.from(value(await desk.export(id, exportRequest.parse(request))).content);
}

const subject = (commonName: string) => ({ commonName });

/** A root, a sub-authority and two leaves of one key type. */
async function tree(desk: CertificateDesk, keyType: KeyType = 'p-256') {
  const root = await make(desk, { role: 'root', subject: subject('Root'), keyType });
  const sub = await make(desk, {
    ...{ role: 'sub-authority', issuer: root.id, subject: subject('Sub'), keyType, pathLength: 0 },
  });
  const server = await make(desk, {
    ...{ role: 'server', issuer: sub.id, subject: subject('csms.example.com'), keyType },
    alternativeNames: [{ type: 'dns', value: 'csms.example.com' }],
  });
  const client = await make(desk, {
    ...{ role: 'client', issuer: sub.id, subject: subject('SN-1'), keyType, station: 'CP-1' },
  });
  return { root, sub, server, client };
}

let shared: ReturnType<typeof newDesk>;
beforeAll(() => {
  shared = newDesk();
});

const authLevel = (type: KeyType) => (type === 'rsa-1024' || type === 'p-192' ? '0' : '1');

describe('a tree of every key type', () => {
  it.each(keyTypes)(
    '%s passes openssl verify -x509_strict, also against its lists',
    async (type) => {
      const { desk } = shared;
      const { root, sub, server, client } = await tree(desk, type);
      const file = async (name: string, id: string) =>
        folder.write(`${type}-${name}`, (await exported(desk, id, { format: 'pem' })).toString());
      const [rootFile, subFile] = [await file('root.pem', root.id), await file('sub.pem', sub.id)];
      const lists = folder.write(`${type}-lists.pem`, desk.revocationLists().join(''));
      for (const [entry, purpose] of [
        [server, 'sslserver'],
        [client, 'sslclient'],
      ] as const) {
        const { output } = await folder.run(
          ...['verify', '-x509_strict', '-purpose', purpose, '-crl_check_all', '-CRLfile', lists],
          ...['-auth_level', authLevel(type), '-CAfile', rootFile, '-untrusted', subFile],
          await file('leaf.pem', entry.id),
        );
        expect(output).toContain('OK');
      }
      expect(value(await desk.entry(server.id)).path.map(({ id }) => id)).toEqual([
        ...[server.id, sub.id, root.id],
      ]);
    },
  );
});

describe('the tree', () => {
  it('has the automatic authorities and what was made beside them', async () => {
    const { desk, authorities } = newDesk();
    await authorities.clientIdentity({ station: 'CP-9', serialNumber: 'SN-9' });
    await tree(desk);
    const roots = await desk.authorities();
    expect(roots.map(({ role, origin }) => `${role} ${origin}`)).toEqual([
      ...['root automatic', 'root automatic', 'root created', 'sub-authority created'],
    ]);
    expect(roots.map(({ issued }) => issued?.total)).toEqual([1, 0, 1, 2]);
    const { entries } = await desk.entries({ issuer: 'root:ecdsa', offset: 0, limit: 10 });
    expect(entries).toMatchObject([
      { role: 'client', usedBy: [{ kind: 'charge-point', id: 'CP-9' }], hierarchy: 'operator' },
    ]);
    const found = await desk.entries({ search: 'sn-1', offset: 0, limit: 10 });
    expect(found.entries.map(({ commonName }) => commonName)).toEqual(['SN-1']);
  });

  it('shows what was signed for a request', async () => {
    const { desk, authorities } = newDesk();
    const { createSigningRequest } = await import('../signing-request.ts');
    const { csrPem } = await createSigningRequest(
      { organisation: 'Example CPO', commonName: 'SN-2' },
      'ecdsa',
    );
    const wanted = { organisation: 'Example CPO', commonName: 'SN-2' };
    desk.keepSigned(await signRequest(authorities, csrPem, wanted), 'CP-2');
    const { entries } = await desk.entries({ search: 'SN-2', offset: 0, limit: 10 });
    expect(entries).toMatchObject([
      { origin: 'signed-request', hasPrivateKey: false, issuer: 'root:ecdsa' },
    ]);
  });

  it('refuses what no certificate can be', async () => {
    const { desk } = newDesk();
    const { sub, client } = await tree(desk);
    const refused = async (request: object) => {
      const outcome = await desk.create(createCertificate.parse(request));
      return outcome.ok ? 'made' : outcome.problem.code;
    };
    const server = { role: 'server', issuer: sub.id, subject: subject('x') };
    expect(await refused({ ...server, issuer: 'nobody' })).toBe('certificate-unknown');
    expect(await refused({ ...server, issuer: client.id })).toBe('not-an-authority');
    expect(await refused({ ...server, role: 'sub-authority' })).toBe('path-length-exceeded');
    expect(await refused({ ...server, notBefore: '2999-01-01T00:00:00Z' })).toBe(
      'validity-reversed',
    );
    expect(await refused({ ...server, notBefore: 'tomorrow' })).toBe('time-invalid');
    const ip = (text: string) => [{ type: 'ip', value: text }];
    expect(await refused({ ...server, alternativeNames: ip('1.2.3') })).toBe('address-invalid');
    const more = [{ name: 'XX', value: '1' }];
    expect(await refused({ ...server, subject: { commonName: 'x', more } })).toBe(
      'attribute-unknown',
    );
  });
});

describe('what the rules say of an entry', () => {
  it('A00.FR.405 A00.FR.427 holds it against its station, and against who presented it', async () => {
    const { desk } = newDesk(Date.now, ['CP-1', 'CP-2']);
    const { client, server } = await tree(desk);
    const stateOf = async (id: string, rule: string) =>
      value(await desk.entry(id)).rules.find((line) => line.rule === rule)?.state;
    expect(await stateOf(client.id, 'common-name-has-serial-number')).toBe('holds');
    expect(await stateOf(client.id, 'one-station')).toBe('fails');
    expect(await stateOf(server.id, 'one-station')).toBe('not-applicable');
    const wrong = await make(desk, {
      ...{ role: 'client', issuer: 'root:ecdsa', subject: subject('SN-7'), station: 'CP-1' },
    });
    expect(await stateOf(wrong.id, 'common-name-has-serial-number')).toBe('fails');
  });
});

describe('renewing', () => {
  it('keeps subject, names and key, and changes the period', async () => {
    const { desk } = newDesk();
    const { server, root } = await tree(desk);
    const before = value(await desk.entry(server.id)).certificate;
    const renewed = value(
      await desk.renew(server.id, renewRequest.parse({ validForMinutes: 60, revokeOld: true })),
    );
    const after = value(await desk.entry(renewed.id)).certificate;
    expect(after).toMatchObject({
      subject: before.subject,
      subjectAlternativeNames: before.subjectAlternativeNames,
      subjectKeyIdentifier: before.subjectKeyIdentifier,
      extendedKeyUsage: ['serverAuth'],
    });
    expect(Date.parse(after.notAfter) - Date.parse(after.notBefore)).toBe(65 * 60_000);
    expect(value(await desk.entry(server.id)).entry.revocation?.reason).toBe('superseded');
    const newKey = value(await desk.renew(root.id, renewRequest.parse({ newKey: true })));
    expect(newKey.fingerprintSha256).not.toBe(root.fingerprintSha256);
    // The old leaves stay under the old root: the new one has another key.
    expect(value(await desk.entry(server.id)).path.at(-1)?.id).toBe(root.id);
  });

  it('of an automatic one is the same afterwards, for the bench too', async () => {
    const { desk, authorities } = newDesk();
    const wanted = { listener: 'one', hostName: 'csms.example.com', addresses: ['10.0.0.1'] };
    const { rsa: before } = await authorities.serverIdentities(wanted);
    const renewed = value(await desk.renew(before.id, renewRequest.parse({})));
    expect(renewed.id).toBe(before.id);
    const { rsa: after } = await authorities.serverIdentities(wanted);
    expect(after.certificatePem).not.toBe(before.certificatePem);
    expect(after.privateKeyPem).toBe(before.privateKeyPem);
    expect(value(await desk.entry(before.id)).certificate.pem).toBe(after.certificatePem);
    const refused = await desk.renew(before.id, renewRequest.parse({ validForMinutes: 5 }));
    expect(refused).toMatchObject({ problem: { code: 'renewal-follows-settings' } });
    const both = await desk.renew('root:rsa', renewRequest.parse({ revokeOld: true }));
    expect(both).toMatchObject({ problem: { code: 'root-not-revocable' } });
    const root = await desk.renew('root:rsa', renewRequest.parse({}));
    expect(value(root).issued?.total).toBe(1);
  });
});

describe('revoking', () => {
  it('puts a certificate on the list of its authority, which openssl obeys', async () => {
    const { desk } = newDesk();
    const { root, sub, client } = await tree(desk);
    expect(value(await desk.revocationList(sub.id))).toMatchObject({ number: 1, revoked: [] });
    value(await desk.revoke(client.id, { reason: 'keyCompromise' }));
    const list = value(await desk.revocationList(sub.id));
    expect(list).toMatchObject({
      number: 2,
      revoked: [{ reason: 'keyCompromise', entry: client.id }],
    });
    expect(value(await desk.revocationList(sub.id)).number).toBe(2);
    const pem = async (id: string, name: string) =>
      folder.write(name, (await exported(desk, id, { format: 'pem' })).toString());
    const leaf = await pem(client.id, 'revoked.pem');
    const { output } = await folder.run(
      ...['verify', '-crl_check', '-CAfile', await pem(root.id, 'r.pem')],
      ...['-untrusted', await pem(sub.id, 's.pem')],
      ...['-CRLfile', folder.write('l.pem', value(await desk.revocationListPem(sub.id))), leaf],
    );
    expect(output).toContain('certificate revoked');
    expect(desk.revocationOf(readFileSync(leaf, 'utf8'))?.reason).toBe('keyCompromise');
    const detail = value(await desk.entry(client.id));
    expect(detail.rules.find(({ rule }) => rule === 'not-revoked')?.state).toBe('fails');
    expect(detail.openssl.map(({ text }) => text)).toContain('certificate revoked');
    expect(await desk.revoke(client.id, { reason: 'superseded' })).toMatchObject({
      problem: { code: 'already-revoked' },
    });
    expect(await desk.release(client.id)).toMatchObject({
      problem: { code: 'revocation-is-final' },
    });
    expect(await desk.revoke(root.id, { reason: 'superseded' })).toMatchObject({
      problem: { code: 'root-not-revocable' },
    });
  });

  it('a hold is taken back, a list made to have run out stays so', async () => {
    const { desk } = newDesk();
    const { sub, client } = await tree(desk);
    value(await desk.revoke(client.id, { reason: 'certificateHold' }));
    value(await desk.release(client.id));
    expect(value(await desk.entry(client.id)).entry.revocation).toBeUndefined();
    const old = value(await desk.newRevocationList(sub.id, -60));
    expect(Date.parse(old.nextUpdate)).toBeLessThan(Date.now());
    expect(value(await desk.revocationList(sub.id)).number).toBe(old.number);
  });

  it('a list that ran out by itself is made anew', async () => {
    let nowMs = Date.now();
    const { desk } = newDesk(() => nowMs);
    const { sub } = await tree(desk);
    const { number } = value(await desk.revocationList(sub.id));
    nowMs += 8 * 86_400_000;
    expect(value(await desk.revocationList(sub.id)).number).toBe(number + 1);
  });
});

describe('deleting', () => {
  it('is refused with the names of what hangs on it, unless it is forced', async () => {
    const { desk } = newDesk();
    const { root, client } = await tree(desk);
    expect(await desk.delete(root.id, false)).toMatchObject({
      problem: { code: 'certificate-in-use', parameters: { count: 3 } },
    });
    expect(value(await desk.delete(client.id, false))).toEqual({ deleted: 1 });
    expect(value(await desk.delete(root.id, true))).toEqual({ deleted: 3 });
    expect((await desk.authorities()).map(({ origin }) => origin)).toEqual([
      'automatic',
      'automatic',
    ]);
  });
});

describe('exporting', () => {
  it('leaf first, then the sub-authorities; the root only when it is wanted', async () => {
    const { desk } = newDesk();
    const { server } = await tree(desk);
    const count = async (format: string) =>
      (await exported(desk, server.id, { format })).toString().split('BEGIN CERTIFICATE').length -
      1;
    expect([await count('pem'), await count('chain'), await count('full-chain')]).toEqual([
      1, 2, 3,
    ]);
    expect((await exported(desk, server.id, { format: 'chain' })).toString()).not.toContain('\r');
    expect((await exported(desk, server.id, { format: 'der' }))[0]).toBe(0x30);
  });

  it('keys are sealed, in the clear only when that is said', async () => {
    const { desk } = newDesk();
    const { server } = await tree(desk);
    const refused = await desk.export(server.id, exportRequest.parse({ format: 'key' }));
    expect(refused).toMatchObject({ problem: { code: 'key-passphrase-needed' } });
    const sealed = await exported(desk, server.id, { format: 'key', passphrase: 'geheim' });
    const file = folder.write('sealed.pem', sealed.toString());
    const { output } = await folder.run(
      'pkey',
      '-in',
      file,
      '-passin',
      'pass:geheim',
      '-noout',
      '-text',
    );
    expect(output).toContain('Private-Key');
    const plain = await exported(desk, server.id, { format: 'key', unencrypted: true });
    expect(plain.toString()).toContain('BEGIN PRIVATE KEY');
    const pfx = await exported(desk, server.id, { format: 'pkcs12', passphrase: 'geheim' });
    const back = newDesk().desk;
    const { imported } = value(
      await back.import({
        files: [{ name: 'a.p12', content: { base64: pfx.toString('base64') } }],
        passphrase: 'geheim',
      }),
    );
    expect(imported.map(({ role, hasPrivateKey }) => `${role} ${hasPrivateKey}`)).toEqual([
      ...['server true', 'sub-authority false', 'root false'],
    ]);
    expect(value(await back.entry(imported[0]?.id ?? '')).path).toHaveLength(3);
  });

  it('gives a listener certificate, chain and key', async () => {
    const { desk } = newDesk();
    const { server, sub } = await tree(desk);
    const identity = value(desk.identity(server.id));
    expect(identity.family).toBe('ecdsa');
    expect(identity.chainPem).toBe((await exported(desk, sub.id, { format: 'pem' })).toString());
  });
});

describe('many at once', () => {
  it('1,000 P-256 client certificates, each with a key and a serial number of its own', async () => {
    const { desk } = newDesk();
    const { sub } = await tree(desk);
    const stations = Array.from({ length: 1000 }, (_, index) => ({ serialNumber: `SN-${index}` }));
    const batch = createBatch.parse({ issuer: sub.id, stations });
    const { entries, total } = value(await desk.createBatch(batch));
    expect(total).toBe(1000);
    expect(new Set(entries.map(({ serialNumber }) => serialNumber)).size).toBe(1000);
    expect((await desk.authorities()).at(-1)?.issued?.total).toBe(1002);
  });
});
