import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectionUrl, dial } from '../../electron/bench/wire/dial.ts';
import { dialDefaults } from '../../electron/bench/wire/dial-request.ts';
import {
  ask,
  connectRaw,
  destroyRawClients,
  openRaw,
  type RequestParts,
  upgradeRequest,
  webSocketFrame,
} from './raw-client.ts';
import {
  createMemoryRecorder,
  startTestCsms,
  type TestCsms,
  type TestCsmsOptions,
} from './support.ts';

const running: TestCsms[] = [];

async function start(options: TestCsmsOptions = {}): Promise<TestCsms> {
  const csms = await startTestCsms(options);
  running.push(csms);
  return csms;
}

afterEach(async () => {
  destroyRawClients();
  await Promise.all(running.splice(0).map((csms) => csms.stop()));
});

/** The bench is alive: a sound charge point still gets its answer. */
async function expectAlive(csms: TestCsms): Promise<void> {
  const client = await openRaw(csms.port, { target: '/ocpp/ALIVE' });
  client.write(webSocketFrame('[2,"alive","Heartbeat",{}]'));
  const frame = await client.frame();
  expect(frame.payload.toString()).toContain('[3,"alive",');
  client.destroy();
}

/** Sends a request, expects the status and the code in the record, and a bench that is alive. */
async function expectRefused(
  csms: TestCsms,
  parts: RequestParts,
  expected: { status: number; code: string },
) {
  const answer = await ask(csms.port, parts);
  expect(answer.status).toBe(expected.status);
  const response = await csms.recorder.next(
    'upgrade-response',
    ({ detail }) => detail.status !== 101,
  );
  expect(response.detail).toMatchObject(expected);
  await expectAlive(csms);
  return { answer, response };
}

async function identityOf(target: string): Promise<string | undefined> {
  const csms = await start();
  const answer = await ask(csms.port, { target });
  if (answer.status !== 101) return undefined;
  const response = await csms.recorder.next('upgrade-response');
  expect(response.station).toBe(csms.attempts[0]?.identity);
  return csms.attempts[0]?.identity;
}

