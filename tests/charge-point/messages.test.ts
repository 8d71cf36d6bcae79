/** What an emulated charge point answers to every CALL of a Central System, over a real socket. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionsSentBy16 } from '../../shared/ocpp/actions.ts';
import { exampleRequest } from '../../shared/ocpp/examples-1.6.ts';
import { type CentralSystem, result, startCentralSystem } from './central-system.ts';
import { createTestBench, type TestBench } from './support.ts';

let bench: TestBench;
let central: CentralSystem;

beforeEach(async () => {
  bench = createTestBench();
  central = await startCentralSystem();
  await bench.put('CP-1', { url: central.url, securityProfile: 0, connectors: 2 });
  await central.next('StatusNotification', ({ connectorId }) => connectorId === 2);
});

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  expect(bench.problems).toEqual([]);
  expect(central.csms.problems).toEqual([]);
  expect(bench.clock.waiting).toBe(0);
});

async function charge(connectorId = 1): Promise<void> {
  await bench.act('CP-1', { action: 'plug-in', connectorId });
  await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1', connectorId });
  await bench.when('CP-1', ({ connectors }) => connectors[connectorId]?.transactionId === 1);
}

const changeKey = (key: string, value: string) =>
  central.ask('ChangeConfiguration', { key, value });

/** They set off more than an answer. */
const moves = new Set([
  'GetDiagnostics',
  'GetLog',
  'Reset',
  'SignedUpdateFirmware',
  'UpdateFirmware',
]);

describe('every action', () => {
  it.each(
    actionsSentBy16('csms')
      .map(({ action }) => action)
      .filter((action) => !moves.has(action)),
  )('%s is answered as its schema says, or NotSupported', async (action) => {
    const outcome = await central.call(action, exampleRequest(action));
    if (outcome.outcome === 'error') expect(outcome.error.code).toBe('NotSupported');
    else expect(outcome).toMatchObject({ outcome: 'result', violations: [] });
  });
});

describe('configuration', () => {
  it('GetConfiguration lists everything but AuthorizationKey, and names unknown keys', async () => {
    const all = await central.ask('GetConfiguration', {});
    // The answer was validated against its schema.
    const keys = (all.configurationKey as { key: string }[]).map(({ key }) => key);
    expect(keys).toContain('HeartbeatInterval');
    expect(keys).not.toContain('AuthorizationKey');
    expect(
      await central.ask('GetConfiguration', {
        key: ['numberofconnectors', 'SecurityProfile', 'Nope'],
      }),
    ).toEqual({
      configurationKey: [
        { key: 'NumberOfConnectors', readonly: true, value: '2' },
        { key: 'SecurityProfile', readonly: false, value: '0' },
      ],
      unknownKey: ['Nope'],
    });
  });

  it('ChangeConfiguration: TC_040 unknown and invalid, read-only, reboot required', async () => {
    expect(await changeKey('Nope', '1')).toEqual({ status: 'NotSupported' });
    expect(await changeKey('MeterValueSampleInterval', '-1')).toEqual({ status: 'Rejected' });
    expect(await changeKey('MeterValuesSampledData', 'Nonsense')).toEqual({ status: 'Rejected' });
    expect(await changeKey('NumberOfConnectors', '3')).toEqual({ status: 'Rejected' });
    expect(await changeKey('WebSocketPingInterval', '5')).toEqual({ status: 'RebootRequired' });
  });

  it('HeartbeatInterval and MeterValueSampleInterval take effect at once', async () => {
    await charge();
    expect(await changeKey('heartbeatinterval', '10')).toEqual({ status: 'Accepted' });
    expect(await changeKey('MeterValueSampleInterval', '5')).toEqual({ status: 'Accepted' });
    expect(await changeKey('MeterValuesSampledData', 'Voltage')).toEqual({ status: 'Accepted' });
    bench.clock.advance(10_000);
    await central.next('Heartbeat');
    const reading = await central.next('MeterValues');
    expect(reading.payload).toMatchObject({
      meterValue: [{ sampledValue: [{ measurand: 'Voltage', context: 'Sample.Periodic' }] }],
    });
  });

  it('ClockAlignedDataInterval reads every connector at round moments', async () => {
    await changeKey('ClockAlignedDataInterval', '900');
    bench.clock.advance(900_000);
    const reading = await central.next('MeterValues', ({ connectorId }) => connectorId === 2);
    expect(reading.payload.transactionId).toBeUndefined();
    expect(reading.payload).toMatchObject({
      meterValue: [{ timestamp: expect.stringMatching(/:(00|15|30|45):00\.000Z$/) }],
    });
    await changeKey('ClockAlignedDataInterval', '0');
  });
});

