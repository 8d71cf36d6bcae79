/**
 * Finds names that occur twice in one JSON object, which `JSON.parse` silently settles in favour of the last
 * (RFC 8259 §4). Linear in the length of the text. Knows nothing of OCPP.
 */
import { type JsonVisitor, readStringToken, scanJson } from './json-scan.ts';

/** One name that occurs more than once. */
export interface DuplicateKey {
  /** JSON pointer of the member. */
  path: string;
  key: string;
}

/** More than this says nothing new. */
const mostReported = 8;

/** Beyond this depth the pointer is cut: nobody reads it. */
const longestPointer = 16;

/** Objects with more members than this look names up in a set. */
const smallObject = 12;

interface Container {
  isObject: boolean;
  names: string[];
  nameSet: Set<string> | undefined;
  /** Index of the next element of an array. */
  elements: number;
}

function pointerToken(container: Container): string {
  if (!container.isObject) return String(container.elements - 1);
  const name = container.names[container.names.length - 1] ?? '';
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function has(container: Container, name: string): boolean {
  if (container.nameSet !== undefined) return container.nameSet.has(name);
  return container.names.includes(name);
}

function add(container: Container, name: string): void {
  container.names.push(name);
  if (container.nameSet !== undefined) container.nameSet.add(name);
  else if (container.names.length > smallObject) container.nameSet = new Set(container.names);
}

/** The duplicate names in a text, at most eight; the text may be broken. */
export function findDuplicateKeys(text: string): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const enclosing: Container[] = [];
  let current: Container | undefined;
  const visitor: JsonVisitor = {
    open(isObject) {
      if (current !== undefined) {
        current.elements += 1;
        enclosing.push(current);
      }
      current = { isObject, names: [], nameSet: undefined, elements: 0 };
    },
    close() {
      current = enclosing.pop();
    },
    key(start, end) {
      if (current === undefined) return;
      const name = readStringToken(text, start, end);
      const isDuplicate = has(current, name);
      add(current, name);
      if (!isDuplicate || found.length === mostReported) return;
      const tokens = [...enclosing.slice(0, longestPointer), current].map(pointerToken);
      found.push({ path: `/${tokens.join('/')}`, key: name });
    },
    scalar() {
      if (current !== undefined) current.elements += 1;
    },
  };
  scanJson(text, visitor);
  return found;
}
