/** The status of connectors over a real socket: every transition of OCPP 1.6 §4.9 that a charge point with cables has. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

const limit = (limitW: number) => ({
  connectorId: 0,
  csChargingProfiles: {
    chargingProfileId: 1,
    stackLevel: 0,
    chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Absolute',
    chargingSchedule: {
      startSchedule: '2020-01-01T00:00:00Z',
      chargingRateUnit: 'W',
      chargingSchedulePeriod: [{ startPeriod: 0, limit: limitW }],
    },
  },
});

const inoperative = { connectorId: 1, type: 'Inoperative' };
const operative = { connectorId: 1, type: 'Operative' };

describe('from Available', () => {
  it('StatusNotification: A2 and B1, a cable that comes and goes', async () => {
    online = await startOnline();
    await online.act({ action: 'plug-in' });
    expect(await online.reported('Preparing')).toMatchObject({
      connectorId: 1,
      errorCode: 'NoError',
    });
    await online.act({ action: 'unplug' });
    await online.reported('Available');
    expect(online.statuses()).toEqual(['Available', 'Preparing', 'Available']);
  });

  it('StatusNotification: A3, a Preparing shorter than MinimumStatusDuration is left out', async () => {
    online = await startOnline();
    await online.configure({ MinimumStatusDuration: 5 });
    await online.charge();
    online.bench.clock.advance(5000);
    await online.reported('Charging');
    expect(online.statuses()).toEqual(['Available', 'Charging']);
  });

  it('StatusNotification: A4, a full vehicle draws nothing from the start', async () => {
    online = await startOnline({ vehicle: { startSoc: 100 } });
    await online.charge();
    await online.reported('SuspendedEV');
  });

  it('StatusNotification: A5, a limit of zero withholds energy from the start', async () => {
    online = await startOnline();
    await online.ask('SetChargingProfile', limit(0));
    await online.charge();
    await online.reported('SuspendedEVSE');
    expect(online.statuses()).not.toContain('Charging');
  });

  it('StatusNotification: A7 and G1, reserved and cancelled', async () => {
    online = await startOnline();
    await online.ask('ReserveNow', reservation());
    await online.reported('Reserved');
    await online.ask('CancelReservation', { reservationId: 1 });
    await online.reported('Available');
  });

  it('StatusNotification: A8 and H1, out of operation and back', async () => {
    online = await startOnline();
    await online.ask('ChangeAvailability', inoperative);
    await online.reported('Unavailable');
    await online.ask('ChangeAvailability', operative);
    await online.reported('Available');
  });

  it('StatusNotification: A9 and I1, Faulted with error code, information and the code of the vendor', async () => {
    online = await startOnline();
    await online.act({
      action: 'fault',
      errorCode: 'GroundFailure',
      info: 'residual current 31 mA',
      vendorId: 'com.example',
      vendorErrorCode: 'E-1044',
    });
    expect(await online.reported('Faulted')).toMatchObject({
      errorCode: 'GroundFailure',
      info: 'residual current 31 mA',
      vendorId: 'com.example',
      vendorErrorCode: 'E-1044',
    });
    await online.act({ action: 'clear-fault' });
    const cleared = await online.reported('Available');
    expect(cleared).toMatchObject({ errorCode: 'NoError' });
    expect(cleared).not.toHaveProperty('info');
  });
});

const reservation = (more: object = {}) => ({
  connectorId: 1,
  reservationId: 1,
  idTag: 'HOLDER',
  expiryDate: new Date(online.bench.clock.nowMs() + 600_000).toISOString(),
  ...more,
});

describe('from Preparing', () => {
  it('StatusNotification: B1, the same tag a second time gives the start up', async () => {
    online = await startOnline();
    await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' });
    await online.reported('Preparing');
    expect(await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' })).toEqual({
      authorization: 'not-asked',
      result: 'cancelled',
    });
    await online.reported('Available');
  });

  it('StatusNotification: B3 and C6, charging and its end with the cable in', async () => {
    online = await startOnline();
    await online.charge();
    await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' });
    await online.reported('Finishing');
    expect(online.statuses()).toEqual(['Available', 'Preparing', 'Charging', 'Finishing']);
  });

  it('StatusNotification: B6 and F2, a cable nobody presents a tag for within ConnectionTimeOut', async () => {
    online = await startOnline();
    await online.configure({ ConnectionTimeOut: 20 });
    await online.act({ action: 'plug-in' });
    online.bench.clock.advance(20_000);
    await online.reported('Finishing');
    await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' });
    await online.reported('Charging');
    expect(online.statuses()).toEqual([
      'Available',
      'Preparing',
      'Finishing',
      'Preparing',
      'Charging',
    ]);
  });

  it('StatusNotification: B9 and I2, a fault while a cable waits', async () => {
    online = await startOnline();
    await online.act({ action: 'plug-in' });
    await online.act({ action: 'fault', errorCode: 'ReaderFailure' });
    await online.reported('Faulted');
    await online.act({ action: 'clear-fault' });
    await online.settled();
    expect(online.statuses()).toEqual(['Available', 'Preparing', 'Faulted', 'Preparing']);
  });
});

describe('in a transaction', () => {
  it('StatusNotification: C1, the cable is taken out while it charges', async () => {
    online = await startOnline();
    await online.charge();
    await online.act({ action: 'unplug' });
    await online.reported('Available');
    expect(online.statuses()).not.toContain('Finishing');
  });

  it('StatusNotification: C4, the battery is full; D6, and the driver comes back', async () => {
    online = await startOnline({ vehicle: { batteryKwh: 10, startSoc: 90 } });
    await online.charge();
    online.bench.clock.advance(3_600_000);
    await online.reported('SuspendedEV');
    expect(online.connector().stateOfChargePercent).toBe(100);
    await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' });
    await online.reported('Finishing');
  });

  it('StatusNotification: C5, E3 and E4, energy withheld and given back', async () => {
    online = await startOnline();
    await online.charge();
    await online.ask('SetChargingProfile', limit(0));
    await online.reported('SuspendedEVSE');
    await online.ask('ClearChargingProfile', { id: 1 });
    await online.settled();
    await online.ask('SetChargingProfile', limit(0));
    await online.act({
      action: 'set-vehicle',
      vehicle: { startSoc: 100 },
    });
    await online.ask('ClearChargingProfile', { id: 1 });
    await online.reported('SuspendedEV');
    expect(online.statuses()).toEqual([
      'Available',
      'Preparing',
      'Charging',
      'SuspendedEVSE',
      'Charging',
      'SuspendedEVSE',
      'SuspendedEV',
    ]);
  });

  it('StatusNotification: D3, D5 and E6, a vehicle that takes energy again', async () => {
    online = await startOnline({ vehicle: { startSoc: 100 } });
    await online.charge();
    await online.reported('SuspendedEV');
    await online.act({ action: 'set-vehicle', vehicle: { startSoc: 50 } });
    await online.reported('Charging');
    await online.act({ action: 'set-vehicle', vehicle: { startSoc: 100 } });
    await online.ask('SetChargingProfile', limit(0));
    await online.reported('SuspendedEVSE');
    await online.ask('RemoteStopTransaction', { transactionId: 1 });
    await online.reported('Finishing');
  });

  it('StatusNotification: C8, D8 and E8, scheduled out of operation and Unavailable at its end', async () => {
    online = await startOnline();
    await online.charge();
    await online.ask('ChangeAvailability', inoperative);
    await online.ask('RemoteStopTransaction', { transactionId: 1 });
    await online.reported('Unavailable');
    expect(online.statuses()).not.toContain('Finishing');
  });

  it('StatusNotification: C9 and I3, a fault that lets the transaction go on afterwards', async () => {
    online = await startOnline();
    await online.charge();
    await online.act({ action: 'fault', errorCode: 'HighTemperature', endsTransaction: false });
    await online.reported('Faulted');
    const { meterWh } = online.connector();
    online.bench.clock.advance(600_000);
    expect(online.connector()).toMatchObject({ meterWh, powerW: 0, transactionId: 1 });
    await online.act({ action: 'clear-fault' });
    await online.settled();
    expect(online.statuses().slice(-2)).toEqual(['Faulted', 'Charging']);
    expect(online.central.of('StopTransaction')).toEqual([]);
  });

  it('StatusNotification: I4 and I5, the status before the fault comes back', async () => {
    online = await startOnline({ vehicle: { startSoc: 100 } });
    await online.charge();
    await online.act({ action: 'fault', endsTransaction: false });
    await online.act({ action: 'clear-fault' });
    await online.ask('SetChargingProfile', limit(0));
    await online.act({ action: 'fault', endsTransaction: false });
    await online.act({ action: 'clear-fault' });
    await online.settled();
    expect(online.statuses().slice(2)).toEqual([
      'SuspendedEV',
      'Faulted',
      'SuspendedEV',
      'SuspendedEVSE',
      'Faulted',
      'SuspendedEVSE',
    ]);
  });
});

describe('from Finishing, Reserved, Unavailable and Faulted', () => {
  it('StatusNotification: F1, F8, F9 and I6', async () => {
    online = await startOnline();
    await online.charge();
    await online.ask('RemoteStopTransaction', { transactionId: 1 });
    await online.act({ action: 'fault' });
    await online.act({ action: 'clear-fault' });
    await online.ask('ChangeAvailability', inoperative);
    await online.ask('ChangeAvailability', operative);
    await online.act({ action: 'unplug' });
    await online.settled();
    expect(online.statuses().slice(2)).toEqual([
      'Charging',
      'Finishing',
      'Faulted',
      'Finishing',
      'Unavailable',
      'Finishing',
      'Available',
    ]);
  });

  it('StatusNotification: G2, the holder is there; a cable of somebody else leaves it Reserved', async () => {
    online = await startOnline();
    await online.ask('ReserveNow', reservation());
    await online.act({ action: 'plug-in' });
    await online.settled();
    expect(online.statuses()).toEqual(['Available', 'Reserved']);
    await online.act({ action: 'present-id-tag', idTag: 'HOLDER' });
    await online.reported('Charging');
    expect(online.statuses()).toEqual(['Available', 'Reserved', 'Preparing', 'Charging']);
  });

  it('StatusNotification: G8, G9 and I7, a reserved connector out of operation or broken', async () => {
    online = await startOnline();
    await online.ask('ReserveNow', reservation());
    await online.ask('ChangeAvailability', inoperative);
    await online.ask('ChangeAvailability', operative);
    await online.act({ action: 'fault' });
    await online.act({ action: 'clear-fault' });
    await online.settled();
    expect(online.statuses().slice(1)).toEqual([
      'Reserved',
      'Unavailable',
      'Reserved',
      'Faulted',
      'Reserved',
    ]);
  });

  it('StatusNotification: H2, a cable that was put in meanwhile; H9 and I8', async () => {
    online = await startOnline();
    await online.ask('ChangeAvailability', inoperative);
    await online.act({ action: 'plug-in' });
    await online.act({ action: 'fault' });
    await online.act({ action: 'clear-fault' });
    await online.ask('ChangeAvailability', operative);
    await online.settled();
    expect(online.statuses()).toEqual([
      'Available',
      'Unavailable',
      'Faulted',
      'Unavailable',
      'Preparing',
    ]);
  });
});

describe('after a start', () => {
  const vehicle = { batteryKwh: 40, startSoc: 55, maxPowerW: 7360, phases: 1 } as const;

  it('StatusNotification: a cable that was plugged in still is, with its vehicle', async () => {
    online = await startOnline({ connectors: 2 });
    await online.outcome({ action: 'set-vehicle', connectorId: 2, vehicle });
    await online.outcome({ action: 'plug-in', connectorId: 2 });
    await online.restartBench();
    await online.reported('Preparing', 2);
    expect(online.connector(2)).toMatchObject({ pluggedIn: true, stateOfChargePercent: 55 });
    expect(online.connector(1)).toMatchObject({ pluggedIn: false, status: 'Available' });
    await online.outcome({ action: 'present-id-tag', connectorId: 2, idTag: 'TAG-1' });
    await online.reported('Charging', 2);
    expect(online.connector(2).powerW).toBe(7360);
  });

  it('StatusNotification: Finishing with the cable of a transaction that ended with the power', async () => {
    online = await startOnline();
    await online.charge();
    await online.restartBench();
    await online.reported('Finishing');
    await online.outcome({ action: 'unplug' });
    await online.reported('Available');
    await online.restartBench();
    expect(online.connector()).toMatchObject({ pluggedIn: false, status: 'Available' });
  });

  it('StatusNotification: B6, a cable that is still there is waited for no longer than before', async () => {
    online = await startOnline();
    await online.outcome({ action: 'plug-in' });
    await online.restartBench();
    await online.reported('Preparing');
    online.bench.clock.advance(60_000);
    await online.reported('Finishing');
  });

  it('UnlockConnectorOnEVSideDisconnect: a cable left in its socket stays locked over a restart', async () => {
    online = await startOnline();
    await online.configure({ UnlockConnectorOnEVSideDisconnect: false });
    await online.charge();
    await online.outcome({ action: 'unplug' });
    await online.reported('Finishing');
    await online.restartBench();
    await online.reported('Finishing');
    expect(await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' })).toMatchObject({
      result: 'cable-released',
    });
    await online.reported('Available');
  });

  it('StatusNotification: a cable stays in its socket over a power cycle', async () => {
    online = await startOnline();
    await online.outcome({ action: 'plug-in' });
    await online.reported('Preparing');
    await online.outcome({ action: 'power-cycle' });
    await online.reported('Preparing');
    expect(online.connector().pluggedIn).toBe(true);
  });
});

describe('connector 0', () => {
  it('StatusNotification: connector 0 is only ever Available, Unavailable or Faulted', async () => {
    online = await startOnline({ connectors: 2 });
    await online.ask('ReserveNow', reservation({ connectorId: 0 }));
    await online.charge(1, 'HOLDER');
    await online.ask('ChangeAvailability', { connectorId: 0, type: 'Inoperative' });
    await online.act({ action: 'fault', connectorId: 0, errorCode: 'PowerSwitchFailure' });
    await online.act({ action: 'clear-fault', connectorId: 0 });
    await online.ask('ChangeAvailability', { connectorId: 0, type: 'Operative' });
    await online.settled();
    expect(online.statuses(0)).toEqual([
      'Available',
      'Unavailable',
      'Faulted',
      'Unavailable',
      'Available',
    ]);
    expect(online.statuses(2)).toEqual(['Available', 'Unavailable', 'Available']);
  });

  it('StatusNotification: a fault of the charge point ends charging everywhere', async () => {
    online = await startOnline({ connectors: 2 });
    await online.charge(1);
    await online.charge(2, 'TAG-2');
    await online.act({ action: 'fault', connectorId: 0, errorCode: 'InternalError' });
    const reasons = [
      await online.central.next('StopTransaction'),
      await online.central.next('StopTransaction'),
    ].map(({ payload }) => payload.reason);
    expect(reasons).toEqual(['Other', 'Other']);
    expect(online.statuses(1).at(-1)).toBe('Unavailable');
    expect(await online.act({ action: 'present-id-tag', idTag: 'TAG-1' })).toMatchObject({
      ok: false,
      problem: { parameters: { state: 'Faulted' } },
    });
  });
});

describe('MinimumStatusDuration', () => {
  it('MinimumStatusDuration: a status that does not last is not reported, one that lasts is', async () => {
    online = await startOnline();
    await online.configure({ MinimumStatusDuration: 10 });
    await online.act({ action: 'plug-in' });
    online.bench.clock.advance(9000);
    await online.act({ action: 'unplug' });
    online.bench.clock.advance(60_000);
    await online.settled();
    expect(online.statuses()).toEqual(['Available']);
    await online.act({ action: 'plug-in' });
    online.bench.clock.advance(10_000);
    await online.reported('Preparing');
  });

  it.each([
    ['H3', 'Charging', {}, 0],
    ['H4', 'SuspendedEV', { vehicle: { startSoc: 100 } }, 0],
    ['H5', 'SuspendedEVSE', {}, 1],
  ])(
    'MinimumStatusDuration: %s, from Unavailable to %s when what is in between does not last',
    async (_transition, status, settings, limits) => {
      online = await startOnline(settings);
      if (limits > 0) await online.ask('SetChargingProfile', limit(0));
      await online.configure({ MinimumStatusDuration: 5 });
      await online.ask('ChangeAvailability', inoperative);
      online.bench.clock.advance(5000);
      await online.reported('Unavailable');
      await online.ask('ChangeAvailability', operative);
      await online.charge();
      online.bench.clock.advance(5000);
      await online.reported(status);
      expect(online.statuses()).toEqual(['Available', 'Unavailable', status]);
    },
  );

  it('MinimumStatusDuration: a trigger reports the status as it is, settled or not', async () => {
    online = await startOnline();
    await online.configure({ MinimumStatusDuration: 60 });
    await online.act({ action: 'plug-in' });
    await online.ask('TriggerMessage', { requestedMessage: 'StatusNotification', connectorId: 1 });
    await online.reported('Preparing');
  });
});
