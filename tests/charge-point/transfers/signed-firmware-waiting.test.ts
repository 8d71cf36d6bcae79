/** A signed update while somebody charges: it waits, and nobody else begins (Whitepaper L01). */
import { afterEach, describe, expect, it } from 'vitest';
import { signFirmware } from '../../../electron/bench/pki/firmware-signature.ts';
import { type CentralSystem, startCentralSystem } from '../central-system.ts';
import { createTestBench, type TestBench } from '../support.ts';
import { type FileServer, serving, startHttpServer } from './file-server.ts';

let bench: TestBench;
let central: CentralSystem;
let files: FileServer;

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  await files.stop();
  expect(bench.problems).toEqual([]);
});

async function statuses(count: number): Promise<unknown[]> {
  const told: unknown[] = [];
  while (told.length < count) {
    told.push((await central.next('SignedFirmwareStatusNotification')).payload.status);
  }
  return told;
}

/** Two connectors, somebody charges at the first; the update is Accepted. */
async function updateWhileCharging(installAfterMs?: number): Promise<void> {
  bench = createTestBench();
  central = await startCentralSystem();
  files = await startHttpServer(serving('a firmware'));
  await bench.put('CP-1', { url: central.url, securityProfile: 0, connectors: 2 });
  await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
  await bench.act('CP-1', { action: 'plug-in' });
  await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG' });
  await central.next('StartTransaction');
  const signer = await bench.authorities.firmwareSigner('ecdsa');
  const firmware = {
    location: `${files.url}/f.bin`,
    retrieveDateTime: '2020-01-01T00:00:00Z',
    signingCertificate: signer.certificatePem,
    signature: await signFirmware(Buffer.from('a firmware'), signer.privateKeyPem, 'ecdsa'),
    ...(installAfterMs === undefined
      ? {}
      : { installDateTime: new Date(bench.clock.nowMs() + installAfterMs).toISOString() }),
  };
  expect(await central.ask('SignedUpdateFirmware', { requestId: 7, firmware })).toEqual({
    status: 'Accepted',
  });
}

/** The free connector is out of operation, and the update begins when the transaction has ended. */
async function expectToWait(): Promise<void> {
  await bench.when('CP-1', ({ connectors }) => connectors[2]?.status === 'Unavailable');
  expect(await central.ask('RemoteStartTransaction', { idTag: 'T', connectorId: 2 })).toEqual({
    status: 'Rejected',
  });
  const told = central.of('SignedFirmwareStatusNotification').map(({ payload }) => payload.status);
  expect(told).not.toContain('Installing');
  expect(central.of('StopTransaction')).toEqual([]);
  await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG' });
  await central.next('StopTransaction');
  bench.clock.advance(1000);
  await central.next('SignedFirmwareStatusNotification', ({ status }) => status === 'Installing');
}

describe('SignedUpdateFirmware', () => {
  it('L01.FR.05–07 SignedUpdateFirmware: waits for the transaction, the free connector is Unavailable', async () => {
    await updateWhileCharging();
    expect(await statuses(3)).toEqual(['Downloading', 'Downloaded', 'SignatureVerified']);
    await expectToWait();
  });

  it('L01.FR.16–19 SignedUpdateFirmware: after InstallScheduled it waits for the transaction all the same', async () => {
    await updateWhileCharging(600_000);
    expect(await statuses(4)).toEqual([
      'Downloading',
      'Downloaded',
      'SignatureVerified',
      'InstallScheduled',
    ]);
    expect(bench.state('CP-1').connectors[2]?.status).toBe('Available');
    bench.clock.advance(900_000);
    await expectToWait();
  });
});
