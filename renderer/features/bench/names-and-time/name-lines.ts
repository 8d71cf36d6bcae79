/** Names of the name server as lines of text, and back. Knows nothing of React. */
import { longestName, namePattern } from '../../../../shared/api/name-pattern.ts';
import type { NameEntry } from '../../../../shared/api/names-and-time-contract.ts';

export function linesOfNames(names: readonly NameEntry[]): string {
  return names.map(({ name, addresses }) => [name, ...addresses].join(' ')).join('\n');
}

const ipv4Form = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** As far as a form tells; the bench has the last word. */
export function looksLikeAddress(text: string): boolean {
  return ipv4Form.test(text) || (text.includes(':') && /^[0-9a-fA-F:.]+$/.test(text));
}

/** The names, or the number of the first line that is none. */
export function namesOfLines(text: string): { names: NameEntry[] } | { line: number } {
  const names: NameEntry[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [name = '', ...addresses] = line.split(/[\s,=]+/).filter((part) => part !== '');
    if (name === '') continue;
    if (!namePattern.test(name) || name.length > longestName || !addresses.every(looksLikeAddress))
      return { line: index + 1 };
    names.push({ name, addresses });
  }
  return { names };
}
