import { describe, expect, it } from 'vitest';
import {
  bytesToHex,
  describePasswordBytes,
  generateAuthorizationKey,
  hexToBytes,
  judgeAuthorizationKey,
  readAuthorizationKeyText,
} from './authorization-key.ts';

const bytes = (length: number) => Uint8Array.from({ length }, (_byte, index) => index * 7);

describe('hexadecimal digits', () => {
  it('and bytes turn into each other, and nothing else passes', () => {
    expect(hexToBytes('00fFa5')).toEqual(Uint8Array.from([0, 255, 165]));
    expect(bytesToHex(Uint8Array.from([0, 255, 165]))).toBe('00ffa5');
    for (const wrong of ['0', '0g', '00 11', '0x00', '00\n'])
      expect(hexToBytes(wrong), wrong).toBeUndefined();
  });
});

describe('a key', () => {
  const rules = (key: Uint8Array) => judgeAuthorizationKey(key).map(({ rule }) => rule);

  it('of 16 to 20 bytes is right, any other length is a finding (A00.FR.205, A00.FR.304)', () => {
    expect([15, 16, 20, 21].map((length) => rules(bytes(length)))).toEqual([
      ['authorization-key-too-short'],
      [],
      [],
      ['authorization-key-too-long'],
    ]);
  });
  it('of few different bytes is guessable', () => {
    expect(rules(new Uint8Array(20))).toEqual(['authorization-key-guessable']);
  });
  it('A01.FR.07 is generated from the source it is given, at full length', () => {
    let calls = 0;
    const source = (count: number) => {
      calls += 1;
      return Uint8Array.from({ length: count }, (_byte, index) => 240 + index);
    };
    expect(generateAuthorizationKey(source)).toEqual(source(20));
    const printable = generateAuthorizationKey(source, 'printable');
    expect(printable).toHaveLength(20);
    expect(new TextDecoder().decode(printable)).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(calls).toBeGreaterThan(3);
  });
  it('is read as hexadecimal from 32 to 40 digits and as text from 16 to 20 bytes', () => {
    expect(readAuthorizationKeyText('00'.repeat(16))).toMatchObject({ form: 'hex' });
    expect(readAuthorizationKeyText('ab'.repeat(20))).toMatchObject({ form: 'hex' });
    expect(readAuthorizationKeyText('0123456789abcdef')).toMatchObject({
      form: 'text',
      bytes: new TextEncoder().encode('0123456789abcdef'),
    });
    expect(readAuthorizationKeyText('z'.repeat(32))).toMatchObject({
      code: 'authorization-key-not-hex',
    });
    expect(readAuthorizationKeyText('0'.repeat(33))).toMatchObject({
      code: 'authorization-key-not-hex',
    });
    for (const length of [0, 15, 21, 31, 41])
      expect(readAuthorizationKeyText('a'.repeat(length))).toMatchObject({
        code: 'authorization-key-length',
      });
  });
});

describe('a password as it arrived', () => {
  it('is text only when all of it can be shown', () => {
    expect(describePasswordBytes(new TextEncoder().encode('Schlüssel 123456'))).toMatchObject({
      text: 'Schlüssel 123456',
      printable: true,
      byteLength: 17,
      looksLikeHexText: false,
    });
    for (const odd of [[0x41, 0x0a], [0xff], []])
      expect(describePasswordBytes(Uint8Array.from(odd))).toMatchObject({ printable: false });
  });
  it('is recognised as hexadecimal text that was never decoded', () => {
    const digits = new TextEncoder().encode('0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF');
    expect(describePasswordBytes(digits).looksLikeHexText).toBe(true);
    expect(describePasswordBytes(digits.subarray(0, 20)).looksLikeHexText).toBe(false);
  });
});
