/**
 * Prints the sum of a CI run: skipped tests with their reasons, commands that failed, and one closing line.
 * Its arguments are the failed commands; the tests' sum is in `test-results/summary.json`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './paths.mjs';

/** @typedef {import('./summary-reporter.ts').Summary} Summary */

/**
 * @param {Summary | undefined} summary undefined when the tests did not get as far as ending
 * @param {readonly string[]} failedCommands
 * @returns {{ lines: string[], code: 0 | 1 }} what to print and the exit code
 */
export function closing(summary, failedCommands) {
  const { passed, failed, skipped } = summary ?? { passed: 0, failed: 0, skipped: [] };
  // `npm test` fails because tests failed: that is counted already.
  const others = failedCommands.filter(
    (command) => !(failed > 0 && command.startsWith('npm test ')),
  );
  const silent = summary === undefined && others.length === 0 ? ['no test ran'] : [];
  const problems = [...others, ...silent];
  const failures = failed + problems.length;
  return {
    lines: [
      ...skipped.map(({ test, reason }) => `Skipped: ${test}: ${reason}`),
      ...problems.map((problem) => `Failed: ${problem}`),
      `${passed} passed, ${failures} failed, ${skipped.length} skipped`,
    ],
    code: failures > 0 || passed === 0 ? 1 : 0,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(root, 'test-results', 'summary.json');
  const summary = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const { lines, code } = closing(summary, process.argv.slice(2));
  process.stdout.write(`\n${lines.join('\n')}\n`);
  process.exitCode = code;
}
