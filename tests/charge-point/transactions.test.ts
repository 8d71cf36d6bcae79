/** Transactions of a charge point over a real socket: starts, stops and every reason, invalid tags, the offline queue. */
import { afterEach, describe, expect, it } from 'vitest';
import { result } from './central-system.ts';
import { accepted, type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

const nextStop = async () => (await online.central.next('StopTransaction')).payload;
const told = () =>
  online.central.calls.filter(({ action }) => /Transaction|MeterValues/.test(action));
const toldActions = () => told().map(({ action }) => action);

describe('starts', () => {
  it('StartTransaction: plug in first, then identify', async () => {
    online = await startOnline();
    await online.act({ action: 'plug-in' });
    expect(await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' })).toEqual({
      authorization: 'Accepted',
      result: 'started',
    });
    const start = await online.central.next('StartTransaction');
    expect(start.payload).toMatchObject({ connectorId: 1, idTag: 'TAG-1', meterStart: 0 });
  });

  it('StartTransaction: identify first, then plug in', async () => {
    online = await startOnline();
    expect(await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' })).toMatchObject({
      result: 'waiting-for-cable',
    });
    await online.act({ action: 'plug-in' });
    await online.central.next('StartTransaction');
  });

  it('ConnectionTimeOut: given up when the cable does not come in time', async () => {
    online = await startOnline();
    await online.configure({ ConnectionTimeOut: 15 });
    await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' });
    online.bench.clock.advance(15_000);
    await online.reported('Available');
    await online.act({ action: 'plug-in' });
    await online.settled();
    expect(online.central.of('StartTransaction')).toEqual([]);
  });

  it('RemoteStartTransaction: Accepted, charging with its TxProfile, which ends with it', async () => {
    online = await startOnline();
    await online.act({ action: 'plug-in' });
    const chargingProfile = {
      chargingProfileId: 5,
      stackLevel: 0,
      chargingProfilePurpose: 'TxProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: {
        chargingRateUnit: 'W',
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 7000 }],
      },
    };
    const request = { idTag: 'REMOTE', connectorId: 1, chargingProfile };
    expect(await online.ask('RemoteStartTransaction', request)).toEqual({ status: 'Accepted' });
    await online.reported('Charging');
    expect(online.connector().powerW).toBe(7000);
    await online.bench.when('CP-1', ({ connectors }) => connectors[1]?.transactionId === 1);
    await online.ask('RemoteStopTransaction', { transactionId: 1 });
    await nextStop();
    expect(await online.ask('ClearChargingProfile', { id: 5 })).toEqual({ status: 'Unknown' });
  });

  it('RemoteStartTransaction: Rejected with a profile that is no TxProfile (§5.11)', async () => {
    online = await startOnline();
    const chargingProfile = {
      chargingProfileId: 5,
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: {
        chargingRateUnit: 'W',
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 7000 }],
      },
    };
    const request = { idTag: 'REMOTE', connectorId: 1, chargingProfile };
    expect(await online.ask('RemoteStartTransaction', request)).toEqual({ status: 'Rejected' });
  });

  it('RemoteStartTransaction: waits for the cable within ConnectionTimeOut', async () => {
    online = await startOnline();
    await online.ask('RemoteStartTransaction', { idTag: 'REMOTE' });
    await online.reported('Preparing');
    await online.act({ action: 'plug-in' });
    const start = await online.central.next('StartTransaction');
    expect(start.payload).toMatchObject({ idTag: 'REMOTE' });
  });

  it.each([
    ['connector 0', 0],
    ['an unknown connector', 7],
  ])('RemoteStartTransaction: Rejected for %s', async (_what, connectorId) => {
    online = await startOnline();
    expect(await online.ask('RemoteStartTransaction', { idTag: 'REMOTE', connectorId })).toEqual({
      status: 'Rejected',
    });
  });

  it('RemoteStartTransaction: Rejected where somebody charges, is broken or out of operation', async () => {
    online = await startOnline({ connectors: 3 });
    await online.charge(1);
    await online.act({ action: 'fault', connectorId: 2 });
    await online.ask('ChangeAvailability', { connectorId: 3, type: 'Inoperative' });
    for (const connectorId of [1, 2, 3]) {
      expect(await online.ask('RemoteStartTransaction', { idTag: 'R', connectorId })).toEqual({
        status: 'Rejected',
      });
    }
    expect(await online.ask('RemoteStartTransaction', { idTag: 'R' })).toEqual({
      status: 'Rejected',
    });
  });

  it('AuthorizeRemoteTxRequests: asks first, and starts what is accepted', async () => {
    online = await startOnline();
    await online.configure({ AuthorizeRemoteTxRequests: true });
    await online.act({ action: 'plug-in' });
    await online.ask('RemoteStartTransaction', { idTag: 'REMOTE' });
    await online.central.next('StartTransaction');
    expect(online.central.of('Authorize')).toHaveLength(1);
  });

  it('AuthorizeRemoteTxRequests: starts nothing for a tag that is Blocked', async () => {
    online = await startOnline();
    await online.configure({ AuthorizeRemoteTxRequests: true });
    online.central.answers.set('Authorize', () => result({ idTagInfo: { status: 'Blocked' } }));
    await online.act({ action: 'plug-in' });
    await online.ask('RemoteStartTransaction', { idTag: 'REMOTE' });
    await online.central.next('Authorize');
    await online.settled();
    expect(online.central.of('StartTransaction')).toEqual([]);
  });
});

