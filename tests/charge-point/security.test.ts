/** Security profiles 1 to 3 of an emulated charge point: credentials, TLS, certificates, and changing them over OCPP. */
import { createHash, X509Certificate } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type BenchAuthorities,
  openBenchAuthorities,
} from '../../electron/bench/pki/bench-authorities.ts';
import { createMemoryCertificateStorage } from '../../electron/bench/pki/memory-certificate-storage.ts';
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';
import { signRequest } from '../support/sign-request.ts';
import { type CentralSystem, startCentralSystem } from './central-system.ts';
import { materialOf } from './secure-central-system.ts';
import { cpoName, createTestBench, type TestBench } from './support.ts';

let bench: TestBench;
let central: CentralSystem | undefined;

afterEach(async () => {
  await bench.chargePoints.close();
  await central?.stop();
  central = undefined;
  expect(bench.problems).toEqual([]);
  expect(bench.clock.waiting).toBe(0);
});

const key = '000102030405060708090a0b0c0d0e0f10111213';
const otherKey = 'ff'.repeat(16);

/** A Central System with certificates of these authorities, on one port for all the profiles. */
async function startSecure(
  securityProfiles: SecurityProfile[],
  options: { authorities?: BenchAuthorities } = {},
): Promise<CentralSystem> {
  central = await startCentralSystem({
    scheme: securityProfiles.some((profile) => profile < 2) ? 'ws' : 'wss',
    configuration: { securityProfiles },
    tlsMaterial: await materialOf(options.authorities ?? bench.authorities),
  });
  return central;
}

const accepted = (state: { registration?: string }) => state.registration === 'Accepted';
const passwords = (system: CentralSystem) =>
  system.csms.attempts.map(({ credentials }) =>
    credentials.kind === 'credentials' ? Buffer.from(credentials.password).toString('hex') : '',
  );

