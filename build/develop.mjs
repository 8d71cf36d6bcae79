/**
 * `npm run dev`: the bench from source, restarted when a file changes, and Vite for the screens in front of it.
 * Knows nothing of the API but that it wants a token.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { generate } from './parts.mjs';
import { root, scriptOfTool } from './paths.mjs';

const benchPort = 7410;
const screensPort = 7411;

/**
 * @param {import('./parts.mjs').Tools} tools
 * @param {readonly string[]} rest goes to `serve`
 * @returns {Promise<number>} exit code of the first of the two that ended
 */
export async function develop({ node, environment }, rest) {
  const code = await generate({ node, environment });
  if (code !== 0) return code;
  const token = randomBytes(24).toString('base64url');
  const settings = {
    ...environment,
    BENCHPOINT_TOKEN: token,
    BENCHPOINT_DEV_BENCH: `http://127.0.0.1:${benchPort}`,
  };
  const cli = join(root, 'electron', 'cli', 'main.ts');
  const folder = join(root, 'dist', 'dev-data');
  const serve = ['serve', '--port', String(benchPort), '--data-dir', folder, ...rest];
  const vite = scriptOfTool('vite');
  if (vite === undefined) throw new Error('The packages are not installed: run "npm ci".');
  const screens = ['--config', 'build/vite.renderer.config.ts', '--port', String(screensPort)];
  process.stdout.write(`Screens: http://127.0.0.1:${screensPort}/#token=${token}\n`);
  return firstToEnd([
    spawn(node, ['--watch', '--watch-preserve-output', cli, ...serve], {
      cwd: root,
      env: settings,
      stdio: 'inherit',
    }),
    spawn(node, [vite, ...screens], { cwd: root, env: settings, stdio: 'inherit' }),
  ]);
}

/**
 * Waits until one of them ends, ends the others and waits for them too.
 * @param {readonly import('node:child_process').ChildProcess[]} children
 * @returns {Promise<number>}
 */
async function firstToEnd(children) {
  /** @param {NodeJS.Signals} signal */
  const tellAll = (signal) => {
    for (const child of children) child.kill(signal);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => tellAll(signal === 'SIGINT' ? 'SIGTERM' : signal));
  }
  const ends = children.map(
    (child) =>
      /** @type {Promise<number>} */ (
        new Promise((resolve, reject) => {
          child.once('error', reject);
          child.once('exit', (code) => resolve(code ?? 0));
        })
      ),
  );
  const code = await Promise.race(ends);
  tellAll('SIGTERM');
  await Promise.allSettled(ends);
  return code;
}
