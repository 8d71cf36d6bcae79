/**
 * Leaves the sum of a test run in `test-results/summary.json`, each skipped test with its reason.
 * Knows nothing of who reads it; `.ci/run` closes with it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { root } from './paths.mjs';

export interface Summary {
  passed: number;
  /** Failed tests, and files or errors that failed outside any test. */
  failed: number;
  skipped: { test: string; reason: string }[];
}

export function summarise(modules: readonly TestModule[], strayErrors: number): Summary {
  const summary: Summary = { passed: 0, failed: strayErrors, skipped: [] };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') summary.passed += 1;
      else if (result.state === 'failed') failedHere += 1;
      // Neither passed, failed nor skipped: its worker died before it came to it.
      else if (result.state === 'pending') failedHere += 1;
      else {
        const inTitle = /\(skipped: ([^)]+)\)/.exec(test.fullName)?.[1];
        const reason = result.note ?? inTitle ?? 'not on this system';
        summary.skipped.push({ test: `${module.relativeModuleId} > ${test.fullName}`, reason });
      }
    }
    // A file that does not load, or a hook that throws, fails without a failed test.
    summary.failed += failedHere === 0 && module.state() === 'failed' ? 1 : failedHere;
  }
  return summary;
}

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const folder = join(root, 'test-results');
    mkdirSync(folder, { recursive: true });
    const summary = JSON.stringify(summarise(modules, errors.length), null, 2);
    writeFileSync(join(folder, 'summary.json'), `${summary}\n`);
  }
}
