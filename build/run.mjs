#!/usr/bin/env node
/**
 * The one door of every npm script: finds Node 24, then starts the tool that does the work.
 * Plain JavaScript for Node 20, because it is what the system's Node runs.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { start } from './desktop-or-browser.mjs';
import { develop } from './develop.mjs';
import { environmentFor, findNode } from './find-node.mjs';
import { allParts, build, generate } from './parts.mjs';
import { root, scriptOfTool } from './paths.mjs';
import { run } from './spawn.mjs';

/** @typedef {import('./parts.mjs').Tools} Tools */
/** @typedef {(tools: Tools, rest: string[]) => Promise<number>} Command */

const environmentProblem = 3;
const usageProblem = 2;

/**
 * Runs a tool of the repository, or a program on PATH, under Node 24.
 * @param {Tools} tools @param {string} tool @param {readonly string[]} toolArguments
 * @returns {Promise<number>}
 */
async function runTool({ node, environment }, tool, toolArguments) {
  if (tool === 'node') return (await run(node, toolArguments, environment)).code;
  const script = scriptOfTool(tool);
  const ending =
    script === undefined
      ? await run(tool, toolArguments, environment)
      : await run(node, [script, ...toolArguments], environment);
  return ending.code;
}

/** @param {readonly (() => Promise<number>)[]} steps @returns {Promise<number>} the first code that is not 0 */
async function inTurn(steps) {
  for (const step of steps) {
    const code = await step();
    if (code !== 0) return code;
  }
  return 0;
}

const vitestConfiguration = ['--config', 'build/vitest.config.ts'];

/** Everything `npm run check` looks at; all of it is run, so that one failure does not hide another. */
const checks = /** @type {const} */ ([
  ['biome', ['check', '--error-on-warnings']],
  ['tsc', ['-p', 'shared']],
  ['tsc', ['-p', 'electron']],
  ['tsc', ['-p', 'renderer']],
  ['tsc', ['-p', 'tests']],
  ['tsc', ['-p', 'build']],
  // Not the summary reporter: the sum of `npm test` must stand.
  ['vitest', ['run', ...vitestConfiguration, '--reporter=dot', 'tests/layers.test.ts']],
]);

/** @type {Record<string, Command>} */
const commands = {
  start,
  dev: develop,
  serve: (tools, rest) => benchpoint(tools, ['serve', ...rest]),
  benchpoint,
  build: (tools) => build(tools, allParts, { force: true }),
  generate: (tools) => generate(tools),
  test: (tools, rest) =>
    inTurn([
      () => generate(tools),
      () => build(tools, allParts),
      () => runTool(tools, 'vitest', ['run', ...vitestConfiguration, ...rest]),
    ]),
  'coverage-tables': (tools) =>
    inTurn([
      () => generate(tools),
      () => runTool(tools, 'node', [join(root, 'tests', 'coverage', 'write.ts')]),
    ]),
  'fault-table': (tools) =>
    inTurn([
      () => generate(tools),
      () => runTool(tools, 'node', [join(root, 'tests', 'faults', 'table', 'write.ts')]),
    ]),
  check: async (tools) => {
    const generated = await generate(tools);
    if (generated !== 0) return generated;
    const failed = [];
    for (const [tool, toolArguments] of checks) {
      const code = await runTool(tools, tool, toolArguments);
      if (code !== 0) failed.push(`${tool} ${toolArguments.join(' ')}`);
    }
    if (failed.length > 0) process.stderr.write(`Not clean: ${failed.join('; ')}\n`);
    return failed.length > 0 ? 1 : 0;
  },
  format: (tools, rest) =>
    runTool(tools, 'biome', ['check', '--write', ...(rest.length > 0 ? rest : ['.'])]),
  bench: (tools, rest) =>
    inTurn([
      () => build(tools, allParts),
      () => runTool(tools, 'node', [join(root, 'tests', 'bench', 'run.ts'), ...rest]),
    ]),
  package: (tools, rest) =>
    inTurn([
      () => build(tools, allParts, { force: true }),
      () => shipNode(tools),
      () => runTool(tools, 'electron-builder', ['--config', 'build/electron-builder.yml', ...rest]),
    ]),
  exec: (tools, [tool, ...rest]) => {
    if (tool === undefined) {
      process.stderr.write('Which tool? For example: node build/run.mjs exec vitest run shared\n');
      return Promise.resolve(usageProblem);
    }
    const configured = rest.some((part) => part === '--config' || part === '-c');
    const extra = tool === 'vitest' && !configured ? vitestConfiguration : [];
    return runTool(tools, tool, [...rest, ...extra]);
  },
};

/**
 * Puts the Node that runs here where the packager takes it from.
 * @param {Tools} tools @returns {Promise<number>}
 */
async function shipNode({ node }) {
  const folder = join(root, 'dist', 'node');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(node, join(folder, process.platform === 'win32' ? 'node.exe' : 'node'));
  return 0;
}

/** @type {Command} */
async function benchpoint(tools, rest) {
  // Only `serve` shows the screens; the other commands need not wait for them to be built.
  const wanted = /** @type {const} */ (['bench', 'renderer']).slice(0, rest[0] === 'serve' ? 2 : 1);
  return inTurn([
    () => build(tools, wanted),
    () => runTool(tools, 'node', [join(root, 'dist', 'bench', 'cli.mjs'), ...rest]),
  ]);
}

/** @param {readonly string[]} words @returns {Promise<number>} exit code */
async function main([name = '', ...rest]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`Usage: node build/run.mjs ${Object.keys(commands).join('|')}\n`);
    return usageProblem;
  }
  const found = findNode();
  if ('problem' in found) {
    process.stderr.write(`${found.problem}\n`);
    return environmentProblem;
  }
  return command({ node: found.node, environment: environmentFor(found.node) }, rest);
}

process.exitCode = await main(process.argv.slice(2));
