/**
 * The composite schedule against a reference that knows nothing of boundaries: it asks every second anew, straight
 * from the text of the profiles.
 */
import { describe, expect, it } from 'vitest';
import type { ChargingProfile, InstalledChargingProfile } from '../memory.ts';
import {
  compositeOfChargePoint,
  compositeOfConnector,
  type SchedulePeriod,
} from './composite-schedule.ts';
import { hardwareLimitOf } from './offer.ts';

const hardwareLimit = hardwareLimitOf({});
const hardwareLimitW = 22_080;

const startMs = Date.UTC(2026, 10, 22, 10, 0, 0);
const durationS = 900;

/** A small generator with a seed, so that a failure can be had again. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const purposes = ['ChargePointMaxProfile', 'TxDefaultProfile', 'TxProfile'] as const;
const kinds = ['Absolute', 'Recurring', 'Relative'] as const;
const outlets = [1, 2];

function randomProfile(
  below: (limit: number) => number,
  chargingProfileId: number,
): InstalledChargingProfile {
  const chargingProfilePurpose = purposes[below(3)] ?? 'TxProfile';
  const isWhole = chargingProfilePurpose === 'ChargePointMaxProfile';
  const kind = isWhole ? (kinds[below(2)] ?? 'Absolute') : (kinds[below(3)] ?? 'Absolute');
  const at = (spreadS: number) =>
    new Date(startMs + (below(spreadS) - spreadS / 2) * 1000).toISOString();
  const unit = below(2) === 0 ? 'A' : 'W';
  let startPeriod = 0;
  const periods = Array.from({ length: 1 + below(5) }, (_entry, place) => {
    startPeriod += place === 0 ? 0 : 1 + below(200);
    const limit = unit === 'A' ? below(33) : below(23_000);
    return { startPeriod, limit, ...(below(3) === 0 ? { numberPhases: 1 + below(3) } : {}) };
  });
  const isAnchored = kind === 'Recurring' || (kind === 'Absolute' && (isWhole || below(4) > 0));
  // Sometimes a whole day ago, so that rounds begin within the window.
  const anchored = { startSchedule: below(2) === 0 ? at(1200) : at(2 * 86_400 + 600) };
  return {
    connectorId: isWhole ? 0 : below(chargingProfilePurpose === 'TxProfile' ? 2 : 3) || 1,
    profile: {
      chargingProfileId,
      stackLevel: below(4),
      chargingProfilePurpose,
      chargingProfileKind: kind,
      ...(kind === 'Recurring' ? { recurrencyKind: below(2) === 0 ? 'Daily' : 'Weekly' } : {}),
      ...(below(4) === 0 ? { validFrom: at(1200) } : {}),
      ...(below(4) === 0 ? { validTo: at(1600) } : {}),
      chargingSchedule: {
        chargingRateUnit: unit,
        chargingSchedulePeriod: periods,
        ...(isAnchored ? anchored : {}),
        ...(below(2) === 0 ? { duration: 1 + below(600) } : {}),
      },
    },
  };
}

/** One profile a level of a purpose on a connector, as a charge point keeps them. */
function withoutDoubles(profiles: InstalledChargingProfile[]): InstalledChargingProfile[] {
  const places = profiles.map(
    ({ connectorId, profile: { stackLevel, chargingProfilePurpose } }) =>
      `${connectorId} ${stackLevel} ${chargingProfilePurpose}`,
  );
  return profiles.filter((_profile, place) => places.indexOf(places[place] ?? '') === place);
}

interface Answer {
  totalW: number;
  perPhaseA: number;
  phases: number;
}

function naivePeriod(
  { profile }: InstalledChargingProfile,
  chargingSinceMs: number,
  atMs: number,
): Answer | undefined {
  const { validFrom, validTo, chargingSchedule, chargingProfileKind, recurrencyKind } = profile;
  if (validFrom !== undefined && atMs < Date.parse(validFrom)) return undefined;
  if (validTo !== undefined && atMs >= Date.parse(validTo)) return undefined;
  const { startSchedule, duration, chargingSchedulePeriod, chargingRateUnit } = chargingSchedule;
  const isRelative = chargingProfileKind === 'Relative' || startSchedule === undefined;
  let intoS = (atMs - (isRelative ? chargingSinceMs : Date.parse(startSchedule))) / 1000;
  if (intoS < 0) return undefined;
  if (chargingProfileKind === 'Recurring') {
    intoS %= recurrencyKind === 'Weekly' ? 7 * 86_400 : 86_400;
  }
  if (duration !== undefined && intoS >= duration) return undefined;
  let found: Answer | undefined;
  for (const { startPeriod, limit, numberPhases = 3 } of chargingSchedulePeriod) {
    if (startPeriod > intoS) break;
    found =
      chargingRateUnit === 'W'
        ? { totalW: limit, perPhaseA: Infinity, phases: numberPhases }
        : { totalW: Infinity, perPhaseA: limit, phases: numberPhases };
  }
  return found;
}

