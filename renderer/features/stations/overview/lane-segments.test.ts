import { describe, expect, it } from 'vitest';
import { laneSegments } from './lane-segments.ts';

const change = (at: string, status: string, seq: number) => ({ at, status, seq });
const window = {
  fromMs: Date.parse('2027-01-01T10:00:00Z'),
  toMs: Date.parse('2027-01-01T11:00:00Z'),
};

describe('the stretches of a lane', () => {
  it('fill the window: each lasts until the next change, the last until now', () => {
    const segments = laneSegments(
      [
        change('2027-01-01T09:00:00Z', 'Available', 1),
        change('2027-01-01T10:15:00Z', 'Preparing', 2),
        change('2027-01-01T10:30:00Z', 'Charging', 3),
      ],
      window,
    );
    expect(segments.map(({ status, x, width }) => [status, x, width])).toEqual([
      ['Available', 0, 25],
      ['Preparing', 25, 25],
      ['Charging', 50, 50],
    ]);
  });

  it('leave out what ended before the window', () => {
    const segments = laneSegments(
      [
        change('2027-01-01T08:00:00Z', 'Faulted', 1),
        change('2027-01-01T09:00:00Z', 'Available', 2),
      ],
      window,
    );
    expect(segments.map(({ status }) => status)).toEqual(['Available']);
  });

  it('show nothing for a connector that has said nothing yet', () => {
    expect(laneSegments([], window)).toEqual([]);
  });

  it('keep an error code that is one', () => {
    const faulted = { ...change('2027-01-01T10:00:00Z', 'Faulted', 1), errorCode: 'GroundFailure' };
    const fine = { ...change('2027-01-01T10:30:00Z', 'Available', 2), errorCode: 'NoError' };
    const segments = laneSegments([faulted, fine], window);
    expect(segments.map(({ errorCode }) => errorCode)).toEqual(['GroundFailure', undefined]);
  });
});
