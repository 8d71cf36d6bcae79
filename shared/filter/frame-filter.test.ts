import { describe, expect, it } from 'vitest';
import { type FilterTerm, indexedTerms, parseFilter, textTerms } from './frame-filter.ts';

function termsOf(source: string): FilterTerm[] {
  const parsed = parseFilter(source);
  if (!parsed.ok) throw new Error(`${parsed.code} at ${parsed.at}`);
  return parsed.filter.terms;
}

describe('the frame filter', () => {
  it('lets everything pass when it is empty', () => {
    expect(termsOf('')).toEqual([]);
    expect(termsOf('  \t ')).toEqual([]);
    expect(termsOf('""')).toEqual([]);
  });

  it('reads every key', () => {
    expect(
      termsOf(
        'dir:in role:csms station:CP1,"CP 2" action:BootNotification conn:12 id:a-1 severity:warning errors',
      ),
    ).toEqual([
      { key: 'dir', negated: false, values: ['in'] },
      { key: 'role', negated: false, values: ['csms'] },
      { key: 'station', negated: false, values: ['CP1', 'CP 2'] },
      { key: 'action', negated: false, values: ['BootNotification'] },
      { key: 'conn', negated: false, values: [12] },
      { key: 'id', negated: false, values: ['a-1'] },
      { key: 'severity', negated: false, value: 'warning' },
      { key: 'errors', negated: false },
    ]);
  });

  it('reads types of messages, groups of kinds and kinds of a later program', () => {
    expect(termsOf('type:call,upgrade,call-timeout,flying-saucer')).toEqual([
      {
        key: 'type',
        negated: false,
        values: [
          { messageType: 'call' },
          { kinds: ['upgrade-request', 'upgrade-response'] },
          { kinds: ['call-timeout'] },
          { kinds: ['flying-saucer'] },
        ],
      },
    ]);
  });

  it('negates with a dash and with not()', () => {
    expect(termsOf('-type:ping not(errors) not( "a b" ) -not(dir:out)')).toMatchObject([
      { key: 'type', negated: true },
      { key: 'errors', negated: true },
      { key: 'text', negated: true, text: 'a b' },
      { key: 'dir', negated: false, values: ['out'] },
    ]);
  });

  it('takes all else as text, quoted or not, URLs included', () => {
    expect(termsOf('RFID "type:call \\"x\\" \\\\ " wss://host/CP1 "errors"')).toEqual([
      { key: 'text', negated: false, text: 'RFID' },
      { key: 'text', negated: false, text: 'type:call "x" \\ ' },
      { key: 'text', negated: false, text: 'wss://host/CP1' },
      { key: 'text', negated: false, text: 'errors' },
    ]);
  });

  it.each([
    ['dir:up', { at: 4, code: 'unknown-value', word: 'up' }],
    ['errors type:nothing', { at: 12, code: 'unknown-value', word: 'nothing' }],
    ['conn:x', { at: 5, code: 'unknown-value', word: 'x' }],
    ['colour:red', { at: 0, code: 'unknown-key', word: 'colour' }],
    ['station:', { at: 8, code: 'missing-value' }],
    ['station:a,', { at: 10, code: 'missing-value' }],
    ['a "b', { at: 2, code: 'unclosed-quote' }],
    ['not(errors', { at: 3, code: 'unclosed-parenthesis' }],
    ['not()', { at: 4, code: 'missing-value' }],
    ['errors)', { at: 6, code: 'unclosed-parenthesis' }],
    ['- a', { at: 0, code: 'nothing-to-negate' }],
    ['type:constructor', { at: 5, code: 'unknown-value', word: 'constructor' }],
  ])('says where %s is wrong', (source, fault) => {
    expect(parseFilter(source)).toEqual({ ok: false, ...fault });
  });

  it('reads any text without throwing and in reasonable time', () => {
    for (const source of [
      '-'.repeat(4096),
      'not('.repeat(1024),
      '"\\'.repeat(2000),
      ':'.repeat(99),
    ]) {
      expect(typeof parseFilter(source).ok).toBe('boolean');
    }
  });

  it('separates what an index answers from what has to be searched for', () => {
    const parsed = parseFilter('a dir:in -b');
    if (!parsed.ok) throw new Error(parsed.code);
    expect(textTerms(parsed.filter)).toMatchObject([{ text: 'a' }, { text: 'b', negated: true }]);
    expect(indexedTerms(parsed.filter)).toMatchObject([{ key: 'dir' }]);
  });
});