describe('stops', () => {
  it('RemoteStopTransaction: Rejected for a transaction that is not running', async () => {
    online = await startOnline();
    await online.charge();
    expect(await online.ask('RemoteStopTransaction', { transactionId: 99 })).toEqual({
      status: 'Rejected',
    });
    await online.ask('RemoteStopTransaction', { transactionId: 1 });
    await nextStop();
    expect(await online.ask('RemoteStopTransaction', { transactionId: 1 })).toEqual({
      status: 'Rejected',
    });
  });

  const reasons: [reason: string, stop: () => Promise<unknown>][] = [
    ['Local', () => online.act({ action: 'present-id-tag', idTag: 'TAG-1' })],
    ['Remote', () => online.ask('RemoteStopTransaction', { transactionId: 1 })],
    ['EVDisconnected', () => online.act({ action: 'unplug' })],
    ['EmergencyStop', () => online.act({ action: 'emergency-stop' })],
    ['Other', () => online.act({ action: 'fault', errorCode: 'OverCurrentFailure' })],
    ['UnlockCommand', () => online.ask('UnlockConnector', { connectorId: 1 })],
    ['SoftReset', () => online.ask('Reset', { type: 'Soft' })],
    ['HardReset', () => online.ask('Reset', { type: 'Hard' })],
    ['Reboot', () => online.act({ action: 'restart' })],
    ['PowerLoss', () => online.act({ action: 'power-cycle' })],
  ];
  it.each(reasons)('StopTransaction: the reason %s', async (reason, stop) => {
    online = await startOnline();
    await online.charge();
    online.bench.clock.advance(20_000);
    await stop();
    expect(await nextStop()).toMatchObject({ reason, transactionId: 1, meterStop: 123 });
    await online.bench.when('CP-1', ({ registration }) => registration === 'Accepted');
  });

  it('StopTransaction: the reason DeAuthorized', async () => {
    online = await startOnline();
    online.central.answers.set('StartTransaction', () =>
      result({ transactionId: 3, idTagInfo: { status: 'Expired' } }),
    );
    await online.act({ action: 'plug-in' });
    await online.act({ action: 'present-id-tag', idTag: 'TAG-1' });
    expect(await nextStop()).toMatchObject({ reason: 'DeAuthorized', transactionId: 3 });
  });

  it('StopTransaction: an emergency stop keeps everything still until it is cleared', async () => {
    online = await startOnline();
    await online.charge();
    await online.act({ action: 'emergency-stop' });
    expect(await online.reported('Faulted', 0)).toMatchObject({ info: 'emergency stop' });
    expect(await online.ask('RemoteStartTransaction', { idTag: 'R' })).toEqual({
      status: 'Rejected',
    });
    await online.act({ action: 'clear-fault', connectorId: 0 });
    await online.reported('Available', 0);
    await online.reported('Finishing');
  });

  it('StopTransactionOnEVSideDisconnect: off, the transaction waits for the cable to come back', async () => {
    online = await startOnline();
    await online.configure({ StopTransactionOnEVSideDisconnect: false });
    await online.charge();
    await online.act({ action: 'unplug' });
    await online.reported('SuspendedEV');
    const { meterWh } = online.connector();
    online.bench.clock.advance(600_000);
    expect(online.connector()).toMatchObject({ meterWh, transactionId: 1 });
    await online.act({ action: 'plug-in' });
    await online.bench.when('CP-1', ({ connectors }) => connectors[1]?.status === 'Charging');
    await online.settled();
    expect(online.central.of('StopTransaction')).toEqual([]);
  });

  it('UnlockConnectorOnEVSideDisconnect: off, the cable stays in the socket for its driver', async () => {
    online = await startOnline();
    await online.configure({ UnlockConnectorOnEVSideDisconnect: false });
    await online.charge();
    await online.act({ action: 'unplug' });
    await online.reported('Finishing');
    expect(await online.act({ action: 'unplug' })).toMatchObject({
      ok: false,
      problem: { parameters: { state: 'cable-locked' } },
    });
    expect(await online.outcome({ action: 'present-id-tag', idTag: 'OTHER' })).toMatchObject({
      result: 'refused',
    });
    expect(await online.ask('RemoteStartTransaction', { idTag: 'OTHER' })).toEqual({
      status: 'Rejected',
    });
    expect(await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' })).toMatchObject({
      result: 'cable-released',
    });
    await online.reported('Available');
  });

  it('UnlockConnectorOnEVSideDisconnect: on, the cable can be taken away', async () => {
    online = await startOnline();
    await online.charge();
    await online.act({ action: 'unplug' });
    await online.reported('Available');
  });

  it('UnlockConnectorOnEVSideDisconnect: means nothing for a cable that is fixed', async () => {
    online = await startOnline({ cable: 'fixed' });
    await online.configure({ UnlockConnectorOnEVSideDisconnect: false });
    await online.charge();
    await online.act({ action: 'unplug' });
    await online.reported('Available');
  });
});

