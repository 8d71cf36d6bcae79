/**
 * How a user name differs from the identity in the URL, and whether it may be shown: a key in the place of the user name
 * is still a secret. Knows no store.
 */
import { hexToBytes } from './authorization-key.ts';
import { latin1Bytes, utf8Text } from './basic-header.ts';

export type UserNameMistakeCode =
  | 'user-empty'
  | 'user-letter-case'
  | 'user-extra-characters'
  | 'user-quoted'
  | 'user-slash'
  | 'user-path-prefix'
  | 'user-percent-encoded'
  | 'user-utf8-widened'
  | 'user-unicode-form'
  | 'user-separators'
  | 'user-serial-number'
  | 'user-other-station'
  | 'user-part-of-identity'
  | 'user-other';

export interface ExpectedIdentity {
  /** As in the URL, percent-decoded. */
  identity: string;
  /** The same part of the URL as it was sent. */
  identityInUrl?: string | undefined;
  serialNumber?: string | undefined;
  /** Whether a station has this identity. */
  isStation?(identity: string): boolean;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % sign: not percent-encoded.
    return undefined;
  }
}

function narrowed(text: string): string | undefined {
  const bytes = latin1Bytes(text);
  return bytes && utf8Text(bytes);
}

const bare = (text: string) => text.replace(/[\s._:/-]/g, '').toLowerCase();
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL and line ends are what is looked for.
const withoutEnds = (text: string) => text.replace(/^[\s\u0000\ufeff]+|[\s\u0000]+$/g, '');

/** The first of these that holds names the mistake. */
const tests: readonly [
  UserNameMistakeCode,
  (userName: string, expected: ExpectedIdentity) => boolean,
][] = [
  ['user-empty', (userName) => userName === ''],
  ['user-extra-characters', (userName, { identity }) => withoutEnds(userName) === identity],
  ['user-letter-case', (name, { identity }) => name.toLowerCase() === identity.toLowerCase()],
  ['user-quoted', (name, { identity }) => name === `"${identity}"` || name === `'${identity}'`],
  ['user-slash', (userName, { identity }) => userName.replace(/^\/+|\/+$/g, '') === identity],
  [
    'user-percent-encoded',
    (userName, { identity, identityInUrl }) =>
      userName === identityInUrl || percentDecoded(userName) === identity,
  ],
  ['user-path-prefix', (userName, { identity }) => userName.endsWith(`/${identity}`)],
  ['user-utf8-widened', (userName, { identity }) => narrowed(userName) === identity],
  [
    'user-unicode-form',
    (name, { identity }) => name.normalize('NFC') === identity.normalize('NFC'),
  ],
  ['user-serial-number', (userName, { serialNumber }) => userName === serialNumber],
  ['user-other-station', (userName, { isStation }) => isStation?.(userName) ?? false],
  ['user-separators', (userName, { identity }) => bare(userName) === bare(identity)],
  [
    'user-part-of-identity',
    (userName, { identity }) =>
      userName.length >= 3 && (identity.includes(userName) || userName.includes(identity)),
  ],
];

/** Names the difference; undefined when there is none (Whitepaper A00.FR.204, A00.FR.303). */
export function findUserNameMistake(
  userName: string,
  expected: ExpectedIdentity,
): UserNameMistakeCode | undefined {
  if (userName === expected.identity) return undefined;
  return tests.find(([, holds]) => holds(userName, expected))?.[0] ?? 'user-other';
}

function mayBeKey(text: string): boolean {
  const { length } = new TextEncoder().encode(text);
  return length >= 16 || (length >= 8 && hexToBytes(text) !== undefined);
}

/**
 * The user name, where showing it gives away no secret: it resembles the identity, or it is too short for a key. `isSecret`
 * tells of a text whether it is a key in some form.
 */
export function shownUserName(
  userName: string,
  password: Uint8Array,
  expected: ExpectedIdentity,
  isSecret: (text: string) => boolean = () => false,
): string | undefined {
  const mistake = findUserNameMistake(userName, expected);
  if (mistake === undefined) return userName;
  // In the other order, the user name is the key.
  const isSwapped = withoutEnds(utf8Text(password) ?? '') === expected.identity;
  if (isSwapped || password.length === 0 || isSecret(userName)) return undefined;
  // Only a part is like the identity; the rest may be a key.
  const isForeign = mistake === 'user-other' || mistake === 'user-part-of-identity';
  const isLongPath = mistake === 'user-path-prefix' && /[:@?]/.test(userName);
  return (isForeign && mayBeKey(userName)) || isLongPath ? undefined : userName;
}
