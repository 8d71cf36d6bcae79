/**
 * `call`: sends a CALL to a station of a running bench and shows the answer or the timeout.
 * A client of the HTTP API like any script: knows no bench of its own.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import { callOutcome } from '../../../shared/api/csms-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { runToken } from '../token.ts';

interface CallOptions {
  api: string;
  token?: string;
  tokenFile?: string;
  timeout?: string;
  validate: boolean;
  json?: boolean;
}

const errorBody = z.object({
  code: z.string(),
  message: z.string(),
  where: z.string().optional(),
  fix: z.string().optional(),
});

function parsePayload(text: string): Outcome<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      problem: { code: 'input-invalid', where: 'payload', parameters: { reason } },
    };
  }
}

/** Problem: `bench-unreachable`. */
async function send(url: string, token: string, body: object): Promise<Outcome<Response>> {
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { ok: true, value: response };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const raw = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, problem: { code: 'bench-unreachable', where: url, parameters: { raw } } };
  }
}

async function show(response: Response, output: Output): Promise<ExitCode> {
  const body: unknown = await response.json().catch(() => undefined);
  const answer = callOutcome.safeParse(body);
  if (response.ok && answer.success) {
    const { outcome, payload, error, frames } = answer.data;
    const said = outcome === 'result' ? payload : error;
    const text = said === undefined ? outcome : `${outcome} ${JSON.stringify(said)}`;
    output.line(`${text} (frames ${frames.join(', ') || 'none'})`, answer.data);
    return outcome === 'result' ? exitCode.success : exitCode.failedVerdict;
  }
  const refusal = errorBody.safeParse(body);
  output.spoken(
    refusal.success
      ? refusal.data
      : { code: 'internal', message: `${response.url} answered ${response.status}.` },
  );
  return response.status === 400 || response.status === 422 ? exitCode.usage : exitCode.environment;
}

async function call(
  [station, action, payloadText]: [string, string, string],
  options: CallOptions,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const token = runToken(options);
  const payload = parsePayload(payloadText);
  for (const read of [token, payload]) {
    if (read.ok) continue;
    output.problem(read.problem);
    return problemExitCode(read.problem);
  }
  if (!token.ok || !token.value.given) {
    output.problem({ code: 'usage', parameters: { reason: 'The token of the bench is missing.' } });
    return exitCode.usage;
  }
  const base = options.api.replace(/\/(api\/?)?$/, '');
  const url = `${base}/api/csms/stations/${encodeURIComponent(station)}/calls`;
  const sent = await send(url, token.value.token, {
    action,
    payload: payload.ok ? payload.value : {},
    validate: options.validate,
    ...(options.timeout === undefined ? {} : { timeoutMs: Number(options.timeout) }),
  });
  if (sent.ok) return show(sent.value, output);
  output.problem(sent.problem);
  return problemExitCode(sent.problem);
}

export function addCallCommand(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('call <station> <action> [payload]')
    .description('Send a CALL to a station of a running bench; exit 1 without a CALLRESULT')
    .option('--api <url>', 'address of the running bench', 'http://127.0.0.1:7400')
    .option('--token <text>', 'its token (visible in the process list; see --token-file)')
    .option('--token-file <file>', 'file that holds the token')
    .option('--timeout <milliseconds>', 'how long to wait for the answer')
    .option('--no-validate', 'send it even when the schema forbids it')
    .option('--json', 'print JSON lines')
    .action(
      async (station: string, action: string, payload: string | undefined, options: CallOptions) =>
        finish(await call([station, action, payload ?? '{}'], options)),
    );
}
