/**
 * Where the repository and its tools are.
 * Knows nothing of what the tools do.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Tools whose package has another name. */
const packageOfTool = {
  tsc: 'typescript',
  biome: '@biomejs/biome',
  playwright: 'playwright-core',
};

/**
 * The script behind a tool's command, from its package rather than from `.bin`:
 * on Windows `.bin` holds shell scripts that cannot be spawned without a shell.
 * @param {string} tool for example `vitest`
 * @returns {string | undefined} undefined when no installed package has such a command
 */
export function scriptOfTool(tool) {
  const packageName = packageOfTool[/** @type {keyof typeof packageOfTool} */ (tool)] ?? tool;
  const folder = join(root, 'node_modules', ...packageName.split('/'));
  const description = join(folder, 'package.json');
  if (!existsSync(description)) return undefined;
  const { bin } = JSON.parse(readFileSync(description, 'utf8'));
  const script = typeof bin === 'string' ? bin : bin?.[tool];
  return script === undefined ? undefined : join(folder, script);
}
