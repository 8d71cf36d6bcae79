/** Our charge point when a foreign Central System answers no, or a CALLERROR: what it does next. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signFirmware } from '../../electron/bench/pki/firmware-signature.ts';
import { createTestBench, type TestBench } from '../charge-point/support.ts';
import {
  type FileServer,
  serving,
  startHttpServer,
} from '../charge-point/transfers/file-server.ts';
import {
  type ForeignCentralSystem,
  startForeignCentralSystem,
} from '../support/foreign-central-system.ts';

let bench: TestBench;
let central: ForeignCentralSystem;
let files: FileServer;

beforeEach(async () => {
  bench = createTestBench();
  central = await startForeignCentralSystem(bench.authorities, 0);
  files = await startHttpServer(serving('a firmware'));
});

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  await files.stop();
  expect(central.violations).toEqual([]);
  expect(bench.problems).toEqual([]);
});

const past = '2020-01-01T00:00:00Z';

async function connect(): Promise<void> {
  await bench.put('CP-1', { url: central.url, securityProfile: 0 });
  await central.next('StatusNotification', ({ connectorId }) => connectorId === 1);
}

/** Resolves when everything sent before has been answered. */
async function settled(): Promise<void> {
  const payload = { vendorId: 'settled' };
  await bench.act('CP-1', { action: 'send', ocppAction: 'DataTransfer', payload });
}

async function charge(): Promise<void> {
  await bench.act('CP-1', { action: 'plug-in' });
  await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
}

async function told(action: string, count: number): Promise<unknown[]> {
  const statuses: unknown[] = [];
  while (statuses.length < count) statuses.push((await central.next(action)).payload.status);
  return statuses;
}

describe('a CALLERROR', () => {
  it('BootNotification: after a CALLERROR it is not registered, and asks again', async () => {
    central.refuse('BootNotification', 'InternalError');
    await bench.put('CP-1', { url: central.url, securityProfile: 0 });
    await central.next('BootNotification');
    await bench.when('CP-1', ({ status }) => status === 'connected');
    expect(bench.state('CP-1').registration).toBeUndefined();
    expect(central.of('StatusNotification')).toEqual([]);
  });

  it('Authorize: after a CALLERROR nothing starts', async () => {
    await connect();
    central.refuse('Authorize', 'GenericError');
    await charge();
    await settled();
    expect(central.of('StartTransaction')).toEqual([]);
  });

  it('Heartbeat: after a CALLERROR the next one comes in its time', async () => {
    await connect();
    central.refuse('Heartbeat', 'InternalError');
    for (let beat = 0; beat < 2; beat += 1) {
      bench.clock.advance(120_000);
      await central.next('Heartbeat');
      await settled();
    }
    expect(central.of('BootNotification')).toHaveLength(1);
  });

  it('StatusNotification: after a CALLERROR it is not repeated, and the next one comes', async () => {
    await connect();
    central.refuse('StatusNotification', 'InternalError');
    await bench.act('CP-1', { action: 'plug-in' });
    await central.next('StatusNotification', ({ status }) => status === 'Preparing');
    await settled();
    await bench.act('CP-1', { action: 'unplug' });
    await central.next('StatusNotification', ({ status }) => status === 'Available');
    await settled();
    const reports = central.of('StatusNotification').filter(({ payload }) => payload.connectorId);
    expect(reports.map(({ payload }) => payload.status)).toEqual([
      'Available',
      'Preparing',
      'Available',
    ]);
  });

  it.each([
    ['MeterValues', 'StopTransaction'],
    ['StopTransaction', 'StatusNotification'],
  ])(
    '%s: after a CALLERROR it is tried TransactionMessageAttempts times, then the next message goes',
    async (refused, next) => {
      await connect();
      await central.ask('ChangeConfiguration', { key: 'TransactionMessageAttempts', value: '2' });
      await charge();
      await bench.when('CP-1', ({ connectors }) => connectors[1]?.transactionId === 42);
      central.refuse(refused, 'InternalError');
      bench.clock.advance(30_000);
      await bench.act('CP-1', { action: 'unplug' });
      await central.next(refused);
      await bench.clock.armed(10_000);
      bench.clock.advance(10_000);
      await central.next(refused);
      await central.next(next);
      await settled();
      expect(central.of('StartTransaction')).toHaveLength(1);
    },
  );

  it('SecurityEventNotification: a CALLERROR is an answer, the event is not told twice', async () => {
    await connect();
    central.refuse('SecurityEventNotification', 'InternalError');
    const raise = (type: string) => bench.act('CP-1', { action: 'raise-security-event', type });
    await raise('TamperDetectionActivated');
    await central.next('SecurityEventNotification');
    await raise('MemoryExhaustion');
    await central.next('SecurityEventNotification');
    await settled();
    expect(central.of('SecurityEventNotification').map(({ payload }) => payload.type)).toEqual([
      'TamperDetectionActivated',
      'MemoryExhaustion',
    ]);
  });

  it('DataTransfer: a CALLERROR is shown to whoever sent it', async () => {
    await connect();
    central.refuse('DataTransfer', 'NotSupported');
    const payload = { vendorId: 'org.example' };
    const done = await bench.act('CP-1', { action: 'send', ocppAction: 'DataTransfer', payload });
    expect(JSON.stringify(done)).toContain('NotSupported');
  });
});

