import { describe, expect, it } from 'vitest';
import { readSchedule, schedulePoints } from './schedule-points.ts';

describe('a charging schedule as a line', () => {
  it('steps at each period and ends with the duration', () => {
    const schedule = readSchedule({
      duration: 7200,
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [
        { startPeriod: 3600, limit: 6 },
        { startPeriod: 0, limit: 16, numberPhases: 3 },
      ],
    });
    expect(schedule?.unit).toBe('A');
    expect(schedule && schedulePoints(schedule, 1_000)).toEqual([
      [1_000, 16],
      [3_601_000, 6],
      [7_201_000, 6],
    ]);
  });

  it('draws an open end an hour long', () => {
    const schedule = readSchedule({ chargingSchedulePeriod: [{ startPeriod: 0, limit: 8 }] });
    expect(schedule && schedulePoints(schedule, 0).at(-1)).toEqual([3_600_000, 8]);
  });

  it.each([undefined, null, 'x', {}, { chargingSchedulePeriod: [{ limit: 'much' }] }])(
    'makes nothing of %j',
    (value) => {
      expect(readSchedule(value)).toBeUndefined();
    },
  );
});
