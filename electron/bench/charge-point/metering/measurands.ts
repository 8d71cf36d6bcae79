/** The measurands this charge point has a sensor for. Names only; values are in `metering.ts`. */

export const measurands = [
  'Energy.Active.Import.Register',
  'Power.Active.Import',
  'Power.Offered',
  'Current.Import',
  'Current.Offered',
  'Voltage',
  'SoC',
] as const;

export type Measurand = (typeof measurands)[number];

const known = new Set<string>(measurands);

export function isMeasurand(name: string): name is Measurand {
  return known.has(name);
}
