/**
 * Rules of the AuthorizationKey: how long, how it is written, what is wrong with one. Pure functions over bytes.
 * Results hold the secret only where the name says so; none of them may be logged.
 */
import type { Judgement } from '../record/judgement.ts';

/** Whitepaper A00.FR.201–206, key AuthorizationKey: 16 to 20 bytes, written as 32 to 40 hexadecimal digits. */
export const authorizationKeyRules = {
  minBytes: 16,
  maxBytes: 20,
  minHexDigits: 32,
  maxHexDigits: 40,
} as const;

/** Bytes of an even number of hexadecimal digits, without separators; undefined for anything else. */
export function hexToBytes(hex: string): Uint8Array | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(hex)) return undefined;
  return Uint8Array.from({ length: hex.length / 2 }, (_byte, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
}

/** Lower-case hexadecimal digits. */
export function bytesToHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * A new key of 20 bytes. `randomBytes` has to be a cryptographic source.
 * `printable` draws letters and digits, for charge points that damage other bytes.
 */
export function generateAuthorizationKey(
  randomBytes: (count: number) => Uint8Array,
  form: 'binary' | 'printable' = 'binary',
): Uint8Array {
  if (form === 'binary') return Uint8Array.from(randomBytes(authorizationKeyRules.maxBytes));
  const key: number[] = [];
  while (key.length < authorizationKeyRules.maxBytes) {
    for (const byte of randomBytes(authorizationKeyRules.maxBytes)) {
      // Values from the last, incomplete round of the alphabet would favour its first letters.
      const letter = byte < 248 ? alphabet.charCodeAt(byte % alphabet.length) : undefined;
      if (letter !== undefined && key.length < authorizationKeyRules.maxBytes) key.push(letter);
    }
  }
  return Uint8Array.from(key);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Judges a key by its bytes. */
export function judgeAuthorizationKey(key: Uint8Array): Judgement[] {
  const { minBytes, maxBytes } = authorizationKeyRules;
  const clause = 'Whitepaper A00.FR.201–206';
  const parameters = { bytes: key.length, minBytes, maxBytes };
  const judgements: Judgement[] = [];
  if (key.length < minBytes)
    judgements.push({ rule: 'authorization-key-too-short', severity: 'error', clause, parameters });
  if (key.length > maxBytes)
    judgements.push({ rule: 'authorization-key-too-long', severity: 'error', clause, parameters });
  if (key.length > 0 && new Set(key).size <= 4)
    judgements.push({ rule: 'authorization-key-guessable', severity: 'warning', parameters });
  return judgements;
}

export type AuthorizationKeyText =
  /** `form` is how the text was read; text of 16 to 20 characters is a newer custom (OCTT 2025-11). */
  | { kind: 'key'; bytes: Uint8Array; form: 'hex' | 'text' }
  | { kind: 'invalid'; code: 'authorization-key-length' | 'authorization-key-not-hex' };

/** Reads the value of the configuration key AuthorizationKey as a charge point does. */
export function readAuthorizationKeyText(value: string): AuthorizationKeyText {
  const { minBytes, maxBytes, minHexDigits, maxHexDigits } = authorizationKeyRules;
  if (value.length >= minHexDigits && value.length <= maxHexDigits) {
    const bytes = hexToBytes(value);
    return bytes
      ? { kind: 'key', bytes, form: 'hex' }
      : { kind: 'invalid', code: 'authorization-key-not-hex' };
  }
  const bytes = new TextEncoder().encode(value);
  return bytes.length >= minBytes && bytes.length <= maxBytes
    ? { kind: 'key', bytes, form: 'text' }
    : { kind: 'invalid', code: 'authorization-key-length' };
}

export interface PasswordDescription {
  byteLength: number;
  /** The secret as hexadecimal digits. */
  hex: string;
  /** The secret as text, when it is printable. */
  text?: string;
  printable: boolean;
  /** The bytes are themselves hexadecimal digits of the length a key has: probably never decoded. */
  looksLikeHexText: boolean;
}

/** Describes a password as it arrived, for the person who adopts or compares it. Holds the secret. */
export function describePasswordBytes(password: Uint8Array): PasswordDescription {
  const text = readPrintable(password);
  const { minHexDigits, maxHexDigits } = authorizationKeyRules;
  const description: PasswordDescription = {
    byteLength: password.length,
    hex: bytesToHex(password),
    printable: text !== undefined,
    looksLikeHexText:
      password.length >= minHexDigits &&
      password.length <= maxHexDigits &&
      text !== undefined &&
      hexToBytes(text) !== undefined,
  };
  if (text !== undefined) description.text = text;
  return description;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readPrintable(bytes: Uint8Array): string | undefined {
  try {
    const text = strictUtf8.decode(bytes);
    return /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}]+$/u.test(text) ? text : undefined;
  } catch {
    // The decoder's only way of saying "not UTF-8".
    return undefined;
  }
}
