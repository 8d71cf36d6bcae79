/**
 * The command line. One file a command; this one only lists them and turns their end into an exit code:
 * 0 success, 1 failed verdict, 2 usage, 3 environment.
 */
import { Command, CommanderError } from 'commander';
import { addCallCommand } from './commands/call.ts';
import { addCaptureCommand } from './commands/capture.ts';
import { addChargePointCommand } from './commands/charge-point.ts';
import { addConfigCommand } from './commands/config.ts';
import { addCsmsCommand } from './commands/csms.ts';
import { addPkiCommand } from './commands/pki.ts';
import { addServeCommand } from './commands/serve.ts';
import { type ExitCode, exitCode } from './output.ts';
import { programVersion } from './program-version.ts';

const addCommands = [
  addServeCommand,
  addCsmsCommand,
  addChargePointCommand,
  addCallCommand,
  addCaptureCommand,
  addPkiCommand,
  addConfigCommand,
];

/** Runs one command to its end. `words` are those after the program's name. */
export async function runCommandLine(words: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.success;
  const program = new Command('benchpoint')
    .description('The bench instrument for OCPP security')
    .version(programVersion)
    .exitOverride();
  for (const add of addCommands) {
    add(program, (ended) => {
      code = ended;
    });
  }
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCode.success : exitCode.usage;
    }
    // A bug of ours must not look like a failed verdict.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCode.environment;
  }
}
