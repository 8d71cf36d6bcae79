/** Words for what is wrong with the outer form of an Authorization header and with its user name. Codes only. */
import type { ConnectionExplanation } from './connection-explanation.ts';

const standardBase64 = 'Encode with the standard alphabet (+ and /), with padding, in one line.';
const lastPart = 'Use the last part of the URL path as user name, letter by letter.';

export const headerMistakeWords = {
  'header-missing': {
    title: 'No Authorization header was sent',
    meaning: 'Security profiles 1 and 2 need the credentials in the upgrade request.',
    chargePoint:
      'Set AuthorizationKey, and SecurityProfile to 1 or 2. Send the header without waiting for a 401.',
    network: 'A proxy that removes the Authorization header causes this too.',
  },
  'header-repeated': {
    title: 'The Authorization header was sent more than once',
    meaning: 'Which one counts is not defined.',
    chargePoint: 'Send exactly one.',
    network: 'Check whether a proxy adds its own.',
  },
  'scheme-other': {
    title: 'Authentication of another kind',
    meaning: 'The header is not “Basic …”, the only kind OCPP 1.6 knows.',
    chargePoint: 'Use HTTP Basic instead of Bearer, Digest or another kind.',
  },
  'scheme-missing': {
    title: 'The word “Basic” is missing',
    meaning: 'The header has the encoded credentials, without the scheme before them.',
    chargePoint: 'Put “Basic” and a space before them.',
  },
  'base64-broken': {
    title: 'The credentials are not base64',
    meaning: 'What follows “Basic” cannot be decoded, not even leniently.',
    chargePoint: standardBase64,
  },
  'base64-url-safe': {
    title: 'The URL-safe base64 alphabet was used',
    meaning: 'It has - and _ where HTTP Basic has + and /.',
    chargePoint: standardBase64,
  },
  'base64-line-break': {
    title: 'The base64 has a line break or blank in it',
    meaning: 'Encoders for mail break lines after 64 or 76 characters; a header is one line.',
    chargePoint: 'Switch line breaks off in the encoder (OpenSSL: BIO_FLAGS_BASE64_NO_NL, or -A).',
  },
  'base64-padding': {
    title: 'The padding of the base64 is wrong',
    meaning: 'The = signs at its end are missing, or too many.',
    chargePoint: 'Fill up with = to a multiple of four characters.',
  },
  'base64-quoted': {
    title: 'The base64 stands in quotation marks',
    meaning: 'Quotation marks are no part of the header.',
    chargePoint: 'Remove the quotation marks.',
  },
  'base64-stray-bits': {
    title: 'The base64 ends with stray bits',
    meaning: 'Its last character has bits that belong to no byte: it was cut off or altered.',
    chargePoint: 'Check whether the header is cut off at a fixed length.',
  },
  'base64-percent-encoded': {
    title: 'The base64 was percent-encoded',
    meaning: 'Characters such as = and + were written as in a URL.',
    chargePoint: 'Put the base64 into the header as it is.',
  },
  'credentials-not-encoded': {
    title: 'The credentials were not encoded',
    meaning: 'Identity, colon and key stand in the header as they are.',
    chargePoint: 'Encode identity, colon and the bytes of the key together in base64.',
  },
  'credentials-hex-encoded': {
    title: 'The credentials are in hexadecimal instead of base64',
    meaning: 'Identity, colon and key were written as hexadecimal digits.',
    chargePoint: 'Encode them in base64.',
  },
  'credentials-encoded-twice': {
    title: 'The credentials were encoded twice',
    meaning: 'Decoded once, the header is base64 again.',
    chargePoint: 'Encode once; the HTTP library may do it already.',
  },
  'user-not-utf8': {
    title: 'The user name is not UTF-8',
    meaning: 'The bytes before the colon do not form text, as when Latin-1 was sent.',
    chargePoint: 'Send the identity as UTF-8, spelt as in the URL.',
  },
  'colon-missing': {
    title: 'There is no colon between identity and key',
    meaning: 'Decoded, the credentials should read identity, colon, key.',
    chargePoint: 'Put a colon between them before encoding.',
  },
  'identity-left-out': {
    title: 'Only the key was sent',
    meaning: 'The identity and the colon before the key are missing.',
    chargePoint: 'Encode identity, colon and key together.',
  },
  'password-left-out': {
    title: 'Only the identity was sent',
    meaning: 'The colon and the key behind the identity are missing.',
    chargePoint: 'Set AuthorizationKey, 32 to 40 hexadecimal digits.',
  },
  'password-empty': {
    title: 'The password is empty',
    meaning: 'Nothing follows the colon.',
    chargePoint: 'Set AuthorizationKey, 32 to 40 hexadecimal digits.',
  },
  'identity-has-colon': {
    title: 'The identity has a colon in it',
    meaning:
      'The first colon ends the user name (RFC 7617 §2), so the rest of the identity becomes part of the password.',
    chargePoint: 'Give the charge point an identity without a colon, in the URL as well.',
    csms: 'Register it under the identity without a colon.',
  },
  swapped: {
    title: 'Key and identity are exchanged',
    meaning: 'The key stands before the colon and the identity behind it.',
    chargePoint: 'Put the identity first: it is the user name.',
  },
} as const satisfies Record<string, ConnectionExplanation>;

