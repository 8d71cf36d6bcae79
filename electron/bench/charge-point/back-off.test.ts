import { describe, expect, it } from 'vitest';
import { backOffDelayMs } from './back-off.ts';

describe('errata 3.4: back-off', () => {
  const ladder = (random: () => number) =>
    [1, 2, 3, 4, 5, 6, 7, 8, 1000].map((failures) => backOffDelayMs(failures, random));

  it('doubles from a second to a minute and stays there', () => {
    expect(ladder(() => 1)).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000]);
  });

  it('leaves half of every wait to chance, so that many do not come back at once', () => {
    expect(ladder(() => 0)).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  });
});
