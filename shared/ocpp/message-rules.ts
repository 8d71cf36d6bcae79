/**
 * The codes of all rules the message judge knows. Words for them are in message-judge-words.ts.
 * Knows nothing of how a rule is decided.
 */
import type { Judgement } from '../record/judgement.ts';
import type { MalformedReason } from './message-codec.ts';
import type { Tolerance } from './validation.ts';

/** Rules about payloads against their schema. */
export type SchemaRule =
  | 'schema-required'
  | 'schema-type'
  | 'schema-enum'
  | 'schema-max-length'
  | 'schema-extra-property'
  | 'schema-min-items'
  | 'schema-max-items'
  | 'schema-format'
  | 'schema-minimum'
  | 'schema-maximum'
  | 'schema-multiple-of'
  | 'schema-other';

/** Rules about characters. */
export type CharacterRuleCode =
  | 'byte-order-mark'
  | 'lone-surrogate'
  | 'nul-character'
  | 'direction-mark'
  | 'not-printable-ascii';

/** Every rule of the message judge. */
export type MessageRule =
  | MalformedReason
  | SchemaRule
  | Tolerance
  | CharacterRuleCode
  | 'message-id-empty'
  | 'action-unknown'
  | 'action-wrong-direction'
  | 'error-code-unknown'
  | 'error-description-too-long'
  | 'duplicate-key'
  | 'connector-id-too-small'
  | 'sampled-value-not-numeric'
  | 'unit-celsius'
  | 'security-event-unknown'
  | 'security-event-spelling';

/** A judgement by one of these rules. */
export interface MessageJudgement extends Judgement {
  rule: MessageRule;
}
