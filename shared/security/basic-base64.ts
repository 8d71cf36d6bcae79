/**
 * Base64 as credentials need it: to the letter of RFC 4648 §4, and leniently with a name for what was wrong.
 * Knows nothing of headers and keys.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** With padding, without line breaks. */
export function bytesToBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 3) {
    const [first = 0, second, third] = bytes.subarray(start, start + 3);
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    text += second === undefined ? '=' : alphabet.charAt((bits >> 6) & 63);
    text += third === undefined ? '=' : alphabet.charAt(bits & 63);
  }
  return text;
}

/** Bytes of digits without padding; undefined for a foreign digit or an impossible length. */
function decodeDigits(digits: string): Uint8Array | undefined {
  if (digits.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let bitCount = 0;
  let length = 0;
  for (const digit of digits) {
    const value = alphabet.indexOf(digit);
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      bytes[length] = (bits >> bitCount) & 0xff;
      length += 1;
    }
  }
  return bytes;
}

/** RFC 4648 §4 to the letter: padding, no line breaks, no stray bits, not empty. */
export function base64ToBytes(text: string): Uint8Array | undefined {
  if (text === '') return undefined;
  const bytes = decodeDigits(text.replace(/={1,2}$/, ''));
  return bytes !== undefined && bytesToBase64(bytes) === text ? bytes : undefined;
}

export type Base64Fault =
  | 'base64-percent-encoded'
  | 'base64-url-safe'
  | 'base64-line-break'
  | 'base64-quoted'
  | 'base64-padding'
  | 'base64-stray-bits';

/** The bytes that were probably meant, and what kept them from being read; undefined when nothing helps. */
export function readLenientBase64(
  text: string,
): { bytes: Uint8Array; faults: Base64Fault[] } | undefined {
  const faults: Base64Fault[] = [];
  let digits = text;
  function mend(fault: Base64Fault, pattern: RegExp, mended: () => string): void {
    if (!pattern.test(digits)) return;
    faults.push(fault);
    digits = mended();
  }
  mend('base64-percent-encoded', /%(?:2b|2f|3d|0a|0d)/i, () =>
    digits.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  );
  mend('base64-quoted', /^\s*(["']).*\1\s*$/s, () => digits.trim().slice(1, -1));
  mend('base64-line-break', /\s|\\r|\\n/, () => digits.replace(/\s|\\r|\\n/g, ''));
  mend('base64-url-safe', /[-_]/, () => digits.replace(/-/g, '+').replace(/_/g, '/'));
  const bare = digits.replace(/=*$/, '');
  const bytes = decodeDigits(bare);
  if (bytes === undefined || bytes.length === 0) return undefined;
  const exact = bytesToBase64(bytes);
  if (exact.replace(/=*$/, '') !== bare) faults.push('base64-stray-bits');
  else if (exact !== digits) faults.push('base64-padding');
  return { bytes, faults };
}
