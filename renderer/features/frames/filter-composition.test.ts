import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../shared/filter/frame-filter.ts';
import { composeFilter } from './filter-composition.ts';

describe('the filter that is sent', () => {
  it('is empty without text and switches', () => {
    expect(composeFilter('  ', { errorsOnly: false, hidePings: false })).toBe('');
  });

  it('adds the switches as terms that can be read', () => {
    const filter = composeFilter('station:CP1', { errorsOnly: true, hidePings: true });
    expect(filter).toBe('station:CP1 errors -type:ping,pong');
    expect(parseFilter(filter).ok).toBe(true);
  });

  it('shows pings to somebody who asks for them', () => {
    expect(composeFilter('type:ping', { errorsOnly: false, hidePings: true })).toBe('type:ping');
    expect(composeFilter('-type:pong', { errorsOnly: false, hidePings: true })).toBe(
      '-type:pong -type:ping,pong',
    );
  });
});
