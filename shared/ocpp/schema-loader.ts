/**
 * Hands out the JSON schemas of a version for editors and forms; each version is a module loaded on first use.
 * Knows nothing of validation, which needs no schemas at run time.
 */
import type { JsonSchema } from './generated/schemas-ocpp1.6.js';
import type { PayloadKind } from './validation.ts';
import type { OcppVersion } from './versions.ts';

export type { JsonSchema };

/** Schemas (draft-07, without `$id`) by action. */
export type SchemaMap = ReadonlyMap<string, { request?: JsonSchema; response?: JsonSchema }>;

/** All schemas of a version. */
export async function loadSchemas(version: OcppVersion): Promise<SchemaMap> {
  switch (version) {
    case 'ocpp1.6':
      return (await import('./generated/schemas-ocpp1.6.js')).schemas;
    case 'ocpp2.0.1':
      return (await import('./generated/schemas-ocpp2.0.1.js')).schemas;
    case 'ocpp2.1':
      return (await import('./generated/schemas-ocpp2.1.js')).schemas;
  }
}

/** The schema of one payload, or undefined when the version has none. */
export async function loadSchema(
  version: OcppVersion,
  action: string,
  kind: PayloadKind,
): Promise<JsonSchema | undefined> {
  return (await loadSchemas(version)).get(action)?.[kind];
}
