/**
 * Finds the Node that everything runs on: 24 or newer, from the lockfile where there is a package for the system.
 * Never looks at `node_modules/.bin/node`: npm 10 drops that link when several such packages are listed.
 */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from './paths.mjs';

export const oldestNode = 24;

/**
 * @param {{ platform?: string, arch?: string, version?: string, execPath?: string, repository?: string }} [machine]
 *   the machine asked about; this one unless told
 * @returns {{ node: string } | { problem: string }} the path of the executable, or one line that says what to do
 */
export function findNode(machine = {}) {
  const { platform, arch, version, execPath, repository } = {
    platform: process.platform,
    arch: process.arch,
    version: process.versions.node,
    execPath: process.execPath,
    repository: root,
    ...machine,
  };
  const system = platform === 'win32' ? 'win' : platform;
  const executable = platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(repository, 'node_modules', `node-${system}-${arch}`, 'bin', executable);
  if (platform !== 'darwin' && existsSync(packaged)) return { node: packaged };
  if (Number.parseInt(version, 10) >= oldestNode) return { node: execPath };
  const remedy =
    platform === 'linux' || platform === 'win32'
      ? `run "npm ci", or install Node ${oldestNode}`
      : `install Node ${oldestNode} (for example with "brew install node@${oldestNode}")`;
  return {
    problem: `Benchpoint needs Node ${oldestNode} or newer, this is ${version}: ${remedy}.`,
  };
}

/**
 * The environment for a tool: this Node and the repository's commands come first on PATH.
 * @param {string} node path of the executable
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(node, environment = process.env) {
  // Windows spells the variable `Path`; two spellings of it in one environment would be a coin toss.
  const spelling = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = [dirname(node), join(root, 'node_modules', '.bin'), environment[spelling]];
  return {
    ...environment,
    [spelling]: folders.filter((folder) => folder !== undefined && folder !== '').join(delimiter),
    BENCHPOINT_NODE: node,
  };
}
