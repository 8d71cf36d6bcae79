import { describe, expect, it } from 'vitest';
import {
  changeField,
  changeIdentity,
  fieldTexts,
  generatedKey,
  type KeyDraft,
  readKeyDraft,
} from './key-draft.ts';

const empty: KeyDraft = { identity: 'AL1000', field: 'hex', value: '' };
const exampleHeader = 'Basic QUwxMDAwOgABAgMEBQYH////////////////';

describe('a key being entered', () => {
  it('fills the other fields from the one that is changed', () => {
    const hex = changeField(empty, 'hex', '61 62:63');
    expect(fieldTexts(hex)).toEqual({
      hex: '61 62:63',
      text: 'abc',
      header: 'Basic QUwxMDAwOmFiYw==',
    });
    const text = changeField(hex, 'text', 'é');
    expect(fieldTexts(text)).toMatchObject({ hex: 'c3a9', text: 'é' });
    const header = changeField(text, 'header', exampleHeader);
    expect(fieldTexts(header)).toMatchObject({
      hex: '0001020304050607ffffffffffffffffffffffff',
      text: '',
    });
  });

  it('takes the identity of a header, and keeps the key when the identity changes', () => {
    const header = changeField({ ...empty, identity: 'CP1' }, 'header', exampleHeader);
    expect(header.identity).toBe('AL1000');
    const other = changeIdentity(header, 'CP2');
    expect(fieldTexts(other).hex).toBe('0001020304050607ffffffffffffffffffffffff');
    expect(fieldTexts(other).header).not.toBe(exampleHeader);
  });

  it('leaves what is wrong where it was typed and empties the others', () => {
    const wrong = changeField(changeField(empty, 'text', 'abc'), 'hex', 'xyz');
    expect(fieldTexts(wrong)).toEqual({ hex: 'xyz', text: '', header: '' });
    expect(readKeyDraft(wrong)).toEqual({ kind: 'wrong', code: 'key-not-hex' });
  });

  it('is generated with 20 bytes of either kind, never the same twice', () => {
    for (const form of ['binary', 'printable'] as const) {
      const reading = readKeyDraft(generatedKey('CP1', form));
      expect(reading.kind === 'key' && reading.forms.bytes.length).toBe(20);
      expect(generatedKey('CP1', form)).not.toEqual(generatedKey('CP1', form));
    }
    expect(fieldTexts(generatedKey('CP1', 'printable')).text).toMatch(/^[A-Za-z0-9]{20}$/);
  });
});
