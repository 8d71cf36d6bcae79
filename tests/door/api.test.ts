/** The fixed paths of the HTTP API, over HTTP: others script against them. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
} from '../support/composed-bench.ts';
import {
  closeForeignChargePoints,
  connectionError,
  foreignChargePoint,
} from '../support/foreign-charge-point.ts';
import { ask } from './plain-request.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
let api: OpenedDoor['api'];
let port: number;
beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
  api = opened.api;
  const started = await api('PUT', '/csms', {
    listeners: [{ host: '127.0.0.1', port: 0, securityProfiles: [0, 1] }],
  });
  port = started.body.listeners[0].port;
});
afterEach(closeForeignChargePoints);
afterAll(async () => {
  await opened.door.close();
  await composed.close();
});

function point(identity: string, password?: string) {
  const endpoint = `ws://127.0.0.1:${port}`;
  return foreignChargePoint({
    identity,
    endpoint,
    ...(password === undefined ? {} : { password }),
  });
}

describe('every path of the table', () => {
  it('GET /api/health', async () => {
    const { status, body } = await api('GET', '/health');
    expect([status, body.version]).toEqual([200, '0.0.0']);
    expect(body.uptimeS).toBeGreaterThan(0);
    expect(body.tls).toContain('OpenSSL');
  });

  it.each([
    ['/pki/root.pem', 'rsa'],
    ['/pki/root-ecdsa.pem', 'ecdsa'],
  ] as const)('GET /api%s is the PEM itself', async (path, family) => {
    const { status, headers, text } = await api('GET', path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('application/x-pem-file');
    expect(text).toBe(await composed.bench.pki.rootPem(family));
  });

  it('PUT /api/csms answers with real ports and URLs, DELETE stops', async () => {
    const listeners = [
      { host: '127.0.0.1', port, securityProfiles: [0, 1] },
      { id: 'second', host: '127.0.0.1', port: 0, securityProfiles: [2, 3] },
    ];
    const { status, body } = await api('PUT', '/csms', { listeners });
    expect(status).toBe(200);
    expect(body).toMatchObject({ running: true, listeners: [{ port }, { id: 'second' }] });
    const [first, second] = body.listeners;
    expect(first.urls[0]).toMatchObject({
      url: `ws://127.0.0.1:${port}/`,
      securityProfiles: [0, 1],
    });
    expect(second.port).toBeGreaterThan(0);
    expect(second.urls.map(({ url }: { url: string }) => url)).toContain(
      `wss://127.0.0.1:${second.port}/`,
    );
    expect((await api('GET', '/csms')).body.listeners).toHaveLength(2);
    const stopped = await api('DELETE', '/csms/listeners/second');
    expect(stopped.body.listeners).toHaveLength(1);
  });

  it('PUT and GET /api/csms/stations', async () => {
    const put = await api('PUT', '/csms/stations/RDAM%20123', {
      securityProfile: 1,
      authorizationKeyHex: '00112233445566778899aabbccddeeff',
      serialNumber: 'SN-1',
    });
    expect(put.body).toMatchObject({
      id: 'RDAM 123',
      securityProfile: 1,
      authorizationKeyBytes: 16,
    });
    const { body } = await api('GET', '/csms/stations');
    expect(body.map(({ id }: { id: string }) => id)).toContain('RDAM 123');
    expect((await api('GET', '/csms/stations/RDAM%20123')).body.serialNumber).toBe('SN-1');
    expect((await api('DELETE', '/csms/stations/RDAM%20123')).body).toEqual({ deleted: true });
    expect((await api('DELETE', '/csms/stations/RDAM%20123')).body).toEqual({ deleted: false });
  });

  it('POST /api/csms/stations/{id}/calls gives the outcome with its frames', async () => {
    const client = point('CALLED');
    client.handle('ClearCache', () => Promise.resolve({ status: 'Accepted' }));
    await client.connect();
    const { status, body } = await api('POST', '/csms/stations/CALLED/calls', {
      action: 'ClearCache',
      payload: {},
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      outcome: 'result',
      payload: { status: 'Accepted' },
      frames: [expect.any(Number), expect.any(Number)],
    });
    const frame = (await composed.frame(({ seq }) => seq === body.frames[1])).pairSeq;
    expect(frame).toBe(body.frames[0]);
  });

  it('calls that fail: error, timeout, not connected', async () => {
    const client = point('FAILING');
    client.handle('ClearCache', () => Promise.reject(new Error('no')));
    client.handle('Reset', () => new Promise(() => undefined));
    await client.connect();
    const call = (body: object) => api('POST', '/csms/stations/FAILING/calls', body);
    const failed = await call({ action: 'ClearCache', payload: {} });
    expect(failed.body).toMatchObject({ outcome: 'error', error: { code: 'GenericError' } });
    const late = await call({ action: 'Reset', payload: { type: 'Soft' }, timeoutMs: 100 });
    expect(late.body).toEqual({ outcome: 'timeout', frames: [expect.any(Number)] });
    await client.close({ force: true });
    await composed.frame(
      ({ kind, station }) => kind === 'connection-closed' && station === 'FAILING',
    );
    const gone = await call({ action: 'ClearCache', payload: {} });
    expect([gone.status, gone.body]).toEqual([200, { outcome: 'not-connected', frames: [] }]);
  });

  it('404 for an unknown station, 422 for what is invalid with validate', async () => {
    const nobody = await api('POST', '/csms/stations/NOBODY/calls', {
      action: 'Reset',
      payload: {},
    });
    expect([nobody.status, nobody.body.code]).toEqual([404, 'station-unknown']);
    await point('STRICT').connect();
    const call = (body: object) => api('POST', '/csms/stations/STRICT/calls', body);
    const invalid = await call({ action: 'Reset', payload: { type: 'Medium' } });
    expect([invalid.status, invalid.body.code, invalid.body.where]).toEqual([
      422,
      'payload-invalid',
      '/type',
    ]);
    expect(invalid.body.message).toContain('Reset');
    const unknown = await call({ action: 'reset', payload: {} });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'action-unknown']);
  });

  it('PUT /api/csms/id-tags/{idTag}', async () => {
    const put = await api('PUT', '/csms/id-tags/TAG%2F1', { status: 'Blocked', parentIdTag: 'P' });
    expect(put.body).toEqual({ idTag: 'TAG/1', status: 'Blocked', parentIdTag: 'P' });
    expect((await api('GET', '/csms/id-tags')).body).toContainEqual(put.body);
    const wrong = await api('PUT', '/csms/id-tags/T', { status: 'Maybe' });
    expect([wrong.status, wrong.body.code, wrong.body.where]).toEqual([
      400,
      'input-invalid',
      'status',
    ]);
    expect((await api('DELETE', '/csms/id-tags/TAG%2F1')).body).toEqual({ deleted: true });
  });

  it('PUT, POST actions and DELETE /api/charge-points', async () => {
    const put = await api('PUT', '/charge-points/OURS', {
      url: `ws://127.0.0.1:${port}/`,
      securityProfile: 0,
      autoConnect: false,
    });
    expect([put.status, put.body.id, put.body.status]).toEqual([200, 'OURS', 'disconnected']);
    const connected = await api('POST', '/charge-points/OURS/actions', { action: 'connect' });
    expect(connected.status).toBe(200);
    await composed.frame(
      ({ station, action, messageType, role }) =>
        station === 'OURS' &&
        role === 'charge-point' &&
        action === 'BootNotification' &&
        messageType === 'result',
    );
    const unknown = await api('POST', '/charge-points/NONE/actions', { action: 'connect' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'charge-point-unknown']);
    const wrong = await api('POST', '/charge-points/OURS/actions', { action: 'dance' });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'input-invalid']);
    expect((await api('DELETE', '/charge-points/OURS')).body).toEqual({ deleted: true });
  });

  it('charge points and profiles that do not go together are 422', async () => {
    const { status, body } = await api('PUT', '/charge-points/ODD', {
      url: `ws://127.0.0.1:${port}/`,
      securityProfile: 3,
    });
    expect([status, body.code]).toEqual([422, 'profile-does-not-fit-url']);
  });

  it('GET /api/frames by key, window and filter', async () => {
    const all = (await api('GET', '/frames?limit=1000')).body;
    const seqs: number[] = all.frames.map(({ seq }: { seq: number }) => seq);
    expect(seqs).toEqual(seqs.toSorted((left, right) => left - right));
    expect(all.head).toBeGreaterThanOrEqual(seqs.at(-1) ?? 0);
    const window = async (query: string) =>
      (await api('GET', `/frames?${query}`)).body.frames.map(({ seq }: { seq: number }) => seq);
    expect(await window('after=2&limit=3')).toEqual([3, 4, 5]);
    expect(await window('before=6&limit=3')).toEqual([3, 4, 5]);
    expect(await window('after=2&before=5')).toEqual([3, 4]);
    const filtered = (await api('GET', '/frames?filter=action%3ABootNotification+type%3Acall'))
      .body;
    for (const frame of filtered.frames) {
      expect(frame).toMatchObject({ kind: 'message', action: 'BootNotification', masked: false });
      expect(frame.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(frame.text).toContain('BootNotification');
    }
    const wrong = await api('GET', '/frames?filter=colour%3Ared');
    expect([wrong.status, wrong.body.code]).toEqual([400, 'filter-wrong']);
    const strange = await api('GET', '/frames?capture=none');
    expect([strange.status, strange.body.code]).toEqual([404, 'capture-unknown']);
  });
});

describe('other paths', () => {
  it('captures: begin, rename, check, export, import, delete', async () => {
    const before = composed.bench.state().recording.capture;
    const begun = (await api('POST', '/captures', { name: 'second' })).body;
    expect(begun).toMatchObject({ live: true, name: 'second' });
    const renamed = await api('PUT', `/captures/${before}`, { name: 'first' });
    expect(renamed.body).toMatchObject({ id: before, name: 'first', live: false });
    expect((await api('POST', `/captures/${before}/check`)).body).toMatchObject({ intact: true });
    const exported = await api('GET', `/captures/${before}/export`);
    expect(exported.headers.get('content-disposition')).toContain(`"${before}-redacted.jsonl"`);
    const answer = await ask(opened.door, {
      method: 'POST',
      path: '/api/captures/import?name=again',
      headers: { 'content-type': 'application/x-ndjson' },
      body: exported.text,
    });
    const imported = { body: JSON.parse(answer.text) };
    expect(imported.body).toMatchObject({ name: 'again', live: false });
    expect((await api('POST', `/captures/${imported.body.id}/check`)).body).toMatchObject({
      intact: true,
    });
    expect((await api('DELETE', `/captures/${imported.body.id}`)).body).toEqual({ deleted: true });
    const live = await api('DELETE', `/captures/${begun.id}`);
    expect([live.status, live.body.code]).toEqual([409, 'capture-live']);
    const listed = (await api('GET', '/captures')).body.map(({ id }: { id: string }) => id);
    expect(listed.toSorted()).toEqual([before, begun.id].toSorted());
  });

  it('attempts can be adopted', async () => {
    expect(await connectionError(point('NEW', 'a-key-of-20-charactrs'))).toBe(401);
    const [attempt] = (await api('GET', '/csms/attempts')).body;
    expect(attempt).toMatchObject({ station: 'NEW', adopt: { kind: 'key' } });
    const adopted = await api('POST', `/csms/attempts/${attempt.seq}/adopt`);
    expect(adopted.body).toMatchObject({ id: 'NEW', hasAuthorizationKey: true });
    expect(await connectionError(point('NEW', 'a-key-of-20-charactrs'))).toBeUndefined();
    expect((await api('POST', '/csms/attempts/999999/adopt')).status).toBe(404);
  });

  it('a setting that is not named stays as it is', async () => {
    await api('PUT', '/settings', { retentionDays: 7, strictRecording: true });
    const { body } = await api('PUT', '/settings', { theme: 'light' });
    expect(body).toMatchObject({ retentionDays: 7, strictRecording: true, theme: 'light' });
    await api('PUT', '/settings', { strictRecording: false });
  });

  it('settings and network', async () => {
    const put = await api('PUT', '/settings', { theme: 'dark' });
    expect(put.body.theme).toBe('dark');
    expect((await api('PUT', '/settings', { colour: 'red' })).status).toBe(400);
    expect((await api('GET', '/network')).body.addresses.length).toBeGreaterThan(0);
    expect((await api('GET', `/network/ports/${port}`)).body.status).toBe('listening');
  });

  it('trusted roots: what is no certificate authority is 422', async () => {
    const wrong = await api('POST', '/pki/trusted-roots', { pem: 'nonsense' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'certificate-unreadable']);
    const server = (await api('GET', '/pki/certificates')).body.find(
      ({ kind }: { kind: string }) => kind === 'server',
    );
    const leaf = await api('POST', '/pki/trusted-roots', { pem: server.certificate.pem });
    expect([leaf.status, leaf.body.code]).toEqual([422, 'not-an-authority']);
  });

  it('no private key leaves', async () => {
    const { text } = await api('GET', '/pki/certificates');
    expect(text).toContain('BEGIN CERTIFICATE');
    expect(text).not.toContain('PRIVATE KEY');
  });
});

describe('GET /api/openapi.json', () => {
  it('lists every path, literal ones as they are', async () => {
    const { status, body } = await api('GET', '/openapi.json');
    expect(status).toBe(200);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/health',
        '/pki/root.pem',
        '/pki/root-ecdsa.pem',
        '/csms',
        '/csms/stations',
        '/csms/stations/{id}',
        '/csms/stations/{id}/calls',
        '/csms/id-tags/{idTag}',
        '/charge-points/{id}',
        '/charge-points/{id}/actions',
        '/charge-points/try-it',
        '/frames',
      ]),
    );
    expect(body.security).toEqual([{ token: [] }]);
    expect(body.openapi).toMatch(/^3\./);
  });

  it('another method on it is no path', async () => {
    expect((await api('POST', '/openapi.json', {})).status).toBe(404);
  });
});

describe('errors have one shape', () => {
  it.each<[string, string, unknown, number, string]>([
    ['GET', '/nothing', undefined, 404, 'route-unknown'],
    ['PATCH', '/csms', undefined, 404, 'route-unknown'],
    ['PUT', '/csms', { listeners: [], extra: 1 }, 400, 'input-invalid'],
    ['PUT', '/csms', { listeners: [{ port: 1, securityProfiles: [4] }] }, 400, 'input-invalid'],
    ['GET', '/frames?limit=many', undefined, 400, 'input-invalid'],
    ['GET', '/frames/0', undefined, 400, 'input-invalid'],
    ['DELETE', '/csms/listeners/none', undefined, 404, 'listener-unknown'],
  ])('%s %s', async (method, path, body, status, code) => {
    const answer = await api(method, path, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.message).toBeTypeOf('string');
    const known = ['code', 'message', 'where', 'fix'];
    expect(Object.keys(answer.body).filter((name) => !known.includes(name))).toEqual([]);
  });
});
