/** Smart charging at the door of a charge point: what it takes, what it refuses, and that the meter obeys. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Online, startOnline } from './online.ts';

let online: Online;

beforeEach(async () => {
  online = await startOnline({ connectors: 2, vehicle: { startSoc: 10 } });
});

afterEach(async () => {
  await online.stop();
});

type Profile = Record<string, unknown>;

const iso = (fromNowS = 0) => new Date(online.bench.clock.nowMs() + fromNowS * 1000).toISOString();

/** A profile that is fine; tests spoil it. */
function profile(
  limits: [startPeriod: number, limit: number][],
  more: Profile = {},
  schedule: Profile = {},
): Profile {
  return {
    chargingProfileId: 1,
    stackLevel: 0,
    chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Absolute',
    chargingSchedule: {
      startSchedule: iso(),
      chargingRateUnit: 'W',
      chargingSchedulePeriod: limits.map(([startPeriod, limit]) => ({ startPeriod, limit })),
      ...schedule,
    },
    ...more,
  };
}

async function set(connectorId: number, csChargingProfiles: Profile): Promise<unknown> {
  const { status } = await online.ask('SetChargingProfile', { connectorId, csChargingProfiles });
  return status;
}

const clear = async (wanted: object) => (await online.ask('ClearChargingProfile', wanted)).status;

async function composite(connectorId: number, duration = 600, more: object = {}) {
  const request = { connectorId, duration, ...more };
  const { status, chargingSchedule } = await online.ask('GetCompositeSchedule', request);
  expect(status).toBe('Accepted');
  // Validated against its schema when it arrived.
  return (chargingSchedule as { chargingSchedulePeriod: unknown[] }).chargingSchedulePeriod;
}

describe('SetChargingProfile: what is refused', () => {
  it('SetChargingProfile: a connector that is not there is Rejected', async () => {
    expect(await set(3, profile([[0, 1000]]))).toBe('Rejected');
  });

  it('SetChargingProfile: ChargePointMaxProfile on a connector is Rejected (§3.13.1)', async () => {
    const most = { chargingProfilePurpose: 'ChargePointMaxProfile' };
    expect(await set(1, profile([[0, 1000]], most))).toBe('Rejected');
    const relative = { ...most, chargingProfileKind: 'Relative' };
    expect(await set(0, profile([[0, 1000]], relative))).toBe('Rejected');
    expect(await set(0, profile([[0, 1000]], most))).toBe('Accepted');
  });

  it('SetChargingProfile: TxProfile without its transaction is Rejected (§5.16.2)', async () => {
    const own = { chargingProfilePurpose: 'TxProfile' };
    expect(await set(1, profile([[0, 1000]], own))).toBe('Rejected');
    await online.charge(1);
    expect(await set(0, profile([[0, 1000]], own))).toBe('Rejected');
    expect(await set(2, profile([[0, 1000]], own))).toBe('Rejected');
    expect(await set(1, profile([[0, 1000]], { ...own, transactionId: 99 }))).toBe('Rejected');
    expect(await set(1, profile([[0, 1000]], { ...own, transactionId: 1 }))).toBe('Accepted');
    expect(await set(1, profile([[0, 1000]], own))).toBe('Accepted');
  });

  it('SetChargingProfile: a transactionId with another purpose is Rejected (§7.8)', async () => {
    expect(await set(1, profile([[0, 1000]], { transactionId: 1 }))).toBe('Rejected');
  });

  it('SetChargingProfile: a stack level above ChargeProfileMaxStackLevel is Rejected', async () => {
    expect(await set(1, profile([[0, 1000]], { stackLevel: 11 }))).toBe('Rejected');
    expect(await set(1, profile([[0, 1000]], { stackLevel: 10 }))).toBe('Accepted');
  });

  it('SetChargingProfile: more periods than ChargingScheduleMaxPeriods are Rejected', async () => {
    const periods = (count: number) =>
      profile(Array.from({ length: count }, (_entry, place) => [place, 1000]));
    expect(await set(1, periods(25))).toBe('Rejected');
    expect(await set(1, periods(24))).toBe('Accepted');
  });

  it('SetChargingProfile: more profiles than MaxChargingProfilesInstalled are Rejected', async () => {
    const numbered = (id: number, connectorId: number, more: Profile = {}) =>
      set(
        connectorId,
        profile([[0, 1000]], { chargingProfileId: id, stackLevel: id % 10, ...more }),
      );
    for (let id = 0; id < 20; id += 1) {
      const more = id === 7 ? { validTo: iso(60) } : {};
      expect(await numbered(id, 1 + Math.floor(id / 10), more)).toBe('Accepted');
    }
    expect(await numbered(20, 0)).toBe('Rejected');
    expect(await numbered(5, 1)).toBe('Accepted');
    // One whose validity has ended makes room.
    online.bench.clock.advance(60_000);
    expect(await numbered(20, 0)).toBe('Accepted');
    expect(await clear({ id: 7 })).toBe('Unknown');
  });

  it.each([
    ['no period at the beginning', [[10, 1000]], {}, {}],
    [
      'periods out of order',
      [
        [0, 1000],
        [60, 1],
        [60, 2],
      ],
      {},
      {},
    ],
    ['a negative limit', [[0, -1]], {}, {}],
    ['a duration of nothing', [[0, 1000]], {}, { duration: 0 }],
    ['validTo before validFrom', [[0, 1000]], { validFrom: 10, validTo: 5 }, {}],
    ['Recurring without recurrencyKind', [[0, 1000]], { chargingProfileKind: 'Recurring' }, {}],
    [
      'Recurring without startSchedule',
      [[0, 1000]],
      { chargingProfileKind: 'Recurring', recurrencyKind: 'Daily' },
      { startSchedule: undefined },
    ],
    ['a negative minChargingRate', [[0, 1000]], {}, { minChargingRate: -1 }],
  ] satisfies [string, [number, number][], Profile, Profile][])(
    'SetChargingProfile: %s is Rejected',
    async (_what, limits, more, schedule) => {
      const { validFrom, validTo, ...rest } = more as Record<string, unknown>;
      const dates = {
        ...(typeof validFrom === 'number' ? { validFrom: iso(validFrom) } : {}),
        ...(typeof validTo === 'number' ? { validTo: iso(validTo) } : {}),
      };
      expect(await set(1, profile(limits, { ...rest, ...dates }, schedule))).toBe('Rejected');
      expect(await clear({})).toBe('Unknown');
    },
  );

  it('SetChargingProfile: four phases are Rejected', async () => {
    const chargingSchedulePeriod = [{ startPeriod: 0, limit: 1000, numberPhases: 4 }];
    expect(await set(1, profile([], {}, { chargingSchedulePeriod }))).toBe('Rejected');
  });
});

