/**
 * `charge-points`: the emulated charge points of a running bench: list, create, remove, look inside.
 * A client of the HTTP API like any script: knows no bench of its own.
 */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  withBenchAddress,
} from '../bench-request.ts';
import { type KeyOptions, readKey, withKeyOptions } from '../key-options.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { readSettingsFile } from '../settings-file.ts';

interface Options extends BenchAddress {
  json?: boolean;
}

interface PutOptions extends Options, KeyOptions {
  settings: string;
}

interface ScheduleOptions extends Options {
  connector: string;
  duration: string;
  unit: string;
}

const shownState = z.looseObject({
  id: z.string(),
  status: z.string(),
  registration: z.string().optional(),
  connectors: z.array(z.looseObject({ connectorId: z.number(), status: z.string() })),
});

const pathOf = (id: string): string => `/charge-points/${encodeURIComponent(id)}`;

function tellState(state: z.output<typeof shownState>, output: Output): void {
  const { id, status, registration = 'not registered', connectors } = state;
  const outlets = connectors.map((one) => `${one.connectorId} ${one.status}`).join(', ');
  output.line(`${id}: ${status}, ${registration}; ${outlets}`, state);
}

function showList(answer: BenchAnswer, output: Output): ExitCode {
  const read = z.array(shownState).safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  for (const state of read.data) tellState(state, output);
  return exitCode.success;
}

function showState(answer: BenchAnswer, output: Output): ExitCode {
  const read = shownState.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  tellState(read.data, output);
  return exitCode.success;
}

/** What is too much for a line: indented for people. */
function showAll(answer: BenchAnswer, output: Output): ExitCode {
  const read = z.record(z.string(), z.unknown()).safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  output.line(JSON.stringify(read.data, undefined, 2), read.data);
  return exitCode.success;
}

function ask(
  options: Options,
  request: Parameters<typeof askBench>[1],
  show: (answer: BenchAnswer, output: Output) => ExitCode,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  return askBench(options, request, { output, show: (answer) => show(answer, output) });
}

async function put(id: string, options: PutOptions): Promise<ExitCode> {
  const settings = readSettingsFile(options.settings);
  const key = readKey(options);
  for (const read of [settings, key]) {
    if (read.ok) continue;
    createOutput(options.json ?? false).problem(read.problem);
    return problemExitCode(read.problem);
  }
  const body = { ...(settings.ok ? settings.value : {}), ...(key.ok ? key.value : {}) };
  return ask(options, { method: 'PUT', path: pathOf(id), body }, showState);
}

function schedulePath(id: string, { connector, duration, unit }: ScheduleOptions): string {
  const query = new URLSearchParams({ connectorId: connector, durationS: duration, unit });
  return `${pathOf(id)}/composite-schedule?${query}`;
}

export function addChargePointsCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('charge-points')
    .description('The emulated charge points of a running bench; act does something to one');
  const list = command.command('list').description('List them with their state');
  withBenchAddress(list).action(async (options: Options) =>
    finish(await ask(options, { path: '/charge-points' }, showList)),
  );
  const create = command
    .command('put <id>')
    .description(
      'Create one, or give one other settings; only what the change needs is interrupted',
    )
    .requiredOption('--settings <file>', 'its settings, url included, as YAML or JSON');
  withBenchAddress(withKeyOptions(create)).action(async (id: string, options: PutOptions) =>
    finish(await put(id, options)),
  );
  const remove = command.command('delete <id>').description('Remove one');
  withBenchAddress(remove).action(async (id: string, options: Options) =>
    finish(await ask(options, { method: 'DELETE', path: pathOf(id) }, showAll)),
  );
  for (const [part, description] of [
    ['details', 'Queue, lists, keys, charging profiles of one'],
    ['security', 'Roots, certificates and security log of one'],
  ] as const) {
    withBenchAddress(command.command(`${part} <id>`).description(description)).action(
      async (id: string, options: Options) =>
        finish(await ask(options, { path: `${pathOf(id)}/${part}` }, showAll)),
    );
  }
  const schedule = command
    .command('composite-schedule <id>')
    .description('What GetCompositeSchedule would answer now')
    .option('--connector <number>', '0 for the whole charge point', '0')
    .option('--duration <seconds>', 'how far it looks ahead', '86400')
    .addOption(new Option('--unit <unit>', 'of the limits').choices(['W', 'A']).default('W'));
  withBenchAddress(schedule).action(async (id: string, options: ScheduleOptions) =>
    finish(await ask(options, { path: schedulePath(id, options) }, showAll)),
  );
}
