import { describe, expect, it } from 'vitest';
import { messageRules } from '../ocpp/message-judge-words.ts';
import { judgementWords, spokenRules } from './judgement-words.ts';

describe('words for judgements', () => {
  it.each([...spokenRules, ...messageRules])('rule %s has words', (rule) => {
    const { what } = judgementWords({ rule, severity: 'warning' });
    expect(what).not.toContain(rule);
    expect(what).toMatch(/^["“?A-Z].*\.$/s);
  });

  it('says what the parameters say', () => {
    const words = judgementWords({
      rule: 'message-id-reused',
      severity: 'warning',
      parameters: { earlierSeq: 17 },
    });
    expect(words.what).toContain('frame 17');
  });

  it('names the certificate’s own facts', () => {
    const words = judgementWords({
      rule: 'organisation-accepted',
      severity: 'error',
      parameters: { found: 'Maker', expected: 'Benchpoint CPO' },
    });
    expect(words.what).toContain('Maker');
    expect(words.advice).toBeDefined();
  });

  it('shows a rule of a newer program as it is', () => {
    expect(judgementWords({ rule: 'not-known-yet', severity: 'info' }).what).toContain(
      'not-known-yet',
    );
  });
});
