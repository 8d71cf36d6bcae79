/**
 * `names` and `time`: what the name server and the time server of a running bench know, and who asked. Clients of the
 * HTTP API like any script: know no bench of their own.
 */
import type { Command } from 'commander';
import {
  type NamesAndTimeState,
  namesAndTimeState,
} from '../../../shared/api/names-and-time-contract.ts';
import { sayClock, sayNameQuery } from '../../../shared/api/names-and-time-words.ts';
import { speakProblem } from '../../../shared/api/problem-words.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  withBenchAddress,
} from '../bench-request.ts';
import { createOutput, type ExitCode, exitCode, type Output } from '../output.ts';

interface Options extends BenchAddress {
  json?: boolean;
}

function statusText(title: string, server: NamesAndTimeState['names'] | NamesAndTimeState['time']) {
  const { status, port, problem } = server;
  if (status === 'failed' && problem) return `${title}: ${speakProblem(problem).message}`;
  return `${title}: ${status}${status === 'on' ? `, port ${port}` : ''}`;
}

function showNames({ names }: NamesAndTimeState, output: Output): void {
  const { queries, missing, settings, benchNames, ...server } = names;
  output.line(statusText('Name server', names), { event: 'names', ...server, settings });
  for (const name of benchNames) output.line(`  ${name}: the bench`, { event: 'name', name });
  for (const { name, addresses } of settings.names)
    output.line(`  ${name}: ${addresses.length === 0 ? 'the bench' : addresses.join(', ')}`, {
      ...{ event: 'name', name, addresses },
    });
  for (const { name, from, queries: count, lastAt } of missing)
    output.line(
      `No answer for ${name}, asked for by ${from} (${count === 1 ? 'once' : `${count} times`})`,
      {
        ...{ event: 'missing', name, from, queries: count, lastAt },
      },
    );
  for (const query of queries)
    output.line(`${query.at} ${query.from} asked for ${sayNameQuery(query)}, frame ${query.seq}`, {
      ...{ event: 'query', ...query },
    });
}

function showTime({ time }: NamesAndTimeState, output: Output): void {
  const { clocks, ...server } = time;
  output.line(statusText('Time server', time), { event: 'time', ...server });
  for (const clock of clocks)
    output.line(`${clock.at} ${clock.from}: ${sayClock(clock)}, frame ${clock.seq}`, {
      ...{ event: 'clock', ...clock },
    });
}

export function addNamesAndTimeCommands(program: Command, finish: (code: ExitCode) => void): void {
  const add = (
    name: string,
    description: string,
    show: (state: NamesAndTimeState, output: Output) => void,
  ) =>
    withBenchAddress(program.command(name).description(description)).action(
      async (options: Options) => {
        const output = createOutput(options.json ?? false);
        const showAnswer = (answer: BenchAnswer): ExitCode => {
          const read = namesAndTimeState.safeParse(answer.body);
          if (!answer.ok || !read.success) return answer.refuse(output);
          show(read.data, output);
          return exitCode.success;
        };
        finish(await askBench(options, { path: '/names-and-time' }, { output, show: showAnswer }));
      },
    );
  add('names', 'Names that a running bench answers, and who asked for what', showNames);
  add('time', 'The time server of a running bench, and the clocks of those who asked', showTime);
}
