/**
 * The main process of the desktop shell, an ES module. Only `electron` and Node's own modules stay outside.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const repository = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root: repository,
  publicDir: false,
  ssr: { target: 'node', noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    outDir: `${repository}dist/desktop`,
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: { main: `${repository}electron/desktop/main.ts` },
      external: ['electron'],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
});
