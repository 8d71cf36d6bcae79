/**
 * The command line. One file a command; this one only lists them and turns their end into an exit code:
 * 0 success, 1 failed verdict, 2 usage, 3 environment.
 */
import { Command, CommanderError, Help, type Option } from 'commander';
import type { Problem } from '../../shared/api/problem.ts';
import { addActCommand } from './commands/act.ts';
import { addAttemptsCommands } from './commands/attempts.ts';
import { addCallCommand } from './commands/call.ts';
import { addCaptureCommand } from './commands/capture.ts';
import { addChargePointCommand } from './commands/charge-point.ts';
import { addChargePointsCommand } from './commands/charge-points.ts';
import { addConfigCommand } from './commands/config.ts';
import { addCsmsCommand } from './commands/csms.ts';
import { addFaultCommand } from './commands/fault.ts';
import { addFilesCommand } from './commands/files.ts';
import { addKeyCommand } from './commands/key.ts';
import { addKeyLogCommands } from './commands/key-log.ts';
import { addNamesAndTimeCommands } from './commands/names-and-time.ts';
import { addOperationCommand } from './commands/operation.ts';
import { addPkiCommand } from './commands/pki.ts';
import { addProbeCommand } from './commands/probe.ts';
import { addScenarioCommand } from './commands/scenario.ts';
import { addSecretsCommand } from './commands/secrets.ts';
import { addServeCommand } from './commands/serve.ts';
import { createOutput, type ExitCode, exitCode } from './output.ts';
import { programVersion } from './program-version.ts';

const addCommands = [
  addServeCommand,
  addCsmsCommand,
  addChargePointCommand,
  addCallCommand,
  addActCommand,
  addChargePointsCommand,
  addOperationCommand,
  addScenarioCommand,
  addFaultCommand,
  addProbeCommand,
  addAttemptsCommands,
  addKeyLogCommands,
  addNamesAndTimeCommands,
  addCaptureCommand,
  addPkiCommand,
  addKeyCommand,
  addFilesCommand,
  addConfigCommand,
  addSecretsCommand,
];

function usageProblem({ code, message }: CommanderError): Problem {
  // Without a command the parser shows its help, which is for people.
  const reason = code === 'commander.help' ? 'A command is missing.' : sentenceOf(message);
  return { code: 'usage', parameters: { reason } };
}

/** `error: unknown option '--x'` becomes a sentence on one line. */
function sentenceOf(message: string): string {
  const [text = ''] = message.replace(/^error: /, '').split('\n');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/** As usual, but for flags that may be repeated: that there are none to begin with says nothing. */
function optionDescription(option: Option): string {
  const { description, defaultValue } = option;
  const isEmptyList = Array.isArray(defaultValue) && defaultValue.length === 0;
  return isEmptyList ? description : new Help().optionDescription(option);
}

/** The program with all its commands; `finish` gets the exit code of the one that ran. `json`: nothing to stderr. */
export function createProgram(finish: (code: ExitCode) => void, json: boolean): Command {
  const program = new Command('benchpoint')
    .description('The bench instrument for OCPP security')
    .version(programVersion)
    .exitOverride()
    .configureHelp({ optionDescription })
    // With --json a usage error is one JSON line like any other problem, not a sentence of the parser.
    .configureOutput(json ? { writeErr: () => undefined } : {});
  for (const add of addCommands) add(program, finish);
  return program;
}

/** Runs one command to its end. `words` are those after the program's name. */
export async function runCommandLine(words: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.success;
  const json = words.includes('--json');
  const program = createProgram((ended) => {
    code = ended;
  }, json);
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCode.success;
      if (json) createOutput(true).problem(usageProblem(error));
      return exitCode.usage;
    }
    // A bug of ours must not look like a failed verdict.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCode.environment;
  }
}
