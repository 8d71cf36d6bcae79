/**
 * The table of docs/security.md against the tests: what it calls proven has a test that exists and names the number
 * or the requirement; and what can be said of the sources as a whole.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceTree } from './support/source-tree.ts';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const read = (name: string): string => readFileSync(path(name), 'utf8');

interface Item {
  number: number;
  text: string;
  state: string;
  tests: string[];
}

const items: Item[] = read('docs/security.md')
  .split('\n')
  .flatMap((line) => {
    const [, number = '', text = '', state = '', tests = ''] = line.split('|').map((c) => c.trim());
    if (!/^\d+$/.test(number)) return [];
    const named = [...tests.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    return [{ number: Number(number), text, state, tests: named }];
  });

/** Titles of tests and of groups of tests, also those that `each` fills in. */
const titlesIn = (source: string): string[] =>
  [
    ...source.matchAll(
      /\b(?:it|describe)(?:\.\w+(?:\([^)]*\))?)*(?:\(\[[\s\S]*?\]\))?\(\s*(['"`])([\s\S]*?)\1/g,
    ),
    ...source.matchAll(/^\s*(['"`])([^\n]*security-checklist \d[^\n]*?)\1/gm),
    // The first of the values of `each`.
    ...source.matchAll(/^\s*(['"`])(\d+ [^'"`\n]*)\1,$/gm),
  ].map(([, , title = '']) => title);

/** The requirements that an item names: `A00.FR.403 to 405` are three. */
function requirementsOf({ text }: Item): string[] {
  return [...text.matchAll(/A00\.FR\.(\d+)(?:(?:, | to )(\d+))?/g)].flatMap(([, from, to]) =>
    [from, to].flatMap((number) => (number === undefined ? [] : [`A00.FR.${number}`])),
  );
}

function names(title: string, item: Item): boolean {
  const numbers = /checklist ([\d, and]+)/.exec(title)?.[1]?.match(/\d+/g) ?? [];
  const first = /^(\d+) /.exec(title)?.[1];
  return (
    [...numbers, first].includes(String(item.number)) ||
    requirementsOf(item).some((requirement) => title.includes(requirement))
  );
}

describe('the checklist in docs/security.md', () => {
  it('has all 48 items, each once and in order', () => {
    expect(items.map(({ number }) => number)).toEqual(
      Array.from({ length: 48 }, (_, at) => at + 1),
    );
  });

  it.each(items.map((item) => [item.number, item] as const))(
    'security-checklist item %d is proven by tests that exist and name it',
    (_number, item) => {
      expect(item.tests.filter((name) => !existsSync(path(name)))).toEqual([]);
      expect(item.state).toMatch(/proven/);
      const mute = item.tests.filter(
        (name) => !titlesIn(read(name)).some((title) => names(title, item)),
      );
      expect(mute).toEqual([]);
      expect(item.tests.length).toBeGreaterThan(0);
    },
  );
});

/** What statements of SQL are put together from: names of our own tables and numbers, never a value of anybody. */
const composed: Readonly<Record<string, readonly string[]>> = {
  'electron/bench/capture/attempt-queries.ts': ['where', 'same', 'compare', 'order'],
  'electron/bench/capture/capture-queries.ts': ['indexedBy', 'condition'],
  'electron/bench/capture/index-database.ts': [
    'indexVersion',
    'schema',
    'table',
    'places',
    "columns.join(',')",
    "attemptColumns.join(',')",
    "attemptColumns.map(() => '?').join(',')",
  ],
  'electron/bench/store/database.ts': ['statements', 'index + 1'],
  'electron/bench/store/secrets.ts': ['table', 'sealed'],
  'electron/bench/store/station-notes.ts': ['table', 'kept[table]'],
};

it('security-checklist 45 SQL has every value as a parameter', () => {
  const found: string[] = [];
  for (const [name, source] of sourceTree()) {
    if (!name.startsWith('electron/') || name.endsWith('.test.ts')) continue;
    if (!source.includes('node:sqlite')) continue;
    const statements = source.matchAll(
      /`[^`]*\b(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|BEGIN|CREATE)\b[^`]*`/g,
    );
    for (const [statement] of statements) {
      for (const [, expression = ''] of statement.matchAll(/\$\{([^}]*)\}/g)) {
        if (!composed[name]?.includes(expression)) found.push(`${name}: \${${expression}}`);
      }
    }
  }
  expect(found).toEqual([]);
});
