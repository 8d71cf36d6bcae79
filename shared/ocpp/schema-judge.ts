/**
 * Turns schema violations into judgements: rule, severity, clause, path within the message.
 * Knows nothing of what a value means beyond its schema.
 */

import type { JsonObject } from './message-codec.ts';
import type { MessageJudgement, SchemaRule } from './message-rules.ts';
import { maskUrl } from './secret-masking.ts';
import { messageClause } from './specification-clauses.ts';
import type { PayloadKind, SchemaViolation, Tolerance } from './validation.ts';
import type { OcppVersion } from './versions.ts';

/** Which payload is judged and where it stands in its message. */
export interface PayloadPlace {
  version: OcppVersion;
  action: string;
  kind: PayloadKind;
  /** `/3` in a CALL, `/2` in a CALLRESULT. */
  pointer: string;
  payload: JsonObject;
}

const ruleOfKeyword = new Map<string, SchemaRule>([
  ['required', 'schema-required'],
  ['type', 'schema-type'],
  ['enum', 'schema-enum'],
  ['maxLength', 'schema-max-length'],
  ['additionalProperties', 'schema-extra-property'],
  ['minItems', 'schema-min-items'],
  ['maxItems', 'schema-max-items'],
  ['format', 'schema-format'],
  ['minimum', 'schema-minimum'],
  ['maximum', 'schema-maximum'],
  ['multipleOf', 'schema-multiple-of'],
]);

const clauseOfTolerance: Record<Tolerance, string> = {
  'date-time-without-zone': 'OCPP 1.6 errata 3.10',
  'date-time-space': 'OCPP 1.6 errata 3.10',
  'uri-relative': 'RFC 3986 §4.3',
};

const longestShownValue = 60;

/** The value at the violation, so that words can quote it; only for keywords whose values are no secrets. */
function shownValue({ keyword, path }: SchemaViolation, payload: JsonObject): string | undefined {
  if (keyword !== 'enum' && keyword !== 'format') return undefined;
  let value: unknown = payload;
  for (const token of path.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    // Any JSON object or array can be read by name.
    value = (value as JsonObject)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  if (typeof value !== 'string') return undefined;
  const masked = maskUrl(value);
  if (masked.length <= longestShownValue) return masked;
  return `${masked.slice(0, longestShownValue).toWellFormed()}…`;
}

function judgeViolation(violation: SchemaViolation, place: PayloadPlace): MessageJudgement {
  const { keyword, tolerance, parameters } = violation;
  const value = shownValue(violation, place.payload);
  const judgement: MessageJudgement = {
    rule: tolerance ?? ruleOfKeyword.get(keyword) ?? 'schema-other',
    severity: tolerance === undefined ? 'error' : 'warning',
    clause: messageClause(place.version, place.action, place.kind),
    path: `${place.pointer}${violation.path}`,
    parameters: { ...parameters, keyword, ...(value === undefined ? {} : { value }) },
  };
  if (tolerance !== undefined && place.version === 'ocpp1.6') {
    judgement.clause = clauseOfTolerance[tolerance];
  }
  return judgement;
}

/** One judgement for each violation; tolerable ones are warnings. */
export function judgeViolations(
  violations: readonly SchemaViolation[],
  place: PayloadPlace,
): MessageJudgement[] {
  return violations.map((violation) => judgeViolation(violation, place));
}
