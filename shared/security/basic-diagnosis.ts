/**
 * What is wrong with the credentials a charge point sent, by name. A pure function of what arrived and what was expected;
 * the result holds codes and numbers and the user name where that is no secret, never a key. Words are beside it.
 */
import {
  type CredentialsParts,
  type HeaderFaultCode,
  readBasicHeader,
  utf8Text,
} from './basic-header.ts';
import {
  findKeyMistakes,
  guessKeyMistake,
  type KeyMistakeCode,
  type KnownKey,
} from './basic-key-mistakes.ts';
import {
  type ExpectedIdentity,
  findUserNameMistake,
  shownUserName,
  type UserNameMistakeCode,
} from './basic-user-name.ts';

export type CredentialsMistakeCode =
  | HeaderFaultCode
  | UserNameMistakeCode
  | KeyMistakeCode
  | 'colon-missing'
  | 'identity-left-out'
  | 'password-left-out'
  | 'password-empty'
  | 'identity-has-colon'
  | 'swapped'
  | 'user-not-utf8'
  | 'old-key'
  | 'key-of-other-station'
  | 'key-not-set'
  | 'key-other';

/** Who has to act first. */
export type ActingSide = 'charge-point' | 'csms' | 'network';

export interface CredentialsMistake {
  code: CredentialsMistakeCode;
  side: ActingSide;
  /** `certain`: with this mistake the expected credentials become what arrived. `possible`: what arrived looks like it. */
  confidence: 'certain' | 'possible';
  parameters: Record<string, string | number | boolean>;
}

export interface CredentialsDiagnosis {
  /** `incomparable`: nothing could be compared, for want of a key on one of the sides. */
  verdict: 'match' | 'mismatch' | 'incomparable';
  /** The outermost first. */
  mistakes: CredentialsMistake[];
  /** Bytes after the first colon; absent when the credentials cannot be read. */
  passwordBytes?: number;
  /** Absent also where it may be a secret. */
  userName?: string;
}

export interface ExpectedCredentials extends ExpectedIdentity {
  /** The key on record; absent when there is none. */
  key?: KnownKey | undefined;
  /** Keys the station had before, the newest first. */
  formerKeys?: readonly { key: KnownKey; replacedAt: string }[];
  /** Another station that has this key; asked only when nothing else explains what arrived. */
  stationWithKey?(password: Uint8Array): string | undefined;
}

const sides: Partial<Record<CredentialsMistakeCode, ActingSide>> = {
  'header-repeated': 'network',
  'key-decoded-hex': 'csms',
  'key-decoded-base64': 'csms',
  'key-not-set': 'csms',
};

function mistake(
  code: CredentialsMistakeCode,
  parameters: CredentialsMistake['parameters'] = {},
  confidence: CredentialsMistake['confidence'] = 'certain',
): CredentialsMistake {
  return { code, side: sides[code] ?? 'charge-point', confidence, parameters };
}

type Found = { code: CredentialsMistakeCode; parameters?: CredentialsMistake['parameters'] };

const certain = (found: readonly Found[]) =>
  found.map(({ code, parameters }) => mistake(code, parameters));

function formerKeyMistakes(
  password: Uint8Array,
  { identity, formerKeys = [] }: ExpectedCredentials,
): CredentialsMistake[] | undefined {
  for (const { key, replacedAt } of formerKeys) {
    const found = findKeyMistakes(password, key, { identity, depth: 1 });
    if (found) return [mistake('old-key', { replacedAt }), ...certain(found)];
  }
  return undefined;
}

function otherStationMistakes(
  password: Uint8Array,
  { identity, stationWithKey }: ExpectedCredentials,
): CredentialsMistake[] | undefined {
  const station = stationWithKey?.(password);
  return station === undefined || station === identity
    ? undefined
    : [mistake('key-of-other-station', { station })];
}

function passwordMistakes(
  password: Uint8Array,
  expected: ExpectedCredentials,
): CredentialsMistake[] {
  const { key, identity } = expected;
  const found = key && findKeyMistakes(password, key, { identity, depth: 2 });
  const empty = password.length === 0 ? [mistake('password-empty')] : [];
  if (found) return [...empty, ...certain(found)];
  if (empty.length > 0) return empty;
  const elsewhere =
    formerKeyMistakes(password, expected) ?? otherStationMistakes(password, expected);
  if (elsewhere) return elsewhere;
  const guessed = guessKeyMistake(password);
  const bytes = password.length;
  return [
    ...(guessed ? [mistake(guessed.code, guessed.parameters, 'possible')] : []),
    key ? mistake('key-other', { bytes }) : mistake('key-not-set', { bytes }),
  ];
}

