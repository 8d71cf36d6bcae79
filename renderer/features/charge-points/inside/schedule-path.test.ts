/** The outline of a composite schedule. */
import { describe, expect, it } from 'vitest';
import { scheduleOutline } from './schedule-path.ts';

const schedule = (...limits: [startPeriodS: number, limit: number][]) => ({
  start: '2026-11-22T10:00:00Z',
  durationS: 100,
  unit: 'W' as const,
  periods: limits.map(([startPeriodS, limit]) => ({ startPeriodS, limit })),
});

describe('the outline of a schedule', () => {
  it('steps where the limit changes, and holds the last one to the end', () => {
    expect(scheduleOutline(schedule([0, 50], [25, 200], [75, 0]))).toEqual({
      top: 200,
      line: 'M0 75H25V0H75V100H100',
      area: 'M0 75H25V0H75V100H100V100H0Z',
    });
  });

  it('draws a limit of zero at the bottom, and nothing without periods', () => {
    expect(scheduleOutline(schedule([0, 0]))).toMatchObject({ top: 1, line: 'M0 100H100' });
    expect(scheduleOutline(schedule())).toEqual({ top: 1, line: '', area: '' });
  });
});
