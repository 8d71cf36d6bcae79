/** An emulated charge point over real sockets against the bench's own listener: registration, charging, back-off. */
import { afterEach, describe, expect, it } from 'vitest';
import { type CentralSystem, result, startCentralSystem } from './central-system.ts';
import { createTestBench, type TestBench } from './support.ts';

let bench: TestBench;
let central: CentralSystem;

async function startBoth(): Promise<void> {
  bench = createTestBench();
  central = await startCentralSystem();
}

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  expect(bench.problems).toEqual([]);
  expect(bench.clock.waiting).toBe(0);
});

const accepted = (state: { registration?: string }) => state.registration === 'Accepted';

async function connected(connectors = 1): Promise<void> {
  await startBoth();
  await bench.put('CP-1', { url: central.url, securityProfile: 0, connectors });
  await bench.when('CP-1', accepted);
  await central.next('StatusNotification', ({ connectorId }) => connectorId === connectors);
}

describe('registration', () => {
  it('BootNotification: Accepted, reports connector 0 and every connector, and beats at the interval it was given', async () => {
    await connected(2);
    expect(central.calls.map(({ action }) => action)).toEqual([
      'BootNotification',
      'StatusNotification',
      'StatusNotification',
      'StatusNotification',
    ]);
    expect(central.calls[0]?.payload).toMatchObject({
      chargePointVendor: 'Benchpoint',
      chargePointSerialNumber: 'CP-1',
    });
    expect(bench.state('CP-1').heartbeatIntervalS).toBe(300);
    bench.clock.advance(299_000);
    expect(central.of('Heartbeat')).toEqual([]);
    bench.clock.advance(1000);
    await central.next('Heartbeat');
    bench.clock.advance(300_000);
    await central.next('Heartbeat');
  });

  it('BootNotification: Pending, nothing but what it is triggered to send, and again at the interval (§4.2)', async () => {
    await startBoth();
    central.answers.set('BootNotification', () =>
      result({ status: 'Pending', currentTime: new Date().toISOString(), interval: 20 }),
    );
    await bench.put('CP-1', { url: central.url, securityProfile: 0 });
    await bench.when('CP-1', ({ registration }) => registration === 'Pending');
    bench.clock.advance(19_000);
    expect(
      await central.ask('TriggerMessage', {
        requestedMessage: 'StatusNotification',
        connectorId: 1,
      }),
    ).toEqual({ status: 'Accepted' });
    await central.next('StatusNotification');
    expect(await central.ask('RemoteStartTransaction', { idTag: 'TAG' })).toEqual({
      status: 'Rejected',
    });
    expect(central.of('BootNotification')).toHaveLength(1);
    central.answers.clear();
    bench.clock.advance(1000);
    await bench.when('CP-1', accepted);
    expect(central.of('BootNotification')).toHaveLength(2);
  });

  it('BootNotification: Rejected, serves nobody and tries again at the interval', async () => {
    await startBoth();
    central.answers.set('BootNotification', () =>
      result({ status: 'Rejected', currentTime: new Date().toISOString(), interval: 0 }),
    );
    await bench.put('CP-1', { url: central.url, securityProfile: 0 });
    await bench.when('CP-1', ({ registration }) => registration === 'Rejected');
    const outcome = await central.call('GetConfiguration', {});
    expect(outcome).toMatchObject({ outcome: 'error', error: { code: 'SecurityError' } });
    central.answers.clear();
    bench.clock.advance(60_000);
    await bench.when('CP-1', accepted);
  });

  it('BootNotification: not repeated on a plain reconnect, but after a power cycle (S11)', async () => {
    await connected();
    central.csms.sessions[0]?.connection.close(1001);
    const waiting = await bench.when('CP-1', ({ status }) => status === 'waiting');
    expect(waiting.problem).toMatchObject({ code: 'closed-by-peer' });
    expect(Date.parse(waiting.nextAttemptAt ?? '')).toBeGreaterThan(bench.clock.nowMs());
    bench.clock.advance(1000);
    await bench.when('CP-1', ({ status }) => status === 'connected');
    bench.clock.advance(300_000);
    await central.next('Heartbeat');
    expect(central.of('BootNotification')).toHaveLength(1);
    expect(central.of('StatusNotification')).toHaveLength(2);

    await bench.act('CP-1', { action: 'power-cycle' });
    await central.next('StatusNotification', ({ connectorId }) => connectorId === 1);
    expect(central.of('BootNotification')).toHaveLength(2);
  });

  it('BootNotification: its currentTime sets the clock', async () => {
    await startBoth();
    central.answers.set('BootNotification', () =>
      result({ status: 'Accepted', currentTime: '2031-02-03T04:05:06Z', interval: 60 }),
    );
    await bench.put('CP-1', { url: central.url, securityProfile: 0 });
    const status = await central.next('StatusNotification');
    expect(status.payload.timestamp).toBe('2031-02-03T04:05:06.000Z');
  });
});

