/**
 * What may follow where somebody types a filter: keys of the language, and values of the key before the caret.
 * Knows the language (`frame-filter.ts`) and is told what there is to name; nothing of screens.
 */
import { filterKeys, typeWords } from './frame-filter.ts';

/** Names that frames may bear, most useful first. */
export interface KnownValues {
  stations: readonly string[];
  actions: readonly string[];
}

export interface FilterOption {
  /** What stands in the text once it is chosen; a key ends with its colon. */
  text: string;
  kind: 'key' | 'value';
}

export interface FilterCompletion {
  /** The part of the text that an option replaces, in UTF-16 units. */
  from: number;
  to: number;
  options: FilterOption[];
}

type CompletedKey = (typeof filterKeys)[number];

const longestList = 50;

const fixedValues: Partial<Record<CompletedKey, readonly string[]>> = {
  dir: ['in', 'out'],
  role: ['csms', 'charge-point'],
  severity: ['error', 'warning', 'info'],
  type: Object.keys(typeWords),
};

function valuesOf(key: CompletedKey, known: KnownValues): readonly string[] {
  if (key === 'station') return known.stations;
  if (key === 'action') return known.actions;
  return fixedValues[key] ?? [];
}

/** Where the word before the caret begins; undefined within a quote, where anything may be written. */
function wordStart(source: string, caret: number): number | undefined {
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < caret; at += 1) {
    const character = source[at] ?? '';
    if (isQuoted && character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && /\s/.test(character)) start = at + 1;
  }
  return isQuoted ? undefined : start;
}

/** As the language reads it back: quoted when the plain word would end earlier or mean something else. */
function written(value: string): string {
  if (value !== '' && !/[\s,()"]/.test(value)) return value;
  return `"${value.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;
}

/** A single letter is held by nearly everything. */
const fewestHeldLetters = 2;

/** Those that begin with what is typed, then those that hold it. */
function fitting(values: readonly string[], typed: string): string[] {
  const wanted = typed.toLowerCase();
  const begins = values.filter((value) => value.toLowerCase().startsWith(wanted));
  const holds =
    wanted.length < fewestHeldLetters
      ? []
      : values.filter((value) => value.toLowerCase().indexOf(wanted) > 0);
  return [...begins, ...holds].slice(0, longestList);
}

function keyOptions(typed: string): FilterOption[] {
  const keys = filterKeys
    .filter((key) => key.startsWith(typed.toLowerCase()))
    .map((key): FilterOption => ({ text: `${key}:`, kind: 'key' }));
  const isErrors = 'errors'.startsWith(typed.toLowerCase()) && typed !== 'errors';
  return isErrors ? [...keys, { text: 'errors', kind: 'value' }] : keys;
}

/** What fits at the caret; no options where there is nothing to add. */
export function completeFilter(
  source: string,
  caret: number,
  known: KnownValues,
): FilterCompletion {
  const nothing: FilterCompletion = { from: caret, to: caret, options: [] };
  const start = wordStart(source, caret);
  if (start === undefined) return nothing;
  const prefix = /^(?:-|not\()*/.exec(source.slice(start, caret))?.[0] ?? '';
  const from = start + prefix.length;
  const word = source.slice(from, caret);
  const term = /^([a-z]+):(.*,)?([^,]*)$/i.exec(word);
  if (term === null) return { from, to: caret, options: keyOptions(word) };
  const key = filterKeys.find((candidate) => candidate === term[1]);
  const typed = term[3] ?? '';
  if (key === undefined || typed.startsWith('"')) return nothing;
  const values = fitting(valuesOf(key, known), typed);
  if (values[0]?.toLowerCase() === typed.toLowerCase()) return nothing;
  return {
    from: caret - typed.length,
    to: caret,
    options: values.map((value) => ({ text: written(value), kind: 'value' })),
  };
}

/** The text with an option in it, and where the caret then stands: behind a space after a value. */
export function applyOption(
  source: string,
  { from, to }: FilterCompletion,
  { text, kind }: FilterOption,
): { text: string; caret: number } {
  const rest = source.slice(to);
  const added = kind === 'value' && !rest.startsWith(' ') ? `${text} ` : text;
  const caret = from + added.length + (kind === 'value' && rest.startsWith(' ') ? 1 : 0);
  return { text: source.slice(0, from) + added + rest, caret };
}
