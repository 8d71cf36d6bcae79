import { describe, expect, it } from 'vitest';
import type { ChargingProfile, InstalledChargingProfile } from './memory.ts';
import { compositeSchedule, isToBeCleared, limitAtMs } from './schedule.ts';

const startMs = Date.UTC(2026, 10, 22, 10, 0, 0);
const hardwareLimitW = 22_080;

function installed(
  connectorId: number,
  chargingProfilePurpose: ChargingProfile['chargingProfilePurpose'],
  limits: [startPeriod: number, limit: number][],
  more: Partial<ChargingProfile> & { schedule?: Partial<ChargingProfile['chargingSchedule']> } = {},
): InstalledChargingProfile {
  const { schedule, ...rest } = more;
  return {
    connectorId,
    profile: {
      chargingProfileId: 1,
      stackLevel: 0,
      chargingProfilePurpose,
      chargingProfileKind: 'Absolute',
      chargingSchedule: {
        startSchedule: new Date(startMs).toISOString(),
        chargingRateUnit: 'W',
        chargingSchedulePeriod: limits.map(([startPeriod, limit]) => ({ startPeriod, limit })),
        ...schedule,
      },
      ...rest,
    },
  };
}

const limitAfter = (
  profiles: InstalledChargingProfile[],
  seconds: number,
  transactionStartedAtMs?: number,
) => {
  const subject =
    transactionStartedAtMs === undefined
      ? { connectorId: 1 }
      : { connectorId: 1, transactionStartedAtMs };
  return limitAtMs(profiles, subject, startMs + seconds * 1000, hardwareLimitW);
};

describe('OCPP 1.6 §3.13: which limit rules', () => {
  it('TxProfile goes before TxDefaultProfile, ChargePointMaxProfile caps both', () => {
    const defaults = installed(0, 'TxDefaultProfile', [[0, 11_000]]);
    const transaction = installed(1, 'TxProfile', [[0, 16_000]]);
    const most = installed(0, 'ChargePointMaxProfile', [[0, 14_000]]);
    expect(limitAfter([], 0)).toBe(hardwareLimitW);
    expect(limitAfter([defaults], 0)).toBe(11_000);
    expect(limitAfter([defaults, transaction], 0)).toBe(16_000);
    expect(limitAfter([defaults, transaction, most], 0)).toBe(14_000);
  });

  it('the highest stack level that says something rules; connector before charge point', () => {
    const low = installed(1, 'TxDefaultProfile', [[0, 5000]]);
    const high = installed(1, 'TxDefaultProfile', [[0, 7000]], {
      stackLevel: 3,
      schedule: { duration: 60 },
    });
    const whole = installed(0, 'TxDefaultProfile', [[0, 1000]]);
    expect(limitAfter([low, high, whole], 59)).toBe(7000);
    expect(limitAfter([low, high, whole], 60)).toBe(5000);
  });

  it('amperes count on three phases, or as many as the period says', () => {
    const schedule = {
      chargingRateUnit: 'A' as const,
      chargingSchedulePeriod: [
        { startPeriod: 0, limit: 16 },
        { startPeriod: 60, limit: 16, numberPhases: 1 },
      ],
    };
    const profile = installed(1, 'TxDefaultProfile', [], { schedule });
    expect(limitAfter([profile], 0)).toBe(11_040);
    expect(limitAfter([profile], 60)).toBe(3680);
  });

  it('Relative counts from the transaction, Recurring every day, validity bounds both', () => {
    const relative = installed(
      1,
      'TxDefaultProfile',
      [
        [0, 3000],
        [600, 6000],
      ],
      {
        chargingProfileKind: 'Relative',
      },
    );
    expect(limitAfter([relative], 0)).toBe(hardwareLimitW);
    expect(limitAfter([relative], 700, startMs)).toBe(6000);
    const daily = installed(
      1,
      'TxDefaultProfile',
      [
        [0, 3000],
        [3600, 9000],
      ],
      {
        chargingProfileKind: 'Recurring',
        recurrencyKind: 'Daily',
        validTo: new Date(startMs + 3 * 86_400_000).toISOString(),
      },
    );
    expect(limitAfter([daily], 2 * 86_400 + 4000)).toBe(9000);
    expect(limitAfter([daily], 3 * 86_400)).toBe(hardwareLimitW);
  });
});

describe('GetCompositeSchedule', () => {
  it('merges equal neighbours and shows every change in the window', () => {
    const defaults = installed(1, 'TxDefaultProfile', [
      [0, 8000],
      [600, 8000],
      [1200, 4000],
    ]);
    const most = installed(0, 'ChargePointMaxProfile', [[0, 6000]], {
      schedule: { duration: 300 },
    });
    const window = { startMs, durationS: 3600, unit: 'W', hardwareLimitW } as const;
    expect(compositeSchedule([defaults, most], { connectorId: 1 }, window)).toEqual([
      { startPeriod: 0, limit: 6000 },
      { startPeriod: 300, limit: 8000 },
      { startPeriod: 1200, limit: 4000 },
    ]);
  });

  it('shows a recurring schedule on every day of the window', () => {
    const daily = installed(
      1,
      'TxDefaultProfile',
      [
        [0, 3000],
        [43_200, 9000],
      ],
      {
        chargingProfileKind: 'Recurring',
        recurrencyKind: 'Daily',
      },
    );
    const window = { startMs, durationS: 2 * 86_400, unit: 'W', hardwareLimitW } as const;
    const starts = compositeSchedule([daily], { connectorId: 1 }, window).map(
      ({ startPeriod }) => startPeriod,
    );
    expect(starts).toEqual([0, 43_200, 86_400, 129_600]);
  });
});

describe('ClearChargingProfile', () => {
  const one = installed(1, 'TxDefaultProfile', [[0, 1]], { stackLevel: 2 });

  it('goes by the id alone when there is one, else by everything given', () => {
    expect(isToBeCleared(one, { id: 1, connectorId: 9 })).toBe(true);
    expect(isToBeCleared(one, { id: 2 })).toBe(false);
    expect(isToBeCleared(one, {})).toBe(true);
    expect(isToBeCleared(one, { connectorId: 1, stackLevel: 2 })).toBe(true);
    expect(isToBeCleared(one, { connectorId: 1, stackLevel: 3 })).toBe(false);
  });
});
