/**
 * `npm start`: the desktop window where there can be one, otherwise the same screens in the browser, said in one line.
 * Knows nothing of the bench but the command that serves it.
 */
import { join } from 'node:path';
import { provideElectron } from './find-electron.mjs';
import { build } from './parts.mjs';
import { root } from './paths.mjs';
import { run } from './spawn.mjs';

/** An Electron that gives up this early was kept from starting its sandbox; one that ran a while was closed or crashed. */
const startLimitMs = 5_000;
const sandboxSignals = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);

/**
 * @param {import('./parts.mjs').Tools} tools
 * @param {readonly string[]} rest `--browser` forces the browser; everything else goes to the program that is started
 * @returns {Promise<number>} exit code
 */
export async function start(tools, rest) {
  const others = rest.filter((word) => word !== '--browser');
  const problem = rest.includes('--browser') ? undefined : await openWindow(tools, others);
  if (typeof problem === 'number') return problem;
  if (problem !== undefined) {
    process.stderr.write(`${problem}: serving the same screens to your browser instead.\n`);
  }
  const code = await build(tools, ['bench', 'renderer']);
  if (code !== 0) return code;
  const cli = join(root, 'dist', 'bench', 'cli.mjs');
  return (await run(tools.node, [cli, 'serve', '--open', ...others], tools.environment)).code;
}

/**
 * @param {import('./parts.mjs').Tools} tools @param {readonly string[]} rest
 * @returns {Promise<number | string>} its exit code, or why there is no window
 */
async function openWindow(tools, rest) {
  const provided = await provideElectron(tools.node, tools.environment);
  if ('problem' in provided) return provided.problem;
  const code = await build(tools, ['bench', 'renderer', 'desktop']);
  if (code !== 0) return code;
  const ending = await run(provided.electron, [root, ...rest], tools.environment);
  const sandboxed = ending.signal !== null && sandboxSignals.has(ending.signal);
  if (sandboxed && ending.tookMs < startLimitMs) {
    return `Electron could not start here (${ending.signal}, most often its sandbox)`;
  }
  return ending.code;
}
