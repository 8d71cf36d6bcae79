/** `files list|sign|root|serve`: firmware and what chargers uploaded, mostly without a running bench. */
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  type FirmwareSignature,
  receivedFile,
  type SignatureScheme,
  storedFile,
} from '../../../shared/api/files-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { defaultDataFolder } from '../../bench/data-folder.ts';
import { readShelf } from '../../bench/files/file-shelf.ts';
import { type BenchAuthorities, openBenchAuthorities } from '../../bench/pki/bench-authorities.ts';
import { familyOfScheme, signFirmware } from '../../bench/pki/firmware-signature.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { openOwnStore } from '../own-store.ts';
import { writeOwnFile } from '../text-files.ts';
import { schemeNames, schemeOf } from './files-scheme.ts';
import { addFilesServeCommand } from './files-serve.ts';

interface FilesOptions {
  dataDir?: string;
  json?: boolean;
}

/** The policy's default; what signs firmware does not carry it. */
const defaultCpoName = 'Benchpoint CPO';

function fail(output: Output, problem: Problem): ExitCode {
  output.problem(problem);
  return problemExitCode(problem);
}

async function list(options: FilesOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const folder = join(options.dataDir ?? defaultDataFolder(), 'files');
  for (const { id, name, bytes, createdAt, sha256 } of await readShelf(
    join(folder, 'firmware'),
    storedFile,
  )) {
    const facts = { shelf: 'firmware', id, name, bytes, createdAt, sha256 };
    output.line(`firmware  ${id}  ${createdAt}  ${bytes} bytes  ${name}`, facts);
  }
  for (const file of await readShelf(join(folder, 'received'), receivedFile)) {
    const { id, name, bytes, createdAt, peer } = file;
    const facts = { shelf: 'received', ...file };
    output.line(`received  ${id}  ${createdAt}  ${bytes} bytes  ${name}  from ${peer}`, facts);
  }
  return exitCode.success;
}

/** The manufacturer of a data folder that no other program uses. Problems: those of the store. */
async function withAuthorities<T>(
  { dataDir }: FilesOptions,
  use: (authorities: BenchAuthorities) => Promise<T>,
): Promise<Outcome<T>> {
  const store = await openOwnStore(dataDir ?? defaultDataFolder());
  if (!store.ok) return store;
  try {
    const storage = store.value.store.identities;
    const authorities = openBenchAuthorities({ storage, cpoName: () => defaultCpoName });
    return { ok: true, value: await use(authorities) };
  } finally {
    store.value.store.close();
  }
}

async function signFile(
  authorities: BenchAuthorities,
  path: string,
  scheme: SignatureScheme,
): Promise<FirmwareSignature> {
  const signer = await authorities.firmwareSigner(familyOfScheme(scheme));
  const signature = await signFirmware(createReadStream(path), signer.privateKeyPem, scheme);
  return { scheme, signature, signingCertificate: signer.certificatePem };
}

async function sign(
  path: string,
  options: FilesOptions & { scheme: string; out?: string },
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const scheme = schemeOf(options.scheme);
  if (scheme === undefined) {
    const reason = `--scheme is one of ${schemeNames.join(', ')}.`;
    return fail(output, { code: 'usage', parameters: { reason } });
  }
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    const parameters = { raw: 'there is no such file' };
    return fail(output, { code: 'file-unreadable', where: path, parameters });
  }
  const signed = await withAuthorities(options, (authorities) =>
    signFile(authorities, path, scheme),
  );
  if (!signed.ok) return fail(output, signed.problem);
  const facts = { file: path, ...signed.value };
  if (options.out === undefined) {
    const { signature, signingCertificate } = signed.value;
    output.line(`${signature}\n${signingCertificate.trimEnd()}`, facts);
    return exitCode.success;
  }
  const written = writeOwnFile(options.out, `${JSON.stringify(signed.value, undefined, 2)}\n`);
  if (!written.ok) return fail(output, written.problem);
  output.line(`Wrote ${options.out}`, { out: options.out, ...facts });
  return exitCode.success;
}

async function root(options: FilesOptions & { family: string; out?: string }): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const { family } = options;
  if (family !== 'rsa' && family !== 'ecdsa') {
    const reason = '--family is rsa or ecdsa.';
    return fail(output, { code: 'usage', parameters: { reason } });
  }
  const pem = await withAuthorities(options, (authorities) =>
    authorities.manufacturerRootPem(family),
  );
  if (!pem.ok) return fail(output, pem.problem);
  if (options.out === undefined) {
    output.line(pem.value.trimEnd(), { family, pem: pem.value });
    return exitCode.success;
  }
  const written = writeOwnFile(options.out, pem.value);
  if (!written.ok) return fail(output, written.problem);
  output.line(`Wrote ${options.out}`, { family, file: options.out });
  return exitCode.success;
}

export function addFilesCommand(program: Command, finish: (code: ExitCode) => void): void {
  const files = program
    .command('files')
    .description('Firmware files, signatures, and what charge points upload');
  const withOptions = (command: Command) =>
    command
      .option('--data-dir <folder>', 'where files and keys are kept')
      .option('--json', 'print JSON lines');
  addFilesServeCommand(files, finish);
  withOptions(files.command('list').description('List firmware and received files')).action(
    async (options: FilesOptions) => finish(await list(options)),
  );
  withOptions(
    files
      .command('sign <file>')
      .description('Sign a firmware file as SignedUpdateFirmware needs it')
      .option('--scheme <name>', 'pss, pkcs1 or ecdsa; SHA-256 in any case', 'pss')
      .option('--out <file>', 'write signature and certificate to a JSON file'),
  ).action(async (path: string, options: FilesOptions & { scheme: string; out?: string }) =>
    finish(await sign(path, options)),
  );
  withOptions(
    files
      .command('root')
      .description('Print or save the root that signing certificates lead to')
      .option('--family <rsa|ecdsa>', 'key family of the root', 'rsa')
      .option('--out <file>', 'write it to a file'),
  ).action(async (options: FilesOptions & { family: string; out?: string }) =>
    finish(await root(options)),
  );
}
