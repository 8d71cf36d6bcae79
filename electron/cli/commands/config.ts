/** `config schema|check`: the JSON Schema of bench.yaml, and whether a file fits it. */
import type { Command } from 'commander';
import { z } from 'zod';
import { benchFile } from '../../../shared/api/bench-file.ts';
import { readBenchFile } from '../bench-file.ts';
import { createOutput, type ExitCode, exitCode, problemExitCode } from '../output.ts';

function printSchema(): ExitCode {
  const schema = z.toJSONSchema(benchFile, { io: 'input' });
  process.stdout.write(`${JSON.stringify(schema, undefined, 2)}\n`);
  return exitCode.success;
}

function check(path: string, options: { json?: boolean }): ExitCode {
  const output = createOutput(options.json ?? false);
  const loaded = readBenchFile(path);
  if (!loaded.ok) {
    output.problem(loaded.problem);
    return problemExitCode(loaded.problem);
  }
  output.line(`${path} is valid`, { file: path, valid: true });
  return exitCode.success;
}

export function addConfigCommand(program: Command, finish: (code: ExitCode) => void): void {
  const config = program.command('config').description('Check bench.yaml, print its JSON Schema');
  config
    .command('schema')
    .description('Print the JSON Schema of bench.yaml')
    .action(() => finish(printSchema()));
  config
    .command('check <file>')
    .description('Check a bench.yaml')
    .option('--json', 'print JSON lines')
    .action((path: string, options: { json?: boolean }) => finish(check(path, options)));
}
