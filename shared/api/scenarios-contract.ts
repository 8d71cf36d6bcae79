/**
 * Contract of scenarios: those that are shipped and saved, checking a text, running one and what became of it.
 * Codes and parameters only; their words are in `shared/scenario/scenario-words.ts`.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { scenarioIdPattern } from '../scenario/scenario-id.ts';
import { problemSchema, stationId, timestamp } from './common-schemas.ts';

export const scenarioId = z.string().regex(scenarioIdPattern);
const scenarioText = z.string().max(200_000);

export const textFault = z.object({
  /** From 1; absent when the text has no such place. */
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  /** `steps.3.expect.within`; empty for the text as a whole. */
  path: z.string(),
  reason: z.string(),
});
export type ScenarioFault = z.infer<typeof textFault>;

export const scenarioEntry = z.object({
  id: scenarioId,
  source: z.enum(['shipped', 'saved']),
  /** Of the text; the id while it cannot be read. */
  name: z.string(),
  description: z.string().optional(),
  /** Its text cannot be run as it is. */
  faulty: z.boolean(),
  /** Charge points and stations that its set-up names; a run can bind the latter. */
  stations: z.array(z.string()),
});
export type ScenarioEntry = z.infer<typeof scenarioEntry>;

export const scenarioFile = scenarioEntry.extend({ text: z.string() });
export type ScenarioFile = z.infer<typeof scenarioFile>;

export const scenarioCheck = z.object({
  valid: z.boolean(),
  name: z.string().optional(),
  faults: z.array(textFault),
});
export type ScenarioCheck = z.infer<typeof scenarioCheck>;

/** A frame that a step looked at and did not take. */
export const otherFrame = z.object({
  seq: z.number().int(),
  kind: z.string(),
  action: z.string().optional(),
  sender: z.enum(['charge-point', 'csms']).optional(),
  /** Where it differs from what was expected. */
  path: z.string().optional(),
});

export const stepFailure = problemSchema.extend({
  /** What was wanted, without secrets. */
  expected: z.unknown().optional(),
  /** What there was instead, without secrets. */
  actual: z.unknown().optional(),
  /** Frames that came instead, the newest last. */
  came: z.array(otherFrame).optional(),
});
export type StepFailure = z.infer<typeof stepFailure>;

export const scenarioStepState = z.object({
  /** `set-up`, `3`, `3.1`; a step in a step has its number behind the other's. */
  path: z.string(),
  /** Round of each `repeat` around it. */
  iterations: z.array(z.number().int()),
  verb: z.string(),
  name: z.string().optional(),
  actor: z.string().optional(),
  status: z.enum(['pending', 'running', 'passed', 'failed', 'skipped']),
  /** When it began. */
  at: timestamp.optional(),
  durationMs: z.number().optional(),
  /** What it does: the action, how long it waits. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** `seq` in the capture of the run. */
  frames: z.array(z.number().int()),
  failure: stepFailure.optional(),
});
export type ScenarioStepState = z.infer<typeof scenarioStepState>;

export const scenarioRunHead = z.object({
  id: z.string(),
  /** Of a shipped or saved one. */
  scenario: scenarioId.optional(),
  name: z.string(),
  status: z.enum(['running', 'passed', 'failed', 'cancelled']),
  startedAt: timestamp,
  endedAt: timestamp.optional(),
  durationMs: z.number().optional(),
  /** The live capture when it began. */
  capture: z.string(),
});
export type ScenarioRunHead = z.infer<typeof scenarioRunHead>;

export const scenarioRun = scenarioRunHead.extend({
  steps: z.array(scenarioStepState),
  /** Identities behind the names of the set-up. */
  actors: z.record(z.string(), z.array(z.string())),
  /** Why it failed when no step says so. */
  problem: problemSchema.optional(),
  /** What could not be put back. */
  leftOver: z.array(problemSchema),
});
export type ScenarioRun = z.infer<typeof scenarioRun>;

export const scenarioRunRequest = z.strictObject({
  /** A shipped or saved one, or the text itself. */
  scenario: scenarioId.optional(),
  text: scenarioText.optional(),
  /** Stations of the local CSMS in place of charge points or stations of the set-up. */
  stations: z.record(z.string(), stationId).default({}),
  /** Where the emulated charge points connect, instead of to the local CSMS. */
  url: z
    .string()
    .regex(/^wss?:\/\//)
    .optional(),
});
export type ScenarioRunRequest = z.output<typeof scenarioRunRequest>;

const tags = ['Scenarios'];
const ofScenario = z.object({ id: scenarioId });
const ofRun = z.object({ id: z.string() });

export const scenariosContract = {
  list: oc.route({ method: 'GET', path: '/scenarios', tags }).output(z.array(scenarioEntry)),
  get: oc
    .route({ method: 'GET', path: '/scenarios/{id}', tags })
    .input(ofScenario)
    .output(scenarioFile),
  /** Keeps a text, also one that is not finished; a shipped one cannot be replaced. */
  save: oc
    .route({ method: 'PUT', path: '/scenarios/{id}', tags })
    .input(z.strictObject({ id: scenarioId, text: scenarioText }))
    .output(scenarioFile),
  delete: oc
    .route({ method: 'DELETE', path: '/scenarios/{id}', tags })
    .input(ofScenario)
    .output(z.object({ deleted: z.boolean() })),
  validate: oc
    .route({ method: 'POST', path: '/scenario-check', tags })
    .input(z.strictObject({ text: scenarioText }))
    .output(scenarioCheck),
  /** JSON Schema of a scenario. */
  schema: oc
    .route({ method: 'GET', path: '/scenario-schema', tags })
    .output(z.record(z.string(), z.unknown())),
  /** Answers at once; one run at a time. */
  run: oc
    .route({ method: 'POST', path: '/scenario-runs', tags })
    .input(scenarioRunRequest)
    .output(scenarioRun),
  /** The last ones, the newest first. */
  runs: oc.route({ method: 'GET', path: '/scenario-runs', tags }).output(z.array(scenarioRunHead)),
  runState: oc
    .route({ method: 'GET', path: '/scenario-runs/{id}', tags })
    .input(ofRun)
    .output(scenarioRun),
  cancel: oc
    .route({ method: 'POST', path: '/scenario-runs/{id}/cancel', tags })
    .input(ofRun)
    .output(scenarioRun),
};
