/**
 * What a judge says of one recorded frame. Judgements stand beside the record and never alter it.
 * Knows nothing of sockets, storage or screens; words for people are made from `rule` and `parameters` elsewhere.
 */

/** `info` is worth knowing, `warning` deviates but works, `error` violates the specification. */
export type Severity = 'info' | 'warning' | 'error';

/** One judgement of one frame. */
export interface Judgement {
  /** Stable code of the rule, kebab-case, for example `schema-required` or `message-id-too-long`. */
  rule: string;
  severity: Severity;
  /** Clause of the specification, for example `OCPP-J 1.6 §4.2.3` or `Whitepaper A00.FR.201`. */
  clause?: string;
  /** JSON pointer into the message, for example `/3/idTag`. */
  path?: string;
  /** Facts the words are made from. */
  parameters?: Record<string, string | number | boolean>;
}
