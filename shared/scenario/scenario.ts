/**
 * The shape of a scenario: what it needs, and the steps that drive a charge point, a Central System or both.
 * Unknown names are errors. Shapes only; `read-scenario.ts` reads the text, the bench runs it.
 */
import { z } from 'zod';
import { chargePointAction, chargePointRequest } from '../api/charge-points-contract.ts';
import { stationId } from '../api/common-schemas.ts';
import { answerRule } from '../api/csms-answers-contract.ts';
import { idTagRequest, listenerConfiguration, stationRequest } from '../api/csms-contract.ts';
import { operationRequest } from '../api/csms-operations-contract.ts';
import { csmsPolicyChanges } from '../api/csms-policy.ts';
import { faultIds } from '../security/handshake-faults.ts';
import { duration } from './duration.ts';

const anyObject = z.record(z.string(), z.unknown());
const actorName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/, 'a name of letters and digits');
const variableName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'a name of letters and digits');

/** Unknown names in an action are errors here, where people write by hand. */
const strictAction = z.discriminatedUnion(
  'action',
  // The options of a discriminated union keep their discriminator when they become strict.
  chargePointAction.options.map((option) =>
    option.strict(),
  ) as unknown as typeof chargePointAction.options,
);

const listener = listenerConfiguration.omit({ id: true }).extend({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.number().int().min(0).max(65535).default(0),
});

const chargePoint = chargePointRequest.extend({
  /** `SCENARIO-` and its name when absent; of several, with a number behind it. */
  id: stationId.optional(),
  /** A fleet of this many, which a step addresses as one. */
  count: z.number().int().min(1).max(5000).default(1),
  /** The scenario's own listener when absent. */
  url: chargePointRequest.shape.url.optional(),
  securityProfile: chargePointRequest.shape.securityProfile.default(0),
  /** Keys that the local CSMS sets once it has booted. */
  configuration: z.record(z.string().min(1).max(50), z.string().max(500)).default({}),
  /** What the steps wait for: that it has booted, that it is connected, or nothing. */
  ready: z.enum(['accepted', 'connected', 'no']).default('accepted'),
});
export type ScenarioChargePoint = z.output<typeof chargePoint>;

const setUp = z.strictObject({
  /** A listener of the local CSMS for this run. */
  listener: listener.optional(),
  /** Changed for this run, and put back. */
  policy: csmsPolicyChanges.optional(),
  idTags: z.record(z.string().min(1).max(20), idTagRequest).default({}),
  /** Test files among the firmware of the bench; a variable of this name holds the id of each. */
  firmware: z
    .record(
      variableName,
      z.strictObject({
        file: z.string().min(1).max(255),
        bytes: z.number().int().min(1).max(10_000_000).default(20_000),
      }),
    )
    .default({}),
  chargePoints: z.record(actorName, chargePoint).default({}),
  /** Real charge points at the local CSMS; the command line can name them too. */
  stations: z.record(actorName, z.strictObject({ id: stationId.optional() })).default({}),
});

const saved = z.record(variableName, z.string().min(1).max(500));

/** The kinds of frames that can be waited for: of messages by their type, of the others as the record has them. */
const expectedKinds = [
  'call',
  'result',
  'error',
  'malformed',
  'upgrade-request',
  'upgrade-response',
  'tls-established',
  'connection-opened',
  'connection-failed',
  'connection-closed',
  'ping',
  'pong',
  'close',
  'call-timeout',
  'protocol-error',
] as const;

const frameMatch = {
  /** Of the CALL, and of the CALL that a result or an error answers. */
  action: z.string().min(1).max(100).optional(),
  kind: z.enum(expectedKinds).default('call'),
  from: z.enum(['charge-point', 'csms']).optional(),
  /** What must be in it; names may be paths, values may be comparisons. Of other frames: in their detail. */
  payload: anyObject.optional(),
  /** Of an emulated charge point its own frames count, of a real one those of the CSMS. */
  role: z.enum(['charge-point', 'csms']).optional(),
};

const expectation = z.strictObject({
  ...frameMatch,
  within: duration.default('5s'),
  count: z.number().int().min(1).max(100_000).default(1),
  /** It must not come within this time. */
  absent: z.boolean().default(false),
  /** Looks at everything since the scenario began, not since the last step that did something. */
  since: z.enum(['action', 'start']).default('action'),
});
export type Expectation = z.output<typeof expectation>;

const connectorCondition = z.looseObject({ id: z.number().int().min(0).default(1) });

