/**
 * Checks payloads against the schemas of their OCPP version with the validators made at build.
 * Knows nothing of what follows from a violation: that is for the engine and the judge.
 */
import type { RawError, RawValidator } from './generated/validators-ocpp1.6.js';
import { dateTimeForm, uriForm } from './schema-formats.ts';
import type { OcppVersion } from './versions.ts';

/** The payload of a CALL (or SEND), or of a CALLRESULT. */
export type PayloadKind = 'request' | 'response';

/** A departure whose meaning is clear: accepted with a finding unless one is strict. */
export type Tolerance = 'date-time-without-zone' | 'date-time-space' | 'uri-relative';

/** One point at which a payload departs from its schema. */
export interface SchemaViolation {
  /** JSON pointer into the payload; for a missing or an extra property it names that property. */
  path: string;
  /** The JSON schema keyword, for example `required`, `maxLength`. */
  keyword: string;
  /** What the keyword demands, as text or number (`limit`, `type`, `allowedValues` joined by `, `, ...). */
  parameters: Record<string, string | number | boolean>;
  /** Set when a lenient reader may accept the value. */
  tolerance?: Tolerance;
}

/** The validators of one version. */
export interface Validators {
  version: OcppVersion;
  /** Whether the version has the action at all; safe for any text. */
  knows(action: string): boolean;
  /** Whether the version has this payload of the action; a SEND of OCPP 2.1 has no response. */
  has(action: string, kind: PayloadKind): boolean;
  /**
   * All violations, bounded to a few dozen; empty when valid or when there is no schema (see `has`). Never throws.
   */
  validate(action: string, kind: PayloadKind, payload: unknown): readonly SchemaViolation[];
}

type ValidatorMap = ReadonlyMap<string, { request?: RawValidator; response?: RawValidator }>;

const none: readonly SchemaViolation[] = Object.freeze([]);

/** A hostile property name or list must not blow up what is stored beside a frame. */
const longestParameter = 200;

function shortened(text: string): string {
  if (text.length <= longestParameter) return text;
  return `${text.slice(0, longestParameter).toWellFormed()}…`;
}

function parameterValue(value: unknown): string | number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.join(', ');
  return shortened(String(value));
}

function escapedPointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The value at a JSON pointer (RFC 6901) made by the validators. */
function valueAt(payload: unknown, pointer: string): unknown {
  let value = payload;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    // Any JSON object or array can be read by name.
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function toleranceOf(format: unknown, value: unknown): Tolerance | undefined {
  if (typeof value !== 'string') return undefined;
  if (format === 'uri') return uriForm(value) === 'relative' ? 'uri-relative' : undefined;
  const form = dateTimeForm(value);
  if (form === 'without-zone') return 'date-time-without-zone';
  return form === 'space-separator' ? 'date-time-space' : undefined;
}

/** Missing and extra properties are reported at their parent; the pointer of the property itself is more use. */
function pathOf({ instancePath, params }: RawError): string {
  const property = params.missingProperty ?? params.additionalProperty;
  if (typeof property !== 'string') return instancePath;
  return `${instancePath}/${escapedPointerToken(shortened(property))}`;
}

function violationOf(error: RawError, payload: unknown): SchemaViolation {
  const parameters: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(error.params))
    parameters[name] = parameterValue(value);
  const violation: SchemaViolation = { path: pathOf(error), keyword: error.keyword, parameters };
  if (error.keyword === 'format') {
    const tolerance = toleranceOf(error.params.format, valueAt(payload, error.instancePath));
    if (tolerance !== undefined) violation.tolerance = tolerance;
  }
  return violation;
}

function validatorsOver(version: OcppVersion, validators: ValidatorMap): Validators {
  return {
    version,
    knows: (action) => validators.has(action),
    has: (action, kind) => validators.get(action)?.[kind] !== undefined,
    validate(action, kind, payload) {
      const validator = validators.get(action)?.[kind];
      if (validator === undefined || validator(payload)) return none;
      return (validator.errors ?? []).map((error) => violationOf(error, payload));
    },
  };
}

async function importValidators(version: OcppVersion): Promise<ValidatorMap> {
  switch (version) {
    case 'ocpp1.6':
      return (await import('./generated/validators-ocpp1.6.js')).validators;
    case 'ocpp2.0.1':
      return (await import('./generated/validators-ocpp2.0.1.js')).validators;
    case 'ocpp2.1':
      return (await import('./generated/validators-ocpp2.1.js')).validators;
  }
}

const loaded = new Map<OcppVersion, Promise<Validators>>();

/** The validators of a version; its module is loaded once, on first use. */
export function loadValidators(version: OcppVersion): Promise<Validators> {
  let validators = loaded.get(version);
  if (validators === undefined) {
    validators = importValidators(version).then((map) => validatorsOver(version, map));
    loaded.set(version, validators);
  }
  return validators;
}
