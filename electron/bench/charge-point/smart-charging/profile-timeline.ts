/**
 * One charging profile over time: what it says at a moment, and until when it says just that (OCPP 1.6 §3.13, §7.9,
 * §7.12). Computed from its dates, never by sampling. Knows nothing of other profiles.
 */
import type { ChargingProfile, InstalledChargingProfile } from '../memory.ts';
import { type Limit, limitOf, wattsOf } from './limit.ts';

/** Whose schedule it is, and since when its transaction runs. */
export interface ScheduleSubject {
  connectorId: number;
  transactionStartedAtMs?: number;
}

export interface Period {
  fromMs: number;
  limit: Limit;
}

/** A profile with its dates read once. Milliseconds; `startMs` is absent when it counts from the transaction. */
export interface TimedProfile {
  connectorId: number;
  purpose: ChargingProfile['chargingProfilePurpose'];
  stackLevel: number;
  startMs?: number;
  /** Of a recurring schedule. */
  everyMs?: number;
  lastsMs: number;
  validFromMs: number;
  validToMs: number;
  /** First period first; the first one begins at 0. */
  periods: readonly Period[];
  /** Below this the vehicle does not charge. */
  minimumW: number;
}

/** What holds until `untilMs`: the limit of a profile, or that it says nothing. */
export interface Stretch {
  period?: Period;
  untilMs: number;
}

const dayMs = 86_400_000;

/** Reads the dates of a profile. */
export function timed({ connectorId, profile }: InstalledChargingProfile): TimedProfile {
  const { chargingProfileKind: kind, chargingSchedule: schedule, validFrom, validTo } = profile;
  const { startSchedule, chargingRateUnit: unit, duration, minChargingRate } = schedule;
  const isAnchored = kind !== 'Relative' && startSchedule !== undefined;
  const everyMs = profile.recurrencyKind === 'Weekly' ? 7 * dayMs : dayMs;
  return {
    connectorId,
    purpose: profile.chargingProfilePurpose,
    stackLevel: profile.stackLevel,
    ...(isAnchored ? { startMs: Date.parse(startSchedule) } : {}),
    ...(kind === 'Recurring' ? { everyMs } : {}),
    lastsMs: duration === undefined ? Infinity : duration * 1000,
    validFromMs: validFrom === undefined ? -Infinity : Date.parse(validFrom),
    validToMs: validTo === undefined ? Infinity : Date.parse(validTo),
    periods: schedule.chargingSchedulePeriod.map(({ startPeriod, limit, numberPhases }) => ({
      fromMs: startPeriod * 1000,
      limit: limitOf(limit, unit, numberPhases),
    })),
    // A rate in amperes is one of each phase the first period uses.
    minimumW: wattsOf(
      limitOf(minChargingRate ?? 0, unit, schedule.chargingSchedulePeriod[0]?.numberPhases),
    ),
  };
}

/** What the profile says at a moment, and until when. */
export function stretchAt(
  profile: TimedProfile,
  { transactionStartedAtMs }: ScheduleSubject,
  atMs: number,
): Stretch {
  const { validFromMs, validToMs, everyMs, lastsMs, periods } = profile;
  const startMs = profile.startMs ?? transactionStartedAtMs;
  if (startMs === undefined || atMs >= validToMs) return { untilMs: Infinity };
  const beginsMs = Math.max(startMs, validFromMs);
  if (atMs < beginsMs) return { untilMs: beginsMs };
  const round = everyMs === undefined ? 0 : Math.floor((atMs - startMs) / everyMs);
  const roundMs = startMs + (everyMs === undefined ? 0 : round * everyMs);
  const nextRoundMs = everyMs === undefined ? Infinity : roundMs + everyMs;
  const intoMs = atMs - roundMs;
  const endsMs = Math.min(nextRoundMs, validToMs);
  if (intoMs >= lastsMs) return { untilMs: endsMs };
  const place = lastBegun(periods, intoMs);
  const period = periods[place];
  const next = periods[place + 1];
  const changesMs = next === undefined ? Infinity : roundMs + next.fromMs;
  const untilMs = Math.min(changesMs, roundMs + lastsMs, endsMs);
  return period === undefined ? { untilMs } : { period, untilMs };
}

/** The place of the last period that has begun; they are in ascending order. */
function lastBegun(periods: readonly Period[], intoMs: number): number {
  let low = 0;
  let high = periods.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const begins = periods[middle]?.fromMs ?? Infinity;
    if (begins <= intoMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
