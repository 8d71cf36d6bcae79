/**
 * The filter of the frame list: reads what somebody typed into terms that all have to hold. Terms are either keys
 * that an index knows or text to search for. Knows nothing of SQL, storage or screens.
 *
 * `dir:in station:CP1,CP2 type:call action:BootNotification conn:12 errors -type:ping "some text"`
 */
import type { Severity } from '../record/judgement.ts';

/** One condition. Several values of one key are alternatives. */
export type FilterTerm = { negated: boolean } & (
  | { key: 'dir'; values: ('in' | 'out')[] }
  | { key: 'role'; values: string[] }
  | { key: 'station'; values: string[] }
  | { key: 'action'; values: string[] }
  | { key: 'type'; values: TypeTerm[] }
  | { key: 'conn'; values: number[] }
  | { key: 'id'; values: string[] }
  /** At least this severe. */
  | { key: 'severity'; value: Severity }
  /** What went wrong: judged as error, CALLERROR, refused, failed. */
  | { key: 'errors' }
  | { key: 'text'; text: string }
);

/** A type of message, or kinds of frames. */
export type TypeTerm = { messageType: MessageTypeName } | { kinds: readonly string[] };

export type MessageTypeName = 'call' | 'result' | 'error' | 'malformed';

/** All terms have to hold; without terms every frame passes. */
export interface FrameFilter {
  terms: FilterTerm[];
}

/** Why a filter cannot be read; words are made elsewhere. */
export type FilterFault =
  | 'unknown-key'
  | 'unknown-value'
  | 'missing-value'
  | 'unclosed-quote'
  | 'unclosed-parenthesis'
  | 'nothing-to-negate';

export type ParsedFilter =
  | { ok: true; filter: FrameFilter }
  | {
      ok: false;
      /** Where in the text, from 0, in UTF-16 units. */
      at: number;
      code: FilterFault;
      /** The word that is not understood. */
      word?: string;
    };

/** The words after `type:` with what they stand for; any kind of frame may be named as well. */
export const typeWords: Readonly<Record<string, TypeTerm>> = {
  call: { messageType: 'call' },
  result: { messageType: 'result' },
  error: { messageType: 'error' },
  malformed: { messageType: 'malformed' },
  message: { kinds: ['message'] },
  ping: { kinds: ['ping'] },
  pong: { kinds: ['pong'] },
  close: { kinds: ['close', 'connection-closed'] },
  handshake: {
    kinds: [
      'name-lookup',
      'tcp-connect',
      'connection-opened',
      'client-hello',
      'tls-message',
      'tls-keys',
      'tls-established',
      'connection-failed',
    ],
  },
  upgrade: { kinds: ['upgrade-request', 'upgrade-response'] },
  failed: { kinds: ['connection-failed', 'protocol-error', 'listener-failed'] },
  timeout: { kinds: ['call-timeout'] },
  withheld: { kinds: ['answer-withheld'] },
  file: { kinds: ['file-transfer'] },
  name: { kinds: ['name-query'] },
  time: { kinds: ['time-query'] },
  listener: {
    kinds: ['listener-started', 'listener-stopped', 'listener-failed', 'listener-certificates'],
  },
  bench: { kinds: ['run-started', 'run-ended', 'clock-jump', 'gap', 'secret-revealed'] },
};

/** The keys, for completion. */
export const filterKeys = [
  'dir',
  'role',
  'station',
  'action',
  'type',
  'conn',
  'id',
  'severity',
] as const;
type FilterKey = (typeof filterKeys)[number];

/** Carries a fault out of the reader. */
class FilterError extends Error {
  readonly at: number;
  readonly code: FilterFault;
  readonly word: string | undefined;

  constructor(at: number, code: FilterFault, word?: string) {
    super(code);
    this.at = at;
    this.code = code;
    this.word = word;
  }
}

interface Word {
  text: string;
  at: number;
  isQuoted: boolean;
}

const isSpace = (character: string | undefined): boolean => /\s/.test(character ?? '');

/** Reads one word, or one quoted text in which `\"` and `\\` stand for themselves. */
function readWord(source: string, start: number, stops: RegExp): { word: Word; end: number } {
  if (source[start] !== '"') {
    let end = start;
    while (end < source.length && !stops.test(source[end] ?? '')) end++;
    return { word: { text: source.slice(start, end), at: start, isQuoted: false }, end };
  }
  let text = '';
  for (let at = start + 1; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === '"') return { word: { text, at: start, isQuoted: true }, end: at + 1 };
    const next = source[at + 1];
    if (character === '\\' && (next === '"' || next === '\\')) {
      text += next;
      at++;
    } else text += character;
  }
  throw new FilterError(start, 'unclosed-quote');
}

