/**
 * Contract of behaviour: what an emulated charge point does otherwise than a well-built one. Whatever it sends because
 * of it is flagged tampered in the record. Shapes only.
 */
import { z } from 'zod';
import { actionsSentBy16 } from '../ocpp/actions.ts';
import { badFrames, badHandshakes } from '../ocpp/bad-input.ts';
import { chosenAnswer } from './csms-answers-contract.ts';

const sent = actionsSentBy16('charge-point').map(({ action }) => action);
const received = actionsSentBy16('csms').map(({ action }) => action);

/** The connection has opened, or a CALL of this action passes in either direction. */
export const behaviourEvent = z.enum(['connected', ...new Set([...sent, ...received])]);
export type BehaviourEvent = z.output<typeof behaviourEvent>;

const everyS = z.number().min(0.1).max(86_400);

export const behaviourAnswer = z.strictObject({
  /** All that the Central System may send when absent. */
  action: z.enum(received).optional(),
  /** `usual`: does what was asked and answers with these members changed. The others do nothing but answer. */
  answer: chosenAnswer,
  /** Before this answer, instead of the latency of all. */
  delayMs: z.number().int().min(0).max(3_600_000).optional(),
  /** How often; always when absent. Used up, the next one that fits takes its turn. */
  times: z.number().int().min(1).max(1_000_000).optional(),
});
export type BehaviourAnswer = z.output<typeof behaviourAnswer>;

export const chargePointBehaviour = z.strictObject({
  /** Before every answer. */
  latencyMs: z.number().int().min(0).max(3_600_000).default(0),
  /** At most so much more, by chance. */
  jitterMs: z.number().int().min(0).max(3_600_000).default(0),
  answers: z.array(behaviourAnswer).max(100).default([]),
  /** Its clock is so many seconds ahead of what the Central System says; behind when negative. */
  clockSkewS: z.number().min(-1e9).max(1e9).default(0),
  /** Between heartbeats, whatever BootNotification.conf says; ChangeConfiguration still changes it. */
  heartbeatIntervalS: z.number().int().min(0).max(86_400).optional(),
  /** CALLs it leaves out. */
  neverSend: z.array(z.enum(sent)).default([]),
  /** Texts, or bytes past the WebSocket layer, that it sends beside everything else. */
  frames: z
    .array(
      z.strictObject({
        text: z.string().max(1_000_000).optional(),
        base64: z.base64().max(1_000_000).optional(),
        everyS: everyS.optional(),
        on: behaviourEvent.optional(),
      }),
    )
    .max(100)
    .default([]),
  /** Goes without a closing handshake, and comes back as after any loss. */
  loseConnection: z
    .strictObject({ everyS: everyS.optional(), on: z.array(behaviourEvent).default([]) })
    .optional(),
});
export type ChargePointBehaviour = z.output<typeof chargePointBehaviour>;

/** What a bad handshake came to. */
export const badHandshakeOutcome = z.object({
  /** Absent when no HTTP answer came. */
  httpStatus: z.number().optional(),
  /** Why none came. */
  failure: z.string().optional(),
  frames: z.array(z.number()),
});
export type BadHandshakeOutcome = z.output<typeof badHandshakeOutcome>;

/** The names keep their types. */
const namesOf = <Name extends string>(all: readonly { name: Name }[]): Name[] =>
  all.map(({ name }) => name);

/** Changes what a running charge point does; without `behaviour` it behaves well again. */
export const behaviourActions = [
  z.object({ action: z.literal('set-behaviour'), behaviour: chargePointBehaviour.optional() }),
  /** Violates RFC 6455 once on the open connection; answers the frames it is recorded as. */
  z.object({ action: z.literal('send-bad-frame'), name: z.enum(namesOf(badFrames)) }),
  /**
   * Asks for an upgrade that is wrong, once, on a connection beside the one there may be; answers `badHandshakeOutcome`.
   */
  z.object({ action: z.literal('send-bad-handshake'), name: z.enum(namesOf(badHandshakes)) }),
] as const;
