import { describe, expect, it } from 'vitest';
import { answerRule } from '../../../../shared/api/csms-answers-contract.ts';
import { answerKinds, answerOf, readIds } from './rule-draft.ts';

const draft = { text: '{"a":1}', code: 'InternalError', description: 'no' };

describe('the form of a chosen answer', () => {
  it.each(answerKinds)('makes a rule that the bench takes: %s', (kind) => {
    const answer = answerOf({ ...draft, kind });
    expect(answerRule.safeParse({ action: 'Heartbeat', answer }).success).toBe(true);
  });

  it.each(['', '[]', '1', '{'])('makes none of %j', (text) => {
    expect(answerOf({ ...draft, kind: 'result', text })).toBeUndefined();
  });

  it('reads ids, negative ones too', () => {
    expect(readIds('5, 5,-1')).toEqual([5, 5, -1]);
    expect(readIds('5;6')).toBeUndefined();
    expect(readIds('')).toBeUndefined();
  });
});
