/** What the standard says of a key that a charge point reported; names compare without regard to case. Pure. */
import type { ConfigurationEntry } from '../../../../shared/api/csms-station-contract.ts';
import {
  type ConfigurationKey,
  configurationKeys,
} from '../../../../shared/ocpp/configuration-keys.ts';

const byName = new Map(configurationKeys.map((key) => [key.name.toLowerCase(), key]));

/** Undefined for a key of the vendor's own. */
export function standardKey(name: string): ConfigurationKey | undefined {
  return byName.get(name.toLowerCase());
}

/** One line for hovering: meaning, type with unit, access, clause. */
export function explanation(key: ConfigurationKey): string {
  const type = key.unit === undefined ? key.type : `${key.type}, ${key.unit}`;
  return `${key.meaning} ${type}; ${key.access}; ${key.clause}.`;
}

export type KeySelection = 'all' | 'writable' | 'custom';

/** The keys whose name, value or meaning has the text, by name. */
export function keysShown(
  keys: readonly ConfigurationEntry[],
  text: string,
  selection: KeySelection,
): readonly ConfigurationEntry[] {
  const wanted = text.trim().toLowerCase();
  return keys
    .filter((entry) => {
      const standard = standardKey(entry.key);
      if (selection === 'writable' && entry.readonly) return false;
      if (selection === 'custom' && standard !== undefined) return false;
      return `${entry.key} ${entry.value ?? ''} ${standard?.meaning ?? ''}`
        .toLowerCase()
        .includes(wanted);
    })
    .toSorted((left, right) => left.key.localeCompare(right.key, 'en'));
}

/** Required keys of the Core profile, which every charge point has, that it did not report; write-only ones aside. */
export function missingCoreKeys(keys: readonly ConfigurationEntry[]): readonly string[] {
  const reported = new Set(keys.map(({ key }) => key.toLowerCase()));
  return configurationKeys
    .filter(
      ({ name, required, featureProfile, access }) =>
        required &&
        featureProfile === 'Core' &&
        access !== 'W' &&
        !reported.has(name.toLowerCase()),
    )
    .map(({ name }) => name);
}
