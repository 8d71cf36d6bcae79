/**
 * What steps and runs of scenarios are called on the screen, the command line and in reports. Makes words from codes
 * and parameters only.
 */

import { speakProblem } from '../api/problem-words.ts';
import type { ScenarioRunHead, ScenarioStepState, StepFailure } from '../api/scenarios-contract.ts';

type Parameters = ScenarioStepState['parameters'];

function text(value: unknown): string {
  return value === undefined ? '' : String(value);
}

const kindWords: Readonly<Record<string, string>> = {
  call: 'CALL',
  result: 'CALLRESULT',
  error: 'CALLERROR',
};

function frameName({ action, kind = 'call', from }: Parameters): string {
  const what = kindWords[text(kind)] ?? text(kind);
  const named = action === undefined ? what : `${text(action)} (${what})`;
  return from === undefined
    ? named
    : `${named} from the ${from === 'csms' ? 'CSMS' : 'charge point'}`;
}

function round(parameters: Parameters): string {
  return parameters.times === undefined ? '' : ` ${text(parameters.times)} times`;
}

const titles: Readonly<Record<string, (parameters: Parameters) => string>> = {
  'set-up': () => 'Set up',
  do: ({ action, connectorId, idTag, ocppAction, errorCode }) =>
    ['Do', text(action), text(ocppAction), text(idTag), text(errorCode)]
      .concat(connectorId === undefined ? [] : [`at connector ${text(connectorId)}`])
      .filter((word) => word !== '')
      .join(' '),
  call: ({ action }) => `Call ${text(action)}`,
  operation: ({ operation }) => `Operation ${text(operation)}`,
  csms: ({ parts }) => `Change at the CSMS: ${text(parts)}`,
  expect: (parameters) =>
    parameters.absent === true
      ? `Expect no ${frameName(parameters)}`
      : `Expect ${frameName(parameters)}${parameters.count === undefined ? '' : `, ${text(parameters.count)} of them`}`,
  wait: ({ duration, parts }) =>
    duration === undefined ? `Wait until ${text(parts)} is as wanted` : `Wait ${text(duration)}`,
  assert: ({ parts }) => `Assert ${text(parts)}`,
  repeat: (parameters) => `Repeat${round(parameters)}`,
  parallel: ({ steps }) => `${text(steps)} steps at the same time`,
};

/** Its own name, else what it does. */
export function stepTitle({ name, verb, parameters }: ScenarioStepState): string {
  return name ?? titles[verb]?.(parameters) ?? verb;
}

/** What it does, as a second line where it has a name of its own. */
export function stepDeed({ verb, parameters }: ScenarioStepState): string {
  return titles[verb]?.(parameters) ?? verb;
}

export const stepStatusWords: Readonly<Record<ScenarioStepState['status'], string>> = {
  pending: 'not begun',
  running: 'running',
  passed: 'passed',
  failed: 'failed',
  skipped: 'left out',
};

export const runStatusWords: Readonly<Record<ScenarioRunHead['status'], string>> = {
  running: 'Running',
  passed: 'Passed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** One line of JSON, cut where it becomes too long to read. */
function shortJson(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 300 ? `${json.slice(0, 300)} …` : json;
}

/** Why a step failed: what was wrong, what was expected, what there was, what came instead. One line each. */
export function failureLines(failure: StepFailure): string[] {
  const { expected, actual, came, ...problem } = failure;
  const { message, fix } = speakProblem(problem);
  const others = (came ?? []).map(
    ({ seq, kind, action, path }) =>
      `frame ${seq} ${frameName({ kind, ...(action === undefined ? {} : { action }) })}${path ? `, differs at ${path}` : ''}`,
  );
  return [
    message,
    ...(expected === undefined ? [] : [`Expected: ${shortJson(expected)}`]),
    ...(actual === undefined ? [] : [`Found: ${shortJson(actual)}`]),
    ...(others.length === 0 ? [] : [`Came instead: ${others.join('; ')}`]),
    ...(fix === undefined ? [] : [fix]),
  ];
}

/** `3.1 (round 2)` */
export function stepNumber({ path, iterations }: ScenarioStepState): string {
  return iterations.length === 0 ? path : `${path} (round ${iterations.join('.')})`;
}
