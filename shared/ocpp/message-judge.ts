/**
 * Says what is wrong or odd about one message: form, action, direction, payload, characters.
 * Pure; knows nothing of other messages (pairing, order, time): that is for the diagnosis rules.
 */
import type { Severity } from '../record/judgement.ts';
import { senderOfAction } from './actions.ts';
import { judgeCharacters } from './character-judge.ts';
import { isKnownErrorCode } from './error-codes.ts';
import { findDuplicateKeys } from './json-duplicate-keys.ts';
import {
  type CallMessage,
  type ErrorMessage,
  isMessageIdTooLong,
  type JsonObject,
  type MalformedMessage,
  type MalformedReason,
  type OcppMessage,
  type ResultMessage,
  type SendMessage,
} from './message-codec.ts';
import type { MessageJudgement, MessageRule } from './message-rules.ts';
import { judgePayload16 } from './payload-judge-16.ts';
import { judgeViolations } from './schema-judge.ts';
import { messageClause, rpcClause } from './specification-clauses.ts';
import type { PayloadKind, Validators } from './validation.ts';
import { type OcppVersion, ocppVersions, type Sender } from './versions.ts';

/** Changes whenever a rule changes what it finds, so that an index knows when its judgements are old. */
export const messageJudgeVersion = 1;

/** What the judge is given. */
export interface MessageToJudge {
  text: string;
  /** The same text as `decodeMessage` read it with the version of `validators`. */
  decoded: OcppMessage;
  validators: Validators;
  sender: Sender;
  /** The action of the CALL that a CALLRESULT answers; without it its payload is not checked. */
  action?: string | undefined;
}

/** Texts longer than this, in UTF-16 units, are not searched for duplicate names. */
const longestScannedText = 1024 * 1024;

const longestQuotedText = 60;

function quoted(text: string): string {
  return text.length > longestQuotedText
    ? `${text.slice(0, longestQuotedText).toWellFormed()}…`
    : text;
}

const clauseOfReason: Record<MalformedReason, string> = {
  'not-json': '4.2',
  'not-an-array': '4.2',
  'empty-array': '4.2',
  'message-type-not-a-number': '4.1.3',
  'message-type-unknown': '4.1.3',
  'message-id-missing': '4.1.4',
  'message-id-not-a-string': '4.1.4',
  'message-id-too-long': '4.1.4',
  'call-too-short': '4.2.1',
  'call-too-long': '4.2.1',
  'action-not-a-string': '4.2.1',
  'payload-not-an-object': '4.2.1',
  'result-too-short': '4.2.2',
  'result-too-long': '4.2.2',
  'result-payload-not-an-object': '4.2.2',
  'error-too-short': '4.2.3',
  'error-too-long': '4.2.3',
  'error-code-not-a-string': '4.2.3',
  'error-description-not-a-string': '4.2.3',
  'error-details-not-an-object': '4.2.3',
};

function judgeMalformed(message: MalformedMessage, version: OcppVersion): MessageJudgement {
  const parameters: Record<string, string | number> = {};
  if (message.messageType !== undefined) parameters.messageType = message.messageType;
  if (message.position !== undefined) parameters.position = message.position;
  return {
    rule: message.reason,
    severity: 'error',
    clause: rpcClause(version, clauseOfReason[message.reason]),
    parameters,
  };
}

function judgeMessageId(messageId: string, version: OcppVersion): MessageJudgement[] {
  const judgement = (rule: MessageRule, severity: Severity): MessageJudgement => ({
    rule,
    severity,
    clause: rpcClause(version, '4.1.4'),
    path: '/1',
    parameters: { length: messageId.length },
  });
  if (messageId === '') return [judgement('message-id-empty', 'warning')];
  return isMessageIdTooLong(messageId) ? [judgement('message-id-too-long', 'error')] : [];
}

function judgeUnknownAction(action: string, { version, knows }: Validators): MessageJudgement {
  const lowerCase = action.toLowerCase();
  const capitalised = `${lowerCase.slice(0, 1).toUpperCase()}${action.slice(1)}`;
  const parameters: Record<string, string> = { action: quoted(action), version };
  if (knows(capitalised)) parameters.meant = capitalised;
  const clause = rpcClause(version, '4.2.3');
  return { rule: 'action-unknown', severity: 'error', clause, path: '/2', parameters };
}

