/**
 * What can be written at a place of a YAML text, from its JSON Schema: names of a mapping, values that are listed.
 * A pure function; knows no editor and no scenario.
 */
import type { Completion } from '../../components/code-editor-props.ts';
import { item, yamlContext } from './yaml-context.ts';

interface Schema {
  readonly [keyword: string]: unknown;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function referred(root: Schema, reference: unknown): Schema | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  let at: unknown = root;
  for (const name of reference.slice(2).split('/')) at = isSchema(at) ? at[name] : undefined;
  return isSchema(at) ? at : undefined;
}

/** All that a schema may be: references followed, choices laid open. */
function choices(root: Schema, schema: unknown, depth = 0): Schema[] {
  if (!isSchema(schema) || depth > 12) return [];
  const target = referred(root, schema.$ref);
  if (target) return choices(root, target, depth + 1);
  const inner = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return inner.length === 0 ? [schema] : inner.flatMap((one) => choices(root, one, depth + 1));
}

function propertiesOf(schema: Schema): Schema {
  return isSchema(schema.properties) ? schema.properties : {};
}

function child(root: Schema, schema: Schema, name: string): Schema[] {
  if (name === item) return choices(root, schema.items);
  const property = propertiesOf(schema)[name];
  return choices(root, property ?? schema.additionalProperties);
}

/** Of several shapes those that fit what is written beside: `action: plug-in` decides which one it is. */
function fitting(
  root: Schema,
  schemas: readonly Schema[],
  siblings: Readonly<Record<string, string>>,
) {
  const fits = (schema: Schema) =>
    Object.entries(siblings).every(([name, value]) =>
      choices(root, propertiesOf(schema)[name]).every(
        (property) => property.const === undefined || String(property.const) === value,
      ),
    );
  const left = schemas.filter(fits);
  return left.length > 0 ? left : schemas;
}

function isMapping(schema: Schema): boolean {
  return schema.properties !== undefined || schema.type === 'object';
}

function isList(schema: Schema): boolean {
  return schema.type === 'array';
}

/** What follows the name: a value on the same line, or a block below it. */
function afterName(schemas: readonly Schema[], inline: boolean): string {
  const isBlock = schemas.length > 0 && schemas.every((one) => isMapping(one) || isList(one));
  if (!isBlock) return ' ';
  if (inline) return schemas.some(isList) ? ' [' : ' { ';
  return schemas.some(isList) ? '\n  - ' : '\n  ';
}

function valuesOf(schema: Schema): string[] {
  if (schema.const !== undefined) return [String(schema.const)];
  if (Array.isArray(schema.enum)) return schema.enum.map(String);
  return schema.type === 'boolean' ? ['true', 'false'] : [];
}

function descriptionOf(schemas: readonly Schema[]): string {
  const types = schemas.flatMap(({ type }) => (typeof type === 'string' ? [type] : []));
  return [...new Set(types)].join(', ');
}

/** Line and column count from 1. */
export function completeYaml(
  root: Schema,
  text: string,
  { line, column }: { line: number; column: number },
): Completion[] {
  const { path, expects, siblings, inline } = yamlContext(text, line, column);
  let at = choices(root, root);
  for (const name of path) at = at.flatMap((schema) => child(root, schema, name));
  if (expects === 'value') {
    const values = [...new Set(at.flatMap(valuesOf))];
    return values.map((value) => ({ label: value, insert: value, kind: 'value' }));
  }
  const shapes = fitting(root, at.filter(isMapping), siblings);
  const names = new Set(shapes.flatMap((schema) => Object.keys(propertiesOf(schema))));
  return [...names]
    .filter((name) => !Object.hasOwn(siblings, name))
    .map((name) => {
      const inside = shapes.flatMap((schema) => child(root, schema, name));
      return {
        label: name,
        insert: `${name}:${afterName(inside, inline)}`,
        kind: 'name',
        detail: descriptionOf(inside),
      };
    });
}
