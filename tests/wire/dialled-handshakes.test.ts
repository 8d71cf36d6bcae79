/** Both ends of a TLS handshake in the record: the hello that the charge point sends, and alerts as the bytes show them. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectionUrl, dial } from '../../electron/bench/wire/dial.ts';
import { type DialRequest, dialDefaults } from '../../electron/bench/wire/dial-request.ts';
import { explainConnectionFailure } from '../../shared/security/connection-words.ts';
import { createAuthority, createTestTrust } from '../support/tls-certificates.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';
import {
  createMemoryRecorder,
  startTestCsms,
  type TestCsms,
  type TestCsmsOptions,
} from './support.ts';

let trust: Awaited<ReturnType<typeof createTestTrust>>;
beforeAll(async () => {
  trust = await createTestTrust();
});

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()));
});

async function startCsms(configuration: TestCsmsOptions['configuration'] = {}): Promise<TestCsms> {
  const csms = await startTestCsms({
    configuration: { securityProfiles: [2, 3], ...configuration },
    tlsMaterial: {
      identities: trust.identities,
      trustedRootsPem: [trust.rsaRoot.certPem, trust.ecdsaRoot.certPem],
    },
  });
  cleanUps.push(() => csms.stop());
  return csms;
}

/** A server of node:tls or node:net on a free port. */
async function listening(server: net.Server): Promise<number> {
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}

let connectionNumber = 0;

async function dialTo(port: number, tlsChoice: Partial<NonNullable<DialRequest['tls']>> = {}) {
  const recorder = createMemoryRecorder();
  connectionNumber += 1;
  const outcome = await dial(
    {
      ...dialDefaults,
      handshakeTimeoutMs: 5000,
      url: connectionUrl(`wss://localhost:${port}/ocpp`, 'CP1'),
      station: 'CP1',
      securityProfile: 2,
      tls: {
        suites: 'both',
        trustedRootsPem: [trust.rsaRoot.certPem, trust.ecdsaRoot.certPem],
        verification: 'common-name',
        ...tlsChoice,
      },
    },
    { recorder, connectionNumber },
  );
  if (outcome.outcome === 'connected') cleanUps.push(() => outcome.connection.terminate());
  return { outcome, recorder };
}

const versions = ['TLSv1.2', 'TLSv1.3'] as const;

describe('the ClientHello of the emulated charge point', () => {
  it.each(versions)(
    '%s is recorded on both ends with the same bytes and facts',
    async (version) => {
      const csms = await startCsms();
      const { recorder } = await dialTo(csms.port, { minVersion: version, maxVersion: version });
      const sent = await recorder.next('client-hello');
      const received = await csms.recorder.next('client-hello');
      expect(sent).toMatchObject({
        direction: 'out',
        sender: 'charge-point',
        role: 'charge-point',
      });
      expect(received).toMatchObject({ direction: 'in', sender: 'charge-point', role: 'csms' });
      expect(sent.base64).toBe(received.base64);
      expect(sent.detail).toEqual(received.detail);
      expect(recorder.frames.map(({ kind }) => kind).slice(0, 4)).toEqual([
        'name-lookup',
        'connection-opened',
        'client-hello',
        'tls-established',
      ]);
    },
  );

  it('is recorded when nobody answers it', async () => {
    const port = await listening(
      net.createServer((socket) => socket.once('data', () => socket.destroy())),
    );
    const { outcome, recorder } = await dialTo(port);
    expect(outcome.outcome).toBe('failed');
    expect(recorder.of('client-hello')).toHaveLength(1);
  });

  it('once, also when the server asks for another one (HelloRetryRequest)', async () => {
    const server = tls.createServer(
      {
        cert: trust.identities.ecdsa.certPem,
        key: trust.identities.ecdsa.keyPem,
        ecdhCurve: 'P-384',
      },
      (socket) => socket.destroy(),
    );
    const port = await listening(server);
    const { recorder } = await dialTo(port, { ecdhCurve: 'P-256:P-384', minVersion: 'TLSv1.3' });
    expect(recorder.of('tls-established')).toHaveLength(1);
    expect(recorder.of('client-hello')).toHaveLength(1);
  });

  it('messages of any size pass through the tap whole', async () => {
    const csms = await startCsms();
    const { outcome, recorder } = await dialTo(csms.port);
    if (outcome.outcome !== 'connected') throw new Error('not connected');
    const vendorId = 'x'.repeat(300_000);
    outcome.connection.send(JSON.stringify([2, 'big', 'DataTransfer', { vendorId }]));
    const answer = await recorder.next('message', ({ direction }) => direction === 'in');
    expect(answer.text).toContain('"big"');
    const received = await csms.recorder.next('message', ({ direction }) => direction === 'in');
    expect(received.text).toContain(vendorId);
  });
});

