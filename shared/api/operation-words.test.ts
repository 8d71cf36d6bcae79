/** Steps, recoveries and kinds have words: found in the source of the operations, so that none is forgotten. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { spokenSteps, stepWords } from './operation-words.ts';

const operations = fileURLToPath(new URL('../../electron/bench/csms/operations/', import.meta.url));

it('every step of an operation has words', () => {
  const codes = readdirSync(operations)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(operations + name, 'utf8'))
    .flatMap((text) => [
      ...[...text.matchAll(/\.begin\('([a-z-]+)'/g)].map(([, code]) => code),
      ...[...text.matchAll(/steps: \[([^\]]*)\]/g)].flatMap(([, list]) =>
        [...(list ?? '').matchAll(/'([a-z-]+)'/g)].map(([, code]) => code),
      ),
    ]);
  expect(new Set(codes).size).toBeGreaterThan(15);
  expect(codes.filter((code) => !spokenSteps.includes(code ?? ''))).toEqual([]);
  expect(spokenSteps.filter((code) => !codes.includes(code))).toEqual([]);
});

it('a reported status is its own word', () => {
  expect(stepWords({ code: 'status-InvalidSignature' })).toBe('InvalidSignature');
});
