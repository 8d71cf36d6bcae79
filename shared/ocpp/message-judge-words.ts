/**
 * The words for what the message judge finds: what is wrong, and where useful why it matters and what to do.
 * Makes sentences from codes and parameters only; knows nothing of screens or of how a rule is decided.
 */
import type { Judgement } from '../record/judgement.ts';
import type { MessageRule } from './message-rules.ts';
import { ocppVersions, versionDisplayName } from './versions.ts';

/** Words for one judgement, each a full sentence. */
export interface JudgementWords {
  what: string;
  why?: string;
  advice?: string;
}

/** The facts a sentence is made from, with a text for each that may be missing. */
interface Facts {
  /** `the field idTag`, `the payload` or `the message`. */
  where: string;
  text(name: string): string;
  has(name: string): boolean;
}

type WordsFor = (facts: Facts) => JudgementWords;

const ignoredByReceiver = 'The receiver ignores it, so a CALL in it stays unanswered.';
const answeredByError = 'The receiver answers it with a CALLERROR.';
const stillWaiting =
  'Whoever sent the CALL still waits for a valid answer and runs into its time-out.';

function versionName(token: string): string {
  const version = ocppVersions.find((candidate) => candidate === token);
  return version === undefined ? token : versionDisplayName(version);
}

function senderName(sender: string): string {
  return sender === 'csms' ? 'the Central System' : 'a Charge Point';
}

/** Form of the message. */
const formWords = {
  'not-json': ({ has, text }) => ({
    what: has('position')
      ? `The message is not JSON: it breaks at character ${text('position')}.`
      : 'The message is not JSON, or is cut short.',
    why: ignoredByReceiver,
    advice: 'If it ends at a round number of bytes, look for a send buffer that is too small.',
  }),
  'not-an-array': () => ({
    what: 'The message is JSON but no array.',
    why: ignoredByReceiver,
  }),
  'empty-array': () => ({ what: 'The message is an empty array.', why: ignoredByReceiver }),
  'message-type-not-a-number': () => ({
    what: 'The message type, the first element, is no number.',
    why: ignoredByReceiver,
    advice: 'Send 2, 3 or 4 without quotes.',
  }),
  'message-type-unknown': ({ text }) => ({
    what: `The message type ${text('messageType')} does not exist in this version.`,
    why: 'A message of an unknown type is ignored.',
  }),
  'message-id-missing': () => ({
    what: 'The message has no id.',
    why: 'Without an id it can neither be answered nor matched to a CALL.',
  }),
  'message-id-not-a-string': () => ({
    what: 'The message id is no string.',
    why: 'Implementations that compare ids as text do not find the CALL again.',
    advice: 'Send the id in quotes.',
  }),
  'message-id-too-long': ({ has, text }) => ({
    what: has('length')
      ? `The message id has ${text('length')} characters; 36 are allowed.`
      : 'The message id has more than the 36 characters allowed.',
    why: answeredByError,
  }),
  'call-too-short': () => ({
    what: 'The CALL has fewer than four elements.',
    why: answeredByError,
    advice: 'An empty payload is written {}.',
  }),
  'call-too-long': () => ({
    what: 'The CALL has more than four elements.',
    why: answeredByError,
  }),
  'action-not-a-string': () => ({ what: 'The action is no string.', why: answeredByError }),
  'payload-not-an-object': () => ({
    what: 'The payload of the CALL is no JSON object.',
    why: answeredByError,
  }),
  'result-too-short': () => ({
    what: 'The CALLRESULT has fewer than three elements.',
    why: stillWaiting,
  }),
  'result-too-long': () => ({
    what: 'The CALLRESULT has more than three elements.',
    why: stillWaiting,
  }),
  'result-payload-not-an-object': () => ({
    what: 'The payload of the CALLRESULT is no JSON object.',
    why: stillWaiting,
  }),
  'error-too-short': () => ({
    what: 'The CALLERROR has fewer than five elements.',
    why: stillWaiting,
    advice: 'Description and details are required: send "" and {} when there is nothing to say.',
  }),
  'error-too-long': () => ({
    what: 'The CALLERROR has more than five elements.',
    why: stillWaiting,
  }),
  'error-code-not-a-string': () => ({
    what: 'The error code of the CALLERROR is no string.',
    why: stillWaiting,
  }),
  'error-description-not-a-string': () => ({
    what: 'The description of the CALLERROR is no string.',
    why: stillWaiting,
    advice: 'Send "" when there is nothing to say.',
  }),
  'error-details-not-an-object': () => ({
    what: 'The details of the CALLERROR are no JSON object.',
    why: stillWaiting,
    advice: 'Send {} when there is nothing to say.',
  }),
  'message-id-empty': () => ({
    what: 'The message id is empty.',
    why: 'An empty id cannot tell one CALL from the next.',
  }),
  'duplicate-key': ({ text }) => ({
    what: `The name "${text('key')}" occurs twice in one object.`,
    why: 'Parsers take the first, the last or refuse the message: both ends may read different values.',
  }),
} satisfies Partial<Record<MessageRule, WordsFor>>;

