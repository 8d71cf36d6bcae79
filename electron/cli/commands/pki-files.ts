/**
 * `pki import | export`: certificates and keys as files. A client of the API like any script, also on a data folder.
 */
import { basename } from 'node:path';
import type { Command } from 'commander';
import {
  type CertificateEntry,
  exportFormats,
  importOutcome,
} from '../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import {
  askDesk,
  askDeskFile,
  type DeskOptions,
  onDesk,
  shown,
  withDeskOptions,
} from '../desk-access.ts';
import { createOutput, type ExitCode, exitCode } from '../output.ts';
import { readBinaryFile, readSecretFile, writeOwnFile } from '../text-files.ts';

interface SealOptions extends DeskOptions {
  pass?: string;
  passFile?: string;
}

function withSeal(command: Command): Command {
  return withDeskOptions(command)
    .option(
      '--pass <text>',
      'passphrase of the file (visible in the process list; see --pass-file)',
    )
    .option('--pass-file <file>', 'file that holds the passphrase; - for standard input');
}

/** Problem: `file-unreadable`. */
function sealOf({ pass, passFile }: SealOptions): Outcome<string | undefined> {
  return passFile === undefined ? { ok: true, value: pass } : readSecretFile(passFile);
}

async function importFiles(
  paths: readonly string[],
  options: SealOptions & { name?: string },
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const passphrase = sealOf(options);
  if (!passphrase.ok) return shown(output, passphrase.problem);
  const files: object[] = [];
  for (const path of paths) {
    const bytes = readBinaryFile(path);
    if (!bytes.ok) return shown(output, bytes.problem);
    files.push({ name: basename(path), content: { base64: bytes.value.toString('base64') } });
  }
  const body = { files, passphrase: passphrase.value, name: options.name };
  const rowText = ({ id, role, subject, hasPrivateKey }: CertificateEntry): string =>
    `${id}  ${role}  ${subject}${hasPrivateKey ? '' : ', no key'}`;
  return onDesk(options, output, (desk) =>
    askDesk(desk, { path: '/pki/imports', body }, output, (answer) => {
      const { imported, known } = importOutcome.parse(answer);
      for (const entry of imported) output.line(rowText(entry), { ...entry, imported: true });
      for (const entry of known) {
        output.line(`${rowText(entry)}, known already`, { ...entry, imported: false });
      }
      return exitCode.success;
    }),
  );
}

interface ExportOptions extends SealOptions {
  format: string;
  out?: string;
  unencrypted?: boolean;
}

async function exportFile(id: string, options: ExportOptions): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const passphrase = sealOf(options);
  if (!passphrase.ok) return shown(output, passphrase.problem);
  const { format, out, unencrypted } = options;
  const body = { format, passphrase: passphrase.value, unencrypted };
  const path = `/pki/entries/${encodeURIComponent(id)}/exports`;
  return onDesk(options, output, (desk) =>
    askDeskFile(desk, { path, body }, output, (bytes) => {
      const isText = !['der', 'pkcs12', 'pkcs12-legacy'].includes(format);
      if (out === undefined) {
        const text = Buffer.from(bytes).toString(isText ? 'latin1' : 'base64');
        output.line(text.trimEnd(), { id, format, [isText ? 'pem' : 'base64']: text });
        return exitCode.success;
      }
      const written = writeOwnFile(out, bytes);
      if (!written.ok) return shown(output, written.problem);
      output.line(`Wrote ${out}`, { id, format, file: out });
      return exitCode.success;
    }),
  );
}

export function addDeskFileCommands(pki: Command, finish: (code: ExitCode) => void): void {
  withSeal(
    pki
      .command('import <file...>')
      .description('Bring certificates and keys: PEM, DER, PKCS#12, PKCS#7, in any order'),
  )
    .option('--name <text>', 'shown instead of the common name')
    .action(async (files: string[], options: SealOptions & { name?: string }) =>
      finish(await importFiles(files, options)),
    );
  withSeal(pki.command('export <id>').description('Save a certificate, its chain, or its key'))
    .option('--format <format>', exportFormats.join(', '), 'pem')
    .option('--out <file>', 'write it to a file; else it is printed, binary as base64')
    .option('--unencrypted', 'a key without passphrase')
    .action(async (id: string, options: ExportOptions) => finish(await exportFile(id, options)));
}
