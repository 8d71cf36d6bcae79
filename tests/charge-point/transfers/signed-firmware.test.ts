/** SignedUpdateFirmware (Whitepaper L01): certificate, signature over the whole file, every status with its requestId. */
import { createSign } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openBenchAuthorities } from '../../../electron/bench/pki/bench-authorities.ts';
import {
  type FirmwareSignatureScheme,
  familyOfScheme,
  signFirmware,
} from '../../../electron/bench/pki/firmware-signature.ts';
import { issueLeaf } from '../../../electron/bench/pki/issuing.ts';
import { generateFamilyKeyPair, type KeyPair } from '../../../electron/bench/pki/key-pairs.ts';
import { createMemoryCertificateStorage } from '../../../electron/bench/pki/memory-certificate-storage.ts';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import { type CentralSystem, startCentralSystem } from '../central-system.ts';
import { createTestBench, type TestBench } from '../support.ts';
import { type FileServer, serving, startHttpServer } from './file-server.ts';

let bench: TestBench;
let central: CentralSystem;
const servers: FileServer[] = [];

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  for (const server of servers.splice(0)) await server.stop();
  expect(bench.problems).toEqual([]);
});

const content = Buffer.alloc(300_000, 7);
const past = '2020-01-01T00:00:00Z';
const dayMs = 86_400_000;

type Settings = Partial<Parameters<TestBench['put']>[1]>;

async function start(settings: Settings = {}): Promise<void> {
  bench = createTestBench();
  central = await startCentralSystem();
  await bench.put('CP-1', { url: central.url, securityProfile: 0, ...settings });
  await bench.when('CP-1', ({ registration }: ChargePointState) => registration === 'Accepted');
}

async function serve(...parameters: Parameters<typeof startHttpServer>): Promise<string> {
  const server = await startHttpServer(...parameters);
  servers.push(server);
  return `${server.url}/evse-3.0.0.bin`;
}

async function signed(
  location: string,
  scheme: FirmwareSignatureScheme = 'rsa-pss',
  file: Uint8Array = content,
): Promise<Record<string, string>> {
  const signer = await bench.authorities.firmwareSigner(familyOfScheme(scheme));
  return {
    location,
    retrieveDateTime: past,
    signingCertificate: signer.certificatePem,
    signature: await signFirmware(file, signer.privateKeyPem, scheme),
  };
}

const order = (firmware: object, more: object = {}) =>
  central.ask('SignedUpdateFirmware', { requestId: 42, firmware, ...more });

async function statuses(count: number): Promise<unknown[]> {
  const told: unknown[] = [];
  while (told.length < count) {
    const { payload } = await central.next('SignedFirmwareStatusNotification');
    told.push([payload.status, payload.requestId]);
  }
  return told;
}

const of42 = (...names: string[]): unknown[] => names.map((name) => [name, 42]);

