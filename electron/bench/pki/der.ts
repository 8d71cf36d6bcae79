/**
 * A reader for DER, just enough for certificates and signing requests: exact bytes, nothing re-encoded; and a writer
 * of single elements.
 * Knows no ASN.1 types beyond tag, length and content; throws DerError on damage, which the parsers turn into values.
 */

/** Damaged or unexpected DER. Never leaves pki: parsers catch it at their border. */
export class DerError extends Error {}

/** One element: `bytes` with tag and length, `content` without. */
export interface DerElement {
  tag: number;
  bytes: Uint8Array;
  content: Uint8Array;
}

export const derTag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Reads the first element; what follows it is ignored. Throws DerError. */
export function readElement(bytes: Uint8Array, offset = 0): DerElement {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) throw new DerError('element is cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerError('tags above 30 are not used in certificates');
  let start = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const lengthBytes = first & 0x7f;
    if (lengthBytes === 0 || lengthBytes > 4) throw new DerError('length is not DER');
    length = 0;
    for (const byte of bytes.subarray(start, start + lengthBytes)) length = length * 256 + byte;
    start += lengthBytes;
  }
  if (start + length > bytes.length) throw new DerError('content is cut off');
  return {
    tag,
    bytes: bytes.subarray(offset, start + length),
    content: bytes.subarray(start, start + length),
  };
}

/** Writes one element around the content given in parts. */
export function writeElement(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const lengthBytes: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) {
    lengthBytes.unshift(rest % 256);
  }
  const length =
    content.length < 0x80 ? [content.length] : [0x80 | lengthBytes.length, ...lengthBytes];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** Reads all elements of a content one after the other. Throws DerError. */
export function readElements(content: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  for (let offset = 0; offset < content.length; ) {
    const element = readElement(content, offset);
    elements.push(element);
    offset += element.bytes.length;
  }
  return elements;
}

/** The children of an element that must be there and have the given tag. Throws DerError. */
export function childrenOf(element: DerElement | undefined, tag: number): DerElement[] {
  return readElements(expectTag(element, tag).content);
}

/** The element itself when it is there and has the given tag. Throws DerError. */
export function expectTag(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag !== tag) throw new DerError(`expected tag ${tag}, found ${element?.tag}`);
  return element;
}

/** An OBJECT IDENTIFIER in dotted form. Throws DerError. */
export function readObjectIdentifier(element: DerElement | undefined): string {
  const { content } = expectTag(element, derTag.objectIdentifier);
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(value);
      value = 0;
    }
  }
  const first = arcs.shift();
  if (first === undefined) throw new DerError('object identifier is empty');
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...arcs].join('.');
}

/** The content of a BIT STRING of whole bytes, without the unused-bits octet. Throws DerError. */
export function readBitString(element: DerElement | undefined): Uint8Array {
  const { content } = expectTag(element, derTag.bitString);
  if (content[0] !== 0) throw new DerError('bit string is not made of whole bytes');
  return content.subarray(1);
}

/** A UTCTime or GeneralizedTime as milliseconds since 1970. Throws DerError. */
export function readTimeMs(element: DerElement | undefined): number {
  const text = new TextDecoder('latin1').decode(element?.content);
  const parts = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (parts === null) throw new DerError('time is not in DER form');
  const [, yearText = '', month, day, hour, minute, second] = parts;
  const short = Number(yearText);
  // RFC 5280 §4.1.2.5.1: two-digit years from 50 on belong to the last century.
  const year = yearText.length === 4 ? short : short >= 50 ? 1900 + short : 2000 + short;
  const timeMs = Date.parse(
    `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`,
  );
  if (Number.isNaN(timeMs)) throw new DerError('time does not exist');
  return timeMs;
}

/** An INTEGER as upper-case hexadecimal without leading zeros, as OCPP writes serial numbers (4095 is `FFF`). */
export function readIntegerHex(element: DerElement | undefined): string {
  const { content } = expectTag(element, derTag.integer);
  return toHex(content).replace(/^0+(?=.)/, '');
}

/** Bytes as upper-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('hex')
    .toUpperCase();
}
