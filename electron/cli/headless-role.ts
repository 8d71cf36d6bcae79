/** What `csms` and `charge-point` have in common: a bench with the API open, run until stopped. */
import type { Command } from 'commander';
import type { Outcome } from '../../shared/api/problem.ts';
import { parseHostAndPort } from '../../shared/security/security-profiles.ts';
import type { Bench } from '../bench/bench.ts';
import { applyBenchFile } from './apply-bench-file.ts';
import { type LoadedBenchFile, readBenchFile } from './bench-file.ts';
import { tellFaults } from './fault-lines.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from './output.ts';
import {
  givenPassphrase,
  type PassphraseOptions,
  passphraseFor,
  withPassphrase,
} from './passphrase.ts';
import { dataFolderOf, startRunningBench } from './running-bench.ts';
import { untilStopped } from './shutdown.ts';

export interface HeadlessOptions extends PassphraseOptions {
  api: string;
  dataDir?: string;
  config?: string;
  token?: string;
  tokenFile?: string;
  tls?: boolean;
  json?: boolean;
}

export function addHeadlessOptions(command: Command): Command {
  return withPassphrase(command)
    .option('--api <host:port>', 'address of the HTTP API; port 0 takes a free one', '127.0.0.1:0')
    .option('--data-dir <folder>', 'where captures, keys and settings are kept')
    .option('--config <file>', 'bench.yaml')
    .option('--token <text>', 'bearer token (visible in the process list; see --token-file)')
    .option('--token-file <file>', 'file that holds the bearer token')
    .option('--tls', 'serve the API over https; needed for any address but loopback')
    .option('--json', 'print JSON lines');
}

/** What a role is made of, between reading its flags and having a bench. */
export interface HeadlessRole<Plan> {
  name: 'csms' | 'charge-point' | 'file-server';
  /** Reads the flags: what is wrong with them is said before anything is started. */
  plan(benchFile: LoadedBenchFile | undefined): Outcome<Plan>;
  /** Starts the role; answers the exit code of a problem that ends the command, which it has printed. */
  start(bench: Bench, output: Output, plan: Plan): Promise<ExitCode | undefined>;
}

/** A machine that reads lines is not asked on the terminal. */
async function passphraseOf(
  options: HeadlessOptions,
  dataFolder: string,
): Promise<Outcome<string | undefined>> {
  return options.json ? givenPassphrase(options) : passphraseFor(dataFolder, options);
}

function loadBenchFile(
  path: string | undefined,
  output: Output,
): LoadedBenchFile | undefined | 'wrong' {
  if (path === undefined) return undefined;
  const loaded = readBenchFile(path);
  if (loaded.ok) return loaded.value;
  output.problem(loaded.problem);
  return 'wrong';
}

export async function runHeadless<Plan>(
  role: HeadlessRole<Plan>,
  options: HeadlessOptions,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const benchFile = loadBenchFile(options.config, output);
  if (benchFile === 'wrong') return exitCode.usage;
  const api = parseHostAndPort(options.api);
  if (!api.ok) {
    output.problem(api.problem);
    return exitCode.usage;
  }
  const plan = role.plan(benchFile);
  if (!plan.ok) {
    output.problem(plan.problem);
    return exitCode.usage;
  }
  const passphrase = await passphraseOf(options, dataFolderOf(options.dataDir, role.name));
  if (!passphrase.ok) {
    output.problem(passphrase.problem);
    return exitCode.usage;
  }
  const running = await startRunningBench({
    ...options,
    passphrase: passphrase.value,
    ...api.value,
    role: role.name,
    restore: false,
    json: output.json,
  });
  if (!running.ok) {
    output.problem(running.problem);
    return problemExitCode(running.problem);
  }
  const { bench, door, token, close } = running.value;
  // Whoever reads that it is ready may end it at once.
  const stopped = untilStopped();
  const shownToken = token.given ? '' : ` token ${token.token}`;
  output.line(`API: ${door.url}/api${shownToken}`, {
    event: 'api',
    url: `${door.url}/api`,
    ...(token.given ? {} : { token: token.token }),
  });
  tellFaults(bench, output);
  const fileProblems = benchFile ? await applyBenchFile(bench, benchFile) : [];
  for (const problem of fileProblems) output.problem(problem);
  // A secret that is missing would leave a station open or shut: nobody watches a program that runs headless.
  const isUsable = fileProblems.every((problem) => problemExitCode(problem) !== exitCode.usage);
  const failed = isUsable ? await role.start(bench, output, plan.value) : exitCode.usage;
  if (failed !== undefined) {
    await close('could not start');
    return failed;
  }
  await close(await stopped);
  return exitCode.success;
}