describe('transfers go on although nobody wants to hear of them', () => {
  it('DiagnosticsStatusNotification: after a CALLERROR the upload goes on', async () => {
    await connect();
    central.refuse('DiagnosticsStatusNotification', 'InternalError');
    await central.ask('GetDiagnostics', { location: `${files.url}/in/` });
    expect(await told('DiagnosticsStatusNotification', 2)).toEqual(['Uploading', 'Uploaded']);
    expect(files.uploads.size).toBe(1);
  });

  it('LogStatusNotification: after a CALLERROR the upload goes on', async () => {
    await connect();
    central.refuse('LogStatusNotification', 'InternalError');
    const log = { remoteLocation: `${files.url}/in/` };
    await central.ask('GetLog', { log, logType: 'DiagnosticsLog', requestId: 1 });
    expect(await told('LogStatusNotification', 2)).toEqual(['Uploading', 'Uploaded']);
    expect(files.uploads.size).toBe(1);
  });

  it('FirmwareStatusNotification: after a CALLERROR the update goes on', async () => {
    await connect();
    central.refuse('FirmwareStatusNotification', 'InternalError');
    const location = `${files.url}/evse-2.0.0.bin`;
    await central.ask('UpdateFirmware', { location, retrieveDate: past });
    await told('FirmwareStatusNotification', 3);
    await bench.clock.armed(5000);
    bench.clock.advance(5000);
    expect(await told('FirmwareStatusNotification', 1)).toEqual(['Installed']);
  });

  it('SignedFirmwareStatusNotification: after a CALLERROR the update goes on', async () => {
    await connect();
    central.refuse('SignedFirmwareStatusNotification', 'InternalError');
    const signer = await bench.authorities.firmwareSigner('rsa');
    const firmware = {
      location: `${files.url}/evse-2.0.0.bin`,
      retrieveDateTime: past,
      signingCertificate: signer.certificatePem,
      signature: await signFirmware(Buffer.from('a firmware'), signer.privateKeyPem, 'rsa-pss'),
    };
    await central.ask('SignedUpdateFirmware', { requestId: 3, firmware });
    await told('SignedFirmwareStatusNotification', 4);
    await bench.clock.armed(5000);
    bench.clock.advance(5000);
    expect(await told('SignedFirmwareStatusNotification', 2)).toEqual([
      'InstallRebooting',
      'Installed',
    ]);
  });

  it('SignCertificate: Rejected, a certificate that comes nevertheless is Rejected as well', async () => {
    await connect();
    await central.ask('ChangeConfiguration', { key: 'CpoName', value: 'Example Mobility' });
    central.answer('SignCertificate', () => ({ status: 'Rejected' }));
    await central.ask('ExtendedTriggerMessage', { requestedMessage: 'SignChargePointCertificate' });
    await central.next('SignCertificate');
    await settled();
    const certificateChain = await bench.authorities.rootPem('ecdsa');
    expect(await central.ask('CertificateSigned', { certificateChain })).toEqual({
      status: 'Rejected',
    });
  });
});
