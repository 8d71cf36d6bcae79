/** The command `act` against a running bench whose emulated charge point is connected to its own CSMS. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chargePointAction } from '../../../shared/api/charge-points-contract.ts';
import { type Action16, actionsSentBy16 } from '../../../shared/ocpp/actions.ts';
import { exampleRequest } from '../../../shared/ocpp/examples-1.6.ts';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';
import { runProgram } from '../../../tests/support/run-program.ts';
import { readAction } from './act.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const dataFolder = mkdtempSync(join(tmpdir(), 'benchpoint-act-'));
let bench: ChildBench;
let api: string;

function execute(...words: string[]): Promise<{ code: number; out: string; errors: string }> {
  const all = [program, ...words, '--api', api, '--token', bench.token, '--json'];
  return new Promise((resolve) => {
    execFile(process.execPath, all, (error, out, errors) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, errors });
    });
  });
}

const run = (...words: string[]) => execute('act', ...words);

beforeAll(async () => {
  const command = ['csms', '--listen', '0@127.0.0.1:0'];
  bench = await startChildBench({ command, dataFolder });
  const { url } = await bench.line(({ event }) => event === 'api');
  api = new URL(String(url)).origin;
  await bench.api('PUT', '/csms/id-tags/KNOWN', { status: 'Accepted' });
  await bench.api('PUT', '/charge-points/CP-1', {
    url: `ws://127.0.0.1:${bench.port}/`,
    securityProfile: 0,
    connectors: 2,
  });
  await bench.line(({ event, station }) => event === 'station' && station === 'CP-1');
});

afterAll(async () => {
  await bench.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('the words of an action', () => {
  it('every action of the contract can be said', () => {
    for (const { shape } of chargePointAction.options) {
      const problem = readAction(shape.action.value, []);
      // What is missing is a value of the action, not the action.
      if (!problem.ok) expect(problem.problem.where).not.toBe('action');
    }
  });

  it.each([
    ['plug-in', ['connectorId=2'], { connectorId: 2 }],
    ['present-id-tag', ['A=1', 'connectorId=2'], { idTag: 'A=1', connectorId: 2 }],
    [
      'fault',
      ['errorCode=GroundFailure', 'endsTransaction=false'],
      { errorCode: 'GroundFailure', endsTransaction: false },
    ],
    ['set-vehicle', ['{"phases":1}'], { vehicle: { phases: 1 } }],
    ['send', ['Heartbeat'], { ocppAction: 'Heartbeat' }],
    ['send', ['Boot', '[1]', 'validate=false'], { payload: [1], validate: false }],
    ['send-raw', ['[2,"validate=false"'], { text: '[2,"validate=false"' }],
    ['send-bad-frame', ['unmasked'], { name: 'unmasked' }],
    ['send-bad-handshake', ['key-missing'], { name: 'key-missing' }],
    ['set-configuration', ['CpoName', '7'], { key: 'CpoName', value: '7' }],
  ])('%s %j', (action, words, body) => {
    expect(readAction(action, words)).toMatchObject({ ok: true, value: { action, ...body } });
  });

  it.each([
    ['dance', [], 'action'],
    ['present-id-tag', [], 'idTag'],
    ['plug-in', ['connectorId=one'], 'connectorId'],
    ['plug-in', ['speed=3'], 'speed=3'],
    ['connect', ['now'], 'now'],
    ['send', ['Heartbeat', '{'], 'payload'],
  ])('input-invalid: %s %j', (action, words, where) => {
    expect(readAction(action, words)).toMatchObject({
      ok: false,
      problem: { code: 'input-invalid', where },
    });
  });
});

describe('act', () => {
  it('plug-in: prints the state that follows', async () => {
    const { code, out } = await run('CP-1', 'plug-in', '--connector', '2');
    expect(code).toBe(0);
    const { state } = JSON.parse(out);
    expect(state.connectors[2]).toMatchObject({ status: 'Preparing', pluggedIn: true });
  });

  it('send: prints the CALLRESULT and its frames', async () => {
    const { code, out } = await run('CP-1', 'send', 'Heartbeat', '{}');
    expect(code).toBe(0);
    expect(JSON.parse(out).outcome).toMatchObject({
      outcome: 'result',
      payload: { currentTime: expect.any(String) },
      frames: [expect.any(Number), expect.any(Number)],
    });
  });

  it('send --no-validate: prints the CALLERROR and ends with 1', async () => {
    const { code, out } = await run('CP-1', 'send', 'Authorize', '{}', '--no-validate');
    expect(code).toBe(1);
    expect(JSON.parse(out).outcome).toMatchObject({ outcome: 'error', error: {} });
  });

  it('set-configuration: Rejected ends with 1', async () => {
    const { code, out } = await run('CP-1', 'set-configuration', 'HeartbeatInterval', 'often');
    expect(code).toBe(1);
    expect(JSON.parse(out).outcome).toEqual({ status: 'Rejected' });
  });

  it.each([
    ['an unknown charge point', ['NOBODY', 'plug-in'], 3, 'charge-point-unknown'],
    ['an unknown connector', ['CP-1', 'plug-in', '--connector', '9'], 2, 'connector-unknown'],
    ['what the schema forbids', ['CP-1', 'send', 'Authorize'], 2, 'payload-invalid'],
    ['an unknown action', ['CP-1', 'dance'], 2, 'input-invalid'],
  ])('says why it cannot be done: %s', async (_name, words, exitCode, problem) => {
    const { code, errors } = await run(...words);
    expect(JSON.parse(errors)).toMatchObject({ code: problem, message: expect.any(String) });
    expect(code).toBe(exitCode);
  });
});

describe('charge-points', () => {
  const inside = (...words: string[]) => execute('charge-points', ...words);

  it('put: creates one from a file, delete: removes it', async () => {
    const settings = join(dataFolder, 'other.yaml');
    const url = `ws://127.0.0.1:${bench.port}/`;
    writeFileSync(settings, `url: ${url}\nsecurityProfile: 0\ncable: fixed\nautoConnect: false\n`);
    const created = await inside('put', 'CP-2', '--settings', settings);
    expect(created.code).toBe(0);
    expect(JSON.parse(created.out)).toMatchObject({ id: 'CP-2', settings: { cable: 'fixed' } });
    const { out } = await inside('list');
    expect(out.split('\n').filter(Boolean)).toHaveLength(2);
    expect(JSON.parse((await inside('delete', 'CP-2')).out)).toEqual({ deleted: true });
  });

  it('put: takes the AuthorizationKey in hex, as a value, from a file and from standard input', async () => {
    const settings = join(dataFolder, 'key.yaml');
    const keyFile = join(dataFolder, 'key.txt');
    writeFileSync(settings, 'url: ws://127.0.0.1:9/\nsecurityProfile: 1\nautoConnect: false\n');
    const digits = '00ff'.repeat(10);
    writeFileSync(keyFile, `${digits}\n`);
    const put = ['charge-points', 'put', 'CP-KEY', '--settings', settings];
    const reach = ['--api', api, '--token', bench.token, '--json'];
    for (const [words, input] of [
      [['--key-hex', digits], ''],
      [['--key-hex-file', keyFile], ''],
      [['--key-hex-file', '-'], `${digits}\n`],
    ] as const) {
      const { code, out } = await runProgram([...put, ...words, ...reach], { input });
      expect([code, JSON.parse(out).settings.hasAuthorizationKey]).toEqual([0, true]);
      expect(out).not.toContain(digits);
      await inside('delete', 'CP-KEY');
    }
  });

  it('put: exit 2 for a key that is no hexadecimal digits, and for two keys at once', async () => {
    const settings = join(dataFolder, 'key-wrong.yaml');
    writeFileSync(settings, 'url: ws://127.0.0.1:9/\nsecurityProfile: 1\nautoConnect: false\n');
    const put = ['put', 'CP-KEY', '--settings', settings];
    const wrong = await inside(...put, '--key-hex', 'CANARY');
    expect([wrong.code, JSON.parse(wrong.errors).code]).toEqual([2, 'input-invalid']);
    expect(wrong.errors).not.toContain('CANARY');
    const both = await inside(...put, '--key-hex', '00ff', '--password', 'x');
    expect([both.code, JSON.parse(both.errors).code]).toEqual([2, 'usage']);
  });

  it('put: exit 2 with line and column for a setting that is none', async () => {
    const settings = join(dataFolder, 'wrong.yaml');
    writeFileSync(settings, 'url: ws://127.0.0.1:9/\ncabel: fixed\n');
    const { code, errors } = await inside('put', 'CP-2', '--settings', settings);
    expect(code).toBe(2);
    expect(JSON.parse(errors)).toMatchObject({ where: `${settings}:2:1` });
  });

  it.each([
    ['details', { queue: { total: 0 } }],
    ['security', { securityLog: [] }],
    ['composite-schedule', { unit: 'W', durationS: 86_400 }],
  ])('%s: prints what the API says', async (part, expected) => {
    const { code, out } = await inside(part, 'CP-1');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject(expected);
  });
});

describe('both roles against each other', () => {
  it.each(actionsSentBy16('charge-point').map(({ action }) => action))(
    '%s: sent by the charge point, answered by the CSMS',
    async (action) => {
      const words = [action, JSON.stringify(exampleRequest(action))];
      const body = readAction('send', words);
      expect(body.ok).toBe(true);
      const answer = await bench.api(
        'POST',
        '/charge-points/CP-1/actions',
        body.ok ? body.value : {},
      );
      expect(answer).toMatchObject({ outcome: { outcome: 'result' } });
    },
  );

  /** It ends the connection that the others need. */
  const last: Action16 = 'Reset';

  it.each([
    ...actionsSentBy16('csms').flatMap(({ action }) => (action === last ? [] : [action])),
    last,
  ])('%s: sent by the CSMS, answered by the charge point', async (action) => {
    const body = { action, payload: exampleRequest(action), validate: true };
    const answer = await bench.api('POST', '/csms/stations/CP-1/calls', body);
    expect(answer).toMatchObject({ outcome: 'result' });
  });
});
