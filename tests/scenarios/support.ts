/** What tests of scenarios have in common: run one to its end. Imported by tests only. */

import type { z } from 'zod';
import type { Bench } from '../../electron/bench/bench.ts';
import { type ScenarioRun, scenarioRunRequest } from '../../shared/api/scenarios-contract.ts';

/** Starts it and waits for its end. */
export async function finished(
  { scenarios, onMoved }: Pick<Bench, 'scenarios' | 'onMoved'>,
  request: z.input<typeof scenarioRunRequest>,
): Promise<ScenarioRun> {
  const started = scenarios.run(scenarioRunRequest.parse(request));
  if (!started.ok) throw new Error(JSON.stringify(started.problem));
  const { id } = started.value;
  return ended({ scenarios, onMoved }, id);
}

export function ended(
  { scenarios, onMoved }: Pick<Bench, 'scenarios' | 'onMoved'>,
  id: string,
): Promise<ScenarioRun> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const state = scenarios.runState(id);
      if (!state.ok) reject(new Error(state.problem.code));
      else if (state.value.endedAt !== undefined) {
        stop();
        resolve(state.value);
      }
    };
    const stop = onMoved((topic) => {
      if (topic === 'scenarios') look();
    });
    look();
  });
}
