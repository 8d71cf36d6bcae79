/**
 * The command line. One file a command; this one only lists them and turns their end into an exit code:
 * 0 success, 1 failed verdict, 2 usage, 3 environment.
 */
import { Command } from 'commander';
import { addCallCommand } from './commands/call.ts';
import { addCaptureCommand } from './commands/capture.ts';
import { addChargePointCommand } from './commands/charge-point.ts';
import { addConfigCommand } from './commands/config.ts';
import { addCsmsCommand } from './commands/csms.ts';
import { addPkiCommand } from './commands/pki.ts';
import { addServeCommand } from './commands/serve.ts';
import { type ExitCode, exitCode } from './output.ts';
import { programVersion } from './program-version.ts';

const program = new Command('benchpoint')
  .description('The bench instrument for OCPP security')
  .version(programVersion)
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? exitCode.success : exitCode.usage);
  });

function finish(code: ExitCode): void {
  process.exitCode = code;
}

for (const add of [
  addServeCommand,
  addCsmsCommand,
  addChargePointCommand,
  addCallCommand,
  addCaptureCommand,
  addPkiCommand,
  addConfigCommand,
]) {
  add(program, finish);
}

await program.parseAsync();
