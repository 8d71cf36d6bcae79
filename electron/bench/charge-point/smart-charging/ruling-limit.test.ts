import { describe, expect, it } from 'vitest';
import type { ChargingProfile, InstalledChargingProfile } from '../memory.ts';
import { compositeOfChargePoint, compositeOfConnector } from './composite-schedule.ts';
import { lower, wattsOf } from './limit.ts';
import { hardwareLimitOf } from './offer.ts';
import { isToBeCleared } from './profile-rules.ts';
import { limitOfConnector, timeline } from './ruling-limit.ts';
import { shareOut } from './share-out.ts';

const hardwareLimit = hardwareLimitOf({});
const hardwareLimitW = 22_080;

const startMs = Date.UTC(2026, 10, 22, 10, 0, 0);
const isoAfter = (seconds: number) => new Date(startMs + seconds * 1000).toISOString();

type Limits = [startPeriod: number, limit: number, numberPhases?: number][];

function installed(
  connectorId: number,
  chargingProfilePurpose: ChargingProfile['chargingProfilePurpose'],
  limits: Limits,
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
        chargingSchedulePeriod: limits.map(([startPeriod, limit, numberPhases]) =>
          numberPhases === undefined
            ? { startPeriod, limit }
            : { startPeriod, limit, numberPhases },
        ),
        ...schedule,
      },
      ...rest,
    },
  };
}

function limitAfter(
  profiles: InstalledChargingProfile[],
  seconds: number,
  transactionStartedAtMs?: number,
): number {
  const subject =
    transactionStartedAtMs === undefined
      ? { connectorId: 1 }
      : { connectorId: 1, transactionStartedAtMs };
  const ruling = limitOfConnector(timeline(profiles), subject, startMs + seconds * 1000);
  return wattsOf(lower(ruling.limit, hardwareLimit));
}

const window = { startMs, durationS: 3600, unit: 'W', hardware: hardwareLimit } as const;

