/**
 * Makes `shared/ocpp/generated/` from the OCPP schemas of the `ocpp-rpc` package: types, validators, editor schemas.
 * Does nothing when the stamp says that neither the schemas nor these scripts changed. Knows nothing of the bench.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const projectRoot = join(here, '..');
const outputDirectory = join(projectRoot, 'shared', 'ocpp', 'generated');
const stampFile = join(outputDirectory, 'stamp.json');

function packageVersion(name) {
  return JSON.parse(readFileSync(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8'))
    .version;
}

/** Changes whenever the output would: schema package, validator compiler, or one of these scripts. */
function currentStamp() {
  const hash = createHash('sha256');
  for (const name of ['ocpp-rpc', 'ajv']) hash.update(`${name}@${packageVersion(name)}\n`);
  hash.update(readFileSync(join(here, 'generate.mjs')));
  const scripts = readdirSync(join(here, 'generate')).filter((name) => name.endsWith('.mjs'));
  for (const script of scripts.sort()) hash.update(readFileSync(join(here, 'generate', script)));
  return hash.digest('hex');
}

function isFresh(stamp) {
  if (!existsSync(stampFile)) return false;
  try {
    const recorded = JSON.parse(readFileSync(stampFile, 'utf8'));
    return (
      recorded.stamp === stamp &&
      recorded.files.every((file) => existsSync(join(outputDirectory, file)))
    );
  } catch (error) {
    // A stamp cut short by a killed run is the same as none.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Rename makes each file appear whole, so that two runs at the same time do no harm. */
function writeWhole(file, text) {
  const temporary = `${file}.${process.pid}.part`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/**
 * Brings the generated files up to date.
 * @param {{force?: boolean}} [options] `force` writes them even when they are fresh.
 * @returns {Promise<{changed: boolean, files: number}>}
 */
export async function generate({ force = false } = {}) {
  const stamp = currentStamp();
  if (!force && isFresh(stamp)) return { changed: false, files: 0 };
  const { readSchemaSets } = await import('./generate/schemas.mjs');
  const { validatorModules } = await import('./generate/validators.mjs');
  const { payloadTypes } = await import('./generate/types.mjs');
  const { schemaModules } = await import('./generate/editor-schemas.mjs');
  const schemaSets = readSchemaSets(projectRoot);
  const files = {
    ...validatorModules(schemaSets),
    ...schemaModules(schemaSets),
    ...payloadTypes(schemaSets),
  };
  mkdirSync(outputDirectory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeWhole(join(outputDirectory, name), text);
  writeWhole(stampFile, `${JSON.stringify({ stamp, files: Object.keys(files) })}\n`);
  return { changed: true, files: Object.keys(files).length };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { changed, files } = await generate({ force: process.argv.includes('--force') });
  // Not to standard output: that belongs to the command that is about to run.
  process.stderr.write(
    changed
      ? `Generated ${files} files in shared/ocpp/generated.\n`
      : 'Generated files are up to date.\n',
  );
}
