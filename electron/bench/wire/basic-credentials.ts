/**
 * HTTP Basic as OCPP uses it: identity, colon, the raw bytes of the AuthorizationKey. Reads the header and compares
 * the password in constant time. Knows no stations and no store; never puts a secret into a result's parameters.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { bytesToHex, hexToBytes } from '../../../shared/security/authorization-key.ts';
import type { UpgradeRefusalCode } from '../../../shared/security/connection-words.ts';

export type CredentialsReading =
  | { kind: 'credentials'; userName: string; password: Uint8Array }
  /** Answer 401 with `WWW-Authenticate: Basic` (wire cases H28, H31). */
  | { kind: 'refused'; status: 401; code: UpgradeRefusalCode };

/** What goes with every 401. */
export const basicChallenge = { 'WWW-Authenticate': 'Basic realm="OCPP"' } as const;

function refused(code: UpgradeRefusalCode): CredentialsReading {
  return { kind: 'refused', status: 401, code };
}

/** All Authorization values of a request: Node's `headers` would keep the first and hide the others. */
export function authorizationValues(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter(
    (_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization',
  );
}

/**
 * Reads the credentials: split at the first colon, user name as UTF-8, password as bytes, which may be anything
 * (Whitepaper A00.FR.204; OCPP-J 1.6 §6.2).
 */
export function readBasicCredentials(authorization: readonly string[]): CredentialsReading {
  const [value] = authorization;
  if (value === undefined) return refused('authorization-missing');
  if (authorization.length > 1) return refused('authorization-repeated');
  const basic = /^basic +(.*)$/is.exec(value.trim());
  if (!basic) return refused('authorization-not-basic');
  const bytes = decodeStrictBase64(basic[1] ?? '');
  if (bytes === undefined) return refused('authorization-not-base64');
  const colon = bytes.indexOf(0x3a);
  if (colon < 0) return refused('authorization-no-colon');
  const userName = decodeUserName(bytes.subarray(0, colon));
  if (userName === undefined) return refused('authorization-user-not-utf8');
  const password = bytes.subarray(colon + 1);
  if (password.length === 0) return refused('authorization-password-empty');
  return { kind: 'credentials', userName, password };
}

/** RFC 4648 §4 to the letter: padding, no line breaks, no stray bits. Buffer alone forgives nearly everything. */
function decodeStrictBase64(text: string): Uint8Array | undefined {
  if (text === '') return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUserName(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    // The decoder's only way of saying "not UTF-8".
    return undefined;
  }
}

/** How the right password was sent: its bytes, or the hexadecimal digits that stand for them. */
export type PasswordForm = 'bytes' | 'hex-text';

export type PasswordVerdict =
  | { kind: 'match'; form: PasswordForm }
  | { kind: 'mismatch'; code: UpgradeRefusalCode };

/**
 * Compares in constant time. `acceptHexText` lets the hexadecimal digits pass as well; the form that matched is
 * told, so that a finding can name it. A near miss is named, since every one of them is a mistake of the field.
 */
export function comparePassword(
  received: Uint8Array,
  stored: Uint8Array,
  { acceptHexText }: { acceptHexText: boolean },
): PasswordVerdict {
  // An empty secret would match an empty password and every hexadecimal text that is none.
  if (received.length === 0 || stored.length === 0)
    return { kind: 'mismatch', code: 'password-wrong' };
  // Each comparison is made whatever the others say, so that time tells nothing about which one held.
  const exact = sameSecret(received, stored);
  const hexText = sameSecret(lowerCaseAscii(received), asciiBytes(bytesToHex(stored)));
  const trimmed = sameSecret(withoutLineEnd(received), stored);
  const trimmedHexText = sameSecret(
    lowerCaseAscii(withoutLineEnd(received)),
    asciiBytes(bytesToHex(stored)),
  );
  const decodedHex = sameSecret(received, hexToBytes(latin1(stored)) ?? new Uint8Array(0));
  const widened = sameSecret(received, new TextEncoder().encode(latin1(stored)));
  const replaced = sameSecret(received, Buffer.from(Buffer.from(stored).toString('utf8'), 'utf8'));
  if (exact) return { kind: 'match', form: 'bytes' };
  if (hexText && acceptHexText) return { kind: 'match', form: 'hex-text' };
  if (hexText) return { kind: 'mismatch', code: 'password-is-hex-text' };
  if (trimmed || trimmedHexText) return { kind: 'mismatch', code: 'password-newline-at-end' };
  if (decodedHex) return { kind: 'mismatch', code: 'password-is-decoded-hex' };
  if (widened || replaced) return { kind: 'mismatch', code: 'password-utf8-mangled' };
  return { kind: 'mismatch', code: 'password-wrong' };
}

export type CredentialsVerdict =
  | { kind: 'accepted'; form: PasswordForm }
  | {
      kind: 'refused';
      status: 401;
      code: UpgradeRefusalCode;
      parameters: Record<string, string | number>;
    };

/** Judges credentials for an identity: user name equals identity (A00.FR.204, A00.FR.303), then the password. */
export function judgeCredentials(
  credentials: { userName: string; password: Uint8Array },
  station: { identity: string; password: Uint8Array | undefined },
  options: { acceptHexText: boolean },
): CredentialsVerdict {
  const refuse = (code: UpgradeRefusalCode): CredentialsVerdict => ({
    kind: 'refused',
    status: 401,
    code,
    parameters: {
      identity: station.identity,
      userName: credentials.userName,
      passwordBytes: credentials.password.length,
    },
  });
  if (credentials.userName !== station.identity) return refuse('username-is-not-identity');
  if (station.password === undefined) return refuse('password-not-set');
  const verdict = comparePassword(credentials.password, station.password, options);
  return verdict.kind === 'match' ? { kind: 'accepted', form: verdict.form } : refuse(verdict.code);
}

/** The value of an Authorization header, for the emulated charge point. */
export function basicAuthorization(userName: string, password: Uint8Array): string {
  return `Basic ${Buffer.concat([Buffer.from(`${userName}:`, 'utf8'), password]).toString('base64')}`;
}

/** Equal digests stand for equal secrets; comparing digests hides the length as well. */
function sameSecret(left: Uint8Array, right: Uint8Array): boolean {
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end -= 1;
  return bytes.subarray(0, end);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function asciiBytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function lowerCaseAscii(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
}
