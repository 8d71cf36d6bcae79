/**
 * One run of a scenario: carries the steps out in order, keeps what became of each with its frames, and always clears
 * up. Knows the doors only through what it is handed, and no file.
 */
import { randomUUID } from 'node:crypto';
import type { Problem } from '../../../shared/api/problem.ts';
import type {
  ScenarioRun,
  ScenarioRunRequest,
  ScenarioStepState,
} from '../../../shared/api/scenarios-contract.ts';
import { isObject, valueAt } from '../../../shared/scenario/match.ts';
import {
  type FlatStep,
  flatStep,
  type RawStep,
  type Scenario,
  type Verb,
  verbs,
} from '../../../shared/scenario/scenario.ts';
import { substitute, UnknownVariable, type Variables } from '../../../shared/scenario/variables.ts';
import type { Actor, Actors } from './actors.ts';
import { openInbox, RunEnded } from './inbox.ts';
import type { ScenarioDoors } from './scenarios-surface.ts';
import { castActors, createStage } from './stage.ts';
import { plannedStep } from './step-state.ts';
import type { StepParts, StepResult } from './step-types.ts';
import { carryOut, examine, failed, failedBy, milliseconds } from './steps.ts';

export interface Run {
  state(): ScenarioRun;
  /** False when it has ended. */
  cancel(): boolean;
  /** Resolves when it has ended and everything is cleared up. */
  readonly ended: Promise<void>;
}

export interface RunParts {
  doors: ScenarioDoors;
  scenario: Scenario;
  /** Id of a shipped or saved one. */
  scenarioId: string | undefined;
  request: Pick<ScenarioRunRequest, 'stations' | 'url'>;
  moved(): void;
  /** Bugs. */
  onError(error: unknown): void;
}

/** More than these are carried out but not kept. */
const keptSteps = 2000;
const keptFrames = 200;

/** Where a step stands: number of the steps around it, round of the repetitions around it. */
interface Around {
  path: string;
  iterations: readonly number[];
}

interface Body {
  scenario: Scenario;
  actors: Actors;
  state: ScenarioRun;
  parts: StepParts;
  stage: ReturnType<typeof createStage>;
  saved: Record<string, unknown>;
  moved(): void;
  nowMs(): number;
}

function verbOf(step: RawStep): Verb {
  return verbs.find((verb) => Object.hasOwn(step, verb)) ?? 'assert';
}

const isActing: ReadonlySet<Verb> = new Set<Verb>(['do', 'call', 'operation', 'csms']);

/** The state of a step, in its place among those that are kept. */
function begin(
  { state, nowMs }: Body,
  step: RawStep,
  path: string,
  around: Around,
): ScenarioStepState {
  const planned = state.steps.find((one) => one.path === path && one.status === 'pending');
  const entry = planned ?? {
    ...plannedStep(step, path, verbOf(step)),
    iterations: [...around.iterations],
  };
  entry.status = 'running';
  entry.at = new Date(nowMs()).toISOString();
  if (planned === undefined && state.steps.length < keptSteps) {
    const next = state.steps.findIndex(({ status }) => status === 'pending');
    state.steps.splice(next === -1 ? state.steps.length : next, 0, entry);
  }
  return entry;
}

function finish(entry: ScenarioStepState, result: StepResult, durationMs: number): void {
  entry.status = result.ok ? 'passed' : 'failed';
  entry.durationMs = Math.round(durationMs);
  entry.frames = result.frames.slice(0, keptFrames);
  if (!result.ok) entry.failure = result.failure;
}

/** The step as it is carried out: variables put in and checked again. */
function prepare(
  step: RawStep,
  variables: Variables,
  nowMs: number,
): { ok: true; value: FlatStep } | { ok: false; result: StepResult } {
  const { repeat, parallel: _inside, save: _paths, ...others } = step;
  // Steps inside are prepared when their turn comes.
  const { steps: _steps, ...head } = isObject(repeat) ? repeat : { steps: undefined };
  const flat = { ...others, ...(repeat === undefined ? {} : { repeat: head }) };
  try {
    const parsed = flatStep.safeParse(substitute(flat, variables, nowMs));
    if (parsed.success) return { ok: true, value: parsed.data };
    const [issue] = parsed.error.issues;
    const parameters = { path: issue?.path.join('.') ?? '', raw: issue?.message ?? '' };
    return { ok: false, result: failed('scenario-step-invalid', { parameters }) };
  } catch (error) {
    if (!(error instanceof UnknownVariable)) throw error;
    return { ok: false, result: failed('scenario-variable-unknown', { where: error.variable }) };
  }
}

function variablesFor({ saved }: Body, actor: Actor, id: string, around: Around): Variables {
  return { ...saved, station: id, iteration: around.iterations.at(-1) ?? 1, actor: actor.name };
}

