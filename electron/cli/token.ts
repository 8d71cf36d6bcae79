/** The bearer token of a run: given by the user, or made. */
import { randomBytes } from 'node:crypto';
import type { Outcome } from '../../shared/api/problem.ts';
import { readSecretFile } from './text-files.ts';

const tokenBytes = 32;
/** 128 bits in base64url. */
const minimumLength = 22;

export interface TokenOptions {
  token?: string;
  tokenFile?: string;
}

export interface RunToken {
  token: string;
  /** The user gave it: there is no need to print it. */
  given: boolean;
}

/** `--token-file`, `--token`, `BENCHPOINT_TOKEN`, else a new one. Problems: `file-unreadable`, `token-too-short`. */
export function runToken(
  options: TokenOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Outcome<RunToken> {
  const fromFile = options.tokenFile === undefined ? undefined : readSecretFile(options.tokenFile);
  if (fromFile && !fromFile.ok) return fromFile;
  const given = fromFile?.value.trim() ?? options.token ?? environment.BENCHPOINT_TOKEN;
  if (given === undefined || given === '') {
    return {
      ok: true,
      value: { token: randomBytes(tokenBytes).toString('base64url'), given: false },
    };
  }
  if (given.length < minimumLength) {
    return {
      ok: false,
      problem: { code: 'token-too-short', parameters: { minimumLength, length: given.length } },
    };
  }
  return { ok: true, value: { token: given, given: true } };
}
