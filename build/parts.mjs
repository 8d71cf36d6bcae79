/**
 * The parts of the build: what each is made from and how.
 * Knows nothing of when they are needed.
 */
import { join } from 'node:path';
import { root, scriptOfTool } from './paths.mjs';
import { run } from './spawn.mjs';
import { alone, isStale, markBuilt } from './stale.mjs';

const common = ['shared', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Sources and Vite configurations by part; `dist/<part>` is what comes out. */
const parts = {
  bench: {
    sources: [...common, 'electron/bench', 'electron/server', 'electron/cli', 'assets/scenarios'],
    configurations: ['build/vite.node.config.ts'],
  },
  renderer: {
    sources: [...common, 'renderer', 'assets'],
    configurations: ['build/vite.renderer.config.ts'],
  },
  desktop: {
    sources: [...common, 'electron/desktop', 'build/desktop-entry.ts'],
    configurations: ['build/vite.desktop.config.ts', 'build/vite.preload.config.ts'],
  },
};

/** @typedef {keyof typeof parts} Part */
/** @typedef {{ node: string, environment: NodeJS.ProcessEnv }} Tools */

export const allParts = /** @type {readonly Part[]} */ (Object.keys(parts));

/**
 * Writes what is generated (OCPP types and validators); cheap when nothing changed.
 * @param {Tools} tools
 * @returns {Promise<number>} exit code
 */
export async function generate({ node, environment }) {
  return (await run(node, [join(root, 'build', 'generate.mjs')], environment)).code;
}

/**
 * Builds the named parts that are older than their sources.
 * @param {Tools} tools
 * @param {readonly Part[]} wanted
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<number>} exit code
 */
export async function build(tools, wanted, { force = false } = {}) {
  /** @param {Part} part */
  const needed = (part) =>
    force || isStale(root, part, [...parts[part].sources, ...parts[part].configurations]);
  if (!wanted.some(needed)) return 0;
  return alone(root, async () => {
    const generated = await generate(tools);
    if (generated !== 0) return generated;
    // Asked again: another process may have built it while this one waited.
    for (const part of wanted.filter(needed)) {
      const startedMs = Date.now();
      for (const configuration of parts[part].configurations) {
        const code = await bundle(tools, configuration);
        if (code !== 0) return code;
      }
      markBuilt(root, part, startedMs);
    }
    return 0;
  });
}

/** @param {Tools} tools @param {string} configuration */
async function bundle({ node, environment }, configuration) {
  const vite = scriptOfTool('vite');
  if (vite === undefined) throw new Error('The packages are not installed: run "npm ci".');
  const options = ['build', '--config', configuration, '--logLevel', 'warn'];
  return (await run(node, [vite, ...options], environment)).code;
}
