import { describe, expect, it } from 'vitest';
import { signingStates, signingStepCodes } from '../api/signing-requests-contract.ts';
import { judgeSigningRequest, refusalOf, requestRefusals } from './signing-request-rules.ts';
import { reasonText, signingStateWords, signingStepText } from './signing-request-state-words.ts';
import { requestLineWords, spokenRequestRules } from './signing-request-words.ts';

const form = {
  characters: 900,
  kind: 'pem',
  label: 'CERTIFICATE REQUEST',
  lineEndings: 'lf',
  surrounded: false,
  blocks: 1,
} as const;

describe('words of signing requests', () => {
  const lines = judgeSigningRequest({ form, cpoName: 'CPO', subject: 'replace' });

  it('every rule has words for all its states, and none is left over', () => {
    expect(lines.map(({ rule }) => rule).toSorted()).toEqual(spokenRequestRules.toSorted());
    for (const line of lines) {
      for (const state of ['holds', 'fails'] as const) {
        const { what, why } = requestLineWords({ ...line, state });
        expect(`${what} ${why}`).not.toMatch(/undefined|\bNaN\b/);
        expect(what).not.toBe('');
      }
    }
  });

  it('every state, step and reason has words', () => {
    for (const state of signingStates) expect(signingStateWords(state).meaning).not.toBe('');
    for (const code of signingStepCodes) {
      expect(signingStepText({ code, at: '', frames: [], parameters: {} })).not.toBe('');
    }
    for (const reason of requestRefusals) expect(reasonText(reason)).not.toBe(reason);
  });

  it('A02.FR.12 what cannot be read is refused for that, whatever else fails', () => {
    expect(refusalOf(lines, 'replace')).toBe('unreadable');
  });
});
