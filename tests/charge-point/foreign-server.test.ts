/** An emulated charge point against a Central System that is not ours: the server of `ocpp-rpc`, in strict mode. */
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ForeignCentralSystem,
  type ForeignSession,
  foreignKey,
  startForeignCentralSystem,
} from '../support/foreign-central-system.ts';
import { createTestBench, type TestBench } from './support.ts';

let bench: TestBench;
let server: ForeignCentralSystem;

beforeEach(() => {
  bench = createTestBench();
});

afterEach(async () => {
  await bench.chargePoints.close();
  await server.stop();
  expect(server.violations).toEqual([]);
  expect(bench.problems).toEqual([]);
  expect(bench.clock.waiting).toBe(0);
});

describe.each([0, 1, 2, 3] as const)('profile %i', (securityProfile) => {
  async function connect(): Promise<void> {
    server = await startForeignCentralSystem(bench.authorities, securityProfile);
    await bench.put('CP-1', {
      url: server.url,
      securityProfile,
      authorizationKeyHex: foreignKey,
      serialNumber: 'SN-1',
    });
    await server.next('StatusNotification', ({ connectorId }) => connectorId === 1);
  }

  it('boots, beats, authorises, charges', async () => {
    await connect();
    expect(server.handshakes[0]?.identity).toBe('CP-1');
    if (securityProfile === 3) {
      // The foreign server is an https server here.
      const socket = server.handshakes[0]?.request.socket as TLSSocket;
      expect(socket.getPeerCertificate().subject.CN).toBe('SN-1');
    }
    bench.clock.advance(120_000);
    await server.next('Heartbeat');
    await bench.act('CP-1', { action: 'plug-in' });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    await server.next('StartTransaction');
    await bench.when('CP-1', ({ connectors }) => connectors[1]?.transactionId === 42);
    bench.clock.advance(30_000);
    const reading = await server.next('MeterValues');
    expect(reading.payload.transactionId).toBe(42);
    await bench.act('CP-1', { action: 'unplug' });
    const stop = await server.next('StopTransaction');
    expect(stop.payload).toMatchObject({ transactionId: 42, reason: 'EVDisconnected' });
    expect(bench.recorder.of('message').filter(({ text }) => text?.startsWith('[4'))).toEqual([]);
  });

  it('answers, resets and boots again', async () => {
    await connect();
    const configuration = await server.sessions[0]?.call('GetConfiguration', {
      key: ['SecurityProfile'],
    });
    expect(configuration).toMatchObject({ configurationKey: [{ value: String(securityProfile) }] });
    await server.next('BootNotification');
    expect(await server.sessions[0]?.call('Reset', { type: 'Soft' })).toEqual({
      status: 'Accepted',
    });
    await server.next('BootNotification');
    await server.next('StatusNotification', ({ connectorId }) => connectorId === 1);
  });

  it('comes back with back-off when it is thrown out and refused', async () => {
    await connect();
    server.refusing = true;
    await server.sessions[0]?.close({ code: 1001, reason: 'maintenance' });
    await bench.when('CP-1', ({ status }) => status === 'waiting');
    bench.clock.advance(1000);
    const { problem } = await bench.when(
      'CP-1',
      ({ status, attempts }) => status === 'waiting' && attempts === 1,
    );
    expect(problem?.parameters?.status).toBe(401);
    server.refusing = false;
    bench.clock.advance(60_000);
    await bench.when('CP-1', ({ status }) => status === 'connected');
    await bench.act('CP-1', { action: 'fault' });
    await server.next('StatusNotification', ({ status }) => status === 'Faulted');
    expect(server.of('BootNotification')).toHaveLength(1);
  });
});

