/**
 * Locked secrets with real processes: a lost key or a passphrase that nobody has given never locks anybody out of the
 * captures, and nothing is lost on the way back.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { root } from '../../build/paths.mjs';
import { type ChildBench, runChildBench, startChildBench } from '../support/child-bench.ts';

// Each starts several processes, one after the other.
vi.setConfig({ testTimeout: 90_000 });

const folders: string[] = [];
const benches: ChildBench[] = [];
const phrase = 'correct horse battery';
const program = join(root, 'electron', 'cli', 'main.ts');

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-locked-'));
  folders.push(folder);
  return folder;
}

async function serve(dataFolder: string, ...flags: string[]): Promise<ChildBench> {
  const command = ['serve', '--port', '0', ...flags];
  const bench = await startChildBench({ command, dataFolder, readyEvent: 'ready' });
  benches.push(bench);
  return bench;
}

/** Any status; `api` of the child rejects what is no success. */
async function ask(bench: ChildBench, method: string, path: string, body?: object) {
  const ready = bench.lines.find(({ event }) => event === 'ready');
  const response = await fetch(`${new URL(String(ready?.url)).origin}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${bench.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  const answer: Record<string, unknown> = isJson ? JSON.parse(text) : {};
  return { status: response.status, text, answer };
}

interface Ran {
  exitCode: number | null;
  printed: string;
}

async function run(words: string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed += String(chunk);
    });
  }
  await once(child, 'close');
  return { exitCode: child.exitCode, printed };
}

/** A folder that was used: a station with a key, a listener, a capture. */
async function usedFolder(): Promise<string> {
  const folder = newFolder();
  const bench = await serve(folder);
  await bench.api('PUT', '/csms/stations/CP1', {
    securityProfile: 1,
    password: 'CANARY-password-1',
  });
  await bench.api('POST', '/csms/listeners', {
    id: 'kept',
    host: '127.0.0.1',
    port: 0,
    securityProfiles: [1],
  });
  await bench.stop();
  return folder;
}

async function setPassphrase(folder: string): Promise<void> {
  const file = join(newFolder(), 'new');
  writeFileSync(file, `${phrase}\n`);
  const set = await run([
    'secrets',
    'set-passphrase',
    '--data-dir',
    folder,
    '--new-passphrase-file',
    file,
  ]);
  expect(set).toMatchObject({ exitCode: 0 });
}

const revealed = async (bench: ChildBench) =>
  (await ask(bench, 'POST', '/csms/stations/CP1/authorization-key/reveal')).answer.text;

afterEach(async () => {
  await Promise.all(benches.splice(0).map((bench) => bench.kill()));
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('a bench whose key file is gone', () => {
  it('starts locked, reads and records, and opens when the file is back', async () => {
    const folder = await usedFolder();
    const away = join(newFolder(), 'secrets.key');
    renameSync(join(folder, 'secrets.key'), away);
    const bench = await serve(folder);
    expect(bench.errors()).toContain('key-file-missing');
    const state = await ask(bench, 'GET', '/secrets');
    expect(state.answer).toMatchObject({
      status: 'locked',
      passphrase: false,
      reason: { code: 'key-file-missing' },
    });
    for (const path of ['/frames', '/captures', '/settings', '/bench', '/network']) {
      expect([path, (await ask(bench, 'GET', path)).status]).toEqual([path, 200]);
    }
    const changed = await ask(bench, 'PUT', '/settings', { hostName: 'bench.example' });
    expect(changed.status).toBe(200);
    const [capture] = (await bench.api('GET', '/captures')) as { id: string }[];
    const exported = await ask(bench, 'GET', `/captures/${capture?.id}/export`);
    expect(exported.text).toContain('benchpoint-capture');
    for (const [method, path] of [
      ['GET', '/csms/stations'],
      ['PUT', '/csms/stations/NEW'],
      ['GET', '/pki/root.pem'],
      ['GET', '/charge-points'],
      ['POST', '/csms/listeners'],
      ['POST', '/files/firmware?name=a'],
    ] as const) {
      const { status, answer } = await ask(bench, method, path, method === 'GET' ? undefined : {});
      expect([path, status, answer.code]).toEqual([path, 423, 'secrets-locked']);
    }
    expect((await ask(bench, 'POST', '/secrets/retry')).answer.code).toBe('key-file-missing');
    renameSync(away, join(folder, 'secrets.key'));
    const opened = await ask(bench, 'POST', '/secrets/retry');
    expect([opened.status, opened.answer.status]).toEqual([200, 'open']);
    expect(await revealed(bench)).toBe('CANARY-password-1');
    const csms = await ask(bench, 'GET', '/csms');
    expect(csms.text).toContain('"status":"listening"');
    expect((await ask(bench, 'GET', '/settings')).text).toContain('bench.example');
  });

  it('starts over only when told to, and keeps what was sealed beside the store', async () => {
    const folder = await usedFolder();
    const first = await serve(folder);
    const oldRoot = (await ask(first, 'GET', '/pki/root.pem')).text;
    await first.stop();
    rmSync(join(folder, 'secrets.key'));
    const bench = await serve(folder);
    const { status, answer } = await ask(bench, 'POST', '/secrets/start-over');
    expect(status).toBe(200);
    expect(existsSync(String(answer.setAside))).toBe(true);
    const stations = await ask(bench, 'GET', '/csms/stations');
    expect(stations.text).toContain('CP1');
    expect((await ask(bench, 'POST', '/csms/stations/CP1/authorization-key/reveal')).status).toBe(
      404,
    );
    const root = await ask(bench, 'GET', '/pki/root.pem');
    expect(root.text).toContain('BEGIN CERTIFICATE');
    expect(root.text).not.toBe(oldRoot);
    const secure = { id: 'new', host: '127.0.0.1', port: 0, securityProfiles: [2, 3] };
    const started = await ask(bench, 'POST', '/csms/listeners', secure);
    expect(started.text).toContain('"status":"listening"');
    expect((await ask(bench, 'POST', '/secrets/start-over')).answer.code).toBe('secrets-open');
    expect((await ask(bench, 'GET', '/frames')).status).toBe(200);
  });

  it('refuses to run headless, with exit code 3 and the reason', async () => {
    const folder = await usedFolder();
    writeFileSync(join(folder, 'secrets.key'), Buffer.alloc(32, 1));
    const command = ['csms', '--listen', '0@127.0.0.1:0'];
    const ended = await runChildBench({ command, dataFolder: folder });
    expect(ended).toMatchObject({ exitCode: 3, problems: [{ code: 'key-file-does-not-fit' }] });
  });
});

describe('a passphrase', () => {
  it('is never needed for captures; unlocking brings listeners and keys back', async () => {
    const folder = await usedFolder();
    await setPassphrase(folder);
    const bench = await serve(folder);
    expect((await ask(bench, 'GET', '/frames')).status).toBe(200);
    const wrong = await ask(bench, 'POST', '/secrets/unlock', { passphrase: 'a wrong guess' });
    expect([wrong.status, wrong.answer.code]).toEqual([403, 'passphrase-wrong']);
    const right = await ask(bench, 'POST', '/secrets/unlock', { passphrase: phrase });
    expect(right.answer).toMatchObject({ status: 'open', keptBy: 'passphrase' });
    expect(await revealed(bench)).toBe('CANARY-password-1');
    expect((await ask(bench, 'GET', '/csms')).text).toContain('"status":"listening"');
    const log = readFileSync(join(folder, 'logs', 'benchpoint.log'), {
      encoding: 'utf8',
      flag: 'a+',
    });
    for (const text of [log, bench.errors(), JSON.stringify(bench.lines)]) {
      expect(text).not.toContain(phrase);
      expect(text).not.toContain('a wrong guess');
    }
  });

  it('given at the start opens everything; a wrong one ends with exit code 3 and changes nothing', async () => {
    const folder = await usedFolder();
    await setPassphrase(folder);
    const before = readFileSync(join(folder, 'store.db'));
    const file = join(newFolder(), 'passphrase');
    writeFileSync(file, 'a wrong guess');
    const words = [
      'serve',
      '--port',
      '0',
      '--data-dir',
      folder,
      '--passphrase-file',
      file,
      '--json',
    ];
    const wrong = await run(words);
    expect(wrong.exitCode).toBe(3);
    expect(wrong.printed).toContain('passphrase-wrong');
    expect(readFileSync(join(folder, 'store.db')).equals(before)).toBe(true);
    writeFileSync(file, phrase);
    const bench = await serve(folder, '--passphrase-file', file);
    expect(await revealed(bench)).toBe('CANARY-password-1');
  });

  it('comes from the environment for commands without a bench, and is changed and given up there', async () => {
    const folder = await usedFolder();
    await setPassphrase(folder);
    const status = await run(['secrets', 'status', '--data-dir', folder, '--json']);
    expect(JSON.parse(status.printed)).toMatchObject({ status: 'locked', passphrase: true });
    const pem = ['pki', 'root', '--data-dir', folder, '--json'];
    expect(await run(pem)).toMatchObject({ exitCode: 3 });
    const environment = { BENCHPOINT_PASSPHRASE: phrase };
    expect((await run(pem, environment)).printed).toContain('BEGIN CERTIFICATE');
    const wrong = { BENCHPOINT_PASSPHRASE: 'a wrong guess' };
    const back = ['secrets', 'use-key-file', '--data-dir', folder, '--json'];
    expect((await run(back, wrong)).exitCode).toBe(3);
    expect(await run(back, environment)).toMatchObject({ exitCode: 0 });
    expect(readdirSync(folder)).toContain('secrets.key');
    expect(readdirSync(folder)).not.toContain('secrets.passphrase.json');
    const bench = await serve(folder);
    expect(await revealed(bench)).toBe('CANARY-password-1');
  });

  it('set over the API holds from the next start, and a script unlocks and lists reveals', async () => {
    const folder = await usedFolder();
    const bench = await serve(folder);
    const set = await ask(bench, 'PUT', '/secrets', { keptBy: 'passphrase', passphrase: phrase });
    expect(set.answer).toMatchObject({ status: 'open', keptBy: 'passphrase' });
    expect(set.text).not.toContain(phrase);
    await revealed(bench);
    await bench.stop();
    const locked = await serve(folder);
    const url = String(locked.lines.find(({ event }) => event === 'ready')?.url);
    const client = ['--api', new URL(url).origin, '--token', locked.token, '--json'];
    const environment = { BENCHPOINT_PASSPHRASE: phrase };
    const unlocked = await run(['secrets', 'unlock', ...client], environment);
    expect(unlocked).toMatchObject({ exitCode: 0 });
    const listed = await run(['secrets', 'reveals', ...client]);
    expect(JSON.parse(listed.printed)).toMatchObject({
      what: 'station',
      subject: 'CP1',
      by: { door: 'api', address: '127.0.0.1' },
    });
  });
});

describe('the desktop', () => {
  /** As the desktop starts it; resolves with the address when the ready line came. */
  async function supervised(dataFolder: string, dataKey?: Buffer) {
    const child = spawn(
      process.execPath,
      [program, 'serve', '--supervised', '--port', '0', '--data-dir', dataFolder],
      { stdio: ['pipe', 'pipe', 'ignore'] },
    );
    const token = 'a-token-of-the-desktop-with-enough-letters';
    const greeting = { token, ...(dataKey ? { dataKey: dataKey.toString('base64') } : {}) };
    child.stdin.write(`${JSON.stringify(greeting)}\n`);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { url } = JSON.parse(String(line));
    return {
      async get(path: string) {
        const answer = await fetch(`${url}/api${path}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        return { status: answer.status, body: await answer.json() };
      },
      async end() {
        child.stdin.end();
        await once(child, 'close');
      },
    };
  }

  it.each([
    ['no key', undefined, 'secrets-kept-in-keychain'],
    ['another key', Buffer.alloc(32, 2), 'data-key-does-not-fit'],
  ])('opens the captures although the keychain has %s', async (_name, offered, reason) => {
    const folder = newFolder();
    const first = await supervised(folder, Buffer.alloc(32, 1));
    expect((await first.get('/secrets')).body).toMatchObject({
      status: 'open',
      keptBy: 'keychain',
    });
    await first.end();
    const locked = await supervised(folder, offered);
    expect((await locked.get('/secrets')).body).toMatchObject({ reason: { code: reason } });
    expect((await locked.get('/frames')).status).toBe(200);
    await locked.end();
    const again = await supervised(folder, Buffer.alloc(32, 1));
    expect((await again.get('/secrets')).body).toMatchObject({ status: 'open' });
    await again.end();
  });
});
