/**
 * The mistakes that charge points make with HTTP Basic: for each the Authorization values it sends for an identity and a
 * key, and the codes that name it. For the pure diagnosis and for charge points over real sockets. Imported by tests only.
 */
import type { CredentialsMistakeCode } from '../../shared/security/basic-diagnosis.ts';

/** A key with high bytes, letters in its digits and a zero byte in the middle. */
export const mistakenKey = Buffer.from('c3a9f1024b00e5997fd8a0b1c2d3e4f506172839', 'hex');
/** Its base64 has both digits that are others in URLs. */
const urlSafeKey = Buffer.from('fbff3e0102030405060708090a0b0c0d0e0f1011', 'hex');
export const formerKey = Buffer.from('11f2e3d4c5b6a798897a6b5c4d3e2f1001928374', 'hex');
export const neighbourKey = Buffer.from('5a6b7c8d9eafb0c1d2e3f405162738495a6b7c8e', 'hex');
/** For mistakes that show with text only. */
export const textKey = Buffer.from('Sixteen-Letters!');
export const identity = 'AL-1000/ä';
export const serialNumber = 'SN-4711';
export const neighbour = 'NEIGHBOUR';

export interface MadeMistake {
  name: string;
  /** The key on record when it is another than `mistakenKey`. */
  key?: Buffer;
  /** Of the station when it is another than `identity`. */
  station?: string;
  codes: readonly CredentialsMistakeCode[];
  confidence?: 'possible';
  /** Parameters of the first mistake, or some of them. */
  parameters?: Record<string, unknown>;
  /** With a salted hash only, it cannot be named for certain: it loses bytes. */
  needsKey?: true;
  authorization: string[];
}

const bytes = (...parts: (string | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string))); // one overload of Buffer.from takes either
const basic = (...parts: (string | Uint8Array)[]) => `Basic ${bytes(...parts).toString('base64')}`;
const password = (sent: string | Uint8Array) => [basic(`${identity}:`, sent)];
const user = (name: string | Uint8Array) => [basic(name, ':', mistakenKey)];

const hex = mistakenKey.toString('hex');
const base64 = mistakenKey.toString('base64');
const right = basic(`${identity}:`, mistakenKey);
const encoded = right.replace('Basic ', '');
const groups = (size: number) =>
  Buffer.concat(
    Array.from({ length: mistakenKey.length / size }, (_, index) =>
      Buffer.from(mistakenKey.subarray(index * size, (index + 1) * size)).reverse(),
    ),
  );
const latin1 = mistakenKey.toString('latin1');

function keyMistake(
  name: string,
  codes: MadeMistake['codes'],
  sent: string | Uint8Array,
  rest: Partial<MadeMistake> = {},
): MadeMistake {
  return { name, codes, authorization: password(sent), ...rest };
}

function userMistake(
  name: string,
  code: CredentialsMistakeCode,
  sent: string | Uint8Array,
  rest: Partial<MadeMistake> = {},
): MadeMistake {
  return { name, codes: [code], authorization: user(sent), ...rest };
}