function naivePurpose(
  profiles: readonly InstalledChargingProfile[],
  purpose: ChargingProfile['chargingProfilePurpose'],
  connectorId: number,
  atMs: number,
): Answer | undefined {
  const ofPurpose = profiles.filter(({ profile }) => profile.chargingProfilePurpose === purpose);
  for (let level = 9; level >= 0; level -= 1) {
    const onLevel = ofPurpose.filter(({ profile }) => profile.stackLevel === level);
    const ruling =
      onLevel.find((one) => one.connectorId === connectorId) ??
      onLevel.find((one) => one.connectorId === 0);
    const answer = ruling && naivePeriod(ruling, chargingSince(connectorId), atMs);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

const nothingSaid: Answer = { totalW: Infinity, perPhaseA: Infinity, phases: 3 };
/** The transaction of connector 1 began before the window, connector 2 has none: it would begin with it. */
const chargingSince = (connectorId: number) => (connectorId === 1 ? startMs - 123_000 : startMs);
const subjects = [{ connectorId: 1, transactionStartedAtMs: chargingSince(1) }, { connectorId: 2 }];

function watts({ totalW, perPhaseA, phases }: Answer): number {
  return Math.min(totalW, perPhaseA * 230 * phases);
}

function naiveConnector(profiles: readonly InstalledChargingProfile[], id: number, atMs: number) {
  const own =
    naivePurpose(profiles, 'TxProfile', id, atMs) ??
    naivePurpose(profiles, 'TxDefaultProfile', id, atMs) ??
    nothingSaid;
  const whole = naivePurpose(profiles, 'ChargePointMaxProfile', 0, atMs) ?? nothingSaid;
  const both = {
    totalW: Math.min(own.totalW, whole.totalW, hardwareLimitW),
    perPhaseA: Math.min(own.perPhaseA, whole.perPhaseA, 32),
    phases: Math.min(own.phases, whole.phases),
  };
  const alone = {
    totalW: Math.min(own.totalW, hardwareLimitW),
    perPhaseA: Math.min(own.perPhaseA, 32),
    phases: own.phases,
  };
  return { watts: watts(both), phases: both.phases, alone: watts(alone), whole };
}

function perSecond(periods: readonly SchedulePeriod[]): { limit: number; phases: number }[] {
  return Array.from({ length: durationS }, (_entry, second) => {
    const period = periods.findLast(({ startPeriod }) => startPeriod <= second);
    return { limit: period?.limit ?? Number.NaN, phases: period?.numberPhases ?? 3 };
  });
}

const rounded = (value: number) => Math.round(value * 10) / 10;

describe('GetCompositeSchedule: against a reference that asks every second', () => {
  it.each(Array.from({ length: 60 }, (_entry, seed) => seed))(
    'GetCompositeSchedule: seed %i',
    (seed) => {
      const below = seeded(seed);
      const profiles = withoutDoubles(
        Array.from({ length: 1 + below(12) }, (_entry, id) => randomProfile(below, id)),
      );
      const unit = below(2) === 0 ? 'A' : 'W';
      const window = { startMs, durationS, unit, hardware: hardwareLimit } as const;
      for (const subject of subjects) {
        const { periods } = compositeOfConnector(profiles, subject, window);
        const expected = Array.from({ length: durationS }, (_entry, second) => {
          const atMs = startMs + second * 1000;
          const { watts: powerW, phases } = naiveConnector(profiles, subject.connectorId, atMs);
          return { limit: rounded(unit === 'W' ? powerW : powerW / (230 * phases)), phases };
        });
        expect(perSecond(periods)).toEqual(expected);
      }
      const { periods } = compositeOfChargePoint(profiles, subjects, window);
      const together = Array.from({ length: durationS }, (_entry, second) => {
        const atMs = startMs + second * 1000;
        const each = outlets.map((id) => naiveConnector(profiles, id, atMs));
        const { whole } = each[0] ?? { whole: nothingSaid };
        const sumW = each.reduce((sum, { alone }) => sum + alone, 0);
        const powerW = Math.min(sumW, watts(whole));
        const { phases } = whole;
        return { limit: rounded(unit === 'W' ? powerW : powerW / (230 * phases)), phases };
      });
      expect(perSecond(periods)).toEqual(together);
    },
  );

  it('GetCompositeSchedule: no two neighbours are the same', () => {
    for (let seed = 100; seed < 160; seed += 1) {
      const below = seeded(seed);
      const profiles = withoutDoubles(
        Array.from({ length: 8 }, (_entry, id) => randomProfile(below, id)),
      );
      const window = { startMs, durationS, unit: 'W', hardware: hardwareLimit } as const;
      const { periods } = compositeOfConnector(profiles, { connectorId: 1 }, window);
      for (const [place, { limit, numberPhases }] of periods.entries()) {
        const before = periods[place - 1];
        expect(before?.limit === limit && before.numberPhases === numberPhases).toBe(false);
      }
    }
  });
});
