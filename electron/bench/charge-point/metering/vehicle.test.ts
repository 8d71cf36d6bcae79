import { describe, expect, it } from 'vitest';
import { vehicleSettings } from '../../../../shared/api/charge-points-contract.ts';
import { acceptedW, arrivalStateOfCharge } from './vehicle.ts';

const vehicle = vehicleSettings.parse({ maxPowerW: 10_000 });

describe('a battery', () => {
  it.each([
    [0, 10_000],
    [80, 10_000],
    [90, 5000],
    [99, 1000],
    [99.9, 1000],
    [100, 0],
  ])('at %d percent takes %d W', (stateOfCharge, powerW) => {
    expect(acceptedW(vehicle, stateOfCharge)).toBe(powerW);
  });

  it('arrives as it is told, else somewhere from 20 to 59 percent', () => {
    expect(arrivalStateOfCharge({ ...vehicle, startSoc: 0 }, () => 0.5)).toBe(0);
    expect(arrivalStateOfCharge(vehicle, () => 0)).toBe(20);
    expect(arrivalStateOfCharge(vehicle, () => 0.999)).toBe(59);
  });
});
