/**
 * What a charging schedule allows at a moment, in whichever unit it was given, and how several limits combine.
 * Pure; knows nothing of profiles, transactions or time.
 */
import type { ChargingProfile } from '../memory.ts';

export type RateUnit = ChargingProfile['chargingSchedule']['chargingRateUnit'];

/** Line to neutral. */
export const nominalVoltageV = 230;
/** Phases the charge point is connected to. */
export const phaseCount = 3;

/** A limit in watts bounds all phases together, one in amperes each of them (OCPP 1.6 §7.10, §7.14). */
export interface Limit {
  totalW: number;
  perPhaseA: number;
  /** Phases that may be used. */
  phases: number;
}

/** Nothing is limited. */
export const unlimited: Limit = { totalW: Infinity, perPhaseA: Infinity, phases: phaseCount };

/** The limit of a period as it is written in a schedule. */
export function limitOf(limit: number, unit: RateUnit, numberPhases = phaseCount): Limit {
  return unit === 'W'
    ? { totalW: limit, perPhaseA: Infinity, phases: numberPhases }
    : { totalW: Infinity, perPhaseA: limit, phases: numberPhases };
}

/** What two limits leave together. */
export function lower(one: Limit, other: Limit): Limit {
  return {
    totalW: Math.min(one.totalW, other.totalW),
    perPhaseA: Math.min(one.perPhaseA, other.perPhaseA),
    phases: Math.min(one.phases, other.phases),
  };
}

/** The power a limit leaves on the phases it allows. */
export function wattsOf({ totalW, perPhaseA, phases }: Limit): number {
  return Math.min(totalW, perPhaseA * nominalVoltageV * phases);
}

/** As a schedule writes it: at most one digit fraction (OCPP 1.6 §7.14). */
export function inUnit(watts: number, unit: RateUnit, phases: number): number {
  const value = unit === 'W' ? watts : watts / (nominalVoltageV * phases);
  return Math.round(value * 10) / 10;
}
