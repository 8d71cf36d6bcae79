/** A scenario on a running bench, followed to its end over the HTTP API; an interrupt cancels it there. */
import { setTimeout as pause } from 'node:timers/promises';
import { type ScenarioRun, scenarioRun } from '../../shared/api/scenarios-contract.ts';
import { askBench, type BenchAddress } from './bench-request.ts';
import { type ExitCode, exitCode, type Output } from './output.ts';
import { untilStopped } from './shutdown.ts';

const pollMs = 200;

async function ask(
  address: BenchAddress,
  request: { path: string; body?: object },
  output: Output,
): Promise<ScenarioRun | ExitCode> {
  let state: ScenarioRun | undefined;
  const code = await askBench(address, request, {
    output,
    show(answer) {
      const read = scenarioRun.safeParse(answer.body);
      if (!answer.ok || !read.success) return answer.refuse(output);
      state = read.data;
      return exitCode.success;
    },
  });
  return state ?? code;
}

/** The run at its end, or the exit code of what the bench refused, which has been said. */
export async function runOnBench(
  address: BenchAddress,
  request: object,
  { output, tell }: { output: Output; tell(run: ScenarioRun): void },
): Promise<ScenarioRun | ExitCode> {
  let state = await ask(address, { path: '/scenario-runs', body: request }, output);
  if (typeof state === 'number') return state;
  const path = `/scenario-runs/${state.id}`;
  let isStopped = false;
  const stopped = untilStopped().then(() => {
    isStopped = true;
  });
  while (state.endedAt === undefined) {
    tell(state);
    await Promise.race([pause(pollMs), isStopped ? pause(pollMs) : stopped]);
    if (isStopped && state.status === 'running') {
      state = await ask(address, { path: `${path}/cancel`, body: {} }, output);
      if (typeof state === 'number') return state;
    }
    state = await ask(address, { path }, output);
    if (typeof state === 'number') return state;
  }
  tell(state);
  return state;
}