describe('connecting', () => {
  it('A00.FR.202–205 profile 1 sends identity and raw key bytes', async () => {
    bench = createTestBench();
    const system = await startSecure([1]);
    await bench.put('CP-1', { url: system.url, securityProfile: 1, authorizationKeyHex: key });
    await bench.when('CP-1', accepted);
    expect(passwords(system)).toEqual([key]);
    const startup = await system.next('SecurityEventNotification');
    expect(startup.payload.type).toBe('StartupOfTheDevice');
  });

  it('A00.FR.301–304 A00.FR.318 profile 2 trusts the bench, keeps to the whitepaper’s suites, and shows what was agreed', async () => {
    bench = createTestBench();
    const system = await startSecure([2]);
    await bench.put('CP-1', {
      url: system.url,
      securityProfile: 2,
      password: 'a text password!',
      maximumTls: '1.2',
      keyFamily: 'rsa',
    });
    const state = await bench.when('CP-1', accepted);
    expect(state).toMatchObject({
      insecure: false,
      tls: { version: 'TLS 1.2', suite: 'TLS_RSA_WITH_AES_128_GCM_SHA256' },
    });
    expect(passwords(system)).toEqual([Buffer.from('a text password!').toString('hex')]);
  });

  it('A00.FR.401 A00.FR.402 A00.FR.511 profile 3 presents a certificate with its serial number as CN, and no password', async () => {
    bench = createTestBench();
    const system = await startSecure([3]);
    await bench.put('CP-1', {
      url: system.url,
      securityProfile: 3,
      serialNumber: 'SN-77',
      password: 'not to be sent',
    });
    await bench.when('CP-1', accepted);
    const [attempt] = system.csms.attempts;
    expect(attempt?.credentials.kind).toBe('refused');
    const [leaf] = attempt?.clientCertificate?.chain ?? [];
    expect(new X509Certificate(leaf ?? '').subject).toContain('CN=SN-77');
    expect(attempt?.clientCertificate?.verification.result).toBe('ok');
  });

  it('refuses a Central System it has no root for, tells so later, and takes any when set insecure (security-checklist 36)', async () => {
    bench = createTestBench();
    const authorities = openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => 'Another Operator',
    });
    const system = await startSecure([2], { authorities });
    const request = { url: system.url, securityProfile: 2, authorizationKeyHex: key } as const;
    await bench.put('CP-1', request);
    const { problem } = await bench.when('CP-1', ({ status }) => status === 'waiting');
    expect(problem?.code).toMatch(/^server-certificate-/);
    const pem = await authorities.rootPem('ecdsa');
    await bench.put('CP-1', { ...request, trust: { pem } });
    await bench.when('CP-1', accepted);
    const open = await bench.put('CP-2', { ...request, trust: 'insecure' });
    expect(open.insecure).toBe(true);
    await bench.when('CP-2', accepted);
  });

  it('A00.FR.309 reports InvalidCentralSystemCertificate once it is connected (security-checklist 37)', async () => {
    bench = createTestBench();
    const foreign = openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => 'Another Operator',
    });
    const system = await startSecure([2], { authorities: foreign });
    await bench.put('CP-1', { url: system.url, securityProfile: 2, authorizationKeyHex: key });
    await bench.when('CP-1', ({ status }) => status === 'waiting');
    const { listener } = system.csms;
    listener.reconfigure(listener.configuration, await materialOf(bench.authorities));
    bench.clock.advance(1000);
    const event = await system.next(
      'SecurityEventNotification',
      ({ type }) => type === 'InvalidCentralSystemCertificate',
    );
    expect(event.payload.techInfo).toMatch(/^server-certificate-/);
  });

  it('handles a CALL that arrives in the same packet as the 101', async () => {
    bench = createTestBench();
    const answered = Promise.withResolvers<string>();
    const server: Server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (request) => {
        const nonce = /sec-websocket-key: (.+)\r\n/i.exec(request.toString())?.[1] ?? '';
        const accept = createHash('sha1')
          .update(`${nonce}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
          .digest('base64');
        const call = Buffer.from('[2,"early","GetLocalListVersion",{}]');
        const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n`;
        socket.write(Buffer.concat([Buffer.from(head), Buffer.from([0x81, call.length]), call]));
        bench.recorder
          .next('message', ({ text }) => text?.startsWith('[3,"early"') === true)
          .then(({ text }) => answered.resolve(text ?? ''), answered.reject);
      });
    });
    const sockets: Socket[] = [];
    server.on('connection', (socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await bench.put('CP-1', { url: `ws://127.0.0.1:${port}/`, securityProfile: 0 });
    expect(await answered.promise).toBe('[3,"early",{"listVersion":0}]');
    for (const socket of sockets) socket.destroy();
    await bench.when('CP-1', ({ status }) => status === 'waiting');
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('A01: AuthorizationKey', () => {
  it('A01.FR.01 AuthorizationKey: Accepted, used at once for a new connection, and stays secret', async () => {
    bench = createTestBench();
    const system = await startSecure([1]);
    await bench.put('CP-1', { url: system.url, securityProfile: 1, authorizationKeyHex: key });
    await bench.when('CP-1', accepted);
    const answer = await system.ask('ChangeConfiguration', {
      key: 'AuthorizationKey',
      value: otherKey,
    });
    expect(answer).toEqual({ status: 'Accepted' });
    await system.csms.recorder.next('connection-closed');
    await bench.when('CP-1', ({ status }) => status === 'connected');
    expect(passwords(system)).toEqual([key, otherKey]);
    expect(system.of('BootNotification')).toHaveLength(1);
    expect(JSON.stringify(bench.chargePoints.list())).not.toContain(otherKey);
    expect(JSON.stringify(bench.store.saved.get('CP-1'))).toContain(otherKey);
  });

  it('A00.FR.205 A00.FR.304 AuthorizationKey: Rejected for what is too short, too long or no hex', async () => {
    bench = createTestBench();
    const system = await startSecure([1]);
    await bench.put('CP-1', { url: system.url, securityProfile: 1, authorizationKeyHex: key });
    await bench.when('CP-1', accepted);
    for (const value of ['short', 'zz'.repeat(16), 'ab'.repeat(21)]) {
      const answer = await system.ask('ChangeConfiguration', { key: 'AuthorizationKey', value });
      expect(answer).toEqual({ status: 'Rejected' });
    }
  });
});

describe('A05: SecurityProfile', () => {
  const raise = (system: CentralSystem, value: number) =>
    system.ask('ChangeConfiguration', { key: 'SecurityProfile', value: String(value) });

  it('A05.FR.05–07 SecurityProfile: Accepted, it climbs from 0 to 3 on one port, one step after the other', async () => {
    bench = createTestBench();
    const system = await startSecure([0, 1, 2, 3]);
    await bench.put('CP-1', { url: system.url, securityProfile: 0 });
    await bench.when('CP-1', accepted);
    expect(await raise(system, 1)).toEqual({ status: 'Rejected' });
    await system.ask('ChangeConfiguration', { key: 'AuthorizationKey', value: key });
    for (const profile of [1, 2, 3] as const) {
      expect(await raise(system, profile)).toEqual({ status: 'Accepted' });
      await bench.when(
        'CP-1',
        ({ status, settings }) => status === 'connected' && settings.securityProfile === profile,
      );
      // The connection before it is gone.
      const sessions = system.csms.sessions.length;
      expect(system.csms.attempts.at(-1)?.transport).toBe(profile >= 2 ? 'tls' : 'plain');
      expect(sessions).toBe(profile + 1);
    }
    expect(system.csms.attempts.at(-1)?.clientCertificate?.verification.result).toBe('ok');
    expect(await raise(system, 2)).toEqual({ status: 'Rejected' });
    expect(system.of('BootNotification')).toHaveLength(1);
  });

  it('A00.FR.005 A05.FR.01–04 TC_084 SecurityProfile: Rejected when lower, equal, without root or without certificate', async () => {
    bench = createTestBench();
    const system = await startSecure([1]);
    const request = { url: system.url, securityProfile: 1, authorizationKeyHex: key } as const;
    await bench.put('CP-1', { ...request, trust: 'insecure' });
    await bench.when('CP-1', accepted);
    for (const profile of [0, 1, 2, 3, 4]) {
      expect(await raise(system, profile)).toEqual({ status: 'Rejected' });
    }
    const certificate = await bench.authorities.rootPem('rsa');
    const certificateType = 'CentralSystemRootCertificate';
    await system.ask('InstallCertificate', { certificateType, certificate });
    expect(await raise(system, 3)).toEqual({ status: 'Rejected' });
  });

  it('A05.FR.08 SecurityProfile: falls back when the higher profile does not connect', async () => {
    bench = createTestBench();
    const system = await startSecure([1]);
    await bench.put('CP-1', { url: system.url, securityProfile: 1, authorizationKeyHex: key });
    await bench.when('CP-1', accepted);
    expect(await raise(system, 2)).toEqual({ status: 'Accepted' });
    await bench.when(
      'CP-1',
      ({ status, settings }) => status === 'waiting' && settings.securityProfile === 2,
    );
    bench.clock.advance(1000);
    const back = await bench.when(
      'CP-1',
      ({ status, settings }) => status === 'connected' && settings.securityProfile === 1,
    );
    expect(back.settings.url).toBe(system.url);
  });
});

describe('certificates', () => {
  const certificateType = 'CentralSystemRootCertificate';

  async function onProfile3(): Promise<CentralSystem> {
    bench = createTestBench();
    const system = await startSecure([3]);
    await bench.put('CP-1', { url: system.url, securityProfile: 3, serialNumber: 'SN-77' });
    await bench.when('CP-1', accepted);
    return system;
  }

  async function requestSigned(system: CentralSystem): Promise<string> {
    const requestedMessage = 'SignChargePointCertificate';
    expect(await system.ask('ExtendedTriggerMessage', { requestedMessage })).toEqual({
      status: 'Accepted',
    });
    const { payload } = await system.next('SignCertificate');
    return signRequest(bench.authorities, payload.csr, {
      organisation: cpoName,
      commonName: 'SN-77',
    });
  }

  it('A02.FR.02 A02.FR.03 TC_074 SignCertificate and CertificateSigned: a new key, a request, Accepted, a new connection with it', async () => {
    const system = await onProfile3();
    system.answers.set('SignCertificate', () => ({
      kind: 'result',
      payload: { status: 'Accepted' },
    }));
    const certificateChain = await requestSigned(system);
    expect(await system.ask('CertificateSigned', { certificateChain })).toEqual({
      status: 'Accepted',
    });
    await system.csms.recorder.next('connection-closed');
    await bench.when('CP-1', ({ status }) => status === 'connected');
    const [leaf] = system.csms.attempts.at(-1)?.clientCertificate?.chain ?? [];
    expect(leaf).toEqual(new X509Certificate(certificateChain).raw);
    expect(system.csms.attempts).toHaveLength(2);
  });

  it('A02.FR.06 A02.FR.07 A03.FR.06 A03.FR.07 TC_077 CertificateSigned: one for another key is Rejected, with a security event', async () => {
    const system = await onProfile3();
    system.answers.set('SignCertificate', () => ({
      kind: 'result',
      payload: { status: 'Accepted' },
    }));
    const first = await requestSigned(system);
    await requestSigned(system);
    expect(await system.ask('CertificateSigned', { certificateChain: first })).toEqual({
      status: 'Rejected',
    });
    const event = await system.next(
      'SecurityEventNotification',
      ({ type }) => type === 'InvalidChargePointCertificate',
    );
    expect(event.payload.techInfo).toBe('key-mismatch');
  });

  it('M03.FR.01–04 M04.FR.01–04 M04.FR.06 M05.FR.01 M05.FR.02 TC_075 TC_076 InstallCertificate, GetInstalledCertificateIds and DeleteCertificate: Accepted, NotFound, and Failed for the root in use', async () => {
    const system = await onProfile3();
    const ids = async () =>
      // The answer was validated against its schema.
      ((await system.ask('GetInstalledCertificateIds', { certificateType })).certificateHashData ??
        []) as { serialNumber: string }[];
    expect(await ids()).toHaveLength(2);
    const another = openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => 'Another',
    });
    const certificate = await another.rootPem('ecdsa');
    expect(await system.ask('InstallCertificate', { certificateType, certificate })).toEqual({
      status: 'Accepted',
    });
    const hashData = await ids();
    expect(hashData).toHaveLength(3);
    const outcomes: unknown[] = [];
    for (const certificateHashData of hashData) {
      outcomes.push((await system.ask('DeleteCertificate', { certificateHashData })).status);
    }
    expect(outcomes.toSorted()).toEqual(['Accepted', 'Accepted', 'Failed']);
    expect(await ids()).toHaveLength(1);
    expect(
      await system.ask('DeleteCertificate', { certificateHashData: { ...hashData[2] } }),
    ).toEqual({ status: 'NotFound' });
    const manufacturer = { certificateType: 'ManufacturerRootCertificate' };
    const fromFactory = await system.ask('GetInstalledCertificateIds', manufacturer);
    expect(fromFactory).toMatchObject({ status: 'Accepted' });
    // The answer was validated against its schema.
    for (const certificateHashData of fromFactory.certificateHashData as object[]) {
      expect(await system.ask('DeleteCertificate', { certificateHashData })).toEqual({
        status: 'Accepted',
      });
    }
    expect(await system.ask('GetInstalledCertificateIds', manufacturer)).toEqual({
      status: 'NotFound',
    });
  });

  it('M05.FR.06 TC_078 InstallCertificate: Rejected for what is no root, with a security event', async () => {
    const system = await onProfile3();
    const leaf = system.csms.attempts[0]?.clientCertificate?.chain[0];
    const certificate = new X509Certificate(leaf ?? '').toString();
    expect(await system.ask('InstallCertificate', { certificateType, certificate })).toEqual({
      status: 'Rejected',
    });
    const event = await system.next(
      'SecurityEventNotification',
      ({ type }) => type === 'InvalidCentralSystemCertificate',
    );
    expect(event.payload.techInfo).toBe('not-a-root');
  });
});
