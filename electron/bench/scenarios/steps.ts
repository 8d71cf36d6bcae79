/**
 * What single steps do, for one charge point each: act, call, expect, wait, assert. Each gives what it got with the
 * frames it rests on, or why it failed. Knows neither repetition nor the state of the run.
 */
import type { ChargePointAction } from '../../../shared/api/charge-points-contract.ts';
import type { CallOutcome } from '../../../shared/api/csms-contract.ts';
import type { Problem } from '../../../shared/api/problem.ts';
import type { StepFailure } from '../../../shared/api/scenarios-contract.ts';
import { durationMs } from '../../../shared/scenario/duration.ts';
import { difference, isObject } from '../../../shared/scenario/match.ts';
import type { Condition, FlatStep } from '../../../shared/scenario/scenario.ts';
import { chargePointOf, connectorOf, stationOf, transactionOf } from './actors.ts';
import { carryOutExpect, matchingFrames } from './expect-step.ts';
import { shownContent } from './inbox.ts';
import type { Place, StepParts, StepResult } from './step-types.ts';

export function failed(
  code: string,
  facts: Omit<StepFailure, 'code'> = {},
  frames: readonly number[] = [],
): StepResult {
  return { ok: false, frames, failure: { code, ...facts } };
}

export function failedBy(problem: Problem, frames: readonly number[] = []): StepResult {
  return { ok: false, frames, failure: { ...problem } };
}

/** A duration that the schema let through. */
export function milliseconds(text: string): number {
  return durationMs(text) ?? 0;
}

/** The answer as conditions see it: a payload, or `error` with its description. */
function answerOf(outcome: unknown): unknown {
  if (!isObject(outcome)) return outcome;
  if (outcome.outcome === 'result') return outcome.payload ?? {};
  if (outcome.outcome === 'error' && isObject(outcome.error)) {
    const { code: error, description, details } = outcome.error;
    return { error, description, details };
  }
  return outcome;
}

function framesOf(outcome: unknown): number[] {
  const frames = isObject(outcome) ? outcome.frames : undefined;
  return Array.isArray(frames) ? frames.filter((seq) => typeof seq === 'number') : [];
}

async function act(
  action: ChargePointAction,
  { actor, id }: Place,
  { doors, inbox, signal, answers }: StepParts,
): Promise<StepResult> {
  if (!actor.emulated) return failed('scenario-not-emulated', { where: id });
  const done = await inbox.race(doors.chargePoints.act(id, action), signal);
  if (!done.ok) return failedBy(done.problem);
  const { outcome } = done.value;
  const answer = answerOf(outcome);
  answers.set(id, answer);
  return { ok: true, frames: framesOf(outcome), got: { payload: answer, outcome } };
}

/** How a CALL ended, against what was wanted of its answer. */
function judgeCall(outcome: CallOutcome, wanted: object | undefined, id: string): StepResult {
  const { frames } = outcome;
  const answer = answerOf(outcome);
  const wrong = difference(answer, wanted ?? {});
  const isAnswered =
    outcome.outcome === 'result' || (outcome.outcome === 'error' && wanted !== undefined);
  if (isAnswered && wrong === undefined) {
    return { ok: true, frames, got: { payload: answer, outcome: outcome.outcome } };
  }
  const parameters = { outcome: outcome.outcome, path: wrong?.path ?? '' };
  const facts = { where: id, parameters, expected: wanted, actual: shownContent(answer) };
  return failed('scenario-answer-differs', facts, frames);
}

async function call(
  { action, payload, within, validate, answer }: NonNullable<FlatStep['call']>,
  { actor, id }: Place,
  { doors, inbox, signal, answers }: StepParts,
): Promise<StepResult> {
  if (!actor.local) return failed('scenario-needs-csms', { where: id });
  const timeoutMs = Math.max(100, milliseconds(within));
  const sent = doors.csms.call(id, { action, payload, validate, timeoutMs });
  const ended = await inbox.race(sent, signal);
  if (!ended.ok) return failedBy(ended.problem);
  answers.set(id, answerOf(ended.value));
  return judgeCall(ended.value, answer, id);
}

