/** Files through the API's door: one call gives what a charge point needs; passwords stay masked until revealed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyFirmware } from '../../electron/bench/pki/firmware-signature.ts';
import { filesProblemWords } from '../../shared/api/problem-words-files.ts';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
  testToken,
} from '../support/composed-bench.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
let api: OpenedDoor['api'];
const content = Buffer.from('firmware '.repeat(10_000));

beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
  api = opened.api;
});
afterAll(async () => {
  await opened.door.close();
  await composed.close();
});

async function addFirmware(name: string): Promise<{ id: string; sha256: string; bytes: number }> {
  const response = await fetch(
    `${opened.door.url}/api/files/firmware?name=${encodeURIComponent(name)}`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${testToken}`,
        'content-type': 'application/octet-stream',
      },
      body: content,
    },
  );
  expect(response.status).toBe(200);
  return response.json() as Promise<{ id: string; sha256: string; bytes: number }>; // What the test asserts on.
}

/** The URL that this machine itself can reach. */
function local(urls: { url: string; address: string }[]): string {
  return urls.find(({ address }) => address === '127.0.0.1')?.url ?? '';
}

it('nothing listens before somebody asks', async () => {
  const { body } = await api('GET', '/files');
  expect(body.servers.map(({ status }: { status: string }) => status)).toEqual([
    ...['stopped', 'stopped', 'stopped', 'stopped'],
  ]);
});

describe('firmware', () => {
  it('is added, listed, offered with a signature in one call, fetched and recorded', async () => {
    const firmware = await addFirmware('Größe 2.bin');
    expect(firmware.bytes).toBe(content.length);
    const listed = await api('GET', '/files/firmware');
    expect(listed.body).toMatchObject([{ id: firmware.id, name: 'Größe 2.bin' }]);
    const { body: offer } = await api('POST', '/files/offers', {
      firmware: firmware.id,
      sign: 'rsa-pss',
      protocols: ['http', 'ftp'],
      station: 'CP-1',
    });
    expect(offer.location).toBe(offer.urls[0].url);
    expect(offer.location.length).toBeLessThanOrEqual(512);
    expect(offer.signing.signature.length).toBeLessThanOrEqual(800);
    expect(offer.signing.signingCertificate.length).toBeLessThanOrEqual(5500);
    const { signature, signingCertificate } = offer.signing;
    expect(await verifyFirmware(content, signingCertificate, signature)).toEqual({
      ok: true,
      scheme: 'rsa-pss',
    });
    const fetched = await fetch(local(offer.urls));
    expect(Buffer.from(await fetched.arrayBuffer()).equals(content)).toBe(true);
    const done = await composed.frame(
      ({ kind, detail }) =>
        kind === 'file-transfer' && JSON.stringify(detail).includes('"status":"done"'),
    );
    expect(done).toMatchObject({ role: 'bench', station: 'CP-1' });
    expect((await api('GET', `/files/transfers/${offer.transfer.id}`)).body).toMatchObject({
      status: 'done',
      bytes: content.length,
      station: 'CP-1',
      peer: '127.0.0.1',
    });
  });

  it('of any size is generated, and signed with every scheme', async () => {
    const { body: firmware } = await api('POST', '/files/firmware/generate', { bytes: 100_000 });
    expect(firmware).toMatchObject({ name: 'test-firmware.bin', bytes: 100_000 });
    for (const scheme of ['rsa-pss', 'rsa-pkcs1', 'ecdsa']) {
      const signed = await api('POST', `/files/firmware/${firmware.id}/sign`, { scheme });
      expect(signed.body).toMatchObject({ scheme, signature: expect.any(String) });
    }
    const roots = await api('GET', '/files/manufacturer-roots');
    expect(roots.body.map(({ family }: { family: string }) => family)).toEqual(['rsa', 'ecdsa']);
    expect((await api('DELETE', `/files/firmware/${firmware.id}`)).body).toEqual({ deleted: true });
    expect((await api('DELETE', `/files/firmware/${firmware.id}`)).body).toEqual({
      deleted: false,
    });
  });
});