describe('what its schemas accept', () => {
  async function connect(): Promise<ForeignSession> {
    server = await startForeignCentralSystem(bench.authorities, 0);
    await bench.put('CP-1', { url: server.url, securityProfile: 0, connectors: 2 });
    await server.next('StatusNotification', ({ connectorId }) => connectorId === 2);
    const [session] = server.sessions;
    if (session === undefined) throw new Error('nobody is connected');
    return session;
  }

  const refusals = () =>
    bench.recorder.of('message').filter(({ text }) => text?.startsWith('[4') === true);

  it('MeterValues: every measurand, phase and context', async () => {
    const session = await connect();
    const everything =
      'Energy.Active.Import.Register,Energy.Active.Import.Interval,Power.Active.Import,Power.Active.Import.L1,Power.Offered,Power.Factor,Current.Import,Current.Import.L2,Current.Offered.L3,Voltage,Voltage.L1,Voltage.L1-L2,Frequency,Temperature,SoC';
    for (const key of ['MeterValuesSampledData', 'MeterValuesAlignedData', 'StopTxnSampledData']) {
      expect(await session.call('ChangeConfiguration', { key, value: everything })).toEqual({
        status: 'Accepted',
      });
    }
    await bench.act('CP-1', { action: 'plug-in' });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG-1' });
    await bench.when('CP-1', ({ connectors }) => connectors[1]?.transactionId === 42);
    bench.clock.advance(30_000);
    await session.call('TriggerMessage', { requestedMessage: 'MeterValues' });
    await bench.act('CP-1', { action: 'fault', endsTransaction: false });
    await bench.act('CP-1', { action: 'clear-fault' });
    await bench.act('CP-1', { action: 'unplug' });
    const { payload } = await server.next('StopTransaction');
    expect(JSON.stringify(payload)).toContain('Transaction.Begin');
    expect(refusals()).toEqual([]);
  });

  it('StatusNotification: a fault with everything that is known of it', async () => {
    await connect();
    await bench.act('CP-1', {
      action: 'fault',
      connectorId: 2,
      errorCode: 'EVCommunicationError',
      info: 'no pilot signal',
      vendorId: 'com.example',
      vendorErrorCode: '0x17',
    });
    const { payload } = await server.next(
      'StatusNotification',
      ({ status }) => status === 'Faulted',
    );
    expect(payload).toMatchObject({ connectorId: 2, vendorErrorCode: '0x17' });
    expect(refusals()).toEqual([]);
  });

  it('StartTransaction: made offline, its reservation and its place in the order are kept', async () => {
    const session = await connect();
    const reservation = {
      connectorId: 0,
      reservationId: 6,
      idTag: 'HOLDER',
      expiryDate: new Date(bench.clock.nowMs() + 600_000).toISOString(),
    };
    expect(await session.call('ReserveNow', reservation)).toEqual({ status: 'Accepted' });
    const list = [{ idTag: 'HOLDER', idTagInfo: { status: 'Accepted' } }];
    expect(
      await session.call('SendLocalList', {
        listVersion: 1,
        updateType: 'Full',
        localAuthorizationList: list,
      }),
    ).toEqual({ status: 'Accepted' });
    await bench.act('CP-1', { action: 'go-offline' });
    await bench.when('CP-1', ({ status }) => status === 'disconnected');
    await bench.act('CP-1', { action: 'plug-in', connectorId: 2 });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'HOLDER', connectorId: 2 });
    bench.clock.advance(30_000);
    await bench.act('CP-1', { action: 'unplug', connectorId: 2 });
    await bench.act('CP-1', { action: 'go-online' });
    const { payload } = await server.next('StopTransaction');
    expect(payload.transactionId).toBe(42);
    const told = server.calls.filter(({ action }) => /Transaction|MeterValues/.test(action));
    expect(told.map(({ action }) => action)).toEqual([
      'StartTransaction',
      'MeterValues',
      'StopTransaction',
    ]);
    expect(told[0]?.payload).toMatchObject({ connectorId: 2, reservationId: 6 });
    expect(refusals()).toEqual([]);
  });
});
