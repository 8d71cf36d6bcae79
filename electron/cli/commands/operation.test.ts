/** The command `operation` against a running bench with a charge point made of `ws`. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';
import { connectBarePoint, cutBarePoints } from '../../../tests/support/csms-role.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const token = 'a-token-for-tests-of-32-characters';
const dataFolder = mkdtempSync(join(tmpdir(), 'benchpoint-operation-'));
let bench: ChildBench;
let origin: string;

interface Ended {
  code: number;
  lines: Record<string, unknown>[];
  problems: Record<string, unknown>[];
}

function parsed(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function operation(...words: string[]): Promise<Ended> {
  const all = ['operation', ...words, '--api', origin, '--token', token, '--json'];
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...all], (error, out, errors) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lines: parsed(out), problems: parsed(errors) });
    });
  });
}

beforeAll(async () => {
  const config = join(dataFolder, 'bench.yaml');
  const answer = '{ action: Heartbeat, answer: { kind: error, code: GenericError }, times: 1 }';
  writeFileSync(
    config,
    `version: 1\ncsms:\n  listeners: [{ host: 127.0.0.1, port: 0, securityProfiles: [0] }]\n  answers: [${answer}]\n`,
  );
  bench = await startChildBench({ command: ['csms', '--config', config], dataFolder });
  const { url } = await bench.line(({ event }) => event === 'api');
  origin = new URL(String(url)).origin;
});

afterAll(async () => {
  cutBarePoints();
  await bench.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('operation', () => {
  it('runs to its end, prints the steps with their frames, exits 0', async () => {
    const point = await connectBarePoint(`ws://127.0.0.1:${bench.port}/CP1`);
    point.answer('GetDiagnostics', {});
    const { code, lines } = await operation(
      'run',
      'CP1',
      'get-diagnostics',
      '{"location":"ftp://example.invalid/"}',
    );
    expect(code).toBe(0);
    expect(lines.map(({ event }) => event)).toEqual(['step', 'step', 'operation']);
    expect(lines[1]).toMatchObject({
      code: 'send-request',
      status: 'done',
      frames: [expect.any(Number), expect.any(Number)],
    });
    expect(lines[2]).toMatchObject({ kind: 'get-diagnostics', status: 'succeeded' });
  });

  it('exits 1 when it fails, with the code of the problem', async () => {
    const point = await connectBarePoint(`ws://127.0.0.1:${bench.port}/CP2`);
    point.answer('ChangeConfiguration', { status: 'NotSupported' });
    const { code, lines } = await operation('run', 'CP2', 'change-authorization-key');
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({ problem: { code: 'operation-refused' } });
    const listed = await operation('list', 'CP2');
    expect([listed.code, listed.lines.length]).toEqual([0, 1]);
  });

  it('is started without waiting, and cancelled', async () => {
    await connectBarePoint(`ws://127.0.0.1:${bench.port}/CP3`);
    const started = await operation('run', 'CP3', 'renew-certificate', '--no-wait');
    expect(started.lines.at(-1)).toMatchObject({ status: 'running' });
    const id = String(started.lines.at(-1)?.id);
    const recovered = await operation('recover', 'CP3', id, '--way', 'reset-station');
    expect([recovered.code, recovered.problems[0]?.code]).toEqual([3, 'recovery-not-offered']);
    expect((await operation('cancel', 'CP3', id)).code).toBe(0);
  });

  it.each([
    ['an operation that does not exist', ['run', 'CP1', 'made-up'], 2, 'input-invalid'],
    ['parameters that are no JSON', ['run', 'CP1', 'get-log', '{'], 2, 'input-invalid'],
    ['an unknown station', ['run', 'NOBODY', 'get-log'], 3, 'station-unknown'],
  ])('says what is wrong: %s', async (_name, words, exitCode, problem) => {
    const { code, problems } = await operation(...words);
    expect([code, problems[0]?.code]).toEqual([exitCode, problem]);
  });

  it('bench.yaml brings chosen answers', async () => {
    const point = await connectBarePoint(`ws://127.0.0.1:${bench.port}/CP4`);
    expect(await point.call('Heartbeat')).toMatchObject({ code: 'GenericError' });
    expect(await point.call('Heartbeat')).toMatchObject({ kind: 'result' });
  });
});
