/** The certificate desk over HTTP, as scripts use it: a tree is built, exported, revoked and taken down again. */
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
} from '../support/composed-bench.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
let api: OpenedDoor['api'];
beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
  api = opened.api;
});
afterAll(async () => {
  await opened.door.close();
  await composed.close();
});

const at = (id: string, rest = '') => `/pki/entries/${encodeURIComponent(id)}${rest}`;

async function create(body: object) {
  const answer = await api('POST', '/pki/entries', body);
  expect(answer.status).toBe(200);
  return answer.body;
}

describe('a tree over HTTP', () => {
  it('is built, read, exported, revoked and deleted', async () => {
    const root = await create({ role: 'root', subject: { commonName: 'Door root' } });
    const server = await create({
      ...{ role: 'server', issuer: root.id, subject: { commonName: 'csms.example.com' } },
      validForMinutes: 720,
    });
    const authorities = await api('GET', '/pki/authorities');
    expect(authorities.body.map(({ name }: { name: string }) => name)).toContain('Door root');
    const entries = await api('GET', `/pki/entries?issuer=${root.id}&limit=10`);
    expect(entries.body).toMatchObject({ total: 1, entries: [{ id: server.id, role: 'server' }] });
    const detail = await api('GET', at(server.id));
    expect(detail.body.path.map(({ id }: { id: string }) => id)).toEqual([server.id, root.id]);
    const shortLived = detail.body.rules.find(
      ({ rule }: { rule: string }) => rule === 'short-lived',
    );
    expect(shortLived).toMatchObject({ clause: 'Whitepaper A00.FR.701', state: 'holds' });

    const chain = await api('POST', at(server.id, '/exports'), { format: 'full-chain' });
    expect(chain.text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(chain.headers.get('content-disposition')).toContain('csms.example.com-full-chain.pem');

    const revoked = await api('PUT', at(server.id, '/revocation'), { reason: 'superseded' });
    expect(revoked.body.revocation.reason).toBe('superseded');
    const list = await api('GET', at(root.id, '/crl'));
    expect(list.body.revoked).toMatchObject([{ entry: server.id, reason: 'superseded' }]);
    const pem = await api('GET', at(root.id, '/crl.pem'));
    expect(pem.text).toMatch(/^-----BEGIN X509 CRL-----/);
    const der = await api('GET', at(root.id, '/crl.der'));
    expect(der.headers.get('content-type')).toContain('application/pkix-crl');

    const refused = await api('DELETE', at(root.id));
    expect([refused.status, refused.body.code]).toEqual([409, 'certificate-in-use']);
    const forced = await api('DELETE', at(root.id), { force: true });
    expect(forced.body).toEqual({ deleted: 2 });
    expect((await api('GET', at(root.id))).status).toBe(404);
  });

  it('reaches automatic certificates by their ids, colons and slashes included', async () => {
    await composed.bench.pki.rootPem('rsa');
    expect((await api('GET', at('root:rsa'))).body.entry.origin).toBe('automatic');
    expect((await api('GET', at('server:ecdsa:a/b'))).body.code).toBe('certificate-unknown');
  });

  it('makes and imports many, refuses what cannot be, with code, words and fix', async () => {
    const stations = [{ serialNumber: 'SN-1', station: 'CP-1' }, { serialNumber: 'SN-2' }];
    const made = await api('POST', '/pki/batches', { issuer: 'root:ecdsa', stations });
    expect(made.body.total).toBe(2);
    const [first] = made.body.entries;
    const exported = await api('POST', at(first.id, '/exports'), { format: 'pem' });
    expect(new X509Certificate(exported.text).subject).toContain('CN=SN-1');
    const again = await api('POST', '/pki/imports', {
      files: [{ content: { text: exported.text } }],
    });
    expect(again.body).toMatchObject({ imported: [], known: [{ id: first.id }] });
    const broken = await api('POST', '/pki/imports', {
      files: [{ name: 'half.pem', content: { text: exported.text.slice(0, 200) } }],
    });
    expect([broken.status, broken.body]).toMatchObject([
      422,
      {
        code: 'pem-truncated',
        message: expect.stringContaining('half.pem'),
        fix: expect.any(String),
      },
    ]);
    const looked = await api('POST', '/pki/inspections', { content: { text: exported.text } });
    expect(looked.body).toMatchObject([{ hasPrivateKey: false, openssl: [] }]);
  });
});

describe('private keys', () => {
  it('leave only when they are asked for, and that is recorded', async () => {
    const entry = await create({
      ...{ role: 'client', issuer: 'root:ecdsa', subject: { commonName: 'SN-9' } },
    });
    const refused = await api('POST', at(entry.id, '/exports'), { format: 'key' });
    expect([refused.status, refused.body.code]).toEqual([422, 'key-passphrase-needed']);
    const plain = await api('POST', at(entry.id, '/exports'), { format: 'key', unencrypted: true });
    expect(plain.text).toContain('BEGIN PRIVATE KEY');
    const { body: reveals } = await api('GET', '/secrets/reveals');
    expect(JSON.stringify(reveals)).toContain('private-key');
    for (const path of ['/pki/authorities', '/pki/entries', at(entry.id)]) {
      expect((await api('GET', path)).text).not.toContain('PRIVATE KEY');
    }
  });
});

describe('large files over HTTP', () => {
  /** Text between PEM blocks is passed over, as in the bundles of browsers. */
  const bundle = (pem: string, characters: number) =>
    `${'# notes of an authority\n'.repeat(Math.ceil(characters / 24)).slice(0, characters - pem.length - 1)}\n${pem}`;

  it('takes a bundle of 1.9 MB, to be looked at and to be kept', async () => {
    const root = await create({ role: 'root', subject: { commonName: 'Large bundle' } });
    const { text } = await api('POST', at(root.id, '/exports'), { format: 'pem' });
    const content = { text: bundle(text, 1_900_000) };
    const inspected = await api('POST', '/pki/inspections', { content });
    expect([inspected.status, inspected.body.length]).toEqual([200, 1]);
    const base64 = Buffer.from(content.text).toString('base64');
    const imported = await api('POST', '/pki/imports', { files: [{ content: { base64 } }] });
    expect(imported.status).toBe(200);
    expect(imported.body.known).toMatchObject([{ id: root.id }]);
  });

  it('names the limit that a file, several files together, or a request are over', async () => {
    const file = (characters: number) => ({ content: { text: 'x'.repeat(characters) } });
    const tooLongFile = await api('POST', '/pki/imports', { files: [file(2_000_001)] });
    expect([tooLongFile.status, tooLongFile.body.code]).toEqual([400, 'input-invalid']);
    const files = [file(1_600_000), file(1_600_000)];
    const together = await api('POST', '/pki/imports', { files });
    expect(together.body).toMatchObject({ code: 'input-invalid', where: 'files' });
    expect(together.body.message).toContain('3000000 characters');
    const request = await api('POST', '/pki/imports', { files: [file(4 * 1024 * 1024)] });
    expect([request.status, request.body.code]).toEqual([413, 'payload-too-large']);
    expect(request.body.message).toContain('4194304 bytes');
    const elsewhere = await api('POST', '/pki/entries', { name: 'x'.repeat(1024 * 1024) });
    expect(elsewhere.body.message).toContain('1048576 bytes');
  });
});
