/** `Range` and `Content-Range` of RFC 9110 §14 in bytes. Pure functions. */

/** First byte, and the one behind the last. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What of `bytes` is asked for; `unsatisfiable` is 416, a header that is to be ignored gives the whole. */
export function requestedRange(
  header: string | undefined,
  bytes: number,
): { range: ByteRange; partial: boolean } | 'unsatisfiable' {
  const whole = { range: { start: 0, end: bytes }, partial: false };
  // Several ranges at once are allowed to be answered with the whole (RFC 9110 §14.2).
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return whole;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0
      ? 'unsatisfiable'
      : { range: { start: bytes - length, end: bytes }, partial: true };
  }
  const start = Number(first);
  const end = last === '' ? bytes : Math.min(Number(last) + 1, bytes);
  if (last !== '' && Number(last) < start) return whole;
  return start >= bytes ? 'unsatisfiable' : { range: { start, end }, partial: true };
}

/** Where a PUT with `Content-Range: bytes 500-999/1000` goes on; 0 without one, undefined for an unreadable one. */
export function uploadOffset(header: string | undefined): number | undefined {
  if (header === undefined) return 0;
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(header);
  return match === null ? undefined : Number(match[1]);
}
