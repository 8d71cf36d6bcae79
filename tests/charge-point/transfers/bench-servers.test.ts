/** Signed firmware and logs between an emulated charge point and the bench's own file servers, over every protocol. */
import { afterEach, describe, expect, it } from 'vitest';
import { openBenchAuthorities } from '../../../electron/bench/pki/bench-authorities.ts';
import { createMemoryCertificateStorage } from '../../../electron/bench/pki/memory-certificate-storage.ts';
import { type CentralSystem, startCentralSystem } from '../../charge-point/central-system.ts';
import { authorities, openTestDesk, type TestedDesk } from '../../files/support.ts';
import { createTestBench, type TestBench } from '../support.ts';

let bench: TestBench;
let central: CentralSystem;
let desk: TestedDesk;

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  await desk.close();
  expect(desk.errors).toEqual([]);
  expect(bench.problems).toEqual([]);
});

async function start(settings: Partial<Parameters<TestBench['put']>[1]> = {}): Promise<void> {
  desk = await openTestDesk();
  bench = createTestBench({ authorities });
  central = await startCentralSystem();
  await bench.put('CP-1', { url: central.url, securityProfile: 0, ...settings });
  await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
}

/** A server of implicit FTPS keeps silent before TLS; the charge point then tries the other kind. */
async function passSilence(protocol: string): Promise<void> {
  if (protocol !== 'ftps-implicit') return;
  await bench.clock.armed(3000);
  bench.clock.advance(3000);
}

const protocols = ['http', 'https', 'ftp', 'ftps', 'ftps-implicit'] as const;
const content = Buffer.alloc(3_000_000, 'firmware');

async function statusesOf(action: string, count: number): Promise<unknown[]> {
  const told: unknown[] = [];
  while (told.length < count) told.push((await central.next(action)).payload.status);
  return told;
}

describe.each(protocols)('over %s', (protocol) => {
  it(`L01.FR.08 SignedUpdateFirmware: downloads over ${protocol} from the bench, certificate of the server checked, signature verified`, async () => {
    await start();
    const { id } = await desk.firmware(content, 'evse-4.5.6.bin');
    const offer = await desk.offer({
      firmware: id,
      sign: 'rsa-pss',
      protocols: [protocol],
      credentials: 'always',
    });
    const { signing, location } = offer;
    const answer = await central.ask('SignedUpdateFirmware', {
      requestId: 1,
      firmware: {
        location,
        retrieveDateTime: '2020-01-01T00:00:00Z',
        signingCertificate: signing?.signingCertificate,
        signature: signing?.signature,
      },
    });
    expect(answer).toEqual({ status: 'Accepted' });
    await passSilence(protocol);
    expect(await statusesOf('SignedFirmwareStatusNotification', 4)).toEqual([
      'Downloading',
      'Downloaded',
      'SignatureVerified',
      'Installing',
    ]);
    expect(bench.state('CP-1').transfers[0]).toMatchObject({
      bytes: content.length,
      totalBytes: content.length,
    });
    const done = await desk.until(offer.transfer.id, ({ status }) => status === 'done');
    expect(done).toMatchObject({ protocol, attempts: 1 });
  });

  it(`GetLog: uploads over ${protocol} into the folder of the bench`, async () => {
    await start();
    const asked = await desk.ask({
      kind: 'log',
      protocols: [protocol],
      credentials: 'always',
    });
    const { filename } = await central.ask('GetLog', {
      log: { remoteLocation: asked.location },
      logType: 'DiagnosticsLog',
      requestId: 2,
    });
    await passSilence(protocol);
    expect(await statusesOf('LogStatusNotification', 2)).toEqual(['Uploading', 'Uploaded']);
    await desk.until(asked.transfer.id, ({ status }) => status === 'done');
    const text = (await desk.receivedOf(asked.transfer.id, String(filename))).toString('utf8');
    expect(text).toContain('# charge point  CP-1');
  });
});

it.each(['https', 'ftps'] as const)(
  'UpdateFirmware: a server over %s whose certificate leads to no installed root ends in DownloadFailed',
  async (protocol) => {
    const others = openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => 'Other',
    });
    await start({ trust: { pem: await others.rootPem('ecdsa') } });
    const { id } = await desk.firmware(content, 'f.bin');
    const { location } = await desk.offer({ firmware: id, protocols: [protocol] });
    await central.ask('UpdateFirmware', { location, retrieveDate: '2020-01-01T00:00:00Z' });
    expect(await statusesOf('FirmwareStatusNotification', 2)).toEqual([
      'Downloading',
      'DownloadFailed',
    ]);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('tls-failed');
  },
);
