import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import {
  type BenchState,
  type SupervisorLimits,
  type SupervisorOptions,
  superviseBench,
} from './supervisor.ts';

/** Counts its starts in a file, reads the greeting, prints the ready line, ends when stdin ends. */
const wellBehaved = `
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
const [folder, port] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => {
  appendFileSync(folder + '/greetings', line + '\\n');
  const server = createServer();
  server.listen(Number(port), '127.0.0.1', () => {
    const url = 'http://127.0.0.1:' + server.address().port;
    console.log(JSON.stringify({ ready: true, url, version: '1', pid: process.pid }));
  });
});
lines.once('close', () => { appendFileSync(folder + '/ends', 'clean\\n'); process.exit(0); });
`;

const token = 'a-token-of-sufficient-length';
const dataKey = Buffer.alloc(32, 7).toString('base64');
const limits: SupervisorLimits = { readyMs: 10_000, drainMs: 9_000, terminateMs: 8_000 };

let folder = '';
let stopAll: (() => Promise<void>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
});
afterEach(async () => {
  await Promise.all(stopAll.map((stop) => stop()));
  stopAll = [];
  rmSync(folder, { recursive: true });
});

function supervised(script: string, changed: Partial<SupervisorOptions> = {}) {
  writeFileSync(join(folder, 'bench.mjs'), script);
  const states: BenchState[] = [];
  let waiting: { phase: BenchState['phase']; found(state: BenchState): void }[] = [];
  const supervisor = superviseBench({
    program: (port) => ({
      executable: process.execPath,
      arguments: [join(folder, 'bench.mjs'), folder, String(port)],
      environment: process.env,
    }),
    greeting: { token, dataKey },
    limits,
    onChange(state) {
      states.push(state);
      const due = waiting.filter(({ phase }) => phase === state.phase);
      waiting = waiting.filter(({ phase }) => phase !== state.phase);
      for (const { found } of due) found(state);
    },
    ...changed,
  });
  stopAll.push(() => supervisor.stop());
  return {
    supervisor,
    states,
    phases: () => states.map(({ phase }) => phase),
    next<P extends BenchState['phase']>(phase: P): Promise<BenchState & { phase: P }> {
      return new Promise((resolve) => {
        waiting.push({
          phase,
          // The entry is only called for a state of this phase.
          found: (state) => resolve(state as BenchState & { phase: P }),
        });
      });
    },
  };
}

function readyState(state: BenchState) {
  if (state.phase !== 'ready') throw new Error(`expected ready, was ${JSON.stringify(state)}`);
  return state;
}

/** A clock whose time limits pass at once when they are the given one, and never otherwise. */
function impatientClock(...passedMs: number[]): Clock {
  return {
    after: (delayMs, callback) =>
      passedMs.includes(delayMs) ? systemClock.after(0, callback) : () => {},
  };
}

