/**
 * The JSON Schema of scenarios, for editors and for the door. Made from the shape; in steps every number and switch may
 * be a variable too. Knows nothing of how text is read.
 */
import { z } from 'zod';
import { isObject } from './match.ts';
import { scenarioShape } from './scenario.ts';

type JsonSchema = Record<string, unknown>;

const variable = { type: 'string', pattern: '\\$\\{[^}]+\\}' };

function withVariables(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withVariables);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, withVariables(value)]),
  );
  const isScalar =
    schema.type === 'integer' ||
    schema.type === 'number' ||
    schema.type === 'boolean' ||
    (schema.type === 'string' && (schema.enum !== undefined || schema.pattern !== undefined));
  return isScalar ? { anyOf: [inner, variable] } : inner;
}

/** Draft 2020-12. */
export function scenarioJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(scenarioShape, { io: 'input', unrepresentable: 'any' });
  const { $defs } = schema;
  return {
    ...schema,
    title: 'Benchpoint scenario',
    ...($defs ? { $defs: withVariables($defs) } : {}),
  };
}