function judgeDirection(action: string, sender: Sender, version: OcppVersion): MessageJudgement[] {
  const expected = senderOfAction(action, version);
  if (expected === 'both' || expected === sender) return [];
  return [
    {
      rule: 'action-wrong-direction',
      severity: 'error',
      clause: messageClause(version, action, 'request'),
      path: '/2',
      parameters: { action, sender },
    },
  ];
}

function judgePayload(
  action: string,
  kind: PayloadKind,
  payload: JsonObject,
  validators: Validators,
): MessageJudgement[] {
  const place = {
    version: validators.version,
    action,
    kind,
    pointer: kind === 'request' ? '/3' : '/2',
    payload,
  };
  const judgements = judgeViolations(validators.validate(action, kind, payload), place);
  if (validators.version === 'ocpp1.6') judgements.push(...judgePayload16(place));
  return judgements;
}

function judgeRequest(
  { action, payload }: CallMessage | SendMessage,
  { validators, sender }: MessageToJudge,
): MessageJudgement[] {
  if (!validators.knows(action)) return [judgeUnknownAction(action, validators)];
  return [
    ...judgeDirection(action, sender, validators.version),
    ...judgePayload(action, 'request', payload, validators),
  ];
}

function judgeResult(
  { payload }: ResultMessage,
  { validators, action }: MessageToJudge,
): MessageJudgement[] {
  if (action === undefined || !validators.has(action, 'response')) return [];
  return judgePayload(action, 'response', payload, validators);
}

/** Longest description of OCPP 2.0.1 Part 4 §4.2.3. */
const longestDescription = 255;

function judgeError(
  { errorCode, description }: ErrorMessage,
  version: OcppVersion,
): MessageJudgement[] {
  const judgements: MessageJudgement[] = [];
  const clause = rpcClause(version, '4.2.3');
  const parameters = { errorCode: quoted(errorCode) };
  if (!isKnownErrorCode(errorCode, version)) {
    judgements.push({
      rule: 'error-code-unknown',
      severity: 'warning',
      clause,
      path: '/2',
      parameters: { ...parameters, isOfOtherVersion: isCodeOfAnyVersion(errorCode) },
    });
  }
  if (version !== 'ocpp1.6' && description.length > longestDescription) {
    judgements.push({
      rule: 'error-description-too-long',
      severity: 'warning',
      clause,
      path: '/3',
      parameters: { limit: longestDescription },
    });
  }
  return judgements;
}

function isCodeOfAnyVersion(errorCode: string): boolean {
  return ocppVersions.some((version) => isKnownErrorCode(errorCode, version));
}

function judgeDuplicateKeys(text: string): MessageJudgement[] {
  if (text.length > longestScannedText) return [];
  return findDuplicateKeys(text).map(({ path, key }) => ({
    rule: 'duplicate-key',
    severity: 'warning',
    clause: 'RFC 8259 §4',
    path: quoted(path),
    parameters: { key: quoted(key) },
  }));
}

function judgeByKind(message: MessageToJudge): MessageJudgement[] {
  const { decoded, validators } = message;
  switch (decoded.kind) {
    case 'malformed':
      return [judgeMalformed(decoded, validators.version)];
    case 'call':
    case 'send':
      return judgeRequest(decoded, message);
    case 'result':
      return judgeResult(decoded, message);
    case 'error':
      return judgeError(decoded, validators.version);
  }
}

/** Everything the text of one message is judged for. Empty when there is nothing to say. Never throws. */
export function judgeMessage(message: MessageToJudge): MessageJudgement[] {
  const { text, decoded, validators } = message;
  const judgements = judgeByKind(message);
  if (decoded.kind !== 'malformed') {
    judgements.push(...judgeMessageId(decoded.messageId, validators.version));
    judgements.push(...judgeDuplicateKeys(text));
  }
  judgements.push(...judgeCharacters(text, decoded, validators.version));
  return judgements;
}