describe('alerts as the bytes show them', () => {
  it('the charge point is told the alert of a server that shares no version, which says who sent it', async () => {
    const csms = await startCsms({ tls13: true });
    const { outcome, recorder } = await dialTo(csms.port, {
      suites: 'openssl-default',
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
    });
    const alert = { number: 70, name: 'protocol_version', sentBy: 'csms' };
    expect(outcome).toMatchObject({ failure: { code: 'tls-no-shared-version', alert } });
    expect((await recorder.next('connection-failed')).detail.alert).toEqual(alert);
    const own = await csms.recorder.next('connection-failed');
    expect(own.detail).toMatchObject({ code: 'tls-no-shared-version', alert });
    expect(own.detail.opensslCode).toBeDefined();
    expect(explainConnectionFailure(own.detail).facts[0]).toBe(
      'TLS alert 70 (protocol_version), sent by the Central System.',
    );
  });

  it('A00.FR.321 A00.FR.425 our own alert 40 for a suite nobody shares is in the record of both ends', async () => {
    const csms = await startCsms({ policy: 'rehearsal' });
    const port = csms.port;
    const socket = tls.connect({
      port,
      host: '127.0.0.1',
      ciphers: 'ECDHE-RSA-AES128-GCM-SHA256',
      maxVersion: 'TLSv1.2',
    });
    await once(socket, 'error');
    const { detail } = await csms.recorder.next('connection-failed');
    expect(detail).toMatchObject({
      code: 'tls-no-shared-suite',
      alert: { number: 40, name: 'handshake_failure', sentBy: 'csms' },
      parameters: { offeredSuites: expect.stringContaining('ECDHE_RSA') },
    });
  });

  it.runIf(opensslAvailable).each(['-tls1_1', '-tls1'])(
    'openssl %s hears the alert that the record says we sent',
    async (version) => {
      const csms = await startCsms();
      const output = await runSClient(csms.port, [version, '-cipher', 'ALL:@SECLEVEL=0']);
      expect(output).toContain('alert number 70');
      const { detail } = await csms.recorder.next('connection-failed');
      expect(detail.alert).toMatchObject({ number: 70, sentBy: 'csms' });
    },
  );

  it('an alert the charge point sends itself is named beside the reason', async () => {
    // A server that answers with TLS 1.2 although the charge point insists on 1.3.
    const hello12 = Buffer.concat([
      Buffer.from([22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3]),
      Buffer.alloc(32, 7),
      Buffer.from([0, 0xc0, 0x2b, 0]),
    ]);
    const port = await listening(
      net.createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.write(hello12));
      }),
    );
    const { outcome } = await dialTo(port, { minVersion: 'TLSv1.3' });
    expect(outcome).toMatchObject({
      failure: { alert: { number: 70, name: 'protocol_version', sentBy: 'charge-point' } },
    });
  });

  it('a plain answer to TLS stays what it is, whatever alert we sent at it', async () => {
    const port = await listening(
      net.createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      }),
    );
    const { outcome } = await dialTo(port);
    expect(outcome).toMatchObject({ failure: { code: 'tls-on-plain-port' } });
  });

  it('an unknown root is no alert: our charge point leaves after the handshake', async () => {
    const csms = await startCsms();
    const other = await createAuthority('ecdsa', 'Another root');
    const { outcome } = await dialTo(csms.port, { trustedRootsPem: [other.certPem] });
    if (outcome.outcome !== 'failed') throw new Error('it passed');
    expect(outcome.failure.code).toBe('server-certificate-untrusted');
    expect(outcome.failure.alert).toBeUndefined();
  });

  it.each(versions)(
    'required and missing on %s: the alert of a foreign server says so',
    async (version) => {
      const server = tls.createServer({
        cert: trust.identities.ecdsa.certPem,
        key: trust.identities.ecdsa.keyPem,
        requestCert: true,
        rejectUnauthorized: true,
        ca: trust.ecdsaRoot.certPem,
      });
      const port = await listening(server);
      const { outcome } = await dialTo(port, { minVersion: version, maxVersion: version });
      expect(outcome).toMatchObject({
        failure: { code: 'client-certificate-missing', alert: { sentBy: 'csms' } },
      });
    },
  );
});

describe('given up', () => {
  it('a dial that is aborted in the TLS handshake has words', async () => {
    const port = await listening(net.createServer((socket) => socket.on('error', () => undefined)));
    const recorder = createMemoryRecorder();
    const controller = new AbortController();
    const dialling = dial(
      {
        ...dialDefaults,
        url: connectionUrl(`wss://localhost:${port}`, 'CP1'),
        station: 'CP1',
        securityProfile: 2,
        tls: { suites: 'both', trustedRootsPem: [], verification: 'common-name' },
      },
      { recorder, connectionNumber: 1, signal: controller.signal },
    );
    await recorder.next('client-hello');
    controller.abort();
    expect(await dialling).toEqual({ outcome: 'aborted' });
    const { detail } = await recorder.next('connection-failed');
    expect(detail.code).toBe('dial-aborted');
    expect(explainConnectionFailure(detail).title).not.toContain('dial-aborted');
    await recorder.next('connection-closed');
  });
});
