/**
 * The mistakes that turn the right AuthorizationKey into a wrong password. Each is undone on what arrived and the result
 * compared, which works with a salted hash too; what loses bytes is repeated on the key itself, where it is kept.
 */
import { bytesToHex, hexToBytes } from './authorization-key.ts';
import { base64ToBytes, bytesToBase64, readLenientBase64 } from './basic-base64.ts';
import { latin1Bytes, latin1Text, utf8Text } from './basic-header.ts';

/** A key to compare with. */
export interface KnownKey {
  /** Whether these are the bytes of the key. */
  matches(candidate: Uint8Array): boolean;
  /** Absent where only a salted hash is kept. */
  bytes?: Uint8Array;
}

export type KeyMistakeCode =
  | 'key-hex-text'
  | 'key-decoded-hex'
  | 'key-base64-text'
  | 'key-decoded-base64'
  | 'key-utf8-widened'
  | 'key-utf8-replaced'
  | 'key-high-bytes-lost'
  | 'key-utf16'
  | 'key-percent-encoded'
  | 'key-extra-at-end'
  | 'key-extra-at-start'
  | 'key-quoted'
  | 'key-byte-order'
  | 'key-letter-case'
  | 'key-truncated'
  | 'key-truncated-at-nul'
  | 'key-extended'
  | 'identity-repeated';

export interface KeyMistake {
  code: KeyMistakeCode;
  parameters?: Record<string, string | number | boolean>;
}

interface Undone {
  bytes: Uint8Array;
  mistake: KeyMistake;
}

type Undo = (received: Uint8Array, identity: string) => Undone[];

/** The digits of the longest key there can be, and a little more; searching costs milliseconds of everybody’s time. */
const longestSearched = 300;
/** Fewer right bytes than this are no proof, and saying so would let a key be guessed piece by piece. */
const shortestPart = 8;

const endings: Readonly<Record<number, string>> = {
  9: 'tab',
  10: 'line-feed',
  13: 'carriage-return',
  32: 'space',
  0: 'nul',
};

function endingName(extra: Uint8Array): string {
  if (extra.length === 2 && extra[0] === 13 && extra[1] === 10) return 'carriage-return-line-feed';
  const names = new Set(Array.from(extra, (byte) => endings[byte] ?? 'other'));
  return names.size === 1 ? ([...names][0] ?? 'other') : 'several';
}

/** One to three of the bytes that may be too many, or all of them: a key may have some of its own there. */
function extraCounts(byteAt: (count: number) => number | undefined): number[] {
  let all = 0;
  while (endings[byteAt(all + 1) ?? -1]) all += 1;
  return [1, 2, 3, all].filter((count, index) => count <= all && (index < 3 || count > 3));
}

const undoEnd: Undo = (received) => {
  const counts = extraCounts((count) => received[received.length - count]);
  return counts
    .filter((count) => count < received.length)
    .map((count): Undone => {
      const end = received.length - count;
      const parameters = { what: endingName(received.subarray(end)), count };
      return {
        bytes: received.subarray(0, end),
        mistake: { code: 'key-extra-at-end', parameters },
      };
    });
};

const undoStart: Undo = (received) => {
  const hasMark = received[0] === 0xef && received[1] === 0xbb && received[2] === 0xbf;
  if (hasMark) {
    const parameters = { what: 'byte-order-mark', count: 3 };
    return [{ bytes: received.subarray(3), mistake: { code: 'key-extra-at-start', parameters } }];
  }
  const counts = extraCounts((count) => received[count - 1]);
  return counts
    .filter((count) => count < received.length)
    .map((count): Undone => {
      const parameters = { what: endingName(received.subarray(0, count)), count };
      return {
        bytes: received.subarray(count),
        mistake: { code: 'key-extra-at-start', parameters },
      };
    });
};

