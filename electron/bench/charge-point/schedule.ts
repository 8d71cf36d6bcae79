/**
 * Charging profiles to limits (OCPP 1.6 §3.13): which profile rules at a moment, and the composite of them over time.
 * Pure over installed profiles; knows nothing of messages or meters. Limits are in W inside, three phases of 230 V.
 */
import type { RequestPayloads16 } from '../../../shared/ocpp/generated/payloads-1.6.ts';
import type { ChargingProfile, InstalledChargingProfile } from './memory.ts';

export const nominalVoltageV = 230;
const phases = 3;

type Purpose = ChargingProfile['chargingProfilePurpose'];
type RateUnit = ChargingProfile['chargingSchedule']['chargingRateUnit'];
export type SchedulePeriod = ChargingProfile['chargingSchedule']['chargingSchedulePeriod'][number];

/** Whose limit is asked for, and since when its transaction runs. */
export interface ScheduleSubject {
  connectorId: number;
  transactionStartedAtMs?: number;
}

export function toWatts(limit: number, unit: RateUnit, numberPhases = phases): number {
  return unit === 'W' ? limit : limit * nominalVoltageV * numberPhases;
}

export function fromWatts(watts: number, unit: RateUnit): number {
  const value = unit === 'W' ? watts : watts / (nominalVoltageV * phases);
  return Math.round(value * 10) / 10;
}

const daySeconds = 86_400;

/** Seconds into the schedule at a moment; undefined when it has not begun. */
function secondsInto(
  { chargingProfileKind, recurrencyKind, chargingSchedule }: ChargingProfile,
  subject: ScheduleSubject,
  timeMs: number,
): number | undefined {
  const { startSchedule } = chargingSchedule;
  const startMs =
    chargingProfileKind === 'Relative' || startSchedule === undefined
      ? subject.transactionStartedAtMs
      : Date.parse(startSchedule);
  if (startMs === undefined) return undefined;
  const elapsedS = (timeMs - startMs) / 1000;
  if (elapsedS < 0) return undefined;
  if (chargingProfileKind !== 'Recurring') return elapsedS;
  return elapsedS % (recurrencyKind === 'Weekly' ? 7 * daySeconds : daySeconds);
}

/** What one profile allows at a moment; undefined when it says nothing then. */
function limitOfProfile(
  profile: ChargingProfile,
  subject: ScheduleSubject,
  timeMs: number,
): number | undefined {
  const { validFrom, validTo, chargingSchedule } = profile;
  if (validFrom !== undefined && timeMs < Date.parse(validFrom)) return undefined;
  if (validTo !== undefined && timeMs >= Date.parse(validTo)) return undefined;
  const elapsedS = secondsInto(profile, subject, timeMs);
  const { duration, chargingRateUnit, chargingSchedulePeriod } = chargingSchedule;
  if (elapsedS === undefined || (duration !== undefined && elapsedS >= duration)) return undefined;
  const period = chargingSchedulePeriod.findLast(({ startPeriod }) => startPeriod <= elapsedS);
  return period && toWatts(period.limit, chargingRateUnit, period.numberPhases);
}

function limitOfPurpose(
  installed: readonly InstalledChargingProfile[],
  purpose: Purpose,
  subject: ScheduleSubject,
  timeMs: number,
): number | undefined {
  const candidates = installed
    .filter(({ profile, connectorId }) => {
      const applies = connectorId === subject.connectorId || connectorId === 0;
      return profile.chargingProfilePurpose === purpose && applies;
    })
    // The highest stack level rules; a profile of the connector goes before one of the whole charge point.
    .toSorted(
      (left, right) =>
        right.profile.stackLevel - left.profile.stackLevel || right.connectorId - left.connectorId,
    );
  for (const { profile } of candidates) {
    const limitW = limitOfProfile(profile, subject, timeMs);
    if (limitW !== undefined) return limitW;
  }
  return undefined;
}