describe('invalid identifiers', () => {
  async function chargeInvalid(): Promise<void> {
    online.central.answers.set('StartTransaction', () =>
      result({ transactionId: 7, idTagInfo: { status: 'Invalid' } }),
    );
    await online.charge();
  }

  it('StopTransactionOnInvalidId: off, the transaction goes on without energy', async () => {
    online = await startOnline();
    await online.configure({ StopTransactionOnInvalidId: false });
    await chargeInvalid();
    await online.reported('SuspendedEVSE');
    online.bench.clock.advance(600_000);
    expect(online.connector()).toMatchObject({ meterWh: 0, transactionId: 7 });
    expect(online.central.of('StopTransaction')).toEqual([]);
  });

  it('MaxEnergyOnInvalidId: a little energy first, then DeAuthorized', async () => {
    online = await startOnline();
    await online.configure({ MaxEnergyOnInvalidId: 500 });
    await chargeInvalid();
    online.bench.clock.advance(60_000);
    expect(online.connector()).toMatchObject({ status: 'Charging', meterWh: 368 });
    online.bench.clock.advance(60_000);
    expect(await nextStop()).toMatchObject({ reason: 'DeAuthorized', meterStop: 500 });
  });

  it('MaxEnergyOnInvalidId: without StopTransactionOnInvalidId energy ends there', async () => {
    online = await startOnline();
    await online.configure({ MaxEnergyOnInvalidId: 500, StopTransactionOnInvalidId: false });
    await chargeInvalid();
    online.bench.clock.advance(600_000);
    await online.reported('SuspendedEVSE');
    expect(online.connector()).toMatchObject({ meterWh: 500, transactionId: 7 });
  });
});

