import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { UpgradeAttempt } from '../../electron/bench/wire/admission.ts';
import { judgeCredentials } from '../../electron/bench/wire/basic-credentials.ts';
import { keyOfBytes } from '../../electron/bench/wire/basic-credentials-hash.ts';
import { connectionUrl, dial } from '../../electron/bench/wire/dial.ts';
import { type DialRequest, dialDefaults } from '../../electron/bench/wire/dial-request.ts';
import type { ListenerConfiguration } from '../../electron/bench/wire/listener-configuration.ts';
import { createAuthority, createTestTrust } from '../support/tls-certificates.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';
import { ask, connectRaw, destroyRawClients, openRaw, webSocketFrame } from './raw-client.ts';
import {
  createMemoryRecorder,
  type MemoryRecorder,
  startTestCsms,
  type TestCsms,
  type TestCsmsOptions,
} from './support.ts';

let trust: Awaited<ReturnType<typeof createTestTrust>>;
beforeAll(async () => {
  trust = await createTestTrust();
});

const running: TestCsms[] = [];

async function start(options: TestCsmsOptions = {}): Promise<TestCsms> {
  const { identities, rsaRoot, ecdsaRoot } = trust;
  const trustedRootsPem = [rsaRoot.certPem, ecdsaRoot.certPem];
  const csms = await startTestCsms({ tlsMaterial: { identities, trustedRootsPem }, ...options });
  running.push(csms);
  return csms;
}

function startOn(
  profiles: ListenerConfiguration['securityProfiles'],
  options: TestCsmsOptions = {},
) {
  const configuration = { securityProfiles: profiles, ...options.configuration };
  return start({ ...options, configuration });
}

afterEach(async () => {
  destroyRawClients();
  await Promise.all(running.splice(0).map((csms) => csms.stop()));
});

interface Dialled {
  outcome: Awaited<ReturnType<typeof dial>>;
  recorder: MemoryRecorder;
}

let connectionNumber = 0;

async function dialCsms(
  port: number,
  change: Omit<Partial<DialRequest>, 'tls'> & { tls?: Partial<DialRequest['tls'] & object> } = {},
): Promise<Dialled> {
  const recorder = createMemoryRecorder();
  connectionNumber += 1;
  const { tls, ...rest } = change;
  const outcome = await dial(
    {
      ...dialDefaults,
      url: connectionUrl(`wss://localhost:${port}/ocpp`, 'CP1'),
      station: 'CP1',
      securityProfile: 2,
      ...rest,
      tls: {
        suites: 'both',
        trustedRootsPem: [trust.rsaRoot.certPem, trust.ecdsaRoot.certPem],
        verification: 'common-name',
        ...tls,
      },
    },
    { recorder, connectionNumber },
  );
  return { outcome, recorder };
}

/** The role's part of Basic: one station with one key. */
function credentialsOf(password: Uint8Array) {
  return (attempt: UpgradeAttempt) => {
    const { credentials, identity } = attempt;
    if (credentials.kind === 'refused') return credentials;
    const expected = { identity, key: keyOfBytes(password) };
    const verdict = judgeCredentials(credentials, expected, { acceptHexText: false });
    return verdict.kind === 'refused' ? verdict : undefined;
  };
}

const key = Buffer.from('0001020304050607ffffffffffffffffffffffff', 'hex');

