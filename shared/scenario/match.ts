/**
 * Whether a value is as a scenario wants it: parts of an object, names that are paths, and a few comparisons.
 * Answers where the first difference is. A pure function; knows nothing of frames.
 */

/** `path` within the value, for example `idTagInfo.status`; empty for the whole. */
export interface Difference {
  path: string;
  expected: unknown;
  actual: unknown;
}

type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path with dots; numbers count in arrays. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('.')) {
    if (Array.isArray(at)) at = at[name === 'last' ? at.length - 1 : Number(name)];
    else if (isObject(at) && Object.hasOwn(at, name)) at = at[name];
    else return undefined;
  }
  return at;
}

function pattern(text: unknown): RegExp | undefined {
  try {
    return new RegExp(String(text));
  } catch {
    // Not a pattern: then nothing fits it, which the difference shows.
    return undefined;
  }
}

const comparisons: Readonly<Record<string, (actual: unknown, wanted: unknown) => boolean>> = {
  $above: (actual, wanted) => typeof actual === 'number' && actual > Number(wanted),
  $below: (actual, wanted) => typeof actual === 'number' && actual < Number(wanted),
  $oneOf: (actual, wanted) =>
    Array.isArray(wanted) && wanted.some((one) => difference(actual, one) === undefined),
  $not: (actual, wanted) => difference(actual, wanted) !== undefined,
  $exists: (actual, wanted) => (actual !== undefined) === (wanted === true),
  $matches: (actual, wanted) =>
    actual !== undefined && (pattern(wanted)?.test(String(actual)) ?? false),
  $contains: (actual, wanted) =>
    Array.isArray(actual)
      ? actual.some((one) => difference(one, wanted) === undefined)
      : typeof actual === 'string' && actual.includes(String(wanted)),
};

function isComparison(wanted: JsonObject): boolean {
  const names = Object.keys(wanted);
  return names.length > 0 && names.every((name) => Object.hasOwn(comparisons, name));
}

function below(name: string, inner: Difference): Difference {
  return { ...inner, path: inner.path === '' ? name : `${name}.${inner.path}` };
}

function differenceInArray(actual: unknown, wanted: readonly unknown[]): Difference | undefined {
  if (!Array.isArray(actual) || actual.length !== wanted.length) {
    return { path: '', expected: wanted, actual };
  }
  for (const [index, one] of wanted.entries()) {
    const inner = difference(actual[index], one);
    if (inner) return below(String(index), inner);
  }
  return undefined;
}

/**
 * The first difference between a value and what is wanted of it. An object wants what it names and leaves the rest;
 * its names may be paths (`meterValue.0.sampledValue`). An array wants as many, each in its place.
 */
export function difference(actual: unknown, wanted: unknown): Difference | undefined {
  if (Array.isArray(wanted)) return differenceInArray(actual, wanted);
  if (!isObject(wanted)) {
    return Object.is(actual, wanted) ? undefined : { path: '', expected: wanted, actual };
  }
  if (isComparison(wanted)) {
    const holds = Object.entries(wanted).every(([name, value]) =>
      comparisons[name]?.(actual, value),
    );
    return holds ? undefined : { path: '', expected: wanted, actual };
  }
  if (!isObject(actual)) return { path: '', expected: wanted, actual };
  for (const [name, value] of Object.entries(wanted)) {
    const inner = difference(valueAt(actual, name), value);
    if (inner) return below(name, inner);
  }
  return undefined;
}