describe('OCPP 1.6 §3.13: which limit rules', () => {
  it('SetChargingProfile: TxProfile goes before TxDefaultProfile, ChargePointMaxProfile caps both', () => {
    const defaults = installed(0, 'TxDefaultProfile', [[0, 11_000]]);
    const transaction = installed(1, 'TxProfile', [[0, 16_000]]);
    const most = installed(0, 'ChargePointMaxProfile', [[0, 14_000]]);
    expect(limitAfter([], 0)).toBe(hardwareLimitW);
    expect(limitAfter([defaults], 0)).toBe(11_000);
    expect(limitAfter([defaults, transaction], 0)).toBe(16_000);
    expect(limitAfter([defaults, transaction, most], 0)).toBe(14_000);
  });

  it('SetChargingProfile: the highest stack level that says something rules', () => {
    const low = installed(1, 'TxDefaultProfile', [[0, 5000]]);
    const high = installed(1, 'TxDefaultProfile', [[0, 7000]], {
      stackLevel: 3,
      schedule: { duration: 60 },
    });
    expect(limitAfter([low, high], 59)).toBe(7000);
    expect(limitAfter([low, high], 60)).toBe(5000);
  });

  it('SetChargingProfile: a TxDefaultProfile of the connector stands in for that of connector 0 on its level', () => {
    const whole = installed(0, 'TxDefaultProfile', [[0, 1000]]);
    const own = installed(1, 'TxDefaultProfile', [[0, 7000]], { schedule: { duration: 60 } });
    const below = installed(0, 'TxDefaultProfile', [[0, 2000]], { stackLevel: -1 });
    expect(limitAfter([whole, own], 0)).toBe(7000);
    // Its end does not bring back what it replaced; another level is another matter.
    expect(limitAfter([whole, own], 60)).toBe(hardwareLimitW);
    expect(limitAfter([whole, own, below], 60)).toBe(2000);
    expect(limitAfter([whole, installed(2, 'TxDefaultProfile', [[0, 7000]])], 0)).toBe(1000);
  });

  it('SetChargingProfile: amperes bound each phase, watts all of them together', () => {
    const schedule = { chargingRateUnit: 'A' } as const;
    const amperes = installed(
      1,
      'TxDefaultProfile',
      [
        [0, 16],
        [60, 16, 1],
      ],
      { schedule },
    );
    expect(limitAfter([amperes], 0)).toBe(11_040);
    expect(limitAfter([amperes], 60)).toBe(3680);
    const most = installed(0, 'ChargePointMaxProfile', [[0, 10]], { schedule });
    // Sixteen amperes on one phase stay below the power of ten on three, and above what one phase may carry.
    expect(limitAfter([amperes, most], 60)).toBe(2300);
    const watts = installed(0, 'ChargePointMaxProfile', [[0, 3000]]);
    expect(limitAfter([amperes, watts], 60)).toBe(3000);
  });

  it('SetChargingProfile: Relative counts from the transaction, Absolute without a start too', () => {
    const limits: Limits = [
      [0, 3000],
      [600, 6000],
    ];
    const relative = installed(1, 'TxDefaultProfile', limits, { chargingProfileKind: 'Relative' });
    expect(limitAfter([relative], 0)).toBe(hardwareLimitW);
    expect(limitAfter([relative], 700, startMs)).toBe(6000);
    const { chargingSchedule, ...rest } = relative.profile;
    const { startSchedule: _start, ...schedule } = chargingSchedule;
    const absolute = {
      connectorId: 1,
      profile: { ...rest, chargingProfileKind: 'Absolute' as const, chargingSchedule: schedule },
    };
    expect(limitAfter([absolute], 700, startMs + 200_000)).toBe(3000);
    expect(limitAfter([absolute], 800, startMs + 200_000)).toBe(6000);
  });

  it('SetChargingProfile: Recurring comes back every day or week, between validFrom and validTo', () => {
    const limits: Limits = [
      [0, 3000],
      [3600, 9000],
    ];
    const recurring = { chargingProfileKind: 'Recurring' } as const;
    const daily = installed(1, 'TxDefaultProfile', limits, {
      ...recurring,
      recurrencyKind: 'Daily',
      validFrom: isoAfter(1800),
      validTo: isoAfter(3 * 86_400),
      schedule: { duration: 7200 },
    });
    expect(limitAfter([daily], 1799)).toBe(hardwareLimitW);
    expect(limitAfter([daily], 1800)).toBe(3000);
    expect(limitAfter([daily], 2 * 86_400 + 4000)).toBe(9000);
    expect(limitAfter([daily], 2 * 86_400 + 7200)).toBe(hardwareLimitW);
    expect(limitAfter([daily], 3 * 86_400)).toBe(hardwareLimitW);
    const weekly = installed(1, 'TxDefaultProfile', limits, {
      ...recurring,
      recurrencyKind: 'Weekly',
    });
    expect(limitAfter([weekly], 86_400)).toBe(9000);
    expect(limitAfter([weekly], 7 * 86_400)).toBe(3000);
    expect(limitAfter([weekly], -1)).toBe(hardwareLimitW);
  });
});