function letterCase(digits: string): string {
  const lower = /[a-f]/.test(digits);
  const upper = /[A-F]/.test(digits);
  if (lower && upper) return 'mixed';
  return upper ? 'upper' : lower ? 'lower' : 'none';
}

const undoHexText: Undo = (received) => {
  const text = latin1Text(received);
  const digits = text.replace(/^0x/i, '').replace(/[ :-]/g, '');
  const bytes = hexToBytes(digits);
  if (bytes === undefined || bytes.length === 0) return [];
  const parameters = { letters: letterCase(digits), separators: digits !== text };
  return [{ bytes, mistake: { code: 'key-hex-text', parameters } }];
};

const undoBase64Text: Undo = (received) => {
  const text = latin1Text(received);
  if (text.length < 4 || /[^A-Za-z0-9+/=_-]/.test(text)) return [];
  const read = readLenientBase64(text);
  if (read === undefined) return [];
  const urlSafe = read.faults.includes('base64-url-safe');
  return [{ bytes: read.bytes, mistake: { code: 'key-base64-text', parameters: { urlSafe } } }];
};

const undoDecoding: Undo = (received) => {
  const digits = bytesToHex(received);
  const base64 = bytesToBase64(received);
  const hex = [digits, digits.toUpperCase()].map(
    (text): Undone => ({
      bytes: new TextEncoder().encode(text),
      mistake: { code: 'key-decoded-hex' },
    }),
  );
  const others = [base64, base64.replace(/=+$/, '')].map(
    (text): Undone => ({
      bytes: new TextEncoder().encode(text),
      mistake: { code: 'key-decoded-base64' },
    }),
  );
  return [...hex, ...others];
};

const undoWidening: Undo = (received) => {
  const text = utf8Text(received);
  const bytes = text === undefined ? undefined : latin1Bytes(text);
  if (bytes === undefined || bytes.length === received.length) return [];
  return [{ bytes, mistake: { code: 'key-utf8-widened' } }];
};

const undoUtf16: Undo = (received) => {
  if (received.length % 2 !== 0 || received.length === 0) return [];
  const even = received.filter((_, index) => index % 2 === 0);
  const odd = received.filter((_, index) => index % 2 === 1);
  if (odd.every((byte) => byte === 0)) return [{ bytes: even, mistake: { code: 'key-utf16' } }];
  if (even.every((byte) => byte === 0)) return [{ bytes: odd, mistake: { code: 'key-utf16' } }];
  return [];
};

const undoPercent: Undo = (received) => {
  const text = latin1Text(received);
  if (!/%[0-9a-f]{2}/i.test(text)) return [];
  const plain = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const bytes = latin1Bytes(plain);
  return bytes ? [{ bytes, mistake: { code: 'key-percent-encoded' } }] : [];
};

const undoQuotes: Undo = (received) => {
  const [first] = received;
  const last = received.at(-1);
  if (received.length < 3 || first !== last || (first !== 0x22 && first !== 0x27)) return [];
  return [{ bytes: received.subarray(1, -1), mistake: { code: 'key-quoted' } }];
};

function inGroups(bytes: Uint8Array, size: number): Uint8Array {
  return Uint8Array.from(bytes, (_, index) => {
    const start = index - (index % size);
    return bytes[start + size - 1 - (index % size)] ?? 0;
  });
}

const undoByteOrder: Undo = (received) => {
  const undone = (order: string, bytes: Uint8Array): Undone => ({
    bytes,
    mistake: { code: 'key-byte-order', parameters: { order } },
  });
  const { length } = received;
  return [
    undone('all', received.toReversed()),
    ...(length % 2 === 0 ? [undone('pairs', inGroups(received, 2))] : []),
    ...(length % 4 === 0 ? [undone('words', inGroups(received, 4))] : []),
    undone(
      'nibbles',
      received.map((byte) => ((byte << 4) | (byte >> 4)) & 0xff),
    ),
  ];
};