describe('back-off', () => {
  it('errata 3.4: waits longer after every refusal, and says when it tries again', async () => {
    bench = createTestBench();
    let refusals = 0;
    central = await startCentralSystem({
      refuse() {
        refusals += 1;
        return refusals <= 4 ? { status: 404, code: 'identity-unknown' } : undefined;
      },
    });
    await bench.put('CP-1', { url: central.url, securityProfile: 0 });
    const waitsMs: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const { nextAttemptAt, problem, attempts } = await bench.when(
        'CP-1',
        (state) => state.status === 'waiting' && state.attempts === attempt,
      );
      expect(problem).toMatchObject({ parameters: { status: 404 } });
      expect(attempts).toBe(attempt);
      const waitMs = Date.parse(nextAttemptAt ?? '') - bench.clock.nowMs();
      waitsMs.push(waitMs);
      bench.clock.advance(waitMs);
    }
    await bench.when('CP-1', accepted);
    expect(waitsMs).toEqual([750, 1500, 3000, 6000]);
  });

  it('stays away after disconnect, and comes back with connect', async () => {
    await connected();
    await bench.act('CP-1', { action: 'disconnect' });
    expect(bench.state('CP-1').status).toBe('disconnected');
    expect(bench.clock.waiting).toBe(0);
    const closing = await central.csms.recorder.next('connection-closed');
    expect(closing.detail.code).toBe('closed-by-peer');
    await bench.act('CP-1', { action: 'connect' });
    await bench.when('CP-1', ({ status }) => status === 'connected');
  });

  it('can be deleted while it dials, and leaves nothing behind', async () => {
    await startBoth();
    await bench.put('CP-1', { url: central.url, securityProfile: 0 });
    expect(await bench.chargePoints.delete('CP-1')).toBe(true);
    expect(bench.chargePoints.list()).toEqual([]);
    expect(bench.store.saved.size).toBe(0);
    expect(await bench.chargePoints.delete('CP-1')).toBe(false);
  });
});

