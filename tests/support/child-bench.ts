/**
 * Runs the bench as a process of its own, by its command line, so that it can be loaded, measured and killed.
 * Knows the command line and its JSON lines, nothing of what is tested.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../build/paths.mjs';

export const builtProgram = join(root, 'dist', 'bench', 'cli.mjs');
const sourceProgram = join(root, 'electron', 'cli', 'main.ts');

/** One line of the `--json` output. */
export type ProgramLine = Record<string, unknown>;

export interface ChildBenchOptions {
  /** For example `['csms', '--listen', '0@127.0.0.1:0']`; `--json`, `--data-dir` and a token are added. */
  command: readonly string[];
  dataFolder: string;
  /** The program that `npm run build` made, when there is one; the sources otherwise. */
  built?: boolean;
  nodeArguments?: readonly string[];
  /** A shell command to run before, for example `ulimit -n 64`. */
  shellPrefix?: string;
  /** The event that says it is ready; `listening` by default. */
  readyEvent?: string;
}

export interface ChildBench {
  process: ChildProcess;
  dataFolder: string;
  /** What was printed, up to now. */
  lines: readonly ProgramLine[];
  /** The first line that fits, now or later; rejects when the process ends first. */
  line(fits: (line: ProgramLine) => boolean): Promise<ProgramLine>;
  /** The end of what it wrote to stderr. */
  errors(): string;
  /** The bearer token it was given. */
  token: string;
  /** Port of the first listener. */
  port: number;
  /** Calls the HTTP API; rejects unless it answers with 2xx. */
  api(method: string, path: string, body?: object): Promise<unknown>;
  /** Ends it as a service manager would and resolves with its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Loopback only and gone with the process. */
const token = 'a-token-for-tests-of-32-characters';
const errorTailCharacters = 2000;

function commandOf(options: ChildBenchOptions): { file: string; words: string[] } {
  const program = options.built && existsSync(builtProgram) ? builtProgram : sourceProgram;
  const words = [
    ...(options.nodeArguments ?? []),
    program,
    ...options.command,
    ...['--json', '--token', token, '--data-dir', options.dataFolder],
  ];
  if (options.shellPrefix === undefined) return { file: process.execPath, words };
  const script = `${options.shellPrefix} && exec "$0" "$@"`;
  return { file: 'sh', words: ['-c', script, process.execPath, ...words] };
}

interface Output {
  lines: ProgramLine[];
  errors(): string;
  line(fits: (line: ProgramLine) => boolean): Promise<ProgramLine>;
}

function readOutput(child: ChildProcess): Output {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the child has no pipes');
  const lines: ProgramLine[] = [];
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const watcher of [...watchers]) watcher();
  };
  let errors = '';
  let isOver = false;
  stderr.on('data', (chunk) => {
    errors = (errors + String(chunk)).slice(-errorTailCharacters);
  });
  createInterface({ input: stdout }).on('line', (text) => {
    lines.push(JSON.parse(text));
    tell();
  });
  child.once('close', () => {
    isOver = true;
    tell();
  });
  return {
    lines,
    errors: () => errors,
    line: (fits) =>
      new Promise((resolve, reject) => {
        function look(): void {
          const found = lines.find(fits);
          if (found === undefined && !isOver) return;
          watchers.delete(look);
          if (found !== undefined) resolve(found);
          else reject(new Error(`the bench ended: ${JSON.stringify(lines.at(-1))} ${errors}`));
        }
        watchers.add(look);
        look();
      }),
  };
}

/** Runs a command that is expected to end by itself; the problems it printed are parsed. */
export async function runChildBench(
  options: ChildBenchOptions,
): Promise<{ exitCode: number | null; problems: ProgramLine[] }> {
  const { file, words } = commandOf(options);
  const child = spawn(file, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  await once(child, 'close');
  const problems = errors.split('\n').filter((line) => line.startsWith('{'));
  return { exitCode: child.exitCode, problems: problems.map((line) => JSON.parse(line)) };
}

/** Starts the bench and resolves when it is ready. */
export async function startChildBench(options: ChildBenchOptions): Promise<ChildBench> {
  const { readyEvent = 'listening' } = options;
  const { file, words } = commandOf(options);
  const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const { lines, line, errors } = readOutput(child);
  const ready = await line(({ event }) => event === readyEvent);
  const { url } = await line(({ event }) => event === 'api' || event === 'ready');
  const apiUrl = `${new URL(String(url)).origin}/api`;

  return {
    process: child,
    dataFolder: options.dataFolder,
    lines,
    line,
    errors,
    token,
    port: Number(ready.port ?? 0),
    async api(method, path, body) {
      const response = await fetch(apiUrl + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return JSON.parse(text);
    },
    async stop() {
      child.kill('SIGTERM');
      await closed;
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
