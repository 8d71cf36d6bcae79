/**
 * Rewrites BER as DER where the two differ in what PKCS#12 writers use: indefinite lengths and strings in pieces.
 * Everything else stays byte for byte. Knows no types; throws DerError on damage.
 */
import { DerError, writeElement } from '../der.ts';

const deepest = 40;
const constructedOctetString = 0x24;

/** The first element of `bytes` in definite form; what follows it is ignored. Throws DerError. */
export function toDer(bytes: Uint8Array): Uint8Array {
  return readNode(bytes, 0, 0).der;
}

interface Node {
  der: Uint8Array;
  tag: number;
  /** Where the next element begins. */
  end: number;
}

function readNode(bytes: Uint8Array, offset: number, depth: number): Node {
  if (depth > deepest) throw new DerError('nested too deeply');
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) throw new DerError('element is cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerError('tags above 30 are not used here');
  if (first === 0x80) return readIndefinite(bytes, tag, offset + 2, depth);
  const { start, length } = readLength(bytes, offset + 1, first);
  const end = start + length;
  if (end > bytes.length) throw new DerError('content is cut off');
  if ((tag & 0x20) === 0) return { der: bytes.subarray(offset, end), tag, end };
  const children: Node[] = [];
  for (let at = start; at < end; ) {
    const child = readNode(bytes.subarray(0, end), at, depth + 1);
    children.push(child);
    at = child.end;
  }
  return { der: rebuilt(tag, children), tag, end };
}

function readIndefinite(bytes: Uint8Array, tag: number, start: number, depth: number): Node {
  if ((tag & 0x20) === 0) throw new DerError('a primitive value has no length');
  const children: Node[] = [];
  let at = start;
  while (bytes[at] !== 0 || bytes[at + 1] !== 0) {
    const child = readNode(bytes, at, depth + 1);
    children.push(child);
    at = child.end;
  }
  return { der: rebuilt(tag, children), tag, end: at + 2 };
}

function readLength(bytes: Uint8Array, at: number, first: number) {
  if (first < 0x80) return { start: at + 1, length: first };
  const count = first & 0x7f;
  if (count > 4) throw new DerError('length is too long');
  let length = 0;
  for (const byte of bytes.subarray(at + 1, at + 1 + count)) length = length * 256 + byte;
  return { start: at + 1 + count, length };
}

/** A string in pieces becomes one; so does `[0] IMPLICIT OCTET STRING`, the form of encrypted content. */
function rebuilt(tag: number, children: readonly Node[]): Uint8Array {
  const isString =
    tag === constructedOctetString ||
    ((tag & 0xc0) === 0x80 && children.length > 0 && children.every((child) => child.tag === 0x04));
  // `[0] EXPLICIT OCTET STRING` looks like one piece in pieces, and both forms are read alike further up.
  if (isString && (tag === constructedOctetString || children.length > 1)) {
    const contents = children.map(({ der }) => contentOf(der));
    return writeElement(tag & ~0x20, ...contents);
  }
  return writeElement(tag, ...children.map(({ der }) => der));
}

function contentOf(der: Uint8Array): Uint8Array {
  const { start } = readLength(der, 1, der[1] ?? 0);
  return der.subarray(start);
}
