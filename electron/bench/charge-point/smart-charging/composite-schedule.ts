/**
 * The composite of all charging profiles over a window (OCPP 1.6 §5.7): every moment at which it changes, computed
 * from boundary to boundary. Pure; knows nothing of messages.
 */
import type { ChargingProfile, InstalledChargingProfile } from '../memory.ts';
import { inUnit, type Limit, lower, type RateUnit, wattsOf } from './limit.ts';
import type { ScheduleSubject, TimedProfile } from './profile-timeline.ts';
import {
  limitOfChargePoint,
  limitOfConnector,
  limitOfTransaction,
  timeline,
} from './ruling-limit.ts';

export type SchedulePeriod = ChargingProfile['chargingSchedule']['chargingSchedulePeriod'][number];

/** The window that is asked for. */
export interface ScheduleWindow {
  startMs: number;
  durationS: number;
  unit: RateUnit;
  /** What one outlet can give, whatever is allowed. */
  hardware: Limit;
}

export interface CompositeSchedule {
  /** Shorter than asked for when it has more periods than anybody reads. */
  durationS: number;
  periods: SchedulePeriod[];
}

/** No more periods than this are given; the schedule ends before the next one. */
const mostPeriods = 1024;

interface Moment {
  watts: number;
  phases: number;
  untilMs: number;
}

function momentOfConnector(
  profiles: readonly TimedProfile[],
  subject: ScheduleSubject,
  hardware: Limit,
  atMs: number,
): Moment {
  const ruling = limitOfConnector(profiles, subject, atMs);
  const limit = lower(ruling.limit, hardware);
  return { watts: wattsOf(limit), phases: limit.phases, untilMs: ruling.untilMs };
}

/** All outlets together, never above what the whole charge point may draw. */
function momentOfChargePoint(
  profiles: readonly TimedProfile[],
  outlets: readonly ScheduleSubject[],
  hardware: Limit,
  atMs: number,
): Moment {
  const whole = limitOfChargePoint(profiles, atMs);
  const each = outlets.map((subject) => limitOfTransaction(profiles, subject, atMs));
  const sumW = each.reduce((sum, { limit }) => sum + wattsOf(lower(limit, hardware)), 0);
  return {
    watts: Math.min(sumW, wattsOf(whole.limit)),
    phases: whole.limit.phases,
    untilMs: Math.min(whole.untilMs, ...each.map(({ untilMs }) => untilMs)),
  };
}

function compose(
  { startMs, durationS, unit }: ScheduleWindow,
  at: (atMs: number) => Moment,
): CompositeSchedule {
  const periods: SchedulePeriod[] = [];
  let startPeriod = 0;
  while (startPeriod < durationS) {
    const { watts, phases, untilMs } = at(startMs + startPeriod * 1000);
    const limit = inUnit(watts, unit, phases);
    const before = periods.at(-1);
    const isSame = before?.limit === limit && (before.numberPhases ?? 3) === phases;
    if (!isSame) {
      if (periods.length === mostPeriods) return { durationS: startPeriod, periods };
      periods.push({ startPeriod, limit, ...(phases === 3 ? {} : { numberPhases: phases }) });
    }
    // A change within a second counts from the next whole one.
    startPeriod = Math.max(startPeriod + 1, Math.ceil((untilMs - startMs) / 1000));
  }
  return { durationS, periods };
}

/** Of one connector. Without a transaction it is that of one that starts with the window. */
export function compositeOfConnector(
  installed: readonly InstalledChargingProfile[],
  subject: ScheduleSubject,
  window: ScheduleWindow,
): CompositeSchedule {
  const profiles = timeline(installed);
  const charging = { transactionStartedAtMs: window.startMs, ...subject };
  return compose(window, (atMs) => momentOfConnector(profiles, charging, window.hardware, atMs));
}

/** Of the whole charge point: what it draws at most with all its outlets in use (§5.7, connector 0). */
export function compositeOfChargePoint(
  installed: readonly InstalledChargingProfile[],
  outlets: readonly ScheduleSubject[],
  window: ScheduleWindow,
): CompositeSchedule {
  const profiles = timeline(installed);
  const charging = outlets.map((subject) => ({
    transactionStartedAtMs: window.startMs,
    ...subject,
  }));
  return compose(window, (atMs) => momentOfChargePoint(profiles, charging, window.hardware, atMs));
}
