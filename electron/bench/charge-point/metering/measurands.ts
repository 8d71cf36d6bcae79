/**
 * The measurands this charge point has a sensor for, by themselves and by phase, as configuration keys name them
 * (OCPP 1.6 §9.1.17: a phase may follow a measurand). Names only; values are in `sampled-values.ts`.
 */
import type { MeterValue } from '../transactions/transaction.ts';

export type Phase = NonNullable<MeterValue['sampledValue'][number]['phase']>;

const lines = ['L1', 'L2', 'L3'] as const satisfies Phase[];
const linesToNeutral = ['L1-N', 'L2-N', 'L3-N'] as const satisfies Phase[];
const linesToLines = ['L1-L2', 'L2-L3', 'L3-L1'] as const satisfies Phase[];

const measurands = {
  'Energy.Active.Import.Register': [],
  'Energy.Active.Import.Interval': [],
  'Power.Active.Import': lines,
  'Power.Offered': [],
  'Power.Factor': [],
  'Current.Import': lines,
  'Current.Offered': lines,
  Voltage: [...lines, ...linesToNeutral, ...linesToLines],
  Frequency: [],
  Temperature: [],
  SoC: [],
} satisfies Record<string, readonly Phase[]>;

export type Measurand = keyof typeof measurands;

/** One value to read. */
export interface Reading {
  measurand: Measurand;
  phase?: Phase;
}

/** Every name that a list of measurands may hold. */
const readings = new Map<string, Reading>();
for (const [name, phases] of Object.entries(measurands)) {
  // The keys of the record are the measurands.
  const measurand = name as Measurand;
  readings.set(name, { measurand });
  for (const phase of phases) readings.set(`${name}.${phase}`, { measurand, phase });
}

/** Reads an entry of a list of measurands; undefined when there is no sensor for it. */
export function findReading(entry: string): Reading | undefined {
  return readings.get(entry);
}
