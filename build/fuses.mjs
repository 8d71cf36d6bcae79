/**
 * Reads the fuses of packaged Electron programs and compares them with `electron-builder.yml` (checklist 16).
 * Run on the folder of the installers: exit 1 when one differs or no program is found. Starts nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './paths.mjs';

/** What stands before the fuses in the binary, followed by a version and a length byte. */
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const version = 1;

/** Names as `electron-builder.yml` has them, in the order of the wire. */
const names = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];

/** Where Electron's code is: the program itself, on macOS the framework beside it. */
const programs =
  /(-unpacked[\\/](benchpoint|Benchpoint\.exe)|[\\/]Versions[\\/]A[\\/]Electron Framework)$/;

/**
 * @returns {Record<string, boolean>} the fuses that are to be set or cleared, by name
 */
export function wantedFuses() {
  return parse(readFileSync(join(root, 'build', 'electron-builder.yml'), 'utf8')).electronFuses;
}

/**
 * @param {Buffer} program
 * @returns {Record<string, boolean> | undefined} its fuses by name; undefined when there are none that can be read
 */
export function fusesOf(program) {
  const at = program.indexOf(sentinel);
  if (at === -1) return undefined;
  const wire = program.subarray(at + sentinel.length);
  const [found, length = 0] = wire;
  if (found !== version) return undefined;
  const states = wire.subarray(2, 2 + length).toString('latin1');
  return Object.fromEntries(
    names.slice(0, length).map((name, index) => [name, states[index] === '1']),
  );
}

/**
 * @param {Buffer} program
 * @param {Record<string, boolean>} [wanted]
 * @returns {string[]} what is not as wanted, a line each
 */
export function fuseProblems(program, wanted = wantedFuses()) {
  const fuses = fusesOf(program);
  if (fuses === undefined) return ['no fuses were found'];
  return Object.entries(wanted)
    .filter(([name, state]) => fuses[name] !== state)
    .map(([name, state]) => `${name} is ${fuses[name] ?? 'not there'}, not ${state}`);
}

/**
 * @param {string} folder
 * @returns {string[]} the packaged programs below it
 */
export function packagedPrograms(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => programs.test(path));
}

if (import.meta.main) {
  const [folder = join(root, 'dist', 'installers')] = process.argv.slice(2);
  const found = packagedPrograms(folder);
  if (found.length === 0) console.error(`No packaged program below ${folder}.`);
  const problems = found.flatMap((path) =>
    fuseProblems(readFileSync(path)).map((problem) => `${path}: ${problem}`),
  );
  for (const problem of problems) console.error(problem);
  for (const path of found) console.log(`Read the fuses of ${path}.`);
  if (found.length === 0 || problems.length > 0) process.exitCode = 1;
}
