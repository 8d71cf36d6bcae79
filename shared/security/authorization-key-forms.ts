/**
 * The forms of one AuthorizationKey: hexadecimal digits, bytes, text, Authorization header of an identity. Each turns
 * into the others. Holds secrets; knows no screen and no store.
 */
import {
  bytesToHex,
  describePasswordBytes,
  hexToBytes,
  type PasswordDescription,
} from './authorization-key.ts';
import { bytesToBase64 } from './basic-base64.ts';
import { readBasicHeader } from './basic-header.ts';

/** All forms of a key. `text` is absent when the bytes are no readable text. */
export interface KeyForms {
  identity: string;
  bytes: Uint8Array;
  hex: string;
  text?: string;
  /** `Basic …`, with the identity as user name. */
  header: string;
}

export type KeyField = 'hex' | 'text' | 'header';

export type KeyFieldProblem =
  | 'key-not-hex'
  | 'key-too-long'
  | 'header-not-basic'
  | 'header-not-base64'
  | 'header-without-colon'
  | 'header-without-key';

export type KeyFieldReading =
  | { kind: 'empty' }
  | { kind: 'wrong'; code: KeyFieldProblem }
  | { kind: 'key'; forms: KeyForms };

/** The longest key a station can have in the bench, in bytes. */
export const longestKeyBytes = 128;

/** Value of the Authorization header (RFC 7617; OCPP-J 1.6 §6.2): identity, colon, the bytes of the key. */
export function authorizationHeader(identity: string, key: Uint8Array): string {
  const user = new TextEncoder().encode(`${identity}:`);
  const credentials = new Uint8Array(user.length + key.length);
  credentials.set(user);
  credentials.set(key, user.length);
  return `Basic ${bytesToBase64(credentials)}`;
}

export function keyForms(identity: string, key: Uint8Array): KeyForms {
  const { hex, text }: PasswordDescription = describePasswordBytes(key);
  const forms: KeyForms = { identity, bytes: key, hex, header: authorizationHeader(identity, key) };
  if (text !== undefined) forms.text = text;
  return forms;
}

/** Bytes of digits as people paste them: `00:11:22`, `00 11 22`, `0x001122`. Separators carry no meaning. */
export function pastedHexToBytes(digits: string): Uint8Array | undefined {
  return hexToBytes(digits.replace(/^\s*0x/i, '').replace(/[\s:-]/g, ''));
}

function keyOf(identity: string, bytes: Uint8Array | undefined): KeyFieldReading {
  if (bytes === undefined || bytes.length === 0) return { kind: 'wrong', code: 'key-not-hex' };
  if (bytes.length > longestKeyBytes) return { kind: 'wrong', code: 'key-too-long' };
  return { kind: 'key', forms: keyForms(identity, bytes) };
}

function readHeaderField(value: string): KeyFieldReading {
  const bare = value.trim().replace(/^authorization:\s*/i, '');
  const { reading, faults } = readBasicHeader([bare]);
  if (faults.some(({ code }) => code === 'scheme-other' || code === 'scheme-missing'))
    return { kind: 'wrong', code: 'header-not-basic' };
  if (reading.kind === 'none') return { kind: 'wrong', code: 'header-not-base64' };
  if (reading.kind === 'no-colon') return { kind: 'wrong', code: 'header-without-colon' };
  const { userName, password } = reading;
  if (password.length === 0) return { kind: 'wrong', code: 'header-without-key' };
  return keyOf(userName ?? '', password);
}

/** Reads what was entered in one of the fields. A header brings its own identity; the other fields take the given one. */
export function readKeyField(field: KeyField, value: string, identity: string): KeyFieldReading {
  if (value.trim() === '' && field !== 'text') return { kind: 'empty' };
  if (value === '') return { kind: 'empty' };
  switch (field) {
    case 'hex':
      return keyOf(identity, pastedHexToBytes(value));
    case 'text':
      return keyOf(identity, new TextEncoder().encode(value));
    case 'header':
      return readHeaderField(value);
  }
}

/** The value of the configuration key AuthorizationKey in ChangeConfiguration: hexadecimal digits. */
export function configurationValue(key: Uint8Array): string {
  return bytesToHex(key);
}
