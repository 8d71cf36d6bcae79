/** `--names` and `--time` of `csms`, and the commands `names` and `time` against that running bench. */
import { execFile } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openUdpClient } from '../../../tests/names-and-time/support.ts';
import { type ChildBench, startChildBench } from '../../../tests/support/child-bench.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const token = 'a-token-for-tests-of-32-characters';
const dataFolder = mkdtempSync(join(tmpdir(), 'benchpoint-names-'));
let bench: ChildBench;

function run(...words: string[]): Promise<{ code: number; lines: unknown[]; errors: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words, '--json'], (error, out, errors) => {
      const lines = out.split('\n').filter((line) => line !== '');
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lines: lines.map((line): unknown => JSON.parse(line)), errors });
    });
  });
}

async function asked(command: string) {
  const { url } = await bench.line(({ event }) => event === 'api');
  return run(command, '--api', new URL(String(url)).origin, '--token', token);
}

const portOf = async (name: string): Promise<number> => {
  const { port } = await bench.line(
    ({ event, server }) => event === 'answering' && server === name,
  );
  return Number(port);
};

beforeAll(async () => {
  const servers = [
    '--names',
    '127.0.0.1:0',
    '--name',
    'csms.example',
    '--name',
    'a.example=192.0.2.7',
  ];
  const time = ['--time', '127.0.0.1:0', '--time-offset', '3600'];
  const command = ['csms', '--listen', '1@127.0.0.1:0', ...servers, ...time];
  bench = await startChildBench({ command, dataFolder });
});
afterAll(async () => {
  await bench.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

it('names are answered from the command line, and `names` shows who asked for what', async () => {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${await portOf('names')}`]);
  expect(await resolver.resolve4('csms.example')).toEqual(['127.0.0.1']);
  expect(await resolver.resolve4('a.example')).toEqual(['192.0.2.7']);
  await expect(resolver.resolve4('other.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  const { code, lines } = await asked('names');
  expect(code).toBe(0);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ event: 'names', status: 'on' }),
      expect.objectContaining({ event: 'missing', name: 'other.example', queries: 1 }),
      expect.objectContaining({ event: 'query', name: 'csms.example', outcome: 'answered' }),
    ]),
  );
});

it('the time is answered with its offset, and `time` shows the clock of who asked', async () => {
  const client = openUdpClient(await portOf('time'));
  await client.ask(Buffer.concat([Buffer.from([0x23]), Buffer.alloc(47)]));
  client.close();
  expect((await asked('time')).lines).toMatchObject([
    { event: 'time', status: 'on', settings: { offsetMs: 3_600_000 } },
    { event: 'clock', from: '127.0.0.1', queries: 1 },
  ]);
});

it.each([
  ['--names', 'no-address:53', '--names'],
  ['--names', '99999', 'listen-port-invalid'],
  ['--name', 'a b', '--name'],
  ['--name', 'csms.example=no-address', '--name'],
  ['--time-offset', 'soon', '--time-offset'],
])('%s %s is a usage error', async (option, value, named) => {
  const { code, errors } = await run('csms', '--listen', '1@127.0.0.1:0', option, value);
  expect(code).toBe(2);
  expect(errors).toContain(named);
});
