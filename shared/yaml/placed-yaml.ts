/**
 * YAML with places: every value can be traced back to its line and column, so that what a schema complains about is
 * shown where it stands. Knows no file and no schema of its own.
 */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** Both from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

/** What is wrong with a text, and where. `path` is empty for the text as a whole. */
export interface TextFault {
  place: TextPlace | undefined;
  path: string;
  reason: string;
}

export type Path = readonly PropertyKey[];

export interface PlacedYaml {
  value: unknown;
  /** Of the value at a path; of the nearest one above it when it is missing. */
  placeOf(path: Path): TextPlace | undefined;
  /** Of a name that does not belong where it stands. */
  placeOfKey(path: Path, key: string): TextPlace | undefined;
}

function offsetOf(document: Document, path: Path): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}

function offsetOfKey(document: Document, path: Path, key: string): number | undefined {
  const parent = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(parent)
    ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    : undefined;
  return isScalar(pair?.key) ? pair.key.range?.[0] : offsetOf(document, path);
}

/** The value of the text, or its first syntax error. */
export function readPlacedYaml(
  text: string,
): { ok: true; value: PlacedYaml } | { ok: false; fault: TextFault } {
  const lines = new LineCounter();
  const placeAt = (offset: number | undefined): TextPlace | undefined => {
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const wrong = (offset: number | undefined, reason: string) =>
    ({ ok: false, fault: { place: placeAt(offset), path: '', reason } }) as const;
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  const [syntaxError] = document.errors;
  if (syntaxError) return wrong(syntaxError.pos[0], syntaxError.message.split('\n')[0] ?? '');
  try {
    const value: unknown = document.toJS();
    return {
      ok: true,
      value: {
        value,
        placeOf: (path) => placeAt(offsetOf(document, path)),
        placeOfKey: (path, key) => placeAt(offsetOfKey(document, path, key)),
      },
    };
  } catch (error) {
    // An alias without its anchor, or one that unfolds without end.
    return wrong(undefined, error instanceof Error ? error.message : String(error));
  }
}

type Issue = z.core.$ZodIssue;

/** An issue inside a union stands for all its branches: the one whose text got furthest says most. */
function clearest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flatMap(([first]) => (first === undefined ? [] : [clearest(first)]))
    .sort((left, right) => right.path.length - left.path.length)[0];
  if (inner === undefined || inner.path.length === 0) return issue;
  return { ...inner, path: [...issue.path, ...inner.path] };
}

/** What a schema complains about, with its place. */
export function faultOfIssue(document: PlacedYaml, given: Issue): TextFault {
  const issue = clearest(given);
  const path = issue.path.map(String).join('.');
  const place =
    issue.code === 'unrecognized_keys'
      ? document.placeOfKey(issue.path, issue.keys[0] ?? '')
      : document.placeOf(issue.path);
  return { place, path, reason: issue.message };
}

/** `steps.0.do: Invalid input` */
export function faultText({ path, reason }: TextFault): string {
  return path === '' ? reason : `${path}: ${reason}`;
}
