/**
 * Tells whether a part of the build is older than its sources, and keeps two builds from running at once.
 * Knows nothing of how a part is built.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Newest change under the given files and folders. A folder counts too: deleting a file touches only its folder.
 * @param {string} repository
 * @param {readonly string[]} sources relative to the repository; one that does not exist counts as very old
 * @returns {number} milliseconds since 1970
 */
export function newestChangeMs(repository, sources) {
  let newest = 0;
  /** @param {string} path */
  const visit = (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return;
    newest = Math.max(newest, stats.mtimeMs);
    if (!stats.isDirectory()) return;
    for (const entry of readdirSync(path)) {
      if (!/\.test\.tsx?$/.test(entry)) visit(join(path, entry));
    }
  };
  for (const source of sources) visit(join(repository, source));
  return newest;
}

/** @param {string} repository @param {string} part */
const stampOf = (repository, part) => join(repository, 'dist', `.${part}-built`);

/**
 * @param {string} repository
 * @param {string} part for example `bench`
 * @param {readonly string[]} sources
 */
export function isStale(repository, part, sources) {
  const stamp = statSync(stampOf(repository, part), { throwIfNoEntry: false });
  return stamp === undefined || stamp.mtimeMs < newestChangeMs(repository, sources);
}

/**
 * Notes that a part was built from the sources as they were at `startedMs`:
 * what was saved while the build ran is newer than the stamp and is built next time.
 * @param {string} repository @param {string} part @param {number} startedMs
 */
export function markBuilt(repository, part, startedMs) {
  const stamp = stampOf(repository, part);
  writeFileSync(stamp, '');
  utimesSync(stamp, startedMs / 1000, startedMs / 1000);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's process, but alive.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} lock @returns {number | undefined} undefined while it is being written or was just released */
function holderOf(lock) {
  try {
    return Number.parseInt(readFileSync(lock, 'utf8'), 10) || undefined;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Runs `work` while no other build of this repository runs; waits for the one that does.
 * A lock left by a process that died is taken over.
 * @template T
 * @param {string} repository
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(repository, work) {
  mkdirSync(join(repository, 'dist'), { recursive: true });
  const lock = join(repository, 'dist', '.building');
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      const holder = holderOf(lock);
      if (holder !== undefined && !isAlive(holder)) rmSync(lock, { force: true });
      else await delay(100);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}
