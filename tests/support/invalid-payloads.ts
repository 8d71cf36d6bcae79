/**
 * For every place of a valid payload what could be wrong there, with the CALLERROR that OCPP-J 1.6 §4.2.3 has for it.
 * Made from the schemas; sends nothing.
 */
import type { Action16 } from '../../shared/ocpp/actions.ts';
import { exampleRequest } from '../../shared/ocpp/examples-1.6.ts';
import { schemas } from '../../shared/ocpp/generated/schemas-ocpp1.6.js';

export interface InvalidPayload {
  action: Action16;
  /** What is wrong, to end a title with. */
  says: string;
  payload: unknown;
  code: string;
}

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  maxLength?: number;
  minItems?: number;
  enum?: readonly unknown[];
  format?: string;
  $ref?: string;
  definitions?: Record<string, Schema>;
}

type Fault = Pick<InvalidPayload, 'says' | 'payload' | 'code'>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of another JSON type than the schema wants. */
function ofAnotherType(type: string | undefined): unknown {
  return type === 'string' ? 7 : 'seven';
}

/** What can be wrong with one value; the payload of each is the value in place of the good one. */
function faultsOf(name: string, schema: Schema, value: unknown, root: Schema): Fault[] {
  const { type, maxLength, minItems, format } = schema;
  const faults: Fault[] = [
    {
      says: `${name} of another type`,
      payload: ofAnotherType(type),
      code: 'TypeConstraintViolation',
    },
  ];
  const add = (says: string, payload: unknown, code = 'PropertyConstraintViolation'): void => {
    faults.push({ says, payload, code });
  };
  if (type === 'integer') add(`${name} with a fraction`, 1.5, 'TypeConstraintViolation');
  if (schema.enum !== undefined) add(`${name} that is not in the list`, 'Nonsense');
  if (format === 'date-time') add(`${name} that is no time`, 'yesterday');
  else if (maxLength !== undefined) {
    add(`${name} of ${maxLength + 1} characters`, 'x'.repeat(maxLength + 1));
  }
  if (minItems !== undefined && minItems > 0) {
    add(`${name} without entries`, [], 'OccurenceConstraintViolation');
  }
  if (isObject(value)) faults.push(...objectFaults(`${name}.`, schema, value, root));
  if (Array.isArray(value) && schema.items !== undefined) {
    const [first, ...others] = value;
    const inside = faultsOf(`${name}[0]`, resolved(schema.items, root), first, root);
    faults.push(...inside.map((fault) => ({ ...fault, payload: [fault.payload, ...others] })));
  }
  return faults;
}

function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (root.definitions?.[name] ?? schema);
}

function objectFaults(
  path: string,
  { properties = {}, required = [] }: Schema,
  value: Record<string, unknown>,
  root: Schema,
): Fault[] {
  const without = (name: string) =>
    Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
  return [
    {
      says: `${path}unheardOf`,
      payload: { ...value, unheardOf: true },
      code: 'FormationViolation',
    },
    ...required.map((name) => ({
      says: `no ${path}${name}`,
      payload: without(name),
      code: 'OccurenceConstraintViolation',
    })),
    ...Object.entries(properties)
      .filter(([name]) => name in value)
      .flatMap(([name, schema]) =>
        faultsOf(`${path}${name}`, resolved(schema, root), value[name], root).map((fault) => ({
          ...fault,
          payload: { ...value, [name]: fault.payload },
        })),
      ),
  ];
}

/** Every single fault of the example of an action. */
export function invalidPayloads(action: Action16): InvalidPayload[] {
  const schema = schemas.get(action)?.request;
  if (schema === undefined) throw new Error(`no schema of ${action}`);
  // JSON Schema of draft 4 or 6, of which this reads what the schemas of OCPP 1.6 use.
  const root = schema as Schema;
  // An object of JSON.
  const payload = exampleRequest(action) as Record<string, unknown>;
  return objectFaults('', root, payload, root).map((fault) => ({ action, ...fault }));
}
