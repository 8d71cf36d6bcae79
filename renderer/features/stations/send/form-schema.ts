/**
 * Reads the JSON schemas of OCPP 1.6 (draft-07, flat) as fields of a form, and edits a payload field by field.
 * Pure; knows no screen. What a schema says beyond that is for the validators, not for the form.
 */
import type { JsonSchema } from '../../../../shared/ocpp/schema-loader.ts';

export type FieldShape =
  | { kind: 'object'; fields: readonly Field[] }
  | { kind: 'list'; item: FieldShape }
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'text'; maxLength?: number; isDateTime: boolean }
  | { kind: 'number'; isInteger: boolean }
  | { kind: 'boolean' }
  /** Anything else: written as JSON. */
  | { kind: 'json' };

export interface Field {
  name: string;
  required: boolean;
  shape: FieldShape;
}

type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function resolve(schema: unknown, definitions: Json): Json {
  if (!isRecord(schema)) return {};
  const reference = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
  if (reference === undefined) return schema;
  const found = definitions[reference];
  return isRecord(found) ? found : {};
}

function shapeOf(given: unknown, definitions: Json): FieldShape {
  const schema = resolve(given, definitions);
  if (Array.isArray(schema.enum)) {
    return { kind: 'choice', values: schema.enum.filter((value) => typeof value === 'string') };
  }
  switch (schema.type) {
    case 'object':
      return { kind: 'object', fields: fieldsOf(schema, definitions) };
    case 'array':
      return { kind: 'list', item: shapeOf(schema.items, definitions) };
    case 'string': {
      const isDateTime = schema.format === 'date-time';
      const { maxLength } = schema;
      return typeof maxLength === 'number'
        ? { kind: 'text', isDateTime, maxLength }
        : { kind: 'text', isDateTime };
    }
    case 'integer':
    case 'number':
      return { kind: 'number', isInteger: schema.type === 'integer' };
    case 'boolean':
      return { kind: 'boolean' };
    default:
      return { kind: 'json' };
  }
}

function fieldsOf(schema: Json, definitions: Json): readonly Field[] {
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const properties = isRecord(schema.properties) ? schema.properties : {};
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    shape: shapeOf(property, definitions),
  }));
}

/** The fields of the payload, in the order of the schema. */
export function formFields(schema: JsonSchema): readonly Field[] {
  return fieldsOf(schema, isRecord(schema.definitions) ? schema.definitions : {});
}

/** What a field begins with when it is added: everything required, and nothing else. */
export function emptyValue(shape: FieldShape): unknown {
  switch (shape.kind) {
    case 'object':
      return Object.fromEntries(
        shape.fields
          .filter(({ required }) => required)
          .map((field) => [field.name, emptyValue(field.shape)]),
      );
    case 'list':
      return [emptyValue(shape.item)];
    case 'choice':
      return shape.values[0] ?? '';
    case 'text':
      return '';
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'json':
      return null;
  }
}

/** A copy with the member set, or without it when the value is undefined; the order of members stays. */
export function withMember(object: Json, name: string, value: unknown): Json {
  if (value === undefined) {
    const { [name]: _removed, ...rest } = object;
    return rest;
  }
  return { ...object, [name]: value };
}

/** Members that the schema does not have: the form keeps them and says so. */
export function strangers(object: Json, fields: readonly Field[]): readonly string[] {
  return Object.keys(object).filter((name) => !fields.some((field) => field.name === name));
}

/** Whether the value can be shown in the field as it is; else it is shown as JSON. */
export function fits(shape: FieldShape, value: unknown): boolean {
  if (value === undefined) return true;
  switch (shape.kind) {
    case 'object':
      return isRecord(value);
    case 'list':
      return Array.isArray(value);
    case 'choice':
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'json':
      return false;
  }
}

/** The object in the text; undefined for anything else, which only the JSON editor can show. */
export function readPayload(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // Half-written text is what editors hold; the form says so.
    return undefined;
  }
}

export const writePayload = (payload: Json): string => JSON.stringify(payload, null, 2);
