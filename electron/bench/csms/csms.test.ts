/** The role over real sockets: boot, id tags, transactions, calls, stations, listeners. */
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { csmsRequest } from '../../../shared/api/csms-contract.ts';
import { boot, csmsOfEachTest, key, request } from '../../../tests/support/csms-of-each-test.ts';
import { type BarePoint, connectBarePoint } from '../../../tests/support/csms-role.ts';

const csms = csmsOfEachTest();
const { connect } = csms;

describe('R30 calls before BootNotification was accepted', () => {
  it('a station that never booted here is served, with a finding', async () => {
    const point = await connect('CP1');
    expect(await point.call('Heartbeat')).toMatchObject({ kind: 'result' });
    expect(csms.tested.station('CP1').findings.map(({ rule }) => rule)).toEqual(['never-booted']);
  });

  it.each(['Pending', 'Rejected'] as const)('%s answers SecurityError', async (bootStatus) => {
    csms.tested.role.setPolicy({ bootStatus });
    const point = await connect('CP1');
    const answer = await point.call('BootNotification', boot);
    expect(answer).toMatchObject({ payload: { status: bootStatus, interval: 300 } });
    expect(await point.call('Heartbeat')).toMatchObject({ code: 'SecurityError' });
    expect(await point.call('BootNotification', boot)).toMatchObject({ kind: 'result' });
  });

  it('what TriggerMessage asked for passes while Pending, for every connector', async () => {
    csms.tested.role.setPolicy({ bootStatus: 'Pending' });
    const point = await connect('CP1');
    point.answer('TriggerMessage', { status: 'Accepted' });
    await point.call('BootNotification', boot);
    await csms.tested.role.call(
      'CP1',
      request('TriggerMessage', { requestedMessage: 'StatusNotification' }),
    );
    for (const connectorId of [1, 2]) {
      const status = { connectorId, errorCode: 'NoError', status: 'Available' };
      expect(await point.call('StatusNotification', status)).toMatchObject({ kind: 'result' });
    }
    expect(await point.call('Heartbeat')).toMatchObject({ code: 'SecurityError' });
  });

  it('what was triggered does not outlive the acceptance', async () => {
    csms.tested.role.setPolicy({ bootStatus: 'Pending' });
    const point = await connect('CP1');
    point.answer('TriggerMessage', { status: 'Accepted' });
    await point.call('BootNotification', boot);
    await csms.tested.role.call(
      'CP1',
      request('TriggerMessage', { requestedMessage: 'Heartbeat' }),
    );
    csms.tested.role.setPolicy({ bootStatus: 'Accepted' });
    await point.call('BootNotification', boot);
    csms.tested.role.setPolicy({ bootStatus: 'Pending' });
    await point.call('BootNotification', boot);
    expect(await point.call('Heartbeat')).toMatchObject({ code: 'SecurityError' });
  });

  it('S11 the acceptance survives a reconnect and a restart', async () => {
    const first = await connect('CP1');
    await first.call('BootNotification', boot);
    await first.close();
    await csms.tested.until('CP1', ({ connected }) => !connected);
    csms.tested.role.setPolicy({ bootStatus: 'Rejected' });
    const second = await connect('CP1');
    expect(await second.call('Heartbeat')).toMatchObject({ kind: 'result' });
    await csms.tested.restart();
    csms.port = await csms.tested.listen([0]);
    const third = await connect('CP1');
    expect(await third.call('Heartbeat')).toMatchObject({ kind: 'result' });
    expect(csms.tested.station('CP1')).toMatchObject({ registration: 'Accepted', vendor: 'Maker' });
    expect(csms.tested.station('CP1').findings).toEqual([]);
  });

  it('a station has its own boot status before the policy', async () => {
    csms.tested.role.putStation('CP1', { bootStatus: 'Rejected' });
    const point = await connect('CP1');
    expect(await point.call('BootNotification', boot)).toMatchObject({
      payload: { status: 'Rejected' },
    });
  });

  it('405 another serial number than the known one is a finding', async () => {
    csms.tested.role.putStation('CP1', { serialNumber: 'SN-1' });
    const point = await connect('CP1');
    await point.call('BootNotification', { ...boot, chargePointSerialNumber: 'SN-2' });
    expect(csms.tested.station('CP1').findings).toMatchObject([
      { rule: 'boot-serial-number-differs', parameters: { reported: 'SN-2', expected: 'SN-1' } },
    ]);
  });

  it('an empty serial number says nothing', async () => {
    const point = await connect('CP1');
    await point.call('BootNotification', { ...boot, chargePointSerialNumber: '' });
    expect(csms.tested.station('CP1').serialNumber).toBeUndefined();
  });
});

