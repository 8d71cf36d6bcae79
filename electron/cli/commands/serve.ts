/** `serve`: the bench with its user interface, for the browser or under the desktop's supervision. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { Outcome } from '../../../shared/api/problem.ts';
import { type SupervisorGreeting, supervisorGreeting } from '../../../shared/api/supervision.ts';
import { parsePort } from '../../../shared/security/security-profiles.ts';
import { defaultDataFolder } from '../../bench/data-folder.ts';
import { applyBenchFile } from '../apply-bench-file.ts';
import { readBenchFile } from '../bench-file.ts';
import { tellFaults } from '../fault-lines.ts';
import {
  addNamesAndTimeOptions,
  type NamesAndTimeOptions,
  planNamesAndTime,
  startNamesAndTime,
} from '../names-and-time-options.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import {
  givenPassphrase,
  type PassphraseOptions,
  passphraseFor,
  withPassphrase,
} from '../passphrase.ts';
import { programVersion } from '../program-version.ts';
import { type RunningBench, startRunningBench } from '../running-bench.ts';
import { untilStopped } from '../shutdown.ts';

interface ServeOptions extends PassphraseOptions, NamesAndTimeOptions {
  host: string;
  port: string;
  dataDir?: string;
  config?: string;
  token?: string;
  tokenFile?: string;
  tls?: boolean;
  open?: boolean;
  supervised?: boolean;
  json?: boolean;
}

/** The first line of stdin, from the supervisor. */
async function readGreeting(): Promise<Outcome<SupervisorGreeting>> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    try {
      const greeting = supervisorGreeting.safeParse(JSON.parse(line));
      if (greeting.success) return { ok: true, value: greeting.data };
    } catch {
      // Not JSON: as wrong as any other shape.
    }
    break;
  }
  return { ok: false, problem: { code: 'greeting-invalid' } };
}

/** Opens a URL in the user's browser; where that fails, the printed URL is enough. */
function openBrowser(url: string): void {
  const [command, parameters] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]];
  const child = spawn(command, parameters, { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY);
}

function announce(output: Output, options: ServeOptions, running: RunningBench): void {
  const { door, token, dataFolder } = running;
  if (options.supervised) {
    const ready = { ready: true, url: door.url, version: programVersion, pid: process.pid };
    process.stdout.write(`${JSON.stringify({ ...ready, dataDir: dataFolder })}\n`);
    return;
  }
  const complete = `${door.url}/#token=${token.token}`;
  // Whoever gave the token knows it; printed it would stand in logs.
  const url = token.given ? `${door.url}/` : complete;
  const how = token.given ? `${url} with the given token` : url;
  output.line(`Benchpoint is ready: ${how}`, { event: 'ready', url, apiUrl: `${door.url}/api` });
  if (!output.json) {
    process.stdout.write(`Data folder: ${dataFolder}\nPress Ctrl+C to stop.\n`);
  }
  if (options.open && hasDisplay()) openBrowser(complete);
}

async function serve(options: ServeOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const greeting = options.supervised ? await readGreeting() : undefined;
  if (greeting && !greeting.ok) {
    output.problem(greeting.problem);
    return exitCode.usage;
  }
  const port = parsePort(options.port);
  if (!port.ok) {
    output.problem(port.problem);
    return exitCode.usage;
  }
  const benchFile = options.config === undefined ? undefined : readBenchFile(options.config);
  if (benchFile && !benchFile.ok) {
    output.problem(benchFile.problem);
    return exitCode.usage;
  }
  const namesAndTime = planNamesAndTime(options);
  if (!namesAndTime.ok) {
    output.problem(namesAndTime.problem);
    return exitCode.usage;
  }
  const passphrase = await passphraseOf(options);
  if (!passphrase.ok) {
    output.problem(passphrase.problem);
    return exitCode.usage;
  }
  const dataKey = greeting?.value.dataKey;
  const running = await startRunningBench({
    dataDir: options.dataDir,
    host: options.host,
    port: port.value,
    tls: options.tls,
    token: greeting?.value.token ?? options.token,
    tokenFile: options.tokenFile,
    dataKey: dataKey === undefined ? undefined : Buffer.from(dataKey, 'base64'),
    passphrase: passphrase.value,
    mayBeLocked: true,
    async onOpen(bench) {
      if (!options.supervised) tellFaults(bench, output);
      const problems = benchFile ? await applyBenchFile(bench, benchFile.value) : [];
      for (const problem of problems) output.problem(problem);
      await startNamesAndTime(bench, output, namesAndTime.value);
    },
    supervised: options.supervised,
    restore: true,
    json: output.json,
  });
  if (!running.ok) {
    output.problem(running.problem);
    return problemExitCode(running.problem);
  }
  const secrets = running.value.bench.secrets.state();
  if (secrets.status === 'locked') output.problem(secrets.reason);
  // Whoever reads that it is ready may end it at once.
  const stopped = untilStopped({ stdin: options.supervised ? process.stdin : undefined });
  announce(output, options, running.value);
  const end = await Promise.race([stopped, running.value.failed]);
  if (typeof end === 'string') {
    await running.value.close(end);
    return exitCode.success;
  }
  output.problem(end);
  await running.value.close(end.code);
  return problemExitCode(end);
}

/** Nobody types at a program that another one started. */
async function passphraseOf(options: ServeOptions): Promise<Outcome<string | undefined>> {
  if (options.supervised || options.json) return givenPassphrase(options);
  return passphraseFor(options.dataDir ?? defaultDataFolder(), options);
}

export function addServeCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('serve')
    .description('Start the bench and serve its user interface to the browser');
  addNamesAndTimeOptions(withPassphrase(command))
    .option('--host <address>', 'address of the user interface and the API', '127.0.0.1')
    .option('--port <number>', 'port of the user interface and the API; 0 takes a free one', '7400')
    .option('--data-dir <folder>', 'where captures, keys and settings are kept')
    .option('--config <file>', 'bench.yaml that describes listeners, stations and charge points')
    .option('--token <text>', 'bearer token (visible in the process list; see --token-file)')
    .option('--token-file <file>', 'file that holds the bearer token')
    .option('--tls', 'serve over https; needed for any address but loopback')
    .option('--open', 'open the browser')
    .option('--supervised', 'started by the desktop program: token and data key come over stdin')
    .option('--json', 'print JSON lines')
    .action(async (options: ServeOptions) => finish(await serve(options)));
}
