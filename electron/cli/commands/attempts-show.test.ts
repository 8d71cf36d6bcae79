/** `attempts`, `attempts show` and `key-log` against a running bench: what a person reads, and what a script gets. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';
import { opensslAvailable, runSClient } from '../../../tests/support/tls-server.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const token = 'a-token-for-tests-of-32-characters';
const dataFolder = mkdtempSync(join(tmpdir(), 'benchpoint-show-'));
let bench: ChildBench;

async function run(...words: string[]): Promise<{ code: number; out: string; errors: string }> {
  const { url } = await bench.line(({ event }) => event === 'api');
  const door = ['--api', new URL(String(url)).origin, '--token', token];
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words, ...door], (error, out, errors) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, errors });
    });
  });
}

/** Sends bytes and waits until the bench has closed. */
function send(bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(bench.port, '127.0.0.1', () => socket.end(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

beforeAll(async () => {
  bench = await startChildBench({ command: ['csms', '--listen', '2@127.0.0.1:0'], dataFolder });
});
afterAll(async () => {
  await bench.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

it('a failed attempt is listed, and shown step by step with who has to act', async () => {
  await send('GET /CP1 HTTP/1.1\r\nAuthorization: Basic Q1AxOnNlY3JldA==\r\n\r\n');
  const listed = await run('attempts', '--failed', '--json');
  expect(listed.code).toBe(0);
  const [attempt] = listed.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { connection: number; code: string });
  expect(attempt?.code).toBe('http-on-tls-port');
  const number = String(attempt?.connection);
  const people = await run('attempts', '--failed');
  expect(people.out).toContain('Plain HTTP was spoken to a TLS port (http-on-tls-port)');

  const shown = await run('attempts', 'show', number);
  expect(shown.code).toBe(0);
  expect(shown.out).toContain('Plain HTTP was spoken to a TLS port.');
  expect(shown.out).toContain('To act: the charge point.');
  expect(shown.out).toMatch(/\[ XX \] First byte: .* \(frames [\d, ]+\)/);
  expect(shown.out).toContain('[    ] ClientHello: It did not come to that.');
  expect(shown.out).not.toContain('Q1AxOnNlY3JldA');
  const facts = await run('attempts', 'show', number, '--json');
  expect(JSON.parse(facts.out)).toMatchObject({
    autopsy: { ending: 'failed', side: 'charge-point' },
  });
});

it('the fault a connection was under stands in its line', async () => {
  await run('fault', 'set', 'expired', '--listener', 'listener-1');
  await send('GET /CP1 HTTP/1.1\r\n\r\n');
  await run('fault', 'clear', '--listener', 'listener-1');
  const [newest] = (await run('attempts', '--failed')).out.split('\n');
  expect(newest).toContain('; under fault: Expired');
});

it('an attempt that is not there ends with 3', async () => {
  const missing = await run('attempts', 'show', '987654');
  expect(missing.code).toBe(3);
  expect(missing.errors).toContain('no connection attempt with the number 987654');
});

it.skipIf(!opensslAvailable)(
  'the key log is switched with a warning and written to a file',
  async () => {
    const on = await run('key-log', 'on', '--listener', 'listener-1');
    expect(on.out).toContain('on for listener-1');
    expect(on.out).toContain('can read everything');
    await runSClient(bench.port, ['-tls1_2']);
    const file = join(dataFolder, 'keys.txt');
    const exported = await run('key-log', 'export', '--out', file);
    expect(exported.out).toContain('1 session written');
    expect(readFileSync(file, 'utf8')).toMatch(/^CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n$/);
    expect((await run('key-log', 'off', '--listener', 'listener-1')).out).toContain(
      'Key log: off.',
    );
    expect((await run('key-log', 'on', '--listener', 'none')).code).toBe(3);
    expect((await run('key-log', 'on')).code).toBe(2);
  },
);
