/** What the inside of an emulated charge point shows at the doors, and what a technician changes in it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ChargePointDetails } from '../../shared/api/charge-point-details-contract.ts';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

function details(): ChargePointDetails {
  const outcome = online.bench.chargePoints.details('CP-1');
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.value;
}

const iso = (fromNowS: number): string =>
  new Date(online.bench.clock.nowMs() + fromNowS * 1000).toISOString();

describe('the inside of a charge point', () => {
  it('shows the running transaction, and offline the messages that wait, in order', async () => {
    online = await startOnline({ vehicle: { batteryKwh: 40, startSoc: 10 } });
    await online.charge();
    await online.settled();
    expect(details()).toMatchObject({
      transactions: [{ connectorId: 1, transactionId: 1, idTag: 'TAG-1', suspended: false }],
      queue: { total: 0, messages: [] },
      connectors: [{ connectorId: 1, offeredW: 22_080, vehicle: { batteryKwh: 40 } }],
    });
    await online.goOffline();
    await online.outcome({ action: 'unplug' });
    await online.outcome({ action: 'plug-in' });
    await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' });
    const { transactions, queue, cache, activities } = details();
    expect(queue.messages.map(({ action }) => action)).toEqual([
      'StopTransaction',
      'StartTransaction',
    ]);
    expect(queue.messages[0]).toMatchObject({ transactionId: 1, payload: { meterStop: 0 } });
    expect(queue.total).toBe(2);
    expect(transactions).toHaveLength(1);
    expect(transactions[0]).not.toHaveProperty('transactionId');
    expect(cache).toMatchObject({ total: 1, entries: [{ idTag: 'tag-1', status: 'Accepted' }] });
    expect(activities.at(-1)).toMatchObject({ part: 'link', what: 'disconnected' });
  });

  it('shows local list, reservations and charging profiles as the Central System set them', async () => {
    online = await startOnline();
    await online.ask('SendLocalList', {
      listVersion: 7,
      updateType: 'Full',
      localAuthorizationList: [{ idTag: 'A', idTagInfo: { status: 'Blocked', parentIdTag: 'P' } }],
    });
    const expiryDate = iso(3600);
    await online.ask('ReserveNow', { connectorId: 1, reservationId: 9, idTag: 'A', expiryDate });
    const csChargingProfiles = {
      chargingProfileId: 3,
      stackLevel: 0,
      chargingProfilePurpose: 'ChargePointMaxProfile',
      chargingProfileKind: 'Absolute',
      chargingSchedule: {
        startSchedule: iso(-10),
        chargingRateUnit: 'W',
        chargingSchedulePeriod: [
          { startPeriod: 0, limit: 5000 },
          { startPeriod: 110, limit: 9000 },
        ],
      },
    };
    await online.ask('SetChargingProfile', { connectorId: 0, csChargingProfiles });
    const shown = details();
    expect(shown.localList).toEqual({
      version: 7,
      total: 1,
      entries: [{ idTag: 'A', status: 'Blocked', parentIdTag: 'P' }],
    });
    expect(shown.reservations).toEqual([
      { connectorId: 1, reservationId: 9, idTag: 'A', expiresAt: expiryDate },
    ]);
    expect(shown.chargingProfiles).toEqual([{ connectorId: 0, profile: csChargingProfiles }]);
    expect(shown.connectors[0]?.offeredW).toBe(5000);

    const request = { connectorId: 0, durationS: 300, unit: 'W' } as const;
    const composite = await online.bench.chargePoints.compositeSchedule('CP-1', request);
    expect(composite).toMatchObject({ ok: true, value: { durationS: 300, unit: 'W' } });
    expect(composite.ok && composite.value.periods.map(({ limit }) => limit)).toEqual([5000, 9000]);
    expect(
      await online.bench.chargePoints.compositeSchedule('CP-1', { ...request, connectorId: 4 }),
    ).toMatchObject({ ok: false, problem: { code: 'connector-unknown' } });
  });

  it('never shows a list longer than its limit, and counts all of it', async () => {
    online = await startOnline();
    await online.configure({ AllowOfflineTxForUnknownId: true });
    await online.goOffline();
    for (let round = 0; round < 60; round += 1) {
      await online.outcome({ action: 'plug-in' });
      await online.outcome({ action: 'present-id-tag', idTag: 'ANY' });
      await online.outcome({ action: 'unplug' });
    }
    const { queue } = details();
    expect(queue.messages).toHaveLength(100);
    expect(queue.total).toBe(120);
  });

  it('is refused of a charge point that does not exist', async () => {
    online = await startOnline();
    const { chargePoints } = online.bench;
    const unknown = { ok: false, problem: { code: 'charge-point-unknown', where: 'CP-2' } };
    expect(chargePoints.get('CP-2')).toEqual(unknown);
    expect(chargePoints.get('CP-1')).toMatchObject({ ok: true, value: { id: 'CP-1' } });
    expect(chargePoints.details('CP-2')).toEqual(unknown);
    const request = { connectorId: 0, durationS: 60, unit: 'A' } as const;
    expect(await chargePoints.compositeSchedule('CP-2', request)).toEqual(unknown);
  });
});

describe('put', () => {
  it('without a key keeps the one the charge point has; with one replaces it', async () => {
    online = await startOnline();
    const url = online.central.url;
    const keys = () => JSON.stringify(online.bench.store.saved.get('CP-1'));
    const key = 'a3f1c7e95b2d48068a9c0e1f2b3d4c5e';
    await online.outcome({ action: 'set-configuration', key: 'AuthorizationKey', value: key });
    const kept = await online.bench.put('CP-1', { url, securityProfile: 0, model: 'Another' });
    expect(kept.settings).toMatchObject({ hasAuthorizationKey: true, model: 'Another' });
    expect(keys()).toContain(key);
    await online.bench.put('CP-1', { url, securityProfile: 0, password: 'sesame-sesame-16' });
    expect(keys()).toContain('sesame-sesame-16');
    expect(keys()).not.toContain(key);
    const last = await online.bench.put('CP-1', { url, securityProfile: 0 });
    expect(last.settings.hasAuthorizationKey).toBe(true);
    expect(keys()).toContain('sesame-sesame-16');
  });
});

describe('set-configuration', () => {
  const set = (key: string, value: string) =>
    online.outcome({ action: 'set-configuration', key, value });

  it('takes, refuses and does not know keys as ChangeConfiguration does, effects included', async () => {
    online = await startOnline();
    expect(await set('HeartbeatInterval', '17')).toEqual({ status: 'Accepted' });
    expect(await set('HeartbeatInterval', 'soon')).toEqual({ status: 'Rejected' });
    expect(await set('NumberOfConnectors', '4')).toEqual({ status: 'Rejected' });
    expect(await set('NoSuchKey', '4')).toEqual({ status: 'NotSupported' });
    online.bench.clock.advance(17_000);
    await online.central.next('Heartbeat');
    const { configuration } = details();
    expect(configuration.find(({ key }) => key === 'HeartbeatInterval')).toEqual({
      key: 'HeartbeatInterval',
      readonly: false,
      value: '17',
    });
  });

  it('writes AuthorizationKey, which nothing shows afterwards', async () => {
    online = await startOnline();
    const value = 'a3f1c7e95b2d48068a9c0e1f2b3d4c5e';
    expect(await set('AuthorizationKey', value)).toEqual({ status: 'Accepted' });
    const { configuration } = details();
    expect(configuration.find(({ key }) => key === 'AuthorizationKey')).toEqual({
      key: 'AuthorizationKey',
      readonly: false,
    });
    expect(JSON.stringify([details(), online.bench.state('CP-1')])).not.toContain(value);
    expect(online.bench.state('CP-1').settings.hasAuthorizationKey).toBe(true);
  });
});
