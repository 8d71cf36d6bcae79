/**
 * How the tests run: in Node, in processes of their own, two files at a time.
 * Knows nothing of the build; `npm test` builds first.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['shared', 'electron', 'renderer', 'build', 'tests'].map(
      (folder) => `${folder}/**/*.test.ts`,
    ),
    exclude: ['**/node_modules/**', 'dist/**'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    sequence: { hooks: 'stack' },
    reporters: ['default', './build/summary-reporter.ts'],
  },
});
