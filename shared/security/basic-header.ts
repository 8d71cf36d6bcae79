/**
 * An Authorization header as it arrived: what in its outer form keeps it from being `Basic base64(identity:key)`, and the
 * credentials that were probably meant. Holds secrets in `reading`; faults never do. Knows no station.
 */
import { hexToBytes } from './authorization-key.ts';
import { base64ToBytes, readLenientBase64 } from './basic-base64.ts';

export type HeaderFaultCode =
  | 'header-missing'
  | 'header-repeated'
  | 'scheme-other'
  | 'scheme-missing'
  | 'base64-broken'
  | 'base64-url-safe'
  | 'base64-line-break'
  | 'base64-padding'
  | 'base64-quoted'
  | 'base64-stray-bits'
  | 'base64-percent-encoded'
  | 'credentials-not-encoded'
  | 'credentials-hex-encoded'
  | 'credentials-encoded-twice';

export interface HeaderFault {
  code: HeaderFaultCode;
  parameters?: Record<string, string | number | boolean>;
}

export type CredentialsParts =
  | { kind: 'none' }
  | { kind: 'no-colon'; decoded: Uint8Array }
  | {
      kind: 'credentials';
      decoded: Uint8Array;
      /** Absent when the bytes before the first colon are no UTF-8. */
      userName: string | undefined;
      password: Uint8Array;
    };

export interface BasicHeader {
  faults: HeaderFault[];
  reading: CredentialsParts;
}

const colon = 0x3a;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of bytes that are UTF-8; undefined for others. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    // The decoder's only way of saying "not UTF-8".
    return undefined;
  }
}

/** A character for each byte. */
export function latin1Text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Bytes of text in which no character is above 255; undefined for other text. */
export function latin1Bytes(text: string): Uint8Array | undefined {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return codes.every((code) => code <= 0xff) ? Uint8Array.from(codes) : undefined;
}

/** Splits at the first colon: the key may have colons of its own (RFC 7617 §2). */
export function splitCredentials(decoded: Uint8Array): CredentialsParts {
  const at = decoded.indexOf(colon);
  if (at < 0) return { kind: 'no-colon', decoded };
  return {
    kind: 'credentials',
    decoded,
    userName: utf8Text(decoded.subarray(0, at)),
    password: decoded.subarray(at + 1),
  };
}

/** Only names of known schemes are repeated: an unknown one may be the secret itself. */
const knownSchemes = new Set(['bearer', 'digest', 'negotiate', 'ntlm', 'hawk', 'apikey', 'token']);

interface Decoded {
  faults: HeaderFault[];
  bytes: Uint8Array | undefined;
}

function looksLikeCredentials(bytes: Uint8Array | undefined): bytes is Uint8Array {
  if (bytes === undefined) return false;
  const parts = splitCredentials(bytes);
  return (
    parts.kind === 'credentials' &&
    parts.userName !== undefined &&
    /^[\x20-\x7e\u00a0-\uffff]{1,255}$/.test(parts.userName)
  );
}

/** What follows the scheme. */
function decodeToken(token: string): Decoded {
  const strict = base64ToBytes(token);
  const lenient = strict
    ? { bytes: strict, faults: [] }
    : token === ''
      ? undefined
      : readLenientBase64(token);
  if (!looksLikeCredentials(lenient?.bytes)) {
    const digits = hexToBytes(token);
    if (looksLikeCredentials(digits))
      return { faults: [{ code: 'credentials-hex-encoded' }], bytes: digits };
    if (strict === undefined && /^[^:]+:./s.test(token)) {
      const bytes = latin1Bytes(token) ?? new TextEncoder().encode(token);
      return { faults: [{ code: 'credentials-not-encoded' }], bytes };
    }
  }
  if (lenient === undefined) return { faults: [{ code: 'base64-broken' }], bytes: undefined };
  const faults: HeaderFault[] = lenient.faults.map((code) => ({ code }));
  const inner = base64ToBytes(latin1Text(lenient.bytes).trim());
  if (lenient.bytes.indexOf(colon) < 0 && looksLikeCredentials(inner))
    return { faults: [...faults, { code: 'credentials-encoded-twice' }], bytes: inner };
  return { faults, bytes: lenient.bytes };
}

function decodeValue(value: string): Decoded {
  const [, scheme = '', token = ''] = /^([^\s:=]+)(?:[ \t]+(.*))?$/s.exec(value) ?? [];
  if (scheme.toLowerCase() === 'basic') return decodeToken(token);
  const bare = decodeToken(value);
  if (looksLikeCredentials(bare.bytes))
    return { faults: [{ code: 'scheme-missing' }, ...bare.faults], bytes: bare.bytes };
  const name = scheme.toLowerCase();
  const parameters = { scheme: knownSchemes.has(name) ? name : 'other' };
  const within = decodeToken(token);
  const bytes = looksLikeCredentials(within.bytes) ? within.bytes : undefined;
  return { faults: [{ code: 'scheme-other', parameters }], bytes };
}

/** Reads all Authorization values of a request; an empty one says as much as none. */
export function readBasicHeader(authorization: readonly string[]): BasicHeader {
  const [value = ''] = authorization;
  if (authorization.every((one) => one.trim() === ''))
    return { faults: [{ code: 'header-missing' }], reading: { kind: 'none' } };
  const { faults, bytes } = decodeValue(value.trim());
  if (authorization.length > 1) {
    const same = authorization.every((other) => other === value);
    faults.unshift({ code: 'header-repeated', parameters: { count: authorization.length, same } });
  }
  if (bytes === undefined) return { faults, reading: { kind: 'none' } };
  return { faults, reading: splitCredentials(bytes) };
}
