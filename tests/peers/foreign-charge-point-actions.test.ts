/** Our CSMS and a foreign charge point that behaves as specified: every action of OCPP 1.6 and the whitepaper. */
import { X509Certificate } from 'node:crypto';
import { createRPCError, type RPCClient } from 'ocpp-rpc';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSigningRequest } from '../../electron/bench/pki/signing-request.ts';
import type { CallOutcome } from '../../shared/api/csms-contract.ts';
import { exampleRequest } from '../../shared/ocpp/examples-1.6.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { closeForeignChargePoints, foreignChargePoint } from '../support/foreign-charge-point.ts';
import { type ScriptedChargePoint, scriptChargePoint } from '../support/scripted-charge-point.ts';

let composed: ComposedBench;
let port: number;
let rootPem: string;
let signingCertificate: string;

let id = '';
let client: RPCClient;
let point: ScriptedChargePoint;
let violations: unknown[];

beforeAll(async () => {
  composed = await startComposedBench();
  [port = 0] = await composed.listen({ securityProfiles: [0] });
  rootPem = await composed.bench.pki.rootPem('ecdsa');
  signingCertificate = rootPem;
});

afterAll(() => composed.close());

let counter = 0;
beforeEach(async () => {
  counter += 1;
  id = `FOREIGN-${counter}`;
  client = foreignChargePoint({ identity: id, endpoint: `ws://localhost:${port}` });
  violations = [];
  client.on('strictValidationFailure', (failure: unknown) => violations.push(failure));
  point = scriptChargePoint(client);
  await client.connect();
  expect(await tell('BootNotification', boot)).toMatchObject(accepted);
});

afterEach(async () => {
  await point.settled();
  await closeForeignChargePoints();
  expect(violations).toEqual([]);
});

const boot = { chargePointVendor: 'Elsewhere', chargePointModel: 'Foreign' };
const accepted = { status: 'Accepted' };
const timestamp = '2026-11-22T10:00:00Z';
const future = '2099-01-01T00:00:00Z';

const tell = (action: string, payload: object = {}): Promise<unknown> =>
  client.call(action, payload);

/** What came of a CALL of the CSMS, which our own schemas let through. */
async function call(action: string, payload: object = {}): Promise<CallOutcome> {
  const called = await composed.bench.csms.call(id, { action, payload, validate: true });
  if (!called.ok) throw new Error(JSON.stringify(called.problem));
  expect(called.value.frames).toHaveLength(2);
  return called.value;
}

async function answerTo(action: string, payload: object = {}): Promise<unknown> {
  const outcome = await call(action, payload);
  expect(point.received.at(-1)).toEqual({ action, params: payload });
  if (outcome.outcome !== 'result') throw new Error(`${action}: ${JSON.stringify(outcome)}`);
  return outcome.payload;
}

function station() {
  const state = composed.bench.csms.station(id);
  if (!state.ok) throw new Error(state.problem.code);
  return state.value;
}

async function startRemotely(): Promise<number> {
  await answerTo('RemoteStartTransaction', { connectorId: 1, idTag: 'TAG-1' });
  await point.settled();
  return point.transactionId ?? 0;
}

const reservation = { connectorId: 1, expiryDate: future, idTag: 'TAG-1', reservationId: 7 };
const hashData = exampleRequest('DeleteCertificate');
const firmware = {
  location: 'https://csms.example/firmware.bin',
  retrieveDateTime: timestamp,
  signingCertificate: '',
  signature: 'c2lnbmF0dXJl',
};

