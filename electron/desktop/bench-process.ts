/**
 * One bench process from its start to its end: greeting, ready line, output, drain.
 * Knows neither Electron nor when a bench is started again.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import {
  type BenchReady,
  benchReady,
  type SupervisorGreeting,
} from '../../shared/api/supervision.ts';
import type { Clock } from './clock.ts';
import { outputTail } from './output-tail.ts';

/** What to start; built by `benchProgram`. */
export interface BenchProgram {
  executable: string;
  arguments: readonly string[];
  environment: NodeJS.ProcessEnv;
}

/** Why there is no bench, or no longer one. `output` is the end of what it printed, without secrets. */
export type BenchFailure =
  | { code: 'cannot-start'; reason: string; output: string }
  | { code: 'not-ready-in-time'; limitMs: number; output: string }
  | { code: 'bad-ready-line'; reason: string; output: string }
  | { code: 'ended'; exitCode: number | null; signal: string | null; output: string };

export type ReadyOutcome = { ok: true; ready: BenchReady } | { ok: false; failure: BenchFailure };

/** How a stop went: by itself, after SIGTERM, or after SIGKILL. */
export type StopOutcome = 'drained' | 'terminated' | 'killed';

export interface StopLimits {
  /** From the end of stdin to SIGTERM. */
  drainMs: number;
  /** From SIGTERM to SIGKILL. */
  terminateMs: number;
}

export interface BenchProcess {
  /** Settles once, with the ready line or with what prevented it; never rejects. */
  readonly ready: Promise<ReadyOutcome>;
  /** Settles when the process is gone; never rejects. */
  readonly ended: Promise<BenchFailure>;
  stop(limits: StopLimits): Promise<StopOutcome>;
}

export interface BenchProcessOptions {
  program: BenchProgram;
  greeting: SupervisorGreeting;
  /** From the start of the process to its ready line. */
  readyMs: number;
  clock: Clock;
}

const outputLimitCharacters = 16_384;
const readyLineLimitCharacters = 65_536;
/** After the exit, its last words are still on their way; something it started may keep the pipe open for ever. */
const lastWordsMs = 500;

/** Starts the bench and writes the greeting; an executable that cannot be started shows in `ready` and `ended`. */
export function startBenchProcess(options: BenchProcessOptions): BenchProcess {
  const { program, greeting, readyMs, clock } = options;
  const child = spawn(program.executable, [...program.arguments], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: program.environment,
    // A group of its own: Ctrl+C in a terminal must reach the bench through us, or it looks like a crash.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const tail = outputTail(outputLimitCharacters, [greeting.token, greeting.dataKey ?? '']);
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (chunk: string) => tail.add(chunk));
  // A bench that ends before it has read its greeting breaks the pipe; its end says why.
  child.stdin.on('error', (error) => tail.add(`stdin: ${error.message}\n`));
  child.stdin.write(`${JSON.stringify(greeting)}\n`);

  const ended = endOf(child, tail.text, clock);
  const ready = readyLine(child, { readyMs, clock, ended, output: tail });
  return { ready, ended, stop: (limits) => stop(child, ended, limits, clock) };
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

function endOf(child: Child, output: () => string, clock: Clock): Promise<BenchFailure> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // The same event reports a signal that could not be sent; only without a pid did nothing start.
      if (child.pid !== undefined) return;
      resolve({ code: 'cannot-start', reason: error.message, output: output() });
    });
    child.once('exit', (exitCode, signal) => {
      const settle = () => resolve({ code: 'ended', exitCode, signal, output: output() });
      const cancel = clock.after(lastWordsMs, settle);
      child.once('close', () => {
        cancel();
        settle();
      });
    });
  });
}

interface ReadyParts {
  readyMs: number;
  clock: Clock;
  ended: Promise<BenchFailure>;
  output: { add(chunk: string): void; text(): string };
}

function readyLine(child: Child, parts: ReadyParts): Promise<ReadyOutcome> {
  const { readyMs, clock, ended, output } = parts;
  return new Promise((resolve) => {
    let waiting = true;
    let pending = '';
    const settle = (outcome: ReadyOutcome) => {
      waiting = false;
      cancel();
      resolve(outcome);
    };
    const cancel = clock.after(readyMs, () => {
      const failure = {
        code: 'not-ready-in-time',
        limitMs: readyMs,
        output: output.text(),
      } as const;
      settle({ ok: false, failure });
    });
    void ended.then((failure) => settle({ ok: false, failure }));
    child.stdout.on('data', (chunk: string) => {
      // Whatever follows the ready line is read, so that the pipe never fills, and belongs to nobody.
      if (!waiting) return;
      const lines = (pending + chunk).split('\n');
      pending = (lines.pop() ?? '').slice(0, readyLineLimitCharacters);
      for (const line of lines) {
        const outcome = judgeLine(line);
        if (outcome === 'not-for-us') output.add(`${line}\n`);
        else if (waiting) settle('ready' in outcome ? { ok: true, ...outcome } : failed(outcome));
      }
    });
    const failed = ({ reason }: { reason: string }): ReadyOutcome => ({
      ok: false,
      failure: { code: 'bad-ready-line', reason, output: output.text() },
    });
  });
}

function judgeLine(line: string): { ready: BenchReady } | { reason: string } | 'not-for-us' {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Not JSON: something printed a message; it is kept with the rest of the output.
    return 'not-for-us';
  }
  const parsed = benchReady.safeParse(value);
  if (!parsed.success) return { reason: 'shape' };
  const { protocol, hostname } = new URL(parsed.data.url);
  // security-checklist 1: the window loads from our own loopback door and from nowhere else.
  if (protocol !== 'http:' || hostname !== '127.0.0.1') return { reason: 'not-loopback' };
  return { ready: parsed.data };
}

async function stop(
  child: Child,
  ended: Promise<BenchFailure>,
  limits: StopLimits,
  clock: Clock,
): Promise<StopOutcome> {
  let outcome: StopOutcome = 'drained';
  let cancel = clock.after(limits.drainMs, () => {
    outcome = 'terminated';
    child.kill('SIGTERM');
    cancel = clock.after(limits.terminateMs, () => {
      outcome = 'killed';
      child.kill('SIGKILL');
    });
  });
  child.stdin.end();
  await ended;
  cancel();
  return outcome;
}
