import { describe, expect, it } from 'vitest';
import {
  parseSearch,
  readAttemptSearch,
  readChargePointsSearch,
  readFramesSearch,
  writeSearch,
} from './addresses.ts';

describe('the search part of an address', () => {
  it.each(['31400192', '12e45678', 'true', 'null', '"quoted"', 'a&b=c', 'x'])(
    'keeps a run named %s as it is, written by us or by hand',
    (run) => {
      expect(readAttemptSearch(parseSearch(writeSearch({ run })))).toEqual({ run });
      expect(readAttemptSearch(parseSearch(`?run=${encodeURIComponent(run)}`))).toEqual({ run });
    },
  );

  it('keeps a filter of digits, and reads the number of a frame', () => {
    expect(readFramesSearch(parseSearch('?filter=4711&seq=12'))).toEqual({
      filter: '4711',
      seq: 12,
    });
  });

  it('carries a flag there and back, and leaves out what is not given', () => {
    expect(writeSearch({ add: true, seq: undefined })).toBe('?add=true');
    expect(readChargePointsSearch(parseSearch('?add=true'))).toEqual({ add: true });
    expect(writeSearch({})).toBe('');
  });
});