describe('the CSMS asks, and all is well', () => {
  it.each<[action: string, payload: object, answer: object]>([
    ['ChangeAvailability', { connectorId: 1, type: 'Inoperative' }, accepted],
    ['ChangeConfiguration', { key: 'HeartbeatInterval', value: '60' }, accepted],
    ['ClearCache', {}, accepted],
    ['DataTransfer', { vendorId: 'org.example', data: 'x' }, accepted],
    ['GetCompositeSchedule', { connectorId: 1, duration: 60, chargingRateUnit: 'A' }, accepted],
    ['GetLocalListVersion', {}, { listVersion: 0 }],
    ['Reset', { type: 'Soft' }, accepted],
    ['ReserveNow', reservation, accepted],
    ['SendLocalList', { listVersion: 1, updateType: 'Full' }, accepted],
    ['SetChargingProfile', exampleRequest('SetChargingProfile'), accepted],
    ['TriggerMessage', { requestedMessage: 'Heartbeat' }, accepted],
    ['UnlockConnector', { connectorId: 1 }, { status: 'Unlocked' }],
    ['ExtendedTriggerMessage', { requestedMessage: 'LogStatusNotification' }, accepted],
  ])(
    '%s: arrives as it was written, and its answer comes back',
    async (action, payload, answer) => {
      expect(await answerTo(action, payload)).toMatchObject(answer);
    },
  );

  it('GetConfiguration: every key, and the named one', async () => {
    expect(await answerTo('GetConfiguration')).toMatchObject({
      configurationKey: [{ key: 'HeartbeatInterval' }, { key: 'NumberOfConnectors' }],
    });
    expect(await answerTo('GetConfiguration', { key: ['NumberOfConnectors'] })).toMatchObject({
      configurationKey: [{ key: 'NumberOfConnectors', readonly: true, value: '2' }],
    });
  });

  it('RemoteStartTransaction and RemoteStopTransaction: Accepted, and the transaction is known', async () => {
    const transactionId = await startRemotely();
    expect(station().transactions).toMatchObject([{ transactionId, idTag: 'TAG-1' }]);
    expect(await answerTo('RemoteStopTransaction', { transactionId })).toEqual(accepted);
    await point.settled();
    expect(station().transactions[0]).toMatchObject({ meterStopWh: 10, reason: 'Remote' });
  });

  it('ReserveNow and CancelReservation: Accepted', async () => {
    expect(await answerTo('ReserveNow', reservation)).toEqual(accepted);
    await point.settled();
    expect(station().connectors).toMatchObject([{ connectorId: 1, status: 'Reserved' }]);
    expect(await answerTo('CancelReservation', { reservationId: 7 })).toEqual(accepted);
  });

  it('SetChargingProfile and ClearChargingProfile: Accepted', async () => {
    await answerTo('SetChargingProfile', exampleRequest('SetChargingProfile'));
    expect(await answerTo('ClearChargingProfile', { id: 1 })).toEqual(accepted);
  });

  it('InstallCertificate, GetInstalledCertificateIds and DeleteCertificate: Accepted, what is listed can be deleted', async () => {
    const certificateType = 'CentralSystemRootCertificate';
    const root = { certificateType, certificate: rootPem };
    expect(await answerTo('InstallCertificate', root)).toEqual(accepted);
    const listed = await answerTo('GetInstalledCertificateIds', { certificateType });
    expect(listed).toMatchObject(accepted);
    // Strict mode has checked its form.
    const { certificateHashData } = listed as { certificateHashData: object[] };
    const deleted = await answerTo('DeleteCertificate', {
      certificateHashData: certificateHashData[0] ?? {},
    });
    expect(deleted).toEqual(accepted);
  });

  it('CertificateSigned: Accepted by who has asked for one', async () => {
    await answerTo('ExtendedTriggerMessage', { requestedMessage: 'SignChargePointCertificate' });
    expect(await answerTo('CertificateSigned', { certificateChain: rootPem })).toEqual(accepted);
  });

  it('GetDiagnostics and DiagnosticsStatusNotification: the file is named, Uploading and Uploaded arrive', async () => {
    const location = 'ftp://files.example/in';
    expect(await answerTo('GetDiagnostics', { location })).toEqual({ fileName: 'diagnostics.log' });
    await point.settled();
  });

  it('GetLog and LogStatusNotification: Accepted, Uploading and Uploaded arrive', async () => {
    expect(await answerTo('GetLog', exampleRequest('GetLog'))).toMatchObject(accepted);
    await point.settled();
  });

  it('UpdateFirmware and FirmwareStatusNotification: every status arrives', async () => {
    expect(await answerTo('UpdateFirmware', exampleRequest('UpdateFirmware'))).toEqual({});
    await point.settled();
  });

  it('SignedUpdateFirmware and SignedFirmwareStatusNotification: Accepted, every status arrives', async () => {
    const signed = { requestId: 4, firmware: { ...firmware, signingCertificate } };
    expect(await answerTo('SignedUpdateFirmware', signed)).toEqual(accepted);
    await point.settled();
  });
});