function basic(text: string | Buffer): string {
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

describe('Basic authentication', () => {
  it('profile 1 takes binary keys as raw bytes (A00.FR.205)', async () => {
    const csms = await startOn([1], { refuse: credentialsOf(key) });
    const Authorization = basic(Buffer.concat([Buffer.from('CP1:'), key]));
    expect((await ask(csms.port, { headers: { Authorization } })).status).toBe(101);
    const { detail } = await csms.recorder.next('upgrade-response');
    expect(detail.securityProfile).toBe(1);
  });

  it.each([
    ['H28 missing', undefined, 'authorization-missing'],
    ['H28 wrong', basic('CP1:sesame'), 'password-wrong'],
    ['H28 another user name', basic('CP2:sesame'), 'username-is-not-identity'],
    ['H31 repeated', [basic('CP1:a'), basic('CP1:b')], 'authorization-repeated'],
    ['H31 not Basic', 'Bearer abc', 'authorization-not-basic'],
    ['H31 not base64', 'Basic %%%', 'authorization-not-base64'],
    ['H31 no colon', basic('CP1'), 'authorization-no-colon'],
    ['H31 empty password', basic('CP1:'), 'authorization-password-empty'],
    [
      'H31 newline at the end',
      basic(Buffer.concat([Buffer.from('CP1:'), key, Buffer.from('\n')])),
      'password-newline-at-end',
    ],
  ])('%s credentials are 401, named', async (_name, Authorization, code) => {
    const csms = await startOn([1], { refuse: credentialsOf(key) });
    const answer = await ask(csms.port, { headers: { Authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="OCPP"');
    const { detail } = await csms.recorder.next('upgrade-response');
    expect(detail).toMatchObject({ status: 401, code });
    expect(JSON.stringify(detail)).not.toContain('sesame');
    const closed = await csms.recorder.next('connection-closed');
    expect(closed.detail.code).toBe('refused');
    const alive = await openRaw(csms.port, {
      headers: { Authorization: basic(Buffer.concat([Buffer.from('CP1:'), key])) },
    });
    alive.write(webSocketFrame('[2,"x","Heartbeat",{}]'));
    expect((await alive.frame()).payload.toString()).toContain('[3,"x",');
  });

  it('H28 wrong credentials on profile 2 are 401 as well', async () => {
    const csms = await startOn([2], { refuse: credentialsOf(key) });
    const credentials = { userName: 'CP1', password: Buffer.from('wrong') };
    const { outcome } = await dialCsms(csms.port, { credentials });
    expect(outcome).toMatchObject({ outcome: 'failed', status: 401 });
    const good = await dialCsms(csms.port, { credentials: { userName: 'CP1', password: key } });
    expect(good.outcome.outcome).toBe('connected');
  });
});

describe('TLS', () => {
  it('A00.FR.305 A00.FR.306 A00.FR.311 profile 2: both sides have hello, handshake and chain in the record', async () => {
    const csms = await startOn([2]);
    const { outcome, recorder } = await dialCsms(csms.port);
    if (outcome.outcome !== 'connected') throw new Error('not connected');
    const hello = await csms.recorder.next('client-hello');
    expect(hello.detail.serverName).toBe('localhost');
    expect(Buffer.from(hello.base64 ?? '', 'base64')).toHaveLength(hello.detail.byteLength);
    const server = await csms.recorder.next('tls-established');
    const client = await recorder.next('tls-established');
    expect(server.detail.version).toBe('TLS 1.3');
    expect(server.detail.suite).toBe(client.detail.suite);
    expect(server.detail.ownChain).toEqual(client.detail.peerChain?.slice(0, 1));
    expect(client.detail.peerVerification).toBe('ok');
    expect(client.detail.serverKeyFamily).toBe(server.detail.serverKeyFamily);
    outcome.connection.send('[2,"x","Heartbeat",{}]');
    const answer = await recorder.next('message', ({ direction }) => direction === 'in');
    expect(answer.text).toContain('[3,"x",');
    outcome.connection.close();
    const closed = await csms.recorder.next('connection-closed');
    expect(closed.detail.bytesIn).toBeGreaterThan(500);
  });

  it('a ClientHello that arrives byte by byte is read and kept', async () => {
    const csms = await startOn([2]);
    const relay = net.createServer((incoming) => {
      const outgoing = net.connect({ port: csms.port, host: '127.0.0.1', noDelay: true });
      incoming.on('data', (chunk) => {
        for (const byte of chunk) outgoing.write(Buffer.from([byte]));
      });
      outgoing.pipe(incoming);
      incoming.on('close', () => outgoing.destroy());
      incoming.on('error', () => outgoing.destroy());
      outgoing.on('error', () => incoming.destroy());
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const address = relay.address();
    if (address === null || typeof address === 'string') throw new Error('relay has no port');
    const { outcome } = await dialCsms(address.port);
    expect(outcome.outcome).toBe('connected');
    if (outcome.outcome === 'connected') outcome.connection.terminate();
    await new Promise((resolve) => relay.close(resolve));
  });

  it('H27 HTTP on a TLS port is closed and named in the record', async () => {
    const csms = await startOn([2]);
    const client = await connectRaw(csms.port);
    client.write('GET /ocpp/CP1 HTTP/1.1\r\n\r\n');
    await client.closed;
    const failed = await csms.recorder.next('connection-failed');
    expect(failed.detail).toMatchObject({ stage: 'first-byte', code: 'http-on-tls-port' });
    expect(failed.text).toContain('GET /ocpp/CP1');
    expect((await dialCsms(csms.port)).outcome.outcome).toBe('connected');
  });

  it('H26 our charge point is told that it dialled a plain port with TLS', async () => {
    const csms = await startOn([0]);
    const { outcome } = await dialCsms(csms.port);
    expect(outcome).toMatchObject({ outcome: 'failed', failure: { stage: 'tls' } });
    const failed = await csms.recorder.next('connection-failed');
    expect(failed.detail.code).toBe('tls-on-plain-port');
    expect((await csms.recorder.next('client-hello')).detail.serverName).toBe('localhost');
  });

  it('H27 our charge point is told that it dialled a TLS port without TLS', async () => {
    const csms = await startOn([2]);
    const url = connectionUrl(`ws://localhost:${csms.port}`, 'CP1');
    const { outcome } = await dialCsms(csms.port, { url });
    expect(outcome).toMatchObject({ outcome: 'failed', failure: { stage: 'upgrade' } });
  });

  it('one port serves profiles 1 and 2, told apart by the first byte', async () => {
    const csms = await startOn([1, 2]);
    expect((await ask(csms.port)).status).toBe(101);
    expect((await dialCsms(csms.port)).outcome.outcome).toBe('connected');
    expect(
      csms.attempts.map(({ transport, securityProfiles }) => ({ transport, securityProfiles })),
    ).toEqual([
      { transport: 'plain', securityProfiles: [1] },
      { transport: 'tls', securityProfiles: [2] },
    ]);
  });

  it('A00.FR.312–314 A00.FR.416–418 A00.FR.323 a TLS 1.1 client is refused with what it offered and what is accepted (security-checklist 37)', async () => {
    const csms = await startOn([2]);
    const { outcome } = await dialCsms(csms.port, {
      tls: { suites: 'openssl-default', minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' },
    });
    expect(outcome.outcome).toBe('failed');
    const failed = await csms.recorder.next('connection-failed');
    expect(failed.detail).toMatchObject({
      stage: 'tls',
      code: 'tls-no-shared-version',
      parameters: { offeredVersions: expect.stringContaining('TLS 1.1') },
    });
  });

  it.each([
    // In TLS 1.3 the client leaves before its part of the handshake is out.
    ['TLSv1.2', 'tls-closed-after-handshake'],
    ['TLSv1.3', 'tls-handshake-abandoned'],
  ] as const)(
    'A00.FR.307 A00.FR.310 A00.FR.411 A00.FR.414 an unknown root over %s is refused by the charge point, and the Central System sees it leave',
    async (version, code) => {
      const csms = await startOn([2]);
      const other = await createAuthority('ecdsa', 'Another root');
      const tls = { trustedRootsPem: [other.certPem], minVersion: version, maxVersion: version };
      const { outcome, recorder } = await dialCsms(csms.port, { tls });
      expect(outcome).toMatchObject({
        outcome: 'failed',
        failure: { stage: 'tls', code: 'server-certificate-untrusted', side: 'csms' },
      });
      // The chain it refused is evidence.
      expect((await recorder.next('tls-established')).detail.peerChain?.length).toBeGreaterThan(0);
      expect((await csms.recorder.next('connection-failed')).detail.code).toBe(code);
    },
  );

  it.runIf(opensslAvailable).each(['-tls1_2', '-tls1_3'])(
    'the alert of a foreign client that does not know our root is named (%s)',
    async (version) => {
      const csms = await startOn([2]);
      await runSClient(csms.port, [version, '-verify_return_error', '-no-CAfile', '-no-CApath']);
      const { detail } = await csms.recorder.next('connection-failed');
      expect(detail).toMatchObject({
        code: 'server-certificate-untrusted',
        alert: { number: 48, name: 'unknown_ca', sentBy: 'charge-point' },
      });
    },
  );

  it('a certificate for another name is refused (A00.FR.308, A00.FR.412)', async () => {
    const csms = await startOn([2]);
    const url = connectionUrl(`wss://127.0.0.1:${csms.port}`, 'CP1');
    const { outcome } = await dialCsms(csms.port, { url });
    expect(outcome).toMatchObject({
      failure: { code: 'server-certificate-name-mismatch', parameters: { host: '127.0.0.1' } },
    });
    const insecure = await dialCsms(csms.port, { url, tls: { verification: 'insecure' } });
    expect(insecure.outcome.outcome).toBe('connected');
  });

  it('S13 pings over TLS keep a living peer and find one that is gone', async () => {
    const configuration = { pingIntervalMs: 20, pongTimeoutMs: 200 };
    const csms = await startOn([2], { configuration });
    const { outcome, recorder } = await dialCsms(csms.port);
    if (outcome.outcome !== 'connected') throw new Error('not connected');
    await csms.recorder.next('pong', () => csms.recorder.of('pong').length >= 3);
    expect(outcome.connection.state).toBe('open');
    expect(recorder.of('pong').length).toBeGreaterThanOrEqual(3);
    outcome.connection.terminate();
    const closed = await recorder.next('connection-closed');
    expect(closed.detail.code).toBe('terminated');
  });

  it('dialling can be given up', async () => {
    const csms = await startOn([2]);
    const recorder = createMemoryRecorder();
    const request = {
      ...dialDefaults,
      url: connectionUrl(`ws://user:secret@127.0.0.1:${csms.port}`, 'CP1'),
      station: 'CP1',
      securityProfile: 0,
    } as const;
    const outcome = await dial(request, {
      recorder,
      connectionNumber: 1,
      signal: AbortSignal.abort(),
    });
    expect(outcome).toEqual({ outcome: 'aborted' });
    expect((await recorder.next('connection-failed')).detail.code).toBe('dial-aborted');
  });

  it('W14 1,000 half handshakes leave the service unaffected', async () => {
    const csms = await startOn([0, 2]);
    const half = Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]);
    await Promise.all(
      Array.from({ length: 1000 }, async () => (await connectRaw(csms.port)).write(half)),
    );
    const startedAtMs = performance.now();
    const client = await openRaw(csms.port);
    client.write(webSocketFrame('[2,"x","Heartbeat",{}]'));
    expect((await client.frame()).payload.toString()).toContain('[3,"x",');
    expect(performance.now() - startedAtMs).toBeLessThan(500);
  });
});

describe('client certificates', () => {
  async function issue(issuer = trust.ecdsaRoot, commonName = 'SERIAL-1') {
    return issuer.issue({ commonName, purpose: 'client' });
  }

  it('A00.FR.401 A00.FR.402 A00.FR.409 A00.FR.410 A00.FR.415 profile 3: a good certificate reaches the role verified, with its chain', async () => {
    const csms = await startOn([3]);
    const identity = await issue();
    const { outcome } = await dialCsms(csms.port, { securityProfile: 3, tls: { identity } });
    expect(outcome.outcome).toBe('connected');
    const [attempt] = csms.attempts;
    expect(attempt?.clientCertificate?.verification).toEqual({ result: 'ok' });
    const [leaf] = attempt?.clientCertificate?.chain ?? [];
    expect(new X509Certificate(leaf ?? '').subject).toContain('CN=SERIAL-1');
    const { detail } = await csms.recorder.next('tls-established');
    expect(detail.peerVerification).toBe('ok');
    expect(detail.peerChain?.[0]).toBe(leaf?.toString('base64'));
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'profile 3: a certificate below an intermediate that comes along reaches the role verified on %s',
    async (version) => {
      const csms = await startOn([3]);
      const intermediate = await trust.ecdsaRoot.issueAuthority('Test intermediate');
      const { certPem, keyPem } = await issue(intermediate);
      const identity = { certPem: `${certPem}\n${intermediate.certPem}`, keyPem };
      const tls = { minVersion: version, maxVersion: version, identity };
      await dialCsms(csms.port, { securityProfile: 3, tls });
      expect(csms.attempts[0]?.clientCertificate?.verification).toEqual({ result: 'ok' });
    },
  );

  it('profile 3: no certificate is left to the role to judge', async () => {
    const csms = await startOn([2, 3], {
      refuse: ({ clientCertificate }) =>
        clientCertificate?.verification.result === 'no-certificate'
          ? { status: 403, code: 'client-certificate-missing' }
          : undefined,
    });
    const { outcome } = await dialCsms(csms.port);
    expect(outcome).toMatchObject({ outcome: 'failed', status: 403 });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'a listener that requires one ends %s without it, named',
    async (version) => {
      const csms = await startOn([3], { configuration: { clientCertificate: 'require' } });
      const tls = { minVersion: version, maxVersion: version };
      const { outcome } = await dialCsms(csms.port, { tls });
      expect(outcome.outcome).toBe('failed');
      const failed = await csms.recorder.next('connection-failed');
      expect(failed.detail.code).toBe('client-certificate-missing');
      const identity = await issue();
      const good = await dialCsms(csms.port, { tls: { ...tls, identity } });
      expect(good.outcome.outcome).toBe('connected');
    },
  );

  it('a certificate of another root reaches the role as untrusted, an old one as expired', async () => {
    const csms = await startOn([3]);
    const other = await createAuthority('rsa', 'Factory root');
    await dialCsms(csms.port, { tls: { identity: await issue(other) } });
    const expired = await trust.rsaRoot.issue({
      commonName: 'SERIAL-2',
      purpose: 'client',
      notAfter: new Date(Date.now() - 1000),
    });
    await dialCsms(csms.port, { tls: { identity: expired } });
    const results = csms.attempts.map(({ clientCertificate }) => clientCertificate?.verification);
    expect(results).toMatchObject([{ result: 'untrusted' }, { result: 'expired' }]);
    expect(csms.attempts[0]?.clientCertificate?.chain).toHaveLength(1);
  });
});

it('H30 a TLS handshake and the request after it have a time each, with a code each', async () => {
  const csms = await startOn([2], {
    configuration: { handshakeTimeoutMs: 600_000, upgradeTimeoutMs: 100 },
  });
  const secured = tls.connect({ port: csms.port, host: '127.0.0.1', rejectUnauthorized: false });
  secured.on('error', () => undefined);
  await once(secured, 'close');
  expect((await csms.recorder.next('connection-failed')).detail).toMatchObject({
    ...{ stage: 'upgrade', code: 'upgrade-timeout', parameters: { timeoutMs: 100 } },
  });
  expect(csms.recorder.of('tls-established')).toHaveLength(1);

  const hurried = await startOn([2], {
    configuration: { handshakeTimeoutMs: 100, upgradeTimeoutMs: 600_000 },
  });
  // A server that relays the ClientHello and nothing after it.
  const relay = net.createServer((client) => {
    client.on('error', () => undefined);
    client.once('data', (hello) => {
      const through = net.connect(hurried.port, '127.0.0.1');
      through.on('error', () => undefined);
      through.write(hello);
    });
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const place = relay.address();
  const stuck = tls.connect({
    port: typeof place === 'object' ? (place?.port ?? 0) : 0,
    ...{ host: '127.0.0.1', rejectUnauthorized: false },
  });
  stuck.on('error', () => undefined);
  expect((await hurried.recorder.next('connection-failed')).detail).toMatchObject({
    ...{ stage: 'tls', code: 'tls-handshake-timeout' },
  });
  stuck.destroy();
  relay.close();
});

describe('changing a listener', () => {
  it('another set of profiles keeps the port and the live sessions', async () => {
    const csms = await startOn([0]);
    const client = await openRaw(csms.port);
    const { configuration } = csms.listener;
    const changed = csms.listener.reconfigure({ ...configuration, securityProfiles: [2] });
    expect(changed.ok).toBe(true);
    client.write(webSocketFrame('[2,"x","Heartbeat",{}]'));
    expect((await client.frame()).payload.toString()).toContain('[3,"x",');
    expect((await dialCsms(csms.port)).outcome.outcome).toBe('connected');
    const refused = await connectRaw(csms.port);
    refused.write('GET / HTTP/1.1\r\n\r\n');
    await refused.closed;
    expect(csms.listener.connections()).toHaveLength(2);
    const starts = csms.recorder
      .of('listener-started')
      .map(({ detail }) => detail.securityProfiles);
    expect(starts).toEqual([[0], [2]]);
  });

  it('new certificates are used for new connections', async () => {
    const csms = await startOn([2]);
    const root = await createAuthority('ecdsa', 'New root');
    const ecdsa = await root.issue({ commonName: 'localhost' });
    const material = { identities: { ecdsa }, trustedRootsPem: [root.certPem] };
    expect(csms.listener.reconfigure(csms.listener.configuration, material).ok).toBe(true);
    expect((await dialCsms(csms.port)).outcome.outcome).toBe('failed');
    const { outcome } = await dialCsms(csms.port, { tls: { trustedRootsPem: [root.certPem] } });
    expect(outcome.outcome).toBe('connected');
  });

  it('another address and unusable certificates are problems, and nothing changes', async () => {
    const csms = await startOn([2]);
    const { configuration } = csms.listener;
    const moved = csms.listener.reconfigure({ ...configuration, port: csms.port + 1 });
    expect(moved).toMatchObject({ ok: false, problem: { code: 'listener-address-fixed' } });
    const rsa = { certPem: 'nonsense', keyPem: 'nonsense' };
    const material = { identities: { rsa }, trustedRootsPem: [] };
    const broken = csms.listener.reconfigure(configuration, material);
    expect(broken).toMatchObject({ ok: false, problem: { code: 'tls-material-invalid' } });
    expect((await dialCsms(csms.port)).outcome.outcome).toBe('connected');
  });

  it('stopping closes sessions with 1001 and leaves other listeners alone', async () => {
    const first = await startOn([0]);
    const second = await startOn([0]);
    const client = await openRaw(first.port);
    const other = await openRaw(second.port);
    const silent = await connectRaw(first.port);
    const { localPort } = silent.socket;
    await first.recorder.next(
      'connection-opened',
      ({ detail }) => detail.remote.port === localPort,
    );
    const stopped = first.stop();
    const frame = await client.frame();
    expect(frame.payload.readUInt16BE(0)).toBe(1001);
    client.write(webSocketFrame(frame.payload, { opcode: 8 }));
    await stopped;
    await silent.closed;
    expect(first.recorder.frames.at(-1)?.kind).toBe('listener-stopped');
    other.write(webSocketFrame('[2,"x","Heartbeat",{}]'));
    expect((await other.frame()).payload.toString()).toContain('[3,"x",');
  });
});
