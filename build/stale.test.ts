/**
 * When a part of the build is built again, and that two builds never overlap.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alone, isStale, markBuilt } from './stale.mjs';

let repository = '';
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'benchpoint-stale-'));
  for (const folder of ['dist', 'shared/inner'])
    mkdirSync(join(repository, folder), { recursive: true });
  for (const name of ['shared/inner/a.ts', 'shared/inner/a.test.ts']) save(name, 1_000);
  for (const name of ['shared/inner', 'shared']) touch(name, 1_000);
});
afterEach(() => {
  rmSync(repository, { recursive: true, force: true });
});

function touch(name: string, seconds: number): void {
  utimesSync(join(repository, name), seconds, seconds);
}
function save(name: string, seconds: number): void {
  writeFileSync(join(repository, name), '');
  touch(name, seconds);
}
const stale = () => isStale(repository, 'bench', ['shared', 'not-there']);

describe('isStale', () => {
  it('builds what was never built, and then no more until a source changes', () => {
    expect(stale()).toBe(true);
    markBuilt(repository, 'bench', 2_000_000);
    expect(stale()).toBe(false);
    touch('shared/inner/a.ts', 3_000);
    expect(stale()).toBe(true);
  });

  it('notices a deleted file', () => {
    markBuilt(repository, 'bench', 2_000_000);
    rmSync(join(repository, 'shared/inner/a.ts'));
    expect(stale()).toBe(true);
  });

  it('takes no notice of tests', () => {
    markBuilt(repository, 'bench', 2_000_000);
    touch('shared/inner/a.test.ts', 3_000);
    expect(stale()).toBe(false);
  });
});

describe('alone', () => {
  it('lets the second build wait for the first', async () => {
    const order: string[] = [];
    const first = alone(repository, async () => {
      order.push('first begins');
      await new Promise((resolve) => setImmediate(resolve));
      order.push('first ends');
    });
    const second = alone(repository, async () => order.push('second'));
    await Promise.all([first, second]);
    expect(order).toEqual(['first begins', 'first ends', 'second']);
  });

  it('takes over the lock of a process that died, and releases its own after a failure', async () => {
    // Process ids end far below this one on every system.
    writeFileSync(join(repository, 'dist/.building'), '999999999');
    await expect(alone(repository, async () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(existsSync(join(repository, 'dist/.building'))).toBe(false);
  });
});
