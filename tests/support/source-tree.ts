/**
 * Reads the repository's own source files.
 * Knows nothing of what is checked about them.
 */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository, with a separator at its end. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Text by path, relative to the repository and with forward slashes; nothing generated. */
export function sourceTree(): Map<string, string> {
  const paths = globSync('{shared,electron,renderer,build,tests}/**/*.{ts,tsx,mjs}', {
    cwd: repository,
    exclude: (name) =>
      name.split(/[\\/]/).some((part) => part === 'generated' || part === 'node_modules'),
  });
  return new Map(
    paths
      .filter((path) => !path.endsWith('.d.ts'))
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(`${repository}${path}`, 'utf8')]),
  );
}
