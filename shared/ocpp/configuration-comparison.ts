/** Compares the configuration keys of two readings of charge points. Pure; knows no station and no message. */

export interface ComparedKey {
  key: string;
  readonly: boolean;
  value?: string | undefined;
}

export interface KeyDifference {
  /** As the left one spells it, where it has it. */
  key: string;
  /** `order`: a list with the same members in another order. */
  kind: 'only-left' | 'only-right' | 'value' | 'access' | 'order';
  left?: ComparedKey;
  right?: ComparedKey;
}

/** OCPP 1.6 compares key names without regard to case (CiString50). */
function byName(keys: readonly ComparedKey[]): Map<string, ComparedKey> {
  return new Map(keys.map((entry) => [entry.key.toLowerCase(), entry]));
}

function members(value: string): string {
  return value
    .split(',')
    .map((member) => member.trim())
    .sort()
    .join(',');
}

function difference(left: ComparedKey, right: ComparedKey): KeyDifference['kind'] | undefined {
  if (left.value !== right.value) {
    const isList = left.value?.includes(',') === true && right.value !== undefined;
    return isList && members(left.value ?? '') === members(right.value ?? '') ? 'order' : 'value';
  }
  return left.readonly === right.readonly ? undefined : 'access';
}

/** What differs, by name; how many keys are the same. */
export function compareConfigurations(
  left: readonly ComparedKey[],
  right: readonly ComparedKey[],
): { differences: KeyDifference[]; same: number } {
  const lefts = byName(left);
  const rights = byName(right);
  const differences: KeyDifference[] = [];
  let same = 0;
  for (const name of [...new Set([...lefts.keys(), ...rights.keys()])].sort()) {
    const one = lefts.get(name);
    const other = rights.get(name);
    const key = one?.key ?? other?.key ?? name;
    if (one && other) {
      const kind = difference(one, other);
      if (kind === undefined) same += 1;
      else differences.push({ key, kind, left: one, right: other });
    } else if (one) {
      differences.push({ key, kind: 'only-left', left: one });
    } else if (other) {
      differences.push({ key, kind: 'only-right', right: other });
    }
  }
  return { differences, same };
}
