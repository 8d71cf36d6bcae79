/**
 * What each edition of the texts asks of an AuthorizationKey, as lines: rule, holds or not, with the numbers. Pure; gives
 * away lengths, never the key.
 */
import { bytesToHex, describePasswordBytes, hexToBytes } from './authorization-key.ts';

/** The texts, the oldest first. */
export const keyEditions = [
  'ocpp-j-1.6',
  'whitepaper',
  'test-document-2024',
  'test-document-2025-11',
] as const;
export type KeyEdition = (typeof keyEditions)[number];

export type KeyRule =
  /** Exactly 20 bytes, 40 digits (OCPP-J 1.6 §6.2). */
  | 'exactly-20-bytes'
  /** 16 to 20 bytes, 32 to 40 digits (Whitepaper A00.FR.205, A00.FR.304). */
  | 'bytes-16-to-20'
  /** 20 to 40 digits in ChangeConfiguration. */
  | 'digits-20-to-40'
  /** At least 16 characters. */
  | 'characters-at-least-16'
  /** Written as 32 to 40 hexadecimal digits. */
  | 'digits-32-to-40'
  /** Or written as 16 to 20 bytes of text; a text of that length only, which no edition before it knows. */
  | 'text-16-to-20'
  /** Not made of a few different bytes, no run, no repeated piece (A01.FR.07). */
  | 'not-guessable';

export interface KeyRuleLine {
  /** Absent for what every edition means. */
  edition?: KeyEdition;
  rule: KeyRule;
  holds: boolean;
  /** An alternative to another rule: not holding is no fault. */
  optional: boolean;
  parameters: { bytes: number; hexDigits: number };
}

function isRun(key: Uint8Array): boolean {
  const steps = new Set(
    Array.from(key.subarray(1), (byte, index) => (byte - (key[index] ?? 0) + 256) % 256),
  );
  return key.length > 2 && steps.size === 1;
}

function isRepetition(key: Uint8Array): boolean {
  for (let length = 1; length <= key.length / 2; length += 1) {
    if (key.every((byte, index) => byte === key[index % length])) return true;
  }
  return false;
}

/** Digits that are text: a key of 32 to 40 characters that are all digits was probably meant as hexadecimal. */
function isHexText(key: Uint8Array): boolean {
  const { text } = describePasswordBytes(key);
  return text !== undefined && hexToBytes(text) !== undefined;
}

/** Whether a key can be guessed although it is long enough. */
export function isGuessableKey(key: Uint8Array): boolean {
  if (key.length === 0) return true;
  const read = isHexText(key) ? (hexToBytes(new TextDecoder().decode(key)) ?? key) : key;
  return new Set(read).size <= 4 || isRun(read) || isRepetition(read);
}

/** Judges a key by every edition. */
export function judgeKeyByEditions(key: Uint8Array): KeyRuleLine[] {
  const bytes = key.length;
  const hexDigits = bytesToHex(key).length;
  const { printable } = describePasswordBytes(key);
  const within = (value: number, least: number, most: number) => value >= least && value <= most;
  const line = (
    edition: KeyEdition | undefined,
    rule: KeyRule,
    holds: boolean,
    optional = false,
  ): KeyRuleLine => ({
    ...(edition === undefined ? {} : { edition }),
    rule,
    holds,
    optional,
    parameters: { bytes, hexDigits },
  });
  return [
    line('ocpp-j-1.6', 'exactly-20-bytes', bytes === 20),
    line('whitepaper', 'bytes-16-to-20', within(bytes, 16, 20)),
    line('test-document-2024', 'digits-20-to-40', within(hexDigits, 20, 40)),
    line('test-document-2024', 'characters-at-least-16', bytes >= 16),
    line('test-document-2025-11', 'digits-32-to-40', within(hexDigits, 32, 40)),
    line('test-document-2025-11', 'text-16-to-20', printable && within(bytes, 16, 20), true),
    line(undefined, 'not-guessable', !isGuessableKey(key)),
  ];
}

/** The whitepaper decides; the other editions are told. */
export function isKeyFit(lines: readonly KeyRuleLine[]): boolean {
  return lines.every(({ edition, holds }) => holds || edition !== 'whitepaper');
}
