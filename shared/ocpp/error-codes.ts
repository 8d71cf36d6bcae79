/**
 * The CALLERROR codes of OCPP-J: how each version spells them, how received ones are read, and which code a schema
 * violation calls for. Knows nothing of engines or sockets.
 */
import type { OcppVersion } from './versions.ts';

/** The codes of OCPP-J 1.6 §4.2.3, `OccurenceConstraintViolation` misspelt as specified (errata 5.1). */
export const errorCodes16 = [
  'NotImplemented',
  'NotSupported',
  'InternalError',
  'ProtocolError',
  'SecurityError',
  'FormationViolation',
  'PropertyConstraintViolation',
  'OccurenceConstraintViolation',
  'TypeConstraintViolation',
  'GenericError',
] as const;

/** A CALLERROR code in the spelling of OCPP 1.6. */
export type ErrorCode = (typeof errorCodes16)[number];

/** OCPP-J 2.0.1 and 2.1 Part 4 §4.3: two codes renamed, two new ones. */
const errorCodes2 = new Set<string>([
  'FormatViolation',
  'GenericError',
  'InternalError',
  'MessageTypeNotSupported',
  'NotImplemented',
  'NotSupported',
  'OccurrenceConstraintViolation',
  'PropertyConstraintViolation',
  'ProtocolError',
  'RpcFrameworkError',
  'SecurityError',
  'TypeConstraintViolation',
]);

const knownCodes16 = new Map<string, ErrorCode>(errorCodes16.map((code) => [code, code]));

const otherSpellings = new Map<string, ErrorCode>([
  ['OccurrenceConstraintViolation', 'OccurenceConstraintViolation'],
  ['FormatViolation', 'FormationViolation'],
]);

/** What a received code means; an unknown one is a GenericError, both spellings of Occurence are read (errata 5.1). */
export function readErrorCode(received: string): ErrorCode {
  return knownCodes16.get(received) ?? otherSpellings.get(received) ?? 'GenericError';
}

/** Whether a version defines the code, in its own spelling or one its errata accept. */
export function isKnownErrorCode(received: string, version: OcppVersion): boolean {
  if (version !== 'ocpp1.6') return errorCodes2.has(received);
  return knownCodes16.has(received) || received === 'OccurrenceConstraintViolation';
}

/** The code as a version spells it on the wire. */
export function spellErrorCode(code: ErrorCode, version: OcppVersion): string {
  if (version === 'ocpp1.6') return code;
  if (code === 'OccurenceConstraintViolation') return 'OccurrenceConstraintViolation';
  return code === 'FormationViolation' ? 'FormatViolation' : code;
}

const codeOfKeyword = new Map<string, ErrorCode>([
  ['additionalProperties', 'FormationViolation'],
  ['required', 'OccurenceConstraintViolation'],
  ['minItems', 'OccurenceConstraintViolation'],
  ['maxItems', 'OccurenceConstraintViolation'],
  ['type', 'TypeConstraintViolation'],
]);

/** The code that answers a violated schema keyword (wire cases R19 to R23; extra properties: errata 3.2). */
export function errorCodeOfKeyword(keyword: string): ErrorCode {
  return codeOfKeyword.get(keyword) ?? 'PropertyConstraintViolation';
}
