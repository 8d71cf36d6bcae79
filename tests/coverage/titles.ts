/**
 * The titles of the tests that say what they prove of OCPP: asked of vitest, so that tables of tests come out one by
 * one. Runs no test. Knows nothing of what the titles mean.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where behaviour of the two roles is tested. */
const folders = [
  'tests/charge-point',
  'tests/csms',
  'tests/door',
  'tests/peers',
  'tests/wire',
  'electron/bench',
  'shared/security',
];

export interface TestTitle {
  /** Path from the root of the repository, with `/`. */
  file: string;
  /** Groups and test. */
  path: readonly string[];
}

/** Vitest inside of vitest has to begin as if it were alone. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|NODE_V8)/.test(name),
  );
  return Object.fromEntries(kept);
}

function isListed(value: unknown): value is { name: string; file: string } {
  return typeof value === 'object' && value !== null && 'name' in value && 'file' in value;
}

/** Every test title of the folders, in the order of files. */
export async function testTitles(): Promise<TestTitle[]> {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-titles-'));
  const output = join(folder, 'titles.json');
  try {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const options = ['--config', 'build/vitest.config.ts', '--staticParse=false'];
    await promisify(execFile)(
      process.execPath,
      [vitest, 'list', ...options, `--json=${output}`, ...folders],
      { cwd: root, env: cleanEnvironment(), maxBuffer: 64 * 1024 * 1024 },
    );
    const listed: unknown = JSON.parse(readFileSync(output, 'utf8'));
    if (!Array.isArray(listed)) throw new Error('vitest listed no tests');
    return listed
      .filter(isListed)
      .map(({ name, file }) => ({
        file: relative(root, file).replaceAll('\\', '/'),
        path: name.split(' > '),
      }))
      .toSorted((left, right) => left.file.localeCompare(right.file, 'en'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
