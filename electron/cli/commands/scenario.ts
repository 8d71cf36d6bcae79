/**
 * `scenario run|check|list|show|schema`: scenarios from files, against a bench of its own or a running one.
 * Exit code 0 passed, 1 failed, 2 the text or a flag is wrong, 3 the set-up or the machine is in the way.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Outcome } from '../../../shared/api/problem.ts';
import type {
  ScenarioRun,
  ScenarioRunRequest,
  ScenarioStepState,
} from '../../../shared/api/scenarios-contract.ts';
import { junitReport } from '../../../shared/scenario/junit.ts';
import { type ReadScenario, readScenario } from '../../../shared/scenario/read-scenario.ts';
import type { Scenario } from '../../../shared/scenario/scenario.ts';
import { scenarioJsonSchema } from '../../../shared/scenario/scenario-schema.ts';
import {
  failureLines,
  runStatusWords,
  stepNumber,
  stepStatusWords,
  stepTitle,
} from '../../../shared/scenario/scenario-words.ts';
import { faultText } from '../../../shared/yaml/placed-yaml.ts';
import { createBench } from '../../bench/bench.ts';
import { defaultDataFolder } from '../../bench/data-folder.ts';
import { readShippedScenarios } from '../../bench/scenarios/shipped.ts';
import {
  createOutput,
  type ExitCode,
  exitCode,
  type Output,
  problemExitCode,
  usage,
} from '../output.ts';
import { programVersion } from '../program-version.ts';
import { runOnBench } from '../scenario-on-bench.ts';
import { untilStopped } from '../shutdown.ts';
import { readTextFile, writeOwnFile } from '../text-files.ts';

interface RunOptions {
  station: string[];
  url?: string;
  junit?: string;
  json?: boolean;
  dataDir?: string;
  api?: string;
  token?: string;
  tokenFile?: string;
}

/** A pause between two looks also keeps the program alive once the set-up is cleared away. */
const lookMs = 100;

/** The text of a file, or of a shipped scenario of that name. */
function textOf(name: string): Outcome<string> {
  const shipped = readShippedScenarios().find(({ id }) => id === name);
  return shipped ? { ok: true, value: shipped.text } : readTextFile(name);
}

/** Says everything that is wrong with a text, one line each. */
function tellFaults(read: ReadScenario & { ok: false }, path: string, output: Output): ExitCode {
  for (const fault of read.faults) {
    const { place } = fault;
    const where = place ? `${path}:${place.line}:${place.column}` : path;
    const parameters = { reason: faultText(fault), path: '' };
    output.problem({ code: 'scenario-invalid', where, parameters });
  }
  return exitCode.usage;
}

/** `ID` stands for the first charge point or station of the set-up, `NAME=ID` for the one of this name. */
function stationsOf(
  words: readonly string[],
  { setUp }: Scenario,
): Outcome<Record<string, string>> {
  const names = [...Object.keys(setUp.stations), ...Object.keys(setUp.chargePoints)];
  const stations: Record<string, string> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    const name = at === -1 ? names[0] : word.slice(0, at);
    const id = word.slice(at + 1);
    if (name === undefined || !names.includes(name)) {
      return usage(`The scenario has no ${name}; it has ${names.join(', ')}.`);
    }
    if (id === '') return usage(`--station ${word} names no station.`);
    stations[name] = id;
  }
  return { ok: true, value: stations };
}

const shownFrames = 10;

function framesText({ frames }: ScenarioStepState): string {
  if (frames.length === 0) return '';
  const more = frames.length - shownFrames;
  const shown = frames.slice(0, shownFrames).join(', ');
  return more > 0 ? ` (frames ${shown} and ${more} more)` : ` (frames ${shown})`;
}

/** Prints each step once, when it has ended. */
function createTeller(output: Output): (run: ScenarioRun) => void {
  const told = new Set<string>();
  const isOver = ({ status }: ScenarioStepState) => status === 'passed' || status === 'failed';
  return ({ id, steps }) => {
    for (const step of steps.filter(isOver)) {
      const key = stepNumber(step);
      if (told.has(key)) continue;
      told.add(key);
      const failure = step.failure ? failureLines(step.failure).map((line) => `\n    ${line}`) : [];
      output.line(
        `${key.padEnd(8)} ${stepStatusWords[step.status]}: ${stepTitle(step)}${framesText(step)}${failure.join('')}`,
        { event: 'step', run: id, ...step },
      );
    }
  };
}

function verdictOf({ status, steps }: ScenarioRun): ExitCode {
  if (status === 'passed') return exitCode.success;
  const [setUp] = steps;
  return setUp?.status === 'failed' ? exitCode.environment : exitCode.failedVerdict;
}

function finish(run: ScenarioRun, { junit }: RunOptions, output: Output): ExitCode {
  const { steps: _steps, ...facts } = run;
  const seconds = ((run.durationMs ?? 0) / 1000).toFixed(1);
  output.line(
    `${run.name}: ${runStatusWords[run.status]} in ${seconds} s, capture ${run.capture}`,
    {
      event: 'run',
      ...facts,
    },
  );
  for (const problem of [...(run.problem ? [run.problem] : []), ...run.leftOver]) {
    output.problem(problem);
  }
  if (junit === undefined) return verdictOf(run);
  const written = writeOwnFile(junit, junitReport(run));
  if (written.ok) return verdictOf(run);
  output.problem(written.problem);
  return problemExitCode(written.problem);
}

