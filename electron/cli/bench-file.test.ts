import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { csmsPolicy } from '../../shared/api/csms-contract.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import { applyBenchFile } from './apply-bench-file.ts';
import { parseBenchFile, readBenchFile } from './bench-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'benchpoint-yaml-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'bench.yaml');

function problemOf(text: string) {
  const parsed = parseBenchFile(text, path);
  if (parsed.ok) throw new Error('it was valid');
  expect(parsed.problem.code).toBe('bench-file-invalid');
  const { where = '', parameters } = parsed.problem;
  return { place: where.replace(`${path}:`, ''), reason: String(parameters?.reason) };
}

describe('bench.yaml errors name line and column', () => {
  it.each([
    ['an unknown key', 'version: 1\ncsms:\n  listners: []\n', '3:3', 'listners'],
    [
      'an unknown key in a list',
      'version: 1\ncsms:\n  listeners:\n    - port: 1\n      securityProfiles: [1]\n      tls: yes\n',
      '6:7',
      'tls',
    ],
    ['an unknown key whose value is a block', 'version: 1\nfoo:\n  bar: 1\n', '2:1', 'foo'],
    [
      'a wrong value',
      'version: 1\ncsms:\n  listeners:\n    - port: 99999\n      securityProfiles: [1]\n',
      '4:13',
      'port',
    ],
    [
      'a missing key',
      'version: 1\ncsms:\n  listeners:\n    - securityProfiles: [1]\n',
      '4:7',
      'port',
    ],
    ['another version', 'version: 2\n', '1:10', 'version'],
    ['what is no YAML', 'version: 1\ncsms: [\n', '3:1', ''],
    ['a key twice', 'version: 1\nversion: 1\n', '2:1', 'unique'],
    [
      'a secret in the text',
      'version: 1\ncsms:\n  stations:\n    CP1:\n      password: CANARY\n',
      '5:17',
      'password',
    ],
  ])('%s', (_, text, place, named) => {
    const problem = problemOf(text);
    expect(problem.place.slice(0, place.length)).toBe(place);
    expect(problem.reason).toContain(named);
    expect(problem.reason).not.toContain('CANARY');
  });

  it('a file that is not there', () => {
    expect(readBenchFile(join(folder, 'none.yaml'))).toMatchObject({
      ok: false,
      problem: { code: 'file-unreadable' },
    });
  });
});

describe('secrets of bench.yaml', () => {
  const applied: [string, unknown][] = [];
  // Only what the file touches; nothing else of the bench may be asked for.
  const bench = {
    csms: {
      putIdTag: () => undefined,
      putStation: (id: string, request: unknown) => {
        applied.push([id, request]);
        return { ok: true };
      },
      configure: () => Promise.resolve({ listeners: [], policy: csmsPolicy.parse({}) }),
    },
  } as unknown as BenchSurface;

  async function apply(secret: string) {
    applied.length = 0;
    const text = `version: 1\ncsms:\n  stations:\n    CP1:\n      securityProfile: 1\n      ${secret}\n`;
    const loaded = parseBenchFile(text, path);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem));
    return applyBenchFile(bench, loaded.value);
  }

  it('come from the environment', async () => {
    process.env.BENCHPOINT_TEST_KEY = 'secret of the environment';
    expect(await apply('password: { env: BENCHPOINT_TEST_KEY }')).toEqual([]);
    expect(applied).toEqual([
      ['CP1', { securityProfile: 1, password: 'secret of the environment' }],
    ]);
  });

  it('come from a file beside it, without its line end', async () => {
    writeFileSync(join(folder, 'key.hex'), '00112233445566778899aabbccddeeff\n');
    expect(await apply('authorizationKeyHex: { file: key.hex }')).toEqual([]);
    expect(applied[0]?.[1]).toMatchObject({
      authorizationKeyHex: '00112233445566778899aabbccddeeff',
    });
  });

  it.each([
    ['password: { env: BENCHPOINT_TEST_NONE }', 'environment-variable-missing'],
    ['password: { file: none.txt }', 'file-unreadable'],
  ])('%s is a problem, and the station is not made without it', async (secret, code) => {
    expect(await apply(secret)).toMatchObject([{ code }]);
    expect(applied).toEqual([]);
  });

  it('that do not fit are a problem that names the place, never the secret', async () => {
    process.env.BENCHPOINT_TEST_KEY = 'CANARY is not hexadecimal';
    const problems = await apply('authorizationKeyHex: { env: BENCHPOINT_TEST_KEY }');
    expect(problems).toMatchObject([
      { code: 'input-invalid', where: 'csms.stations.CP1.authorizationKeyHex' },
    ]);
    expect(JSON.stringify(problems)).not.toContain('CANARY');
    expect(applied).toEqual([]);
  });
});
