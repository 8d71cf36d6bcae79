/**
 * Where in a YAML text the cursor stands: the path to it and whether a name or a value belongs there. Reads lines and
 * indentation as scenarios are written, half-finished ones too. Knows no schema.
 */

/** Names of a path; `[]` is an item of a list. */
export const item = '[]';

export interface YamlContext {
  path: readonly string[];
  /** What is being written: a name in the mapping at `path`, or the value of `path`. */
  expects: 'key' | 'value';
  /** Written so far. */
  prefix: string;
  /** Names and simple values beside it in the same mapping. */
  siblings: Readonly<Record<string, string>>;
  /** Inside `{ … }` or `[ … ]`. */
  inline: boolean;
}

interface Level {
  indent: number;
  name: string;
}

const entry = /^("?)([\w$.-]+)\1:(?:\s+(.*)|\s*)$/s;

interface Line {
  indent: number;
  /** Columns of its dashes. */
  dashes: readonly number[];
  /** Column of what follows them. */
  column: number;
  content: string;
}

function readLine(text: string): Line {
  const dashes: number[] = [];
  let column = text.length - text.trimStart().length;
  const indent = column;
  while (/^-(\s|$)/.test(text.slice(column))) {
    dashes.push(column);
    const after = text.slice(column + 1);
    column += 1 + (after.length - after.trimStart().length);
  }
  return { indent, dashes, column, content: text.slice(column) };
}

function isEmpty(text: string): boolean {
  const content = text.trim();
  return content === '' || content.startsWith('#');
}

/** Goes one line further down: leaves what is indented deeper, enters its items and its name. */
function enter(levels: Level[], { dashes, column, content }: Line): void {
  for (const dash of dashes) {
    while (levels.length > 0) {
      const top = levels.at(-1);
      const isBeside = top?.indent === dash && top.name === item;
      if (top === undefined || (top.indent <= dash && !isBeside)) break;
      levels.pop();
    }
    levels.push({ indent: dash, name: item });
  }
  leave(levels, column);
  const [, , name] = entry.exec(content) ?? [];
  if (name !== undefined) levels.push({ indent: column, name });
}

function leave(levels: Level[], column: number): void {
  while ((levels.at(-1)?.indent ?? -1) >= column) levels.pop();
}

interface Flow {
  kind: '{' | '[';
  key: string | undefined;
  siblings: Record<string, string>;
}

function unquoted(text: string): string {
  return text.trim().replace(/^["']|["']$/g, '');
}

/** The inside of `{ … }` up to the cursor; undefined when everything is closed. */
function readFlow(text: string): Omit<YamlContext, 'inline'> | undefined {
  const open: Flow[] = [];
  let written = '';
  let quote = '';
  const endPart = () => {
    const top = open.at(-1);
    if (top?.key !== undefined) top.siblings[top.key] = unquoted(written);
    if (top) top.key = undefined;
    written = '';
  };
  for (const character of text) {
    if (quote !== '') {
      if (character === quote) quote = '';
      written += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      written += character;
    } else if (character === '{' || character === '[') {
      // The braces of a variable belong to the text.
      if (character === '{' && written.endsWith('$')) written += character;
      else {
        open.push({ kind: character, key: undefined, siblings: {} });
        written = '';
      }
    } else if (character === '}' || character === ']') {
      open.pop();
      written = '';
    } else if (character === ',') endPart();
    else if (character === ':' && open.at(-1)?.kind === '{' && open.at(-1)?.key === undefined) {
      const top = open.at(-1);
      if (top) top.key = unquoted(written);
      written = '';
    } else written += character;
  }
  const innermost = open.at(-1);
  if (innermost === undefined) return undefined;
  const path = open.flatMap(({ kind, key }) =>
    kind === '[' ? [item] : key === undefined ? [] : [key],
  );
  const isKey = innermost.kind === '{' && innermost.key === undefined;
  return {
    path,
    expects: isKey ? 'key' : 'value',
    prefix: written.trimStart(),
    siblings: innermost.siblings,
  };
}

/** Names and simple values at the same indentation, up and down to the end of the mapping. */
function blockSiblings(
  lines: readonly string[],
  at: number,
  column: number,
): Record<string, string> {
  const found: Record<string, string> = {};
  const look = (index: number): boolean => {
    const text = lines[index] ?? '';
    if (isEmpty(text)) return true;
    const line = readLine(text);
    if (line.column < column) return false;
    const [, , name, value = ''] = entry.exec(line.content) ?? [];
    if (line.column === column && name !== undefined) found[name] = unquoted(value);
    return true;
  };
  const startsItem = (index: number) => readLine(lines[index] ?? '').dashes.length > 0;
  for (let index = at - 1; index >= 0 && !startsItem(index + 1) && look(index); index -= 1);
  for (let index = at + 1; index < lines.length && !startsItem(index) && look(index); index += 1);
  return found;
}

/** Line and column count from 1; the column is the one before which the cursor stands. */
export function yamlContext(text: string, line: number, column: number): YamlContext {
  const lines = text.split('\n');
  const levels: Level[] = [];
  for (const one of lines.slice(0, line - 1)) if (!isEmpty(one)) enter(levels, readLine(one));
  const current = (lines[line - 1] ?? '').slice(0, column - 1);
  const read = readLine(current);
  const { dashes } = read;
  const trimmed = { ...read, content: read.content.trimEnd() };
  const [, , name, value = ''] = entry.exec(read.content) ?? [];
  enter(levels, name === undefined ? { ...trimmed, content: '' } : read);
  if (name === undefined && dashes.length === 0) leave(levels, read.column);
  const path = levels.map((level) => level.name);
  const flowText = name === undefined ? read.content : value;
  const flow = /^[{[]/.test(flowText) ? readFlow(flowText) : undefined;
  if (flow) return { ...flow, path: [...path, ...flow.path], inline: true };
  const siblings = blockSiblings(lines, line - 1, read.column);
  if (name !== undefined) return { path, expects: 'value', prefix: value, siblings, inline: false };
  return { path, expects: 'key', prefix: read.content, siblings, inline: false };
}
