/** Other settings for a charge point that runs: nothing is interrupted or lost that the change does not need. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Online, startOnline } from './online.ts';

let online: Online;
afterEach(() => online.stop());

/** The settings it was created with, and these. */
const change = (settings: object) =>
  online.bench.put('CP-1', { url: online.central.url, securityProfile: 0, ...settings });

describe('other settings', () => {
  it('vehicle, cable, failing resets, firmware: nothing is interrupted, not even a transaction', async () => {
    online = await startOnline();
    await online.configure({ HeartbeatInterval: 77 });
    await online.charge();
    const { transactionId } = online.connector();
    const sessions = online.central.csms.sessions.length;
    const state = await change({
      vehicle: { batteryKwh: 40, startSoc: 10, maxPowerW: 7000, phases: 1 },
      cable: 'fixed',
      failingResets: 2,
      firmware: { installS: 1 },
    });
    expect(state.settings).toMatchObject({ cable: 'fixed', failingResets: 2 });
    expect(state.connectors[1]).toMatchObject({ transactionId, stateOfChargePercent: 10 });
    expect(state.connectors[1]?.powerW).toBeLessThanOrEqual(7000);
    expect(online.central.csms.sessions).toHaveLength(sessions);
    const { configurationKey } = await online.ask('GetConfiguration', {
      key: ['HeartbeatInterval'],
    });
    expect(configurationKey).toMatchObject([{ value: '77' }]);
    expect(await online.ask('UnlockConnector', { connectorId: 1 })).toEqual({
      status: 'NotSupported',
    });
  });

  it('the name of the vendor: told by a BootNotification, lists and keys and what waits are kept', async () => {
    online = await startOnline({ connectors: 2 });
    await online.configure({ HeartbeatInterval: 77, AllowOfflineTxForUnknownId: true });
    await online.ask('SendLocalList', {
      listVersion: 5,
      updateType: 'Full',
      localAuthorizationList: [{ idTag: 'LISTED', idTagInfo: { status: 'Accepted' } }],
    });
    await online.goOffline();
    await online.outcome({ action: 'plug-in' });
    await online.outcome({ action: 'present-id-tag', idTag: 'LISTED' });
    await change({ connectors: 2, vendor: 'Another', model: 'Still' });
    const { payload } = await online.central.next(
      'BootNotification',
      ({ chargePointVendor }) => chargePointVendor === 'Another',
    );
    expect(payload).toMatchObject({ chargePointModel: 'Still' });
    await online.central.next('StartTransaction', ({ idTag }) => idTag === 'LISTED');
    await online.central.next('StopTransaction', ({ reason }) => reason === 'PowerLoss');
    expect(await online.ask('GetLocalListVersion')).toEqual({ listVersion: 5 });
    expect(online.connector().pluggedIn).toBe(true);
  });

  it('fewer connectors: what belonged to the others goes with them', async () => {
    online = await startOnline({ connectors: 2 });
    await online.ask('ChangeAvailability', { connectorId: 2, type: 'Inoperative' });
    await online.outcome({ action: 'plug-in', connectorId: 2 });
    await change({ connectors: 1 });
    await online.bench.when('CP-1', ({ registration }) => registration === 'Accepted');
    expect(online.bench.state('CP-1').connectors).toHaveLength(2);
    await change({ connectors: 2 });
    await online.bench.when('CP-1', ({ registration }) => registration === 'Accepted');
    expect(online.connector(2)).toMatchObject({ pluggedIn: false, status: 'Available' });
  });

  it('another serial number: another device, fresh from the factory', async () => {
    online = await startOnline();
    await online.configure({ HeartbeatInterval: 77, ConnectionTimeOut: 99 });
    await change({ serialNumber: 'SN-2' });
    await online.central.next(
      'BootNotification',
      ({ chargePointSerialNumber }) => chargePointSerialNumber === 'SN-2',
    );
    await online.bench.when('CP-1', ({ registration }) => registration === 'Accepted');
    const { configurationKey } = await online.ask('GetConfiguration', {
      key: ['ConnectionTimeOut'],
    });
    expect(configurationKey).toMatchObject([{ value: '60' }]);
  });

  it('one that was cut off stays so while its vehicle changes, and connects when it is put as it is', async () => {
    online = await startOnline();
    await online.goOffline();
    const vehicle = { phases: 1 } as const;
    expect((await change({ vehicle })).status).toBe('disconnected');
    await change({ vehicle });
    await online.bench.when('CP-1', ({ status }) => status === 'connected');
  });

  it('the security profile and its key: the connection is made anew, installed keys stay', async () => {
    online = await startOnline();
    await online.configure({ HeartbeatInterval: 77 });
    const boots = online.central.of('BootNotification').length;
    await change({ behaviour: { latencyMs: 1 } });
    expect(online.bench.state('CP-1').status).toBe('connected');
    await change({ keyFamily: 'rsa', password: 'sesame-sesame-16' });
    expect(online.bench.state('CP-1').status).toBe('connected');
    await online.settled();
    expect(online.central.of('BootNotification')).toHaveLength(boots);
    expect(online.bench.state('CP-1').settings).toMatchObject({
      keyFamily: 'rsa',
      hasAuthorizationKey: true,
    });
  });
});
