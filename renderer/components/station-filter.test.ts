import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../shared/filter/frame-filter.ts';
import { stationFilter } from './station-filter.ts';

describe('the filter for a station', () => {
  it('is read back as that station and nothing else, whatever its identity', () => {
    for (const id of [
      'CP-1',
      'CP 1',
      'CP1',
      'a b',
      'x,y',
      'with "quotes" and \\',
      'Ü)(',
      'a,b',
      'say "hi"',
      'back\\slash',
      '-x',
      'a:b',
      '(1)',
      '\\"',
    ]) {
      expect(parseFilter(stationFilter(id)), id).toEqual({
        ok: true,
        filter: { terms: [{ key: 'station', values: [id], negated: false }] },
      });
    }
  });
});
