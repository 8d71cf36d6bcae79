import { describe, expect, it } from 'vitest';
import { bytesToHex } from './authorization-key.ts';
import { isGuessableKey, isKeyFit, judgeKeyByEditions } from './authorization-key-editions.ts';
import { authorizationHeader, keyForms, readKeyField } from './authorization-key-forms.ts';
import { keyRuleWords } from './authorization-key-words.ts';
import { base64ToBytes, bytesToBase64, readLenientBase64 } from './basic-base64.ts';

/** The same sequence at every run. */
function* keys(count: number): Generator<Uint8Array> {
  let seed = 42;
  const next = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed >> 8;
  };
  for (let made = 0; made < count; made += 1)
    yield Uint8Array.from({ length: 1 + (next() % 40) }, () => next() & 255);
}

describe('base64', () => {
  it('is that of Node for bytes of any kind and length, both ways', () => {
    for (const key of keys(500)) {
      const text = Buffer.from(key).toString('base64');
      expect(bytesToBase64(key)).toBe(text);
      expect(base64ToBytes(text)).toEqual(key);
      const lenient = readLenientBase64(Buffer.from(key).toString('base64url'));
      expect(lenient?.bytes).toEqual(key);
    }
  });
  it('is strict where strictness was asked for', () => {
    for (const broken of [
      '',
      'Q1A',
      'Q1A6=',
      'Q1A6eA',
      'Q1A6-_==',
      'Q1A6 eA==',
      'Q1A6eB==',
      '%%%%',
      '=',
    ])
      expect(base64ToBytes(broken), broken).toBeUndefined();
  });
});

describe('the forms of a key', () => {
  it('are those of the example in OCPP-J 1.6', () => {
    const key = Uint8Array.from(Buffer.from('0001020304050607ffffffffffffffffffffffff', 'hex'));
    expect(authorizationHeader('AL1000', key)).toBe('Basic QUwxMDAwOgABAgMEBQYH////////////////');
  });
  it('lead to the same bytes from every field, for any key and identity', () => {
    for (const key of keys(300)) {
      for (const identity of ['AL1000', 'Ä ü/%', '日本']) {
        const forms = keyForms(identity, key);
        for (const field of ['hex', 'header', 'text'] as const) {
          const value = forms[field];
          if (value === undefined) continue;
          const reading = readKeyField(field, value, field === 'header' ? 'OTHER' : identity);
          expect(reading).toMatchObject({ kind: 'key', forms: { identity, hex: bytesToHex(key) } });
        }
      }
    }
  });
  it('are read as people paste them', () => {
    const hexOf = (field: 'hex' | 'header', value: string) => {
      const reading = readKeyField(field, value, 'CP1');
      return reading.kind === 'key' ? reading.forms.hex : reading;
    };
    for (const pasted of ['00:11:FF', '00 11 ff', '0x0011ff', ' 0011ff\n'])
      expect(hexOf('hex', pasted)).toBe('0011ff');
    expect(hexOf('header', 'Authorization: Basic Q1AxOgAR/w==')).toBe('0011ff');
    expect(hexOf('hex', '0')).toEqual({ kind: 'wrong', code: 'key-not-hex' });
    expect(hexOf('hex', 'ab'.repeat(129))).toEqual({ kind: 'wrong', code: 'key-too-long' });
    expect(hexOf('header', 'Bearer x')).toEqual({ kind: 'wrong', code: 'header-not-basic' });
    expect(hexOf('header', 'Basic %%')).toEqual({ kind: 'wrong', code: 'header-not-base64' });
    expect(hexOf('header', 'Basic Q1Ax')).toEqual({ kind: 'wrong', code: 'header-without-colon' });
    expect(hexOf('header', 'Basic Q1AxOg==')).toEqual({
      kind: 'wrong',
      code: 'header-without-key',
    });
    expect(hexOf('hex', ' ')).toEqual({ kind: 'empty' });
  });
});

describe('A00.FR.205 A00.FR.304 the length rules of the editions', () => {
  const random = Uint8Array.from([
    9, 200, 31, 4, 77, 180, 250, 13, 66, 91, 140, 8, 222, 35, 99, 61, 17, 190, 43, 160, 5,
  ]);
  const holding = (key: Uint8Array) =>
    judgeKeyByEditions(key).flatMap(({ edition = 'any', rule, holds }) =>
      holds ? [`${edition} ${rule}`] : [],
    );

  it('20 random bytes fit all of them; as text only what can be read', () => {
    expect(holding(random.subarray(0, 20))).toEqual([
      'ocpp-j-1.6 exactly-20-bytes',
      'whitepaper bytes-16-to-20',
      'test-document-2024 digits-20-to-40',
      'test-document-2024 characters-at-least-16',
      'test-document-2025-11 digits-32-to-40',
      'any not-guessable',
    ]);
    expect(holding(Buffer.from('Sixteen-Letters!'))).toContain(
      'test-document-2025-11 text-16-to-20',
    );
  });
  it('16 bytes are too short for the first edition only, 15 and 21 for most', () => {
    expect(holding(random.subarray(0, 16))).not.toContain('ocpp-j-1.6 exactly-20-bytes');
    expect(isKeyFit(judgeKeyByEditions(random.subarray(0, 16)))).toBe(true);
    expect(holding(random.subarray(0, 15))).toEqual([
      'test-document-2024 digits-20-to-40',
      'any not-guessable',
    ]);
    expect(holding(random)).toEqual([
      'test-document-2024 characters-at-least-16',
      'any not-guessable',
    ]);
  });
  it('A01.FR.07 runs, repeated pieces and few bytes are guessable, as hexadecimal text too', () => {
    const hex = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'));
    for (const key of [
      hex('000102030405060708090a0b0c0d0e0f'),
      hex('deadbeefdeadbeefdeadbeefdeadbeef'),
      hex('aabbccddaabbccdd00aabbccddaabbcc').fill(1),
      Buffer.from('000102030405060708090a0b0c0d0e0f'),
      new Uint8Array(0),
    ])
      expect(isGuessableKey(key)).toBe(true);
    expect(isGuessableKey(random)).toBe(false);
  });
  it('each have words', () => {
    for (const line of judgeKeyByEditions(random)) expect(keyRuleWords(line).why).not.toBe('');
  });
});