export const madeMistakes: readonly MadeMistake[] = [
  keyMistake('hex as text', ['key-hex-text'], hex, { parameters: { letters: 'lower' } }),
  keyMistake('upper-case hex as text', ['key-hex-text'], hex.toUpperCase(), {
    parameters: { letters: 'upper' },
  }),
  keyMistake('hex with separators', ['key-hex-text'], hex.replace(/..(?=.)/g, '$&:'), {
    parameters: { separators: true },
  }),
  keyMistake('hex with 0x', ['key-hex-text'], `0x${hex}`),
  keyMistake(
    'hex of hex as text',
    ['key-hex-text', 'key-hex-text'],
    Buffer.from(hex).toString('hex'),
  ),
  keyMistake('text decoded as hex', ['key-decoded-hex'], mistakenKey, { key: Buffer.from(hex) }),
  keyMistake('URL-safe base64 text decoded', ['key-decoded-base64'], urlSafeKey, {
    key: Buffer.from(urlSafeKey.toString('base64url')),
    needsKey: true,
  }),
  keyMistake('base64 text decoded', ['key-decoded-base64'], mistakenKey, {
    key: Buffer.from(base64),
  }),
  keyMistake('Latin-1 to UTF-8', ['key-utf8-widened'], Buffer.from(latin1, 'utf8')),
  keyMistake('replacement characters', ['key-utf8-replaced'], mistakenKey.toString('utf8'), {
    needsKey: true,
  }),
  keyMistake(
    'a replacement character for each byte',
    ['key-utf8-replaced'],
    latin1.replace(/[\u0080-\u00ff]/g, '\ufffd'),
    { needsKey: true },
  ),
  keyMistake(
    'question marks',
    ['key-high-bytes-lost'],
    mistakenKey.map((byte) => (byte > 127 ? 0x3f : byte)),
    { needsKey: true },
  ),
  keyMistake(
    'seven bits',
    ['key-high-bytes-lost'],
    mistakenKey.map((byte) => byte & 0x7f),
    { needsKey: true },
  ),
  keyMistake('UTF-16', ['key-utf16'], Buffer.from(textKey.toString(), 'utf16le'), { key: textKey }),
  keyMistake('percent-encoded', ['key-percent-encoded'], 'Sixteen%2DLetters%21', { key: textKey }),
  keyMistake('a line feed at the end', ['key-extra-at-end'], bytes(mistakenKey, '\n'), {
    parameters: { what: 'line-feed' },
  }),
  keyMistake('CR LF at the end', ['key-extra-at-end'], bytes(mistakenKey, '\r\n'), {
    parameters: { what: 'carriage-return-line-feed' },
  }),
  keyMistake('a CR at the end', ['key-extra-at-end'], bytes(mistakenKey, '\r'), {
    parameters: { what: 'carriage-return' },
  }),
  keyMistake('a NUL at the end', ['key-extra-at-end'], bytes(mistakenKey, '\0'), {
    parameters: { what: 'nul' },
  }),
  keyMistake('a space at the end', ['key-extra-at-end'], bytes(mistakenKey, ' '), {
    parameters: { what: 'space' },
  }),
  keyMistake(
    'hex as text with a line feed',
    ['key-extra-at-end', 'key-hex-text'],
    bytes(hex, '\n'),
  ),
  keyMistake('a space before it', ['key-extra-at-start'], bytes(' ', mistakenKey)),
  keyMistake('a byte order mark', ['key-extra-at-start'], bytes('\ufeff', mistakenKey), {
    parameters: { what: 'byte-order-mark' },
  }),
  keyMistake('quotation marks', ['key-quoted'], bytes('"', textKey, '"'), { key: textKey }),
  keyMistake('base64 of the key', ['key-base64-text'], base64),
  keyMistake('URL-safe base64 of the key', ['key-base64-text'], mistakenKey.toString('base64url')),
  keyMistake(
    'base64 of the hex',
    ['key-base64-text', 'key-hex-text'],
    Buffer.from(hex).toString('base64'),
  ),
  keyMistake(
    'base64 of the base64',
    ['key-base64-text', 'key-base64-text'],
    Buffer.from(base64).toString('base64'),
  ),
  keyMistake('bytes reversed', ['key-byte-order'], groups(20), { parameters: { order: 'all' } }),
  keyMistake('pairs exchanged', ['key-byte-order'], groups(2), { parameters: { order: 'pairs' } }),
  keyMistake('groups of four reversed', ['key-byte-order'], groups(4), {
    parameters: { order: 'words' },
  }),
  keyMistake(
    'digits of each byte exchanged',
    ['key-byte-order'],
    Buffer.from(hex.replace(/(.)(.)/g, '$2$1'), 'hex'),
    { parameters: { order: 'nibbles' } },
  ),
  keyMistake('other letter case', ['key-letter-case'], 'sixteen-letters!', {
    key: textKey,
    needsKey: true,
  }),
  keyMistake('cut at NUL', ['key-truncated-at-nul'], mistakenKey.subarray(0, 5), {
    needsKey: true,
    parameters: { bytes: 5, wholeBytes: 20 },
  }),
  keyMistake('cut at 16 bytes', ['key-truncated'], mistakenKey.subarray(0, 16), { needsKey: true }),
  keyMistake('hex cut at 20', ['key-truncated', 'key-hex-text'], hex.slice(0, 20), {
    needsKey: true,
  }),
  keyMistake('a whole buffer', ['key-extended'], bytes(mistakenKey, 'stale bytes'), {
    needsKey: true,
    parameters: { extraBytes: 11 },
  }),
  keyMistake('the identity twice', ['identity-repeated'], bytes(`${identity}:`, mistakenKey)),
  keyMistake('the old key', ['old-key'], formerKey),
  keyMistake('the old key as hex', ['old-key', 'key-hex-text'], formerKey.toString('hex')),
  keyMistake('the key of another station', ['key-of-other-station'], neighbourKey, {
    parameters: { station: neighbour },
  }),
  keyMistake('another key', ['key-other'], Buffer.from('quite another key'), {
    parameters: { bytes: 17 },
  }),
  keyMistake('an empty password', ['password-empty'], ''),
  userMistake('identity in other case', 'user-letter-case', identity.toLowerCase()),
  userMistake('the path before it', 'user-path-prefix', `ocpp/${identity}`),
  userMistake('a slash at the end', 'user-slash', `${identity}/`),
  userMistake('percent-encoded identity', 'user-percent-encoded', encodeURIComponent(identity)),
  userMistake('serial number', 'user-serial-number', serialNumber),
  userMistake('a line feed behind the identity', 'user-extra-characters', `${identity}\n`),
  userMistake('identity in quotation marks', 'user-quoted', `"${identity}"`),
  userMistake(
    'identity in UTF-8 twice',
    'user-utf8-widened',
    Buffer.from(Buffer.from(identity).toString('latin1')),
  ),
  userMistake('identity decomposed', 'user-unicode-form', identity.normalize('NFD')),
  userMistake('identity in Latin-1', 'user-not-utf8', Buffer.from(identity, 'latin1')),
  userMistake('without separators', 'user-separators', 'AL1000ä', { confidence: 'possible' }),
  userMistake('another station', 'user-other-station', neighbour),
  userMistake('somebody else', 'user-other', 'admin'),
  userMistake('no user name', 'user-empty', ''),
  {
    name: 'identity with a colon',
    station: 'urn:ocpp:1',
    codes: ['identity-has-colon'],
    authorization: [basic('urn:ocpp:1:', mistakenKey)],
  },
  {
    name: 'key and identity exchanged',
    codes: ['swapped'],
    authorization: [basic(mistakenKey, `:${identity}`)],
  },
  {
    name: 'hex key and identity exchanged',
    codes: ['swapped', 'key-hex-text'],
    authorization: [basic(`${hex}:${identity}`)],
  },
  { name: 'the key alone', codes: ['identity-left-out'], authorization: [basic(mistakenKey)] },
  { name: 'the identity alone', codes: ['password-left-out'], authorization: [basic(identity)] },
  { name: 'no colon', codes: ['colon-missing'], authorization: [basic(identity, mistakenKey)] },
  { name: 'no header', codes: ['header-missing'], authorization: [] },
  { name: 'an empty header', codes: ['header-missing'], authorization: [''] },
  { name: 'two headers', codes: ['header-repeated'], authorization: [right, right] },
  {
    name: 'Bearer',
    codes: ['scheme-other'],
    parameters: { scheme: 'bearer' },
    authorization: [`Bearer ${encoded}`],
  },
  {
    name: 'Digest',
    codes: ['scheme-other'],
    parameters: { scheme: 'digest' },
    authorization: [`Digest username="${serialNumber}", realm="OCPP", response="00"`],
  },
  { name: 'no scheme', codes: ['scheme-missing'], authorization: [encoded] },
  { name: 'broken base64', codes: ['base64-broken'], authorization: ['Basic %%%'] },
  {
    name: 'URL-safe base64',
    codes: ['base64-url-safe'],
    key: Buffer.from('fbfffffefbeffffffbefbefffbfffffffbeffbff', 'hex'),
    authorization: [
      `Basic ${bytes(`${identity}:`, Buffer.from('fbfffffefbeffffffbefbefffbfffffffbeffbff', 'hex')).toString('base64').replace(/\+/g, '-').replace(/\//g, '_')}`,
    ],
  },
  {
    name: 'base64 in two lines',
    codes: ['base64-line-break'],
    authorization: [`Basic ${encoded.slice(0, 20)} ${encoded.slice(20)}`],
  },
  {
    name: 'no padding',
    codes: ['base64-padding'],
    key: Buffer.from('Seventeen-Letters'),
    authorization: [basic(`${identity}:`, 'Seventeen-Letters').replace(/=+$/, '')],
  },
  { name: 'base64 in quotes', codes: ['base64-quoted'], authorization: [`Basic "${encoded}"`] },
  {
    name: 'not encoded',
    codes: ['credentials-not-encoded'],
    key: textKey,
    station: 'CP1',
    authorization: [`Basic CP1:${textKey}`],
  },
  {
    name: 'in hexadecimal',
    codes: ['credentials-hex-encoded'],
    authorization: [`Basic ${bytes(`${identity}:`, mistakenKey).toString('hex')}`],
  },
  {
    name: 'encoded twice',
    codes: ['credentials-encoded-twice'],
    authorization: [basic(encoded)],
  },
];
