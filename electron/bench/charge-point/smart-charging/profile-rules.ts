/**
 * Which charging profiles a charge point takes, which one replaces which, and which are cleared (OCPP 1.6 §3.13, §5.5,
 * §5.16). Answers questions only; changes nothing.
 */
import type { RequestPayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import { integerValue, listValue } from '../configuration.ts';
import type { Connector, Emulation } from '../emulation.ts';
import type { ChargingProfile, InstalledChargingProfile } from '../memory.ts';
import { phaseCount, type RateUnit } from './limit.ts';

type Schedule = ChargingProfile['chargingSchedule'];

/** Whether schedules may come, or be asked for, in this unit (ChargingScheduleAllowedChargingRateUnit). */
export function isAllowedUnit(emulation: Emulation, unit: RateUnit): boolean {
  const name = unit === 'A' ? 'Current' : 'Power';
  return listValue(emulation, 'ChargingScheduleAllowedChargingRateUnit').includes(name);
}

function isPossibleSchedule(
  emulation: Emulation,
  { chargingSchedulePeriod: periods, chargingRateUnit, duration, minChargingRate = 0 }: Schedule,
): boolean {
  const most = integerValue(emulation, 'ChargingScheduleMaxPeriods');
  const isAscending = periods.every(
    ({ startPeriod }, place) => startPeriod > (periods[place - 1]?.startPeriod ?? -1),
  );
  const arePossible = periods.every(
    ({ limit, numberPhases = phaseCount }) =>
      limit >= 0 && numberPhases >= 1 && numberPhases <= phaseCount,
  );
  return (
    periods[0]?.startPeriod === 0 &&
    periods.length <= most &&
    isAscending &&
    arePossible &&
    isAllowedUnit(emulation, chargingRateUnit) &&
    (duration === undefined || duration > 0) &&
    minChargingRate >= 0
  );
}

/** Whether it can be told when its periods begin. */
function isAnchored({
  chargingProfileKind: kind,
  chargingProfilePurpose: purpose,
  recurrencyKind,
  chargingSchedule: { startSchedule },
}: ChargingProfile): boolean {
  switch (kind) {
    case 'Recurring':
      return recurrencyKind !== undefined && startSchedule !== undefined;
    case 'Absolute':
      // Without a start it counts from the start of charging (§7.13), which the whole charge point has not.
      return startSchedule !== undefined || purpose !== 'ChargePointMaxProfile';
    case 'Relative':
      return purpose !== 'ChargePointMaxProfile';
  }
}

/** Whether a profile is one this charge point can follow, wherever it is for. */
export function isAcceptableProfile(emulation: Emulation, profile: ChargingProfile): boolean {
  const { stackLevel, validFrom, validTo, chargingProfilePurpose, transactionId } = profile;
  const isEverValid =
    validFrom === undefined || validTo === undefined || Date.parse(validFrom) < Date.parse(validTo);
  return (
    stackLevel >= 0 &&
    stackLevel <= integerValue(emulation, 'ChargeProfileMaxStackLevel') &&
    isEverValid &&
    // Only a TxProfile belongs to a transaction (§7.8).
    (transactionId === undefined || chargingProfilePurpose === 'TxProfile') &&
    isAnchored(profile) &&
    isPossibleSchedule(emulation, profile.chargingSchedule)
  );
}

/** Whether a profile of this purpose belongs on this connector (§3.13.1, §5.16.2). */
export function fitsConnector(connector: Connector, profile: ChargingProfile): boolean {
  switch (profile.chargingProfilePurpose) {
    case 'ChargePointMaxProfile':
      return connector.id === 0;
    case 'TxDefaultProfile':
      return true;
    case 'TxProfile': {
      const { transaction } = connector;
      if (connector.id === 0 || transaction === undefined) return false;
      const { transactionId } = profile;
      return transactionId === undefined || transactionId === transaction.transactionId;
    }
  }
}

/** One profile for each id, and one for each level of a purpose on a connector: a new one replaces the old (§5.16). */
function isReplacedBy(
  old: InstalledChargingProfile,
  { connectorId, profile }: InstalledChargingProfile,
): boolean {
  if (old.profile.chargingProfileId === profile.chargingProfileId) return true;
  return (
    old.connectorId === connectorId &&
    old.profile.stackLevel === profile.stackLevel &&
    old.profile.chargingProfilePurpose === profile.chargingProfilePurpose
  );
}

function isOver({ profile: { validTo } }: InstalledChargingProfile, nowMs: number): boolean {
  return validTo !== undefined && Date.parse(validTo) <= nowMs;
}

/**
 * The profiles with a new one among them; undefined when there is no room (MaxChargingProfilesInstalled). Profiles
 * whose validity has ended make room.
 */
export function withProfile(
  emulation: Emulation,
  installed: InstalledChargingProfile,
): InstalledChargingProfile[] | undefined {
  const most = integerValue(emulation, 'MaxChargingProfilesInstalled');
  const kept = emulation.memory.chargingProfiles.filter((old) => !isReplacedBy(old, installed));
  if (kept.length < most) return [...kept, installed];
  const valid = kept.filter((old) => !isOver(old, emulation.nowMs()));
  return valid.length < most ? [...valid, installed] : undefined;
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