describe('starting', () => {
  it('hands token and data key over stdin and reports the address of the ready line', async () => {
    const { supervisor } = supervised(wellBehaved);
    await supervisor.start();
    const { ready, restarts } = readyState(supervisor.state());
    expect(ready.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(restarts).toBe(0);
    const greeting = readFileSync(join(folder, 'greetings'), 'utf8');
    expect(JSON.parse(greeting)).toEqual({ token, dataKey });
  });

  it('reports a program that cannot be run', async () => {
    const { supervisor } = supervised('', {
      program: () => ({ executable: join(folder, 'nothing'), arguments: [], environment: {} }),
    });
    await supervisor.start();
    expect(supervisor.state()).toMatchObject({
      phase: 'failed',
      failure: { code: 'cannot-start', reason: expect.stringContaining('ENOENT') },
    });
  });

  it('reports a bench that ends before it is ready, with what it printed, and does not start it again', async () => {
    const script = `process.stderr.write('data folder in use by 4711\\n'); process.exitCode = 3;`;
    const { supervisor, phases } = supervised(script);
    await supervisor.start();
    expect(supervisor.state()).toMatchObject({
      phase: 'failed',
      failure: { code: 'ended', exitCode: 3, output: 'data folder in use by 4711\n' },
    });
    expect(phases()).toEqual(['starting', 'failed']);
  });

  it('gives up on a bench that is not ready in time and ends it', async () => {
    const script = `process.stdin.resume().on('end', () => process.exit(0));`;
    const { supervisor } = supervised(script, { clock: impatientClock(limits.readyMs) });
    // The failure is reported only once the process is gone; without that this would never return.
    await supervisor.start();
    expect(supervisor.state()).toMatchObject({
      phase: 'failed',
      failure: { code: 'not-ready-in-time', limitMs: limits.readyMs },
    });
  });

  it('ignores lines that are not JSON before the ready line', async () => {
    const { supervisor } = supervised(`console.log('hello');\n${wellBehaved}`);
    await supervisor.start();
    expect(supervisor.state().phase).toBe('ready');
  });

  it('refuses a ready line of another shape', async () => {
    const { supervisor } = supervised(`console.log('{"ready":"soon"}'); process.stdin.resume();`);
    await supervisor.start();
    expect(supervisor.state()).toMatchObject({
      phase: 'failed',
      failure: { code: 'bad-ready-line', reason: 'shape' },
    });
  });

  it('security-checklist 1 an address other than loopback is refused', async () => {
    const line = { ready: true, url: 'http://127.0.0.1.evil.example:80', version: '1', pid: 1 };
    const script = `console.log(${JSON.stringify(JSON.stringify(line))}); process.stdin.resume();`;
    const { supervisor } = supervised(script);
    await supervisor.start();
    expect(supervisor.state()).toMatchObject({
      phase: 'failed',
      failure: { code: 'bad-ready-line', reason: 'not-loopback' },
    });
  });

  it('security-checklist 41 token and data key do not appear in the output of a failed start', async () => {
    const script = `process.stdin.setEncoding('utf8').once('data', (line) => {
      process.stderr.write('greeting was ' + line); process.exitCode = 1; process.stdin.destroy(); });`;
    const { supervisor } = supervised(script);
    await supervisor.start();
    const state = supervisor.state();
    const output = state.phase === 'failed' ? state.failure.output : '';
    expect(output).toContain('greeting was');
    expect(output).not.toContain(token);
    expect(output).not.toContain(dataKey);
  });
});

describe('restarting', () => {
  it('starts a bench that was killed once more, with the same token, data key and port', async () => {
    const { supervisor, next, phases } = supervised(wellBehaved);
    await supervisor.start();
    const first = readyState(supervisor.state());
    const restarted = next('ready');
    process.kill(first.ready.pid, 'SIGKILL');
    const second = await restarted;
    expect(second.restarts).toBe(1);
    expect(second.ready.url).toBe(first.ready.url);
    expect(second.ready.pid).not.toBe(first.ready.pid);
    const greetings = readFileSync(join(folder, 'greetings'), 'utf8').trim().split('\n');
    expect(greetings).toHaveLength(2);
    expect(new Set(greetings).size).toBe(1);
    expect(phases()).toEqual(['starting', 'ready', 'restarting', 'ready']);
  });

  it('reports the second death instead of starting a third time, and starts again when asked', async () => {
    const { supervisor, next } = supervised(wellBehaved);
    await supervisor.start();
    const first = readyState(supervisor.state());
    const restarted = next('ready');
    process.kill(first.ready.pid, 'SIGKILL');
    const failed = next('failed');
    process.kill((await restarted).ready.pid, 'SIGKILL');
    expect((await failed).failure.code).toBe('ended');
    await supervisor.start();
    expect(readyState(supervisor.state()).ready.url).toBe(first.ready.url);
  });

  it('reports a restarted bench that answers on another port', async () => {
    const script = wellBehaved.replace('Number(port)', '0');
    const { supervisor, next } = supervised(script);
    await supervisor.start();
    const failed = next('failed');
    process.kill(readyState(supervisor.state()).ready.pid, 'SIGKILL');
    expect((await failed).failure.code).toBe('moved');
  });
});

describe('stopping', () => {
  it('ends stdin, lets the bench drain and does not take its end for a crash', async () => {
    const { supervisor, phases } = supervised(wellBehaved);
    await supervisor.start();
    await supervisor.stop();
    expect(supervisor.state()).toEqual({ phase: 'stopped', how: 'drained' });
    expect(readFileSync(join(folder, 'ends'), 'utf8')).toBe('clean\n');
    expect(phases()).toEqual(['starting', 'ready', 'stopping', 'stopped']);
  });

  it('sends SIGTERM after the drain limit', async () => {
    const script = `${wellBehaved}\nlines.removeAllListeners('close'); setInterval(() => {}, 1000);`;
    const { supervisor } = supervised(script, { clock: impatientClock(limits.drainMs) });
    await supervisor.start();
    await supervisor.stop();
    expect(supervisor.state()).toEqual({ phase: 'stopped', how: 'terminated' });
  });

  it('sends SIGKILL when SIGTERM is ignored', async () => {
    const script = `process.on('SIGTERM', () => {});\n${wellBehaved}
      lines.removeAllListeners('close'); setInterval(() => {}, 1000);`;
    const { supervisor } = supervised(script, {
      limits: { ...limits, drainMs: 1, terminateMs: 50 },
    });
    await supervisor.start();
    await supervisor.stop();
    // Windows has no SIGTERM that could be ignored.
    const how = process.platform === 'win32' ? 'terminated' : 'killed';
    expect(supervisor.state()).toEqual({ phase: 'stopped', how });
  });

  it('stops a bench that is still starting', async () => {
    const { supervisor, phases } = supervised(
      `process.stdin.resume().on('end', () => process.exit(0));`,
    );
    const started = supervisor.start();
    await supervisor.stop();
    await started;
    expect(phases()).toEqual(['starting', 'stopping', 'stopped']);
  });
});
