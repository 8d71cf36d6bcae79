/**
 * Variables of a scenario: `${name}`, `${name.path}`, `${now}`, `${now + 5min}`. A text that is nothing but one keeps
 * the type of its value. Knows nothing of where values come from.
 */
import { durationMs } from './duration.ts';
import { isObject, valueAt } from './match.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** Given by the runner in every step. */
export const builtInVariables = ['now', 'station', 'iteration'] as const;

const reference = /\$\{\s*([^}]*?)\s*\}/g;
const time = /^now(?:\s*([+-])\s*(\S+))?$/;

export class UnknownVariable extends Error {
  readonly variable: string;

  constructor(variable: string) {
    super(variable);
    this.variable = variable;
  }
}

/** Whether it holds a variable at any depth. */
export function hasVariable(value: unknown): boolean {
  if (typeof value === 'string') return /\$\{[^}]*\}/.test(value);
  if (Array.isArray(value)) return value.some(hasVariable);
  return isObject(value) && Object.values(value).some(hasVariable);
}

/** RFC 3339, for `now` with an offset; undefined for any other expression. */
function timeOf(expression: string, nowMs: number): string | undefined {
  const [whole, sign, offset] = time.exec(expression) ?? [];
  if (whole === undefined) return undefined;
  const offsetMs = offset === undefined ? 0 : durationMs(offset);
  if (offsetMs === undefined) return undefined;
  return new Date(nowMs + (sign === '-' ? -offsetMs : offsetMs)).toISOString();
}

function lookUp(expression: string, variables: Variables, nowMs: number): unknown {
  const moment = timeOf(expression, nowMs);
  if (moment !== undefined) return moment;
  const value = valueAt(variables, expression);
  if (value === undefined) throw new UnknownVariable(expression);
  return value;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value with every variable in place. Throws `UnknownVariable`. */
export function substitute(value: unknown, variables: Variables, nowMs: number): unknown {
  if (typeof value === 'string') {
    const [first] = value.matchAll(reference);
    if (first !== undefined && first[0].length === value.length) {
      return lookUp(first[1] ?? '', variables, nowMs);
    }
    return value.replaceAll(reference, (_, expression: string) =>
      textOf(lookUp(expression, variables, nowMs)),
    );
  }
  if (Array.isArray(value)) return value.map((one) => substitute(one, variables, nowMs));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, substitute(one, variables, nowMs)]),
  );
}

/** Names that a text refers to which are neither known nor built in: `{expression, path}` of each. */
export function unknownReferences(
  value: unknown,
  known: ReadonlySet<string>,
  path: readonly PropertyKey[] = [],
): { expression: string; path: readonly PropertyKey[] }[] {
  if (typeof value === 'string') {
    return [...value.matchAll(reference)].flatMap(([, expression = '']) => {
      const [name = ''] = expression.split('.');
      return known.has(name) || timeOf(expression, 0) !== undefined ? [] : [{ expression, path }];
    });
  }
  const inside = Array.isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  return inside.flatMap(([name, one]) => unknownReferences(one, known, [...path, name]));
}
