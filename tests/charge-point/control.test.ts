/** Availability, reset, unlocking, triggers and bad requests over a real socket (OCPP 1.6 §5). */
import { afterEach, describe, expect, it } from 'vitest';
import { result } from './central-system.ts';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

const available = (connectorId: number, type: string) =>
  online.ask('ChangeAvailability', { connectorId, type });
const unlock = (connectorId: number) => online.ask('UnlockConnector', { connectorId });
const trigger = (requestedMessage: string, connectorId?: number) =>
  online.ask('TriggerMessage', { requestedMessage, connectorId });
const triggerExtended = (requestedMessage: string, connectorId?: number) =>
  online.ask('ExtendedTriggerMessage', { requestedMessage, connectorId });

describe('availability', () => {
  it('ChangeAvailability: Accepted at once, and outlasts a restart of the bench', async () => {
    online = await startOnline({ connectors: 2 });
    expect(await available(2, 'Inoperative')).toEqual({ status: 'Accepted' });
    await online.reported('Unavailable', 2);
    await online.restartBench();
    expect(online.connector(2).status).toBe('Unavailable');
    expect(online.connector(1).status).toBe('Available');
  });

  it('ChangeAvailability: Scheduled while charging, applied after it, and outlasts a power cycle', async () => {
    online = await startOnline();
    await online.charge();
    expect(await available(1, 'Inoperative')).toEqual({ status: 'Scheduled' });
    expect(online.connector().status).toBe('Charging');
    await online.act({ action: 'power-cycle' });
    await online.reported('Unavailable');
  });

  it('ChangeAvailability: connector 0 is the whole charge point, Scheduled while any connector charges', async () => {
    online = await startOnline({ connectors: 2 });
    await online.charge(1);
    expect(await available(0, 'Inoperative')).toEqual({ status: 'Scheduled' });
    await online.reported('Unavailable', 2);
    expect(online.connector(1).status).toBe('Charging');
    await online.ask('RemoteStopTransaction', { transactionId: 1 });
    await online.reported('Unavailable', 1);
  });

  it('ChangeAvailability: Accepted again for what it is already, nothing is reported', async () => {
    online = await startOnline();
    expect(await available(1, 'Operative')).toEqual({ status: 'Accepted' });
    await online.settled();
    expect(online.statuses()).toEqual(['Available']);
  });

  it('ChangeAvailability: Operative takes back what was Scheduled', async () => {
    online = await startOnline();
    await online.charge();
    await available(1, 'Inoperative');
    expect(await available(1, 'Operative')).toEqual({ status: 'Accepted' });
    await online.act({ action: 'unplug' });
    await online.reported('Available');
  });

  it('ChangeAvailability: Rejected for an unknown connector', async () => {
    online = await startOnline();
    expect(await available(2, 'Inoperative')).toEqual({ status: 'Rejected' });
  });
});

describe('reset', () => {
  it('Reset: Soft tells of the stopped transaction first, then boots', async () => {
    online = await startOnline();
    await online.charge();
    expect(await online.ask('Reset', { type: 'Soft' })).toEqual({ status: 'Accepted' });
    await online.central.next('BootNotification');
    await online.central.next('BootNotification');
    const order = online.central.calls.map(({ action }) => action);
    expect(order.indexOf('StopTransaction')).toBeLessThan(order.lastIndexOf('BootNotification'));
    await online.reported('Finishing');
  });

  it('Reset: Hard tells of the stopped transaction after the boot', async () => {
    online = await startOnline();
    await online.charge();
    expect(await online.ask('Reset', { type: 'Hard' })).toEqual({ status: 'Accepted' });
    await online.central.next('StopTransaction');
    const order = online.central.calls.map(({ action }) => action);
    expect(order.indexOf('StopTransaction')).toBeGreaterThan(order.lastIndexOf('BootNotification'));
  });

  it('ResetRetries: a Reset that fails is tried again, and boots when an attempt works', async () => {
    online = await startOnline({ failingResets: 2 });
    await online.configure({ ResetRetries: 2 });
    const boots = () => online.central.of('BootNotification').length;
    expect(await online.ask('Reset', { type: 'Hard' })).toEqual({ status: 'Accepted' });
    for (let failed = 1; failed <= 2; failed += 1) {
      await online.bench.clock.armed(5000);
      await online.settled();
      expect(boots()).toBe(1);
      online.bench.clock.advance(5000);
    }
    await online.central.next('BootNotification', () => boots() === 2);
  });

  it('ResetRetries: ResetFailure when no attempt works, and charging goes on', async () => {
    online = await startOnline({ failingResets: 2 });
    await online.configure({ ResetRetries: 1 });
    await online.charge();
    expect(await online.ask('Reset', { type: 'Soft' })).toEqual({ status: 'Accepted' });
    await online.bench.clock.armed(5000);
    online.bench.clock.advance(5000);
    const { payload } = await online.central.next(
      'StatusNotification',
      ({ errorCode }) => errorCode === 'ResetFailure',
    );
    expect(payload).toMatchObject({ connectorId: 0, status: 'Available' });
    expect(online.connector()).toMatchObject({ status: 'Charging', transactionId: 1 });
    expect(online.central.of('BootNotification')).toHaveLength(1);
  });

  it('Reset: an identifier that waits for its cable is forgotten', async () => {
    online = await startOnline();
    await online.act({ action: 'present-id-tag', idTag: 'TAG-1' });
    await online.reported('Preparing');
    await online.ask('Reset', { type: 'Hard' });
    await online.reported('Available');
    await online.act({ action: 'plug-in' });
    await online.settled();
    expect(online.central.of('StartTransaction')).toEqual([]);
  });
});

