import { describe, expect, it } from 'vitest';
import { memberId } from './member-ids.ts';

describe('Identities of a fleet', () => {
  it('count from the number in braces, as wide as it is written', () => {
    expect(memberId('CP-{0001}', 0, 5)).toBe('CP-0001');
    expect(memberId('CP-{0098}-A', 4, 5)).toBe('CP-0102-A');
    expect(memberId('{9}', 1, 5)).toBe('10');
  });

  it('without braces get a number that is wide enough for all', () => {
    expect(memberId('CP', 0, 1)).toBe('CP');
    expect(memberId('CP', 0, 12)).toBe('CP-01');
    expect(memberId('CP', 11, 12)).toBe('CP-12');
  });
});
