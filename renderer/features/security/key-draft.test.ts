import { describe, expect, it } from 'vitest';
import { generatedKey, inForm, readKeyDraft } from './key-draft.ts';

describe('a key being entered', () => {
  it('is read as text or as hexadecimal digits with separators', () => {
    expect(readKeyDraft({ form: 'text', text: '' })).toEqual({ kind: 'empty' });
    expect(readKeyDraft({ form: 'text', text: 'é' })).toMatchObject({ kind: 'key', hex: 'c3a9' });
    expect(readKeyDraft({ form: 'hex', text: '00:ff 1-0' })).toMatchObject({ hex: '00ff10' });
    expect(readKeyDraft({ form: 'hex', text: '0x10' })).toEqual({
      kind: 'wrong',
      code: 'keyNotHex',
    });
    expect(readKeyDraft({ form: 'hex', text: ' : ' })).toEqual({
      kind: 'wrong',
      code: 'keyNotHex',
    });
    expect(readKeyDraft({ form: 'text', text: 'a'.repeat(129) })).toEqual({
      kind: 'wrong',
      code: 'keyTooLong',
    });
  });

  it('is judged: 16 to 20 bytes (Whitepaper A00.FR.201–206)', () => {
    const short = readKeyDraft({ form: 'text', text: 'secret' });
    expect(short.kind === 'key' && short.findings.map(({ rule }) => rule)).toEqual([
      'authorization-key-too-short',
    ]);
  });

  it('changes its form without changing its bytes', () => {
    expect(inForm({ form: 'text', text: 'abc' }, 'hex')).toEqual({ form: 'hex', text: '616263' });
    expect(inForm({ form: 'hex', text: '616263' }, 'text')).toEqual({ form: 'text', text: 'abc' });
    expect(inForm({ form: 'hex', text: 'ff' }, 'text')).toEqual({ form: 'text', text: '' });
  });

  it('is generated with 20 bytes in either form', () => {
    for (const form of ['hex', 'text'] as const) {
      const reading = readKeyDraft(generatedKey(form));
      expect(reading.kind === 'key' && reading.bytes.length).toBe(20);
      expect(generatedKey(form)).not.toEqual(generatedKey(form));
    }
  });
});