describe('unlocking', () => {
  it('UnlockConnector: Unlocked, a running transaction ends first', async () => {
    online = await startOnline();
    await online.charge();
    expect(await unlock(1)).toEqual({ status: 'Unlocked' });
    const stop = await online.central.next('StopTransaction');
    expect(stop.payload.reason).toBe('UnlockCommand');
  });

  it('UnlockConnector: Unlocked, a cable that was left in the socket is released', async () => {
    online = await startOnline();
    await online.configure({ UnlockConnectorOnEVSideDisconnect: false });
    await online.charge();
    await online.act({ action: 'unplug' });
    await online.reported('Finishing');
    expect(await unlock(1)).toEqual({ status: 'Unlocked' });
    await online.reported('Available');
  });

  it('UnlockConnector: UnlockFailed when the lock is broken', async () => {
    online = await startOnline();
    await online.act({ action: 'fault', errorCode: 'ConnectorLockFailure' });
    expect(await unlock(1)).toEqual({ status: 'UnlockFailed' });
  });

  it('UnlockConnector: NotSupported for a fixed cable, and the transaction goes on', async () => {
    online = await startOnline({ cable: 'fixed' });
    await online.charge();
    expect(await unlock(1)).toEqual({ status: 'NotSupported' });
    expect(online.connector().transactionId).toBe(1);
  });

  it.each([0, 9])('UnlockConnector: NotSupported for connector %i', async (connectorId) => {
    online = await startOnline();
    expect(await unlock(connectorId)).toEqual({ status: 'NotSupported' });
  });

  it('unlock: the driver gets the cable back at the charge point itself', async () => {
    online = await startOnline();
    await online.configure({ UnlockConnectorOnEVSideDisconnect: false });
    await online.charge();
    expect(await online.act({ action: 'unlock' })).toMatchObject({ ok: false });
    await online.act({ action: 'unplug' });
    await online.reported('Finishing');
    await online.outcome({ action: 'unlock' });
    await online.reported('Available');
  });
});

describe('triggers', () => {
  it.each(['BootNotification', 'Heartbeat', 'StatusNotification', 'MeterValues'])(
    'TriggerMessage: %s is Accepted and sent',
    async (message) => {
      online = await startOnline();
      const before = online.central.of(message).length;
      expect(await trigger(message)).toEqual({ status: 'Accepted' });
      await online.settled();
      expect(online.central.of(message).length).toBeGreaterThan(before);
    },
  );

  it.each(['DiagnosticsStatusNotification', 'FirmwareStatusNotification'])(
    'TriggerMessage: %s is Accepted and says Idle when nothing is under way',
    async (message) => {
      online = await startOnline();
      expect(await trigger(message)).toEqual({ status: 'Accepted' });
      expect((await online.central.next(message)).payload).toEqual({ status: 'Idle' });
    },
  );

  it.each([
    ['LogStatusNotification', 'LogStatusNotification'],
    ['FirmwareStatusNotification', 'SignedFirmwareStatusNotification'],
  ])('ExtendedTriggerMessage: %s is Accepted and sent as %s, Idle', async (asked, sent) => {
    online = await startOnline();
    expect(await triggerExtended(asked)).toEqual({ status: 'Accepted' });
    expect((await online.central.next(sent)).payload).toEqual({ status: 'Idle' });
  });

  it.each(['BootNotification', 'Heartbeat', 'StatusNotification', 'MeterValues'])(
    'ExtendedTriggerMessage: %s is Accepted and sent',
    async (message) => {
      online = await startOnline();
      const before = online.central.of(message).length;
      expect(await triggerExtended(message)).toEqual({ status: 'Accepted' });
      await online.settled();
      expect(online.central.of(message).length).toBeGreaterThan(before);
    },
  );

  it('TriggerMessage: for one connector only that one is told of', async () => {
    online = await startOnline({ connectors: 3 });
    await trigger('StatusNotification', 2);
    await trigger('MeterValues', 3);
    await online.settled();
    expect(online.statuses(1)).toHaveLength(1);
    expect(online.statuses(2)).toHaveLength(2);
    expect(online.central.of('MeterValues').map(({ payload }) => payload.connectorId)).toEqual([3]);
  });

  it.each([
    ['StatusNotification', 4],
    ['MeterValues', 4],
    ['MeterValues', 0],
  ])('TriggerMessage: %s is Rejected for connector %i', async (message, connectorId) => {
    online = await startOnline();
    expect(await trigger(message, connectorId)).toEqual({ status: 'Rejected' });
  });

  it('ExtendedTriggerMessage: SignChargePointCertificate is Rejected without a CpoName (A02)', async () => {
    online = await startOnline();
    expect(await triggerExtended('SignChargePointCertificate')).toEqual({ status: 'Rejected' });
  });

  it('TriggerMessage: a message nobody knows is a CALLERROR', async () => {
    online = await startOnline();
    expect(
      await online.central.call('TriggerMessage', { requestedMessage: 'Nonsense' }),
    ).toMatchObject({ outcome: 'error', error: { code: 'PropertyConstraintViolation' } });
  });
});

