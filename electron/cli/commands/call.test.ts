/** The command `call` against a running bench with a charge point made of `ws`. */
import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';
import { connectBarePoint, cutBarePoints } from '../../../tests/support/csms-role.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const token = 'a-token-for-tests-of-32-characters';
const dataFolder = mkdtempSync(join(tmpdir(), 'benchpoint-call-'));
const command = ['csms', '--listen', '0@127.0.0.1:0'];
let bench: ChildBench;

interface Ended {
  code: number;
  out: string;
  errors: string;
}

function run(words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], (error, out, errors) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, errors });
    });
  });
}

async function apiOrigin(): Promise<string> {
  const { url } = await bench.line(({ event }) => event === 'api');
  return new URL(String(url)).origin;
}

async function call(...words: string[]): Promise<Ended> {
  return run(['call', ...words, '--api', await apiOrigin(), '--token', token, '--json']);
}

beforeAll(async () => {
  bench = await startChildBench({ command, dataFolder });
});

afterAll(async () => {
  cutBarePoints();
  await bench.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('call', () => {
  it('prints the CALLRESULT and the frames it rests on', async () => {
    const point = await connectBarePoint(`ws://127.0.0.1:${bench.port}/CP1`);
    point.answer('Reset', { status: 'Accepted' });
    const { code, out } = await call('CP1', 'Reset', '{"type":"Soft"}');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'result',
      payload: { status: 'Accepted' },
      frames: [expect.any(Number), expect.any(Number)],
    });
  });

  it('prints the timeout and ends with 1', async () => {
    await connectBarePoint(`ws://127.0.0.1:${bench.port}/CP2`);
    const { code, out } = await call('CP2', 'ClearCache', '--timeout', '200');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'timeout' });
  });

  it.each([
    ['an unknown station', ['NOBODY', 'ClearCache'], 3, 'station-unknown'],
    ['what the schema forbids', ['CP1', 'Reset', '{"type":"x"}'], 2, 'payload-invalid'],
    ['a payload that is no JSON', ['CP1', 'Reset', '{'], 2, 'input-invalid'],
  ])('says why it could not be sent: %s', async (_name, words, exitCode, problem) => {
    const { code, errors } = await call(...words);
    expect(code).toBe(exitCode);
    expect(JSON.parse(errors)).toMatchObject({ code: problem, message: expect.any(String) });
  });

  it('says that no bench answers', async () => {
    const words = ['call', 'CP1', 'ClearCache', '--api', 'http://127.0.0.1:9', '--token', token];
    const { code, errors } = await run([...words, '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(errors)).toMatchObject({ code: 'bench-unreachable' });
  });
});

describe('a command that runs', () => {
  it.each(['abc', '99999'])('serve --port %s is wrong usage', async (port) => {
    const { code, errors } = await run(['serve', '--port', port, '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(errors)).toMatchObject({ code: 'listen-port-invalid' });
  });

  it('says that a torn tail was mended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'benchpoint-torn-'));
    const first = await startChildBench({ command, dataFolder: folder });
    await first.stop();
    const [capture = ''] = readdirSync(join(folder, 'captures'));
    appendFileSync(join(folder, 'captures', capture, '000000.jsonl'), '{"seq":9');
    const second = await startChildBench({ command, dataFolder: folder });
    await second.stop();
    expect(second.errors()).toContain('"journal-tail-repaired"');
    rmSync(folder, { recursive: true, force: true });
  });
});
