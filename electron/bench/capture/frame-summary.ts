/**
 * The one line that the frame list shows of a frame: for a message what it says, for anything else a code.
 * Secrets are masked. Knows nothing of the list.
 */
import type { OcppMessage } from '../../../shared/ocpp/message-codec.ts';
import { summariseMessage } from '../../../shared/ocpp/message-summary.ts';
import { maskMessageText } from '../../../shared/ocpp/secret-masking.ts';
import type { ReadFrame } from '../../../shared/record/frame.ts';

/** In UTF-16 units; a row of the list shows less. */
const longestSummary = 160;
const longestValue = 60;

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1).toWellFormed()}…` : text.toWellFormed();
}

function valueText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? cut(String(value), longestValue)
    : '';
}

/**
 * What a message says; of what is no message, its beginning. `text` is what `decoded` was read from, `action` that of
 * the CALL which an answer belongs to.
 */
export function messageLine(
  text: string,
  decoded: OcppMessage,
  action: string | undefined,
): string {
  if (decoded.kind !== 'malformed') return summariseMessage(decoded, action);
  return cut(maskMessageText(text, decoded).text, longestSummary);
}

function field(detail: unknown, name: string): unknown {
  if (typeof detail !== 'object' || detail === null) return undefined;
  return Object.entries(detail).find(([key]) => key === name)?.[1];
}

/** The code of a frame that is no message; the screen has the words for it. */
export function codeOfFrame(frame: ReadFrame): string {
  const { detail, kind } = frame;
  const code = field(detail, kind === 'close' ? 'reason' : 'code') ?? field(detail, 'reason');
  if (typeof code === 'string' && code !== '') return cut(code, longestSummary);
  if (kind === 'tls-established') {
    return cut(`${valueText(field(detail, 'version'))} ${valueText(field(detail, 'suite'))}`, 120);
  }
  if (kind === 'upgrade-request') {
    return cut(`${valueText(field(detail, 'method'))} ${valueText(field(detail, 'target'))}`, 160);
  }
  if (kind === 'call-timeout' || kind === 'answer-withheld')
    return valueText(field(detail, 'action'));
  const number = field(detail, 'code');
  return typeof number === 'number' ? String(number) : '';
}

/** Fields of a detail that may hold a secret or are large; they are read from the record when asked for. */
const leftOut = new Set([
  'headers',
  'ownChain',
  'peerChain',
  'chain',
  'authorities',
  'extensions',
  'signatureSchemes',
]);

/** The detail for the index, as JSON; null when there is none. */
export function indexedDetail(detail: unknown): string | null {
  if (typeof detail !== 'object' || detail === null) return null;
  return JSON.stringify(
    Object.fromEntries(Object.entries(detail).filter(([name]) => !leftOut.has(name))),
  );
}