describe('the CSMS asks, and the charge point refuses', () => {
  it.each<[action: string, status: string, payload: object]>([
    ['CancelReservation', 'Rejected', { reservationId: 99 }],
    ['ChangeAvailability', 'Rejected', { connectorId: 9, type: 'Inoperative' }],
    ['ChangeConfiguration', 'NotSupported', { key: 'Nope', value: '1' }],
    ['ChangeConfiguration', 'Rejected', { key: 'NumberOfConnectors', value: '3' }],
    ['ClearChargingProfile', 'Unknown', { id: 99 }],
    ['DataTransfer', 'UnknownVendorId', { vendorId: 'org.nobody' }],
    ['GetCompositeSchedule', 'Rejected', { connectorId: 9, duration: 60 }],
    ['RemoteStartTransaction', 'Rejected', { connectorId: 9, idTag: 'TAG-1' }],
    ['RemoteStopTransaction', 'Rejected', { transactionId: 99 }],
    ['ReserveNow', 'Rejected', { ...reservation, connectorId: 9 }],
    ['ReserveNow', 'Rejected', { ...reservation, expiryDate: timestamp }],
    ['SetChargingProfile', 'Rejected', { ...exampleRequest('SetChargingProfile'), connectorId: 9 }],
    ['SendLocalList', 'VersionMismatch', { listVersion: 0, updateType: 'Differential' }],
    ['TriggerMessage', 'NotImplemented', { requestedMessage: 'DiagnosticsStatusNotification' }],
    ['TriggerMessage', 'Rejected', { requestedMessage: 'StatusNotification', connectorId: 9 }],
    ['UnlockConnector', 'NotSupported', { connectorId: 9 }],
    ['CertificateSigned', 'Rejected', { certificateChain: 'nobody asked for it' }],
    ['DeleteCertificate', 'NotFound', hashData],
    ['ExtendedTriggerMessage', 'NotImplemented', { requestedMessage: 'BootNotification' }],
    ['GetInstalledCertificateIds', 'NotFound', { certificateType: 'ManufacturerRootCertificate' }],
    [
      'InstallCertificate',
      'Rejected',
      { certificateType: 'ManufacturerRootCertificate', certificate: 'no PEM' },
    ],
    ['SignedUpdateFirmware', 'InvalidCertificate', { requestId: 4, firmware }],
  ])('%s: %s is an answer like any other', async (action, status, payload) => {
    expect(await answerTo(action, payload)).toEqual({ status });
  });

  it('ReserveNow and ChangeAvailability: Occupied and Scheduled during a transaction', async () => {
    await startRemotely();
    expect(await answerTo('ReserveNow', reservation)).toEqual({ status: 'Occupied' });
    const change = { connectorId: 1, type: 'Inoperative' };
    expect(await answerTo('ChangeAvailability', change)).toEqual({ status: 'Scheduled' });
  });

  it.each([
    'ClearCache',
    'GetConfiguration',
    'GetDiagnostics',
    'GetLocalListVersion',
    'GetLog',
    'Reset',
    'UpdateFirmware',
  ] as const)(
    '%s: a CALLERROR NotSupported is the outcome, with its description',
    async (action) => {
      point.answer(action, () => {
        throw createRPCError('NotSupported', 'not on this charge point');
      });
      expect(await call(action, exampleRequest(action))).toMatchObject({
        outcome: 'error',
        error: { code: 'NotSupported', description: 'not on this charge point' },
      });
    },
  );
});

