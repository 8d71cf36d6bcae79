/**
 * `key-log`: records the secrets of TLS sessions of a running bench while somebody wants them, and writes those on
 * record to a file for Wireshark. A client of the HTTP API; says plainly what it means.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import { keyLogState } from '../../../shared/api/attempts-contract.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  withBenchAddress,
} from '../bench-request.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { writeOwnFile } from '../text-files.ts';

interface KeyLogOptions extends BenchAddress {
  json?: boolean;
  listener?: string;
  chargePoint?: string;
  out?: string;
  connection?: string;
  capture?: string;
}

const exported = z.object({ fileName: z.string(), text: z.string(), sessions: z.number() });

const warning =
  'Whoever has these secrets can read everything that passes on the recorded connections. They stand in the capture; delete it when you are done. A restart of the bench switches this off.';

function showState(answer: BenchAnswer, output: Output, on: boolean): ExitCode {
  const read = keyLogState.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  const { listeners, chargePoints } = read.data;
  const where = [...listeners, ...chargePoints].join(', ');
  const state = where === '' ? 'Key log: off.' : `Key log: on for ${where}.`;
  output.line(on ? `${state}\n${warning}` : state, read.data);
  return exitCode.success;
}

function switchKeyLog(on: boolean, options: KeyLogOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const { listener, chargePoint } = options;
  const body = { on, ...(listener && { listener }), ...(chargePoint && { chargePoint }) };
  const show = (answer: BenchAnswer) => showState(answer, output, on);
  return askBench(options, { path: '/key-log', method: 'PUT', body }, { output, show });
}

function saveExport(answer: BenchAnswer, output: Output, out: string | undefined): ExitCode {
  const read = exported.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  const { fileName, text, sessions } = read.data;
  const path = out ?? fileName;
  const written = writeOwnFile(path, text);
  if (!written.ok) {
    output.problem(written.problem);
    return problemExitCode(written.problem);
  }
  output.line(`${sessions} ${sessions === 1 ? 'session' : 'sessions'} written to ${path}.`, {
    path,
    sessions,
  });
  return exitCode.success;
}

function exportKeyLog(options: KeyLogOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const { connection, capture } = options;
  const body = {
    ...(connection !== undefined && { connection: Number(connection) }),
    ...(capture !== undefined && { capture }),
  };
  const show = (answer: BenchAnswer) => saveExport(answer, output, options.out);
  return askBench(options, { path: '/key-log/export', body }, { output, show });
}

export function addKeyLogCommands(program: Command, finish: (code: ExitCode) => void): void {
  const keyLog = program
    .command('key-log')
    .description('Secrets of TLS sessions of a running bench, for Wireshark');
  for (const on of [true, false]) {
    const word = on ? 'on' : 'off';
    const command = keyLog
      .command(word)
      .description(
        on
          ? 'Record the secrets of new sessions, until switched off or the bench ends'
          : 'Record them no longer',
      )
      .option('--listener <id>', 'of the connections to this listener')
      .option('--charge-point <id>', 'of the connections of this emulated charge point');
    withBenchAddress(command).action(async (options: KeyLogOptions) =>
      finish(await switchKeyLog(on, options)),
    );
  }
  const write = keyLog
    .command('export')
    .description('Write what is on record to a file in NSS key log format; this is recorded')
    .option('--connection <number>', 'of one connection only')
    .option('--capture <id>', 'of another capture than the live one')
    .option('--out <file>', 'the file; named after the capture if absent');
  withBenchAddress(write).action(async (options: KeyLogOptions) =>
    finish(await exportKeyLog(options)),
  );
}
