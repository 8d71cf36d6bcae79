/**
 * Who may import whom, over the whole tree, and that the rules can fail: each is broken once on a made-up file.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scriptOfTool } from '../build/paths.mjs';
import { layerViolations } from './support/layers.ts';
import { repository, sourceTree } from './support/source-tree.ts';

const violationsOf = (files: Record<string, string>) =>
  layerViolations(new Map(Object.entries(files)));

/** A line of code in a place where the rules forbid it; `test` marks what Biome cannot express. */
const forbidden: readonly [path: string, code: string, onlyTest?: 'test'][] = [
  ['shared/ocpp/codec.ts', "import { readFileSync } from 'node:fs'; readFileSync('');"],
  ['shared/ocpp/codec.ts', "import ws from 'ws'; ws();"],
  ['shared/ocpp/codec.ts', "import { open } from '../../electron/bench/bench.ts'; open();"],
  ['electron/bench/wire/listener.ts', "import { append } from '../capture/journal.ts'; append();"],
  [
    'electron/bench/wire/listener.ts',
    "import type { Journal } from '../capture/journal.ts'; export type A = Journal;",
  ],
  ['electron/bench/pki/roots.ts', "import { listen } from '../wire/listener.ts'; listen();"],
  ['electron/bench/capture/journal.ts', "import { read } from '../store/store.ts'; read();"],
  ['electron/bench/probe/run-probe.ts', "import { read } from '../store/store.ts'; read();"],
  ['electron/bench/store/store.ts', "import { sign } from '../pki/roots.ts'; sign();"],
  ['electron/bench/csms/csms.ts', "import { boot } from '../charge-point/boot.ts'; boot();"],
  ['electron/bench/csms/csms.ts', "import { read } from '../store/store.ts'; read();", 'test'],
  ['electron/bench/csms/csms.ts', "import { app } from 'electron'; app();"],
  [
    'electron/bench/charge-point/boot.ts',
    "const later = import('../csms/csms.ts'); export { later };",
    'test',
  ],
  ['electron/bench/diagnosis/rule.ts', "import { readFileSync } from 'node:fs'; readFileSync('');"],
  ['electron/bench/report/pdf.ts', "import { read } from '../store/store.ts'; read();"],
  ['electron/bench/bench.ts', "import { serve } from '../server/server.ts'; serve();"],
  ['electron/server/server.ts', "import { app } from 'electron'; app();"],
  ['electron/server/server.ts', "import { run } from '../cli/main.ts'; run();"],
  ['electron/cli/main.ts', "import { app } from '../desktop/main.ts'; app();"],
  ['electron/desktop/main.ts', "import { bench } from '../bench/bench.ts'; bench();"],
  ['renderer/app/shell.tsx', "import { route } from '../../electron/server/server.ts'; route();"],
  ['renderer/app/shell.tsx', "import { join } from 'node:path'; join();"],
  ['renderer/app/shell.tsx', "import { os } from '@orpc/server'; os();"],
  ['renderer/features/frames/list.tsx', "import { call } from '../station/call.tsx'; call();"],
  ['renderer/components/list.tsx', "import { call } from '../features/station/call.tsx'; call();"],
];

const allowed: readonly [path: string, code: string][] = [
  [
    'shared/api/contract.ts',
    "import { oc } from '@orpc/contract'; import { z } from 'zod'; oc(z);",
  ],
  [
    'electron/bench/wire/listener.ts',
    "import { roots } from '../pki/roots.ts'; import ws from 'ws'; ws(roots);",
  ],
  [
    'electron/bench/csms/csms.ts',
    "import type { Store } from '../store/store.ts'; export type A = Store;",
  ],
  ['electron/bench/bench.ts', "import { csms } from './csms/csms.ts'; csms();"],
  ['electron/server/server.ts', "import { bench } from '../bench/bench.ts'; bench();"],
  ['electron/desktop/main.ts', "import { app } from 'electron'; app();"],
  [
    'renderer/features/frames/list.tsx',
    "import { row } from './row.tsx'; import { list } from '../../components/list.tsx'; list(row);",
  ],
  ['renderer/app/shell.tsx', "import { list } from '../features/frames/list.tsx'; list();"],
  ['electron/bench/csms/csms.test.ts', "import { boot } from '../charge-point/boot.ts'; boot();"],
];