describe('SignedUpdateFirmware', () => {
  it.each(['rsa-pss', 'ecdsa', 'rsa-pkcs1'] as const)(
    'L01.FR.01 L01.FR.04 L01.FR.05 L01.FR.10 L01.FR.12 L01.FR.15 SignedUpdateFirmware: TC_080 a file signed with %s is verified whole, installed and told step by step',
    async (scheme) => {
      await start();
      const firmware = await signed(await serve(serving(content)), scheme);
      expect(await order(firmware)).toEqual({ status: 'Accepted' });
      expect(await statuses(4)).toEqual(
        of42('Downloading', 'Downloaded', 'SignatureVerified', 'Installing'),
      );
      await bench.clock.armed(5000);
      bench.clock.advance(5000);
      expect(await statuses(2)).toEqual(of42('InstallRebooting', 'Installed'));
      const event = await central.next(
        'SecurityEventNotification',
        ({ type }) => type === 'FirmwareUpdated',
      );
      expect(event.payload.techInfo).toBe('3.0.0');
      expect(bench.state('CP-1').firmware).toEqual({
        version: '3.0.0',
        status: 'Installed',
        requestId: 42,
        signatureScheme: scheme,
      });
      expect(central.of('BootNotification').at(-1)?.payload.firmwareVersion).toBe('3.0.0');
    },
  );

  it('L01.FR.03 L01.FR.04 SignedUpdateFirmware: TC_081 a signature over something else ends in InvalidSignature, with the event InvalidFirmwareSignature', async () => {
    await start();
    const changed = Buffer.concat([content, Buffer.from('!')]);
    const firmware = await signed(await serve(serving(content)), 'rsa-pss', changed);
    expect(await order(firmware)).toEqual({ status: 'Accepted' });
    expect(await statuses(3)).toEqual(of42('Downloading', 'Downloaded', 'InvalidSignature'));
    const event = await central.next('SecurityEventNotification');
    expect(event.payload).toMatchObject({
      type: 'InvalidFirmwareSignature',
      techInfo: 'signature-invalid',
    });
    expect(bench.state('CP-1').firmware.version).toBe('1.0.0');
  });

  it('SignedUpdateFirmware: a signature that is no base64 ends in InvalidSignature after the download', async () => {
    await start();
    const firmware = await signed(await serve(serving(content)));
    await order({ ...firmware, signature: 'not base64 at all!' });
    expect(await statuses(3)).toEqual(of42('Downloading', 'Downloaded', 'InvalidSignature'));
  });

  it('SignedUpdateFirmware: a page of HTML ends in DownloadFailed, whatever the signature', async () => {
    await start();
    const page = Buffer.from('<!doctype html><title>Log in</title>');
    const firmware = await signed(await serve(serving(page)), 'rsa-pss', page);
    await order(firmware);
    expect(await statuses(2)).toEqual(of42('Downloading', 'DownloadFailed'));
  });

  async function expectRefused(
    firmware: Record<string, string>,
    status: string,
    reason: string,
  ): Promise<void> {
    expect(await order(firmware)).toEqual({ status });
    const event = await central.next('SecurityEventNotification');
    expect(event.payload).toMatchObject({
      type: 'InvalidFirmwareSigningCertificate',
      techInfo: reason,
    });
    expect(central.of('SignedFirmwareStatusNotification')).toEqual([]);
  }

  it('L01.FR.02 L01.FR.23 L01.FR.24 SignedUpdateFirmware: a certificate of another manufacturer is answered InvalidCertificate', async () => {
    await start();
    const other = openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => 'Other',
    });
    const { certificatePem } = await other.firmwareSigner('ecdsa');
    const firmware = await signed('http://127.0.0.1:9/f.bin');
    await expectRefused(
      { ...firmware, signingCertificate: certificatePem },
      'InvalidCertificate',
      'not-under-manufacturer-root',
    );
  });

  it('SignedUpdateFirmware: a certificate of the operator instead of the manufacturer is answered InvalidCertificate', async () => {
    await start();
    const { certificatePem } = await bench.authorities.clientIdentity({
      station: 'X',
      serialNumber: 'X',
    });
    const firmware = await signed('http://127.0.0.1:9/f.bin');
    await expectRefused(
      { ...firmware, signingCertificate: certificatePem },
      'InvalidCertificate',
      'not-under-manufacturer-root',
    );
  });

  it('SignedUpdateFirmware: without a ManufacturerRootCertificate it is answered InvalidCertificate', async () => {
    await start({ trust: 'insecure' });
    await expectRefused(
      await signed('http://127.0.0.1:9/f.bin'),
      'InvalidCertificate',
      'no-manufacturer-root',
    );
  });

  it('SignedUpdateFirmware: the root itself as signing certificate is answered InvalidCertificate', async () => {
    await start();
    const firmware = await signed('http://127.0.0.1:9/f.bin');
    const root = await bench.authorities.manufacturerRootPem('rsa');
    await expectRefused(
      { ...firmware, signingCertificate: root },
      'InvalidCertificate',
      'is-an-authority',
    );
  });

  it('SignedUpdateFirmware: an expired certificate under the right root is answered InvalidCertificate', async () => {
    await start();
    const keys: KeyPair = await generateFamilyKeyPair('ecdsa');
    const storage = createMemoryCertificateStorage();
    const maker = openBenchAuthorities({ storage, cpoName: () => 'Maker' });
    const certificate = await maker.manufacturerRootPem('ecdsa');
    const root = storage.loadAll().find(({ kind }) => kind === 'manufacturer-root');
    if (root === undefined) throw new Error('no root');
    const nowMs = Date.now();
    const expired = issueLeaf(root, {
      kind: 'firmware-signing',
      subject: { organisation: 'Maker', commonName: 'Signing' },
      publicKeyDer: keys.publicKeyDer,
      alternativeNames: [],
      rsaSignature: 'pkcs1',
      notBeforeMs: nowMs - 2 * dayMs,
      notAfterMs: nowMs - dayMs,
    });
    const certificateType = 'ManufacturerRootCertificate';
    expect(await central.ask('InstallCertificate', { certificateType, certificate })).toEqual({
      status: 'Accepted',
    });
    const firmware = await signed('http://127.0.0.1:9/f.bin');
    await expectRefused(
      { ...firmware, signingCertificate: expired },
      'InvalidCertificate',
      'expired',
    );
  });

  it('SignedUpdateFirmware: a certificate under an installed ManufacturerRootCertificate of another maker is Accepted', async () => {
    await start();
    const maker = openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => 'Maker',
    });
    const certificate = await maker.manufacturerRootPem('ecdsa');
    const certificateType = 'ManufacturerRootCertificate';
    await central.ask('InstallCertificate', { certificateType, certificate });
    const signer = await maker.firmwareSigner('ecdsa');
    const answer = await order({
      location: await serve(serving(content)),
      retrieveDateTime: past,
      signingCertificate: signer.certificatePem,
      signature: createSign('sha256').update(content).sign(signer.privateKeyPem, 'base64'),
    });
    expect(answer).toEqual({ status: 'Accepted' });
    expect(await statuses(3)).toEqual(of42('Downloading', 'Downloaded', 'SignatureVerified'));
  });

  it('L01.FR.02 L01.FR.25 SignedUpdateFirmware: a certificate known to be revoked is answered RevokedCertificate', async () => {
    await start();
    const { certificatePem } = await bench.authorities.firmwareSigner('rsa');
    const { X509Certificate } = await import('node:crypto');
    const { serialNumber } = new X509Certificate(certificatePem);
    await bench.put('CP-1', {
      url: central.url,
      securityProfile: 0,
      firmware: { revokedCertificates: [serialNumber] },
    });
    await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
    await expectRefused(await signed('http://127.0.0.1:9/f.bin'), 'RevokedCertificate', 'revoked');
  });

  it('L01.FR.13 L01.FR.16 L01.FR.17 SignedUpdateFirmware: tells DownloadScheduled and InstallScheduled until their time has come', async () => {
    await start();
    const atMs = bench.clock.nowMs();
    const firmware = await signed(await serve(serving(content)));
    await order({
      ...firmware,
      retrieveDateTime: new Date(atMs + 600_000).toISOString(),
      installDateTime: new Date(atMs + 1_800_000).toISOString(),
    });
    expect(await statuses(1)).toEqual(of42('DownloadScheduled'));
    bench.clock.advance(600_000);
    expect(await statuses(4)).toEqual(
      of42('Downloading', 'Downloaded', 'SignatureVerified', 'InstallScheduled'),
    );
    // The heartbeat has set the clock back meanwhile.
    bench.clock.advance(1_800_000);
    expect(await statuses(1)).toEqual(of42('Installing'));
  });

  it('L01.FR.14 SignedUpdateFirmware: DownloadPaused and InstallVerificationFailed can be set', async () => {
    await start({
      firmware: {
        pausesDownload: true,
        installResult: 'InstallVerificationFailed',
        installS: 0,
      },
    });
    await order(await signed(await serve(serving(content))));
    expect(await statuses(6)).toEqual(
      of42(
        'Downloading',
        'DownloadPaused',
        'Downloading',
        'Downloaded',
        'SignatureVerified',
        'Installing',
      ),
    );
    await bench.clock.armed(0);
    bench.clock.advance(0);
    expect(await statuses(1)).toEqual(of42('InstallVerificationFailed'));
    expect(bench.state('CP-1').firmware.version).toBe('1.0.0');
  });

  it('L01.FR.22 SignedUpdateFirmware: Installing and InstallRebooting can be left out', async () => {
    await start({ firmware: { skipsInstalling: true, tellsReboot: false, nextVersion: '9.9' } });
    await order(await signed(await serve(serving(content))));
    expect(await statuses(3)).toEqual(of42('Downloading', 'Downloaded', 'SignatureVerified'));
    await bench.clock.armed(5000);
    bench.clock.advance(5000);
    expect(await statuses(1)).toEqual(of42('Installed'));
    expect(bench.state('CP-1').firmware.version).toBe('9.9');
  });

  it('L01.FR.26 SignedUpdateFirmware: AcceptedCanceled while another one downloads, which says nothing more', async () => {
    await start();
    await order(await signed(await serve(() => undefined)));
    expect(await statuses(1)).toEqual(of42('Downloading'));
    const second = await signed(await serve(serving(content)));
    expect(await order(second, { requestId: 43 })).toEqual({ status: 'AcceptedCanceled' });
    expect(await statuses(4)).toEqual([
      ['Downloading', 43],
      ['Downloaded', 43],
      ['SignatureVerified', 43],
      ['Installing', 43],
    ]);
  });

  it('L01.FR.27 SignedUpdateFirmware: Rejected while it installs, and while it downloads if it is set so', async () => {
    await start({ firmware: { whileDownloading: 'Rejected' } });
    await order(await signed(await serve(() => undefined)));
    expect(await statuses(1)).toEqual(of42('Downloading'));
    const other = await signed('http://127.0.0.1:9/f.bin');
    expect(await order(other, { requestId: 43 })).toEqual({ status: 'Rejected' });
    await bench.put('CP-2', { url: central.url, securityProfile: 0 });
    await bench.when('CP-2', ({ registration }) => registration === 'Accepted');
    await order(await signed(await serve(serving(content))));
    expect(await statuses(4)).toEqual(
      of42('Downloading', 'Downloaded', 'SignatureVerified', 'Installing'),
    );
    expect(await order(other, { requestId: 44 })).toEqual({ status: 'Rejected' });
  });

  it('L01.FR.21 L01.FR.28 L01.FR.29 ExtendedTriggerMessage: FirmwareStatusNotification repeats the last status with its requestId, Idle once Installed', async () => {
    await start({ firmware: { installS: 0 } });
    const trigger = async () => {
      await central.ask('ExtendedTriggerMessage', {
        requestedMessage: 'FirmwareStatusNotification',
      });
      return statuses(1);
    };
    expect(await trigger()).toEqual([['Idle', undefined]]);
    await order(await signed('http://127.0.0.1:1/f.bin'));
    expect(await statuses(2)).toEqual(of42('Downloading', 'DownloadFailed'));
    expect(await trigger()).toEqual(of42('DownloadFailed'));
    await order(await signed(await serve(serving(content))));
    await statuses(4);
    await bench.clock.armed(0);
    bench.clock.advance(0);
    expect(await statuses(2)).toEqual(of42('InstallRebooting', 'Installed'));
    expect(await trigger()).toEqual([['Idle', undefined]]);
  });

  it.each([
    ['DownloadScheduled', 'DownloadFailed', { retrieveDateTime: '2099-01-01T00:00:00Z' }],
    ['InstallScheduled', 'InstallationFailed', { installDateTime: '2099-01-01T00:00:00Z' }],
  ])('SignedUpdateFirmware: a reset while %s is told as %s', async (waiting, told, dates) => {
    await start();
    await order({ ...(await signed(await serve(serving(content)))), ...dates });
    await bench.when('CP-1', ({ firmware }) => firmware.status === waiting);
    await central.ask('Reset', { type: 'Hard' });
    const { payload } = await central.next(
      'SignedFirmwareStatusNotification',
      ({ status }) => status === told,
    );
    expect(payload.requestId).toBe(42);
    expect(bench.state('CP-1').firmware).toMatchObject({ version: '1.0.0', status: told });
  });
});
