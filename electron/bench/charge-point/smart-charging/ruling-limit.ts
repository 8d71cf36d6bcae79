/**
 * Charging profiles together: which one rules at a moment (OCPP 1.6 §3.13.1, §3.13.2), and until when that holds.
 * Pure over installed profiles; knows nothing of messages or meters.
 */
import type { ChargingProfile, InstalledChargingProfile } from '../memory.ts';
import { type Limit, lower, unlimited } from './limit.ts';
import { type ScheduleSubject, stretchAt, type TimedProfile, timed } from './profile-timeline.ts';

type Purpose = ChargingProfile['chargingProfilePurpose'];

/** A limit with the moment up to which it holds for certain. */
export interface RulingLimit {
  limit: Limit;
  untilMs: number;
  /** Below this the vehicle does not charge. */
  minimumW: number;
}

/** Profiles with their dates read, the highest stack level first. Read once for each set of them. */
const known = new WeakMap<readonly InstalledChargingProfile[], readonly TimedProfile[]>();

/** The same profiles ready to be asked. A set that changes has to be another array. */
export function timeline(installed: readonly InstalledChargingProfile[]): readonly TimedProfile[] {
  const before = known.get(installed);
  if (before !== undefined) return before;
  const profiles = installed
    .map(timed)
    .toSorted(
      (left, right) => right.stackLevel - left.stackLevel || right.connectorId - left.connectorId,
    );
  known.set(installed, profiles);
  return profiles;
}

/**
 * What the profiles of one purpose say: the highest stack level that says anything. On one level a profile of the
 * connector stands in the place of one of the whole charge point, whatever it says (§5.16.4).
 */
function limitOfPurpose(
  profiles: readonly TimedProfile[],
  purpose: Purpose,
  subject: ScheduleSubject,
  atMs: number,
): Partial<RulingLimit> & { untilMs: number } {
  let untilMs = Infinity;
  let replacedLevel: number | undefined;
  for (const profile of profiles) {
    const { connectorId, stackLevel } = profile;
    const isOurs = connectorId === subject.connectorId;
    if (profile.purpose !== purpose || !(isOurs || connectorId === 0)) continue;
    if (!isOurs && stackLevel === replacedLevel) continue;
    if (isOurs) replacedLevel = stackLevel;
    const stretch = stretchAt(profile, subject, atMs);
    untilMs = Math.min(untilMs, stretch.untilMs);
    if (stretch.period !== undefined) {
      return { limit: stretch.period.limit, untilMs, minimumW: profile.minimumW };
    }
  }
  return { untilMs };
}

/** What a transaction on the connector may draw: TxProfile, else TxDefaultProfile. */
export function limitOfTransaction(
  profiles: readonly TimedProfile[],
  subject: ScheduleSubject,
  atMs: number,
): RulingLimit {
  const own = limitOfPurpose(profiles, 'TxProfile', subject, atMs);
  const { limit, minimumW = 0 } = own;
  if (limit !== undefined) return { limit, minimumW, untilMs: own.untilMs };
  const usual = limitOfPurpose(profiles, 'TxDefaultProfile', subject, atMs);
  const untilMs = Math.min(own.untilMs, usual.untilMs);
  return { limit: usual.limit ?? unlimited, minimumW: usual.minimumW ?? 0, untilMs };
}

/** What the charge point as a whole may draw. */
export function limitOfChargePoint(profiles: readonly TimedProfile[], atMs: number): RulingLimit {
  const { limit = unlimited, untilMs } = limitOfPurpose(
    profiles,
    'ChargePointMaxProfile',
    { connectorId: 0 },
    atMs,
  );
  return { limit, untilMs, minimumW: 0 };
}

/** What one connector may draw while no other does: its own limit, never above that of the charge point. */
export function limitOfConnector(
  profiles: readonly TimedProfile[],
  subject: ScheduleSubject,
  atMs: number,
): RulingLimit {
  const own = limitOfTransaction(profiles, subject, atMs);
  const whole = limitOfChargePoint(profiles, atMs);
  return {
    limit: lower(own.limit, whole.limit),
    untilMs: Math.min(own.untilMs, whole.untilMs),
    minimumW: own.minimumW,
  };
}
