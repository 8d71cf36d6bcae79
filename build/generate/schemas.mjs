/**
 * Reads the OCPP JSON schemas from the `ocpp-rpc` package, sorts them by version, action and kind, and mends what the
 * errata mend. Knows nothing of what is made from them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = [
  { version: 'ocpp1.6', file: 'ocpp1_6.json' },
  { version: 'ocpp2.0.1', file: 'ocpp2_0_1.json' },
  { version: 'ocpp2.1', file: 'ocpp2_1.json' },
];

/** Prose and generator hints: not needed to validate, and the prose is not ours to ship. */
const annotations = new Set(['$id', '$schema', 'comment', 'description', 'javaType']);

const nameMaps = new Set(['properties', 'definitions']);

function withoutAnnotations(node, isNameMap = false) {
  if (Array.isArray(node)) return node.map((entry) => withoutAnnotations(entry));
  if (typeof node !== 'object' || node === null) return node;
  const kept = {};
  for (const [key, value] of Object.entries(node)) {
    if (isNameMap || !annotations.has(key)) {
      kept[key] = withoutAnnotations(value, !isNameMap && nameMaps.has(key));
    }
  }
  return kept;
}

/** `urn:Authorize.req`, `urn:Authorize.conf`, `urn:AuthorizeRequest`, or bare for a SEND message of 2.1. */
function actionAndKind(id) {
  const name = id.replace(/^urn:/, '');
  const match = /^(.*?)(?:\.req|\.conf|Request|Response)$/.exec(name);
  if (match === null) return { action: name, kind: 'request' };
  return { action: match[1], kind: /(?:\.conf|Response)$/.test(name) ? 'response' : 'request' };
}

/** OCPP 1.6 §7.33: a MeterValue carries one or more sampled values; the package's schemas left it out. */
function requireSampledValues(messages) {
  for (const [action, property] of [
    ['MeterValues', 'meterValue'],
    ['StopTransaction', 'transactionData'],
  ]) {
    const sampledValue =
      messages[action]?.request.properties[property].items.properties.sampledValue;
    if (sampledValue?.type !== 'array')
      throw new Error(`${action}.${property} has changed its shape`);
    sampledValue.minItems = 1;
  }
}

/**
 * @param {string} projectRoot
 * @returns {{version: string, messages: Record<string, {request?: object, response?: object}>}[]}
 */
export function readSchemaSets(projectRoot) {
  const directory = join(projectRoot, 'node_modules', 'ocpp-rpc', 'lib', 'schemas');
  return sources.map(({ version, file }) => {
    const messages = {};
    for (const schema of JSON.parse(readFileSync(join(directory, file), 'utf8'))) {
      const { action, kind } = actionAndKind(schema.$id);
      messages[action] = { ...messages[action], [kind]: withoutAnnotations(schema) };
    }
    if (version === 'ocpp1.6') requireSampledValues(messages);
    return { version, messages };
  });
}
