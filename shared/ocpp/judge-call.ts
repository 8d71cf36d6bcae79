/**
 * Decides whether an engine takes a CALL or refuses it, and with which CALLERROR.
 * Pure; knows nothing of the record, of pairing or of what a role does with the CALL.
 */
import { senderOfAction } from './actions.ts';
import { type ErrorCode, errorCodeOfKeyword, spellErrorCode } from './error-codes.ts';
import type { CallMessage } from './message-codec.ts';
import type { SchemaViolation, Validators } from './validation.ts';
import type { Sender } from './versions.ts';

/** Everything the decision needs. */
export interface CallToJudge {
  message: Pick<CallMessage, 'action' | 'payload'>;
  validators: Validators;
  /** Who sent the CALL. */
  sender: Sender;
  /** `lenient` takes values whose meaning is clear (a date-time without zone); `strict` refuses them (R23). */
  strictness: 'lenient' | 'strict';
}

/** The decision; `tolerated` lists what a lenient reader let pass. */
export type CallDecision =
  | { verdict: 'accept'; tolerated: readonly SchemaViolation[] }
  | {
      verdict: 'refuse';
      /** As the version spells it, ready for `encodeError`. */
      errorCode: string;
      /** At most 255 characters, for engineers on the other side. */
      description: string;
      details: { violations?: { path: string; keyword: string }[] };
      /** Empty when it is the action that is refused. */
      violations: readonly SchemaViolation[];
    };

const acceptedClean: CallDecision = Object.freeze({ verdict: 'accept', tolerated: [] });

/** When several fields are wrong the most structural fault names the answer. */
const precedence: readonly ErrorCode[] = [
  'FormationViolation',
  'OccurenceConstraintViolation',
  'TypeConstraintViolation',
  'PropertyConstraintViolation',
];

/** Enough for an engineer to start with, little enough for a small controller's buffer. */
const mostReportedViolations = 5;

const longestQuotedName = 60;

function quoted(name: string): string {
  return name.length > longestQuotedName
    ? `${name.slice(0, longestQuotedName).toWellFormed()}…`
    : name;
}

function describeViolation({ path, keyword, parameters }: SchemaViolation): string {
  const where = quoted(path);
  switch (keyword) {
    case 'required':
      return `${where} is missing`;
    case 'additionalProperties':
      return `${where} is not a property of this message`;
    case 'type':
      return `${where} is not of type ${parameters.type}`;
    case 'maxLength':
      return `${where} has more than ${parameters.limit} characters`;
    case 'enum':
      return `${where} has a value that is not in the list`;
    case 'format':
      return `${where} is not a valid ${parameters.format}`;
    default:
      return `${where} violates ${keyword}`;
  }
}

function refusal(violations: readonly SchemaViolation[], validators: Validators): CallDecision {
  const codes = violations.map(({ keyword }) => errorCodeOfKeyword(keyword));
  const code = precedence.find((candidate) => codes.includes(candidate)) ?? 'GenericError';
  const decisive = violations[codes.indexOf(code)];
  return {
    verdict: 'refuse',
    errorCode: spellErrorCode(code, validators.version),
    description: decisive === undefined ? '' : describeViolation(decisive),
    details: {
      violations: violations
        .slice(0, mostReportedViolations)
        .map(({ path, keyword }) => ({ path: quoted(path), keyword })),
    },
    violations,
  };
}

function refuseAction(errorCode: ErrorCode, description: string): CallDecision {
  return { verdict: 'refuse', errorCode, description, details: {}, violations: [] };
}

/**
 * Accept, or the CALLERROR to send: unknown action NotImplemented (R15, R18), an action of the other direction
 * NotSupported (R17), a schema violation by the table of error-codes.ts (R19 to R23). Never throws.
 */
export function judgeCall({ message, validators, sender, strictness }: CallToJudge): CallDecision {
  const { action, payload } = message;
  if (!validators.knows(action)) {
    return refuseAction('NotImplemented', `${quoted(action)} is not an action of this version`);
  }
  const expectedSender = senderOfAction(action, validators.version);
  if (expectedSender !== 'both' && expectedSender !== sender) {
    return refuseAction('NotSupported', `${action} is not sent in this direction`);
  }
  const violations = validators.validate(action, 'request', payload);
  if (violations.length === 0) return acceptedClean;
  const isTolerable = violations.every(({ tolerance }) => tolerance !== undefined);
  if (isTolerable && strictness === 'lenient') return { verdict: 'accept', tolerated: violations };
  return refusal(violations, validators);
}