/** Action, direction, error code. */
const actionWords = {
  'action-unknown': ({ has, text }) => ({
    what: `"${text('action')}" is no action of ${versionName(text('version'))}.`,
    why: 'The receiver answers NotImplemented.',
    ...(has('meant') ? { advice: `Action names are case-sensitive: ${text('meant')}.` } : {}),
  }),
  'action-wrong-direction': ({ text }) => ({
    what: `${text('action')} is not sent by ${senderName(text('sender'))}.`,
    why: 'The receiver answers NotSupported or NotImplemented.',
  }),
  'error-code-unknown': ({ text }) => ({
    what:
      text('isOfOtherVersion') === 'true'
        ? `The error code ${text('errorCode')} belongs to another version of OCPP.`
        : `"${text('errorCode')}" is no error code of OCPP.`,
    why: 'It is treated as GenericError, so the real cause is lost.',
  }),
  'error-description-too-long': ({ text }) => ({
    what: `The error description has more than ${text('limit')} characters.`,
    why: 'A receiver with a fixed buffer may refuse or cut it.',
  }),
} satisfies Partial<Record<MessageRule, WordsFor>>;

/** Payload against its schema. */
const schemaWords = {
  'schema-required': ({ where }) => ({
    what: `${where} is required and missing.`,
    why: 'A strict receiver answers OccurenceConstraintViolation.',
  }),
  'schema-type': ({ where, text }) => ({
    what: `${where} is not of type ${text('type')}.`,
    why: 'A strict receiver answers TypeConstraintViolation.',
    ...(text('type') === 'string' ? { advice: 'Put the value in quotes.' } : {}),
  }),
  'schema-enum': ({ where, text, has }) => ({
    what: has('value')
      ? `"${text('value')}" is not a value that ${where} may have.`
      : `${where} has a value it may not have.`,
    why: 'A strict receiver answers PropertyConstraintViolation.',
    advice: `Allowed: ${text('allowedValues')}.`,
  }),
  'schema-max-length': ({ where, text }) => ({
    what: `${where} has more than ${text('limit')} characters.`,
    why: 'A strict receiver answers PropertyConstraintViolation; another may cut the value.',
  }),
  'schema-extra-property': ({ where }) => ({
    what: `${where} does not exist in this message.`,
    why: 'A strict receiver answers FormationViolation.',
    advice: 'Check the spelling; data of your own belongs into DataTransfer.',
  }),
  'schema-min-items': ({ where, text }) => ({
    what: `${where} needs at least ${text('limit')} entries.`,
    why: 'A strict receiver answers OccurenceConstraintViolation.',
  }),
  'schema-max-items': ({ where, text }) => ({
    what: `${where} may have at most ${text('limit')} entries.`,
    why: 'A strict receiver answers OccurenceConstraintViolation.',
  }),
  'schema-format': ({ where, text, has }) => ({
    what: has('value')
      ? `"${text('value')}" in ${where} is not a valid ${text('format')}.`
      : `${where} is not a valid ${text('format')}.`,
    why: 'A strict receiver answers PropertyConstraintViolation.',
    ...(text('format') === 'date-time' ? { advice: 'Write it like 2026-11-22T10:00:00Z.' } : {}),
  }),
  'schema-minimum': ({ where, text }) => ({
    what: `${where} is less than ${text('limit')}.`,
    why: 'A strict receiver answers PropertyConstraintViolation.',
  }),
  'schema-maximum': ({ where, text }) => ({
    what: `${where} is greater than ${text('limit')}.`,
    why: 'A strict receiver answers PropertyConstraintViolation.',
  }),
  'schema-multiple-of': ({ where, text }) => ({
    what: `${where} is not a multiple of ${text('multipleOf')}.`,
    why: 'Limits are given with at most one decimal place.',
  }),
  'schema-other': ({ where, text }) => ({
    what: `${where} violates the schema rule ${text('keyword')}.`,
  }),
  'date-time-without-zone': ({ where, text }) => ({
    what: `The date and time "${text('value')}" in ${where} has no time zone.`,
    why: 'The receiver has to guess the zone; a wrong guess moves transactions by hours.',
    advice: 'Send UTC with a Z at the end.',
  }),
  'date-time-space': ({ where, text }) => ({
    what: `The date and time "${text('value')}" in ${where} has a space where a T belongs.`,
    why: 'Many parsers refuse it.',
    advice: 'Write it like 2026-11-22T10:00:00Z.',
  }),
  'uri-relative': ({ where, text }) => ({
    what: `"${text('value')}" in ${where} is a relative reference, not a full URI.`,
    why: 'The receiver does not know where and by which protocol to find the file.',
    advice: 'Give the full address, for example https://host/path.',
  }),
} satisfies Partial<Record<MessageRule, WordsFor>>;

