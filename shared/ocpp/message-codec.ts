/**
 * Reads and writes OCPP-J messages. Reading never throws, whatever arrives: what is no message comes back as
 * `malformed` with what the specification wants done about it. Knows nothing of schemas, pairing or sockets.
 */
import { type ErrorCode, readErrorCode } from './error-codes.ts';
import { codePointLength } from './schema-formats.ts';
import type { OcppVersion } from './versions.ts';

/** A JSON object as it was parsed. */
export type JsonObject = { [property: string]: unknown };

/** A request, `[2, id, action, payload]` (OCPP-J 1.6 §4.2.1). A `null` payload is read as `{}` (wire case R1). */
export interface CallMessage {
  kind: 'call';
  messageId: string;
  action: string;
  payload: JsonObject;
}

/** A request without answer, `[6, id, action, payload]` (OCPP-J 2.1 §4.2.5); read only when the version has it. */
export interface SendMessage {
  kind: 'send';
  messageId: string;
  action: string;
  payload: JsonObject;
}

/** An answer, `[3, id, payload]` (§4.2.2). */
export interface ResultMessage {
  kind: 'result';
  messageId: string;
  payload: JsonObject;
}

/** A refusal, `[4, id, code, description, details]` (§4.2.3). */
export interface ErrorMessage {
  kind: 'error';
  /** True for the CALLRESULTERROR of OCPP 2.1, `[5, …]`, which refuses a CALLRESULT. */
  refusesResult: boolean;
  messageId: string;
  /** As received. */
  errorCode: string;
  /** What it means to us: unknown codes count as GenericError (wire case R27). */
  meaning: ErrorCode;
  description: string;
  details: JsonObject;
}

/** Why a text is no message; stable codes, words are made elsewhere. */
export type MalformedReason =
  | 'not-json'
  | 'not-an-array'
  | 'empty-array'
  | 'message-type-not-a-number'
  | 'message-type-unknown'
  | 'message-id-missing'
  | 'message-id-not-a-string'
  | 'message-id-too-long'
  | 'call-too-short'
  | 'call-too-long'
  | 'action-not-a-string'
  | 'payload-not-an-object'
  | 'result-too-short'
  | 'result-too-long'
  | 'result-payload-not-an-object'
  | 'error-too-short'
  | 'error-too-long'
  | 'error-code-not-a-string'
  | 'error-description-not-a-string'
  | 'error-details-not-an-object';

/** A text that is no OCPP-J message. */
export interface MalformedMessage {
  kind: 'malformed';
  reason: MalformedReason;
  /** The type element when it is a number. */
  messageType?: number;
  /** The id to answer with, or of the CALL that this was meant to answer. A number is given as its digits. */
  messageId?: string;
  /** The action element of a CALL when it is a string. */
  action?: string;
  /** Where the JSON parser stopped, in UTF-16 units, when it says so. */
  position?: number;
  /** What the specification wants done: nothing, or a CALLERROR with this code to `messageId`. */
  response: 'ignore' | { answer: ErrorCode };
}

/** Anything that can arrive as a text message. */
export type OcppMessage =
  | CallMessage
  | SendMessage
  | ResultMessage
  | ErrorMessage
  | MalformedMessage;

/** Longest message id, in characters (OCPP-J 1.6 §4.1.4). */
const longestMessageId = 36;

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an id exceeds the 36 characters of OCPP-J 1.6 §4.1.4. */
export function isMessageIdTooLong(messageId: string): boolean {
  return messageId.length > longestMessageId && codePointLength(messageId) > longestMessageId;
}

function ignored(
  reason: MalformedReason,
  known: Pick<MalformedMessage, 'messageType' | 'messageId' | 'position'> = {},
): MalformedMessage {
  return { kind: 'malformed', reason, ...known, response: 'ignore' };
}

/** The id element as far as an answer can carry it: a string, or the digits of a number (wire case R9). */
function usableMessageId(element: unknown): string | undefined {
  if (typeof element === 'string') return element;
  return typeof element === 'number' && Number.isFinite(element) ? String(element) : undefined;
}

/** A CALL with something wrong: answered when there is an id to answer to. */
function refusedCall(reason: MalformedReason, elements: readonly unknown[]): MalformedMessage {
  const message: MalformedMessage = {
    kind: 'malformed',
    reason,
    messageType: 2,
    response: { answer: 'FormationViolation' },
  };
  const messageId = usableMessageId(elements[1]);
  if (messageId === undefined) message.response = 'ignore';
  else message.messageId = messageId;
  const action = elements[2];
  if (typeof action === 'string') message.action = action;
  return message;
}

function faultOfCall(elements: readonly unknown[]): MalformedReason | undefined {
  if (elements.length < 2) return 'message-id-missing';
  const [, messageId, action, payload] = elements;
  if (typeof messageId !== 'string') return 'message-id-not-a-string';
  if (isMessageIdTooLong(messageId)) return 'message-id-too-long';
  if (elements.length < 4) return 'call-too-short';
  if (elements.length > 4) return 'call-too-long';
  if (typeof action !== 'string') return 'action-not-a-string';
  return payload === null || isJsonObject(payload) ? undefined : 'payload-not-an-object';
}