describe('the charge point tells, and all is well', () => {
  it.each<[action: string, payload: object, answer: object]>([
    ['Authorize', { idTag: 'TAG-1' }, { idTagInfo: accepted }],
    ['BootNotification', boot, { status: 'Accepted', interval: 300 }],
    ['DiagnosticsStatusNotification', { status: 'Uploaded' }, {}],
    ['FirmwareStatusNotification', { status: 'Installed' }, {}],
    ['LogStatusNotification', { status: 'Uploaded', requestId: 1 }, {}],
    ['MeterValues', exampleRequest('MeterValues'), {}],
    ['SignedFirmwareStatusNotification', { status: 'Installed', requestId: 1 }, {}],
    ['StatusNotification', exampleRequest('StatusNotification'), {}],
  ])('%s: answered as its schema says', async (action, payload, answer) => {
    expect(await tell(action, payload)).toMatchObject(answer);
  });

  it('A04.FR.03 SecurityEventNotification: confirmed', async () => {
    const event = exampleRequest('SecurityEventNotification');
    expect(await tell('SecurityEventNotification', event)).toEqual({});
  });

  it('Heartbeat: the time of the CSMS', async () => {
    const conf: unknown = await tell('Heartbeat');
    const { currentTime } = conf as { currentTime: string };
    expect(Math.abs(Date.parse(currentTime) - Date.now())).toBeLessThan(60_000);
  });

  it('DataTransfer: Accepted for a vendor the policy knows', async () => {
    composed.bench.csms.setPolicy({
      dataTransfer: [{ vendorId: 'org.example', status: 'Accepted', data: 'hello' }],
    });
    expect(await tell('DataTransfer', { vendorId: 'org.example' })).toEqual({
      status: 'Accepted',
      data: 'hello',
    });
  });

  it('StartTransaction, MeterValues and StopTransaction: an id, readings, an end', async () => {
    const start = { connectorId: 2, idTag: 'TAG-1', meterStart: 5, timestamp };
    const started: unknown = await tell('StartTransaction', start);
    const { transactionId } = started as { transactionId: number };
    await tell('MeterValues', { ...exampleRequest('MeterValues'), connectorId: 2, transactionId });
    const stop = { transactionId, meterStop: 9, timestamp, idTag: 'TAG-1' };
    expect(await tell('StopTransaction', stop)).toEqual({ idTagInfo: accepted });
    expect(station().transactions).toMatchObject([{ transactionId, meterStopWh: 9 }]);
  });

  it('A02.FR.11 A03.FR.11 SignCertificate: Accepted, the certificate comes with CertificateSigned', async () => {
    const signed = new Promise<string>((resolve) => {
      point.answer('CertificateSigned', ({ certificateChain }) => {
        resolve(String(certificateChain));
        return accepted;
      });
    });
    const subject = { organisation: 'Somebody', commonName: 'SN-1' };
    const { csrPem } = await createSigningRequest(subject, 'ecdsa');
    expect(await tell('SignCertificate', { csr: csrPem })).toEqual(accepted);
    expect(new X509Certificate(await signed).subject).toContain('CN=SN-1');
  });
});

describe('the charge point tells, and is refused', () => {
  it.each(['Blocked', 'Expired', 'Invalid', 'ConcurrentTx'] as const)(
    'Authorize and StartTransaction: a tag that is %s is answered so',
    async (status) => {
      composed.bench.csms.putIdTag(`TAG-${status}`, { status });
      expect(await tell('Authorize', { idTag: `TAG-${status}` })).toEqual({
        idTagInfo: { status },
      });
      const start = { connectorId: 1, idTag: `TAG-${status}`, meterStart: 0, timestamp };
      expect(await tell('StartTransaction', start)).toMatchObject({ idTagInfo: { status } });
    },
  );

  it.each(['Pending', 'Rejected'] as const)(
    'BootNotification: %s by policy, and other messages get SecurityError',
    async (status) => {
      composed.bench.csms.putStation(id, { bootStatus: status });
      expect(await tell('BootNotification', boot)).toMatchObject({ status });
      await expect(tell('Authorize', { idTag: 'TAG-1' })).rejects.toMatchObject({
        rpcErrorCode: 'SecurityError',
      });
    },
  );

  it('DataTransfer: UnknownVendorId and UnknownMessageId', async () => {
    composed.bench.csms.setPolicy({
      dataTransfer: [{ vendorId: 'org.example', messageId: 'One', status: 'Accepted' }],
    });
    expect(await tell('DataTransfer', { vendorId: 'org.nobody' })).toEqual({
      status: 'UnknownVendorId',
    });
    expect(await tell('DataTransfer', { vendorId: 'org.example', messageId: 'Two' })).toEqual({
      status: 'UnknownMessageId',
    });
  });

  it('A02.FR.12 A03.FR.12 SignCertificate: Rejected for what is no certificate request', async () => {
    expect(await tell('SignCertificate', { csr: 'no PEM' })).toEqual({ status: 'Rejected' });
    expect(point.received).toEqual([]);
  });

  it('StopTransaction: one of an Unknown transaction is answered, and is a finding', async () => {
    expect(await tell('StopTransaction', { transactionId: 9999, meterStop: 1, timestamp })).toEqual(
      {},
    );
    expect(station().findings.map(({ rule }) => rule)).toContain('stop-of-unknown-transaction');
  });
});
