/**
 * Requests of commands to a running bench: token, address, one JSON body each way. A client like any script.
 * Knows no route and no bench of its own.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import type { Outcome } from '../../shared/api/problem.ts';
import { type ExitCode, exitCode, type Output, problemExitCode } from './output.ts';
import { runToken } from './token.ts';

/** Where the bench is and what opens it. */
export interface BenchAddress {
  api: string;
  token?: string;
  tokenFile?: string;
}

/** Adds the options of `BenchAddress`, and `--json`. */
export function withBenchAddress(command: Command): Command {
  return command
    .option('--api <url>', 'address of the running bench', 'http://127.0.0.1:7400')
    .option('--token <text>', 'its token (visible in the process list; see --token-file)')
    .option('--token-file <file>', 'file that holds the token')
    .option('--json', 'print JSON lines');
}

const errorBody = z.object({
  code: z.string(),
  message: z.string(),
  where: z.string().optional(),
  fix: z.string().optional(),
});

/** The bench's answer: what it said, or the refusal as it spoke it. */
export interface BenchAnswer {
  ok: boolean;
  body: unknown;
  /** Says what went wrong, in the bench's own words, and gives the exit code for it. */
  refuse(output: Output): ExitCode;
}

async function read(response: Response): Promise<BenchAnswer> {
  const body: unknown = await response.json().catch(() => undefined);
  return {
    ok: response.ok,
    body,
    refuse(output) {
      const refusal = errorBody.safeParse(body);
      output.spoken(
        refusal.success
          ? refusal.data
          : { code: 'internal', message: `${response.url} answered ${response.status}.` },
      );
      const { status } = response;
      return status === 400 || status === 422 ? exitCode.usage : exitCode.environment;
    },
  };
}

/** What is asked. Without a method it is a GET, with a body a POST. */
export interface BenchRequest {
  path: string;
  body?: object;
  method?: 'PUT' | 'DELETE';
}

/**
 * Asks the bench. Problems: those of the token, `usage` without one,
 * `bench-unreachable`.
 */
async function send(
  address: BenchAddress,
  { path, body, method }: BenchRequest,
): Promise<Outcome<BenchAnswer>> {
  const token = runToken(address);
  if (!token.ok) return token;
  if (!token.value.given) {
    const parameters = { reason: 'The token of the bench is missing.' };
    return { ok: false, problem: { code: 'usage', parameters } };
  }
  const url = `${address.api.replace(/\/(api\/?)?$/, '')}/api${path}`;
  const authorization = `Bearer ${token.value.token}`;
  const request: RequestInit =
    body === undefined
      ? { method: method ?? 'GET', headers: { authorization } }
      : {
          method: method ?? 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        };
  try {
    return { ok: true, value: await read(await fetch(url, request)) };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const raw = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, problem: { code: 'bench-unreachable', where: url, parameters: { raw } } };
  }
}

/** Asks the bench and shows its answer, or why there is none. */
export async function askBench(
  address: BenchAddress,
  request: BenchRequest,
  { output, show }: { output: Output; show(answer: BenchAnswer): ExitCode },
): Promise<ExitCode> {
  const sent = await send(address, request);
  if (sent.ok) return show(sent.value);
  output.problem(sent.problem);
  return problemExitCode(sent.problem);
}
