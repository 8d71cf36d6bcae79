/** What the words of one line are made of, and findings that many lines share. */
import { explainConnectionFailure, isConnectionFailureCode } from '../connection-words.ts';
import type { ProbeLine } from './probe-line.ts';

/** A line in words; `why` and `change` are for a line that does not hold or could not be seen. */
export interface ProbeLineWords {
  line: string;
  found: string;
  wanted: string;
  why: string;
  change: string;
}

export interface LineWords {
  line: (line: ProbeLine) => string;
  wanted: string | ((line: ProbeLine) => string);
  /** By finding; what is missing is looked up in the common ones. */
  found?: Readonly<Record<string, (line: ProbeLine) => string>>;
  why: string;
  change: string;
}

export const text = (line: ProbeLine, name: string): string => String(line.parameters[name] ?? '');

/** The title of a connection's failure, or the code as it is. */
export function failureTitle(code: string): string {
  return isConnectionFailureCode(code) ? explainConnectionFailure({ code }).title : code;
}

const httpAnswer = (line: ProbeLine): string => `HTTP ${text(line, 'status')}`;

/** What ends most questions. */
export const commonFindings: Readonly<Record<string, (line: ProbeLine) => string>> = {
  'not-asked': () => 'Not asked.',
  'not-given': () => 'Not tried: nothing was given to try it with.',
  accepted: (line) => `Accepted: ${text(line, 'version')}, ${text(line, 'suite')}.`,
  alert: (line) => `Refused with alert ${text(line, 'alert')} ${text(line, 'alertName')}.`,
  closed: () => 'Refused: the connection was closed without an alert.',
  reset: () => 'Refused: the connection was reset without an alert.',
  silent: () => 'No answer in time.',
  garbled: (line) => `The answer is no TLS as it should be (${text(line, 'reason')}).`,
  unreachable: (line) => `No connection: ${failureTitle(text(line, 'reason'))}.`,
  switched: (line) =>
    text(line, 'subprotocol') === ''
      ? 'Let in (HTTP 101).'
      : `Let in (HTTP 101, ${text(line, 'subprotocol')}).`,
  answered: (line) => `Refused with ${httpAnswer(line)}.`,
  demanded: (line) => `Refused with ${httpAnswer(line)}.`,
  'tls-refused': (line) => `Refused in the TLS handshake: ${failureTitle(text(line, 'reason'))}.`,
  ended: (line) => `The connection ended without an answer: ${failureTitle(text(line, 'reason'))}.`,
  'no-way-in': () => 'Not tried: no request got in. Give credentials or a client certificate.',
  'not-seen': () => 'Not seen yet.',
};
