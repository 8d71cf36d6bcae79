/**
 * Writes the JSON schemas of each OCPP version as one lazily loaded module, for completion and forms in the editor.
 * Knows nothing of the editor.
 */

const typeDeclaration = `export type JsonSchema = { readonly [keyword: string]: unknown };
export const schemas: ReadonlyMap<string, { request?: JsonSchema; response?: JsonSchema }>;
`;

/** @returns {Record<string, string>} file name to text */
export function schemaModules(schemaSets) {
  const files = {};
  for (const { version, messages } of schemaSets) {
    const entries = JSON.stringify(JSON.stringify(Object.entries(messages)));
    files[`schemas-${version}.js`] = `export const schemas = new Map(JSON.parse(${entries}));\n`;
    files[`schemas-${version}.d.ts`] = typeDeclaration;
  }
  return files;
}
