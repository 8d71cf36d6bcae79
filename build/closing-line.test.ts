/**
 * That CI's closing line cannot be green when something failed or nothing ran.
 */
import { describe, expect, it } from 'vitest';
import { closing } from './closing-line.mjs';

const green = {
  passed: 7,
  failed: 0,
  skipped: [{ test: 'a.test.ts > b', reason: 'no Electron here' }],
};

describe('closing', () => {
  it('names each skip with its reason and ends with the plain line', () => {
    expect(closing(green, [])).toEqual({
      lines: ['Skipped: a.test.ts > b: no Electron here', '7 passed, 0 failed, 1 skipped'],
      code: 0,
    });
  });

  it('counts a failed command beside the tests, and failed tests once', () => {
    const failed = closing({ ...green, failed: 2 }, [
      'npm test ended with exit code 1',
      'npm run check ended with exit code 1',
    ]);
    expect(failed.lines.slice(1)).toEqual([
      'Failed: npm run check ended with exit code 1',
      '7 passed, 3 failed, 1 skipped',
    ]);
    expect(failed.code).toBe(1);
    expect(closing(green, ['npm test ended with exit code 1']).code).toBe(1);
  });

  it('fails when no test ran', () => {
    expect(closing(undefined, [])).toEqual({
      lines: ['Failed: no test ran', '0 passed, 1 failed, 0 skipped'],
      code: 1,
    });
    expect(closing({ passed: 0, failed: 0, skipped: [] }, []).code).toBe(1);
  });
});
