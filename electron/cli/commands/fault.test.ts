/** `fault list`, `set`, `state` and `clear` against a running bench, and the lines that the bench itself prints. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const dataFolder = mkdtempSync(join(tmpdir(), 'benchpoint-fault-'));
let bench: ChildBench;

interface Ran {
  code: number;
  lines: { event?: string; fault?: string; code?: string; id?: string }[];
}

function run(...words: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'fault', ...words, '--json'], (error, out) => {
      const lines = out.split('\n').filter((line) => line !== '');
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lines: lines.map((line) => JSON.parse(line)) });
    });
  });
}

async function asked(...words: string[]): Promise<Ran> {
  const { url } = await bench.line(({ event }) => event === 'api');
  return run(...words, '--api', new URL(String(url)).origin, '--token', bench.token);
}

beforeAll(async () => {
  bench = await startChildBench({
    command: ['csms', '--listen', '2@127.0.0.1:0'],
    dataFolder,
  });
});
afterAll(async () => {
  await bench.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

it('the faults there are need no bench', async () => {
  const { code, lines } = await run('list', '--for', 'charge-point');
  expect(code).toBe(0);
  const ids = lines.map(({ id }) => id);
  expect(ids).toContain('cn-not-serial');
  expect(ids).not.toContain('wrong-host');
});

it('a fault is set, shown, told by the bench, judged and cleared', async () => {
  const set = await asked('set', 'self-signed', '--listener', 'listener-1', '--minutes', '5');
  expect(set).toMatchObject({ code: 0, lines: [{ event: 'fault-on', fault: 'self-signed' }] });
  await bench.line(({ event, fault }) => event === 'fault-on' && fault === 'self-signed');
  const socket = tls.connect({ host: '127.0.0.1', port: bench.port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { subject, issuer } = socket.getPeerCertificate();
  expect(subject.CN).toBe(issuer.CN);
  socket.destroy();
  const state = await asked('state');
  expect(state.lines.map(({ event }) => event)).toEqual(['fault-on', 'fault-result']);
  const clear = await asked('clear', '--listener', 'listener-1');
  expect(clear).toMatchObject({ code: 0, lines: [{ event: 'faults-on' }] });
  await bench.line(({ event }) => event === 'fault-off');
});

it.each([
  [['set', 'no-such-fault', '--listener', 'listener-1'], 2],
  [['set', 'expired'], 2],
  [['set', 'expired', '--listener', 'nowhere'], 3],
  [['set', 'expired', '--listener', 'listener-1', '--minutes', '0'], 2],
])('%j ends with %i', async (words, code) => {
  expect((await asked(...words)).code).toBe(code);
});