describe('remote control', () => {
  it('RemoteStartTransaction starts where a cable is, RemoteStopTransaction stops', async () => {
    await bench.act('CP-1', { action: 'plug-in', connectorId: 2 });
    expect(await central.ask('RemoteStartTransaction', { idTag: 'TAG-9' })).toEqual({
      status: 'Accepted',
    });
    const start = await central.next('StartTransaction');
    expect(start.payload).toMatchObject({ connectorId: 2, idTag: 'TAG-9' });
    expect(central.of('Authorize')).toEqual([]);
    await bench.when('CP-1', ({ connectors }) => connectors[2]?.transactionId === 1);
    expect(await central.ask('RemoteStopTransaction', { transactionId: 99 })).toEqual({
      status: 'Rejected',
    });
    expect(await central.ask('RemoteStopTransaction', { transactionId: 1 })).toEqual({
      status: 'Accepted',
    });
    const stop = await central.next('StopTransaction');
    expect(stop.payload.reason).toBe('Remote');
  });

  it('TC_027: no remote start on connector 0, on one in use, or one that is unavailable', async () => {
    const start = (connectorId: number) =>
      central.ask('RemoteStartTransaction', { idTag: 'TAG-9', connectorId });
    await charge(1);
    await central.ask('ChangeAvailability', { connectorId: 2, type: 'Inoperative' });
    for (const connectorId of [0, 1, 2, 3]) {
      expect(await start(connectorId)).toEqual({ status: 'Rejected' });
    }
  });

  it('AuthorizeRemoteTxRequests asks first', async () => {
    await changeKey('AuthorizeRemoteTxRequests', 'true');
    central.answers.set('Authorize', () => result({ idTagInfo: { status: 'Expired' } }));
    await central.ask('RemoteStartTransaction', { idTag: 'TAG-9', connectorId: 1 });
    await central.next('Authorize');
    await central.ask('TriggerMessage', { requestedMessage: 'Heartbeat' });
    await central.next('Heartbeat');
    expect(central.of('StartTransaction')).toEqual([]);
  });

  it('ChangeAvailability waits for the end of a transaction', async () => {
    await charge();
    const inoperative = { connectorId: 1, type: 'Inoperative' };
    expect(await central.ask('ChangeAvailability', inoperative)).toEqual({ status: 'Scheduled' });
    await central.ask('RemoteStopTransaction', { transactionId: 1 });
    await central.next('StatusNotification', ({ status }) => status === 'Unavailable');
    const operative = { connectorId: 1, type: 'Operative' };
    expect(await central.ask('ChangeAvailability', operative)).toEqual({ status: 'Accepted' });
    await central.next('StatusNotification', ({ status }) => status === 'Finishing');
  });

  it('UnlockConnector ends a transaction; an unknown connector is NotSupported', async () => {
    await charge();
    expect(await central.ask('UnlockConnector', { connectorId: 1 })).toEqual({
      status: 'Unlocked',
    });
    const stop = await central.next('StopTransaction');
    expect(stop.payload.reason).toBe('UnlockCommand');
    expect(await central.ask('UnlockConnector', { connectorId: 9 })).toEqual({
      status: 'NotSupported',
    });
  });

  it('Reset Soft stops and tells before it goes, and boots again', async () => {
    await charge();
    expect(await central.ask('Reset', { type: 'Soft' })).toEqual({ status: 'Accepted' });
    await central.next('BootNotification');
    await central.next('BootNotification');
    const order = central.calls.map(({ action }) => action);
    expect(order.indexOf('StopTransaction')).toBeLessThan(order.lastIndexOf('BootNotification'));
    expect(central.of('StopTransaction')[0]?.payload.reason).toBe('SoftReset');
    await central.next('StatusNotification', ({ connectorId }) => connectorId === 0);
    await central.next('StatusNotification', ({ connectorId }) => connectorId === 0);
  });

  it('Reset Hard tells of the stopped transaction after the boot', async () => {
    await charge();
    await central.ask('Reset', { type: 'Hard' });
    const stop = await central.next('StopTransaction');
    expect(stop.payload).toMatchObject({ reason: 'HardReset', transactionId: 1 });
    const order = central.calls.map(({ action }) => action);
    expect(order.indexOf('StopTransaction')).toBeGreaterThan(order.lastIndexOf('BootNotification'));
  });
});

