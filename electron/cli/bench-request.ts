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

/** A response as commands take it: JSON, or the refusal. */
export async function readAnswer(response: Response): Promise<BenchAnswer> {
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

/** A request as the door takes it; `base` is where `/api` is. */
export function doorRequest(
  base: string,
  { path, body, method }: BenchRequest,
  token?: string,
): Request {
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  if (body === undefined)
    return new Request(`${base}/api${path}`, { method: method ?? 'GET', headers });
  return new Request(`${base}/api${path}`, {
    method: method ?? 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** The bench's response as it is. Problems: those of the token, `usage` without one, `bench-unreachable`. */
export async function requestBench(
  address: BenchAddress,
  request: BenchRequest,
): Promise<Outcome<Response>> {
  const token = runToken(address);
  if (!token.ok) return token;
  if (!token.value.given) {
    const parameters = { reason: 'The token of the bench is missing.' };
    return { ok: false, problem: { code: 'usage', parameters } };
  }
  const base = address.api.replace(/\/(api\/?)?$/, '');
  try {
    return { ok: true, value: await fetch(doorRequest(base, request, token.value.token)) };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const raw = cause instanceof Error ? cause.message : String(cause);
    const where = `${base}/api${request.path}`;
    return { ok: false, problem: { code: 'bench-unreachable', where, parameters: { raw } } };
  }
}

/** Asks the bench and shows its answer, or why there is none. */
export async function askBench(
  address: BenchAddress,
  request: BenchRequest,
  { output, show }: { output: Output; show(answer: BenchAnswer): ExitCode },
): Promise<ExitCode> {
  const sent = await requestBench(address, request);
  if (sent.ok) return show(await readAnswer(sent.value));
  output.problem(sent.problem);
  return problemExitCode(sent.problem);
}
