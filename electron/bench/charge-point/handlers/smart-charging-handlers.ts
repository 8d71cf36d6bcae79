/** Charging profiles: set, clear, composite (OCPP 1.6 §3.13, §5.5, §5.7, §5.16). */
import type { ResponsePayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import { type Connector, type Emulation, outlets } from '../emulation.ts';
import type { InstalledChargingProfile } from '../memory.ts';
import { advanceMeter } from '../metering/metering.ts';
import {
  compositeOfChargePoint,
  compositeOfConnector,
  type ScheduleWindow,
} from '../smart-charging/composite-schedule.ts';
import { hardwareLimitOf, subjectOf } from '../smart-charging/offer.ts';
import {
  fitsConnector,
  isAcceptableProfile,
  isAllowedUnit,
  isToBeCleared,
  withProfile,
} from '../smart-charging/profile-rules.ts';
import { reviewTransactions } from '../transactions/transactions.ts';
import type { HandlerAnswer, Handlers } from './handler.ts';

const rejected = { payload: { status: 'Rejected' } } as const;

/** Puts another set of profiles in force. Energy up to now is counted at the old limits. */
function replaceProfiles(emulation: Emulation, profiles: InstalledChargingProfile[]): void {
  for (const connector of outlets(emulation)) advanceMeter(emulation, connector);
  emulation.memory.chargingProfiles = profiles;
  emulation.save();
}

function compositeAnswer(
  emulation: Emulation,
  connector: Connector,
  { startMs, durationS, unit, hardware }: ScheduleWindow,
): HandlerAnswer<'GetCompositeSchedule'> {
  const { chargingProfiles } = emulation.memory;
  const window = { startMs, durationS, unit, hardware };
  const composite =
    connector.id === 0
      ? compositeOfChargePoint(chargingProfiles, outlets(emulation).map(subjectOf), window)
      : compositeOfConnector(chargingProfiles, subjectOf(connector), window);
  const scheduleStart = new Date(startMs).toISOString();
  const payload: ResponsePayloads16['GetCompositeSchedule'] = {
    status: 'Accepted',
    connectorId: connector.id,
    scheduleStart,
    chargingSchedule: {
      duration: composite.durationS,
      startSchedule: scheduleStart,
      chargingRateUnit: unit,
      chargingSchedulePeriod: composite.periods,
    },
  };
  return { payload };
}

export const smartChargingHandlers: Handlers<
  'ClearChargingProfile' | 'GetCompositeSchedule' | 'SetChargingProfile'
> = {
  SetChargingProfile(emulation, { connectorId, csChargingProfiles: profile }) {
    const connector = emulation.connectors[connectorId];
    if (connector === undefined || !fitsConnector(connector, profile)) return rejected;
    if (!isAcceptableProfile(emulation, profile)) return rejected;
    const profiles = withProfile(emulation, { connectorId, profile });
    if (profiles === undefined) return rejected;
    replaceProfiles(emulation, profiles);
    return { payload: { status: 'Accepted' }, afterwards: () => reviewTransactions(emulation) };
  },

  ClearChargingProfile(emulation, wanted) {
    const { chargingProfiles } = emulation.memory;
    const kept = chargingProfiles.filter((installed) => !isToBeCleared(installed, wanted));
    if (kept.length === chargingProfiles.length) return { payload: { status: 'Unknown' } };
    replaceProfiles(emulation, kept);
    return { payload: { status: 'Accepted' }, afterwards: () => reviewTransactions(emulation) };
  },

  GetCompositeSchedule(emulation, { connectorId, duration, chargingRateUnit: unit = 'W' }) {
    const connector = emulation.connectors[connectorId];
    if (connector === undefined || duration <= 0 || !isAllowedUnit(emulation, unit)) {
      return rejected;
    }
    return compositeAnswer(emulation, connector, {
      startMs: emulation.nowMs(),
      durationS: duration,
      unit,
      hardware: hardwareLimitOf(emulation.settings),
    });
  },
};
