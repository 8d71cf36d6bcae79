/**
 * Reads the text of a scenario: faults name line and column. A value that holds a variable is checked when its step is
 * carried out. Knows nothing of files or of running.
 */
import type { z } from 'zod';
import {
  faultOfIssue,
  type Path,
  type PlacedYaml,
  readPlacedYaml,
  type TextFault,
} from '../yaml/placed-yaml.ts';
import { isObject } from './match.ts';
import { type RawStep, type Scenario, scenarioHead, scenarioShape, verbs } from './scenario.ts';
import { builtInVariables, hasVariable, unknownReferences } from './variables.ts';

export type ReadScenario =
  | { ok: true; value: Scenario }
  /** At least one. */
  | { ok: false; faults: TextFault[] };

type Issue = z.core.$ZodIssue;

function rawAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (Array.isArray(at)) at = at[Number(key)];
    else if (isObject(at)) at = at[String(key)];
    else return undefined;
  }
  return at;
}

/** In a step, what holds a variable is known later. */
function isForLater(issue: Issue, value: unknown): boolean {
  if (issue.path[0] !== 'steps') return false;
  if (issue.code !== 'invalid_union') return hasVariable(rawAt(value, issue.path));
  return issue.errors.some(
    (branch) =>
      branch.length > 0 &&
      branch.every((inner) =>
        isForLater({ ...inner, path: [...issue.path, ...inner.path] }, value),
      ),
  );
}

function stepsIn(step: unknown): readonly unknown[] {
  if (!isObject(step)) return [];
  const { repeat, parallel } = step;
  if (isObject(repeat) && Array.isArray(repeat.steps)) return repeat.steps;
  return Array.isArray(parallel) ? parallel : [];
}

/** Names that any step saves. */
function savedNames(steps: readonly unknown[]): string[] {
  return steps.flatMap((step) => [
    ...(isObject(step) && isObject(step.save) ? Object.keys(step.save) : []),
    ...savedNames(stepsIn(step)),
  ]);
}

function actorsIn(steps: readonly unknown[], path: Path): { name: unknown; path: Path }[] {
  return steps.flatMap((step, index) => {
    const here = [...path, index];
    const inner = isObject(step) && isObject(step.repeat) ? ['repeat', 'steps'] : ['parallel'];
    return [
      ...(isObject(step) && step.as !== undefined
        ? [{ name: step.as, path: [...here, 'as'] }]
        : []),
      ...actorsIn(stepsIn(step), [...here, ...inner]),
    ];
  });
}

/** What the schema cannot say: names that nobody declared. */
function nameFaults(document: PlacedYaml, scenario: Scenario): TextFault[] {
  const { variables, setUp, steps } = scenario;
  const fault = (path: Path, reason: string): TextFault => ({
    place: document.placeOf(path),
    path: path.map(String).join('.'),
    reason,
  });
  const known = new Set([
    ...builtInVariables,
    ...Object.keys(variables),
    ...Object.keys(setUp.firmware),
    ...savedNames(steps),
  ]);
  const actors = new Set([...Object.keys(setUp.chargePoints), ...Object.keys(setUp.stations)]);
  return [
    ...unknownReferences(steps, known, ['steps']).map(({ expression, path }) =>
      fault(path, `there is no variable ${expression}`),
    ),
    ...actorsIn(steps, ['steps']).flatMap(({ name, path }) =>
      actors.has(String(name)) ? [] : [fault(path, `the set-up has no ${String(name)}`)],
    ),
    ...(actors.size === 0
      ? [fault(['setUp'], 'the set-up has neither charge points nor stations')]
      : []),
  ];
}

/** The message of an issue, said more usefully where the library is terse. */
function explained(issue: Issue, value: unknown): Issue {
  if (issue.code === 'invalid_union' && issue.errors.length === 0) {
    const given = rawAt(value, issue.path);
    const message =
      given === undefined
        ? 'is missing'
        : `${JSON.stringify(given)} is not one of the known values`;
    return { ...issue, message };
  }
  if (issue.code === 'unrecognized_keys' && issue.path[0] === 'steps') {
    const isStep = typeof issue.path.at(-1) === 'number';
    const hint = isStep ? `; a step has one of ${verbs.join(', ')}` : '';
    return { ...issue, message: `unknown: ${issue.keys.join(', ')}${hint}` };
  }
  return issue;
}

/** The scenario, or all that is wrong with its text, in the order of the text as far as it has a place. */
export function readScenario(text: string): ReadScenario {
  const read = readPlacedYaml(text);
  if (!read.ok) return { ok: false, faults: [read.fault] };
  const document = read.value;
  const { value } = document;
  const parsed = scenarioShape.safeParse(value);
  const issues = (parsed.error?.issues ?? []).filter((issue) => !isForLater(issue, value));
  if (issues.length > 0) {
    const faults = issues.map((issue) => faultOfIssue(document, explained(issue, value)));
    return { ok: false, faults };
  }
  // The schema found nothing wrong but what holds variables, so head and steps are what they claim to be.
  const { steps, ...head } = value as { steps: RawStep[] };
  const scenario: Scenario = { ...scenarioHead.parse(head), steps };
  const faults = nameFaults(document, scenario);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: scenario };
}
