/**
 * What the schemas of OCPP 1.6 cannot say about a payload: ranges given in prose, spellings, values that are numbers
 * in strings. Looks at one payload only and takes whatever shape it has.
 */
import type { Severity } from '../record/judgement.ts';
import type { JsonObject } from './message-codec.ts';
import type { MessageJudgement, MessageRule } from './message-rules.ts';
import type { PayloadPlace } from './schema-judge.ts';
import { findSecurityEvent } from './security-events.ts';
import { messageClause } from './specification-clauses.ts';

/** Requests whose `connectorId` must be greater than 0 (OCPP 1.6 chapter 6). */
const needsRealConnector = new Set([
  'RemoteStartTransaction',
  'StartTransaction',
  'TriggerMessage',
  'ExtendedTriggerMessage',
  'UnlockConnector',
]);

interface Finding {
  rule: MessageRule;
  severity: Severity;
  /** JSON pointer into the payload. */
  path: string;
  clause?: string;
  parameters?: MessageJudgement['parameters'];
}

function connectorFindings(action: string, payload: JsonObject): Finding[] {
  const { connectorId } = payload;
  if (typeof connectorId !== 'number') return [];
  const least = needsRealConnector.has(action) ? 1 : 0;
  if (connectorId >= least) return [];
  const parameters = { connectorId, least };
  return [{ rule: 'connector-id-too-small', severity: 'error', path: '/connectorId', parameters }];
}

function objectsIn(value: unknown): JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (element): element is JsonObject =>
      typeof element === 'object' && element !== null && !Array.isArray(element),
  );
}

const decimalNumber = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

function sampleFindings(sample: JsonObject, path: string): Finding[] {
  const findings: Finding[] = [];
  const { value, format, unit } = sample;
  if (typeof value === 'string' && format !== 'SignedData' && !decimalNumber.test(value)) {
    findings.push({
      rule: 'sampled-value-not-numeric',
      severity: 'warning',
      path: `${path}/value`,
      clause: 'OCPP 1.6 §7.49',
    });
  }
  if (unit === 'Celsius') {
    findings.push({
      rule: 'unit-celsius',
      severity: 'info',
      path: `${path}/unit`,
      clause: 'OCPP 1.6 errata 2.1',
    });
  }
  return findings;
}

/** One finding of a kind is enough: a meter that errs, errs in every sample. */
function meterFindings(payload: JsonObject, property: string): Finding[] {
  const byRule = new Map<string, Finding>();
  for (const [outer, meterValue] of objectsIn(payload[property]).entries()) {
    for (const [inner, sample] of objectsIn(meterValue.sampledValue).entries()) {
      const path = `/${property}/${outer}/sampledValue/${inner}`;
      for (const finding of sampleFindings(sample, path)) {
        if (!byRule.has(finding.rule)) byRule.set(finding.rule, finding);
      }
    }
  }
  return [...byRule.values()];
}

function securityEventFindings(payload: JsonObject): Finding[] {
  const { type } = payload;
  if (typeof type !== 'string') return [];
  const path = '/type';
  const clause = 'Whitepaper §8';
  const event = findSecurityEvent(type);
  if (event === undefined) {
    return [{ rule: 'security-event-unknown', severity: 'info', path, clause }];
  }
  if (event.name === type) return [];
  const parameters = { expected: event.name };
  return [{ rule: 'security-event-spelling', severity: 'info', path, clause, parameters }];
}

function findingsIn(action: string, payload: JsonObject): Finding[] {
  switch (action) {
    case 'MeterValues':
      return [...connectorFindings(action, payload), ...meterFindings(payload, 'meterValue')];
    case 'StopTransaction':
      return meterFindings(payload, 'transactionData');
    case 'SecurityEventNotification':
      return securityEventFindings(payload);
    default:
      return connectorFindings(action, payload);
  }
}

/** The judgements of a payload of OCPP 1.6 beyond its schema; only requests have any. */
export function judgePayload16({
  version,
  action,
  kind,
  pointer,
  payload,
}: PayloadPlace): MessageJudgement[] {
  if (kind !== 'request') return [];
  return findingsIn(action, payload).map(({ rule, severity, path, clause, parameters }) => ({
    rule,
    severity,
    clause: clause ?? messageClause(version, action, kind),
    path: `${pointer}${path}`,
    ...(parameters === undefined ? {} : { parameters }),
  }));
}
