/** The command `scenario`: exit codes, JUnit, places of faults, on a bench of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';
import { runHere, runProgram } from '../../../tests/support/run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'benchpoint-scenario-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dataDir = join(folder, 'data');

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const head = `version: 1
name: "<Test> & more"
setUp: { listener: { securityProfiles: [0] }, chargePoints: { cp: {} } }
steps:
`;

/** Names of the elements of a document, which is refused unless it is well-formed as far as JUnit needs it. */
function elementsOf(xml: string): string[] {
  const body = xml.replace(/^<\?xml [^>]*\?>/, '');
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<>]+)/gy;
  const open: string[] = [];
  const found: string[] = [];
  while (token.lastIndex < body.length) {
    const match = token.exec(body);
    if (match === null) throw new Error('not well-formed');
    const [, closes, name, attributes = '', isEmpty, text = ''] = match;
    if (/&(?!(amp|lt|gt|quot|#\d+);)/.test(attributes + text)) throw new Error('a bare &');
    if (name === undefined) continue;
    if (closes === '/') expect(open.pop()).toBe(name);
    else {
      found.push(name);
      if (isEmpty !== '/') open.push(name);
    }
  }
  expect(open).toEqual([]);
  return found;
}

describe('scenario run', () => {
  it('ends with 0 when every step passes, and says each with its frames', async () => {
    const path = file(
      'good.yaml',
      `${head}  - do: { action: plug-in }\n  - expect: { action: StatusNotification }\n`,
    );
    const ended = await runProgram(['scenario', 'run', path, '--data-dir', dataDir, '--json']);
    expect(ended.code).toBe(0);
    const steps = ended.lines.filter(({ event }) => event === 'step');
    expect(steps.map(({ path: at, status }) => `${at} ${status}`)).toEqual([
      'set-up passed',
      '1 passed',
      '2 passed',
    ]);
    expect(steps.at(-1)?.frames).toHaveLength(1);
    expect(ended.lines.at(-1)).toMatchObject({ event: 'run', status: 'passed' });
  });

  it('ends with 1 when a step fails, and its JUnit file parses and names it', async () => {
    const path = file(
      'bad.yaml',
      `${head}  - assert: { connector: { status: "<Gone>" } }\n  - wait: 1s\n`,
    );
    const junit = join(folder, 'junit.xml');
    const words = ['scenario', 'run', path, '--data-dir', dataDir, '--junit', junit];
    const ended = await runProgram(words);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain('Expected: "<Gone>"');
    expect(ended.out).toContain('Found: "Available"');
    const xml = readFileSync(junit, 'utf8');
    expect(elementsOf(xml)).toEqual([
      'testsuites',
      'testsuite',
      'properties',
      'property',
      'testcase',
      'testcase',
      'failure',
      'testcase',
      'skipped',
    ]);
    expect(xml).toContain('tests="3" failures="1" errors="0" skipped="1"');
  });

  it('ends with 2 when the text is wrong, with line and column of each fault', async () => {
    const path = file('wrong.yaml', `${head}  - wait: 5\n  - wait: 6\n`);
    const ended = await runHere(['scenario', 'run', path, '--json']);
    expect(ended.code).toBe(2);
    expect(ended.problems.map(({ where }) => where)).toEqual([`${path}:5:11`, `${path}:6:11`]);
  });

  it('ends with 2 when a station is named that the scenario has not', async () => {
    const path = file('good-too.yaml', `${head}  - wait: 1ms\n`);
    const ended = await runHere(['scenario', 'run', path, '--station', 'other=CP-1', '--json']);
    expect(ended).toMatchObject({ code: 2, problems: [{ code: 'usage' }] });
  });

  it('ends with 3 when the set-up cannot be made', async () => {
    const path = file(
      'unreachable.yaml',
      `${head.replace('securityProfiles: [0]', 'securityProfiles: [0], host: 192.0.2.1')}  - wait: 1ms\n`,
    );
    const ended = await runProgram(['scenario', 'run', path, '--data-dir', dataDir, '--json']);
    expect(ended.code).toBe(3);
  });
});

describe('scenario run --api', () => {
  const token = 'a-token-for-tests-of-32-characters';
  let bench: ChildBench;
  let address: string[];
  beforeAll(async () => {
    const command = ['serve', '--port', '0'];
    const served = join(folder, 'served');
    bench = await startChildBench({ command, dataFolder: served, readyEvent: 'ready' });
    const ready = bench.lines.find(({ event }) => event === 'ready');
    const { origin } = new URL(String(ready?.url));
    address = ['--api', origin, '--token', bench.token, '--json'];
  });
  afterAll(() => bench.kill());

  it('runs on the bench that runs there, with the same exit codes', async () => {
    const good = file('there.yaml', `${head}  - do: { action: plug-in }\n`);
    const passed = await runProgram(['scenario', 'run', good, ...address]);
    expect({ code: passed.code, errors: passed.errors }).toEqual({ code: 0, errors: '' });
    expect(passed.lines.map(({ event }) => event)).toEqual(['step', 'step', 'run']);
    const bad = file('there-too.yaml', `${head}  - assert: { connector: { status: Gone } }\n`);
    expect((await runProgram(['scenario', 'run', bad, ...address])).code).toBe(1);
  });

  it('ends with 3 when no bench answers', async () => {
    const good = file('nowhere.yaml', `${head}  - wait: 1ms\n`);
    const words = ['--api', 'http://127.0.0.1:1', '--token', token];
    expect((await runHere(['scenario', 'run', good, ...words])).code).toBe(3);
  });
});

describe('scenario list, show, check and schema', () => {
  it('lists at least ten shipped scenarios that can be shown and are valid', async () => {
    const { lines } = await runHere(['scenario', 'list', '--json']);
    expect(lines.length).toBeGreaterThanOrEqual(10);
    const { out } = await runHere(['scenario', 'show', 'wrong-tags']);
    const path = file('copy.yaml', out);
    expect(await runHere(['scenario', 'check', path, '--json'])).toMatchObject({
      code: 0,
      lines: [{ valid: true }],
    });
  });

  it('prints the JSON Schema, with variables where steps have numbers', async () => {
    const { out } = await runHere(['scenario', 'schema']);
    const schema = JSON.parse(out);
    expect(schema.required).toEqual(expect.arrayContaining(['version', 'name', 'steps']));
    expect(JSON.stringify(schema.$defs.step)).toContain('[^}]+');
  });
});
