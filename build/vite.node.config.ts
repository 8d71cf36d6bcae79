/**
 * The bench: one plain Node program and its workers, every npm package bundled in, in one flat folder,
 * so that `new URL('./index-worker.mjs', import.meta.url)` finds the worker from whatever chunk asks for it.
 */
import { cpSync, globSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const repository = fileURLToPath(new URL('..', import.meta.url));

const workers = globSync('electron/bench/**/*-worker.ts', { cwd: repository }).map(
  (path) => [basename(path, '.ts'), `${repository}${path}`] as const,
);

/** Shipped scenarios are files beside the program, so that people can read and copy them. */
const shippedScenarios: Plugin = {
  name: 'shipped-scenarios',
  writeBundle({ dir = '' }) {
    cpSync(`${repository}assets/scenarios`, `${dir}/scenarios`, { recursive: true });
  },
};

export default defineConfig({
  root: repository,
  publicDir: false,
  plugins: [shippedScenarios],
  ssr: { target: 'node', noExternal: true },
  build: {
    ssr: true,
    outDir: `${repository}dist/bench`,
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: { cli: `${repository}electron/cli/main.ts`, ...Object.fromEntries(workers) },
      output: {
        format: 'es',
        entryFileNames: '[name].mjs',
        chunkFileNames: '[name].mjs',
        assetFileNames: '[name][extname]',
      },
    },
  },
});