const undoLetterCase: Undo = (received) => {
  const text = latin1Text(received);
  if (!/^[\x20-\x7e]*[a-z][\x20-\x7e]*$/i.test(text)) return [];
  return [text.toLowerCase(), text.toUpperCase()]
    .filter((other) => other !== text)
    .map((other) => ({
      bytes: new TextEncoder().encode(other),
      mistake: { code: 'key-letter-case' },
    }));
};

const undoIdentity: Undo = (received, identity) => {
  const prefix = new TextEncoder().encode(`${identity}:`);
  const repeats = prefix.every((byte, index) => received[index] === byte);
  if (!repeats || received.length === prefix.length) return [];
  return [{ bytes: received.subarray(prefix.length), mistake: { code: 'identity-repeated' } }];
};

const undos: readonly Undo[] = [
  undoHexText,
  undoEnd,
  undoBase64Text,
  undoWidening,
  undoStart,
  undoQuotes,
  undoIdentity,
  undoDecoding,
  undoByteOrder,
  undoUtf16,
  undoPercent,
  undoLetterCase,
];

/** What arrived with one mistake undone, the likely ones first. */
function undoOne(received: Uint8Array, identity: string): Undone[] {
  return undos.flatMap((undo) => undo(received, identity)).filter(({ bytes }) => bytes.length > 0);
}

/** One mistake, or two on top of each other, that lead from the key to what arrived. The last one made comes first. */
function findUndone(
  received: Uint8Array,
  key: KnownKey,
  identity: string,
  depth: 1 | 2,
): KeyMistake[] | undefined {
  const first = undoOne(received, identity);
  const single = first.find(({ bytes }) => key.matches(bytes));
  if (single) return [single.mistake];
  if (depth === 1) return undefined;
  for (const { bytes, mistake } of first) {
    const second = undoOne(bytes, identity).find((undone) => key.matches(undone.bytes));
    if (second) return [mistake, second.mistake];
  }
  return undefined;
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (const [index, byte] of left.entries()) difference |= byte ^ (right[index] ?? 0);
  return difference === 0;
}