describe('GetCompositeSchedule: periods', () => {
  it('GetCompositeSchedule: merges equal neighbours and shows every change in the window', () => {
    const defaults = installed(1, 'TxDefaultProfile', [
      [0, 8000],
      [600, 8000],
      [1200, 4000],
    ]);
    const most = installed(0, 'ChargePointMaxProfile', [[0, 6000]], {
      schedule: { duration: 300 },
    });
    expect(compositeOfConnector([defaults, most], { connectorId: 1 }, window).periods).toEqual([
      { startPeriod: 0, limit: 6000 },
      { startPeriod: 300, limit: 8000 },
      { startPeriod: 1200, limit: 4000 },
    ]);
  });

  it('GetCompositeSchedule: shows a recurring schedule on every day of the window', () => {
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
    const twoDays = { ...window, durationS: 2 * 86_400 };
    const { periods } = compositeOfConnector([daily], { connectorId: 1 }, twoDays);
    expect(periods.map(({ startPeriod }) => startPeriod)).toEqual([0, 43_200, 86_400, 129_600]);
  });

  it('GetCompositeSchedule: gives amperes of each phase, and names the phases when they are fewer', () => {
    const profile = installed(1, 'TxDefaultProfile', [
      [0, 16, 1],
      [60, 6900, 3],
    ]);
    const amperes = installed(
      1,
      'TxDefaultProfile',
      [
        [0, 16, 1],
        [60, 10],
      ],
      {
        schedule: { chargingRateUnit: 'A' },
      },
    );
    const inA = { ...window, unit: 'A' } as const;
    expect(compositeOfConnector([amperes], { connectorId: 1 }, inA).periods).toEqual([
      { startPeriod: 0, limit: 16, numberPhases: 1 },
      { startPeriod: 60, limit: 10 },
    ]);
    expect(compositeOfConnector([profile], { connectorId: 1 }, window).periods).toEqual([
      { startPeriod: 0, limit: 16, numberPhases: 1 },
      { startPeriod: 60, limit: 6900 },
    ]);
  });

  it('GetCompositeSchedule: connector 0 is all outlets together, capped by ChargePointMaxProfile', () => {
    const first = installed(1, 'TxDefaultProfile', [
      [0, 5000],
      [600, 1000],
    ]);
    const second = installed(2, 'TxDefaultProfile', [[0, 4000]]);
    const most = installed(0, 'ChargePointMaxProfile', [[0, 7000]]);
    const outlets = [{ connectorId: 1 }, { connectorId: 2 }];
    const { periods } = compositeOfChargePoint([first, second, most], outlets, window);
    expect(periods).toEqual([
      { startPeriod: 0, limit: 7000 },
      { startPeriod: 600, limit: 5000 },
    ]);
    expect(compositeOfChargePoint([], outlets, window).periods).toEqual([
      { startPeriod: 0, limit: 2 * hardwareLimitW },
    ]);
  });

  it('GetCompositeSchedule: a schedule with too many periods ends before them', () => {
    const busy = installed(
      1,
      'TxDefaultProfile',
      Array.from({ length: 24 }, (_entry, hour) => [hour * 3600, 1000 + hour]),
      { chargingProfileKind: 'Recurring', recurrencyKind: 'Daily' },
    );
    const year = { ...window, durationS: 365 * 86_400 };
    const composite = compositeOfConnector([busy], { connectorId: 1 }, year);
    expect(composite.periods).toHaveLength(1024);
    expect(composite.durationS).toBe(1024 * 3600);
  });
});

describe('ClearChargingProfile: which ones', () => {
  const one = installed(1, 'TxDefaultProfile', [[0, 1]], { stackLevel: 2 });

  it('ClearChargingProfile: goes by the id alone when there is one', () => {
    expect(isToBeCleared(one, { id: 1, connectorId: 9 })).toBe(true);
    expect(isToBeCleared(one, { id: 2 })).toBe(false);
  });

  it('ClearChargingProfile: else by every combination of connector, purpose and level', () => {
    const right = {
      connectorId: 1,
      chargingProfilePurpose: 'TxDefaultProfile',
      stackLevel: 2,
    } as const;
    const wrong = { connectorId: 0, chargingProfilePurpose: 'TxProfile', stackLevel: 0 } as const;
    for (let given = 0; given < 8; given += 1) {
      for (let mistaken = 0; mistaken < 8; mistaken += 1) {
        const names = ['connectorId', 'chargingProfilePurpose', 'stackLevel'] as const;
        const chosen = names.filter((_name, place) => (given >> place) & 1);
        const entries = chosen.map((name) => {
          const isMistaken = (mistaken >> names.indexOf(name)) & 1;
          return [name, isMistaken ? wrong[name] : right[name]] as const;
        });
        const isRight = entries.every(([name, value]) => value === right[name]);
        expect(isToBeCleared(one, Object.fromEntries(entries))).toBe(isRight);
      }
    }
  });
});

describe('What the whole charge point may draw is shared', () => {
  it('in equal shares, what one cannot take goes to the others', () => {
    const claim = (mostW: number, leastW = 0) => ({ mostW, leastW });
    expect(shareOut(9000, [claim(22_080), claim(22_080)])).toEqual([4500, 4500]);
    expect(shareOut(9000, [claim(2000), claim(22_080)])).toEqual([2000, 7000]);
    expect(shareOut(100_000, [claim(2000), claim(22_080)])).toEqual([2000, 22_080]);
  });

  it('one that would get less than its minimum gets nothing', () => {
    const shares = shareOut(6000, [
      { mostW: 22_080, leastW: 4140 },
      { mostW: 22_080, leastW: 4140 },
    ]);
    expect(shares).toEqual([6000, 0]);
  });
});
