import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createBench } from './bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'benchpoint-bench-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('closing the bench', () => {
  it('waits for certificates that are being made before it lets go of the store', async () => {
    const lines: string[] = [];
    const created = await createBench({
      dataFolder: folder,
      version: '0.0.0',
      supervised: false,
      restore: false,
      logMirror: (line) => lines.push(line),
    });
    if (!created.ok) throw new Error(created.problem.code);
    const bench = created.value;
    // The roots are not made yet, and this one needs them.
    const identity = bench.doorIdentity('192.0.2.7');
    const failure = identity.then(
      () => undefined,
      (error: unknown) => error,
    );
    await bench.close('test');
    expect(await failure).toBeUndefined();
    expect(lines.filter((line) => line.includes('"error"'))).toEqual([]);
  });
});
