/** The identities of a fleet, from a pattern such as `CP-{0001}`. Pure. */

/**
 * The identity of a member, counted from 0. The braces hold the number of the first one, with its leading zeros;
 * without braces a number is appended that is as wide as `count` needs.
 */
export function memberId(pattern: string, index: number, count: number): string {
  const found = /^([^{}]*)\{(\d+)\}([^{}]*)$/.exec(pattern);
  if (found === null) {
    if (count === 1) return pattern;
    return `${pattern}-${String(index + 1).padStart(String(count).length, '0')}`;
  }
  const [, before = '', first = '1', after = ''] = found;
  return `${before}${String(Number(first) + index).padStart(first.length, '0')}${after}`;
}