async function operate(
  { start, within, ends }: NonNullable<FlatStep['operation']>,
  { actor, id }: Place,
  { doors: { csms }, inbox, signal }: StepParts,
): Promise<StepResult> {
  if (!actor.local) return failed('scenario-needs-csms', { where: id });
  const started = csms.startOperation(id, start);
  if (!started.ok) return failedBy(started.problem);
  const { id: operation } = started.value;
  const look = () => {
    const state = csms.operation(id, operation);
    return !state.ok || state.value.endedAt !== undefined ? state : undefined;
  };
  const timeoutMs = milliseconds(within);
  const ended = await inbox.wait(look, { timeoutMs, signal }).catch((error: unknown) => {
    csms.cancelOperation(id, operation);
    throw error;
  });
  if (ended === 'timeout') {
    csms.cancelOperation(id, operation);
    return failed('scenario-operation-timeout', { where: id, parameters: { timeoutMs } });
  }
  if (!ended.ok) return failedBy(ended.problem);
  const { status, steps, problem } = ended.value;
  const frames = steps.flatMap((step) => step.frames);
  if (status === ends) return { ok: true, frames, got: { status, steps, problem } };
  const facts = { where: id, expected: ends, actual: { status, problem } };
  return failed('scenario-operation-ended', facts, frames);
}

/** What a condition looks at, part by part. */
function seen(parts: Condition, { actor, id }: Place, step: StepParts): Record<string, unknown> {
  const { doors, answers } = step;
  const views: Record<keyof Condition, () => unknown> = {
    connector: () => connectorOf(doors, id, parts.connector?.id ?? 1) ?? null,
    station: () => stationOf(doors, id) ?? null,
    chargePoint: () => chargePointOf(doors, id) ?? null,
    transaction: () => transactionOf(doors, id) ?? null,
    answer: () => answers.get(id) ?? null,
    variables: () => step.variables(),
    frames: () => ({
      count: parts.frames
        ? matchingFrames(step.inbox, { actor, id }, { ...parts.frames, since: 'start' }).length
        : 0,
    }),
  };
  return Object.fromEntries(
    Object.entries(views)
      .filter(([name]) => Object.hasOwn(parts, name))
      .map(([name, view]) => [name, view()]),
  );
}

/** The same parts as they are wanted. */
function wantedOf({ connector, frames, ...others }: Condition): Record<string, unknown> {
  const { id: _place, ...ofConnector } = connector ?? { id: 1 };
  return {
    ...others,
    ...(connector ? { connector: ofConnector } : {}),
    ...(frames ? { frames: { count: frames.count } } : {}),
  };
}

/** Whether it holds now; else where it does not. */
export function examine(
  condition: Condition,
  place: Place,
  parts: StepParts,
  code = 'scenario-assert-failed',
): StepResult {
  const actual = seen(condition, place, parts);
  const wrong = difference(actual, wantedOf(condition));
  const frames = condition.frames
    ? matchingFrames(parts.inbox, place, { ...condition.frames, since: 'start' }).map(
        ({ seq }) => seq,
      )
    : parts.inbox
        .of(place.id)
        .slice(-1)
        .map(({ seq }) => seq);
  if (wrong === undefined) return { ok: true, frames, got: actual };
  const facts = {
    where: place.id,
    parameters: { path: wrong.path },
    expected: shownContent(wrong.expected),
    actual: shownContent(wrong.actual),
  };
  return failed(code, facts, frames);
}

async function wait(
  waiting: NonNullable<FlatStep['wait']>,
  place: Place,
  parts: StepParts,
): Promise<StepResult> {
  const { inbox, signal } = parts;
  if (typeof waiting === 'string') {
    await inbox.wait(() => undefined, { timeoutMs: milliseconds(waiting), signal });
    return { ok: true, frames: [] };
  }
  const { until, within } = waiting;
  const look = () => {
    const result = examine(until, place, parts);
    return result.ok ? result : undefined;
  };
  const held = await inbox.wait(look, { timeoutMs: milliseconds(within), signal });
  return held === 'timeout' ? examine(until, place, parts, 'scenario-wait-timeout') : held;
}

/** Carries out a step that is about one charge point. */
export function carryOut(
  step: FlatStep,
  place: Place,
  parts: StepParts,
): Promise<StepResult> | StepResult {
  if (step.do) return act(step.do, place, parts);
  if (step.call) return call(step.call, place, parts);
  if (step.operation) return operate(step.operation, place, parts);
  if (step.expect) return carryOutExpect(step.expect, place, parts);
  if (step.wait !== undefined) return wait(step.wait, place, parts);
  return examine(step.assert ?? {}, place, parts);
}