describe('the queue', () => {
  const offlineTransaction = async (idTag: string) => {
    await online.act({ action: 'plug-in' });
    await online.act({ action: 'present-id-tag', idTag });
    online.bench.clock.advance(30_000);
    await online.act({ action: 'unplug' });
  };

  it('StartTransaction: two made offline arrive in order, each with the id of its own start', async () => {
    online = await startOnline();
    await online.configure({ AllowOfflineTxForUnknownId: true });
    await online.goOffline();
    await offlineTransaction('TAG-1');
    await offlineTransaction('TAG-2');
    await online.goOnline();
    expect(await nextStop()).toMatchObject({ transactionId: 1 });
    expect(await nextStop()).toMatchObject({ transactionId: 2 });
    expect(toldActions()).toEqual([
      'StartTransaction',
      'MeterValues',
      'StopTransaction',
      'StartTransaction',
      'MeterValues',
      'StopTransaction',
    ]);
    expect(told().map(({ payload }) => payload.transactionId)).toEqual([
      undefined,
      1,
      1,
      undefined,
      2,
      2,
    ]);
  });

  it('StartTransaction: made offline and never answered, what follows carries transactionId -1 (errata 3.18)', async () => {
    online = await startOnline();
    await online.configure({
      AllowOfflineTxForUnknownId: true,
      TransactionMessageAttempts: 1,
    });
    online.central.answers.set('StartTransaction', () => ({
      kind: 'error',
      errorCode: 'InternalError',
    }));
    await online.goOffline();
    await offlineTransaction('TAG-1');
    await online.goOnline();
    expect(await nextStop()).toMatchObject({ transactionId: -1 });
    expect(told().map(({ payload }) => payload.transactionId)).toEqual([undefined, -1, -1]);
  });

  it('StartTransaction: made offline, the id is filled in while it still runs', async () => {
    online = await startOnline();
    await online.configure({ AllowOfflineTxForUnknownId: true });
    await online.goOffline();
    await online.act({ action: 'plug-in' });
    await online.act({ action: 'present-id-tag', idTag: 'TAG-1' });
    online.bench.clock.advance(30_000);
    await online.goOnline();
    const reading = await online.central.next('MeterValues');
    expect(reading.payload.transactionId).toBe(1);
    expect(await online.ask('RemoteStopTransaction', { transactionId: 1 })).toEqual({
      status: 'Accepted',
    });
  });

  it('StopTransactionOnInvalidId: a start made offline is judged when it arrives, and ended', async () => {
    online = await startOnline();
    await online.configure({ AllowOfflineTxForUnknownId: true });
    online.central.answers.set('StartTransaction', () =>
      result({ transactionId: 7, idTagInfo: { status: 'Invalid' } }),
    );
    await online.goOffline();
    await online.act({ action: 'plug-in' });
    await online.act({ action: 'present-id-tag', idTag: 'STRANGER' });
    online.bench.clock.advance(20_000);
    await online.goOnline();
    expect(await nextStop()).toMatchObject({ reason: 'DeAuthorized', transactionId: 7 });
  });

  it('StartTransaction: what was queued offline outlasts a restart of the bench', async () => {
    online = await startOnline();
    await online.configure({ AllowOfflineTxForUnknownId: true });
    await online.goOffline();
    await offlineTransaction('TAG-1');
    await online.restartBench();
    expect(await nextStop()).toMatchObject({ transactionId: 1, reason: 'EVDisconnected' });
    expect(toldActions()).toEqual(['StartTransaction', 'MeterValues', 'StopTransaction']);
  });

  it('StartTransaction: what was queued offline outlasts a power cycle', async () => {
    online = await startOnline();
    await online.configure({ AllowOfflineTxForUnknownId: true });
    await online.goOffline();
    await offlineTransaction('TAG-1');
    await online.act({ action: 'power-cycle' });
    expect(await nextStop()).toMatchObject({ transactionId: 1 });
    expect(toldActions()).toEqual(['StartTransaction', 'MeterValues', 'StopTransaction']);
  });

  it('StopTransaction: a transaction that ran when the bench ended has lost its power', async () => {
    online = await startOnline();
    await online.charge();
    online.bench.clock.advance(30_000);
    await online.central.next('MeterValues');
    await online.restartBench();
    expect(await nextStop()).toMatchObject({
      reason: 'PowerLoss',
      transactionId: 1,
      meterStop: 184,
    });
    // The cable is still in its socket.
    await online.outcome({ action: 'unplug' });
    await online.charge(1, 'TAG-2');
    expect(online.central.of('StartTransaction').at(-1)?.payload.meterStart).toBe(184);
  });

  it('TransactionMessageAttempts: a message is given up after so many, and the next one goes out', async () => {
    online = await startOnline();
    await online.configure({
      TransactionMessageAttempts: 2,
      TransactionMessageRetryInterval: 40,
    });
    online.central.answers.set('StopTransaction', () => ({
      kind: 'error',
      errorCode: 'InternalError',
    }));
    await online.charge();
    await online.act({ action: 'unplug' });
    await nextStop();
    await online.bench.clock.armed(40_000);
    online.bench.clock.advance(40_000);
    await nextStop();
    await online.act({ action: 'plug-in' });
    await online.act({ action: 'present-id-tag', idTag: 'TAG-2' });
    await online.central.next('StartTransaction', ({ idTag }) => idTag === 'TAG-2');
    expect(online.central.of('StopTransaction')).toHaveLength(2);
  });

  it('TransactionMessageRetryInterval: each wait is longer by it than the one before', async () => {
    online = await startOnline();
    await online.configure({
      TransactionMessageAttempts: 4,
      TransactionMessageRetryInterval: 7,
      MeterValueSampleInterval: 0,
    });
    let refusals = 3;
    online.central.answers.set('StartTransaction', () => {
      refusals -= 1;
      return refusals < 0
        ? result({ ...accepted, transactionId: 12 })
        : { kind: 'error', errorCode: 'InternalError' };
    });
    await online.act({ action: 'plug-in' });
    await online.act({ action: 'present-id-tag', idTag: 'TAG-1' });
    for (const waitMs of [7000, 14_000, 21_000]) {
      await online.bench.clock.armed(waitMs);
      online.bench.clock.advance(waitMs);
    }
    await online.bench.when('CP-1', ({ connectors }) => connectors[1]?.transactionId === 12);
  });
});
