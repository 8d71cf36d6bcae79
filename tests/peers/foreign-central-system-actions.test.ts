/** Our charge point and a foreign Central System: every action of OCPP 1.6 and the whitepaper, as each should go. */
import { X509Certificate } from 'node:crypto';
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
import { signRequest } from '../support/sign-request.ts';

let bench: TestBench;
let central: ForeignCentralSystem;
let files: FileServer | undefined;

beforeEach(async () => {
  bench = createTestBench();
  central = await startForeignCentralSystem(bench.authorities, 0);
  await bench.put('CP-1', { url: central.url, securityProfile: 0, connectors: 2 });
  await central.next('StatusNotification', ({ connectorId }) => connectorId === 2);
});

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  await files?.stop();
  files = undefined;
  expect(central.violations).toEqual([]);
  expect(bench.problems).toEqual([]);
});

const accepted = { status: 'Accepted' };
const past = '2020-01-01T00:00:00Z';
const soon = (seconds: number): string =>
  new Date(bench.clock.nowMs() + seconds * 1000).toISOString();
const ask = (action: string, payload: object = {}) => central.ask(action, payload);
const status = async (wanted: string, of = 1): Promise<void> => {
  await central.next(
    'StatusNotification',
    (payload) => payload.status === wanted && payload.connectorId === of,
  );
};

async function charge(): Promise<void> {
  await bench.act('CP-1', { action: 'plug-in' });
  await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
  await bench.when('CP-1', ({ connectors }) => connectors[1]?.transactionId === 42);
}

async function told(action: string, count: number): Promise<unknown[]> {
  const statuses: unknown[] = [];
  while (statuses.length < count) statuses.push((await central.next(action)).payload.status);
  return statuses;
}

async function serve(content: string): Promise<string> {
  files = await startHttpServer(serving(content));
  return files.url;
}

/** Of the EV-shaped kind: 6 kW now, half of it after eleven minutes. */
const profile = (purpose: string, more: object = {}) => ({
  chargingProfileId: 1,
  stackLevel: 0,
  chargingProfilePurpose: purpose,
  chargingProfileKind: 'Absolute',
  chargingSchedule: {
    startSchedule: past,
    chargingRateUnit: 'W',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 6000 }],
  },
  ...more,
});