describe('handshake', () => {
  it('H1 ocpp1.6 is echoed with 101', async () => {
    const csms = await start();
    const answer = await ask(csms.port);
    expect(answer.status).toBe(101);
    expect(answer.headers.get('sec-websocket-protocol')).toBe('ocpp1.6');
    expect(answer.headers.get('sec-websocket-accept')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    const { detail } = await csms.recorder.next('upgrade-response');
    // What the record says has been sent is what was sent.
    for (const [name, value] of detail.headers) {
      expect(answer.headers.get(name.toLowerCase())).toBe(value);
    }
    expect(answer.headers.size).toBe(detail.headers.length);
  });

  it('H1 the request is in the record with all headers in their order', async () => {
    const csms = await start();
    await ask(csms.port, { headers: { 'X-First': ['a', 'b'], 'x-first': 'c' } });
    const { detail } = await csms.recorder.next('upgrade-request');
    expect(detail).toMatchObject({ method: 'GET', target: '/ocpp/CP1', httpVersion: '1.1' });
    expect(detail.headers.filter(([name]) => /x-first/i.test(name))).toEqual([
      ['X-First', 'a'],
      ['X-First', 'b'],
      ['x-first', 'c'],
    ]);
  });

  it('H2 no sub-protocol is 400', async () => {
    const csms = await start();
    const headers = { 'Sec-WebSocket-Protocol': undefined };
    await expectRefused(csms, { headers }, { status: 400, code: 'subprotocol-not-offered' });
  });

  it('H2 by listener switch no sub-protocol is 1.6, with a finding', async () => {
    const csms = await start({ configuration: { withoutSubprotocol: 'accept' } });
    const answer = await ask(csms.port, { headers: { 'Sec-WebSocket-Protocol': undefined } });
    expect(answer.status).toBe(101);
    expect(answer.headers.has('sec-websocket-protocol')).toBe(false);
    const { detail } = await csms.recorder.next('upgrade-response');
    expect(detail).toMatchObject({
      subprotocol: 'ocpp1.6',
      parameters: { findings: 'subprotocol-assumed' },
    });
  });

  it('H3 only unknown sub-protocols are refused without upgrade', async () => {
    const csms = await start();
    const headers = { 'Sec-WebSocket-Protocol': 'ocpp9.9, soap' };
    const { response } = await expectRefused(
      csms,
      { headers },
      { status: 400, code: 'subprotocol-unknown' },
    );
    expect(response.detail.parameters).toMatchObject({ offeredSubprotocols: 'ocpp9.9, soap' });
  });

  it('H3 by listener switch the handshake is completed bare and closed at once', async () => {
    const csms = await start({ configuration: { unknownSubprotocol: 'complete-then-close' } });
    const client = await connectRaw(csms.port);
    client.write(upgradeRequest({ headers: { 'Sec-WebSocket-Protocol': 'ocpp9.9' } }));
    const answer = await client.answer();
    expect(answer.status).toBe(101);
    expect(answer.headers.has('sec-websocket-protocol')).toBe(false);
    const frame = await client.frame();
    expect(frame.opcode).toBe(8);
    expect(csms.sessions).toHaveLength(0);
    client.destroy();
    await csms.recorder.next('close', ({ direction }) => direction === 'out');
  });

  it('H4 of several sub-protocols the first supported one is chosen', async () => {
    const csms = await start();
    const headers = { 'Sec-WebSocket-Protocol': 'ocpp9.9, ocpp1.6, ocpp1.5' };
    const answer = await ask(csms.port, { headers });
    expect(answer.headers.get('sec-websocket-protocol')).toBe('ocpp1.6');
    const { detail } = await csms.recorder.next('upgrade-response');
    expect(detail.subprotocol).toBe('ocpp1.6');
  });

  it('H5 OCPP1.6 in capitals is no match', async () => {
    const csms = await start();
    const headers = { 'Sec-WebSocket-Protocol': 'OCPP1.6' };
    await expectRefused(csms, { headers }, { status: 400, code: 'subprotocol-unknown' });
  });

  it('H6 the same token twice is accepted', async () => {
    const csms = await start();
    const headers = { 'Sec-WebSocket-Protocol': 'ocpp1.6, ocpp1.6' };
    const answer = await ask(csms.port, { headers });
    expect(answer.status).toBe(101);
    expect(answer.headers.get('sec-websocket-protocol')).toBe('ocpp1.6');
    const { detail } = await csms.recorder.next('upgrade-response');
    expect(detail.parameters).toEqual({ findings: 'subprotocol-offered-twice' });
  });

  it('H7 RDAM%20123 is "RDAM 123"', async () => {
    expect(await identityOf('/ocpp/RDAM%20123')).toBe('RDAM 123');
  });

  it('H8 %2F is decoded once', async () => {
    expect(await identityOf('/ocpp/A%2FB')).toBe('A/B');
    expect(await identityOf('/ocpp/A%252FB')).toBe('A%2FB');
  });

  it('H9 a UTF-8 identity is kept exactly', async () => {
    expect(await identityOf('/ocpp/%E2%82%AC-S%C3%A4ule')).toBe('€-Säule');
  });

  it('H10 an identity of 48 characters is accepted', async () => {
    expect(await identityOf(`/ocpp/${'x'.repeat(48)}`)).toBe('x'.repeat(48));
  });

  it('H11 an identity over 255 characters is 414', async () => {
    const target = `/ocpp/${'x'.repeat(256)}`;
    await expectRefused(await start(), { target }, { status: 414, code: 'identity-too-long' });
  });

  it('H12 %zz in the path is 400', async () => {
    const expected = { status: 400, code: 'identity-not-decodable' };
    await expectRefused(await start(), { target: '/ocpp/%zz' }, expected);
  });

  it('H13 %ff%fe in the path is 400', async () => {
    const expected = { status: 400, code: 'identity-not-utf8' };
    await expectRefused(await start(), { target: '/ocpp/%ff%fe' }, expected);
  });

  it('H14 ..%2f has no path meaning', async () => {
    expect(await identityOf('/ocpp/..%2fadmin')).toBe('../admin');
    expect(await identityOf('/a/../b/./CP1')).toBe('CP1');
  });

  it.each(['%00', '%0d%0aX: y'])('H15 %s in the path is 400', async (text) => {
    const target = `/ocpp/CP${text.replace(' ', '%20')}`;
    const expected = { status: 400, code: 'identity-control-character' };
    await expectRefused(await start(), { target }, expected);
  });

  it('H16 an empty identity is 404', async () => {
    await expectRefused(await start(), { target: '/' }, { status: 404, code: 'identity-missing' });
  });

  it('H16 by listener switch GET / is a chosen station', async () => {
    const csms = await start({ configuration: { emptyIdentityStation: 'CHOSEN' } });
    expect((await ask(csms.port, { target: '/' })).status).toBe(101);
    expect(csms.attempts[0]?.identity).toBe('CHOSEN');
    expect((await csms.recorder.next('upgrade-request')).station).toBe('CHOSEN');
  });

  it('H17 an unknown identity is 404 when the role says so', async () => {
    const csms = await start({
      refuse: ({ identity }) =>
        identity === 'STRANGER' ? { status: 404, code: 'identity-unknown' } : undefined,
    });
    const expected = { status: 404, code: 'identity-unknown' };
    await expectRefused(csms, { target: '/ocpp/STRANGER' }, expected);
  });

  it('H18 a query string is never part of the identity', async () => {
    expect(await identityOf('/ocpp/CP1?token=abc/DEF')).toBe('CP1');
  });

  it('H18 one trailing slash is tolerated', async () => {
    expect(await identityOf('/ocpp/CP1/')).toBe('CP1');
  });

  it('H19 Sec-WebSocket-Version 8 is 426', async () => {
    const headers = { 'Sec-WebSocket-Version': '8' };
    const expected = { status: 426, code: 'websocket-version-unsupported' };
    const { answer } = await expectRefused(await start(), { headers }, expected);
    expect(answer.headers.get('sec-websocket-version')).toBe('13');
  });

  it('H20 a missing Sec-WebSocket-Key is 400', async () => {
    const headers = { 'Sec-WebSocket-Key': undefined };
    await expectRefused(await start(), { headers }, { status: 400, code: 'websocket-key-missing' });
  });

  it('H21 a short Sec-WebSocket-Key is 400', async () => {
    const headers = { 'Sec-WebSocket-Key': 'c2hvcnQ=' };
    await expectRefused(await start(), { headers }, { status: 400, code: 'websocket-key-invalid' });
  });

  it('H22 a plain GET is 426 with a text page naming the bench and the profile (security-checklist 29)', async () => {
    const headers = { Upgrade: undefined, Connection: undefined };
    const expected = { status: 426, code: 'upgrade-missing' };
    const { answer } = await expectRefused(await start(), { headers }, expected);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.body).toContain('Benchpoint 0.0.0');
    expect(answer.body).toContain('security profile 0');
  });

  it.each([{ Upgrade: undefined, Connection: undefined, 'Content-Length': '4' }, {}])(
    'H23 POST is 405',
    async (headers) => {
      const expected = { status: 405, code: 'method-not-allowed' };
      const { answer } = await expectRefused(await start(), { method: 'POST', headers }, expected);
      expect(answer.headers.get('allow')).toBe('GET');
    },
  );

  it('H23 CONNECT is 405', async () => {
    const expected = { status: 405, code: 'method-not-allowed' };
    await expectRefused(await start(), { method: 'CONNECT', target: 'host:1' }, expected);
  });

  it('H24 HTTP/1.0 is refused', async () => {
    const expected = { status: 400, code: 'http-version-too-old' };
    await expectRefused(await start(), { httpVersion: '1.0' }, expected);
  });

  it('H25 a header of 80 kB is 431', async () => {
    const csms = await start();
    const headers = { 'X-Large': 'x'.repeat(80 * 1024) };
    await expectRefused(csms, { headers }, { status: 431, code: 'headers-too-large' });
    const [failed] = csms.recorder.of('connection-failed');
    expect(failed?.detail).toMatchObject({ stage: 'upgrade', code: 'headers-too-large' });
  });

  it('H26 TLS on a plain port is closed and named in the record, with its bytes', async () => {
    const csms = await start();
    const client = await connectRaw(csms.port);
    const hello = Buffer.concat([Buffer.from([0x16, 3, 1, 0, 45]), clientHelloMessage]);
    client.write(hello);
    await client.closed;
    const failed = await csms.recorder.next('connection-failed');
    expect(failed.detail).toMatchObject({ stage: 'first-byte', code: 'tls-on-plain-port' });
    const [seen] = csms.recorder.of('client-hello');
    expect(Buffer.from(seen?.base64 ?? '', 'base64')).toEqual(hello);
    expect((await csms.recorder.next('connection-closed')).detail.code).toBe('failed');
    await expectAlive(csms);
  });

  it('H29 an Origin header is accepted and recorded', async () => {
    const csms = await start();
    const answer = await ask(csms.port, { headers: { Origin: 'http://odd.example' } });
    expect(answer.status).toBe(101);
    const { detail } = await csms.recorder.next('upgrade-request');
    expect(detail.headers).toContainEqual(['Origin', 'http://odd.example']);
  });

  it.each([{ 'Sec-Fetch-Mode': 'websocket' }, { Cookie: 'a=b' }, { 'User-Agent': 'Mozilla/5.0' }])(
    'H29 by listener switch a browser is 403: %o',
    async (headers) => {
      const csms = await start({ configuration: { refuseBrowsers: true } });
      await expectRefused(csms, { headers }, { status: 403, code: 'browser-refused' });
      const without = await start();
      expect((await ask(without.port, { headers })).status).toBe(101);
    },
  );

  it.each([
    ['silence', Buffer.alloc(0), 'first-byte', 'silence'],
    ['half a ClientHello', Buffer.from([0x16, 3, 1, 2, 0, 1]), 'tls', 'tls-hello-incomplete'],
    ['half a request', Buffer.from('GET /ocpp/CP1 HTTP/1.1\r\nHost'), 'upgrade', 'upgrade-timeout'],
  ])('H30 %s is closed when the time is over', async (_name, bytes, stage, code) => {
    const csms = await start({ configuration: { handshakeTimeoutMs: 100, upgradeTimeoutMs: 100 } });
    const client = await connectRaw(csms.port);
    if (bytes.length > 0) client.write(bytes);
    await client.closed;
    const failed = await csms.recorder.next('connection-failed');
    expect(failed.detail).toMatchObject({ stage, code });
    await expectAlive(csms);
  });

  it('H30 TLS and the upgrade request have a time each', async () => {
    const patient = await start({
      configuration: { handshakeTimeoutMs: 100, upgradeTimeoutMs: 600_000 },
    });
    const client = await connectRaw(patient.port);
    client.write('GET /ocpp/CP1 HTTP/1.1\r\nHost');
    const silent = await connectRaw(patient.port);
    await silent.closed;
    // The time for the handshake is over, the one for the request is not.
    client.write(': bench\r\n\r\n');
    await client.closed;
    const codes = patient.recorder.of('connection-failed').map(({ detail }) => detail.code);
    expect(codes).toContain('silence');
    expect(codes).not.toContain('upgrade-timeout');
    const hurried = await start({
      configuration: { handshakeTimeoutMs: 600_000, upgradeTimeoutMs: 100 },
    });
    const half = await connectRaw(hurried.port);
    half.write('GET /ocpp/CP1 HTTP/1.1\r\nHost');
    await half.closed;
    expect((await hurried.recorder.next('connection-failed')).detail).toMatchObject({
      code: 'upgrade-timeout',
      parameters: { timeoutMs: 100 },
    });
  });

  it('H30 a port probe is named', async () => {
    const csms = await start();
    const client = await connectRaw(csms.port);
    client.socket.end();
    const failed = await csms.recorder.next('connection-failed');
    expect(failed.detail).toMatchObject({ stage: 'first-byte', code: 'closed-without-data' });
  });

  it('H30 1,000 silent connections leave the service quick', async () => {
    const csms = await start();
    const silent = await Promise.all(Array.from({ length: 1000 }, () => connectRaw(csms.port)));
    const startedAtMs = performance.now();
    await expectAlive(csms);
    expect(performance.now() - startedAtMs).toBeLessThan(500);
    expect(csms.listener.attempts()).toBeGreaterThanOrEqual(1000);
    for (const client of silent) client.destroy();
  });

  it('a charge point of ours sees each refusal with its status', async () => {
    const csms = await start({ refuse: () => ({ status: 401, code: 'password-wrong' }) });
    const recorder = createMemoryRecorder();
    const outcome = await dial(
      {
        ...dialDefaults,
        url: connectionUrl(`ws://127.0.0.1:${csms.port}`, 'CP 1'),
        station: 'CP 1',
        securityProfile: 1,
      },
      { recorder, connectionNumber: 1 },
    );
    expect(outcome).toMatchObject({ outcome: 'failed', status: 401 });
    const answer = await recorder.next('upgrade-response');
    expect(answer.detail).toMatchObject({ status: 401, code: 'answered-unauthorized' });
    expect((await recorder.next('connection-closed')).detail.code).toBe('refused');
  });

  it('S5 a taken port is a problem, not an exception', async () => {
    const csms = await start();
    const taken = csms.port;
    await expect(startTestCsms({ configuration: { port: taken } })).rejects.toThrow('port-in-use');
    expect(net.isIP(csms.listener.address.host)).toBe(4);
  });
});

/** A ClientHello with one suite and nothing else, without its record header. */
const clientHelloMessage = Buffer.concat([
  Buffer.from([1, 0, 0, 41, 3, 3]),
  Buffer.alloc(32, 7),
  Buffer.from([0, 0, 2, 0xc0, 0x2b, 1, 0]),
]);