describe('a log', () => {
  it('is asked for, uploaded, listed and downloaded', async () => {
    const request = { kind: 'log', protocols: ['http'], station: 'CP-1' };
    const { body: asked } = await api('POST', '/files/requests', request);
    await fetch(`${local(asked.urls)}security.log`, { method: 'PUT', body: content });
    const { body: received } = await api('GET', '/files/received');
    expect(received).toMatchObject([{ name: 'security.log', kind: 'log', station: 'CP-1' }]);
    const file = await api('GET', `/files/received/${received[0].id}/content`);
    expect(file.text).toBe(content.toString());
    expect((await api('DELETE', `/files/received/${received[0].id}`)).body.deleted).toBe(true);
    expect((await api('GET', `/files/received/${received[0].id}/content`)).status).toBe(404);
  });
});

describe('passwords', () => {
  it('are in the answer that makes them, masked afterwards, and revealing is recorded', async () => {
    const { body: asked } = await api('POST', '/files/requests', { protocols: ['ftp'] });
    const { password } = new URL(asked.location);
    expect(password.length).toBeGreaterThanOrEqual(16);
    const { id } = asked.transfer;
    expect(JSON.stringify(asked.transfer)).not.toContain(password);
    for (const path of ['/files/transfers', `/files/transfers/${id}`, '/files']) {
      expect((await api('GET', path)).text).not.toContain(password);
    }
    const revealed = await api('POST', `/files/transfers/${id}/reveal`);
    expect(revealed.body.masked).toBe(false);
    expect(revealed.text).toContain(password);
    await composed.frame(
      ({ kind, detail }) => kind === 'secret-revealed' && JSON.stringify(detail).includes(id),
    );
    expect(composed.log.join('\n')).not.toContain(password);
    const frames = JSON.stringify(await composed.frames());
    expect(frames).not.toContain(password);
  });
});

describe('what cannot be', () => {
  it.each([
    ['/files/offers', { firmware: 'nothing' }, 404, 'firmware-unknown'],
    ['/files/requests', { protocols: ['sftp'] }, 422, 'protocol-not-offered'],
    ['/files/requests', { name: '../log' }, 422, 'file-name-invalid'],
    ['/files/requests', { protocols: ['gopher'] }, 400, 'input-invalid'],
    ['/files/transfers/nothing/reveal', undefined, 404, 'transfer-unknown'],
    ['/files/firmware/nothing/sign', {}, 404, 'firmware-unknown'],
  ])('POST %s %j is %i %s', async (path, body, status, code) => {
    const answer = await api('POST', path, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('every reason a transfer fails for has words', () => {
    const reasons = [
      ...['connection-lost', 'idle-timeout', 'aborted', 'too-large', 'disk-full'],
      ...['storage-failed', 'transfer-ended', 'upload-malformed'],
    ];
    expect(reasons.filter((reason) => !(`transfer-${reason}` in filesProblemWords))).toEqual([]);
  });
});

describe('settings', () => {
  it('change one by one, move a running server and stay', async () => {
    const before = (await api('POST', '/files/servers/http/start')).body;
    expect(before.servers[0]).toMatchObject({ server: 'http', status: 'listening' });
    const changed = await api('PUT', '/files/settings', { host: '127.0.0.1', idleTimeoutS: 60 });
    expect(changed.body.settings).toMatchObject({ host: '127.0.0.1', idleTimeoutS: 60 });
    const more = await api('PUT', '/files/settings', { passiveFrom: 50_000, passiveTo: 50_010 });
    expect(more.body.settings).toMatchObject({ host: '127.0.0.1', idleTimeoutS: 60 });
    const wrong = await api('PUT', '/files/settings', { passiveTo: 40_000 });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'passive-ports-wrong']);
    const stopped = await api('POST', '/files/servers/http/stop');
    expect(stopped.body.servers[0]).toMatchObject({ server: 'http', status: 'stopped' });
  });

  it('a port that is taken is said where it is asked for', async () => {
    const taken = Number(new URL(opened.door.url).port);
    await api('PUT', '/files/settings', { httpsPort: taken });
    const { status, body } = await api('POST', '/files/requests', { protocols: ['https'] });
    expect([status, body.code]).toEqual([409, 'port-in-use']);
    if (process.platform === 'linux') expect(body.message).toContain('taken by this bench itself');
    expect((await api('GET', '/files')).body.servers[1]).toMatchObject({
      server: 'https',
      status: 'failed',
      problem: { code: 'port-in-use' },
    });
  });
});
