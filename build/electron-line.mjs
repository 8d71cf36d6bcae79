/**
 * Whether the Electron of the lockfile is of a line that still gets security fixes: Electron supports its latest three
 * (checklist 13). Asks the registry for the newest version; exit 1 when ours is too old.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const supportedLines = 3;

/** @param {string} version */
const majorOf = (version) => Number(/^\d+/.exec(version)?.[0]);

/**
 * @param {string} ours
 * @param {string} newest
 * @returns {boolean} whether our line is among those that are supported; false when a version cannot be read
 */
export function isSupportedLine(ours, newest) {
  return majorOf(newest) - majorOf(ours) < supportedLines;
}

/** @returns {string} the version in the lockfile */
export function lockedElectron() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return lock.packages['node_modules/electron'].version;
}

if (import.meta.main) {
  const ours = lockedElectron();
  const newest = execFileSync('npm', ['view', 'electron', 'dist-tags.latest'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }).trim();
  const supported = isSupportedLine(ours, newest);
  console.log(
    `Electron ${ours} is ${supported ? '' : 'no longer '}of a supported line; the newest is ${newest}.`,
  );
  if (!supported) process.exitCode = 1;
}