function isFilterKey(text: string): text is FilterKey {
  return filterKeys.some((key) => key === text);
}

function directionOf({ text, at }: Word): 'in' | 'out' {
  if (text === 'in' || text === 'out') return text;
  throw new FilterError(at, 'unknown-value', text);
}

function connectionOf({ text, at }: Word): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new FilterError(at, 'unknown-value', text);
}

function severityOf({ text, at }: Word): Severity {
  if (text === 'info' || text === 'warning' || text === 'error') return text;
  throw new FilterError(at, 'unknown-value', text);
}

function typeOf({ text, at }: Word): TypeTerm {
  const known = Object.hasOwn(typeWords, text) ? typeWords[text] : undefined;
  if (known !== undefined) return known;
  // Kinds are kebab-case with a dash, those of a later program included.
  if (/^[a-z]+(-[a-z]+)+$/.test(text) || text === 'gap') return { kinds: [text] };
  throw new FilterError(at, 'unknown-value', text);
}

function termOf(key: FilterKey, values: Word[], negated: boolean): FilterTerm {
  const texts = values.map(({ text }) => text);
  switch (key) {
    case 'dir':
      return { key, negated, values: values.map(directionOf) };
    case 'conn':
      return { key, negated, values: values.map(connectionOf) };
    case 'type':
      return { key, negated, values: values.map(typeOf) };
    case 'severity':
      return { key, negated, value: severityOf(values[0] ?? { text: '', at: 0, isQuoted: false }) };
    default:
      return { key, negated, values: texts };
  }
}

/** Reads the values after `key:`; a comma separates them. */
function readValues(source: string, start: number): { values: Word[]; end: number } {
  const values: Word[] = [];
  let at = start;
  while (true) {
    const { word, end } = readWord(source, at, /[\s,)]/);
    if (word.text === '' && !word.isQuoted) throw new FilterError(at, 'missing-value');
    values.push(word);
    at = end;
    if (source[at] !== ',') return { values, end: at };
    at++;
  }
}

function readTerm(source: string, start: number): { term: FilterTerm; end: number } {
  if (source.startsWith('not(', start)) {
    const inner = readTerm(source, skipSpace(source, start + 4));
    const end = skipSpace(source, inner.end);
    if (source[end] !== ')') throw new FilterError(start + 3, 'unclosed-parenthesis');
    return { term: { ...inner.term, negated: !inner.term.negated }, end: end + 1 };
  }
  if (source[start] === '-') {
    if (start + 1 >= source.length || isSpace(source[start + 1])) {
      throw new FilterError(start, 'nothing-to-negate');
    }
    const inner = readTerm(source, start + 1);
    return { ...inner, term: { ...inner.term, negated: !inner.term.negated } };
  }
  if (source[start] === undefined || source[start] === ')') {
    throw new FilterError(start, 'missing-value');
  }
  const colon = /^([A-Za-z]+):/.exec(source.slice(start, start + 40));
  if (
    colon?.[1] !== undefined &&
    source.slice(start).startsWith('://', colon[1].length) === false
  ) {
    if (!isFilterKey(colon[1])) throw new FilterError(start, 'unknown-key', colon[1]);
    const { values, end } = readValues(source, start + colon[0].length);
    return { term: termOf(colon[1], values, false), end };
  }
  const { word, end } = readWord(source, start, /[\s)]/);
  if (word.text === 'errors' && !word.isQuoted) {
    return { term: { key: 'errors', negated: false }, end };
  }
  return { term: { key: 'text', text: word.text, negated: false }, end };
}

function skipSpace(source: string, start: number): number {
  let at = start;
  while (isSpace(source[at])) at++;
  return at;
}

/** Reads a filter; an empty text is the filter that everything passes. Never throws. */
export function parseFilter(source: string): ParsedFilter {
  const terms: FilterTerm[] = [];
  try {
    let at = skipSpace(source, 0);
    while (at < source.length) {
      if (source[at] === ')') throw new FilterError(at, 'unclosed-parenthesis');
      const { term, end } = readTerm(source, at);
      if (term.key !== 'text' || term.text !== '') terms.push(term);
      at = skipSpace(source, end);
    }
    return { ok: true, filter: { terms } };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { at, code, word } = error;
    return { ok: false, at, code, ...(word !== undefined && { word }) };
  }
}

/** The texts that a frame has to contain, or must not. */
export function textTerms(filter: FrameFilter): { text: string; negated: boolean }[] {
  return filter.terms.filter((term) => term.key === 'text');
}

/** The terms that an index can answer. */
export function indexedTerms(filter: FrameFilter): FilterTerm[] {
  return filter.terms.filter((term) => term.key !== 'text');
}
