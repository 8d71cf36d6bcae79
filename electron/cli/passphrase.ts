/**
 * The passphrase that keeps the data key, as a command gets it: from a file, the environment or a terminal.
 * Knows no bench.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import type { Outcome } from '../../shared/api/problem.ts';
import { passphraseFileName } from '../bench/store/passphrase.ts';
import { readSecretFile } from './text-files.ts';

export interface PassphraseOptions {
  passphraseFile?: string;
}

export function withPassphrase(command: Command): Command {
  return command.option(
    '--passphrase-file <file>',
    'file that holds the passphrase of the secrets, - for standard input (or BENCHPOINT_PASSPHRASE)',
  );
}

/** Asks without showing what is typed. Undefined where nobody can be asked. */
export async function askPassphrase(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

/** `--passphrase-file`, else `BENCHPOINT_PASSPHRASE`, else undefined. Problem: `file-unreadable`. */
export function givenPassphrase(
  { passphraseFile }: PassphraseOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Outcome<string | undefined> {
  if (passphraseFile !== undefined) return readSecretFile(passphraseFile);
  const fromEnvironment = environment.BENCHPOINT_PASSPHRASE;
  return { ok: true, value: fromEnvironment === '' ? undefined : fromEnvironment };
}

/** The same, and asks on the terminal when the folder needs one. */
export async function passphraseFor(
  dataFolder: string,
  options: PassphraseOptions,
): Promise<Outcome<string | undefined>> {
  const given = givenPassphrase(options);
  if (!given.ok || given.value !== undefined) return given;
  if (!existsSync(join(dataFolder, passphraseFileName))) return given;
  return { ok: true, value: await askPassphrase('Passphrase of the secrets: ') };
}
