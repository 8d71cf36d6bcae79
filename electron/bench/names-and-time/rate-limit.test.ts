import { expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

it('lets a burst pass, tells the first that is dropped, and recovers with time', () => {
  let nowMs = 0;
  const limit = createRateLimit({ burst: 2, perSecond: 1, sources: 2 }, () => nowMs);
  expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([
    ...['pass', 'pass', 'first-drop', 'drop'],
  ]);
  expect(limit.take('b')).toBe('pass');
  nowMs = 1000;
  expect(limit.take('a')).toBe('pass');
  expect(limit.take('a')).toBe('first-drop');
});

it('forgets the source that was quiet for longest, and does not mind a clock that goes back', () => {
  let nowMs = 1000;
  const limit = createRateLimit({ burst: 1, perSecond: 1, sources: 2 }, () => nowMs);
  limit.take('a');
  limit.take('b');
  limit.take('c');
  expect(limit.take('a')).toBe('pass');
  nowMs = 0;
  expect(limit.take('a')).toBe('first-drop');
});
