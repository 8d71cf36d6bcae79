import type { MessageBoxOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { askAboutFailure } from './failure-dialog.ts';
import { afterPageCrash } from './page-crashes.ts';

const failure = { code: 'ended', exitCode: 3, signal: null, output: 'port 7400 in use\n' } as const;

/** Answers with these buttons, one after the other. */
function answering(...responses: number[]) {
  const shown: MessageBoxOptions[] = [];
  const copyText = vi.fn();
  const show = async (box: MessageBoxOptions) => {
    shown.push(box);
    return { response: responses.shift() ?? 2, checkboxChecked: false };
  };
  return { shown, copyText, show };
}

describe('askAboutFailure', () => {
  it('says what happened and what the bench printed last', async () => {
    const { shown, ...box } = answering(2);
    expect(await askAboutFailure(failure, false, box)).toBe('quit');
    expect(shown[0]?.message).toBe('The bench could not start');
    expect(shown[0]?.detail).toContain('exit code 3');
    expect(shown[0]?.detail).toContain('port 7400 in use');
  });

  it('asks again after copying the details', async () => {
    const { shown, copyText, show } = answering(1, 0);
    expect(await askAboutFailure(failure, true, { show, copyText })).toBe('restart');
    expect(shown).toHaveLength(2);
    expect(copyText).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('port 7400 in use'));
  });
});

describe('afterPageCrash', () => {
  it('loads again three times within a minute, then asks', () => {
    let crashesMs: number[] = [];
    const decisions = [0, 1000, 2000, 3000].map((nowMs) => {
      const decision = afterPageCrash(crashesMs, nowMs);
      crashesMs = decision.crashesMs;
      return decision.loadAgain;
    });
    expect(decisions).toEqual([true, true, true, false]);
    expect(afterPageCrash(crashesMs, 120_000).loadAgain).toBe(true);
  });
});
