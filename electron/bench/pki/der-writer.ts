/**
 * Writes the DER values that certificates, requests and revocation lists are made of, on top of `der.ts`.
 * Knows nothing of what they mean. Throws RangeError for what no DER can hold: that is a bug of the caller.
 */
import { derTag, writeElement } from './der.ts';

export function writeSequence(...parts: readonly Uint8Array[]): Uint8Array {
  return writeElement(derTag.sequence, ...parts);
}

export function writeSet(...parts: readonly Uint8Array[]): Uint8Array {
  return writeElement(derTag.set, ...parts);
}

/** A dotted OBJECT IDENTIFIER such as `2.5.29.15`. */
export function writeObjectIdentifier(dotted: string): Uint8Array {
  const [top = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const arcs = [top * 40 + second, ...rest];
  if (arcs.some((arc) => !Number.isSafeInteger(arc) || arc < 0)) {
    throw new RangeError(`${dotted} is no object identifier`);
  }
  return writeElement(derTag.objectIdentifier, Uint8Array.from(arcs.flatMap(base128)));
}

/** An INTEGER from its magnitude, never negative; leading zeros do not count. */
export function writeInteger(magnitude: Uint8Array | number): Uint8Array {
  const bytes = typeof magnitude === 'number' ? numberBytes(magnitude) : magnitude;
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  const sign = (digits[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : [];
  return writeElement(derTag.integer, ...sign, digits);
}

export function writeEnumerated(value: number): Uint8Array {
  return writeElement(0x0a, Uint8Array.of(value));
}

export function writeTrue(): Uint8Array {
  return writeElement(0x01, Uint8Array.of(0xff));
}

export function writeNull(): Uint8Array {
  return writeElement(0x05);
}

export function writeOctetString(content: Uint8Array): Uint8Array {
  return writeElement(derTag.octetString, content);
}

/** A BIT STRING of whole bytes. */
export function writeBitString(content: Uint8Array): Uint8Array {
  return writeElement(derTag.bitString, Uint8Array.of(0), content);
}

/** A BIT STRING of named bits, without trailing zero bits (X.690 §11.2.2). */
export function writeNamedBits(positions: readonly number[]): Uint8Array {
  const highest = Math.max(-1, ...positions);
  const bytes = new Uint8Array(Math.ceil((highest + 1) / 8));
  for (const position of positions) {
    bytes[position >> 3] = (bytes[position >> 3] ?? 0) | (0x80 >> (position & 7));
  }
  return writeElement(derTag.bitString, Uint8Array.of((bytes.length * 8 - highest - 1) % 8), bytes);
}

const stringTags = {
  utf8: 0x0c,
  printable: 0x13,
  teletex: 0x14,
  ia5: 0x16,
  bmp: 0x1e,
} as const;

export type StringEncoding = keyof typeof stringTags;

/** A string type of X.520; characters that the type lacks are written all the same, which is how faults are made. */
export function writeString(text: string, encoding: StringEncoding): Uint8Array {
  const tag = stringTags[encoding];
  if (encoding === 'bmp') return writeElement(tag, Buffer.from(text, 'utf16le').swap16());
  return writeElement(tag, Buffer.from(text, encoding === 'utf8' ? 'utf8' : 'latin1'));
}

/** Constructed and context-specific: `[0]` around other elements. */
export function writeContext(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return writeElement(0xa0 | number, ...parts);
}

/** Primitive and context-specific: `[0] IMPLICIT`. */
export function writeImplicit(number: number, content: Uint8Array): Uint8Array {
  return writeElement(0x80 | number, content);
}

/**
 * Whole seconds as RFC 5280 §4.1.2.5 has them: UTCTime from 1950 until 2049, GeneralizedTime otherwise. What lies after
 * 9999 becomes the end of that year, the value of "no expiry".
 */
export function writeTime(timeMs: number): Uint8Array {
  const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59);
  const text = new Date(Math.min(timeMs, latestMs))
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  const year = Number(text.slice(0, 4));
  return year >= 1950 && year < 2050
    ? writeElement(0x17, Buffer.from(text.slice(2), 'latin1'))
    : writeElement(0x18, Buffer.from(text, 'latin1'));
}

function base128(arc: number): number[] {
  const digits = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    digits.unshift(0x80 | (rest % 128));
  }
  return digits;
}

function numberBytes(value: number): Uint8Array {
  const digits = value.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
}