describe('SetChargingProfile: what replaces what', () => {
  it('SetChargingProfile: the same id anywhere, or the same purpose and level on the connector', async () => {
    await set(1, profile([[0, 1000]], { chargingProfileId: 1 }));
    await set(2, profile([[0, 2000]], { chargingProfileId: 1 }));
    expect(await composite(1)).toEqual([{ startPeriod: 0, limit: 22_080 }]);
    expect(await composite(2)).toEqual([{ startPeriod: 0, limit: 2000 }]);
    await set(2, profile([[0, 3000]], { chargingProfileId: 2 }));
    expect(await composite(2)).toEqual([{ startPeriod: 0, limit: 3000 }]);
    expect(await clear({ id: 1 })).toBe('Unknown');
  });
});

describe('SetChargingProfile: the meter obeys', () => {
  it('SetChargingProfile: a limit holds exactly up to its boundary, 0 is SuspendedEVSE', async () => {
    await online.charge();
    await online.reported('Charging');
    const before = online.connector().meterWh ?? 0;
    await set(
      1,
      profile(
        [
          [0, 3600],
          [30, 0],
          [45, 7200],
        ],
        { chargingProfileKind: 'Relative' },
      ),
    );
    const { clock } = online.bench;
    clock.advance(29_999);
    expect(online.connector()).toMatchObject({ powerW: 3600, status: 'Charging' });
    clock.advance(1);
    expect(online.connector()).toMatchObject({ powerW: 0, status: 'SuspendedEVSE' });
    await online.reported('SuspendedEVSE');
    clock.advance(15_000);
    expect(online.connector()).toMatchObject({ powerW: 7200, status: 'Charging' });
    await online.reported('Charging');
    clock.advance(10_000);
    // 3600 W for 30 s, nothing for 15 s, 7200 W for 10 s.
    expect((online.connector().meterWh ?? 0) - before).toBe(50);
  });

  it('SetChargingProfile: what the whole charge point may draw is shared by those who charge', async () => {
    await online.charge(1);
    await online.charge(2);
    const most = { chargingProfilePurpose: 'ChargePointMaxProfile' };
    await set(0, profile([[0, 10_000]], most));
    expect([online.connector(1).powerW, online.connector(2).powerW]).toEqual([5000, 5000]);
    await set(1, profile([[0, 2000]], { chargingProfileId: 2 }));
    expect([online.connector(1).powerW, online.connector(2).powerW]).toEqual([2000, 8000]);
    await online.outcome({ action: 'unplug', connectorId: 2 });
    await set(1, profile([[0, 20_000]], { chargingProfileId: 2 }));
    expect(online.connector(1).powerW).toBe(10_000);
  });

  it('SetChargingProfile: below minChargingRate the vehicle is not charged', async () => {
    await online.charge(1);
    await set(1, profile([[0, 1000]], {}, { minChargingRate: 1380 }));
    expect(online.connector(1)).toMatchObject({ powerW: 0, status: 'SuspendedEVSE' });
    await set(1, profile([[0, 1380]], {}, { minChargingRate: 1380 }));
    expect(online.connector(1)).toMatchObject({ powerW: 1380, status: 'Charging' });
  });

  it('SetChargingProfile: numberPhases bounds the phases that are used', async () => {
    await online.charge(1);
    const chargingSchedulePeriod = [{ startPeriod: 0, limit: 16, numberPhases: 1 }];
    const onePhase = { chargingRateUnit: 'A', chargingSchedulePeriod };
    await set(1, profile([], {}, onePhase));
    expect(online.connector(1).powerW).toBe(3680);
    expect(await composite(1, 60, { chargingRateUnit: 'A' })).toEqual([
      { startPeriod: 0, limit: 16, numberPhases: 1 },
    ]);
  });
});

