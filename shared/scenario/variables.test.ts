/** That variables come in with their type, and that what is unknown is said. */
import { describe, expect, it } from 'vitest';
import { substitute, UnknownVariable } from './variables.ts';

/** As a scenario writes it. */
const variable = (name: string): string => `\${${name}}`;

const nowMs = Date.parse('2026-01-01T00:00:00Z');

describe('substitute', () => {
  it('keeps the type of a value that stands alone and writes it into a longer text', () => {
    const value = {
      id: variable('tx'),
      text: `TX-${variable('tx')}`,
      inside: [variable('who.name')],
    };
    expect(substitute(value, { tx: 7, who: { name: 'A' } }, nowMs)).toEqual({
      id: 7,
      text: 'TX-7',
      inside: ['A'],
    });
  });

  it('tells the time, with an offset', () => {
    expect(substitute(variable('now + 1h'), {}, nowMs)).toBe('2026-01-01T01:00:00.000Z');
    expect(substitute(variable('now-1d'), {}, nowMs)).toBe('2025-12-31T00:00:00.000Z');
  });

  it('refuses a variable without a value', () => {
    expect(() => substitute(variable('nobody'), {}, nowMs)).toThrow(UnknownVariable);
  });
});
