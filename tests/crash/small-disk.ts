/**
 * A disk of a few megabytes that can be filled and emptied: a mounted tmpfs, where the system lets us.
 * Knows nothing of what is on it.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  path: string;
  /** Takes every byte that is left. */
  fill(): void;
  /** Gives them back. */
  empty(): void;
  makeReadOnly(): void;
  remove(): void;
}

const fillBytes = 4096;

function runs(program: string, words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}

function fillFile(path: string): void {
  const file = openSync(path, 'w');
  const block = Buffer.alloc(fillBytes, 1);
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
}

/** Undefined where no file system can be mounted: on other systems, without the right, in some containers. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const path = mkdtempSync(join(tmpdir(), 'benchpoint-disk-'));
  if (!runs('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])) {
    rmSync(path, { recursive: true });
    return undefined;
  }
  const filler = join(path, 'filler');
  return {
    path,
    fill: () => fillFile(filler),
    empty: () => rmSync(filler, { force: true }),
    makeReadOnly() {
      if (!runs('mount', ['-o', 'remount,ro', path])) throw new Error(`not remounted: ${path}`);
    },
    remove() {
      runs('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
