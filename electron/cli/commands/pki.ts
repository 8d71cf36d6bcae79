/** `pki`: the bench's certificates; `pki root` prints what is to be installed in a charger. */
import type { Command } from 'commander';
import { defaultDataFolder } from '../../bench/data-folder.ts';
import { openBenchAuthorities } from '../../bench/pki/bench-authorities.ts';
import { createOutput, type ExitCode, exitCode, problemExitCode } from '../output.ts';
import { openOwnStore } from '../own-store.ts';
import { writeOwnFile } from '../text-files.ts';
import { addDeskCommands } from './pki-desk.ts';
import { addDeskFileCommands } from './pki-files.ts';
import { addRequestCommands } from './pki-requests.ts';
import { addRevocationListCommands } from './pki-revocation-lists.ts';

interface RootOptions {
  family: string;
  out?: string;
  dataDir?: string;
  json?: boolean;
}

/** The policy's default; a root keeps the name it was made with. */
const defaultCpoName = 'Benchpoint CPO';

async function root(options: RootOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  if (options.family !== 'rsa' && options.family !== 'ecdsa') {
    output.problem({ code: 'usage', parameters: { reason: '--family is rsa or ecdsa.' } });
    return exitCode.usage;
  }
  const store = await openOwnStore(options.dataDir ?? defaultDataFolder());
  if (!store.ok) {
    output.problem(store.problem);
    return problemExitCode(store.problem);
  }
  const authorities = openBenchAuthorities({
    storage: store.value.store.identities,
    cpoName: () => defaultCpoName,
  });
  const pem = await authorities.rootPem(options.family);
  store.value.store.close();
  if (options.out === undefined) {
    output.line(pem.trimEnd(), { family: options.family, pem });
    return exitCode.success;
  }
  const written = writeOwnFile(options.out, pem);
  if (!written.ok) {
    output.problem(written.problem);
    return problemExitCode(written.problem);
  }
  output.line(`Wrote ${options.out}`, { family: options.family, file: options.out });
  return exitCode.success;
}

export function addPkiCommand(program: Command, finish: (code: ExitCode) => void): void {
  const pki = program.command('pki').description("The bench's certificates");
  pki
    .command('root')
    .description('Print or save a root certificate')
    .option('--family <rsa|ecdsa>', 'key family of the root', 'rsa')
    .option('--out <file>', 'write it to a file')
    .option('--data-dir <folder>', 'where keys are kept')
    .option('--json', 'print JSON lines')
    .action(async (options: RootOptions) => finish(await root(options)));
  addDeskCommands(pki, finish);
  addDeskFileCommands(pki, finish);
  addRequestCommands(pki, finish);
  addRevocationListCommands(pki, finish);
}