describe('the tree', () => {
  it('keeps the layer rules, has no import cycle, no barrel and no file over 400 lines', () => {
    expect(layerViolations(sourceTree())).toEqual([]);
  });

  it('is really read', () => {
    expect([...sourceTree().keys()]).toEqual(
      expect.arrayContaining([
        'shared/api/supervision.ts',
        'tests/layers.test.ts',
        'build/run.mjs',
      ]),
    );
  });
});

describe('the layer rules', () => {
  it.each(forbidden)('refuse in %s: %s', (path, code) => {
    expect(violationsOf({ [path]: code })).toEqual([expect.stringContaining(path)]);
  });

  it.each(allowed)('allow in %s: %s', (path, code) => {
    expect(violationsOf({ [path]: code })).toEqual([]);
  });

  it('see what is re-exported and what is named in a type only', () => {
    const path = 'electron/bench/pki/roots.ts';
    expect(
      violationsOf({ [path]: "export { a } from '../wire/a.ts';\nexport const b = 1;" }),
    ).toHaveLength(1);
    expect(violationsOf({ [path]: "export type A = import('../wire/a.ts').A;" })).toHaveLength(1);
  });

  it('refuse a folder nobody decided about', () => {
    const code = "import { a } from '../../../shared/a.ts';\na();";
    expect(violationsOf({ 'electron/bench/helpers/a.ts': code })).toEqual([
      'electron/bench/helpers/a.ts is in a room that has no layer rule',
    ]);
  });

  it('find a cycle once, types included, and let a dynamic import be', () => {
    const a = "import { b } from './b.ts';\nexport const a = b;";
    const c = "import type { A } from './a.ts';\nexport type C = A;";
    const b = "import type { C } from './c.ts';\nexport const b: C = 1;";
    expect(violationsOf({ 'shared/b.ts': b, 'shared/a.ts': a, 'shared/c.ts': c })).toEqual([
      'import cycle: shared/a.ts -> shared/b.ts -> shared/c.ts -> shared/a.ts',
    ]);
    const later = "export const b = () => import('./a.ts');";
    expect(violationsOf({ 'shared/a.ts': a, 'shared/b.ts': later })).toEqual([]);
  });

  it('refuse barrels and files over 400 lines, except tests', () => {
    const barrel = "export * from './a.ts';\nexport { b } from './b.ts';";
    expect(violationsOf({ 'shared/all.ts': barrel })).toEqual([
      expect.stringContaining('only hands on'),
    ]);
    const long = 'export const a = 1;\n'.concat('// line\n'.repeat(400));
    expect(violationsOf({ 'shared/a.ts': long })).toEqual(['shared/a.ts has 401 lines']);
    expect(violationsOf({ 'shared/a.test.ts': long, 'shared/b.ts': long.slice(0, -8) })).toEqual(
      [],
    );
  });
});

describe('biome.json', () => {
  it('has the same rules, except which imports are of types and which are dynamic', () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'benchpoint-layers-')));
    try {
      const configuration = JSON.parse(readFileSync(join(repository, 'biome.json'), 'utf8'));
      const alone = { ...configuration, root: true, vcs: { enabled: false } };
      writeFileSync(join(folder, 'biome.json'), JSON.stringify(alone));
      const refused = forbidden.filter(([, , onlyTest]) => onlyTest === undefined);
      const expected = refused.map(([path, code], number) =>
        save(folder, path, code, `no-${number}`),
      );
      for (const [number, [path, code]] of allowed.entries())
        save(folder, path, code, `yes-${number}`);
      expect(restrictedImportsIn(folder)).toEqual(expected.sort());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Writes the code into the folder of `path`, in a file of its own, and answers that file's path. */
function save(folder: string, path: string, code: string, name: string): string {
  const own = posix.join(posix.dirname(path), posix.basename(path).replace(/^[^.]+/, name));
  mkdirSync(join(folder, posix.dirname(own)), { recursive: true });
  writeFileSync(join(folder, own), `${code}\n`);
  return own;
}

/** The files for which Biome reports `noRestrictedImports`, sorted. */
function restrictedImportsIn(folder: string): string[] {
  const biome = scriptOfTool('biome') ?? '';
  const options = ['lint', '--reporter=github', '--max-diagnostics=none'];
  const { stdout } = spawnSync(process.execPath, [biome, ...options], {
    cwd: folder,
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').filter((line) => line.includes('noRestrictedImports'));
  return [
    ...new Set(lines.map((line) => pathIn(folder, /file=([^,]+)/.exec(line)?.[1] ?? line))),
  ].sort();
}

function pathIn(folder: string, path: string): string {
  return relative(folder, path).replaceAll('\\', '/');
}