describe('Profiles and transactions', () => {
  it('RemoteStartTransaction: its profile rules the transaction and goes with it (§5.11)', async () => {
    const { startSchedule: _none, ...schedule } = {
      startSchedule: '',
      chargingRateUnit: 'W',
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 4000 }],
    };
    const chargingProfile = {
      ...profile([], { chargingProfilePurpose: 'TxProfile', chargingProfileKind: 'Relative' }),
      chargingSchedule: schedule,
    };
    const start = { connectorId: 1, idTag: 'TAG-1', chargingProfile };
    await online.outcome({ action: 'plug-in' });
    expect(await online.ask('RemoteStartTransaction', start)).toEqual({ status: 'Accepted' });
    await online.reported('Charging');
    expect(online.connector().powerW).toBe(4000);
    await online.outcome({ action: 'unplug' });
    expect(await clear({})).toBe('Unknown');
  });

  it('RemoteStartTransaction: a profile of another purpose is Rejected', async () => {
    const start = { connectorId: 1, idTag: 'TAG-1', chargingProfile: profile([[0, 1000]]) };
    expect(await online.ask('RemoteStartTransaction', start)).toEqual({ status: 'Rejected' });
  });

  it('SetChargingProfile: profiles outlast a restart, a TxProfile does not outlast its transaction', async () => {
    await online.charge();
    await set(1, profile([[0, 5000]]));
    const own = { chargingProfileId: 2, chargingProfilePurpose: 'TxProfile' };
    await set(1, profile([[0, 3000]], own));
    expect(online.connector().powerW).toBe(3000);
    await online.restartBench();
    expect(await composite(1, 60)).toEqual([{ startPeriod: 0, limit: 5000 }]);
    expect(await clear({ id: 2 })).toBe('Unknown');
  });
});

describe('GetCompositeSchedule and ClearChargingProfile', () => {
  it('GetCompositeSchedule: an unknown connector and a duration of nothing are Rejected', async () => {
    const ask = (connectorId: number, duration: number) =>
      online.ask('GetCompositeSchedule', { connectorId, duration });
    expect(await ask(3, 60)).toEqual({ status: 'Rejected' });
    expect(await ask(1, 0)).toEqual({ status: 'Rejected' });
  });

  it('GetCompositeSchedule: connector 0 adds its outlets up', async () => {
    await set(
      1,
      profile([
        [0, 5000],
        [60, 1000],
      ]),
    );
    const [first, second] = await composite(0, 120);
    expect(first).toEqual({ startPeriod: 0, limit: 27_080 });
    expect(second).toMatchObject({ limit: 23_080 });
  });

  it('GetCompositeSchedule: without a transaction Relative counts from now', async () => {
    const relative = { chargingProfileKind: 'Relative' };
    await set(
      1,
      profile(
        [
          [0, 5000],
          [60, 1000],
        ],
        relative,
      ),
    );
    expect(await composite(1)).toEqual([
      { startPeriod: 0, limit: 5000 },
      { startPeriod: 60, limit: 1000 },
    ]);
  });

  it('ClearChargingProfile: by purpose, level and connector; what is left still rules', async () => {
    await set(0, profile([[0, 9000]], { chargingProfileId: 1 }));
    await set(1, profile([[0, 5000]], { chargingProfileId: 2, stackLevel: 1 }));
    expect(await clear({ chargingProfilePurpose: 'TxProfile' })).toBe('Unknown');
    expect(await clear({ connectorId: 1, stackLevel: 0 })).toBe('Unknown');
    expect(await clear({ connectorId: 1 })).toBe('Accepted');
    expect(await composite(1)).toEqual([{ startPeriod: 0, limit: 9000 }]);
    expect(await clear({ chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 0 })).toBe(
      'Accepted',
    );
    expect(await composite(1)).toEqual([{ startPeriod: 0, limit: 22_080 }]);
  });
});
