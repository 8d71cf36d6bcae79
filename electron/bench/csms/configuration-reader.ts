/**
 * Reads the configuration of a station: all keys at once, and in pieces of GetConfigurationMaxKeys what that may have
 * left out; changes single keys. Secrets are taken out before anything is kept.
 */
import type {
  ConfigurationChange,
  ConfigurationEntry,
  ConfigurationSnapshot,
} from '../../../shared/api/csms-station-contract.ts';
import {
  configurationKeys,
  isSecretConfigurationKey,
} from '../../../shared/ocpp/configuration-keys.ts';
import { maskText } from '../../../shared/ocpp/secret-masking.ts';
import type { CallOutcome } from '../wire/call-engine.ts';

/** Sends a CALL to the one station. */
export type SendCall = (action: string, payload: object) => Promise<CallOutcome>;

const maxKeysName = 'GetConfigurationMaxKeys';
/** Of a charge point that does not say: what every implementation has been seen to take. */
const cautiousMaxKeys = 10;
const mostChunks = 200;

interface Reading {
  keys: Map<string, ConfigurationEntry>;
  unknown: Map<string, string>;
  frames: number[];
}

function withoutSecret(entry: ConfigurationEntry): ConfigurationEntry {
  return entry.value !== undefined && entry.value !== '' && isSecretConfigurationKey(entry.key)
    ? { ...entry, value: maskText }
    : entry;
}

function readEntry(value: unknown): ConfigurationEntry | undefined {
  if (typeof value !== 'object' || value === null || !('key' in value)) return undefined;
  const text: unknown = Reflect.get(value, 'value');
  const entry = { key: String(value.key), readonly: Reflect.get(value, 'readonly') === true };
  return withoutSecret(typeof text === 'string' ? { ...entry, value: text } : entry);
}

function listOf(payload: Readonly<Record<string, unknown>>, name: string): unknown[] {
  const list = payload[name];
  return Array.isArray(list) ? list : [];
}

/** Adds an answer to the reading; how many keys it had, undefined when it was no CALLRESULT. */
function take(reading: Reading, outcome: CallOutcome): number | undefined {
  reading.frames.push(...outcome.frames);
  if (outcome.outcome !== 'result') return undefined;
  const entries = listOf(outcome.payload, 'configurationKey').flatMap(
    (value) => readEntry(value) ?? [],
  );
  for (const entry of entries) reading.keys.set(entry.key.toLowerCase(), entry);
  for (const name of listOf(outcome.payload, 'unknownKey')) {
    reading.unknown.set(String(name).toLowerCase(), String(name));
  }
  return entries.length;
}

function chunks(names: readonly string[], size: number): string[][] {
  const count = Math.min(mostChunks, Math.ceil(names.length / size));
  return Array.from({ length: count }, (_, index) => names.slice(index * size, (index + 1) * size));
}

/**
 * Reads everything. An answer to the question for all keys is whole unless it has exactly as many keys as may be asked
 * for at once: then, and when the question is refused, the standard keys and `alsoAsk` are asked for by name.
 */
export async function readAllKeys(
  send: SendCall,
  alsoAsk: readonly string[],
): Promise<Pick<ConfigurationSnapshot, 'keys' | 'unknownKeys' | 'complete' | 'frames'>> {
  const reading: Reading = { keys: new Map(), unknown: new Map(), frames: [] };
  const whole = take(reading, await send('GetConfiguration', {}));
  if (whole === undefined) take(reading, await send('GetConfiguration', { key: [maxKeysName] }));
  const told = Number(reading.keys.get(maxKeysName.toLowerCase())?.value);
  const maxKeys = Number.isInteger(told) && told > 0 ? told : undefined;
  let complete = whole !== undefined && whole !== maxKeys;
  if (!complete) {
    const names = [...configurationKeys.map(({ name }) => name), ...alsoAsk];
    const missing = new Map(names.map((name) => [name.toLowerCase(), name]));
    for (const name of reading.keys.keys()) missing.delete(name);
    const pieces = chunks([...missing.values()], maxKeys ?? cautiousMaxKeys);
    complete = true;
    for (const key of pieces) {
      const taken = take(reading, await send('GetConfiguration', { key }));
      if (taken === undefined) complete = false;
    }
  }
  const { keys, unknown, frames } = reading;
  return {
    keys: [...keys.values()].sort((left, right) => (left.key < right.key ? -1 : 1)),
    unknownKeys: [...unknown.values()].sort(),
    complete: complete && keys.size > 0,
    frames,
  };
}

/** Changes one key and reads it back, unless it is a secret. */
export async function changeKey(
  send: SendCall,
  key: string,
  value: string,
): Promise<ConfigurationChange> {
  const outcome = await send('ChangeConfiguration', { key, value });
  const { frames } = outcome;
  if (outcome.outcome === 'error') {
    const { code, description } = outcome.error;
    return { outcome: 'error', error: { code, description }, frames };
  }
  if (outcome.outcome !== 'result') {
    return { outcome: outcome.outcome === 'timeout' ? 'timeout' : 'not-connected', frames };
  }
  const status = String(outcome.payload.status);
  const change: ConfigurationChange = { outcome: 'result', status, frames };
  if (status !== 'Accepted' || isSecretConfigurationKey(key) || /^securityprofile$/i.test(key)) {
    return change;
  }
  const reading: Reading = { keys: new Map(), unknown: new Map(), frames: [] };
  take(reading, await send('GetConfiguration', { key: [key] }));
  const readBack = reading.keys.get(key.toLowerCase());
  return {
    ...change,
    frames: [...frames, ...reading.frames],
    ...(readBack === undefined ? {} : { readBack }),
  };
}
