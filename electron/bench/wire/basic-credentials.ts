/**
 * HTTP Basic as OCPP uses it: identity, colon, the raw bytes of the AuthorizationKey. Reads the header and compares
 * the password in constant time. Knows no stations and no store; never puts a secret into a result's parameters.
 */
import { hexToBytes } from '../../../shared/security/authorization-key.ts';
import { authorizationHeader } from '../../../shared/security/authorization-key-forms.ts';
import { base64ToBytes } from '../../../shared/security/basic-base64.ts';
import {
  type CredentialsDiagnosis,
  type CredentialsMistake,
  type CredentialsMistakeCode,
  diagnoseBasicCredentials,
  type ExpectedCredentials,
  shownCredentialsUserName,
} from '../../../shared/security/basic-diagnosis.ts';
import { latin1Text, splitCredentials } from '../../../shared/security/basic-header.ts';
import type { KnownKey } from '../../../shared/security/basic-key-mistakes.ts';
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
  const bytes = base64ToBytes(basic[1] ?? '');
  if (bytes === undefined) return refused('authorization-not-base64');
  const parts = splitCredentials(bytes);
  if (parts.kind !== 'credentials') return refused('authorization-no-colon');
  const { userName, password } = parts;
  if (userName === undefined) return refused('authorization-user-not-utf8');
  if (password.length === 0) return refused('authorization-password-empty');
  return { kind: 'credentials', userName, password };
}

/** How the right password was sent: its bytes, or the hexadecimal digits that stand for them. */
export type PasswordForm = 'bytes' | 'hex-text';

/** The form in which the key came; undefined when it is another password. Takes as long for every one. */
export function matchPassword(received: Uint8Array, key: KnownKey): PasswordForm | undefined {
  const exact = key.matches(received);
  const decoded = hexToBytes(latin1Text(received)) ?? new Uint8Array(0);
  const hexText = key.matches(decoded);
  if (exact) return 'bytes';
  return hexText ? 'hex-text' : undefined;
}

/**
 * What the refusal is called on the wire and in the record. Only mistakes that take the whole key to make have a code of
 * their own: the answer to a stranger must not tell how much of a guess was right.
 */
const refusalCodes: Partial<Record<CredentialsMistakeCode, UpgradeRefusalCode>> = {
  'key-hex-text': 'password-is-hex-text',
  'key-decoded-hex': 'password-is-decoded-hex',
  'key-extra-at-end': 'password-newline-at-end',
  'key-utf8-widened': 'password-utf8-mangled',
};

const lineEnds: readonly unknown[] = ['line-feed', 'carriage-return', 'carriage-return-line-feed'];

function refusalCode(mistakes: readonly CredentialsMistake[]): UpgradeRefusalCode {
  const codes = mistakes.map(({ code, confidence, parameters }) =>
    confidence === 'possible' ||
    (code === 'key-extra-at-end' && !lineEnds.includes(parameters.what))
      ? undefined
      : refusalCodes[code],
  );
  const [first] = codes;
  return first !== undefined && !codes.includes(undefined) ? first : 'password-wrong';
}

export type CredentialsVerdict =
  | { kind: 'accepted'; form: PasswordForm }
  | {
      kind: 'refused';
      status: 401;
      code: UpgradeRefusalCode;
      parameters: Record<string, string | number>;
      diagnosis: CredentialsDiagnosis;
    };

/**
 * Judges credentials for an identity: user name equals identity (A00.FR.204, A00.FR.303), then the password.
 * `acceptHexText` lets the hexadecimal digits of the key pass as well; the form that matched is told.
 */
export function judgeCredentials(
  credentials: { userName: string; password: Uint8Array },
  expected: ExpectedCredentials,
  { acceptHexText }: { acceptHexText: boolean },
): CredentialsVerdict {
  const { userName, password } = credentials;
  const refuse = (wanted?: UpgradeRefusalCode): CredentialsVerdict => {
    const authorization = [basicAuthorization(userName, password)];
    const diagnosis = diagnoseBasicCredentials(authorization, expected);
    const shown = shownCredentialsUserName(userName, password, expected);
    const code = wanted ?? refusalCode(diagnosis.mistakes);
    return {
      kind: 'refused',
      status: 401,
      code,
      parameters: {
        identity: expected.identity,
        ...(shown === undefined ? {} : { userName: shown }),
        passwordBytes: password.length,
      },
      diagnosis,
    };
  };
  if (userName !== expected.identity) return refuse('username-is-not-identity');
  const { key } = expected;
  if (key === undefined) return refuse('password-not-set');
  const form = matchPassword(password, key);
  if (form === 'bytes' || (form && acceptHexText)) return { kind: 'accepted', form };
  return refuse();
}

/** The value of an Authorization header, for the emulated charge point. */
export function basicAuthorization(userName: string, password: Uint8Array): string {
  return authorizationHeader(userName, password);
}