function actorOf({ actors }: Body, step: RawStep): Actor {
  const named = step.as === undefined ? undefined : actors.get(String(step.as));
  const [first] = actors.values();
  const actor = named ?? first;
  // Reading the scenario checked that there is one, and that every name is known.
  if (actor === undefined) throw new Error('a scenario without anybody');
  return actor;
}

/** Keeps what the step is asked to save of what it got. */
function save(body: Body, step: RawStep, got: unknown): StepResult | undefined {
  if (!isObject(step.save)) return undefined;
  for (const [name, path] of Object.entries(step.save)) {
    const value = valueAt(got, String(path));
    if (value === undefined) {
      return failed('scenario-nothing-to-save', {
        where: name,
        parameters: { path: String(path) },
      });
    }
    body.saved[name] = value;
  }
  return undefined;
}

/** What is changed at the CSMS: once, whoever the actor is. */
async function changeCsms(body: Body, step: RawStep, around: Around): Promise<StepResult> {
  const actor = actorOf(body, step);
  const [id = ''] = actor.ids;
  const prepared = prepare(step, variablesFor(body, actor, id, around), body.nowMs());
  if (!prepared.ok) return prepared.result;
  const changed = await body.stage.change(prepared.value.csms ?? {}, actor.ids);
  return changed.ok ? { ok: true, frames: [] } : failedBy(changed.problem);
}

/** One step for every identity of its actor. */
async function runForActor(body: Body, step: RawStep, around: Around): Promise<StepResult> {
  const actor = actorOf(body, step);
  if (isActing.has(verbOf(step))) await body.parts.inbox.mark(actor.ids);
  if (step.csms !== undefined) return changeCsms(body, step, around);
  const results = await Promise.all(
    actor.ids.map(async (id): Promise<StepResult> => {
      const variables = variablesFor(body, actor, id, around);
      const prepared = prepare(step, variables, body.nowMs());
      if (!prepared.ok) return prepared.result;
      const parts = { ...body.parts, variables: () => variables };
      return carryOut(prepared.value, { actor, id }, parts);
    }),
  );
  const wrong = results.find(({ ok }) => !ok);
  if (wrong) return wrong;
  const [first] = results;
  const got = first?.ok ? first.got : undefined;
  const frames = results.flatMap((result) => result.frames);
  return save(body, step, got) ?? { ok: true, frames, got };
}

/** Whether another round begins; a failure when that cannot be told. */
function mayGoOn(body: Body, step: RawStep, around: Around, round: number): StepResult | boolean {
  const actor = actorOf(body, step);
  const [id = ''] = actor.ids;
  const inside = { ...around, iterations: [...around.iterations, round] };
  const variables = variablesFor(body, actor, id, inside);
  const prepared = prepare(step, variables, body.nowMs());
  if (!prepared.ok) return prepared.result;
  const { times, while: condition } = prepared.value.repeat ?? {};
  if (times !== undefined && round > times) return false;
  if (condition === undefined) return times !== undefined;
  return examine(condition, { actor, id }, { ...body.parts, variables: () => variables }).ok;
}

async function repeat(body: Body, step: RawStep, around: Around): Promise<StepResult> {
  const inner = isObject(step.repeat) && Array.isArray(step.repeat.steps) ? step.repeat.steps : [];
  for (let round = 1; ; round += 1) {
    const goesOn = mayGoOn(body, step, around, round);
    if (typeof goesOn !== 'boolean') return goesOn;
    if (!goesOn) return { ok: true, frames: [], got: { rounds: round - 1 } };
    const inside = { path: around.path, iterations: [...around.iterations, round] };
    if (!(await runSteps(body, inner, inside))) return failed('scenario-step-inside');
  }
}

async function parallel(body: Body, step: RawStep, around: Around): Promise<StepResult> {
  const inner: RawStep[] = Array.isArray(step.parallel) ? step.parallel : [];
  const passed = await Promise.all(
    inner.map((one, index) => runStep(body, one, `${around.path}.${index + 1}`, around)),
  );
  return passed.every(Boolean) ? { ok: true, frames: [] } : failed('scenario-step-inside');
}

async function runStep(body: Body, step: RawStep, path: string, around: Around): Promise<boolean> {
  const entry = begin(body, step, path, around);
  body.moved();
  const startedMs = performance.now();
  const here = { path, iterations: around.iterations };
  const work =
    step.repeat !== undefined
      ? repeat(body, step, here)
      : step.parallel !== undefined
        ? parallel(body, step, here)
        : runForActor(body, step, around);
  try {
    const result = await work;
    finish(entry, result, performance.now() - startedMs);
    return result.ok;
  } catch (error) {
    const result = failed(error instanceof RunEnded ? 'scenario-ended' : 'internal');
    finish(entry, result, performance.now() - startedMs);
    throw error;
  } finally {
    body.moved();
  }
}

