/**
 * `call`: sends a CALL to a station of a running bench and shows the answer or the timeout.
 * A client of the HTTP API like any script: knows no bench of its own.
 */
import type { Command } from 'commander';
import { callOutcome } from '../../../shared/api/csms-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  withBenchAddress,
} from '../bench-request.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';

interface CallOptions extends BenchAddress {
  timeout?: string;
  validate: boolean;
  json?: boolean;
}

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

function show(answer: BenchAnswer, output: Output): ExitCode {
  const read = callOutcome.safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  const { outcome, payload, error, frames } = read.data;
  const said = outcome === 'result' ? payload : error;
  const text = said === undefined ? outcome : `${outcome} ${JSON.stringify(said)}`;
  output.line(`${text} (frames ${frames.join(', ') || 'none'})`, read.data);
  return outcome === 'result' ? exitCode.success : exitCode.failedVerdict;
}

async function call(
  [station, action, payloadText]: [string, string, string],
  options: CallOptions,
): Promise<ExitCode> {
  const output = createOutput(options.json ?? false);
  const payload = parsePayload(payloadText);
  if (!payload.ok) {
    output.problem(payload.problem);
    return problemExitCode(payload.problem);
  }
  const request = {
    path: `/csms/stations/${encodeURIComponent(station)}/calls`,
    body: {
      action,
      payload: payload.value,
      validate: options.validate,
      ...(options.timeout === undefined ? {} : { timeoutMs: Number(options.timeout) }),
    },
  };
  return askBench(options, request, { output, show: (answer) => show(answer, output) });
}

export function addCallCommand(program: Command, finish: (code: ExitCode) => void): void {
  const command = program
    .command('call <station> <action> [payload]')
    .description('Send a CALL to a station of a running bench; exit 1 without a CALLRESULT')
    .option('--timeout <milliseconds>', 'how long to wait for the answer')
    .option('--no-validate', 'send it even when the schema forbids it');
  withBenchAddress(command).action(
    async (station: string, action: string, payload: string | undefined, options: CallOptions) =>
      finish(await call([station, action, payload ?? '{}'], options)),
  );
}
