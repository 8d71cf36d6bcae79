/**
 * The JSON schema of an action's request for the editor, with the standard configuration keys offered where one
 * is asked for. The module with all schemas is loaded on first use.
 */
import { configurationKeys } from '../../../../shared/ocpp/configuration-keys.ts';
import { type JsonSchema, loadSchema } from '../../../../shared/ocpp/schema-loader.ts';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the editor's JSON service completes with, see `defaultSnippets` of VS Code's JSON schemas. */
function keySnippets(writableOnly: boolean): readonly object[] {
  return configurationKeys
    .filter(({ access }) => !writableOnly || access !== 'R')
    .map(({ name, meaning }) => ({ label: name, body: name, description: meaning }));
}

function withKeys(schema: JsonSchema, action: string): JsonSchema {
  const { properties } = schema;
  const key = isRecord(properties) ? properties.key : undefined;
  if (!isRecord(properties) || !isRecord(key)) return schema;
  const defaultSnippets = keySnippets(action === 'ChangeConfiguration');
  const offered = isRecord(key.items)
    ? { ...key, items: { ...key.items, defaultSnippets } }
    : { ...key, defaultSnippets };
  return { ...schema, properties: { ...properties, key: offered } };
}

/** Undefined for an action that OCPP 1.6 does not have. */
export async function loadRequestSchema(action: string): Promise<JsonSchema | undefined> {
  const schema = await loadSchema('ocpp1.6', action, 'request');
  if (schema === undefined) return undefined;
  const offersKeys = action === 'ChangeConfiguration' || action === 'GetConfiguration';
  return offersKeys ? withKeys(schema, action) : schema;
}
