/** How long the composite of 20 stacked charging profiles over 24 hours takes to compute. */

import type {
  ChargingProfile,
  InstalledChargingProfile,
} from '../../electron/bench/charge-point/memory.ts';
import {
  compositeOfChargePoint,
  compositeOfConnector,
} from '../../electron/bench/charge-point/smart-charging/composite-schedule.ts';
import { hardwareLimitOf } from '../../electron/bench/charge-point/smart-charging/offer.ts';
import { type Measurement, median, spread } from './measurement.ts';

const budgetMs = 5;
const profileCount = 20;
const periodCount = 24;
const startMs = Date.UTC(2026, 10, 22, 10, 0, 0);

function stacked(level: number): InstalledChargingProfile {
  const isWhole = level < profileCount / 4;
  const chargingProfilePurpose: ChargingProfile['chargingProfilePurpose'] = isWhole
    ? 'ChargePointMaxProfile'
    : 'TxDefaultProfile';
  // Shorter ones lie on top of longer ones, so that all of them rule now and then.
  const duration = 86_400 - level * 3000;
  return {
    connectorId: isWhole ? 0 : 1,
    profile: {
      chargingProfileId: level,
      stackLevel: level,
      chargingProfilePurpose,
      chargingProfileKind: 'Recurring',
      recurrencyKind: 'Daily',
      chargingSchedule: {
        startSchedule: new Date(startMs - level * 977_000).toISOString(),
        chargingRateUnit: level % 2 === 0 ? 'W' : 'A',
        duration,
        chargingSchedulePeriod: Array.from({ length: periodCount }, (_entry, place) => ({
          startPeriod: place * Math.floor(duration / periodCount),
          limit: (level % 2 === 0 ? 4000 : 6) + ((place * 7 + level) % 10),
        })),
      },
    },
  };
}

function timesOf(rounds: number, work: () => unknown): number[] {
  return Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
}

export const measureCompositeSchedule: Measurement = ({ quick, progress }) => {
  const rounds = quick ? 20 : 200;
  progress(`composite-schedule: ${rounds} rounds`);
  const installed = Array.from({ length: profileCount }, (_entry, level) => stacked(level));
  const window = { startMs, durationS: 86_400, unit: 'W', hardware: hardwareLimitOf({}) } as const;
  const subjects = [1, 2, 3, 4].map((connectorId) => ({ connectorId }));
  // A copy is a set of profiles whose dates have to be read anew.
  const one = () => compositeOfConnector([...installed], { connectorId: 1 }, window);
  const all = () => compositeOfChargePoint([...installed], subjects, window);
  const { periods } = one();
  const [ofOne, ofAll] = [timesOf(rounds, one), timesOf(rounds, all)];
  return Promise.resolve([
    {
      what: `${profileCount} stacked profiles of ${periodCount} periods over 24 h`,
      value: median(ofOne),
      unit: 'ms',
      budget: { atMost: budgetMs },
      note: `${spread(ofOne)}; ${periods.length} periods`,
    },
    {
      what: 'the same for the whole charge point, 4 connectors',
      value: median(ofAll),
      unit: 'ms',
      note: spread(ofAll),
    },
  ]);
};