export const userNameMistakeWords = {
  'user-empty': {
    title: 'The user name is empty',
    meaning: 'Nothing stands before the colon.',
    chargePoint: lastPart,
  },
  'user-letter-case': {
    title: 'The user name is the identity in other letter case',
    meaning: 'Upper and lower case count (A00.FR.204, A00.FR.303).',
    chargePoint: lastPart,
  },
  'user-extra-characters': {
    title: 'The user name has a blank, line end or NUL too many',
    meaning: 'Without it the user name would be the identity.',
    chargePoint: 'Remove what was stored or read along with the identity.',
  },
  'user-quoted': {
    title: 'The user name stands in quotation marks',
    meaning: 'Without them it would be the identity.',
    chargePoint: 'Remove the quotation marks.',
  },
  'user-slash': {
    title: 'The user name has a slash too many',
    meaning: 'Without the slash it would be the identity.',
    chargePoint: 'Leave out the slash that separates parts of the URL.',
  },
  'user-path-prefix': {
    title: 'The user name is a longer part of the URL',
    meaning: 'It ends with the identity, but has more of the path or the whole URL before it.',
    chargePoint: 'Use only the last part of the URL path as user name.',
  },
  'user-percent-encoded': {
    title: 'The user name is percent-encoded',
    meaning:
      'The identity is percent-encoded in the URL only; the user name is the identity itself.',
    chargePoint: 'Use the identity before percent-encoding as user name.',
  },
  'user-utf8-widened': {
    title: 'The user name was turned into UTF-8 twice',
    meaning: 'Characters beyond ASCII were encoded again.',
    chargePoint: 'Encode the identity as UTF-8 once.',
  },
  'user-unicode-form': {
    title: 'The user name is composed of other characters',
    meaning:
      'It looks like the identity, but accented letters are written in another Unicode form.',
    chargePoint: 'Send the same bytes as in the URL.',
  },
  'user-separators': {
    title: 'The user name has other separators than the identity',
    meaning: 'Letters and digits are the same; dashes, dots or blanks differ.',
    chargePoint: lastPart,
  },
  'user-serial-number': {
    title: 'The user name is the serial number',
    meaning: 'The identity in the URL counts, not the serial number (A00.FR.204, A00.FR.303).',
    chargePoint: lastPart,
  },
  'user-other-station': {
    title: 'The user name is that of another station',
    meaning: 'The URL has one identity and the credentials another, known one.',
    chargePoint: 'Set the same identity in the URL and in the credentials.',
  },
  'user-part-of-identity': {
    title: 'The user name is the identity with something missing or added',
    meaning: 'One contains the other.',
    chargePoint: lastPart,
  },
  'user-other': {
    title: 'The user name is not the identity',
    meaning:
      'On profiles 1 and 2 the user name has to be the identity in the URL (A00.FR.204, A00.FR.303).',
    chargePoint: lastPart,
  },
} as const satisfies Record<string, ConnectionExplanation>;
