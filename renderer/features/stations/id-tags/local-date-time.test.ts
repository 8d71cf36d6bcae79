import { describe, expect, it } from 'vitest';
import { fromField, toField } from './local-date-time.ts';

describe('a date and time in a form', () => {
  it.each(['utc', 'local'] as const)('comes back as the same time on the %s clock', (display) => {
    const at = '2027-03-28T01:30:00.000Z';
    expect(fromField(toField(at, display), display)).toBe(at);
  });

  it('is shown as UTC when UTC was chosen', () => {
    expect(toField('2026-11-22T14:03:05Z', 'utc')).toBe('2026-11-22T14:03');
  });

  it('is nothing when the field is empty or holds no time', () => {
    expect(toField(undefined, 'utc')).toBe('');
    expect(fromField('', 'local')).toBeUndefined();
    expect(fromField('2026-', 'utc')).toBeUndefined();
  });
});
