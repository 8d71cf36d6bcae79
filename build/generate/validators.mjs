/**
 * Compiles the schemas of one OCPP version into one ES module of plain functions that needs no ajv and no `eval`.
 * Knows nothing of violations or error codes: `shared/ocpp/validation.ts` wraps what is made here.
 */
import { _, Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const standaloneCode = standalone.default;

/** More errors than this say nothing new, and a hostile megabyte could otherwise cost a gigabyte. */
const errorLimit = 32;

const typeDeclaration = `export type RawError = {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
};
export type RawValidator = {
  (payload: unknown): boolean;
  errors?: RawError[] | null;
};
export const validators: ReadonlyMap<string, { request?: RawValidator; response?: RawValidator }>;
`;

function replaceAll(code, pattern, replacement, what) {
  if (!pattern.test(code)) throw new Error(`The validator compiler no longer writes ${what}`);
  return code.replace(pattern, replacement);
}

/** The compiler collects without end; cap both ways in which errors are added. */
function boundErrors(code) {
  const pushed = replaceAll(
    code,
    /else\s*\{\s*vErrors\.push\((err\d+)\);?\s*\}/g,
    `else if(vErrors.length < ${errorLimit}){vErrors.push($1);}`,
    'pushed errors',
  );
  if (/else\s*\{\s*vErrors\.push/.test(pushed)) throw new Error('An error list is not bounded');
  return pushed.replace(
    /vErrors\.concat\((validate\d+\.errors)\)/g,
    `(vErrors.length < ${errorLimit} ? vErrors.concat($1) : vErrors)`,
  );
}

/** A string has at most as many code points as UTF-16 units: count them only when it matters. */
function countCodePointsLate(code) {
  const inlined = replaceAll(
    code,
    /const (func\d+) = require\("ajv\/dist\/runtime\/ucs2length"\)\.default;?/g,
    'const $1 = codePointLength;',
    'ucs2length',
  );
  return replaceAll(
    inlined,
    /(func\d+)\((data\d*)\) > (\d+)/g,
    '$2.length > $3 && $1($2) > $3',
    'length checks',
  );
}

function validatorModule({ messages }) {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    messages: false,
    multipleOfPrecision: 6,
    code: { source: true, esm: true, lines: true, formats: _`formats` },
  });
  // The real checks are imported by the written module; here only the names must be known.
  for (const format of ['date-time', 'uri']) ajv.addFormat(format, () => true);
  const exported = {};
  const entries = [];
  for (const [action, kinds] of Object.entries(messages)) {
    const members = [];
    for (const [kind, schema] of Object.entries(kinds)) {
      const name = `${action}_${kind}`;
      ajv.addSchema(schema, name);
      exported[name] = name;
      members.push(`${kind}: ${name}`);
    }
    entries.push(`  [${JSON.stringify(action)}, { ${members.join(', ')} }],`);
  }
  const compiled = countCodePointsLate(boundErrors(standaloneCode(ajv, exported)));
  const code = compiled.replace(/^"use strict";/, '').replaceAll('export const ', 'const ');
  if (code.includes('require(')) throw new Error('The compiled validators still require something');
  return [
    "import { codePointLength, formats } from '../schema-formats.ts';",
    code,
    'export const validators = new Map([',
    ...entries,
    ']);',
    '',
  ].join('\n');
}

/** @returns {Record<string, string>} file name to text */
export function validatorModules(schemaSets) {
  const files = {};
  for (const schemaSet of schemaSets) {
    files[`validators-${schemaSet.version}.js`] = validatorModule(schemaSet);
    files[`validators-${schemaSet.version}.d.ts`] = typeDeclaration;
  }
  return files;
}
