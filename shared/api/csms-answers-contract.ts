/**
 * Contract of chosen answers: what a CSMS says to a charge point instead of what its policy says. Every frame that is
 * sent by one is flagged tampered in the record.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { actionsSentBy16 } from '../ocpp/actions.ts';
import { stationId } from './common-schemas.ts';

const anyObject = z.record(z.string(), z.unknown());

export const chosenAnswer = z.discriminatedUnion('kind', [
  /** As the policy has it, with these members in place of its own; late when there is a delay. */
  z.strictObject({ kind: z.literal('usual'), changes: anyObject.default({}) }),
  /** This payload, valid or not. */
  z.strictObject({ kind: z.literal('result'), payload: anyObject }),
  /** A CALLERROR; any code is sent as it is. */
  z.strictObject({
    kind: z.literal('error'),
    code: z.string().max(100),
    description: z.string().max(255).default(''),
    details: anyObject.default({}),
  }),
  z.strictObject({ kind: z.literal('silence') }),
  /** Any text; `{messageId}` stands for the id of the CALL. */
  z.strictObject({ kind: z.literal('raw'), text: z.string().max(1_000_000) }),
]);
export type ChosenAnswer = z.output<typeof chosenAnswer>;

export const answerRule = z.strictObject({
  /** All stations when absent. */
  station: stationId.optional(),
  action: z.enum(actionsSentBy16('charge-point').map(({ action }) => action)),
  answer: chosenAnswer,
  delayMs: z.number().int().min(0).max(3_600_000).default(0),
  /** How often; always when absent. Used up, the next rule for the same action takes its turn. */
  times: z.number().int().min(1).max(1_000_000).optional(),
});
export type AnswerRule = z.output<typeof answerRule>;
export type AnswerRuleRequest = z.input<typeof answerRule>;

const ruleId = z.string().min(1).max(64);

export const answerRuleState = answerRule.extend({
  id: ruleId,
  /** How often it was used. */
  used: z.number().int(),
  /** Nothing is left of its `times`. */
  usedUp: z.boolean(),
});
export type AnswerRuleState = z.infer<typeof answerRuleState>;

const tags = ['CSMS'];

export const answersContract = {
  answers: oc
    .route({ method: 'GET', path: '/csms/answers', tags })
    .output(z.array(answerRuleState)),
  addAnswer: oc
    .route({ method: 'POST', path: '/csms/answers', tags })
    .input(answerRule)
    .output(answerRuleState),
  /** A rule that is put again counts from the beginning. */
  putAnswer: oc
    .route({ method: 'PUT', path: '/csms/answers/{id}', tags })
    .input(answerRule.extend({ id: ruleId }))
    .output(answerRuleState),
  deleteAnswer: oc
    .route({ method: 'DELETE', path: '/csms/answers/{id}', tags })
    .input(z.object({ id: ruleId }))
    .output(z.object({ deleted: z.boolean() })),
  deleteAnswers: oc
    .route({ method: 'DELETE', path: '/csms/answers', tags })
    .output(z.object({ deleted: z.number().int() })),
};
