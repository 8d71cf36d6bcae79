/** The certificate store of an emulated charge point (Whitepaper M03 to M05), with certificates OpenSSL makes. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificateHashData } from '../../../electron/bench/pki/certificate-hash.ts';
import { createOpenSslFolder } from '../../../electron/bench/pki/openssl-support.ts';
import type { TlsMaterial } from '../../../electron/bench/wire/listener.ts';
import type { ChargePointSecurity } from '../../../shared/api/charge-point-security-contract.ts';
import { type CentralSystem, startCentralSystem } from '../central-system.ts';
import { materialOf } from '../secure-central-system.ts';
import { createTestBench, type TestBench } from '../support.ts';

const folder = createOpenSslFolder();
const authority = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign';
const server =
  'basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=IP:127.0.0.1';

/** Issued by itself without an issuer. */
async function issue(name: string, issuer: string | null, extensions: string): Promise<void> {
  const sign = issuer === null ? [] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`];
  folder.write(`${name}.cnf`, `[req]\ndistinguished_name=dn\n[dn]\n[x]\n${extensions}\n`);
  const { exitCode, output } = await folder.run(
    ...['req', '-x509', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...[
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-days',
      '30',
      '-subj',
      `/O=CPO/CN=${name}`,
    ],
    ...['-config', `${name}.cnf`, '-extensions', 'x', ...sign],
  );
  if (exitCode !== 0) throw new Error(output);
}

const pem = (name: string): string => readFileSync(folder.path(`${name}.pem`), 'utf8');

function material(leaf: string): TlsMaterial {
  const keyPem = readFileSync(folder.path(`${leaf}.key`), 'utf8');
  return { identities: { ecdsa: { certPem: pem(leaf), keyPem } }, trustedRootsPem: [] };
}

beforeAll(async () => {
  await issue('old', null, authority);
  await issue('new', 'old', authority);
  await issue('newer', 'new', authority);
  await issue('foreign', null, authority);
  await issue('server-of-old', 'old', server);
  await issue('server-of-new', 'new', server);
});
afterAll(() => folder.remove());

let bench: TestBench;
let central: CentralSystem;

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  expect(bench.problems).toEqual([]);
});

const certificateType = 'CentralSystemRootCertificate';
const key = '000102030405060708090a0b0c0d0e0f10111213';

async function start(settings: Partial<Parameters<TestBench['put']>[1]> = {}): Promise<void> {
  bench = createTestBench();
  central = await startCentralSystem({
    scheme: 'wss',
    configuration: { securityProfiles: [2] },
    tlsMaterial: material('server-of-old'),
  });
  await bench.put('CP-1', {
    url: central.url,
    securityProfile: 2,
    authorizationKeyHex: key,
    trust: { pem: pem('old') },
    ...settings,
  });
  await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
}

const install = (name: string, type = certificateType) =>
  central.ask('InstallCertificate', { certificateType: type, certificate: pem(name) });

async function security(): Promise<ChargePointSecurity> {
  const outcome = await bench.chargePoints.security('CP-1');
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.value;
}

async function roots(): Promise<[string, 'in-use' | 'fall-back' | ''][]> {
  const { centralSystemRoots } = await security();
  return centralSystemRoots.map(({ certificate, isFallBack, isInUse }) => [
    certificate.subject.attributes.find(({ name }) => name === 'CN')?.value ?? '',
    isFallBack ? 'fall-back' : isInUse ? 'in-use' : '',
  ]);
}

const eventOf = (type: string) =>
  central.next('SecurityEventNotification', (payload) => payload.type === type);

describe('InstallCertificate with AdditionalRootCertificateCheck', () => {
  const additionalRootCertificateCheck = true;

  it('GetConfiguration: AdditionalRootCertificateCheck and CertificateStoreMaxLength are as they were set', async () => {
    await start({ additionalRootCertificateCheck, certificateStoreMaxLength: 3 });
    const { configurationKey } = await central.ask('GetConfiguration', {
      key: ['AdditionalRootCertificateCheck', 'CertificateStoreMaxLength'],
    });
    expect(configurationKey).toEqual([
      { key: 'AdditionalRootCertificateCheck', readonly: true, value: 'true' },
      { key: 'CertificateStoreMaxLength', readonly: true, value: '3' },
    ]);
  });

  it('M05.FR.09 M05.FR.10 InstallCertificate, AdditionalRootCertificateCheck: a root that the old one has not signed is Rejected, with the event InvalidCentralSystemCertificate', async () => {
    await start({ additionalRootCertificateCheck });
    expect(await install('foreign')).toEqual({ status: 'Rejected' });
    const { payload } = await eventOf('InvalidCentralSystemCertificate');
    expect(payload.techInfo).toBe('not-signed-by-old-root');
    expect(await roots()).toEqual([['old', 'in-use']]);
  });

  it('M05.FR.09 M05.FR.11–13 InstallCertificate: Accepted, the old root falls back until a connection rests on the new one, then it is gone', async () => {
    await start({ additionalRootCertificateCheck });
    expect(await install('new')).toEqual({ status: 'Accepted' });
    expect(await roots()).toEqual([
      ['old', 'fall-back'],
      ['new', ''],
    ]);
    const { certificateHashData } = await central.ask('GetInstalledCertificateIds', {
      certificateType,
    });
    expect(certificateHashData).toHaveLength(2);
    // The Central System still shows a certificate under the old root: the fall-back is used, and kept.
    await bench.act('CP-1', { action: 'disconnect' });
    await bench.act('CP-1', { action: 'connect' });
    await bench.when('CP-1', ({ status }) => status === 'connected');
    expect(await roots()).toEqual([
      ['old', 'fall-back'],
      ['new', ''],
    ]);
    const { listener } = central.csms;
    listener.reconfigure(listener.configuration, material('server-of-new'));
    await bench.act('CP-1', { action: 'disconnect' });
    await bench.act('CP-1', { action: 'connect' });
    await bench.when('CP-1', ({ status }) => status === 'connected');
    await expect.poll(roots).toEqual([['new', 'in-use']]);
    // The new root alone is enough from now on, although it is not signed by itself.
    await bench.act('CP-1', { action: 'disconnect' });
    await bench.act('CP-1', { action: 'connect' });
    await bench.when('CP-1', ({ status }) => status === 'connected');
    listener.reconfigure(listener.configuration, material('server-of-old'));
    await bench.act('CP-1', { action: 'disconnect' });
    await bench.act('CP-1', { action: 'connect' });
    const { problem } = await bench.when('CP-1', ({ status }) => status === 'waiting');
    expect(problem?.code).toMatch(/^server-certificate-/);
  });

  it('M05.FR.08 InstallCertificate: a third root while the old one falls back is Rejected', async () => {
    await start({ additionalRootCertificateCheck });
    await install('new');
    expect(await install('newer')).toEqual({ status: 'Rejected' });
    expect(await roots()).toHaveLength(2);
  });

  it('M05 InstallCertificate: a ManufacturerRootCertificate needs no signature of an old one', async () => {
    await start({ additionalRootCertificateCheck });
    expect(await install('foreign', 'ManufacturerRootCertificate')).toEqual({ status: 'Accepted' });
    expect((await security()).manufacturerRoots).toHaveLength(1);
  });
});

describe('InstallCertificate', () => {
  it('M05.FR.02 M05.FR.06 InstallCertificate: without the check any root is Accepted, one signed by another one Rejected', async () => {
    await start();
    expect(await install('foreign')).toEqual({ status: 'Accepted' });
    expect(await install('foreign')).toEqual({ status: 'Accepted' });
    expect(await roots()).toEqual([
      ['old', 'in-use'],
      ['foreign', ''],
    ]);
    expect(await install('new')).toEqual({ status: 'Rejected' });
    expect((await eventOf('InvalidCentralSystemCertificate')).payload.techInfo).toBe('not-a-root');
  });

  it('M05.FR.03 InstallCertificate, CertificateStoreMaxLength: Rejected when it is reached, which is no security event', async () => {
    await start({ certificateStoreMaxLength: 1 });
    expect(await install('foreign')).toEqual({ status: 'Rejected' });
    expect(await install('foreign', 'ManufacturerRootCertificate')).toEqual({ status: 'Rejected' });
    await bench.act('CP-1', { action: 'raise-security-event', type: 'TamperDetectionActivated' });
    await eventOf('TamperDetectionActivated');
    const told = central.of('SecurityEventNotification').map(({ payload }) => payload.type);
    expect(told).not.toContain('InvalidCentralSystemCertificate');
  });

  it('M04.FR.03–06 DeleteCertificate: the charge point’s own certificate and the root in use get Failed, an unknown one NotFound, each hash algorithm is understood', async () => {
    await start();
    const { certificatePem } = await bench.authorities.clientIdentity({
      station: 'CP-1',
      serialNumber: 'CP-1',
    });
    const issuer = await bench.authorities.rootPem('ecdsa');
    await central.ask('InstallCertificate', { certificateType, certificate: issuer });
    for (const algorithm of ['SHA256', 'SHA384', 'SHA512'] as const) {
      const own = certificateHashData(certificatePem, [issuer], algorithm);
      if (!own.ok) throw new Error(own.code);
      expect(await central.ask('DeleteCertificate', { certificateHashData: own.hashData })).toEqual(
        {
          status: 'Failed',
        },
      );
      const unknown = certificateHashData(pem('foreign'), [], algorithm);
      if (!unknown.ok) throw new Error(unknown.code);
      expect(
        await central.ask('DeleteCertificate', { certificateHashData: unknown.hashData }),
      ).toEqual({ status: 'NotFound' });
    }
    const inUse = certificateHashData(pem('old'), [], 'SHA512');
    if (!inUse.ok) throw new Error(inUse.code);
    expect(await central.ask('DeleteCertificate', { certificateHashData: inUse.hashData })).toEqual(
      {
        status: 'Failed',
      },
    );
  });
});

/** What is wrong with the server certificate, and what the charge point says of it. */
const wrongServers = [
  ['expired', { validityDays: -1 }, {}],
  ['not valid yet', { notBeforeMs: Date.now() + 86_400_000 }, {}],
  ['for another name', { hostName: 'other.example.com', addresses: [] }, {}],
  [
    'named by an alternative name only, where the CN has to be it',
    {},
    { serverNameRule: 'common-name' as const },
  ],
  ['for a wildcard', { hostName: '*.example.com', addresses: [] }, { allowServerWildcards: true }],
] as const;

describe.each([2, 3] as const)(
  'the certificate of the Central System on profile %i',
  (securityProfile) => {
    it.each(wrongServers)(
      'A00.FR.308–310 A00.FR.412–414 TC_078: one that is %s ends the connection, and is told as InvalidCentralSystemCertificate once there is a good one',
      async (_what, request, settings) => {
        bench = createTestBench();
        central = await startCentralSystem({
          scheme: 'wss',
          configuration: { securityProfiles: [securityProfile] },
          tlsMaterial: await materialOf(bench.authorities, request),
        });
        await bench.put('CP-1', {
          url: central.url,
          securityProfile,
          authorizationKeyHex: key,
          ...settings,
        });
        const { problem } = await bench.when('CP-1', ({ status }) => status === 'waiting');
        expect(problem?.code).toMatch(/^server-certificate-/);
        expect(central.csms.sessions).toEqual([]);
        const { listener } = central.csms;
        const good = await materialOf(bench.authorities, {
          listener: 'good',
          hostName: '127.0.0.1',
        });
        listener.reconfigure(listener.configuration, good);
        bench.clock.advance(1000);
        await eventOf('InvalidCentralSystemCertificate');
        const logged = (await security()).securityLog.map(({ type }) => type);
        expect(logged).toContain('CentralSystemFailedToAuthentication');
      },
    );
  },
);
