import { expect, it } from 'vitest';
import { needsAttention } from './certificate-need.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');
const used = (notAfter: string, origin: 'created' | 'automatic' = 'created') => ({
  ...{ notAfter, origin },
  usedBy: [{ kind: 'listener' as const, id: 'main' }],
});

it('warns of what is used and ends within seven days, or has ended', () => {
  expect(needsAttention(used('2026-11-29T11:59:59Z'), nowMs)).toBe(true);
  expect(needsAttention(used('2026-11-29T12:00:01Z'), nowMs)).toBe(false);
  expect(needsAttention(used('2026-11-22T11:59:59Z'), nowMs)).toBe(true);
});

it('leaves alone what nobody uses, and what the bench renews in time', () => {
  expect(needsAttention({ ...used('2020-01-01T00:00:00Z'), usedBy: [] }, nowMs)).toBe(false);
  expect(needsAttention(used('2026-11-23T00:00:00Z', 'automatic'), nowMs)).toBe(false);
  expect(needsAttention(used('2026-11-22T00:00:00Z', 'automatic'), nowMs)).toBe(true);
});
