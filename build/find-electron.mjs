/**
 * Finds Electron's runtime without asking the `electron` package, whose entry downloads it without a time limit.
 * Knows nothing of what the desktop shell does.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const installLimitMs = 60_000;

/**
 * @param {{ platform?: string, environment?: NodeJS.ProcessEnv }} [machine] this one unless told
 * @returns {boolean} whether a window can be opened at all
 */
export function hasDisplay({ platform = process.platform, environment = process.env } = {}) {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(environment.DISPLAY) || Boolean(environment.WAYLAND_DISPLAY);
}

/**
 * @param {string} [repository]
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string | undefined} Electron's executable, when it is there already
 */
export function findElectron(repository = root, environment = process.env) {
  const folder = join(repository, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return undefined;
  const distribution = environment.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist');
  const executable = join(distribution, readFileSync(note, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}

/**
 * Has Electron fetch its runtime once, in a process of its own that is ended after a minute.
 * @param {string} node @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<string | undefined>} why it failed, undefined when it did not
 */
function install(node, environment) {
  const script = join(root, 'node_modules', 'electron', 'install.js');
  if (!existsSync(script)) return Promise.resolve('the electron package is not installed');
  return new Promise((resolve) => {
    process.stderr.write("Fetching Electron's runtime, once, for a minute at most ");
    const child = spawn(node, [script], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-10_000);
    });
    const progress = setInterval(() => process.stderr.write('.'), 2_000);
    const limit = setTimeout(() => child.kill('SIGKILL'), installLimitMs);
    /** @param {string | undefined} problem */
    const settle = (problem) => {
      clearInterval(progress);
      clearTimeout(limit);
      process.stderr.write('\n');
      resolve(problem);
    };
    child.once('error', (error) => settle(error.message));
    child.once('exit', (code, signal) => {
      if (code === 0) settle(undefined);
      else if (signal === 'SIGKILL') settle('it did not arrive within a minute');
      else settle(reasonIn(said) ?? `its installer ended with code ${code}`);
    });
  });
}

/**
 * The line of an error's printed stack that names the error.
 * @param {string} said
 * @returns {string | undefined}
 */
export function reasonIn(said) {
  return /^(?:\w*Error): (.+)$/m.exec(said)?.[1]?.trim();
}

/**
 * @param {string} node @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<{ electron: string } | { problem: string }>} the executable, or why there is no window, in one line
 */
export async function provideElectron(node, environment) {
  if (!hasDisplay({ environment })) return { problem: 'No display here' };
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { problem: 'The desktop window does not open for root, whom Chromium gives no sandbox' };
  }
  const present = findElectron(root, environment);
  if (present !== undefined) return { electron: present };
  const failure = await install(node, environment);
  const electron = findElectron(root, environment);
  if (electron !== undefined) return { electron };
  return { problem: `Electron's runtime cannot be had (${failure ?? 'it is incomplete'})` };
}