describe('charging', () => {
  it('MeterValues: plug in, identify, charge with rising readings, identify again', async () => {
    await connected();
    await bench.act('CP-1', { action: 'plug-in' });
    await central.next('StatusNotification', ({ status }) => status === 'Preparing');
    const presented = await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    expect(presented).toMatchObject({
      ok: true,
      value: { outcome: { authorization: 'Accepted', result: 'started' } },
    });
    await central.next('Authorize');
    const start = await central.next('StartTransaction');
    expect(start.payload).toMatchObject({ connectorId: 1, idTag: 'TAG-1', meterStart: 0 });
    await central.next('StatusNotification', ({ status }) => status === 'Charging');
    await bench.when('CP-1', ({ connectors }) => connectors[1]?.transactionId === 1);

    bench.clock.advance(30_000);
    const first = await central.next('MeterValues');
    bench.clock.advance(30_000);
    const second = await central.next('MeterValues');
    expect(first.payload).toMatchObject({ connectorId: 1, transactionId: 1 });
    const energy = (payload: unknown) =>
      // The shape is checked by the Central System's validators.
      Number(
        (payload as { meterValue: { sampledValue: { value: string }[] }[] }).meterValue[0]
          ?.sampledValue[0]?.value,
      );
    expect(energy(first.payload)).toBe(184);
    expect(energy(second.payload)).toBe(368);

    const stopped = await bench.act('CP-1', { action: 'present-id-tag', idTag: 'tag-1' });
    expect(stopped).toMatchObject({ ok: true, value: { outcome: { result: 'stopped' } } });
    const stop = await central.next('StopTransaction');
    expect(stop.payload).toMatchObject({ transactionId: 1, meterStop: 368, reason: 'Local' });
    await central.next('StatusNotification', ({ status }) => status === 'Finishing');
    await bench.act('CP-1', { action: 'unplug' });
    await central.next('StatusNotification', ({ status }) => status === 'Available');
    bench.clock.advance(1000);
    // The heartbeat: nothing of the transaction is left.
    expect(bench.clock.waiting).toBe(1);
  });

  it('ConnectionTimeOut: identify first, given up after it, else started by the cable', async () => {
    await connected();
    await central.ask('ChangeConfiguration', { key: 'ConnectionTimeOut', value: '15' });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    await central.next('StatusNotification', ({ status }) => status === 'Preparing');
    bench.clock.advance(15_000);
    await central.next('StatusNotification', ({ status }) => status === 'Available');
    expect(central.of('StartTransaction')).toEqual([]);

    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    await bench.act('CP-1', { action: 'plug-in' });
    await central.next('StartTransaction');
    await bench.act('CP-1', { action: 'unplug' });
    const stop = await central.next('StopTransaction');
    expect(stop.payload.reason).toBe('EVDisconnected');
  });

  it('StartTransaction: none for a tag that is Blocked, ended for one that turns out Invalid', async () => {
    await connected();
    central.answers.set('Authorize', () => result({ idTagInfo: { status: 'Blocked' } }));
    await bench.act('CP-1', { action: 'plug-in' });
    const refused = await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    expect(refused).toMatchObject({
      ok: true,
      value: { outcome: { authorization: 'Blocked', result: 'refused' } },
    });
    central.answers.clear();
    central.answers.set('StartTransaction', () =>
      result({ transactionId: 7, idTagInfo: { status: 'Invalid' } }),
    );
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-2' });
    const stop = await central.next('StopTransaction');
    expect(stop.payload).toMatchObject({ transactionId: 7, reason: 'DeAuthorized' });
  });

  it('StartTransaction: made offline, told in order afterwards with the id it is given then', async () => {
    await connected();
    await central.ask('ChangeConfiguration', { key: 'AllowOfflineTxForUnknownId', value: 'true' });
    await central.ask('ChangeConfiguration', {
      key: 'StopTxnSampledData',
      value: 'Energy.Active.Import.Register',
    });
    central.answers.set('StartTransaction', () =>
      result({ transactionId: 4711, idTagInfo: { status: 'Accepted' } }),
    );
    await bench.act('CP-1', { action: 'go-offline' });
    await bench.when('CP-1', ({ status }) => status === 'disconnected');
    await bench.act('CP-1', { action: 'plug-in' });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    bench.clock.advance(30_000);
    await bench.act('CP-1', { action: 'unplug' });
    await bench.act('CP-1', { action: 'go-online' });
    const stop = await central.next('StopTransaction');
    const told = central.calls.filter(({ action }) => /Transaction|MeterValues/.test(action));
    expect(told.map(({ action }) => action)).toEqual([
      'StartTransaction',
      'MeterValues',
      'StopTransaction',
    ]);
    expect(told[1]?.payload.transactionId).toBe(4711);
    expect(stop.payload).toMatchObject({ transactionId: 4711, meterStop: 184 });
    expect(stop.payload.transactionData).toHaveLength(3);
    expect(central.of('BootNotification')).toHaveLength(1);
  });

  it('TransactionMessageAttempts: a refused message is tried again, later each time, and then given up', async () => {
    await connected();
    central.answers.set('StartTransaction', () => ({ kind: 'error', errorCode: 'InternalError' }));
    await bench.act('CP-1', { action: 'plug-in' });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    await central.next('StartTransaction');
    await bench.act('CP-1', { action: 'unplug' });
    for (const waitMs of [10_000, 20_000]) {
      await bench.clock.armed(waitMs);
      bench.clock.advance(waitMs);
      await central.next('StartTransaction');
    }
    const stop = await central.next('StopTransaction');
    expect(stop.payload.transactionId).toBe(-1);
  });

  it('StatusNotification: Faulted with its code, and charging ends', async () => {
    await connected();
    await bench.act('CP-1', { action: 'plug-in' });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    await bench.act('CP-1', { action: 'fault', errorCode: 'GroundFailure' });
    const fault = await central.next('StatusNotification', ({ status }) => status === 'Faulted');
    expect(fault.payload).toMatchObject({ connectorId: 1, errorCode: 'GroundFailure' });
    await central.next('StopTransaction');
    await bench.act('CP-1', { action: 'clear-fault' });
    await central.next('StatusNotification', ({ status }) => status === 'Finishing');
    expect(await bench.act('CP-1', { action: 'fault', errorCode: 'Nonsense' })).toMatchObject({
      ok: false,
      problem: { code: 'input-invalid' },
    });
  });
});