describe('id tags', () => {
  async function authorize(idTag: string): Promise<unknown> {
    const point = await connect('CP1');
    const answer = await point.call('Authorize', { idTag });
    return answer.kind === 'result' ? answer.payload.idTagInfo : answer;
  }

  it('an unknown one gets what the policy says', async () => {
    csms.tested.role.setPolicy({ unknownIdTag: 'Invalid' });
    expect(await authorize('NOBODY')).toEqual({ status: 'Invalid' });
  });

  it('are compared without regard to case, and keep their parent', async () => {
    csms.tested.role.putIdTag('Tag-A', { status: 'Accepted', parentIdTag: 'FAMILY' });
    expect(await authorize('TAG-a')).toEqual({ status: 'Accepted', parentIdTag: 'FAMILY' });
    csms.tested.role.putIdTag('TAG-A', { status: 'Blocked' });
    expect(csms.tested.role.idTags()).toEqual([{ idTag: 'TAG-A', status: 'Blocked' }]);
    await csms.tested.restart();
    expect(csms.tested.role.idTags()).toMatchObject([{ idTag: 'TAG-A', status: 'Blocked' }]);
  });

  it('expire at their date', async () => {
    const expiryDate = new Date(csms.tested.clock.nowMs + 1000).toISOString();
    csms.tested.role.putIdTag('T', { status: 'Accepted', expiryDate });
    expect(await authorize('T')).toEqual({ status: 'Accepted', expiryDate });
    csms.tested.clock.nowMs += 1000;
    expect(await authorize('T')).toEqual({ status: 'Expired', expiryDate });
  });

  it('that are blocked stay blocked after their date', async () => {
    csms.tested.role.putIdTag('T', { status: 'Blocked', expiryDate: '2020-01-01T00:00:00Z' });
    expect(await authorize('T')).toMatchObject({ status: 'Blocked' });
  });

  it('can be removed', async () => {
    csms.tested.role.putIdTag('T', { status: 'Blocked' });
    expect(csms.tested.role.deleteIdTag('t')).toBe(true);
    expect(csms.tested.role.deleteIdTag('t')).toBe(false);
    expect(await authorize('T')).toEqual({ status: 'Accepted' });
  });
});