describe('the Central System asks', () => {
  it('ChangeAvailability: Accepted, Unavailable is reported, and Available again', async () => {
    const set = (type: string) => ask('ChangeAvailability', { connectorId: 1, type });
    expect(await set('Inoperative')).toEqual(accepted);
    await status('Unavailable');
    expect(await set('Operative')).toEqual(accepted);
    await status('Available');
  });

  it('ChangeConfiguration and GetConfiguration: what is Accepted is what is read', async () => {
    const key = 'MeterValueSampleInterval';
    expect(await ask('ChangeConfiguration', { key, value: '17' })).toEqual(accepted);
    expect(await ask('GetConfiguration', { key: [key] })).toEqual({
      configurationKey: [{ key, readonly: false, value: '17' }],
    });
    const { configurationKey } = await ask('GetConfiguration');
    expect(Array.isArray(configurationKey) && configurationKey.length).toBeGreaterThan(40);
  });

  it('ClearCache: Accepted', async () => {
    expect(await ask('ClearCache')).toEqual(accepted);
  });

  it('DataTransfer: UnknownVendorId, said by the charge point', async () => {
    expect(await ask('DataTransfer', { vendorId: 'org.example', data: '{}' })).toEqual({
      status: 'UnknownVendorId',
    });
  });

  it('RemoteStartTransaction and RemoteStopTransaction: Accepted, charged, stopped with Remote', async () => {
    await bench.act('CP-1', { action: 'plug-in' });
    expect(await ask('RemoteStartTransaction', { connectorId: 1, idTag: 'REMOTE' })).toEqual(
      accepted,
    );
    const start = await central.next('StartTransaction');
    expect(start.payload).toMatchObject({ connectorId: 1, idTag: 'REMOTE' });
    await bench.when('CP-1', ({ connectors }) => connectors[1]?.transactionId === 42);
    expect(await ask('RemoteStopTransaction', { transactionId: 42 })).toEqual(accepted);
    const stop = await central.next('StopTransaction');
    expect(stop.payload).toMatchObject({ transactionId: 42, reason: 'Remote' });
  });

  it('Reset: Accepted, and it boots again', async () => {
    await central.next('BootNotification');
    for (const type of ['Soft', 'Hard']) {
      expect(await ask('Reset', { type })).toEqual(accepted);
      await central.next('BootNotification');
      await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
    }
  });

  it('UnlockConnector: Unlocked, and a transaction ends with UnlockCommand', async () => {
    await charge();
    expect(await ask('UnlockConnector', { connectorId: 1 })).toEqual({ status: 'Unlocked' });
    const { payload } = await central.next('StopTransaction');
    expect(payload).toMatchObject({ transactionId: 42, reason: 'UnlockCommand' });
  });

  it('ReserveNow and CancelReservation: Accepted, Reserved until it is cancelled', async () => {
    const reservation = {
      connectorId: 1,
      expiryDate: soon(600),
      idTag: 'HOLDER',
      reservationId: 5,
    };
    expect(await ask('ReserveNow', reservation)).toEqual(accepted);
    await status('Reserved');
    expect(await ask('CancelReservation', { reservationId: 5 })).toEqual(accepted);
    await status('Available');
  });

  it('SendLocalList and GetLocalListVersion: Accepted, and the version is the new one', async () => {
    expect(await ask('GetLocalListVersion')).toEqual({ listVersion: 0 });
    const localAuthorizationList = [{ idTag: 'TAG-1', idTagInfo: accepted }];
    const list = { listVersion: 3, updateType: 'Full', localAuthorizationList };
    expect(await ask('SendLocalList', list)).toEqual(accepted);
    expect(await ask('GetLocalListVersion')).toEqual({ listVersion: 3 });
  });

  it('SetChargingProfile, GetCompositeSchedule and ClearChargingProfile: Accepted, composed, obeyed, cleared', async () => {
    const csChargingProfiles = profile('TxDefaultProfile');
    expect(await ask('SetChargingProfile', { connectorId: 1, csChargingProfiles })).toEqual(
      accepted,
    );
    const composite = { connectorId: 1, duration: 600, chargingRateUnit: 'W' };
    expect(await ask('GetCompositeSchedule', composite)).toMatchObject({
      status: 'Accepted',
      connectorId: 1,
      chargingSchedule: { chargingSchedulePeriod: [{ startPeriod: 0, limit: 6000 }] },
    });
    await charge();
    expect(bench.state('CP-1').connectors[1]).toMatchObject({ powerW: 6000 });
    expect(await ask('ClearChargingProfile', { id: 1 })).toEqual(accepted);
    expect(await ask('ClearChargingProfile', { id: 1 })).toEqual({ status: 'Unknown' });
  });

  it('TriggerMessage: Accepted, and what was asked for is sent', async () => {
    for (const requestedMessage of ['Heartbeat', 'MeterValues', 'DiagnosticsStatusNotification']) {
      expect(await ask('TriggerMessage', { requestedMessage })).toEqual(accepted);
      await central.next(requestedMessage);
    }
  });

  it('ExtendedTriggerMessage: Accepted, and what was asked for is sent', async () => {
    for (const requestedMessage of ['Heartbeat', 'LogStatusNotification']) {
      expect(await ask('ExtendedTriggerMessage', { requestedMessage })).toEqual(accepted);
      await central.next(requestedMessage);
    }
  });
});

describe('files', () => {
  it('GetDiagnostics and DiagnosticsStatusNotification: Uploading, Uploaded', async () => {
    const { fileName } = await ask('GetDiagnostics', { location: `${await serve('')}/in/` });
    expect(await told('DiagnosticsStatusNotification', 2)).toEqual(['Uploading', 'Uploaded']);
    expect([...(files?.uploads.keys() ?? [])]).toEqual([`/in/${fileName}`]);
  });

  it('GetLog and LogStatusNotification: Accepted, Uploading, Uploaded', async () => {
    const log = { remoteLocation: `${await serve('')}/in/` };
    const answer = await ask('GetLog', { log, logType: 'SecurityLog', requestId: 9 });
    expect(answer).toMatchObject(accepted);
    expect(await told('LogStatusNotification', 2)).toEqual(['Uploading', 'Uploaded']);
    expect([...(files?.uploads.keys() ?? [])]).toEqual([`/in/${answer.filename}`]);
  });

  it('UpdateFirmware and FirmwareStatusNotification: Downloading, Downloaded, Installing, Installed', async () => {
    const location = `${await serve('a firmware')}/evse-2.0.0.bin`;
    expect(await ask('UpdateFirmware', { location, retrieveDate: past })).toEqual({});
    expect(await told('FirmwareStatusNotification', 3)).toEqual([
      'Downloading',
      'Downloaded',
      'Installing',
    ]);
    await bench.clock.armed(5000);
    bench.clock.advance(5000);
    expect(await told('FirmwareStatusNotification', 1)).toEqual(['Installed']);
  });

  it('SignedUpdateFirmware and SignedFirmwareStatusNotification: Accepted, verified, Installed', async () => {
    const signer = await bench.authorities.firmwareSigner('ecdsa');
    const firmware = {
      location: `${await serve('a firmware')}/evse-3.0.0.bin`,
      retrieveDateTime: past,
      signingCertificate: signer.certificatePem,
      signature: await signFirmware(Buffer.from('a firmware'), signer.privateKeyPem, 'ecdsa'),
    };
    expect(await ask('SignedUpdateFirmware', { requestId: 3, firmware })).toEqual(accepted);
    expect(await told('SignedFirmwareStatusNotification', 4)).toEqual([
      'Downloading',
      'Downloaded',
      'SignatureVerified',
      'Installing',
    ]);
    await bench.clock.armed(5000);
    bench.clock.advance(5000);
    expect(await told('SignedFirmwareStatusNotification', 2)).toEqual([
      'InstallRebooting',
      'Installed',
    ]);
  });
});

