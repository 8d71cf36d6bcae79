/** Charging profiles: set, clear, composite (OCPP 1.6 §3.13, §5.5, §5.7, §5.16). */
import { integerValue } from '../configuration.ts';
import { refreshConnector } from '../connectors/connector-status.ts';
import { type Connector, type Emulation, outlets } from '../emulation.ts';
import type { ChargingProfile, InstalledChargingProfile } from '../memory.ts';
import { advanceMeter, hardwareLimitW } from '../metering/metering.ts';
import { compositeSchedule, isToBeCleared } from '../schedule.ts';
import type { Handlers } from './handler.ts';

/** Whether a schedule is one this charge point can follow. */
export function isAcceptableSchedule(
  emulation: Emulation,
  { stackLevel, chargingSchedule, chargingProfileKind, recurrencyKind }: ChargingProfile,
): boolean {
  const { chargingSchedulePeriod: periods, startSchedule } = chargingSchedule;
  const isRecurring = chargingProfileKind === 'Recurring';
  return (
    stackLevel >= 0 &&
    stackLevel <= integerValue(emulation, 'ChargeProfileMaxStackLevel') &&
    periods.length > 0 &&
    periods.length <= integerValue(emulation, 'ChargingScheduleMaxPeriods') &&
    periods[0]?.startPeriod === 0 &&
    (!isRecurring || recurrencyKind !== undefined) &&
    (chargingProfileKind === 'Relative' || startSchedule !== undefined)
  );
}

/** Whether a profile of this purpose belongs on this connector (§3.13.1). */
function fitsConnector(connector: Connector, profile: ChargingProfile): boolean {
  switch (profile.chargingProfilePurpose) {
    case 'ChargePointMaxProfile':
      return connector.id === 0 && profile.chargingProfileKind !== 'Relative';
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

/** One profile for each id, and one for each level of a purpose on a connector: a new one replaces the old. */
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

/** Puts another set of profiles in force. Energy up to now is counted at the old limits. */
function replaceProfiles(emulation: Emulation, profiles: InstalledChargingProfile[]): void {
  for (const connector of outlets(emulation)) advanceMeter(emulation, connector);
  emulation.memory.chargingProfiles = profiles;
  emulation.save();
}

function refreshOutlets(emulation: Emulation): void {
  for (const connector of outlets(emulation)) refreshConnector(emulation, connector);
}

export const smartChargingHandlers: Handlers<
  'ClearChargingProfile' | 'GetCompositeSchedule' | 'SetChargingProfile'
> = {
  SetChargingProfile(emulation, { connectorId, csChargingProfiles: profile }) {
    const connector = emulation.connectors[connectorId];
    if (connector === undefined || !fitsConnector(connector, profile)) {
      return { payload: { status: 'Rejected' } };
    }
    const installed = { connectorId, profile };
    const kept = emulation.memory.chargingProfiles.filter((old) => !isReplacedBy(old, installed));
    const most = integerValue(emulation, 'MaxChargingProfilesInstalled');
    if (!isAcceptableSchedule(emulation, profile) || kept.length >= most) {
      return { payload: { status: 'Rejected' } };
    }
    replaceProfiles(emulation, [...kept, installed]);
    return { payload: { status: 'Accepted' }, afterwards: () => refreshOutlets(emulation) };
  },

  ClearChargingProfile(emulation, wanted) {
    const { chargingProfiles } = emulation.memory;
    const kept = chargingProfiles.filter((installed) => !isToBeCleared(installed, wanted));
    if (kept.length === chargingProfiles.length) return { payload: { status: 'Unknown' } };
    replaceProfiles(emulation, kept);
    return { payload: { status: 'Accepted' }, afterwards: () => refreshOutlets(emulation) };
  },

  GetCompositeSchedule(emulation, { connectorId, duration, chargingRateUnit: unit = 'W' }) {
    const connector = emulation.connectors[connectorId];
    if (connector === undefined || duration <= 0) return { payload: { status: 'Rejected' } };
    const { transaction } = connector;
    const startMs = emulation.nowMs();
    const scheduleStart = new Date(startMs).toISOString();
    const subject = {
      connectorId,
      ...(transaction === undefined ? {} : { transactionStartedAtMs: transaction.startedAtMs }),
    };
    // What the whole charge point may draw is bounded by all its connectors together.
    const outletCount = connectorId === 0 ? emulation.connectors.length - 1 : 1;
    const chargingSchedulePeriod = compositeSchedule(emulation.memory.chargingProfiles, subject, {
      startMs,
      durationS: duration,
      unit,
      hardwareLimitW: hardwareLimitW * outletCount,
    });
    return {
      payload: {
        status: 'Accepted',
        connectorId,
        scheduleStart,
        chargingSchedule: {
          duration,
          startSchedule: scheduleStart,
          chargingRateUnit: unit,
          chargingSchedulePeriod,
        },
      },
    };
  },
};