/** The power allowed at a moment: TxProfile over TxDefaultProfile, never above ChargePointMaxProfile. */
export function limitAtMs(
  installed: readonly InstalledChargingProfile[],
  subject: ScheduleSubject,
  timeMs: number,
  hardwareLimitW: number,
): number {
  const ofTransaction =
    limitOfPurpose(installed, 'TxProfile', subject, timeMs) ??
    limitOfPurpose(installed, 'TxDefaultProfile', subject, timeMs);
  const ofChargePoint = limitOfPurpose(installed, 'ChargePointMaxProfile', subject, timeMs);
  return Math.min(hardwareLimitW, ofTransaction ?? hardwareLimitW, ofChargePoint ?? hardwareLimitW);
}

/** Moments within the window at which a limit may change, in seconds from its start. */
function changesWithin(
  installed: readonly InstalledChargingProfile[],
  subject: ScheduleSubject,
  startMs: number,
  durationS: number,
): number[] {
  const moments = new Set<number>([0]);
  const add = (timeMs: number) => {
    const offsetS = Math.ceil((timeMs - startMs) / 1000);
    if (offsetS > 0 && offsetS < durationS) moments.add(offsetS);
  };
  for (const { profile } of installed) {
    const { chargingSchedule, validFrom, validTo } = profile;
    if (validFrom !== undefined) add(Date.parse(validFrom));
    if (validTo !== undefined) add(Date.parse(validTo));
    const intoS = secondsInto(profile, subject, startMs);
    const begins = chargingSchedule.startSchedule;
    const firstMs =
      intoS === undefined ? Date.parse(begins ?? '') : startMs - Math.floor(intoS * 1000);
    if (Number.isNaN(firstMs)) continue;
    const everyS = profile.recurrencyKind === 'Weekly' ? 7 * daySeconds : daySeconds;
    const repeats = profile.chargingProfileKind === 'Recurring' ? Math.ceil(durationS / everyS) : 0;
    for (let round = 0; round <= repeats; round += 1) {
      const roundMs = firstMs + round * everyS * 1000;
      for (const { startPeriod } of chargingSchedule.chargingSchedulePeriod) {
        add(roundMs + startPeriod * 1000);
      }
      if (chargingSchedule.duration !== undefined) add(roundMs + chargingSchedule.duration * 1000);
    }
  }
  return [...moments].toSorted((left, right) => left - right);
}

/** The composite schedule of a window, periods with the same limit merged (GetCompositeSchedule). */
export function compositeSchedule(
  installed: readonly InstalledChargingProfile[],
  subject: ScheduleSubject,
  window: { startMs: number; durationS: number; unit: RateUnit; hardwareLimitW: number },
): SchedulePeriod[] {
  const { startMs, durationS, unit, hardwareLimitW } = window;
  const periods: SchedulePeriod[] = [];
  for (const startPeriod of changesWithin(installed, subject, startMs, durationS)) {
    const limitW = limitAtMs(installed, subject, startMs + startPeriod * 1000, hardwareLimitW);
    const limit = fromWatts(limitW, unit);
    if (periods.at(-1)?.limit !== limit) periods.push({ startPeriod, limit });
  }
  return periods;
}

type ClearRequest = RequestPayloads16['ClearChargingProfile'];

/** Whether a profile is among those to clear: with an id only that one, else by all that is given (§5.5). */
export function isToBeCleared(
  { connectorId, profile }: InstalledChargingProfile,
  wanted: ClearRequest,
): boolean {
  if (wanted.id !== undefined) return profile.chargingProfileId === wanted.id;
  const { connectorId: where, chargingProfilePurpose: purpose, stackLevel } = wanted;
  return (
    (where === undefined || where === connectorId) &&
    (purpose === undefined || purpose === profile.chargingProfilePurpose) &&
    (stackLevel === undefined || stackLevel === profile.stackLevel)
  );
}