describe('the role', () => {
  it('keeps settings over a restart, secrets out of the state', async () => {
    await startBoth();
    await bench.put('CP-1', {
      url: central.url,
      securityProfile: 1,
      password: 'correct horse bat',
      autoConnect: false,
    });
    expect(JSON.stringify(bench.state('CP-1'))).not.toContain('correct horse');
    expect(bench.state('CP-1').settings.hasAuthorizationKey).toBe(true);
    const other = createTestBench({ store: bench.store });
    other.chargePoints.restore();
    expect(other.state('CP-1')).toMatchObject({
      status: 'disconnected',
      settings: { securityProfile: 1, hasAuthorizationKey: true },
    });
    await other.chargePoints.close();
  });

  it('refuses settings that cannot work', async () => {
    await startBoth();
    await expect(bench.put('CP-1', { url: 'ws://h/x', securityProfile: 2 })).rejects.toThrow(
      'profile-does-not-fit-url',
    );
    const trust = { pem: 'nothing' };
    await expect(
      bench.put('CP-1', { url: 'wss://h/x', securityProfile: 2, trust }),
    ).rejects.toThrow('certificate-unreadable');
  });

  it('sends what it is told to, valid or not, and shows the answer', async () => {
    await connected();
    const sent = await bench.act('CP-1', {
      action: 'send',
      ocppAction: 'DataTransfer',
      payload: { vendorId: 'x' },
    });
    expect(sent).toMatchObject({
      ok: true,
      value: { outcome: { outcome: 'result', payload: { status: 'Accepted' } } },
    });
    const invalid = await bench.act('CP-1', {
      action: 'send',
      ocppAction: 'Authorize',
      payload: {},
    });
    expect(invalid).toMatchObject({ ok: false, problem: { code: 'payload-invalid' } });
    const forced = await bench.act('CP-1', {
      action: 'send',
      ocppAction: 'Authorize',
      payload: {},
      validate: false,
    });
    expect(forced).toMatchObject({ ok: true, value: { outcome: { outcome: 'error' } } });
    await bench.act('CP-1', { action: 'send-raw', text: '[9]' });
    await central.csms.recorder.next('message', ({ text }) => text === '[9]');
  });

  it('runs many at once', async () => {
    await startBoth();
    const ids = Array.from({ length: 50 }, (_entry, index) => `CP-${index}`);
    await Promise.all(ids.map((id) => bench.put(id, { url: central.url, securityProfile: 0 })));
    await Promise.all(ids.map((id) => bench.when(id, accepted)));
    expect(central.of('BootNotification')).toHaveLength(50);
  });
});
