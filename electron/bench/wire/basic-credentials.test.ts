import { describe, expect, it } from 'vitest';
import { hexToBytes } from '../../../shared/security/authorization-key.ts';
import {
  authorizationValues,
  basicAuthorization,
  comparePassword,
  judgeCredentials,
  readBasicCredentials,
} from './basic-credentials.ts';

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
  const lenient = { acceptHexText: true };
  const key = bytes(exampleHex);

  it('matches as the bytes the hexadecimal digits stand for', () => {
    expect(comparePassword(bytes(exampleHex), key, strict)).toEqual({
      kind: 'match',
      form: 'bytes',
    });
  });

  it('matches as hexadecimal text by the switch only, in either case, and tells the form', () => {
    for (const digits of [exampleHex, exampleHex.toUpperCase()]) {
      expect(comparePassword(text(digits), key, lenient)).toEqual({
        kind: 'match',
        form: 'hex-text',
      });
      expect(comparePassword(text(digits), key, strict)).toEqual({
        kind: 'mismatch',
        code: 'password-is-hex-text',
      });
    }
  });

  it('H31 with a line end is refused by name, but a key may end with byte 0x0A', () => {
    const printable = text('0123456789abcdef');
    expect(comparePassword(text('0123456789abcdef\r\n'), printable, strict)).toEqual({
      kind: 'mismatch',
      code: 'password-newline-at-end',
    });
    const endsWithLineFeed = bytes(`${'80'.repeat(15)}0a`);
    expect(comparePassword(endsWithLineFeed, endsWithLineFeed, strict).kind).toBe('match');
  });

  it('names the other mistakes of the field', () => {
    const codeOf = (received: Uint8Array, stored: Uint8Array) => {
      const verdict = comparePassword(received, stored, lenient);
      return verdict.kind === 'mismatch' ? verdict.code : verdict.form;
    };
    expect(codeOf(key, text(exampleHex))).toBe('password-is-decoded-hex');
    const widened = text(Buffer.from(key).toString('latin1'));
    expect(codeOf(widened, key)).toBe('password-utf8-mangled');
    const replaced = text(Buffer.from(key).toString('utf8'));
    expect(codeOf(replaced, key)).toBe('password-utf8-mangled');
    expect(codeOf(text('something else'), key)).toBe('password-wrong');
    expect(codeOf(new Uint8Array(0), key)).toBe('password-wrong');
    expect(codeOf(new Uint8Array(0), new Uint8Array(0))).toBe('password-wrong');
    expect(codeOf(key.subarray(0, 19), key)).toBe('password-wrong');
  });

  it('belongs to the identity in the URL, or is refused without a secret in the parameters', () => {
    const station = { identity: 'AL1000', password: key };
    const credentials = { userName: 'AL1000', password: key };
    expect(judgeCredentials(credentials, station, strict)).toEqual({
      kind: 'accepted',
      form: 'bytes',
    });
    expect(judgeCredentials({ ...credentials, userName: 'al1000' }, station, strict)).toEqual({
      kind: 'refused',
      status: 401,
      code: 'username-is-not-identity',
      parameters: { identity: 'AL1000', userName: 'al1000', passwordBytes: 20 },
    });
    expect(
      judgeCredentials(credentials, { ...station, password: undefined }, strict),
    ).toMatchObject({ code: 'password-not-set' });
  });
});
