/**
 * The AuthorizationKey of a charge point on the command line: as text or as hexadecimal digits, each as a value or from
 * a file. The same flags for every command that takes a key; knows no bench.
 */
import { type Command, Option } from 'commander';
import type { Outcome } from '../../shared/api/problem.ts';
import { readSecretFile } from './text-files.ts';

export interface KeyOptions {
  password?: string;
  passwordFile?: string;
  keyHex?: string;
  keyHexFile?: string;
}

/** As the settings of a charge point have it; empty without one of the flags. */
export interface GivenKey {
  password?: string;
  authorizationKeyHex?: string;
}

/** Takes one of them: two keys at once would leave open which one counts. */
export function withKeyOptions(command: Command): Command {
  const seen = (instead: string) => `(visible in the process list; see ${instead})`;
  return command
    .option('--password <text>', `password ${seen('--password-file')}`)
    .addOption(
      new Option(
        '--password-file <file>',
        'file that holds the password; - for standard input',
      ).conflicts('password'),
    )
    .addOption(
      new Option(
        '--key-hex <digits>',
        `AuthorizationKey as hexadecimal digits ${seen('--key-hex-file')}`,
      ).conflicts(['password', 'passwordFile']),
    )
    .addOption(
      new Option(
        '--key-hex-file <file>',
        'file that holds these digits; - for standard input',
      ).conflicts(['password', 'passwordFile', 'keyHex']),
    );
}

/** Problem: `file-unreadable`. */
export function readKey(options: KeyOptions): Outcome<GivenKey> {
  const { password, passwordFile, keyHex, keyHexFile } = options;
  const path = keyHexFile ?? passwordFile;
  const read = path === undefined ? undefined : readSecretFile(path);
  if (read !== undefined && !read.ok) return read;
  if (read !== undefined) {
    const { value } = read;
    return {
      ok: true,
      value: keyHexFile === undefined ? { password: value } : { authorizationKeyHex: value.trim() },
    };
  }
  return {
    ok: true,
    value: {
      ...(password === undefined ? {} : { password }),
      ...(keyHex === undefined ? {} : { authorizationKeyHex: keyHex }),
    },
  };
}
