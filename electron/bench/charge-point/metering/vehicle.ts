/** The vehicle at a connector: what its battery takes. Pure; knows nothing of meters or messages. */
import type { VehicleSettings } from '../../../../shared/api/charge-points-contract.ts';

/** From here on a battery takes less and less. */
const taperFromPercent = 80;
/** What is left of the power just before it is full. */
const smallestShare = 0.1;

/** The power in W that the battery takes at a state of charge; none when it is full. */
export function acceptedW({ maxPowerW }: VehicleSettings, stateOfCharge: number): number {
  if (stateOfCharge >= 100) return 0;
  const share = (100 - stateOfCharge) / (100 - taperFromPercent);
  return maxPowerW * Math.min(1, Math.max(smallestShare, share));
}

export function batteryWh({ batteryKwh }: VehicleSettings): number {
  return batteryKwh * 1000;
}

/** The state of charge in percent with which a vehicle arrives. */
export function arrivalStateOfCharge({ startSoc }: VehicleSettings, random: () => number): number {
  return startSoc ?? 20 + Math.floor(random() * 40);
}
