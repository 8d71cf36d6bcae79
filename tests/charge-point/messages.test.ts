/** What an emulated charge point answers to every CALL of a Central System, over a real socket. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionsSentBy16 } from '../../shared/ocpp/actions.ts';
import { exampleRequest } from '../../shared/ocpp/examples-1.6.ts';
import { type CentralSystem, startCentralSystem } from './central-system.ts';
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
  )('%s: answered as its schema says', async (action) => {
    const outcome = await central.call(action, exampleRequest(action));
    expect(outcome).toMatchObject({ outcome: 'result', violations: [] });
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

  it('SetChargingProfile: a limit is obeyed, composed and cleared', async () => {
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
