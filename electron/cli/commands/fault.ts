/**
 * `fault`: which faults a running bench can show during handshakes, switching them, and what came of them. A client of
 * the HTTP API like any script: knows no bench of its own.
 */
import type { Command } from 'commander';
import { type FaultsState, faultsState } from '../../../shared/api/faults-contract.ts';
import {
  demandOf,
  faultJudgementWords,
  faultWords,
  reactionText,
} from '../../../shared/security/handshake-fault-words.ts';
import {
  type FaultTarget,
  faultIds,
  faultsFor,
  isFaultId,
} from '../../../shared/security/handshake-faults.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  withBenchAddress,
} from '../bench-request.ts';
import { createOutput, type ExitCode, exitCode, type Output } from '../output.ts';

interface FaultOptions extends BenchAddress {
  json?: boolean;
  listener?: string;
  chargePoint?: string;
}

interface SetOptions extends FaultOptions {
  suite?: string;
  reconnect?: boolean;
  minutes?: string;
  connections?: string;
}

function usage(output: Output, reason: string): ExitCode {
  output.problem({ code: 'usage', parameters: { reason } });
  return exitCode.usage;
}

/** The faults there are need no bench. */
function list(options: { json?: boolean; for?: string }): ExitCode {
  const output = createOutput(options.json ?? false);
  const asked = options.for;
  if (asked !== undefined && asked !== 'listener' && asked !== 'charge-point')
    return usage(output, 'Choose --for listener or --for charge-point.');
  const targets: FaultTarget[] = asked === undefined ? ['listener', 'charge-point'] : [asked];
  for (const id of faultIds) {
    const holders = targets.filter((target) => faultsFor(target).includes(id));
    if (holders.length === 0) continue;
    const { title, shows, note } = faultWords[id];
    const demands = holders.map((target) => `\n  As ${target}: ${demandOf(id, target)}`).join('');
    output.line(`${id}: ${shows}${note === undefined ? '' : ` ${note}`}${demands}`, {
      ...{ event: 'fault', id, title, targets: holders },
    });
  }
  return exitCode.success;
}

function showState({ on, results }: FaultsState, output: Output): void {
  if (on.length === 0) output.line('No fault is on.', { event: 'faults-on', count: 0 });
  for (const one of on)
    output.line(
      `${one.target} ${one.name} shows ${one.fault} since ${one.since}, ${one.connections} connections`,
      { event: 'fault-on', ...one },
    );
  for (const result of results) {
    // `event` is what a line is about.
    const { event: securityEvent, ...rest } = result;
    const { at, name, fault, judgement } = rest;
    output.line(
      `${at} ${name} ${fault}: ${faultJudgementWords[judgement]}. ${reactionText(result)}`,
      { event: 'fault-result', ...rest, ...(securityEvent && { securityEvent }) },
    );
  }
}

/** Shows the state that the bench answers with; `onlyOn` leaves the results out. */
function shower(output: Output, onlyOn: boolean) {
  return (answer: BenchAnswer): ExitCode => {
    const read = faultsState.safeParse(answer.body);
    if (!answer.ok || !read.success) return answer.refuse(output);
    showState(onlyOn ? { ...read.data, results: [] } : read.data, output);
    return exitCode.success;
  };
}

function pathOf({ listener, chargePoint }: FaultOptions): string | undefined {
  if ((listener === undefined) === (chargePoint === undefined)) return undefined;
  return listener === undefined
    ? `/charge-points/${encodeURIComponent(chargePoint ?? '')}/fault`
    : `/csms/listeners/${encodeURIComponent(listener)}/fault`;
}

async function put(options: FaultOptions, body: object): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const path = pathOf(options);
  if (path === undefined) return usage(output, 'Choose one of --listener and --charge-point.');
  const show = shower(output, true);
  return askBench(options, { path, method: 'PUT', body }, { output, show });
}

async function set(fault: string, options: SetOptions): Promise<ExitCode> {
  if (!isFaultId(fault)) {
    return usage(
      createOutput(options.json ?? false),
      `There is no fault ${fault}; see benchpoint fault list.`,
    );
  }
  const { suite, reconnect = false, minutes, connections } = options;
  return put(options, {
    ...{ fault, reconnect },
    ...(suite === undefined ? {} : { suite }),
    ...(minutes === undefined ? {} : { minutes: Number(minutes) }),
    ...(connections === undefined ? {} : { connections: Number(connections) }),
  });
}

const withTarget = (command: Command): Command =>
  withBenchAddress(command)
    .option('--listener <id>', 'the listener that shows it')
    .option('--charge-point <id>', 'the emulated charge point that shows it');

export function addFaultCommand(program: Command, finish: (code: ExitCode) => void): void {
  const fault = program
    .command('fault')
    .description('Show faults to a device under test during handshakes');
  fault
    .command('list')
    .description('The faults there are, and what a correct device does')
    .option('--for <kind>', 'only those of a listener or of a charge-point')
    .option('--json', 'print JSON lines')
    .action((options: { json?: boolean; for?: string }) => finish(list(options)));
  withBenchAddress(
    fault.command('state').description('Faults that are on, and what came of them'),
  ).action(async (options: FaultOptions) => {
    const output = createOutput(options.json ?? false);
    finish(await askBench(options, { path: '/faults' }, { output, show: shower(output, false) }));
  });
  withTarget(fault.command('set <fault>').description('Show this fault to new connections'))
    .option('--suite <name>', 'the suite that one-suite-only leaves, as OpenSSL spells it')
    .option('--reconnect', 'close open connections, so that they come back into it')
    .option('--minutes <number>', 'switch off by itself after this time')
    .option('--connections <number>', 'switch off by itself after so many connections')
    .action(async (name: string, options: SetOptions) => finish(await set(name, options)));
  withTarget(fault.command('clear').description('Show the usual again'))
    .option('--reconnect', 'close open connections, so that they come back')
    .action(async (options: SetOptions) =>
      finish(await put(options, { fault: null, reconnect: options.reconnect ?? false })),
    );
}