/** False when one failed; the others are left out then. */
async function runSteps(body: Body, steps: readonly RawStep[], around: Around): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    const number = String(index + 1);
    const path = around.path === '' ? number : `${around.path}.${number}`;
    if (!(await runStep(body, step, path, around))) return false;
  }
  return true;
}

async function setUp({ state, stage, parts, moved }: Body, nowMs: () => number): Promise<boolean> {
  const [entry] = state.steps;
  if (entry === undefined) return false;
  entry.status = 'running';
  entry.at = new Date(nowMs()).toISOString();
  moved();
  const startedMs = performance.now();
  const up = await stage.setUp(parts.inbox, parts.signal);
  finish(
    entry,
    up.ok ? { ok: true, frames: [] } : failedBy(up.problem),
    performance.now() - startedMs,
  );
  moved();
  return up.ok;
}

function firstState({ scenario, scenarioId, doors }: RunParts): ScenarioRun {
  const setUpStep: ScenarioStepState = {
    path: 'set-up',
    iterations: [],
    verb: 'set-up',
    status: 'pending',
    parameters: {
      chargePoints: Object.keys(scenario.setUp.chargePoints).length,
      listener: scenario.setUp.listener !== undefined,
    },
    frames: [],
  };
  return {
    id: randomUUID(),
    ...(scenarioId === undefined ? {} : { scenario: scenarioId }),
    name: scenario.name,
    status: 'running',
    startedAt: new Date(doors.nowMs()).toISOString(),
    capture: doors.capture(),
    steps: [
      setUpStep,
      ...scenario.steps.map((step, index) => plannedStep(step, String(index + 1), verbOf(step))),
    ],
    actors: {},
    leftOver: [],
  };
}

/** Starts it; the state moves on its own. Problems: `scenario-station-missing`. */
export function startRun(
  runParts: RunParts,
): { ok: true; value: Run } | { ok: false; problem: Problem } {
  const { doors, scenario, request, moved, onError } = runParts;
  const cast = castActors(scenario, request);
  if (!cast.ok) return cast;
  const actors = cast.value;
  const state = firstState(runParts);
  for (const { name, ids } of actors.values()) state.actors[name] = [...ids];
  const ending = new AbortController();
  const { signal } = ending;
  const stations = new Set([...actors.values()].flatMap(({ ids }) => ids));
  const inbox = openInbox(doors.frames, stations, doors.onMoved);
  const listenerId = `scenario-${state.id.slice(0, 8)}`;
  const saved: Record<string, unknown> = { ...scenario.variables };
  const keep = (name: string, value: unknown) => {
    saved[name] = value;
  };
  const stage = createStage({ doors, scenario, actors, url: request.url, listenerId, keep });
  const variables = () => saved;
  const parts: StepParts = { doors, inbox, signal, variables, answers: new Map() };
  const { nowMs } = doors;
  const body: Body = { scenario, actors, state, parts, stage, saved, moved, nowMs };
  const startedMs = performance.now();
  const timer = setTimeout(() => ending.abort('timeout'), milliseconds(scenario.timeout));

  function close(status: ScenarioRun['status'], problem?: Problem): void {
    for (const step of state.steps) if (step.status === 'pending') step.status = 'skipped';
    state.status = status;
    state.endedAt = new Date(nowMs()).toISOString();
    state.durationMs = Math.round(performance.now() - startedMs);
    if (problem) state.problem = problem;
    moved();
  }

  async function carryOutAll(): Promise<[ScenarioRun['status'], Problem?]> {
    try {
      const ready = await setUp(body, nowMs);
      const passed = ready && (await runSteps(body, scenario.steps, { path: '', iterations: [] }));
      return [passed ? 'passed' : 'failed'];
    } catch (error) {
      for (const step of state.steps) if (step.status === 'running') step.status = 'failed';
      if (!(error instanceof RunEnded)) {
        onError(error);
        return ['failed', { code: 'internal' }];
      }
      return signal.reason === 'timeout'
        ? ['failed', { code: 'scenario-timeout', parameters: { timeout: scenario.timeout } }]
        : ['cancelled'];
    }
  }

  const ended = carryOutAll().then(async ([status, problem]) => {
    clearTimeout(timer);
    // Whatever still waits, in a parallel step, must not act on what is cleared up.
    ending.abort('over');
    inbox.close();
    state.leftOver = await stage.clear();
    close(status, problem);
  });

  return {
    ok: true,
    value: {
      state: () => structuredClone(state),
      cancel() {
        if (state.endedAt !== undefined) return false;
        ending.abort('cancelled');
        return true;
      },
      ended,
    },
  };
}