describe('transactions', () => {
  const timestamp = '2026-11-22T10:00:00Z';
  const start = { connectorId: 1, idTag: 'T', meterStart: 100, timestamp };

  async function startOn(point: BarePoint): Promise<number> {
    const answer = await point.call('StartTransaction', start);
    return answer.kind === 'result' ? Number(answer.payload.transactionId) : 0;
  }

  it('have ids that are never given twice, also after a restart', async () => {
    const first = await startOn(await connect('CP1'));
    const second = await startOn(await connect('CP2'));
    await csms.tested.restart();
    csms.port = await csms.tested.listen([0]);
    const third = await startOn(await connect('CP1'));
    expect(first).toBeGreaterThan(0);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('are stopped and shown', async () => {
    const point = await connect('CP1');
    const transactionId = await startOn(point);
    const stop = { transactionId, meterStop: 900, timestamp, idTag: 'T', reason: 'Local' };
    const answer = await point.call('StopTransaction', stop);
    expect(answer).toMatchObject({ payload: { idTagInfo: { status: 'Accepted' } } });
    expect(csms.tested.station('CP1').transactions).toMatchObject([
      { transactionId, meterStartWh: 100, meterStopWh: 900, reason: 'Local' },
    ]);
  });

  it('a stop of another station’s transaction is answered, with a finding', async () => {
    const transactionId = await startOn(await connect('CP1'));
    const other = await connect('CP2');
    const answer = await other.call('StopTransaction', { transactionId, meterStop: 1, timestamp });
    expect(answer).toMatchObject({ kind: 'result', payload: {} });
    expect(csms.tested.station('CP2').findings.map(({ rule }) => rule)).toContain(
      'stop-of-unknown-transaction',
    );
    expect(csms.tested.station('CP1').transactions[0]?.stoppedAt).toBeUndefined();
  });

  it('StopTransaction: one that is repeated changes nothing, one that contradicts the first is a finding', async () => {
    const point = await connect('CP1');
    const transactionId = await startOn(point);
    const rules = () => csms.tested.station('CP1').findings.map(({ rule }) => rule);
    const stop = (meterStop: number) =>
      point.call('StopTransaction', { transactionId, meterStop, timestamp });
    await stop(900);
    await stop(900);
    expect(rules()).not.toContain('transaction-stopped-again');
    expect(await stop(950)).toMatchObject({ kind: 'result', payload: {} });
    expect(rules()).toContain('transaction-stopped-again');
    expect(csms.tested.station('CP1').transactions[0]?.meterStopWh).toBe(900);
  });

  it('−1, for a start that was never answered (errata 3.18), is no finding', async () => {
    const point = await connect('CP1');
    const stop = { transactionId: -1, meterStop: 1, timestamp };
    expect(await point.call('StopTransaction', stop)).toMatchObject({ kind: 'result' });
    expect(csms.tested.station('CP1').findings.map(({ rule }) => rule)).not.toContain(
      'stop-of-unknown-transaction',
    );
  });
});

describe('every other message of a charge point is answered', () => {
  const timestamp = '2026-11-22T10:00:00Z';
  it.each<[string, object, object]>([
    ['DataTransfer', { vendorId: 'x' }, { status: 'UnknownVendorId' }],
    ['DiagnosticsStatusNotification', { status: 'Idle' }, {}],
    ['FirmwareStatusNotification', { status: 'Idle' }, {}],
    ['LogStatusNotification', { status: 'Idle' }, {}],
    ['SecurityEventNotification', { type: 'MemoryExhaustion', timestamp }, {}],
    ['SignedFirmwareStatusNotification', { status: 'Idle' }, {}],
  ])('%s', async (action, payload, answer) => {
    const point = await connect('CP1');
    expect(await point.call(action, payload)).toEqual({ kind: 'result', payload: answer });
  });

  it('MeterValues and StatusNotification are shown at the connector', async () => {
    const point = await connect('CP1');
    const status = { connectorId: 1, errorCode: 'NoError', status: 'Charging', timestamp };
    await point.call('StatusNotification', status);
    const sampledValue = [
      { value: '1.5', unit: 'kWh' },
      { value: '7.2', measurand: 'Power.Active.Import', unit: 'kW' },
    ];
    const values = { connectorId: 1, meterValue: [{ timestamp, sampledValue }] };
    expect(await point.call('MeterValues', values)).toEqual({ kind: 'result', payload: {} });
    expect(csms.tested.station('CP1').connectors).toMatchObject([
      { connectorId: 1, status: 'Charging', meterWh: 1500, powerW: 7200 },
    ]);
  });

  it('an event that was kept while offline does not tell the clock', async () => {
    const point = await connect('CP1');
    await point.call('SecurityEventNotification', { type: 'x', timestamp: '2001-01-01T00:00:00Z' });
    expect(csms.tested.station('CP1').clockSkewMs).toBeUndefined();
  });

  it('R17 an action of the CSMS is NotSupported', async () => {
    const point = await connect('CP1');
    expect(await point.call('Reset', { type: 'Soft' })).toMatchObject({ code: 'NotSupported' });
  });
});

describe('calls to a station', () => {
  it('that is unknown or not connected', async () => {
    expect(await csms.tested.role.call('CP1', request('Reset', { type: 'Soft' }))).toMatchObject({
      problem: { code: 'station-unknown' },
    });
    csms.tested.role.putStation('CP1', {});
    expect(await csms.tested.role.call('CP1', request('Reset', { type: 'Soft' }))).toEqual({
      ok: true,
      value: { outcome: 'not-connected', frames: [] },
    });
  });

  it.each<[string, unknown, string, string | undefined]>([
    ['Reset', { type: 'Medium' }, 'payload-invalid', '/type'],
    ['Reset', 'Soft', 'payload-invalid', undefined],
    ['Rset', {}, 'action-unknown', 'Rset'],
    ['Heartbeat', {}, 'action-not-from-csms', 'Heartbeat'],
  ])('%s %j is refused with validate', async (action, payload, code, where) => {
    await connect('CP1');
    const outcome = await csms.tested.role.call('CP1', request(action, payload));
    expect(outcome).toMatchObject({ ok: false, problem: { code } });
    if (!outcome.ok && where !== undefined) expect(outcome.problem.where).toBe(where);
  });

  it.each<[string, unknown]>([
    ['Reset', { type: 'Medium' }],
    ['Nonsense', [1, 2]],
    ['ClearCache', 'text'],
    ['Heartbeat', null],
  ])('%s %j goes out as it is without validate', async (action, payload) => {
    const point = await connect('CP1');
    const called = csms.tested.role.call('CP1', {
      ...request(action, payload, false),
      timeoutMs: 5000,
    });
    expect(await point.received(action)).toEqual(payload ?? {});
    await point.close();
    expect(await called).toMatchObject({ value: { outcome: 'not-connected' } });
  });

  it('give the AuthorizationKey of an answer masked; the record keeps it', async () => {
    const point = await connect('CP1');
    const configurationKey = [
      { key: 'AuthorizationKey', readonly: false, value: 'ABCDEF0123456789' },
    ];
    point.answer('GetConfiguration', { configurationKey });
    const outcome = await csms.tested.role.call('CP1', request('GetConfiguration', {}));
    expect(outcome).toMatchObject({
      value: { payload: { configurationKey: [{ key: 'AuthorizationKey', value: '•••' }] } },
    });
    expect(JSON.stringify(csms.tested.recorder.frames)).toContain('ABCDEF0123456789');
  });

  it('time out', async () => {
    await connect('CP1');
    const outcome = await csms.tested.role.call('CP1', {
      ...request('ClearCache', {}),
      timeoutMs: 100,
    });
    expect(outcome).toMatchObject({ value: { outcome: 'timeout', frames: [expect.any(Number)] } });
  });
});

describe('stations', () => {
  it('that are deleted stay deleted, although their connection ends later', async () => {
    const point = await connect('CP1');
    csms.tested.role.deleteStation('CP1');
    await point.closed;
    expect(csms.tested.role.stations()).toEqual([]);
    await csms.tested.restart();
    expect(csms.tested.role.stations()).toEqual([]);
  });

  it('the reveal of a key is recorded', () => {
    csms.tested.role.putStation('CP1', { authorizationKeyHex: key });
    expect(csms.tested.role.revealAuthorizationKey('CP1')).toMatchObject({ value: { hex: key } });
    expect(csms.tested.recorder.of('secret-revealed')).toMatchObject([
      { detail: { what: 'station', station: 'CP1' } },
    ]);
    csms.tested.role.putStation('CP1', { authorizationKeyHex: null });
    expect(csms.tested.role.revealAuthorizationKey('CP1')).toMatchObject({
      problem: { code: 'no-authorization-key' },
    });
  });
});

/** The server certificate that a listener shows. */
function certificateAt(port: number): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

describe('listeners', () => {
  function configure(...listeners: object[]) {
    return csms.tested.role.configure(csmsRequest.parse({ listeners }));
  }
  const local = { host: '127.0.0.1', securityProfiles: [0] };

  it('one that is asked for again keeps its connections', async () => {
    const point = await connect('CP1');
    await configure({ ...local, port: csms.port, securityProfiles: [0, 1] });
    expect(await point.call('Heartbeat')).toMatchObject({ kind: 'result' });
    expect(csms.tested.role.state().listeners).toMatchObject([
      { port: csms.port, settings: { securityProfiles: [0, 1] }, connections: 1 },
    ]);
  });

  it('one that is left out is stopped, the other keeps its connections', async () => {
    const point = await connect('CP1');
    const both = await configure({ ...local, port: csms.port }, { ...local, port: 0 });
    expect(both.listeners).toHaveLength(2);
    const second = both.listeners[1];
    const other = await connectBarePoint(`ws://127.0.0.1:${second?.port}/CP2`);
    await configure({ ...local, port: csms.port });
    expect(await other.closed).toMatchObject({ code: 1001 });
    expect(await point.call('Heartbeat')).toMatchObject({ kind: 'result' });
  });

  it('leaves are reissued under the same root when an address comes, and nobody is dropped', async () => {
    const { addresses, listen, role } = csms.tested;
    const port = await listen([0, 2]);
    const point = await connectBarePoint(`ws://127.0.0.1:${port}/STAYS`);
    const before = await certificateAt(port);
    addresses.push('192.0.2.77');
    await role.refreshCertificates();
    const after = await certificateAt(port);
    expect(before.subjectaltname).not.toContain('192.0.2.77');
    expect(after.subjectaltname).toContain('IP Address:192.0.2.77');
    expect(after.issuer).toEqual(before.issuer);
    expect(after.serialNumber).not.toBe(before.serialNumber);
    expect(await point.call('Heartbeat')).toMatchObject({ kind: 'result' });
  });

  it('two requests at once end in what the later one asked for', async () => {
    const [, after] = await Promise.all([
      configure({ ...local, id: 'a', port: 0 }, { ...local, id: 'b', port: 0 }),
      configure({ ...local, id: 'b', port: 0 }),
    ]);
    expect(after.listeners.map(({ id, status }) => [id, status])).toEqual([['b', 'listening']]);
  });

  it('S5 a taken port is said with its code and the others run', async () => {
    const state = await configure(
      { ...local, id: 'a', port: csms.port },
      { ...local, id: 'b', port: csms.port },
    );
    const failed = state.listeners.filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([{ problem: { code: 'port-in-use' } }]);
    expect(state.running).toBe(true);
  });

  it('come back after a restart', async () => {
    await configure({ ...local, port: csms.port });
    await csms.tested.restart();
    await csms.tested.role.restore();
    expect(csms.tested.role.state()).toMatchObject({
      running: true,
      listeners: [{ port: csms.port }],
    });
    await connect('CP1');
  });
});