/** Bytes that a text conversion in between can have made of the key. */
function lossyTexts(key: Uint8Array): Undone[] {
  const encode = (text: string) => new TextEncoder().encode(text);
  const lost = (how: string, bytes: Uint8Array): Undone => ({
    bytes,
    mistake: { code: 'key-high-bytes-lost', parameters: { how } },
  });
  const replaced = (text: string): Undone => ({
    bytes: encode(text),
    mistake: { code: 'key-utf8-replaced' },
  });
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(key);
  const each = Array.from(key, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\ufffd'));
  return [
    replaced(decoded),
    replaced(each.join('')),
    lost(
      'question-mark',
      key.map((byte) => (byte < 0x80 ? byte : 0x3f)),
    ),
    lost('question-mark', encode(decoded.replace(/\ufffd/g, '?'))),
    lost(
      'left-out',
      key.filter((byte) => byte < 0x80),
    ),
    lost(
      'seven-bits',
      key.map((byte) => byte & 0x7f),
    ),
  ];
}

function cut(
  received: Uint8Array,
  whole: Uint8Array,
  shortest = shortestPart,
): KeyMistake | undefined {
  const { length } = received;
  if (length >= whole.length || !same(received, whole.subarray(0, length))) return undefined;
  const parameters = { bytes: length, wholeBytes: whole.length };
  if (whole[length] === 0) return { code: 'key-truncated-at-nul', parameters };
  return length >= shortest ? { code: 'key-truncated', parameters } : undefined;
}

function extended(received: Uint8Array, whole: Uint8Array): KeyMistake | undefined {
  const extraBytes = received.length - whole.length;
  if (extraBytes <= 0 || whole.length < shortestPart) return undefined;
  if (!same(received.subarray(0, whole.length), whole)) return undefined;
  return { code: 'key-extended', parameters: { extraBytes } };
}

/** Mistakes that lose or add bytes, and so cannot be undone. */
function findLossy(received: Uint8Array, key: Uint8Array): KeyMistake[] | undefined {
  const text = lossyTexts(key).find(({ bytes }) => !same(bytes, key) && same(bytes, received));
  if (text) return [text.mistake];
  const stored = latin1Text(key);
  if (latin1Text(received).toLowerCase() === stored.toLowerCase() && !same(received, key))
    return [{ code: 'key-letter-case' }];
  const ofHex = hexToBytes(stored);
  if (ofHex && same(received, ofHex)) return [{ code: 'key-decoded-hex' }];
  const ofBase64 = readLenientBase64(stored)?.bytes;
  if (ofBase64 && same(received, ofBase64)) return [{ code: 'key-decoded-base64' }];
  const whole = cut(received, key) ?? extended(received, key);
  if (whole) return [whole];
  const digits = bytesToHex(key);
  for (const written of [digits, digits.toUpperCase()]) {
    const bytes = new TextEncoder().encode(written);
    // Two digits are one byte of the key.
    const mistake = cut(received, bytes, 2 * shortestPart) ?? extended(received, bytes);
    const parameters = { letters: letterCase(written), separators: false };
    if (mistake) return [mistake, { code: 'key-hex-text', parameters }];
  }
  return undefined;
}

/** Cutting off twice is no explanation, and what was decoded has twice as many digits as bytes are known. */
const withoutLoss = new Set<KeyMistakeCode>([
  'key-extra-at-end',
  'key-decoded-hex',
  'key-decoded-base64',
]);

/**
 * The mistakes that were made with this key, the outermost first; `[]` when it is the key itself, undefined when nothing
 * known leads from the key to what arrived. `depth`: how many mistakes on top of each other are looked for.
 */
export function findKeyMistakes(
  received: Uint8Array,
  key: KnownKey,
  { identity, depth }: { identity: string; depth: 1 | 2 },
): KeyMistake[] | undefined {
  if (received.length > longestSearched) return undefined;
  if (received.length > 0) {
    if (key.matches(received)) return [];
    const undone = findUndone(received, key, identity, depth);
    if (undone) return undone;
  }
  if (key.bytes === undefined) return undefined;
  const lossy = findLossy(received, key.bytes);
  if (lossy !== undefined || depth === 1) return lossy;
  for (const { bytes, mistake } of undoOne(received, identity)) {
    const inner = findLossy(bytes, key.bytes);
    if (inner && !withoutLoss.has(mistake.code)) return [mistake, ...inner];
  }
  return undefined;
}

/** What the look of a password alone suggests. Never certain. */
export function guessKeyMistake(received: Uint8Array): KeyMistake | undefined {
  const text = latin1Text(received);
  if (/\u00ef\u00bf\u00bd/.test(text)) return { code: 'key-utf8-replaced' };
  if (received.length >= 32 && received.length <= 40 && hexToBytes(text))
    return {
      code: 'key-hex-text',
      parameters: { letters: letterCase(text), separators: false },
    };
  const last = received.at(-1) ?? 1;
  if (received.length > 1 && (last === 10 || last === 13 || last === 0)) {
    const parameters = { what: endings[last] ?? 'other', count: 1 };
    return { code: 'key-extra-at-end', parameters };
  }
  if (/^(["']).+\1$/s.test(text)) return { code: 'key-quoted' };
  const decoded = /^[A-Za-z0-9+/]{22,28}={0,2}$/.test(text) ? base64ToBytes(text) : undefined;
  if (decoded && decoded.length >= 16 && decoded.length <= 20)
    return { code: 'key-base64-text', parameters: { urlSafe: false } };
  const widened = utf8Text(received);
  if (widened !== undefined && /[\u0080-\u00ff]/.test(widened) && latin1Bytes(widened))
    return { code: 'key-utf8-widened' };
  return undefined;
}
