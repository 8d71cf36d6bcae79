/**
 * Writes TypeScript types of the OCPP 1.6 payloads, one interface a message and two maps keyed by action.
 * Knows only the few schema keywords that OCPP 1.6 uses and stops at any other shape.
 */

function definitionOf(root, reference) {
  const name = reference.replace('#/definitions/', '');
  const definition = root.definitions?.[name];
  if (definition === undefined) throw new Error(`Unresolved reference ${reference}`);
  return definition;
}

function objectType(schema, root, indent) {
  const required = new Set(schema.required ?? []);
  const inner = `${indent}  `;
  const members = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const optional = required.has(name) ? '' : '?';
    return `${inner}${name}${optional}: ${typeOf(property, root, inner)};`;
  });
  if (members.length === 0) return '{ [property: string]: never }';
  return `{\n${members.join('\n')}\n${indent}}`;
}

function arrayType(schema, root, indent) {
  const item = typeOf(schema.items, root, indent);
  return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
}

function typeOf(schema, root, indent) {
  if (schema.$ref !== undefined) return typeOf(definitionOf(root, schema.$ref), root, indent);
  if (schema.enum !== undefined) return schema.enum.map((value) => `'${value}'`).join(' | ');
  switch (schema.type) {
    case 'object':
      return objectType(schema, root, indent);
    case 'array':
      return arrayType(schema, root, indent);
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
      return schema.type;
    default:
      throw new Error(`No type for ${JSON.stringify(schema)}`);
  }
}

function declaration(name, schema) {
  const type = typeOf(schema, schema, '');
  return type.startsWith('{\n')
    ? `export interface ${name} ${type}`
    : `export type ${name} = ${type};`;
}

/** @returns {Record<string, string>} file name to text */
export function payloadTypes(schemaSets) {
  const { messages } = schemaSets.find(({ version }) => version === 'ocpp1.6');
  const declarations = [];
  const requests = [];
  const responses = [];
  for (const [action, { request, response }] of Object.entries(messages)) {
    declarations.push(declaration(`${action}Request16`, request));
    declarations.push(declaration(`${action}Response16`, response));
    requests.push(`  ${action}: ${action}Request16;`);
    responses.push(`  ${action}: ${action}Response16;`);
  }
  const text = [
    '/** OCPP 1.6 payloads, security extension included. Generated; not to be edited. */',
    ...declarations,
    `export interface RequestPayloads16 {\n${requests.join('\n')}\n}`,
    `export interface ResponsePayloads16 {\n${responses.join('\n')}\n}`,
    '',
  ].join('\n\n');
  return { 'payloads-1.6.ts': text };
}
