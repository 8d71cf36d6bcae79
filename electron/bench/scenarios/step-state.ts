/** How a step is shown before and while it runs: its verb and a few facts, never a payload. Pure functions. */
import type { ScenarioStepState } from '../../../shared/api/scenarios-contract.ts';
import { isObject } from '../../../shared/scenario/match.ts';
import type { RawStep, Verb } from '../../../shared/scenario/scenario.ts';

type Parameters = ScenarioStepState['parameters'];

function scalars(value: unknown, names: readonly string[]): Parameters {
  if (!isObject(value)) return {};
  const found: Parameters = {};
  for (const name of names) {
    const one = value[name];
    if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') {
      found[name] = one;
    }
  }
  return found;
}

function conditionNames(value: unknown): Parameters {
  return isObject(value) ? { parts: Object.keys(value).join(', ') } : {};
}

const byVerb: Readonly<Record<Verb, (value: unknown) => Parameters>> = {
  do: (value) => scalars(value, ['action', 'connectorId', 'idTag', 'ocppAction', 'errorCode']),
  call: (value) => scalars(value, ['action']),
  operation: (value) => scalars(isObject(value) ? value.start : undefined, ['operation']),
  csms: conditionNames,
  expect: (value) => scalars(value, ['action', 'kind', 'from', 'count', 'absent', 'within']),
  wait: (value) =>
    typeof value === 'string'
      ? { duration: value }
      : {
          ...conditionNames(isObject(value) ? value.until : undefined),
          ...scalars(value, ['within']),
        },
  assert: conditionNames,
  repeat: (value) => scalars(value, ['times']),
  parallel: (value) => ({ steps: Array.isArray(value) ? value.length : 0 }),
};

/** A step that has not begun. */
export function plannedStep(step: RawStep, path: string, verb: Verb): ScenarioStepState {
  return {
    path,
    iterations: [],
    verb,
    ...scalars(step, ['name']),
    ...(step.as === undefined ? {} : { actor: String(step.as) }),
    status: 'pending',
    parameters: byVerb[verb](step[verb]),
    frames: [],
  };
}