describe('triggers', () => {
  it('sends what is asked for, after the answer', async () => {
    for (const requestedMessage of [
      'BootNotification',
      'Heartbeat',
      'StatusNotification',
      'MeterValues',
    ]) {
      expect(await central.ask('TriggerMessage', { requestedMessage })).toEqual({
        status: 'Accepted',
      });
    }
    await central.next('MeterValues', ({ connectorId }) => connectorId === 2);
    expect(central.of('BootNotification')).toHaveLength(2);
    expect(central.of('Heartbeat')).toHaveLength(1);
    expect(central.of('StatusNotification')).toHaveLength(6);
  });

  it('rejects an unknown connector', async () => {
    expect(
      await central.ask('TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 7 }),
    ).toEqual({ status: 'Rejected' });
  });
});

describe('local list', () => {
  it('full, differential, wrong version, duplicates; used to authorise at once', async () => {
    const accepted = { idTag: 'LISTED', idTagInfo: { status: 'Accepted' } };
    const send = (listVersion: number, updateType: string, localAuthorizationList: object[]) =>
      central.ask('SendLocalList', { listVersion, updateType, localAuthorizationList });
    expect(await central.ask('GetLocalListVersion', {})).toEqual({ listVersion: 0 });
    expect(await send(3, 'Full', [accepted])).toEqual({ status: 'Accepted' });
    expect(await send(3, 'Differential', [accepted])).toEqual({ status: 'VersionMismatch' });
    expect(await send(4, 'Full', [accepted, accepted])).toEqual({ status: 'Failed' });
    await changeKey('LocalPreAuthorize', 'true');
    const presented = await bench.act('CP-1', { action: 'present-id-tag', idTag: 'listed' });
    expect(presented).toMatchObject({
      ok: true,
      value: { outcome: { authorization: 'Accepted' } },
    });
    expect(central.of('Authorize')).toEqual([]);
    expect(
      await send(4, 'Differential', [{ idTag: 'OTHER', idTagInfo: { status: 'Blocked' } }]),
    ).toEqual({ status: 'Accepted' });
    expect(await central.ask('GetLocalListVersion', {})).toEqual({ listVersion: 4 });
    await changeKey('LocalAuthListEnabled', 'false');
    expect(await central.ask('GetLocalListVersion', {})).toEqual({ listVersion: -1 });
    expect(await send(5, 'Full', [])).toEqual({ status: 'NotSupported' });
  });
});

describe('reservation', () => {
  const reserve = (reservationId: number, connectorId = 1, leftMs = 60_000) =>
    central.ask('ReserveNow', {
      connectorId,
      reservationId,
      idTag: 'HOLDER',
      expiryDate: new Date(bench.clock.nowMs() + leftMs).toISOString(),
    });

  it('keeps others away, ends with its moment, and is told with the transaction that uses it', async () => {
    expect(await reserve(1)).toEqual({ status: 'Accepted' });
    await central.next('StatusNotification', ({ status }) => status === 'Reserved');
    expect(await reserve(2)).toEqual({ status: 'Occupied' });
    expect(await reserve(3, 2, -1)).toEqual({ status: 'Rejected' });
    const other = await bench.act('CP-1', { action: 'present-id-tag', idTag: 'OTHER' });
    expect(other).toMatchObject({ ok: true, value: { outcome: { result: 'refused' } } });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'HOLDER' });
    await bench.act('CP-1', { action: 'plug-in' });
    const start = await central.next('StartTransaction');
    expect(start.payload.reservationId).toBe(1);

    expect(await reserve(4, 2)).toEqual({ status: 'Accepted' });
    bench.clock.advance(60_000);
    await central.next(
      'StatusNotification',
      ({ status, connectorId }) => status === 'Reserved' && connectorId === 2,
    );
    await bench.when('CP-1', ({ connectors }) => connectors[2]?.status === 'Available');
    expect(await central.ask('CancelReservation', { reservationId: 4 })).toEqual({
      status: 'Rejected',
    });
  });

  it('can be cancelled, and is refused for what is faulted or unavailable', async () => {
    await reserve(1);
    expect(await central.ask('CancelReservation', { reservationId: 1 })).toEqual({
      status: 'Accepted',
    });
    await bench.act('CP-1', { action: 'fault' });
    expect(await reserve(2)).toEqual({ status: 'Faulted' });
    await central.ask('ChangeAvailability', { connectorId: 2, type: 'Inoperative' });
    expect(await reserve(2, 2)).toEqual({ status: 'Unavailable' });
  });
});

