/**
 * Names in the folders that chargers see. The folders are made up: no name here is ever a path of the disk, so there is
 * nothing to climb out of. Pure functions.
 */
import { randomInt } from 'node:crypto';

const longestNameBytes = 255;

/** Whether a charger may call a file so: any script, spaces and case as given, nothing that looks like a path. */
export function isFileName(name: string): boolean {
  return (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    Buffer.byteLength(name) <= longestNameBytes &&
    // A control character would end the line it is listed on.
    !/[/\\\p{Cc}\u2028\u2029]/u.test(name)
  );
}

/** The segments of a path relative to a folder; `..` at the top stays there, as in every FTP server. */
export function resolveSegments(current: readonly string[], path: string): string[] {
  const segments = path.startsWith('/') ? [] : [...current];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return segments;
}

/** No letters that are mistaken for another, none that a URL has to escape. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Random text, about five bits a character. */
export function randomName(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
