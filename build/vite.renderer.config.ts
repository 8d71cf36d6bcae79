/**
 * The screens: `renderer/` becomes `dist/renderer/`, which the bench serves under a strict content security policy.
 * In development Vite stands in front of a bench from source and hands the API through.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type ProxyOptions } from 'vite';
import { initialScriptBudget } from './initial-script-budget.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** The bench accepts its own origin only, so what passes through takes that origin. */
function throughTo(bench: string): ProxyOptions {
  return {
    target: bench,
    changeOrigin: true,
    ws: true,
    headers: { origin: bench },
  };
}

const bench = process.env.BENCHPOINT_DEV_BENCH;

export default defineConfig({
  root: `${repository}renderer`,
  publicDir: false,
  plugins: [react(), initialScriptBudget()],
  worker: { format: 'es' },
  build: {
    outDir: `${repository}dist/renderer`,
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    target: 'es2024',
    // The policy allows no data: address for fonts and scripts, so every asset is a file.
    assetsInlineLimit: 0,
    // Monaco is one lazy chunk above Vite's limit; the budget above guards what loads first.
    chunkSizeWarningLimit: 5_000,
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    strictPort: true,
    fs: { allow: [repository] },
    ...(bench === undefined
      ? {}
      : { proxy: { '/api': throughTo(bench), '/rpc': throughTo(bench) } }),
  },
});
