import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionFailure } from '../../../shared/record/connection-facts.ts';
import { createAuthority, createTestTrust } from '../../../tests/support/tls-certificates.ts';
import {
  type Attempt,
  opensslAvailable,
  runSClient,
  startTlsServer,
  type TestServer,
} from '../../../tests/support/tls-server.ts';
import { describeTlsFailure, type TlsFailureInput } from './tls-failure.ts';
import { clientTlsOptions, type ServerTlsChoice } from './tls-policy.ts';

let trust: Awaited<ReturnType<typeof createTestTrust>>;
let folder: string;
const servers: { close(): void }[] = [];

beforeAll(async () => {
  trust = await createTestTrust();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tls-failure-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

async function serve(
  choice: Partial<ServerTlsChoice> = {},
  overrides: tls.TlsOptions = {},
): Promise<TestServer> {
  const server = await startTlsServer(
    {
      identities: trust.identities,
      policy: 'bench',
      legacyTls: false,
      tls13: true,
      clientCertificate: 'never',
      trustedRootsPem: [trust.ecdsaRoot.certPem],
      ...choice,
    },
    overrides,
  );
  servers.push(server);
  return server;
}

function asCsms(server: TestServer, attempt: Attempt): ConnectionFailure {
  const input: TlsFailureInput = { role: 'csms', hello: attempt.hello, offer: server.offer };
  if (attempt.error) input.error = attempt.error;
  if (attempt.authorizationError) input.verifyCode = attempt.authorizationError;
  if (attempt.peerCertificateAbsent) input.peerCertificateAbsent = true;
  return describeTlsFailure(input);
}

function writePem(name: string, pem: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, pem);
  return file;
}

/** The error a client ends with, also one that comes after the handshake. */
async function clientError(port: number, options: tls.ConnectionOptions): Promise<Error> {
  const socket = tls.connect({ port, host: '127.0.0.1', ...options });
  socket.resume();
  const [error] = await once(socket, 'error');
  return error;
}

const trusting = (host = 'localhost') => ({
  host,
  suites: 'bench' as const,
  trustedRootsPem: [trust.rsaRoot.certPem, trust.ecdsaRoot.certPem],
  verification: 'common-name' as const,
});

describe.skipIf(!opensslAvailable)(
  'what an OpenSSL charge point leaves behind (security-checklist 37)',
  () => {
    for (const version of ['-tls1_2', '-tls1_3']) {
      it(`unknown CA is alert 48 from the charge point (${version})`, async () => {
        const server = await serve();
        const stranger = await createAuthority('ecdsa', 'A root that signed nothing here');
        const attempt = server.nextAttempt();
        await runSClient(server.port, [
          version,
          '-verify_return_error',
          '-CAfile',
          writePem('stranger.pem', stranger.certPem),
          '-no-CApath',
          '-no-CAstore',
        ]);
        expect(asCsms(server, await attempt)).toMatchObject({
          stage: 'tls',
          code: 'server-certificate-untrusted',
          side: 'charge-point',
          alert: { number: 48, name: 'unknown_ca', sentBy: 'charge-point' },
          opensslCode: '0A000418',
        });
      });
    }

    it('an expired server certificate is alert 45 from the charge point', async () => {
      const expired = await trust.ecdsaRoot.issue({
        commonName: 'localhost',
        notBefore: new Date(Date.now() - 9e9),
        notAfter: new Date(Date.now() - 8e9),
      });
      const server = await serve({ identities: { ecdsa: expired } });
      const attempt = server.nextAttempt();
      await runSClient(server.port, [
        '-verify_return_error',
        '-CAfile',
        writePem('root.pem', trust.ecdsaRoot.certPem),
      ]);
      expect(asCsms(server, await attempt)).toMatchObject({
        code: 'server-certificate-expired',
        side: 'charge-point',
        alert: { number: 45, sentBy: 'charge-point' },
      });
    });

    it('a TLS 1.1 charge point is told apart, with what it offered and what we accept', async () => {
      const server = await serve();
      const attempt = server.nextAttempt();
      const output = await runSClient(server.port, ['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0']);
      expect(output).toContain('alert number 70');
      expect(asCsms(server, await attempt)).toMatchObject({
        code: 'tls-no-shared-version',
        parameters: { offeredVersions: 'TLS 1.1 at most', acceptedVersions: 'TLS 1.3, TLS 1.2' },
      });
    });

    it('no suite in common names both lists', async () => {
      const server = await serve({ policy: 'rehearsal' });
      const attempt = server.nextAttempt();
      await runSClient(server.port, ['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-SHA256']);
      const failure = asCsms(server, await attempt);
      expect(failure).toMatchObject({ code: 'tls-no-shared-suite', side: 'charge-point' });
      expect(failure.parameters?.offeredSuites).toBe('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256');
      expect(failure.parameters?.acceptedSuites).toContain('TLS_RSA_WITH_AES_128_GCM_SHA256');
    });

    it('a suite in common without a curve in common is a missing group', async () => {
      const server = await serve({ identities: { ecdsa: trust.identities.ecdsa } });
      const attempt = server.nextAttempt();
      const suite = 'ECDHE-ECDSA-AES128-GCM-SHA256';
      await runSClient(server.port, ['-tls1_2', '-cipher', suite, '-groups', 'secp224r1']);
      expect(asCsms(server, await attempt)).toMatchObject({
        code: 'tls-no-shared-group',
        parameters: { offeredGroups: 'secp224r1' },
      });
    });

    it('a suite in common without a signature in common is a missing signature', async () => {
      const server = await serve({ identities: { ecdsa: trust.identities.ecdsa }, tls13: true });
      const attempt = server.nextAttempt();
      await runSClient(server.port, ['-tls1_3', '-sigalgs', 'rsa_pss_rsae_sha256']);
      expect(asCsms(server, await attempt).code).toBe('tls-no-shared-signature');
    });
  },
);

describe('what other clients leave behind', () => {
  it('a Node client with TLS 1.2 that does not trust us closes after the handshake', async () => {
    // With its own root among the trusted ones OpenSSL would send the root along.
    const server = await serve({ tls13: false, trustedRootsPem: [] });
    const attempt = server.nextAttempt();
    const options = clientTlsOptions({ ...trusting(), trustedRootsPem: [] });
    const error = await clientError(server.port, options);
    expect(describeTlsFailure({ role: 'charge-point', error })).toMatchObject({
      code: 'server-certificate-untrusted',
      side: 'csms',
      verifyCode: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    });
    const { secured, hello } = await attempt;
    expect(secured).toBeDefined();
    const ending = 'closed-after-handshake';
    expect(describeTlsFailure({ role: 'csms', hello, ending }).code).toBe(
      'tls-closed-after-handshake',
    );
  });

  it('a Node client with TLS 1.3 that does not trust us abandons the handshake', async () => {
    const server = await serve();
    const attempt = server.nextAttempt();
    await clientError(server.port, clientTlsOptions({ ...trusting(), trustedRootsPem: [] }));
    const seen = await attempt;
    const failure = seen.secured
      ? describeTlsFailure({ role: 'csms', hello: seen.hello, ending: 'closed-after-handshake' })
      : asCsms(server, seen);
    expect([
      'tls-handshake-abandoned',
      'tls-handshake-reset',
      'tls-closed-after-handshake',
    ]).toContain(failure.code);
    expect(failure.side).toBe('charge-point');
  });

  it('plain HTTP to a TLS port is named', async () => {
    const server = await serve();
    const attempt = server.nextAttempt();
    const socket = net.connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /CP1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n');
    expect(asCsms(server, await attempt)).toMatchObject({
      stage: 'first-byte',
      code: 'http-on-tls-port',
      side: 'charge-point',
      opensslCode: '0A00009C',
    });
    socket.destroy();
  });

  it('TLS to a plain port is named from the charge point’s side', async () => {
    const plain = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    plain.listen(0, '127.0.0.1');
    await once(plain, 'listening');
    servers.push(plain);
    const { port } = plain.address() as net.AddressInfo; // listening on TCP, so never a pipe's name
    const error = await clientError(port, clientTlsOptions(trusting()));
    expect(describeTlsFailure({ role: 'charge-point', error })).toMatchObject({
      code: 'tls-on-plain-port',
      stage: 'first-byte',
      opensslCode: expect.stringMatching(/^0A000(10B|0C6)$/),
    });
  });

  for (const [version, alert] of [
    ['TLSv1.2', 40],
    ['TLSv1.3', 116],
  ] as const) {
    it(`a missing client certificate is alert ${alert} to the charge point (${version})`, async () => {
      const server = await serve(
        { clientCertificate: 'require', tls13: version === 'TLSv1.3' },
        { rejectUnauthorized: true },
      );
      const attempt = server.nextAttempt();
      const error = await clientError(server.port, clientTlsOptions(trusting()));
      expect(asCsms(server, await attempt)).toMatchObject({
        code: 'client-certificate-missing',
        side: 'charge-point',
        opensslCode: '0A0000C7',
      });
      expect(
        describeTlsFailure({
          role: 'charge-point',
          error,
          serverHelloSeen: true,
          ownCertificateAvailable: false,
        }),
      ).toMatchObject({
        code: 'client-certificate-missing',
        alert: { number: alert, sentBy: 'csms' },
      });
    });
  }

  it('with our own policy a missing client certificate finishes the handshake and is still named', async () => {
    const server = await serve({ clientCertificate: 'require' });
    const attempt = server.nextAttempt();
    const socket = tls.connect({ port: server.port, ...clientTlsOptions(trusting()) });
    const seen = await attempt;
    expect(seen.secured).toBeDefined();
    expect(asCsms(server, seen).code).toBe('client-certificate-missing');
    socket.destroy();
  });

  const bad = {
    'client-certificate-expired': {
      notBefore: new Date(Date.now() - 9e9),
      notAfter: new Date(Date.now() - 8e9),
    },
    'client-certificate-not-yet-valid': { notBefore: new Date(Date.now() + 8e8) },
    'client-certificate-wrong-purpose': { purpose: 'server' as const },
  };
  for (const [code, leaf] of Object.entries(bad)) {
    it(`${code} is found by our own verification`, async () => {
      const server = await serve({ clientCertificate: 'require' });
      const attempt = server.nextAttempt();
      const identity = await trust.ecdsaRoot.issue({
        commonName: 'SN1',
        purpose: 'client',
        ...leaf,
      });
      const options = clientTlsOptions({ ...trusting(), identity });
      const socket = tls.connect({ port: server.port, ...options });
      expect(asCsms(server, await attempt)).toMatchObject({ code, side: 'charge-point' });
      socket.destroy();
    });
  }

  it('a certificate for another name is named with both names', async () => {
    const server = await serve();
    const options = clientTlsOptions(trusting('cs.example.com'));
    const error = await clientError(server.port, options);
    expect(describeTlsFailure({ role: 'charge-point', error })).toMatchObject({
      code: 'server-certificate-name-mismatch',
      side: 'csms',
      parameters: { host: 'cs.example.com', commonName: 'localhost' },
    });
  });

  it('a handshake abandoned after the hello, and one reset, are told apart', async () => {
    const server = await serve();
    const helloBytes = await recordHello();
    const abandoned = server.nextAttempt();
    const first = net.connect(server.port, '127.0.0.1');
    first.write(helloBytes);
    first.once('data', () => first.end());
    expect(asCsms(server, await abandoned).code).toBe('tls-handshake-abandoned');
    const reset = server.nextAttempt();
    const second = net.connect(server.port, '127.0.0.1');
    second.write(helloBytes);
    second.once('data', () => second.resetAndDestroy());
    expect(asCsms(server, await reset).code).toBe('tls-handshake-reset');
  });

  it('a connection that is closed or reset without a byte is told apart', async () => {
    const server = await serve();
    const closed = server.nextAttempt();
    const first = net.connect(server.port, '127.0.0.1', () => first.end());
    expect(asCsms(server, await closed).code).toBe('closed-without-data');
    const reset = server.nextAttempt();
    const second = net.connect(server.port, '127.0.0.1', () => second.resetAndDestroy());
    expect(asCsms(server, await reset).code).toBe('connection-reset');
  });

  it('a port nobody listens on is refused before TLS', async () => {
    const closed = net.createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as net.AddressInfo; // listening on TCP, so never a pipe's name
    closed.close();
    await once(closed, 'close');
    const error = await clientError(port, clientTlsOptions(trusting()));
    expect(describeTlsFailure({ role: 'charge-point', error })).toMatchObject({
      stage: 'tcp',
      code: 'connection-refused',
      side: 'csms',
    });
  });
});

describe('what is known without a socket', () => {
  it('silence, half a hello and a slow handshake are three different time-outs', () => {
    const ending = 'timeout';
    const codeOf = (hello: TlsFailureInput['hello']) =>
      describeTlsFailure({ role: 'csms', ending, ...(hello ? { hello } : {}) }).code;
    expect(codeOf({ kind: 'need-more', atLeast: 1 })).toBe('silence');
    expect(codeOf({ kind: 'need-more', atLeast: 300 })).toBe('tls-hello-incomplete');
    expect(codeOf(undefined)).toBe('tls-handshake-timeout');
  });

  it('an alert from the tap wins over the error, and one we sent is ours', () => {
    const incoming = { number: 43, direction: 'in' } as const;
    expect(describeTlsFailure({ role: 'csms', alert: incoming })).toMatchObject({
      code: 'server-certificate-unsupported',
      alert: { number: 43, name: 'unsupported_certificate', sentBy: 'charge-point' },
    });
    const outgoing = { number: 48, direction: 'out' } as const;
    expect(describeTlsFailure({ role: 'csms', alert: outgoing })).toMatchObject({
      code: 'client-certificate-untrusted',
      alert: { sentBy: 'csms' },
    });
  });

  it('what no table knows keeps the library’s own words', () => {
    const error = Object.assign(
      new Error('00AB:error:0A0003E7:SSL routines:f:strange:../x.c:12:'),
      { code: 'ERR_SSL_STRANGE' },
    );
    expect(describeTlsFailure({ role: 'csms', error })).toMatchObject({
      code: 'tls-error-other',
      side: 'unknown',
      opensslCode: '0A0003E7',
      raw: 'error:0A0003E7:SSL routines:f:strange',
    });
    expect(describeTlsFailure({ role: 'csms', error: 'odd' }).raw).toBe('odd');
  });
});

/** The bytes of a real ClientHello. */
async function recordHello(): Promise<Buffer> {
  const sink = net.createServer().listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const { port } = sink.address() as net.AddressInfo; // listening on TCP, so never a pipe's name
  const client = tls.connect({ port, ...clientTlsOptions(trusting()) });
  client.on('error', () => undefined);
  const [socket] = await once(sink, 'connection');
  const [bytes] = await once(socket, 'data');
  client.destroy();
  socket.destroy();
  sink.close();
  return bytes;
}
