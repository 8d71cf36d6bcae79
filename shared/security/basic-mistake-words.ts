/**
 * Words for each mistake in HTTP Basic credentials: what was done, and what to change on which side. Knows codes and
 * parameters only.
 */
import type { CredentialsMistake, CredentialsMistakeCode } from './basic-diagnosis.ts';
import { headerMistakeWords, userNameMistakeWords } from './basic-mistake-words-header.ts';
import type { ConnectionExplanation } from './connection-explanation.ts';

const keyAsBytes =
  'Decode AuthorizationKey once, from hexadecimal digits to bytes, and put exactly these bytes behind the colon.';
const asBytes =
  'Handle the key as bytes all the way from AuthorizationKey to the base64 of the header, never as text.';

const keyMistakeWords = {
  'key-hex-text': {
    title: 'The key was sent as hexadecimal text',
    meaning:
      'The password is the hexadecimal digits of the key instead of the bytes they stand for (OCPP-J 1.6 §6.2).',
    chargePoint: keyAsBytes,
    csms: 'To carry on for now: accept the hexadecimal text of a key (tab Policy); it shows as a finding.',
  },
  'key-decoded-hex': {
    title: 'The key on record is hexadecimal text, and the charge point decoded it',
    meaning:
      'The station has hexadecimal digits stored as text, and the charge point sent the bytes they stand for. Bytes are what is meant.',
    csms: 'Store the key as hexadecimal, not as text.',
  },
  'key-base64-text': {
    title: 'The key was encoded in base64 before the header was',
    meaning:
      'The password is the base64 text of the key. Only identity, colon and key together are encoded, once.',
    chargePoint: 'Leave out the inner base64.',
  },
  'key-decoded-base64': {
    title: 'The key on record is base64 text, and the charge point decoded it',
    meaning:
      'The station has base64 stored as text, and the charge point sent the bytes it stands for.',
    csms: 'Store the bytes of the key, as hexadecimal.',
  },
  'key-utf8-widened': {
    title: 'The bytes of the key were turned into UTF-8',
    meaning:
      'Each byte above 127 was taken for a Latin-1 character and written as two bytes of UTF-8.',
    chargePoint: asBytes,
    csms: 'To carry on for now: use a printable key, whose bytes are all below 128.',
  },
  'key-utf8-replaced': {
    title: 'Bytes of the key were replaced by the replacement character',
    meaning:
      'The key was decoded as UTF-8, which its bytes are not: what could not be decoded became EF BF BD and is lost.',
    chargePoint: asBytes,
    csms: 'To carry on for now: use a printable key, whose bytes are all below 128.',
  },
  'key-high-bytes-lost': {
    title: 'Bytes of the key above 127 were lost',
    meaning: 'The key went through a conversion to ASCII, which cannot hold them.',
    chargePoint: asBytes,
    csms: 'To carry on for now: use a printable key, whose bytes are all below 128.',
  },
  'key-utf16': {
    title: 'The key was sent as UTF-16',
    meaning: 'Every second byte is zero: each character was written as two bytes.',
    chargePoint: asBytes,
  },
  'key-percent-encoded': {
    title: 'The key was percent-encoded',
    meaning: 'Bytes of the key were written as in a URL. In the header they stand as they are.',
    chargePoint: 'Leave out the percent-encoding of the key.',
  },
  'key-extra-at-end': {
    title: 'Something was left at the end of the key',
    meaning: 'Behind the key stands a line end, a NUL or a blank that is not part of it.',
    chargePoint:
      'Remove what was stored or read along with the key; a C string ends before its NUL.',
  },
  'key-extra-at-start': {
    title: 'Something stands before the key',
    meaning: 'Before the key stands a blank, a line end, a NUL or a byte order mark.',
    chargePoint: 'Remove what was stored or read along with the key.',
  },
  'key-quoted': {
    title: 'The key was sent with its quotation marks',
    meaning: 'Quotation marks from a configuration file or a command became part of the password.',
    chargePoint: 'Remove the quotation marks.',
  },
  'key-byte-order': {
    title: 'The bytes of the key are in another order',
    meaning: 'These are the bytes of the key, turned round as a whole or in groups.',
    chargePoint: 'Keep the order of the digits: the first two are the first byte.',
  },
  'key-letter-case': {
    title: 'Upper and lower case differ',
    meaning: 'But for the case of its letters the password would be right.',
    chargePoint: 'Send the key as it was given, without changing its letters.',
    csms: 'If the key is meant as hexadecimal digits, store it as hexadecimal; then case means nothing.',
  },
  'key-truncated': {
    title: 'The key was cut off',
    meaning: 'What arrived is the beginning of the key.',
    chargePoint:
      'Keep room for 20 bytes, or for 40 hexadecimal digits where the key is kept as digits.',
    csms: 'To carry on for now: use a key of 16 bytes.',
  },
  'key-truncated-at-nul': {
    title: 'The key ends at its first zero byte',
    meaning: 'The charge point handles the key as a C string, which ends at a zero byte.',
    chargePoint: 'Keep the length of the key beside its bytes.',
    csms: 'To carry on for now: use a key without a zero byte, for example a printable one.',
  },
  'key-extended': {
    title: 'More bytes follow the key',
    meaning: 'The password begins with the whole key and goes on.',
    chargePoint: 'Send as many bytes as the key has, not the whole buffer.',
  },
  'identity-repeated': {
    title: 'The identity stands twice',
    meaning: 'The password itself begins with the identity and a colon.',
    chargePoint: 'Enter the key alone as password; the charge point adds the identity itself.',
  },
  'old-key': {
    title: 'The old key was sent',
    meaning:
      'This is a key the station had before. Once a change was accepted only the new one counts (A01.FR.03).',
    chargePoint: 'It has not taken over the new key: restart it, or set AuthorizationKey again.',
    csms: 'If the charge point never got the new key, adopt the old one from the refused attempt, then change it again.',
  },
  'key-of-other-station': {
    title: 'This is the key of another station',
    meaning: 'The password is the one on record for another station.',
    chargePoint: 'Check which key was entered where; two charge points may have been exchanged.',
    csms: 'Check whether the keys of the two stations were exchanged. Every charge point should have a key of its own (A01.FR.06).',
  },
  'key-not-set': {
    title: 'No key is on record for this station',
    meaning: 'The charge point sent a key, and there is none to compare it with.',
    csms: 'Adopt the key of the refused attempt, or enter one for the station.',
  },
  'key-other': {
    title: 'It is another key',
    meaning:
      'No known mistake leads from the key on record to what was sent, and it is no former key of this station.',
    chargePoint: 'Set AuthorizationKey again.',
    csms: 'Compare with whoever set the charge point up, then enter that key or adopt the one it sent.',
  },
} as const satisfies Partial<Record<CredentialsMistakeCode, ConnectionExplanation>>;

