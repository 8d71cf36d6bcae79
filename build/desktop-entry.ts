/**
 * One entry of the desktop shell as a bundle of its own. Only `electron` and Node's own modules stay outside.
 * Knows not which entries there are.
 */
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

const repository = fileURLToPath(new URL('..', import.meta.url));

interface DesktopEntry {
  /** `electron/desktop/<name>.ts` becomes `dist/desktop/<name>.mjs` or `.cjs`. */
  name: string;
  format: 'es' | 'cjs';
  /** The first entry empties the folder; the others are added. */
  isFirst: boolean;
}

export function desktopEntry({ name, format, isFirst }: DesktopEntry): UserConfig {
  const extension = format === 'es' ? 'mjs' : 'cjs';
  return {
    root: repository,
    publicDir: false,
    ssr: { target: 'node', noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      outDir: `${repository}dist/desktop`,
      emptyOutDir: isFirst,
      ...(isFirst ? { license: { fileName: 'licenses.md' } } : {}),
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: { [name]: `${repository}electron/desktop/${name}.ts` },
        external: ['electron'],
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          // A sandboxed preload can load neither ES modules nor files beside it.
          ...(format === 'cjs'
            ? { codeSplitting: false }
            : { chunkFileNames: `[name].${extension}` }),
        },
      },
    },
  };
}