/** All that is named must hold. */
export const condition = z.strictObject({
  /** Parts of the state of a connector: the emulated one, else as the CSMS knows it. */
  connector: connectorCondition.optional(),
  /** Parts of what the CSMS knows of the station. */
  station: anyObject.optional(),
  /** Parts of the state of the emulated charge point. */
  chargePoint: anyObject.optional(),
  /** Parts of its newest transaction at the CSMS. */
  transaction: anyObject.optional(),
  /** Parts of the last answer to a CALL or an action of the actor. */
  answer: anyObject.optional(),
  /** Parts of the variables. */
  variables: anyObject.optional(),
  /** How many such frames came since the scenario began. */
  frames: z
    .strictObject({ ...frameMatch, count: z.union([z.number().int().min(0), anyObject]) })
    .optional(),
});
export type Condition = z.output<typeof condition>;

const waiting = z.union(
  [duration, z.strictObject({ until: condition, within: duration.default('10s') })],
  'a time with its unit (500ms, 5s, 2min), or until and within',
);

const callStep = z.strictObject({
  action: z.string().min(1).max(100),
  payload: anyObject.default({}),
  within: duration.default('10s'),
  /** false sends what the schema forbids. */
  validate: z.boolean().default(true),
  /** Parts of the answer; of a CALLERROR `error`, `description` and `details`. Any CALLRESULT will do when absent. */
  answer: anyObject.optional(),
});

export const operationStep = z.strictObject({
  start: operationRequest,
  within: duration.default('30s'),
  ends: z.enum(['succeeded', 'failed', 'cancelled']).default('succeeded'),
});

const csmsStep = z.strictObject({
  policy: csmsPolicyChanges.optional(),
  idTag: idTagRequest.extend({ idTag: z.string().min(1).max(20) }).optional(),
  /** A chosen answer to the actor's CALLs. */
  answer: answerRule.omit({ station: true }).optional(),
  /** Takes the chosen answers of this run away. */
  answers: z.literal('usual').optional(),
  /** What is set of the actor's station. */
  station: stationRequest.optional(),
  /** The listener of the scenario. */
  listener: z.enum(['stop', 'start']).optional(),
  /** What the listener of the scenario shows wrong on purpose; `off` shows the usual again. */
  fault: z.enum([...faultIds, 'off']).optional(),
  disconnect: z.literal(true).optional(),
});
export type CsmsStep = z.output<typeof csmsStep>;

export const verbs = [
  'do',
  'call',
  'operation',
  'csms',
  'expect',
  'wait',
  'assert',
  'repeat',
  'parallel',
] as const;
export type Verb = (typeof verbs)[number];

/** What every step may have beside its verb. */
const aroundStep = {
  name: z.string().min(1).max(200).optional(),
  /** Who acts or is looked at: a charge point, a fleet or a station of the set-up; the first when absent. */
  as: actorName.optional(),
  /** Variables from what the step got: `{transactionId: payload.transactionId}`. */
  save: saved.optional(),
};

const repeatHead = {
  times: z.number().int().min(1).max(10_000).optional(),
  /** Goes on as long as this holds, `times` at most. */
  while: condition.optional(),
};

const stepShape = {
  ...aroundStep,
  do: strictAction.optional(),
  call: callStep.optional(),
  operation: operationStep.optional(),
  csms: csmsStep.optional(),
  expect: expectation.optional(),
  wait: waiting.optional(),
  assert: condition.optional(),
};

function hasOneVerb(step: object): boolean {
  return verbs.filter((verb) => Object.hasOwn(step, verb)).length === 1;
}

const oneVerb = `a step has one of ${verbs.join(', ')}`;

/** A step without the steps in it, as it is carried out. */
export const flatStep = z.strictObject({
  ...stepShape,
  repeat: z.strictObject(repeatHead).optional(),
});
export type FlatStep = z.output<typeof flatStep>;

/** Declared by itself because it holds itself. */
const scenarioStep = z
  .strictObject({
    ...stepShape,
    get repeat() {
      return z.strictObject({ ...repeatHead, steps: scenarioSteps }).optional();
    },
    get parallel() {
      return scenarioSteps.optional();
    },
  })
  .refine(hasOneVerb, oneVerb)
  .meta({ id: 'step' });
const scenarioSteps: z.ZodArray<z.ZodType> = z
  .array(z.lazy((): z.ZodType => scenarioStep))
  .min(1)
  .max(1000);

export const scenarioHead = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(100),
  description: z.string().max(2000).optional(),
  /** The whole run ends after this time. */
  timeout: duration.default('5min'),
  setUp: setUp.prefault({}),
  variables: z.record(variableName, z.unknown()).default({}),
});

export const scenarioShape = scenarioHead.extend({ steps: scenarioSteps });

/** A scenario that was read: the head with its defaults, the steps as they were written. */
export type Scenario = z.output<typeof scenarioHead> & { steps: readonly RawStep[] };

/** A step as it was written and checked; variables are put in when it is carried out. */
export type RawStep = Readonly<Record<string, unknown>>;