/** Characters, and what schemas cannot say. */
const contentWords = {
  'byte-order-mark': () => ({
    what: 'The message begins with a byte order mark.',
    why: 'Many JSON parsers refuse it.',
  }),
  'lone-surrogate': () => ({
    what: 'The message contains half of a surrogate pair.',
    why: 'It is no character: storing or forwarding it changes or breaks the text.',
  }),
  'nul-character': () => ({
    what: 'The message contains a NUL character.',
    why: 'Software written in C takes it for the end of the text.',
    advice: 'Look for a fixed buffer that is sent in full.',
  }),
  'direction-mark': () => ({
    what: 'The message contains invisible marks that change the direction of text.',
    why: 'What a person reads differs from what the machine compares.',
  }),
  'not-printable-ascii': () => ({
    what: 'The message contains characters that are not printable ASCII.',
    why: 'OCPP 1.6 allows only those in its strings; other characters get lost on some systems.',
  }),
  'connector-id-too-small': ({ text }) => ({
    what: `The connector id ${text('connectorId')} is less than ${text('least')}.`,
    why: 'Connector 0 stands for the whole charge point and is not allowed here; negative ids never are.',
  }),
  'sampled-value-not-numeric': ({ where }) => ({
    what: `The sampled value in ${where} is no number.`,
    why: 'A raw value is a decimal number in a string; anything else is lost in billing.',
    advice: 'Write a point, not a comma, and put the unit into the field unit.',
  }),
  'unit-celsius': () => ({
    what: 'The unit is spelt Celsius; OCPP 1.6 spells it Celcius.',
    why: 'Both are accepted by the errata, but an older receiver may refuse it.',
  }),
  'security-event-unknown': () => ({
    what: 'The security event is not in the list of the whitepaper.',
    why: 'Events of a vendor are allowed; the receiver may not know how to rank them.',
  }),
  'security-event-spelling': ({ text }) => ({
    what: `The whitepaper spells this security event ${text('expected')}.`,
  }),
} satisfies Partial<Record<MessageRule, WordsFor>>;

const wordsByRule: Record<MessageRule, WordsFor> = {
  ...formWords,
  ...actionWords,
  ...schemaWords,
  ...contentWords,
};

/** Every rule of the message judge. */
// The keys are exactly those of the record's type.
export const messageRules = Object.keys(wordsByRule) as readonly MessageRule[];

function isMessageRule(rule: string): rule is MessageRule {
  return Object.hasOwn(wordsByRule, rule);
}

/** `/3/idTag` becomes `the field idTag`: the reader sees the payload, not the array around it. */
function fieldName(path: string | undefined): string {
  if (path === undefined) return 'the message';
  const inPayload = path.replace(/^\/[0-9]+\/?/, '').replaceAll('/', '.');
  const name = inPayload.replaceAll('~1', '/').replaceAll('~0', '~');
  return name === '' ? 'the payload' : `the field ${name}`;
}

function sentence(text: string): string {
  return text.startsWith('the ') ? `T${text.slice(1)}` : text;
}

/** The words for a judgement of the message judge; undefined for a rule of somebody else. */
export function messageJudgementWords({
  rule,
  path,
  parameters = {},
}: Judgement): JudgementWords | undefined {
  if (!isMessageRule(rule)) return undefined;
  const words = wordsByRule[rule]({
    where: fieldName(path),
    text: (name) => String(parameters[name] ?? '?'),
    has: (name) => parameters[name] !== undefined,
  });
  return { ...words, what: sentence(words.what) };
}
