/** Central Systems whose TLS is too weak: the charge point leaves, says why, and has offered nothing weak itself. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { type CentralSystem, startCentralSystem } from '../central-system.ts';
import { materialOf } from '../secure-central-system.ts';
import { createTestBench, type TestBench } from '../support.ts';

let bench: TestBench;
let central: CentralSystem | undefined;
let weak: tls.Server | undefined;

afterEach(async () => {
  await bench.chargePoints.close();
  await central?.stop();
  central = undefined;
  weak?.close();
  weak = undefined;
  expect(bench.problems).toEqual([]);
});

const key = '000102030405060708090a0b0c0d0e0f10111213';

/** A server that OpenSSL lets be as weak as it is told. */
async function startWeak(options: tls.TlsOptions): Promise<number> {
  const { identities } = await materialOf(bench.authorities);
  const { rsa } = identities;
  if (rsa === undefined) throw new Error('no RSA certificate');
  weak = tls.createServer({ cert: rsa.certPem, key: rsa.keyPem, ...options });
  weak.on('tlsClientError', (_error, socket) => socket.destroy());
  weak.listen(0, '127.0.0.1');
  await once(weak, 'listening');
  // Listening on TCP.
  return (weak.address() as AddressInfo).port;
}

/** A good one takes its place. */
async function replaceWeak(port: number, securityProfile: 2 | 3): Promise<CentralSystem> {
  await new Promise((resolve) => weak?.close(resolve));
  weak = undefined;
  central = await startCentralSystem({
    scheme: 'wss',
    configuration: { securityProfiles: [securityProfile], port },
    tlsMaterial: await materialOf(bench.authorities),
  });
  return central;
}

const weaknesses = [
  [
    'a version that is too old',
    'InvalidTLSVersion',
    { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' },
  ],
  [
    'no suite of the whitepaper',
    'InvalidTLSCipherSuite',
    { ciphers: 'AES128-SHA', maxVersion: 'TLSv1.2' },
  ],
] as const;

describe.each([2, 3] as const)('on profile %i', (securityProfile) => {
  it.each(weaknesses)(
    'A00.FR.312 A00.FR.313 A00.FR.315 A00.FR.322 A00.FR.416 A00.FR.417 A00.FR.419 A00.FR.426 a server with %s is left, and told as %s once there is a good one',
    async (_weakness, event, options) => {
      bench = createTestBench();
      const ciphers = 'ALL:@SECLEVEL=0';
      const port = await startWeak({ ciphers, ...options });
      await bench.put('CP-1', {
        url: `wss://127.0.0.1:${port}/ocpp`,
        securityProfile,
        authorizationKeyHex: key,
      });
      await bench.when('CP-1', ({ status }) => status === 'waiting');
      const system = await replaceWeak(port, securityProfile);
      bench.clock.advance(60_000);
      await system.next('SecurityEventNotification', ({ type }) => type === event);
      expect(system.csms.sessions).toHaveLength(1);
    },
  );

  it('A00.FR.318 A00.FR.319 A00.FR.422 A00.FR.423 the charge point offers both suites of a family, and none that is broken', async () => {
    bench = createTestBench();
    central = await startCentralSystem({
      scheme: 'wss',
      configuration: { securityProfiles: [securityProfile] },
      tlsMaterial: await materialOf(bench.authorities),
    });
    const { url } = central;
    await bench.put('CP-1', { url, securityProfile, authorizationKeyHex: key, keyFamily: 'ecdsa' });
    await bench.when('CP-1', ({ status }) => status === 'connected');
    const { detail } = await central.csms.recorder.next('client-hello');
    const offered = detail.suites.map(({ id }) => id.toString(16));
    expect(offered).toEqual(expect.arrayContaining(['c02b', 'c02c']));
    // Whatever else is there: of TLS 1.3, or the renegotiation signal, which is no suite.
    const others = offered.filter((id) => !['c02b', 'c02c', 'ff'].includes(id));
    expect(others.every((id) => id.startsWith('130'))).toBe(true);
  });

  it('A00.FR.319 A00.FR.423 the Central System agrees on no suite without encryption or authentication', async () => {
    bench = createTestBench();
    central = await startCentralSystem({
      scheme: 'wss',
      configuration: { securityProfiles: [securityProfile] },
      tlsMaterial: await materialOf(bench.authorities),
    });
    for (const ciphers of ['NULL-SHA256:@SECLEVEL=0', 'ADH-AES128-SHA256:@SECLEVEL=0']) {
      const socket = tls.connect({
        port: central.csms.port,
        host: '127.0.0.1',
        ciphers,
        maxVersion: 'TLSv1.2',
        rejectUnauthorized: false,
      });
      const [error] = await once(socket, 'error');
      expect(String(error)).toContain('alert');
      socket.destroy();
    }
  });
});