const words: Readonly<Record<CredentialsMistakeCode, ConnectionExplanation>> = {
  ...headerMistakeWords,
  ...userNameMistakeWords,
  ...keyMistakeWords,
};

export const credentialsMistakeCodes = Object.keys(words);

export function isCredentialsMistakeCode(code: string): code is CredentialsMistakeCode {
  return Object.hasOwn(words, code);
}

const parameterWords: Record<string, (value: string | number | boolean) => string | undefined> = {
  userName: (value) => `User name: ${value}`,
  userBytes: (value) => `User name: ${value} bytes, not shown because it may be a key`,
  scheme: (value) => (value === 'other' ? undefined : `Scheme: ${value}`),
  count: (value) => (value === 1 ? undefined : `How many: ${value}`),
  what: (value) => `What it is: ${String(value).replaceAll('-', ' ')}`,
  letters: (value) => (value === 'none' ? undefined : `Letters: ${value} case`),
  separators: (value) => (value === true ? 'With separators or 0x' : undefined),
  urlSafe: (value) => (value === true ? 'In the URL-safe alphabet' : undefined),
  order: (value) => `Order: ${orders[String(value)] ?? value}`,
  how: (value) => `How: ${losses[String(value)] ?? value}`,
  bytes: (value) => `Bytes that arrived: ${value}`,
  wholeBytes: (value) => `Of: ${value}`,
  extraBytes: (value) => `Bytes too many: ${value}`,
  replacedAt: (value) => `Replaced: ${value}`,
  station: (value) => `Station: ${value}`,
};

const orders: Readonly<Record<string, string>> = {
  all: 'the last byte first',
  pairs: 'the two bytes of each pair exchanged',
  words: 'the four bytes of each group reversed',
  nibbles: 'the two digits of each byte exchanged',
};

const losses: Readonly<Record<string, string>> = {
  'question-mark': 'replaced by question marks',
  'left-out': 'left out',
  'seven-bits': 'cut to seven bits',
};

export interface ExplainedMistake extends ConnectionExplanation {
  /** Short facts without a full stop. */
  facts: string[];
}

/** Explains one mistake. A code this program does not know is shown as it is. */
export function explainCredentialsMistake({
  code,
  parameters = {},
}: {
  code: string;
  parameters?: CredentialsMistake['parameters'];
}): ExplainedMistake {
  const explanation: ConnectionExplanation = isCredentialsMistakeCode(code)
    ? words[code]
    : { title: code, meaning: 'This version of the program has no words for this mistake.' };
  const facts = Object.entries(parameters).flatMap(
    ([name, value]) => parameterWords[name]?.(value) ?? [],
  );
  return { ...explanation, facts };
}

/** Said of mistakes that cannot be proved; the others need no word. */
export const possibleWords = 'Possible: what arrived looks like it.';

export const sideWords = {
  'charge-point': 'On the charge point',
  csms: 'On the Central System',
  network: 'In the network',
} as const;
