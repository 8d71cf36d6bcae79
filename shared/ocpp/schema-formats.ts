/**
 * The string checks that the generated validators call, and finer answers about a string that failed one.
 * Knows nothing of schemas or messages.
 */

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Two digits at `at`, or NaN. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function isCalendarDate(text: string): boolean {
  const century = twoDigits(text, 0);
  const year = century * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (Number.isNaN(year) || text[4] !== '-' || text[7] !== '-') return false;
  // A comparison with NaN is false, so anything that is no digit fails here.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= (daysInMonth[month - 1] ?? 0)))
    return false;
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month !== 2 || day < 29 || isLeapYear;
}

/** Index after `hh:mm:ss[.fraction]` that starts at 11, or -1. */
function endOfTime(text: string): number {
  if (!(twoDigits(text, 11) <= 23) || text[13] !== ':') return -1;
  if (!(twoDigits(text, 14) <= 59) || text[16] !== ':') return -1;
  // 60 is a leap second (RFC 3339 §5.7).
  if (!(twoDigits(text, 17) <= 60)) return -1;
  if (text[19] !== '.') return 19;
  let at = 20;
  while (at < text.length && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at += 1;
  return at > 20 ? at : -1;
}

function isNumericOffset(text: string, at: number): boolean {
  return (
    text.length === at + 6 &&
    (text[at] === '+' || text[at] === '-') &&
    twoDigits(text, at + 1) <= 23 &&
    text[at + 3] === ':' &&
    twoDigits(text, at + 4) <= 59
  );
}

/** How a text fares as date-time. */
export type DateTimeForm = 'valid' | 'without-zone' | 'space-separator' | 'invalid';

/**
 * Reads a date-time as RFC 3339 has it (OCPP 1.6 §3.15; offsets and fractions are valid: errata 3.10).
 * `without-zone` and `space-separator` are wrong, but what was meant is clear; a text with both is `without-zone`.
 */
export function dateTimeForm(text: string): DateTimeForm {
  if (text.length < 19 || text.length > 64 || !isCalendarDate(text)) return 'invalid';
  const separator = text[10];
  if (separator !== 'T' && separator !== ' ' && separator !== 't') return 'invalid';
  const end = endOfTime(text);
  if (end < 0) return 'invalid';
  if (end === text.length) return 'without-zone';
  const isUtc = (text[end] === 'Z' || text[end] === 'z') && end + 1 === text.length;
  if (!isUtc && !isNumericOffset(text, end)) return 'invalid';
  return separator === ' ' ? 'space-separator' : 'valid';
}

/** How a text fares as URI. */
export type UriForm = 'valid' | 'relative' | 'invalid';

const uriCharacters = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;
const uriScheme = /^[A-Za-z][A-Za-z0-9+.-]*:./;
const brokenEscape = /%(?![0-9A-Fa-f]{2})/;

/** Reads a URI as RFC 3986 has it; a file name or path without a scheme is `relative`. */
export function uriForm(text: string): UriForm {
  if (!uriCharacters.test(text) || brokenEscape.test(text)) return 'invalid';
  return uriScheme.test(text) ? 'valid' : 'relative';
}

/** The format checks by the name the schemas use. */
export const formats = {
  'date-time': (text: string): boolean => dateTimeForm(text) === 'valid',
  uri: (text: string): boolean => uriForm(text) === 'valid',
};

/** Length in characters as JSON Schema counts them (code points, RFC 8259 §8.2). */
export function codePointLength(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const isHigh = unit >= 0xd800 && unit <= 0xdbff;
    if (isHigh && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) at += 1;
    length += 1;
  }
  return length;
}