/** Without a colon there is one text: the identity alone, the key alone, or both run together. */
function withoutColon(decoded: Uint8Array, expected: ExpectedCredentials): CredentialsMistake[] {
  const { identity, key } = expected;
  if (utf8Text(decoded)?.trim() === identity) return [mistake('password-left-out')];
  const whole = key && findKeyMistakes(decoded, key, { identity, depth: 1 });
  if (whole) return [mistake('identity-left-out'), ...certain(whole)];
  const start = new TextEncoder().encode(identity);
  const runsTogether = start.every((byte, index) => decoded[index] === byte);
  const rest = runsTogether ? decoded.subarray(start.length) : decoded;
  const found = runsTogether && key && findKeyMistakes(rest, key, { identity, depth: 1 });
  if (found) return [mistake('colon-missing'), ...certain(found)];
  return [mistake('colon-missing', {}, 'possible')];
}

/** The key before the colon and the identity behind it; the key may have colons of its own. */
function swappedMistakes(
  decoded: Uint8Array,
  expected: ExpectedCredentials,
): CredentialsMistake[] | undefined {
  const { identity, key } = expected;
  const end = new TextEncoder().encode(`:${identity}`);
  const at = decoded.length - end.length;
  if (at < 0 || !end.every((byte, index) => decoded[at + index] === byte)) return undefined;
  const before = decoded.subarray(0, at);
  const found = key && findKeyMistakes(before, key, { identity, depth: 1 });
  if (found) return [mistake('swapped'), ...certain(found)];
  return utf8Text(before) === identity ? undefined : [mistake('swapped', {}, 'possible')];
}

/** An identity with a colon is cut at it by everybody who reads the header. */
function withColonInIdentity(
  decoded: Uint8Array,
  { identity }: ExpectedCredentials,
): Uint8Array | undefined {
  if (!identity.includes(':')) return undefined;
  const start = new TextEncoder().encode(`${identity}:`);
  return start.every((byte, index) => decoded[index] === byte)
    ? decoded.subarray(start.length)
    : undefined;
}

type Credentials = Extract<CredentialsParts, { kind: 'credentials' }>;

function judgeParts(
  parts: Credentials,
  expected: ExpectedCredentials,
): Omit<CredentialsDiagnosis, 'verdict'> {
  const { decoded } = parts;
  const behindIdentity = withColonInIdentity(decoded, expected);
  if (behindIdentity) {
    const mistakes = [mistake('identity-has-colon'), ...passwordMistakes(behindIdentity, expected)];
    return { mistakes, passwordBytes: behindIdentity.length, userName: expected.identity };
  }
  const { userName, password } = parts;
  const passwordBytes = password.length;
  const swapped = swappedMistakes(decoded, expected);
  if (swapped && userName !== expected.identity) return { mistakes: swapped, passwordBytes };
  const ofKey = passwordMistakes(password, expected);
  if (userName === undefined)
    return { mistakes: [mistake('user-not-utf8'), ...ofKey], passwordBytes };
  const code = findUserNameMistake(userName, expected);
  const shown = shownCredentialsUserName(userName, password, expected);
  const parameters: CredentialsMistake['parameters'] =
    shown === undefined ? { userBytes: userName.length } : { userName: shown };
  const isGuess = code === 'user-part-of-identity' || code === 'user-separators';
  const ofUser = code ? [mistake(code, parameters, isGuess ? 'possible' : 'certain')] : [];
  return {
    mistakes: [...ofUser, ...ofKey],
    passwordBytes,
    ...(shown === undefined ? {} : { userName: shown }),
  };
}

/** The user name, unless it is a key or may be one. */
export function shownCredentialsUserName(
  userName: string,
  password: Uint8Array,
  expected: ExpectedCredentials,
): string | undefined {
  const { identity, key, formerKeys = [] } = expected;
  const bytes = new TextEncoder().encode(userName);
  const keys = [...(key ? [key] : []), ...formerKeys.map((former) => former.key)];
  const isSecret = () =>
    keys.some((known) => findKeyMistakes(bytes, known, { identity, depth: 1 }) !== undefined);
  return shownUserName(userName, password, expected, isSecret);
}

/**
 * Names what is wrong with the Authorization values of a request. With a salted hash instead of the key, mistakes that
 * lose bytes can only be guessed.
 */
export function diagnoseBasicCredentials(
  authorization: readonly string[],
  expected: ExpectedCredentials,
): CredentialsDiagnosis {
  const { faults, reading } = readBasicHeader(authorization);
  const outer = certain(faults);
  if (reading.kind === 'none') return { verdict: 'incomparable', mistakes: outer };
  if (reading.kind === 'no-colon') {
    const mistakes = [...outer, ...withoutColon(reading.decoded, expected)];
    return { verdict: expected.key ? 'mismatch' : 'incomparable', mistakes };
  }
  const { mistakes: inner, ...facts } = judgeParts(reading, expected);
  const mistakes = [...outer, ...inner];
  if (mistakes.length === 0) return { verdict: 'match', mistakes, ...facts };
  return { verdict: expected.key ? 'mismatch' : 'incomparable', mistakes, ...facts };
}

/** The same of credentials that were read already. */
export function diagnosePassword(
  password: Uint8Array,
  expected: ExpectedCredentials,
): CredentialsMistake[] {
  return passwordMistakes(password, expected);
}
