/**
 * A station with a whole session behind it: a running transaction with meter values, a local list, a reservation,
 * charging profiles, roots, a log, chosen answers. Knows the API only.
 */
import { vi } from 'vitest';
import { type ServedBench, startListener } from './bench.ts';
import { patienceMs } from './visit.ts';

export interface OperationFacts {
  id: string;
  kind: string;
  status: string;
}

/** Adds an emulated charge point on a profile and answers its identity once it has booted. */
export async function tryIt(bench: ServedBench, securityProfile: 0 | 1 | 2 | 3): Promise<string> {
  // The shapes that the contract promises for these routes.
  const made = (await bench.api('POST', '/charge-points/try-it', { securityProfile })) as {
    id: string;
  };
  await vi.waitFor(
    async () => {
      const stations = (await bench.api('GET', '/csms/stations')) as {
        id: string;
        registration?: string;
      }[];
      const station = stations.find(({ id }) => id === made.id);
      if (station?.registration !== 'Accepted') throw new Error(`${made.id} has not booted`);
    },
    { timeout: patienceMs, interval: 50 },
  );
  return made.id;
}

/** Starts a guided operation and waits for its end. */
async function operate(bench: ServedBench, path: string, request: object): Promise<void> {
  // The shapes that the contract promises for these routes.
  const started = (await bench.api('POST', `${path}/operations`, request)) as OperationFacts;
  await vi.waitFor(
    async () => {
      const state = (await bench.api('GET', `${path}/operations/${started.id}`)) as OperationFacts;
      if (state.status !== 'succeeded') throw new Error(JSON.stringify(state));
    },
    { timeout: patienceMs, interval: 50 },
  );
}

const hourMs = 3_600_000;

/** Answers the identity of the station. */
export async function makeSession(bench: ServedBench): Promise<string> {
  await startListener(bench);
  const id = await tryIt(bench, 0);
  const path = `/csms/stations/${id}`;
  const call = (action: string, payload: object) =>
    bench.api('POST', `${path}/calls`, { action, payload });
  const act = (action: object) => bench.api('POST', `/charge-points/${id}/actions`, action);
  const set = (key: string, value: string) =>
    bench.api('PUT', `${path}/configuration/${key}`, { value });

  await set('MeterValueSampleInterval', '1');
  await set(
    'MeterValuesSampledData',
    'Energy.Active.Import.Register,Power.Active.Import,Current.Import,SoC',
  );
  await act({ action: 'plug-in', connectorId: 1 });
  await act({ action: 'present-id-tag', idTag: 'BENCH-TAG-1', connectorId: 1 });
  await bench.api('POST', `${path}/configuration/read`, {});
  await call('SendLocalList', {
    listVersion: 1,
    updateType: 'Full',
    localAuthorizationList: [{ idTag: 'BENCH-TAG-1', idTagInfo: { status: 'Accepted' } }],
  });
  await call('SetChargingProfile', {
    connectorId: 0,
    csChargingProfiles: {
      chargingProfileId: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'ChargePointMaxProfile',
      chargingProfileKind: 'Absolute',
      chargingSchedule: {
        startSchedule: new Date().toISOString(),
        chargingRateUnit: 'A',
        chargingSchedulePeriod: [
          { startPeriod: 0, limit: 16 },
          { startPeriod: 3600, limit: 8 },
        ],
      },
    },
  });
  await call('ReserveNow', {
    connectorId: 1,
    idTag: 'BENCH-TAG-2',
    reservationId: 1,
    expiryDate: new Date(Date.now() + hourMs).toISOString(),
  });
  await operate(bench, path, { operation: 'install-root', root: 'bench-rsa' });
  await operate(bench, path, { operation: 'get-log', logType: 'SecurityLog' });
  await bench.api('POST', `${path}/certificates/read`, {});
  await bench.api('POST', '/files/firmware/generate', { bytes: 1000, name: 'test.bin' });
  await bench.api('POST', '/csms/answers', {
    action: 'DataTransfer',
    station: id,
    answer: { kind: 'silence' },
  });
  return id;
}
