/**
 * That the fuses of a packaged program are read, and that a wrong one is noticed. The packaged program itself is
 * looked at by the release workflow.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { fuseProblems, fusesOf, packagedPrograms, wantedFuses } from './fuses.mjs';
import { root } from './paths.mjs';

/** A program with fuses as Electron has them: sentinel, version, length, states. */
const program = (states: string, version = 1) =>
  Buffer.concat([
    Buffer.alloc(1000, 7),
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([version, states.length]),
    Buffer.from(states),
    Buffer.alloc(1000, 7),
  ]);

it('security-checklist 16 the fuses that are packaged are those of the list', () => {
  expect(wantedFuses()).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

it('security-checklist 16 a program with these fuses passes, one as Electron delivers it does not', () => {
  expect(fuseProblems(program('01001100'))).toEqual([]);
  expect(fuseProblems(program('10110001'))).toHaveLength(7);
  expect(fuseProblems(program('11001100'))).toEqual(['runAsNode is true, not false']);
});

it('security-checklist 16 a fuse that was removed or is missing is not taken for a good one', () => {
  expect(fuseProblems(program('01001r00'))).toEqual(['onlyLoadAppFromAsar is false, not true']);
  expect(fuseProblems(program('0100110'))).toEqual([
    'grantFileProtocolExtraPrivileges is not there, not false',
  ]);
  expect(fusesOf(program('01001100', 2))).toBe(undefined);
  expect(fuseProblems(Buffer.from('no Electron'))).toEqual(['no fuses were found']);
});

it('finds the packaged programs of every system, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-fuses-'));
  const framework =
    'Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework';
  const packaged = [
    'linux-arm64-unpacked/benchpoint',
    `mac-arm64/Benchpoint.app/${framework}`,
    'win-unpacked/Benchpoint.exe',
  ].map((path) => join(folder, path));
  for (const path of [...packaged, join(folder, 'linux-arm64-unpacked', 'resources', 'node')]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
  expect(packagedPrograms(folder).toSorted()).toEqual(packaged);
  rmSync(folder, { recursive: true });
});

it('security-checklist 16 the release workflow looks at what it packaged', () => {
  const workflow = readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8');
  expect(workflow).toContain('run: node build/fuses.mjs dist/installers');
});
