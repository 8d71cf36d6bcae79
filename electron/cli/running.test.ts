/** Commands that run until told: ready lines, supervision, one process a folder, an end that loses nothing. */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { benchReady } from '../../shared/api/supervision.ts';
import { type ChildBench, startChildBench } from '../../tests/support/child-bench.ts';
import { connectBarePoint, cutBarePoints } from '../../tests/support/csms-role.ts';
import { runProgram, spawnProgram } from '../../tests/support/run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'benchpoint-running-'));
let folders = 0;
function newDataFolder(): string {
  folders += 1;
  return join(folder, `data-${folders}`);
}
const benches: ChildBench[] = [];
afterEach(async () => {
  cutBarePoints();
  await Promise.all(benches.splice(0).map((bench) => bench.stop()));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function start(words: string[], dataFolder = newDataFolder(), readyEvent = 'listening') {
  const bench = await startChildBench({ command: words, dataFolder, readyEvent });
  benches.push(bench);
  return bench;
}

const boot = { chargePointVendor: 'V', chargePointModel: 'M' };

describe('serve', () => {
  it('prints one ready line with the URL, without a token that was given, and answers there', async () => {
    const bench = await start(['serve', '--port', '0'], newDataFolder(), 'ready');
    const { url, apiUrl } = await bench.line(({ event }) => event === 'ready');
    expect(String(url)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const health = await fetch(`${apiUrl}/health`);
    expect([health.status, (await health.json()).platform]).toEqual([
      200,
      `${process.platform} ${process.arch}`,
    ]);
    expect(await bench.stop()).toBe(0);
  });

  it('a token that was made has at least 128 bits', async () => {
    const child = spawnProgram(['serve', '--port', '0', '--json', '--data-dir', newDataFolder()]);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const made = new URL(JSON.parse(line).url).hash.replace('#token=', '');
    expect(Buffer.from(made, 'base64url').length).toBeGreaterThanOrEqual(16);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
  });

  it('23 the token of the environment is in no argument and is not printed by a headless role', async () => {
    process.env.BENCHPOINT_TOKEN = 'CANARY-token-of-the-environment';
    const child = spawnProgram([
      'csms',
      '--listen',
      '0@127.0.0.1:0',
      '--json',
      '--data-dir',
      newDataFolder(),
    ]);
    delete process.env.BENCHPOINT_TOKEN;
    let printed = '';
    const listening = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        printed += String(chunk);
        if (printed.includes('"listening"')) resolve();
      });
    });
    await listening;
    const api = JSON.parse(printed.split('\n')[0] ?? '').url;
    const authorization = 'Bearer CANARY-token-of-the-environment';
    expect((await fetch(`${api}/csms`, { headers: { authorization } })).status).toBe(200);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(printed).not.toContain('CANARY');
  });

  it('a second process on the folder ends with 3 and names the first', async () => {
    const dataFolder = newDataFolder();
    const first = await start(['serve', '--port', '0'], dataFolder, 'ready');
    for (const words of [
      ['serve', '--port', '0'],
      ['pki', 'root'],
    ]) {
      const second = await runProgram([...words, '--json', '--data-dir', dataFolder]);
      expect([second.code, second.problems[0]?.code]).toEqual([3, 'data-folder-in-use']);
      expect(second.problems[0]?.message).toContain(String(first.process.pid));
    }
    await first.kill();
    const third = await start(['serve', '--port', '0'], dataFolder, 'ready');
    expect(await third.stop()).toBe(0);
  });

  it('a taken port ends with 3', async () => {
    const first = await start(['serve', '--port', '0'], newDataFolder(), 'ready');
    const { port } = new URL(String((await first.line(({ event }) => event === 'ready')).url));
    const second = await runProgram([
      ...['serve', '--port', port, '--json', '--data-dir', newDataFolder()],
    ]);
    expect([second.code, second.problems[0]?.code]).toEqual([3, 'port-in-use']);
  });

  it('with --tls and a token it serves the network with a certificate of the bench', async () => {
    const words = ['serve', '--host', '0.0.0.0', '--port', '0', '--tls'];
    const bench = await start(words, newDataFolder(), 'ready');
    const { url } = await bench.line(({ event }) => event === 'ready');
    expect(String(url)).toMatch(/^https:\/\//);
    expect(String(url)).not.toContain('0.0.0.0');
  });
});

describe('serve --supervised', () => {
  const token = 'a-token-of-the-supervisor-32-chars';
  const words = () => ['serve', '--supervised', '--port', '0', '--data-dir', newDataFolder()];

  it('takes token and data key over stdin, says ready once, ends when stdin ends', async () => {
    const child = spawnProgram(words());
    const dataKey = Buffer.alloc(32, 7).toString('base64');
    child.stdin.write(`${JSON.stringify({ token, dataKey })}\n`);
    const lines: string[] = [];
    const output = createInterface({ input: child.stdout });
    output.on('line', (line) => lines.push(line));
    const [line] = await once(output, 'line');
    const ready = benchReady.parse(JSON.parse(line));
    expect(ready.pid).toBe(child.pid);
    const state = await fetch(`${ready.url}/api/bench`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await state.json()).toMatchObject({
      supervised: true,
      secrets: { status: 'open', keptBy: 'keychain', keychainFits: true },
    });
    child.stdin.end();
    await once(child, 'close');
    expect([child.exitCode, lines.length]).toEqual([0, 1]);
    expect(lines.join('')).not.toContain(token);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello\n'],
    ['a short token', '{"token":"short"}\n'],
    ['more than asked for', `{"token":"${token}","extra":1}\n`],
  ])('%s as greeting ends with 2', async (_, input) => {
    const ended = await runProgram([...words(), '--json'], { input });
    expect([ended.code, ended.problems[0]?.code]).toEqual([2, 'greeting-invalid']);
  });
});

