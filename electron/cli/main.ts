/** The program: runs the command line it was started with and ends with its exit code. */
import { runCommandLine } from './command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2));