describe('smart charging', () => {
  const profile = (purpose: string, limit: number, more: object = {}) => ({
    chargingProfileId: 1,
    stackLevel: 0,
    chargingProfilePurpose: purpose,
    chargingProfileKind: 'Absolute',
    chargingSchedule: {
      startSchedule: new Date(bench.clock.nowMs() - 60_000).toISOString(),
      chargingRateUnit: 'W',
      chargingSchedulePeriod: [
        { startPeriod: 0, limit },
        { startPeriod: 660, limit: limit / 2 },
      ],
    },
    ...more,
  });

  it('a limit is obeyed, composed and cleared', async () => {
    const set = (connectorId: number, csChargingProfiles: object) =>
      central.ask('SetChargingProfile', { connectorId, csChargingProfiles });
    expect(await set(1, profile('TxProfile', 6000))).toEqual({ status: 'Rejected' });
    expect(await set(1, profile('ChargePointMaxProfile', 6000))).toEqual({ status: 'Rejected' });
    expect(await set(1, profile('TxDefaultProfile', 6000, { stackLevel: 11 }))).toEqual({
      status: 'Rejected',
    });
    expect(await set(1, profile('TxDefaultProfile', 6000))).toEqual({ status: 'Accepted' });
    await charge();
    expect(bench.state('CP-1').connectors[1]).toMatchObject({ status: 'Charging', powerW: 6000 });
    const composite = { connectorId: 1, duration: 1200, chargingRateUnit: 'W' };
    expect(await central.ask('GetCompositeSchedule', composite)).toMatchObject({
      status: 'Accepted',
      chargingSchedule: {
        duration: 1200,
        chargingSchedulePeriod: [
          { startPeriod: 0, limit: 6000 },
          { startPeriod: 600, limit: 3000 },
        ],
      },
    });
    const pause = profile('TxProfile', 0, { chargingProfileId: 2, transactionId: 1 });
    expect(await set(1, pause)).toEqual({ status: 'Accepted' });
    await central.next('StatusNotification', ({ status }) => status === 'SuspendedEVSE');
    expect(await central.ask('ClearChargingProfile', { id: 2 })).toEqual({ status: 'Accepted' });
    await bench.when('CP-1', ({ connectors }) => connectors[1]?.status === 'Charging');
    expect(await central.ask('ClearChargingProfile', { id: 2 })).toEqual({ status: 'Unknown' });
    expect(await central.ask('ClearChargingProfile', {})).toEqual({ status: 'Accepted' });
  });
});