describe('csms and charge-point', () => {
  it('talk to each other and say so line by line', async () => {
    const csms = await start([
      'csms',
      '--listen',
      '1@127.0.0.1:0',
      '--station',
      'PAIR:a-key-of-16-bytes!',
    ]);
    const point = await start(
      [
        'charge-point',
        ...['--url', `ws://127.0.0.1:${csms.port}/`, '--id', 'PAIR', '--profile', '1'],
        ...['--password', 'a-key-of-16-bytes!'],
      ],
      newDataFolder(),
      'charge-point',
    );
    const connected = await csms.line(
      ({ event, connected }) => event === 'station' && connected === true,
    );
    expect(connected).toMatchObject({ station: 'PAIR', securityProfile: 1 });
    const accepted = await point.line(({ registration }) => registration === 'Accepted');
    expect(accepted).toMatchObject({ event: 'charge-point', id: 'PAIR', status: 'connected' });
    expect(csms.lines.filter(({ event }) => event === 'listening')).toMatchObject([
      { url: `ws://127.0.0.1:${csms.port}/`, securityProfiles: [1] },
    ]);
    expect(JSON.stringify([csms.lines, point.lines])).not.toContain('a-key-of-16');
  });

  it('a fleet shows the same key from hexadecimal digits', async () => {
    const key = 'a-key-of-16-bytes!';
    const stations = ['F-1', 'F-2'].flatMap((id) => ['--station', `${id}:${key}`]);
    const csms = await start(['csms', '--listen', '1@127.0.0.1:0', ...stations]);
    const fleet = await start(
      [
        'charge-point',
        ...['--url', `ws://127.0.0.1:${csms.port}/`, '--id', 'F-{1}', '--count', '2'],
        ...['--profile', '1', '--key-hex', Buffer.from(key).toString('hex')],
      ],
      newDataFolder(),
      'fleet',
    );
    const all = await fleet.line(({ connections }) => Object(connections).connected === 2);
    expect(all).toMatchObject({ event: 'fleet', started: 2 });
    expect(JSON.stringify(fleet.lines)).not.toContain(Buffer.from(key).toString('hex'));
  });

  it('a refused station is a line with its code', async () => {
    const csms = await start(['csms', '--listen', '0@127.0.0.1:0', '--known-only']);
    await expect(connectBarePoint(`ws://127.0.0.1:${csms.port}/NOBODY`)).rejects.toThrow('404');
    const refused = await csms.line(({ event }) => event === 'refused');
    expect(refused).toMatchObject({ station: 'NOBODY', code: 'identity-unknown' });
  });

  it('S5 a taken port ends with 3 and the port', async () => {
    const first = await start(['csms', '--listen', '0@127.0.0.1:0']);
    const second = await runProgram([
      ...['csms', '--listen', `0@127.0.0.1:${first.port}`, '--json'],
      ...['--data-dir', newDataFolder()],
    ]);
    expect([second.code, second.problems.at(-1)?.code]).toEqual([3, 'port-in-use']);
    expect(second.problems.at(-1)?.message).toContain(String(first.port));
  });
});

describe('S10', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s drains: 1001, 0, and a whole record',
    async (signal) => {
      const dataFolder = newDataFolder();
      const bench = await start(['csms', '--listen', '0@127.0.0.1:0'], dataFolder);
      const points = await Promise.all(
        ['A', 'B', 'C'].map((id) => connectBarePoint(`ws://127.0.0.1:${bench.port}/${id}`)),
      );
      for (const point of points) await point.call('BootNotification', boot);
      const ended = once(bench.process, 'close');
      bench.process.kill(signal);
      for (const point of points) expect(await point.closed).toMatchObject({ code: 1001 });
      await ended;
      expect(bench.process.exitCode, bench.errors()).toBe(0);
      benches.length = 0;
      const [capture = ''] = readdirSync(join(dataFolder, 'captures'));
      const text = readFileSync(join(dataFolder, 'captures', capture, '000000.jsonl'), 'utf8');
      const kinds = text
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => JSON.parse(line).kind);
      expect(kinds.at(-1)).toBe('run-ended');
      expect(kinds.filter((kind) => kind === 'connection-closed')).toHaveLength(3);
      expect(kinds).toContain('listener-stopped');
      const data = ['--json', '--data-dir', dataFolder];
      const checked = await runProgram(['capture', 'check', capture, ...data]);
      expect([checked.code, checked.lines[0]?.intact]).toEqual([0, true]);
    },
  );
});
