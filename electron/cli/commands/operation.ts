/**
 * `operation`: guided operations on a station of a running bench, followed step by step to their end.
 * A client of the HTTP API like any script: knows no bench of its own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import {
  type OperationState,
  type OperationStep,
  operationState,
  recovery,
} from '../../../shared/api/csms-operations-contract.ts';
import {
  operationWords,
  recoveryWords,
  stepStatusWords,
  stepWords,
} from '../../../shared/api/operation-words.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { speakProblem } from '../../../shared/api/problem-words.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  withBenchAddress,
} from '../bench-request.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { readTextFile } from '../text-files.ts';

interface OperationOptions extends BenchAddress {
  json?: boolean;
}

interface RunOptions extends OperationOptions {
  parametersFile?: string;
  wait: boolean;
}

const pollMs = 250;

function pathOf(station: string, ...rest: string[]): string {
  return ['/csms/stations', station, 'operations', ...rest]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/');
}

function readParameters(text: string, { parametersFile }: RunOptions): Outcome<object> {
  const file = parametersFile === undefined ? undefined : readTextFile(parametersFile);
  if (file && !file.ok) return file;
  let reason = 'not an object';
  try {
    const parsed: unknown = JSON.parse(file?.value ?? text);
    if (typeof parsed === 'object' && parsed !== null) return { ok: true, value: parsed };
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  const problem: Problem = { code: 'input-invalid', where: 'parameters', parameters: { reason } };
  return { ok: false, problem };
}

/** Asks for the state of an operation; the exit code when there is none. */
async function askForState(
  options: OperationOptions,
  request: { path: string; body?: object },
  output: Output,
): Promise<OperationState | ExitCode> {
  let state: OperationState | undefined;
  const code = await askBench(options, request, {
    output,
    show(answer) {
      const read = operationState.safeParse(answer.body);
      if (!answer.ok || !read.success) return answer.refuse(output);
      state = read.data;
      return exitCode.success;
    },
  });
  return state ?? code;
}

function stepText(step: OperationStep): string {
  const facts = Object.entries(step.parameters).map(([name, value]) => `${name} ${value}`);
  const frames = step.frames.length === 0 ? '' : ` (frames ${step.frames.join(', ')})`;
  const detail = facts.length === 0 ? '' : `: ${facts.join(', ')}`;
  return `${stepWords(step)}, ${stepStatusWords[step.status]}${detail}${frames}`;
}

/** Prints each step once it has ended, and each that waits with the ways out. */
function createTeller(output: Output): (state: OperationState) => void {
  const told = new Set<string>();
  const once = (key: string, tell: () => void) => {
    if (!told.has(key)) tell();
    told.add(key);
  };
  return ({ id, steps, recovery: ways, status }) => {
    for (const [index, step] of steps.entries()) {
      const isOver = step.status === 'done' || step.status === 'failed';
      if (!isOver) continue;
      once(`${index} ${step.code}`, () =>
        output.line(stepText(step), { event: 'step', operation: id, ...step }),
      );
    }
    if (status !== 'waiting') return;
    once(`ways ${ways.join()}`, () => {
      const text = ways.map((way) => `  ${way}: ${recoveryWords[way].meaning}`).join('\n');
      output.line(`Waiting for the station. Operation ${id}; ways out:\n${text}`, {
        event: 'waiting',
        operation: id,
        recovery: ways,
      });
    });
  };
}

function showEnd(state: OperationState, output: Output): ExitCode {
  const words = state.problem ? ` ${speakProblem(state.problem).message}` : '';
  output.line(`${state.status}${words}`, { event: 'operation', ...state });
  return state.status === 'failed' || state.status === 'cancelled'
    ? exitCode.failedVerdict
    : exitCode.success;
}

async function runOperation(
  [station, operation, parametersText]: [string, string, string],
  options: RunOptions,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const parameters = readParameters(parametersText, options);
  if (!parameters.ok) {
    output.problem(parameters.problem);
    return problemExitCode(parameters.problem);
  }
  const body = { ...parameters.value, operation };
  let state = await askForState(options, { path: pathOf(station), body }, output);
  if (typeof state === 'number') return state;
  const { id } = state;
  const tell = createTeller(output);
  while (options.wait && state.endedAt === undefined) {
    tell(state);
    await pause(pollMs);
    state = await askForState(options, { path: pathOf(station, id) }, output);
    if (typeof state === 'number') return state;
  }
  tell(state);
  return showEnd(state, output);
}

function showList(answer: BenchAnswer, output: Output): ExitCode {
  const read = operationState.array().safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  for (const state of read.data) {
    output.line(`${state.id} ${state.startedAt} ${state.kind}: ${state.status}`, state);
  }
  return exitCode.success;
}

async function ask(
  options: OperationOptions,
  request: { path: string; body?: object },
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const state = await askForState(options, request, output);
  if (typeof state === 'number') return state;
  output.line(`${state.id} ${state.kind}: ${state.status}`, { ...state });
  return exitCode.success;
}

function kindsText(): string {
  const lines = Object.entries(operationWords).map(([kind, { title }]) => `  ${kind}: ${title}`);
  return `\nOperations:\n${lines.join('\n')}`;
}

export function addOperationCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('operation')
    .description('Guided operations on a station of a running bench');
  const run = command
    .command('run <station> <operation> [parameters]')
    .description('Run an operation and follow it to its end; exit 1 when it fails')
    .option('--parameters-file <file>', 'file with the parameters, a JSON object')
    .option('--no-wait', 'start it and do not wait for its end')
    .addHelpText('after', kindsText);
  withBenchAddress(run).action(
    async (station: string, kind: string, text: string | undefined, options: RunOptions) =>
      finish(await runOperation([station, kind, text ?? '{}'], options)),
  );
  const list = command.command('list <station>').description('List the operations of a station');
  withBenchAddress(list).action(async (station: string, options: OperationOptions) => {
    const output = createOutput(options.json ?? false);
    const show = (answer: BenchAnswer) => showList(answer, output);
    finish(await askBench(options, { path: pathOf(station) }, { output, show }));
  });
  const cancel = command
    .command('cancel <station> <id>')
    .description('Cancel an operation; what both sides have taken stays');
  withBenchAddress(cancel).action(async (station: string, id: string, options: OperationOptions) =>
    finish(await ask(options, { path: pathOf(station, id, 'cancel'), body: {} })),
  );
  const recover = command
    .command('recover <station> <id>')
    .description('Take a way out of an operation that waits')
    .addOption(
      new Option('--way <way>', 'one that the operation offers')
        .choices(recovery.options)
        .makeOptionMandatory(),
    );
  withBenchAddress(recover).action(
    async (station: string, id: string, { way, ...options }: OperationOptions & { way: string }) =>
      finish(await ask(options, { path: pathOf(station, id, 'recover'), body: { recovery: way } })),
  );
}