function readCall(elements: readonly unknown[]): CallMessage | MalformedMessage {
  const [, messageId, action, payload] = elements;
  const fault = faultOfCall(elements);
  // The second and third test repeat what faultOfCall found, for the compiler.
  if (fault !== undefined || typeof messageId !== 'string' || typeof action !== 'string') {
    return refusedCall(fault ?? 'call-too-short', elements);
  }
  return { kind: 'call', messageId, action, payload: isJsonObject(payload) ? payload : {} };
}

/** A faulty SEND has no answer that could carry an error (OCPP-J 2.1 §4.2.5). */
function readSend(elements: readonly unknown[]): SendMessage | MalformedMessage {
  const call = readCall(elements);
  if (call.kind === 'call') return { ...call, kind: 'send' };
  return { ...call, messageType: 6, response: 'ignore' };
}

function readResult(elements: readonly unknown[]): ResultMessage | MalformedMessage {
  const [, messageId, payload] = elements;
  if (elements.length < 2) return ignored('message-id-missing', { messageType: 3 });
  if (typeof messageId !== 'string') return ignored('message-id-not-a-string', { messageType: 3 });
  const known = { messageType: 3, messageId };
  if (elements.length < 3) return ignored('result-too-short', known);
  if (elements.length > 3) return ignored('result-too-long', known);
  if (payload === null) return { kind: 'result', messageId, payload: {} };
  if (!isJsonObject(payload)) return ignored('result-payload-not-an-object', known);
  return { kind: 'result', messageId, payload };
}

function readError(
  elements: readonly unknown[],
  messageType: 4 | 5,
): ErrorMessage | MalformedMessage {
  const [, messageId, errorCode, description, details] = elements;
  if (elements.length < 2) return ignored('message-id-missing', { messageType });
  if (typeof messageId !== 'string') return ignored('message-id-not-a-string', { messageType });
  const known = { messageType, messageId };
  if (elements.length < 5) return ignored('error-too-short', known);
  if (elements.length > 5) return ignored('error-too-long', known);
  if (typeof errorCode !== 'string') return ignored('error-code-not-a-string', known);
  if (typeof description !== 'string') return ignored('error-description-not-a-string', known);
  if (!isJsonObject(details)) return ignored('error-details-not-an-object', known);
  const meaning = readErrorCode(errorCode);
  const refusesResult = messageType === 5;
  return { kind: 'error', refusesResult, messageId, errorCode, meaning, description, details };
}

const byteOrderMark = 0xfeff;

function parseJson(text: string): { value: unknown } | { position?: number } {
  try {
    // A byte order mark may be passed over (RFC 8259 §8.1); the judge reports it.
    return { value: JSON.parse(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text) };
  } catch (error) {
    // Anchored at the end, because the parser may quote the text itself before it.
    const stated = / in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(String(error));
    return stated === null ? {} : { position: Number(stated[1]) };
  }
}

/**
 * Reads one text message. Never throws. Cases R1 to R10, R16 and R24 to R28 of the wire cases are decided here.
 * @param version decides whether the message types 5 and 6 exist, which only OCPP 2.1 has; the rest is alike.
 */
export function decodeMessage(text: string, version: OcppVersion = 'ocpp1.6'): OcppMessage {
  const parsed = parseJson(text);
  if (!('value' in parsed)) return ignored('not-json', parsed);
  const elements: unknown = parsed.value;
  if (!Array.isArray(elements)) return ignored('not-an-array');
  if (elements.length === 0) return ignored('empty-array');
  const messageType: unknown = elements[0];
  if (typeof messageType !== 'number') return ignored('message-type-not-a-number');
  if (messageType === 2) return readCall(elements);
  if (messageType === 3) return readResult(elements);
  if (messageType === 4) return readError(elements, 4);
  if (version === 'ocpp2.1' && messageType === 5) return readError(elements, 5);
  if (version === 'ocpp2.1' && messageType === 6) return readSend(elements);
  const messageId = usableMessageId(elements[1]);
  return ignored('message-type-unknown', {
    messageType,
    ...(messageId === undefined ? {} : { messageId }),
  });
}

/**
 * The text of a CALL.
 * @param payload anything `JSON.stringify` takes; a value of more than some thousand levels throws a RangeError.
 */
export function encodeCall(messageId: string, action: string, payload: unknown): string {
  return `[2,${JSON.stringify(messageId)},${JSON.stringify(action)},${JSON.stringify(payload)}]`;
}

/** The text of a CALLRESULT; `payload` as for `encodeCall`. */
export function encodeResult(messageId: string, payload: object): string {
  return `[3,${JSON.stringify(messageId)},${JSON.stringify(payload)}]`;
}

/** Longest CALLERROR description, in characters: OCPP 2.0.1 Part 4 §4.2.3 sets it, 1.6 sets none. */
const longestDescription = 255;

/**
 * The text of a CALLERROR.
 * @param errorCode as spelt by the version in use (`spellErrorCode`); any text is sent as it is.
 * @param description cut at 255 characters, the least any version allows.
 */
export function encodeError(
  messageId: string,
  errorCode: string,
  description = '',
  details: object = {},
): string {
  const allowed =
    description.length > longestDescription
      ? description.slice(0, longestDescription).toWellFormed()
      : description;
  return `[4,${JSON.stringify(messageId)},${JSON.stringify(errorCode)},${JSON.stringify(allowed)},${JSON.stringify(details)}]`;
}
