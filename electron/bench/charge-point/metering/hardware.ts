/**
 * What an outlet is built for: alternating or direct current, phases, power; and the voltage behind it. Pure; knows
 * no profiles and no messages.
 */
import {
  type ChargePointRequest,
  type HardwareSettings,
  hardwareSettings,
} from '../../../../shared/api/charge-points-contract.ts';

/** 22 kW on three phases. */
const usualHardware: HardwareSettings = hardwareSettings.parse({});

export function hardwareOf({ hardware }: Pick<ChargePointRequest, 'hardware'>): HardwareSettings {
  return hardware ?? usualHardware;
}

/** Line to neutral. */
const gridVoltageV = 230;
/** Above this, batteries of 800 V are charged. */
const highVoltageFromW = 200_000;

/** The voltage at an outlet without load: of the grid, or of the battery, which rises while it fills. */
export function idleVoltageV(
  { current, maxPowerW }: HardwareSettings,
  stateOfCharge: number,
): number {
  if (current === 'AC') return gridVoltageV;
  const batteryV = 350 + stateOfCharge * 0.7;
  return maxPowerW > highVoltageFromW ? batteryV * 2 : batteryV;
}
