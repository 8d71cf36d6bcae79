import { describe, expect, it } from 'vitest';
import { hasOverrides, overridesOf } from './overrides.ts';

const usual = { currentTimeSkewS: 0, transactionIds: { mode: 'counter', from: 1 } } as const;
const rule = {
  id: 'a',
  action: 'Heartbeat',
  answer: { kind: 'silence' },
  delayMs: 0,
  used: 0,
  usedUp: false,
} as const;

describe('whether the CSMS answers otherwise than usual', () => {
  it('does not, as long as nobody asked for it', () => {
    expect(hasOverrides(overridesOf([], usual))).toBe(false);
  });

  it('counts rules for the station and for all, not those of others or used up', () => {
    const rules = [
      rule,
      { ...rule, id: 'b', station: 'CP-1' },
      { ...rule, id: 'c', station: 'CP-2' },
      { ...rule, id: 'd', usedUp: true },
    ];
    expect(overridesOf(rules, usual, 'CP-1').rules.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(overridesOf(rules, usual).rules.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    { ...usual, currentTimeSkewS: -5 },
    { ...usual, transactionIds: { mode: 'fixed', transactionId: 1 } as const },
  ])('does with a skewed clock or chosen ids', (policy) => {
    expect(hasOverrides(overridesOf([], policy))).toBe(true);
  });
});