/** On a bench of its own, which ends with the run. */
async function runAlone(
  request: ScenarioRunRequest,
  { dataDir }: RunOptions,
  tell: (run: ScenarioRun) => void,
): Promise<Outcome<ScenarioRun>> {
  const built = await createBench({
    dataFolder: dataDir ?? join(defaultDataFolder(), 'scenario'),
    version: programVersion,
    supervised: false,
    restore: false,
  });
  if (!built.ok) return built;
  const bench = built.value;
  try {
    const started = bench.scenarios.run(request);
    if (!started.ok) return started;
    const { id } = started.value;
    const stopped = untilStopped().then(() => bench.scenarios.cancel(id));
    stopped.catch((error: unknown) => bench.log.write('error', 'background', error));
    for (;;) {
      const state = bench.scenarios.runState(id);
      if (!state.ok) return state;
      tell(state.value);
      if (state.value.endedAt !== undefined) return state;
      await pause(lookMs);
    }
  } finally {
    await bench.close('scenario over');
  }
}

async function run(path: string, options: RunOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const refuse = (problem: Parameters<Output['problem']>[0]) => {
    output.problem(problem);
    return problemExitCode(problem);
  };
  const text = textOf(path);
  if (!text.ok) return refuse(text.problem);
  const read = readScenario(text.value);
  if (!read.ok) return tellFaults(read, path, output);
  const stations = stationsOf(options.station, read.value);
  if (!stations.ok) return refuse(stations.problem);
  const { url, api } = options;
  if (url !== undefined && !/^wss?:\/\//.test(url)) {
    return refuse({ code: 'url-invalid', where: url });
  }
  const request: ScenarioRunRequest = {
    text: text.value,
    stations: stations.value,
    ...(url === undefined ? {} : { url }),
  };
  const tell = createTeller(output);
  if (api !== undefined) {
    const ended = await runOnBench({ ...options, api }, request, { output, tell });
    return typeof ended === 'number' ? ended : finish(ended, options, output);
  }
  const ended = await runAlone(request, options, tell);
  return ended.ok ? finish(ended.value, options, output) : refuse(ended.problem);
}

function check(path: string, options: { json?: boolean }): ExitCode {
  const output = createOutput(options.json ?? false);
  const text = textOf(path);
  if (!text.ok) {
    output.problem(text.problem);
    return problemExitCode(text.problem);
  }
  const read = readScenario(text.value);
  if (!read.ok) return tellFaults(read, path, output);
  output.line(`${path} is valid: ${read.value.name}`, { file: path, valid: true });
  return exitCode.success;
}

function list(options: { json?: boolean }): ExitCode {
  const output = createOutput(options.json ?? false);
  for (const { id, text } of readShippedScenarios()) {
    const read = readScenario(text);
    const name = read.ok ? read.value.name : id;
    output.line(`${id}: ${name}`, { id, name });
  }
  return exitCode.success;
}

function show(id: string): ExitCode {
  const text = textOf(id);
  if (text.ok) {
    process.stdout.write(text.value);
    return exitCode.success;
  }
  const problem = { code: 'scenario-unknown', where: id };
  createOutput(false).problem(problem);
  return problemExitCode(problem);
}

function printSchema(): ExitCode {
  process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`);
  return exitCode.success;
}

export function addScenarioCommand(program: Command, finished: (code: ExitCode) => void): void {
  const scenario = program
    .command('scenario')
    .description('Scripts that drive charge points, the CSMS or both');
  scenario
    .command('run <file>')
    .description('Run a scenario: a file, or the name of a shipped one; exit 1 when a step fails')
    .option(
      '--station <name=id>',
      'station at the CSMS in place of one of the set-up; repeat',
      (word: string, before: string[]) => [...before, word],
      [],
    )
    .option('--url <url>', 'where the emulated charge points connect, instead of the local CSMS')
    .option('--junit <file>', 'write the result as JUnit XML')
    .option('--data-dir <folder>', 'where the capture of the run is kept')
    .option('--api <url>', 'run it on the bench that runs there, not on one of its own')
    .option('--token <text>', 'token of that bench (visible in the process list; see --token-file)')
    .option('--token-file <file>', 'file that holds the token')
    .option('--json', 'print JSON lines')
    .action(async (file: string, options: RunOptions) => finished(await run(file, options)));
  scenario
    .command('check <file>')
    .description('Say everything that is wrong with a scenario')
    .option('--json', 'print JSON lines')
    .action((file: string, options: { json?: boolean }) => finished(check(file, options)));
  scenario
    .command('list')
    .description('List the shipped scenarios')
    .option('--json', 'print JSON lines')
    .action((options: { json?: boolean }) => finished(list(options)));
  scenario
    .command('show <name>')
    .description('Print a shipped scenario, to make another one of it')
    .action((name: string) => finished(show(name)));
  scenario
    .command('schema')
    .description('Print the JSON Schema of scenarios')
    .action(() => finished(printSchema()));
}
