import { describe, expect, it } from 'vitest';
import { hexToBytes } from '../../../shared/security/authorization-key.ts';
import {
  authorizationValues,
  basicAuthorization,
  judgeCredentials,
  matchPassword,
  readBasicCredentials,
} from './basic-credentials.ts';
import { hashKey, keyOfBytes, keyOfHash } from './basic-credentials-hash.ts';

const bytes = (hex: string): Uint8Array => hexToBytes(hex) ?? new Uint8Array(0);
const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));
const header = (decoded: string | Uint8Array) =>
  `Basic ${Buffer.from(decoded as string).toString('base64')}`; // one overload of Buffer.from takes either
const exampleHex = '0001020304050607ffffffffffffffffffffffff';
const exampleHeader = 'Basic QUwxMDAwOgABAgMEBQYH////////////////';

describe('the Authorization header', () => {
  it('of the example in OCPP-J 1.6 is read and written byte for byte', () => {
    expect(readBasicCredentials([exampleHeader])).toEqual({
      kind: 'credentials',
      userName: 'AL1000',
      password: bytes(exampleHex),
    });
    expect(basicAuthorization('AL1000', bytes(exampleHex))).toBe(exampleHeader);
  });

  it('is split at the first colon only, and the scheme is read in any case', () => {
    const read = readBasicCredentials([header('CP1:a:b:').replace('Basic', 'bAsIc ')]);
    expect(read).toMatchObject({ userName: 'CP1', password: text('a:b:') });
  });

  it('H28 missing is 401', () => {
    expect(readBasicCredentials([])).toEqual({
      kind: 'refused',
      status: 401,
      code: 'authorization-missing',
    });
  });

  it('H31 is refused by name when it is repeated, foreign, not base64, or lacks a part', () => {
    const code = (...values: string[]) => {
      const read = readBasicCredentials(values);
      return read.kind === 'refused' ? [read.status, read.code] : read.kind;
    };
    expect(code(exampleHeader, exampleHeader)).toEqual([401, 'authorization-repeated']);
    expect(code('Bearer abc')).toEqual([401, 'authorization-not-basic']);
    expect(code('Basic')).toEqual([401, 'authorization-not-basic']);
    for (const broken of ['Q1A', 'Q1A6=', 'Q1A6eA', 'Q1A6-_==', 'Q1A6 eA==', 'Q1A6eB==', '%%%%'])
      expect(code(`Basic ${broken}`), broken).toEqual([401, 'authorization-not-base64']);
    expect(code(header('CP1'))).toEqual([401, 'authorization-no-colon']);
    expect(code(header('CP1:'))).toEqual([401, 'authorization-password-empty']);
    expect(code(header(Uint8Array.from([0xff, 0x3a, 0x41])))).toEqual([
      401,
      'authorization-user-not-utf8',
    ]);
  });

  it('H31 is found however often it was sent, where Node keeps only the first', () => {
    const raw = ['Host', 'authorization', 'AUTHORIZATION', 'one', 'Authorization', 'two'];
    expect(authorizationValues(raw)).toEqual(['one', 'two']);
  });
});

describe('the password', () => {
  const strict = { acceptHexText: false };
  const key = bytes(exampleHex);
  const identity = 'AL1000';

  it.each([
    ['as it is kept', keyOfBytes(key)],
    ['as a salted hash', keyOfHash(hashKey(key))],
  ])('A01.FR.08 matches as bytes and as hexadecimal text of the key %s', (_, known) => {
    expect(matchPassword(bytes(exampleHex), known)).toBe('bytes');
    expect(matchPassword(text(exampleHex), known)).toBe('hex-text');
    expect(matchPassword(text(exampleHex.toUpperCase()), known)).toBe('hex-text');
    expect(matchPassword(key.subarray(0, 19), known)).toBeUndefined();
    expect(matchPassword(new Uint8Array(0), known)).toBeUndefined();
  });

  it('A01.FR.08 two hashes of one key have nothing in common', () => {
    const [first, second] = [hashKey(key), hashKey(key)];
    expect(first.salt).not.toEqual(second.salt);
    expect(first.digest).not.toEqual(second.digest);
  });

  it('an empty key matches nothing', () => {
    for (const known of [keyOfBytes(new Uint8Array(0)), keyOfHash(hashKey(new Uint8Array(0)))]) {
      expect(matchPassword(new Uint8Array(0), known)).toBeUndefined();
      expect(matchPassword(text('zz'), known)).toBeUndefined();
    }
  });

  it('passes as hexadecimal text by the switch only', () => {
    const credentials = { userName: identity, password: text(exampleHex) };
    const expected = { identity, key: keyOfBytes(key) };
    expect(judgeCredentials(credentials, expected, { acceptHexText: true })).toEqual({
      kind: 'accepted',
      form: 'hex-text',
    });
    expect(judgeCredentials(credentials, expected, strict)).toMatchObject({
      code: 'password-is-hex-text',
    });
  });

  it('H31 with a line end is refused by name, but a key may end with byte 0x0A', () => {
    const codeOf = (received: Uint8Array, stored: Uint8Array) => {
      const credentials = { userName: identity, password: received };
      const verdict = judgeCredentials(credentials, { identity, key: keyOfBytes(stored) }, strict);
      return verdict.kind === 'refused' ? verdict.code : verdict.form;
    };
    const printable = text('0123456789abcdef');
    expect(codeOf(text('0123456789abcdef\r\n'), printable)).toBe('password-newline-at-end');
    const endsWithLineFeed = bytes(`${'80'.repeat(15)}0a`);
    expect(codeOf(endsWithLineFeed, endsWithLineFeed)).toBe('bytes');
    expect(codeOf(key, text(exampleHex))).toBe('password-is-decoded-hex');
    const widened = text(Buffer.from(key).toString('latin1'));
    expect(codeOf(widened, key)).toBe('password-utf8-mangled');
    expect(codeOf(text('something else'), key)).toBe('password-wrong');
  });

  it('that is right in part only is answered like any other', () => {
    const credentials = { userName: identity, password: key.subarray(0, 16) };
    const verdict = judgeCredentials(credentials, { identity, key: keyOfBytes(key) }, strict);
    expect(verdict).toMatchObject({
      code: 'password-wrong',
      diagnosis: { mistakes: [{ code: 'key-truncated' }] },
    });
  });

  it('belongs to the identity in the URL, or is refused without a secret in the parameters', () => {
    const expected = { identity, key: keyOfBytes(key) };
    const credentials = { userName: identity, password: key };
    expect(judgeCredentials(credentials, expected, strict)).toEqual({
      kind: 'accepted',
      form: 'bytes',
    });
    expect(
      judgeCredentials({ ...credentials, userName: 'al1000' }, expected, strict),
    ).toMatchObject({
      kind: 'refused',
      status: 401,
      code: 'username-is-not-identity',
      parameters: { identity: 'AL1000', userName: 'al1000', passwordBytes: 20 },
    });
    expect(judgeCredentials(credentials, { identity }, strict)).toMatchObject({
      code: 'password-not-set',
    });
  });
});