describe('bad requests', () => {
  it.each<[string, object, string]>([
    ['ChangeAvailability', { connectorId: 1 }, 'OccurenceConstraintViolation'],
    ['ChangeAvailability', { connectorId: 1, type: 'Broken' }, 'PropertyConstraintViolation'],
    ['ChangeConfiguration', { key: 'HeartbeatInterval', value: 5 }, 'TypeConstraintViolation'],
    ['RemoteStopTransaction', { transactionId: 'one' }, 'TypeConstraintViolation'],
    ['RemoteStartTransaction', { idTag: 'X'.repeat(21) }, 'PropertyConstraintViolation'],
    ['Reset', { type: 'Soft', now: true }, 'FormationViolation'],
    ['UnlockConnector', { connectorId: 1.5 }, 'TypeConstraintViolation'],
  ])('%s: %j is a CALLERROR %s', async (action, payload, code) => {
    online = await startOnline();
    expect(await online.central.call(action, payload)).toMatchObject({
      outcome: 'error',
      error: { code },
    });
  });

  it('StartTransaction: an action only a charge point sends is a CALLERROR NotSupported', async () => {
    online = await startOnline();
    const payload = {
      connectorId: 1,
      idTag: 'TAG',
      meterStart: 0,
      timestamp: '2030-01-01T00:00:00Z',
    };
    expect(await online.central.call('StartTransaction', payload)).toMatchObject({
      outcome: 'error',
      error: { code: 'NotSupported' },
    });
  });

  it('DataTransfer: UnknownVendorId for a vendor it does not know', async () => {
    online = await startOnline();
    expect(await online.ask('DataTransfer', { vendorId: 'com.example' })).toEqual({
      status: 'UnknownVendorId',
    });
  });
});

describe('what the charge point does by itself', () => {
  it('StartTransaction: a CALLERROR is tried again, and does not stop the driver', async () => {
    online = await startOnline();
    await online.configure({ TransactionMessageRetryInterval: 7 });
    online.central.answers.set('StartTransaction', () => ({
      kind: 'error',
      errorCode: 'InternalError',
    }));
    await online.act({ action: 'plug-in' });
    await online.act({ action: 'present-id-tag', idTag: 'TAG-1' });
    await online.central.next('StartTransaction');
    online.central.answers.set('StartTransaction', () =>
      result({ transactionId: 44, idTagInfo: { status: 'Accepted' } }),
    );
    await online.bench.clock.armed(7000);
    online.bench.clock.advance(7000);
    await online.bench.when('CP-1', ({ connectors }) => connectors[1]?.transactionId === 44);
  });

  it('set-vehicle: the next car has another battery', async () => {
    online = await startOnline();
    await online.act({
      action: 'set-vehicle',
      vehicle: { batteryKwh: 20, startSoc: 10, phases: 1 },
    });
    await online.charge();
    expect(online.connector()).toMatchObject({ stateOfChargePercent: 10, powerW: 7360 });
  });

  it('present-id-tag: a connector that is not there is named', async () => {
    online = await startOnline();
    expect(
      await online.act({ action: 'present-id-tag', idTag: 'TAG-1', connectorId: 3 }),
    ).toMatchObject({ ok: false, problem: { code: 'connector-unknown' } });
  });
});
