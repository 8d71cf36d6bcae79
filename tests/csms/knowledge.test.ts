/** What the CSMS comes to know of a station, through the API where one asks for it, and what of it survives. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { callRequest } from '../../shared/api/csms-contract.ts';
import { type OpenedDoor, openTestDoor } from '../support/composed-bench.ts';
import {
  connectBarePoint,
  cutBarePoints,
  type RoleUnderTest,
  startCsmsRole,
} from '../support/csms-role.ts';
import { closeForeignChargePoints } from '../support/foreign-charge-point.ts';
import { type CsmsBench, startCsmsBench, value } from './support.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString();

describe('over the API', () => {
  let tested: CsmsBench;
  let opened: OpenedDoor;
  let api: OpenedDoor['api'];
  beforeAll(async () => {
    tested = await startCsmsBench();
    opened = await openTestDoor(tested);
    api = opened.api;
  });
  afterEach(closeForeignChargePoints);
  afterAll(async () => {
    await opened.door.close();
    await tested.close();
  });

  it('StatusNotification: states of each connector over time', async () => {
    const point = await tested.foreign('LANES');
    for (const [minute, status] of ['Available', 'Preparing', 'Preparing', 'Charging'].entries()) {
      const payload = { connectorId: 1, errorCode: 'NoError', status, timestamp: at(minute) };
      await point.call('StatusNotification', payload);
    }
    const { body } = await api('GET', '/csms/stations/LANES/knowledge');
    const [lane] = body.lanes;
    expect(lane.connectorId).toBe(1);
    expect(
      lane.changes.map((change: { status: string; at: string }) => [change.status, change.at]),
    ).toEqual([
      ['Available', at(0)],
      ['Preparing', at(1)],
      ['Charging', at(3)],
    ]);
    expect(lane.changes[0].seq).toBeGreaterThan(0);
  });

  it('MeterValues and StopTransaction: series of a transaction in base units', async () => {
    const point = await tested.foreign('METER');
    const { transactionId } = Object(
      await point.call('StartTransaction', {
        connectorId: 1,
        idTag: 'T',
        meterStart: 0,
        timestamp: at(0),
      }),
    );
    const sampled = (kWh: string, soc: string) => [
      { value: kWh, unit: 'kWh' },
      { value: '7.4', measurand: 'Power.Active.Import', unit: 'kW' },
      { value: soc, measurand: 'SoC', unit: 'Percent' },
      { value: '16', measurand: 'Current.Import', phase: 'L1', unit: 'A' },
    ];
    await point.call('MeterValues', {
      connectorId: 1,
      transactionId,
      meterValue: [{ timestamp: at(1), sampledValue: sampled('0.5', '20') }],
    });
    await point.call('StopTransaction', {
      transactionId,
      meterStop: 1000,
      timestamp: at(2),
      transactionData: [{ timestamp: at(2), sampledValue: sampled('1', '21') }],
    });
    const { body } = await api('GET', `/csms/stations/METER/transactions/${transactionId}/meter`);
    const series = new Map(
      body.series.map((one: { measurand: string; unit: string; points: [number, number][] }) => [
        one.measurand,
        [one.unit, one.points.map(([, reading]) => reading)],
      ]),
    );
    expect(Object.fromEntries(series)).toEqual({
      'Energy.Active.Import.Register': ['Wh', [500, 1000]],
      'Power.Active.Import': ['W', [7400, 7400]],
      SoC: ['Percent', [20, 21]],
      'Current.Import': ['A', [16, 16]],
    });
  });

  it('GetConfiguration and ChangeConfiguration: read, change, compare with before and with another', async () => {
    const id = await tested.emulated(0);
    const other = await tested.emulated(0);
    const first = await api('POST', `/csms/stations/${id}/configuration/read`);
    expect(first.status).toBe(200);
    expect(first.body.complete).toBe(true);
    expect(first.body.keys.length).toBeGreaterThan(30);
    const changed = await api('PUT', `/csms/stations/${id}/configuration/HeartbeatInterval`, {
      value: '77',
    });
    expect(changed.body).toMatchObject({
      outcome: 'result',
      status: 'Accepted',
      readBack: { key: 'HeartbeatInterval', value: '77' },
    });
    const readonly = await api('PUT', `/csms/stations/${id}/configuration/NumberOfConnectors`, {
      value: '9',
    });
    expect(readonly.body).toMatchObject({ outcome: 'result', status: 'Rejected' });
    const unknown = await api('PUT', `/csms/stations/${id}/configuration/MadeUp`, { value: '9' });
    expect(unknown.body.status).toBe('NotSupported');
    await api('POST', `/csms/stations/${id}/configuration/read`);
    await api('POST', `/csms/stations/${other}/configuration/read`);
    const compared = await api(
      'GET',
      `/csms/stations/${id}/configuration/comparison?otherStation=${other}`,
    );
    expect(compared.body.differences).toContainEqual({
      key: 'HeartbeatInterval',
      kind: 'value',
      left: { key: 'HeartbeatInterval', readonly: false, value: '77' },
      right: { key: 'HeartbeatInterval', readonly: false, value: expect.any(String) },
    });
    const { configuration } = value(tested.bench.csms.knowledge(id));
    expect(configuration).toHaveLength(2);
    expect((await api('GET', '/csms/stations/NOBODY/configuration/comparison')).status).toBe(404);
  });

  it('GetConfiguration: a charge point that refuses the question for all keys is asked in pieces', async () => {
    const point = await tested.foreign('PIECES');
    const asked: number[] = [];
    point.handle('GetConfiguration', ({ params }) => {
      const { key = [] } = Object(params);
      if (key.length === 0 || key.length > 7) return Promise.reject(new Error('too many'));
      asked.push(key.length);
      const known = new Map([
        ['GetConfigurationMaxKeys', '7'],
        ['HeartbeatInterval', '300'],
        ['AuthorizationKey', 'never shown'],
      ]);
      return Promise.resolve({
        configurationKey: key
          .filter((name: string) => known.has(name))
          .map((name: string) => ({ key: name, readonly: false, value: known.get(name) })),
        unknownKey: key.filter((name: string) => !known.has(name)),
      });
    });
    const { body } = await api('POST', '/csms/stations/PIECES/configuration/read');
    expect(Math.max(...asked)).toBe(7);
    expect(body.keys.map(({ key }: { key: string }) => key)).toEqual([
      'AuthorizationKey',
      'GetConfigurationMaxKeys',
      'HeartbeatInterval',
    ]);
    expect(body.complete).toBe(true);
    expect(body.unknownKeys).toContain('LocalAuthListEnabled');
    expect(JSON.stringify(body)).not.toContain('never shown');
  });

  it('GetConfiguration: a charge point that answers NotSupported leaves nothing to keep', async () => {
    await tested.foreign('NO-KEYS');
    const { status, body } = await api('POST', '/csms/stations/NO-KEYS/configuration/read');
    expect([status, body.code]).toEqual([409, 'configuration-unreadable']);
  });

  it('GetCompositeSchedule and SetChargingProfile: profiles that were set, the schedule they make', async () => {
    const id = await tested.emulated(0);
    const profile = {
      chargingProfileId: 5,
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Absolute',
      chargingSchedule: {
        chargingRateUnit: 'W',
        startSchedule: new Date().toISOString(),
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 5000 }],
      },
    };
    const payload = { connectorId: 1, csChargingProfiles: profile };
    await api('POST', `/csms/stations/${id}/calls`, { action: 'SetChargingProfile', payload });
    const { body } = await api('POST', `/csms/stations/${id}/composite-schedule`, {
      connectorId: 1,
      duration: 3600,
    });
    expect(body).toMatchObject({ outcome: 'result', status: 'Accepted', connectorId: 1 });
    expect(body.chargingSchedule.chargingSchedulePeriod[0].limit).toBeGreaterThan(0);
    const known = () => value(tested.bench.csms.knowledge(id)).chargingProfiles;
    expect(known().map((one) => one.profile.chargingProfileId)).toEqual([5]);
    await api('POST', `/csms/stations/${id}/calls`, {
      action: 'ClearChargingProfile',
      payload: { id: 5 },
    });
    expect(known()).toEqual([]);
  });

  it('operations: started, listed, looked at and cancelled over HTTP, with words for a refusal', async () => {
    const point = await tested.foreign('OVER-HTTP');
    point.handle('ChangeConfiguration', () => Promise.resolve({ status: 'Accepted' }));
    const path = '/csms/stations/OVER-HTTP/operations';
    const started = await api('POST', path, { operation: 'change-authorization-key' });
    expect([started.status, started.body.status]).toEqual([200, 'running']);
    const { id } = started.body;
    await tested.waiting(started.body);
    expect((await api('GET', `${path}/${id}`)).body.recovery).toContain('restore-old-key');
    expect((await api('GET', path)).body).toHaveLength(1);
    const wrong = await api('POST', `${path}/${id}/recover`, { recovery: 'keep-former-profile' });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'recovery-not-offered']);
    expect((await api('POST', `${path}/${id}/cancel`)).status).toBe(200);
    await tested.ended(started.body);
    expect((await api('POST', `${path}/${id}/cancel`)).body.code).toBe('operation-ended');
    expect((await api('POST', path, { operation: 'made-up' })).status).toBe(400);
    expect((await api('GET', `${path}/nothing`)).status).toBe(404);
  });

  it('answers: added, changed, listed and deleted over HTTP', async () => {
    const rule = { action: 'Heartbeat', answer: { kind: 'error', code: 'GenericError' }, times: 1 };
    const added = await api('POST', '/csms/answers', rule);
    expect(added.body).toMatchObject({ ...rule, used: 0, usedUp: false });
    const put = await api('PUT', '/csms/answers/mine', { ...rule, station: 'X' });
    expect(put.body).toMatchObject({ id: 'mine', station: 'X' });
    expect((await api('GET', '/csms/answers')).body).toHaveLength(2);
    expect((await api('DELETE', '/csms/answers/mine')).body).toEqual({ deleted: true });
    expect((await api('DELETE', '/csms/answers')).body).toEqual({ deleted: 1 });
    const wrong = await api('POST', '/csms/answers', { ...rule, action: 'Reset' });
    expect(wrong.status).toBe(400);
  });

  it('PUT /csms/policy changes what is named and nothing else', async () => {
    await api('PUT', '/csms/policy', { unknownIdTag: 'Invalid', heartbeatIntervalS: 60 });
    const { body } = await api('PUT', '/csms/policy', { cpoName: 'Another' });
    expect(body.policy).toMatchObject({
      unknownIdTag: 'Invalid',
      heartbeatIntervalS: 60,
      cpoName: 'Another',
    });
  });
});

describe('what survives', () => {
  let tested: RoleUnderTest;
  let port: number;
  beforeAll(async () => {
    tested = await startCsmsRole();
    port = await tested.listen([0]);
  });
  afterEach(cutBarePoints);
  afterAll(async () => {
    await tested.close();
    expect(tested.errors).toEqual([]);
  });

  const connect = (id: string) => connectBarePoint(`ws://127.0.0.1:${port}/${id}`);
  const send = (id: string, action: string, payload: object) =>
    tested.role.call(id, callRequest.parse({ action, payload }));
  const known = (id: string) => value(tested.role.knowledge(id));

  it('SendLocalList: full, differential, Failed', async () => {
    const point = await connect('LIST');
    const entry = (idTag: string) => ({ idTag, idTagInfo: { status: 'Accepted' } });
    point.answer('SendLocalList', { status: 'Accepted' });
    await send('LIST', 'SendLocalList', {
      listVersion: 1,
      updateType: 'Full',
      localAuthorizationList: [entry('A'), entry('B')],
    });
    await send('LIST', 'SendLocalList', {
      listVersion: 2,
      updateType: 'Differential',
      localAuthorizationList: [{ idTag: 'a' }, entry('C')],
    });
    point.answer('SendLocalList', { status: 'Failed' });
    await send('LIST', 'SendLocalList', { listVersion: 3, updateType: 'Full' });
    point.answer('GetLocalListVersion', { listVersion: 2 });
    expect(value(await tested.role.readLocalListVersion('LIST')).reportedVersion).toBe(2);
    await tested.restart();
    port = await tested.listen([0]);
    expect(known('LIST').localList).toMatchObject({
      sentVersion: 2,
      reportedVersion: 2,
      lastStatus: 'Failed',
      entries: [{ idTag: 'B' }, { idTag: 'C' }],
    });
  });

  it('ReserveNow and CancelReservation: active, Occupied, used, cancelled, expired', async () => {
    const point = await connect('RESERVED');
    const reserve = (reservationId: number, expiryDate = at(59)) =>
      send('RESERVED', 'ReserveNow', { reservationId, connectorId: 1, idTag: 'T', expiryDate });
    tested.clock.nowMs = Date.parse(at(0));
    point.answer('ReserveNow', { status: 'Accepted' });
    point.answer('CancelReservation', { status: 'Accepted' });
    for (const id of [1, 2, 3]) await reserve(id);
    await reserve(4, at(5));
    point.answer('ReserveNow', { status: 'Occupied' });
    await reserve(5);
    await send('RESERVED', 'CancelReservation', { reservationId: 2 });
    await point.call('StartTransaction', {
      connectorId: 1,
      idTag: 'T',
      meterStart: 0,
      timestamp: at(1),
      reservationId: 1,
    });
    tested.clock.nowMs = Date.parse(at(10));
    const states = known('RESERVED').reservations.map(({ reservationId, state, answer }) => [
      reservationId,
      state,
      answer,
    ]);
    expect(states).toEqual([
      [5, 'refused', 'Occupied'],
      [4, 'expired', 'Accepted'],
      [3, 'active', 'Accepted'],
      [2, 'cancelled', 'Accepted'],
      [1, 'used', 'Accepted'],
    ]);
  });

  it('SecurityEventNotification: kept in order, bounded, across a restart', async () => {
    const point = await connect('EVENTS');
    for (let number = 0; number < 510; number += 1) {
      await point.call('SecurityEventNotification', {
        type: 'StartupOfTheDevice',
        timestamp: at(0),
        techInfo: String(number),
      });
    }
    await tested.restart();
    port = await tested.listen([0]);
    const events = value(tested.role.securityEvents('EVENTS', 500));
    expect(events).toHaveLength(500);
    expect([events[0]?.techInfo, events.at(-1)?.techInfo]).toEqual(['509', '10']);
  });

  it('recent calls: the newest first, secrets taken out', async () => {
    const point = await connect('RECENT');
    point.answer('Reset', { status: 'Accepted' });
    point.answer('ChangeConfiguration', { status: 'Rejected' });
    await send('RECENT', 'Reset', { type: 'Soft' });
    const secret = '00112233445566778899aabbccddeeff';
    await send('RECENT', 'ChangeConfiguration', { key: 'AuthorizationKey', value: secret });
    const recent = value(tested.role.recentCalls('RECENT', undefined));
    expect(recent.map(({ action, status, masked }) => [action, status, masked])).toEqual([
      ['ChangeConfiguration', 'Rejected', true],
      ['Reset', 'Accepted', false],
    ]);
    expect(JSON.stringify(recent)).not.toContain(secret);
    expect(value(tested.role.recentCalls('RECENT', 'Reset'))).toHaveLength(1);
  });

  it('saved payloads are listed by action, replaced by name and deleted', () => {
    tested.role.savePayload({ action: 'Reset', name: 'soft', payload: { type: 'Hard' } });
    tested.role.savePayload({ action: 'Reset', name: 'soft', payload: { type: 'Soft' } });
    tested.role.savePayload({ action: 'ClearCache', name: 'plain', payload: {} });
    expect(tested.role.savedPayloads('Reset')).toEqual([
      { action: 'Reset', name: 'soft', payload: { type: 'Soft' } },
    ]);
    expect(tested.role.savedPayloads(undefined)).toHaveLength(2);
    const key = '00112233445566778899aabbccddeeff';
    const payload = { key: 'AuthorizationKey', value: key };
    tested.role.savePayload({ action: 'ChangeConfiguration', name: 'key', payload });
    expect(JSON.stringify(tested.role.savedPayloads(undefined))).not.toContain(key);
    expect(tested.role.deletePayload('Reset', 'soft')).toBe(true);
    expect(tested.role.deletePayload('Reset', 'soft')).toBe(false);
  });

  it('a station that is deleted is forgotten whole', async () => {
    const point = await connect('GONE');
    await point.call('SecurityEventNotification', { type: 'ResetOrReboot', timestamp: at(0) });
    await point.close();
    tested.role.deleteStation('GONE');
    tested.role.putStation('GONE', {});
    expect(value(tested.role.securityEvents('GONE', 10))).toEqual([]);
  });
});