describe('certificates', () => {
  it('InstallCertificate, GetInstalledCertificateIds and DeleteCertificate: Accepted, listed, gone', async () => {
    const certificateType = 'ManufacturerRootCertificate';
    const list = async (): Promise<{ serialNumber: string }[]> => {
      const { certificateHashData } = await ask('GetInstalledCertificateIds', { certificateType });
      // Strict mode has checked its form.
      return certificateHashData as { serialNumber: string }[];
    };
    const [first, ...others] = await list();
    const certificate = await bench.authorities.rootPem('ecdsa');
    expect(await ask('InstallCertificate', { certificateType, certificate })).toEqual(accepted);
    const serialNumber = BigInt(`0x${new X509Certificate(certificate).serialNumber}`);
    const isIt = (data: { serialNumber: string }) =>
      BigInt(`0x${data.serialNumber}`) === serialNumber;
    const data = (await list()).find(isIt);
    expect(data).toBeDefined();
    expect(await ask('DeleteCertificate', { certificateHashData: data })).toEqual(accepted);
    expect(await list()).toEqual([first, ...others]);
    for (const one of [first, ...others]) {
      await ask('DeleteCertificate', { certificateHashData: one });
    }
    expect(await ask('GetInstalledCertificateIds', { certificateType })).toEqual({
      status: 'NotFound',
    });
  });

  it('SignCertificate and CertificateSigned: asked for by trigger, signed, Accepted', async () => {
    await ask('ChangeConfiguration', { key: 'CpoName', value: 'Example Mobility' });
    expect(
      await ask('ExtendedTriggerMessage', { requestedMessage: 'SignChargePointCertificate' }),
    ).toEqual(accepted);
    const { payload } = await central.next('SignCertificate');
    const certificateChain = await signRequest(bench.authorities, payload.csr, {
      organisation: 'Example Mobility',
      commonName: 'CP-1',
    });
    expect(await ask('CertificateSigned', { certificateChain })).toEqual(accepted);
  });
});

describe('the charge point tells', () => {
  it('BootNotification and StatusNotification: vendor and model, then every connector', () => {
    expect(central.of('BootNotification')[0]?.payload).toMatchObject({
      chargePointVendor: 'Benchpoint',
    });
    const reports = central.of('StatusNotification').map(({ payload }) => payload.connectorId);
    expect(reports).toEqual([0, 1, 2]);
  });

  it('SecurityEventNotification: a critical event, at once', async () => {
    await bench.act('CP-1', { action: 'raise-security-event', type: 'TamperDetectionActivated' });
    const { payload } = await central.next('SecurityEventNotification');
    expect(payload.type).toBe('TamperDetectionActivated');
  });

  it('Heartbeat: at the interval it was given', async () => {
    bench.clock.advance(120_000);
    await central.next('Heartbeat');
  });

  it('Authorize, StartTransaction, MeterValues and StopTransaction: a session from tag to tag', async () => {
    await charge();
    expect((await central.next('Authorize')).payload).toEqual({ idTag: 'TAG-1' });
    bench.clock.advance(60_000);
    expect((await central.next('MeterValues')).payload).toMatchObject({ transactionId: 42 });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    expect((await central.next('StopTransaction')).payload).toMatchObject({
      transactionId: 42,
      idTag: 'TAG-1',
    });
  });

  it('DataTransfer: what somebody sends with it, and the answer', async () => {
    const done = await bench.act('CP-1', {
      action: 'send',
      ocppAction: 'DataTransfer',
      payload: { vendorId: 'org.example', messageId: 'Hello' },
    });
    expect(done).toMatchObject({ ok: true });
    const { payload } = await central.next('DataTransfer');
    expect(payload).toEqual({ vendorId: 'org.example', messageId: 'Hello' });
  });
});
