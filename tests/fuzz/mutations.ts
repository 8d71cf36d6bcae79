/**
 * Makes bad input out of good: texts of OCPP-J messages and plain bytes. Mostly near misses, because noise is refused
 * at the first check and tests nothing behind it. Knows nothing of sockets.
 */
import { actions16 } from '../../shared/ocpp/actions.ts';
import { exampleRequest, exampleResponse } from '../../shared/ocpp/examples-1.6.ts';
import type { Random } from './random.ts';

const actionNames = actions16.map(({ action }) => action);

const oddTexts = [
  '',
  '\0',
  '__proto__',
  'constructor',
  'toString',
  '2026-02-30T25:61:61Z',
  '2026-11-22 10:00:00',
  '\u{1f50c}'.repeat(20),
  'x'.repeat(5000),
  '\ufeff',
  '\u202e',
  '%00',
  '../../etc/passwd',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
];

const oddNumbers = [0, -0, -1, 1.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 0.1 + 0.2];

function oddValue(random: Random): unknown {
  switch (random.below(7)) {
    case 0:
      return random.pick(oddTexts);
    case 1:
      return random.pick(oddNumbers);
    case 2:
      return null;
    case 3:
      return random.chance(0.5);
    case 4:
      return [];
    case 5:
      return {};
    default:
      return Array.from({ length: random.below(50) }, () => random.below(10));
  }
}

function childrenOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** A copy with one value somewhere inside replaced, removed, doubled or added. */
function mutatedValue(value: unknown, random: Random): unknown {
  const children = childrenOf(value);
  if (children.length === 0 || random.chance(0.15)) return oddValue(random);
  const [name, child] = random.pick(children);
  const copy: Record<string, unknown> = { ...Object.fromEntries(children) };
  const choice = random.below(10);
  if (choice === 0) delete copy[name];
  else if (choice === 1) copy[random.pick(oddTexts)] = oddValue(random);
  else if (choice === 2) copy[`${name}s`] = child;
  else copy[name] = mutatedValue(child, random);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

/** A sound message of any type. */
export function soundMessage(random: Random, id: string): unknown[] {
  const action = random.pick(actionNames);
  switch (random.below(8)) {
    case 0:
      return [3, id, exampleResponse(action)];
    case 1:
      return [4, id, 'InternalError', 'something went wrong', {}];
    default:
      return [2, id, action, exampleRequest(action)];
  }
}

function mutatedText(text: string, random: Random): string {
  const place = random.below(text.length);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, place);
    case 1:
      return (
        text.slice(0, place) +
        random.pick(['"', '\\', '{', '[', ']', ',', '\0', '\\ud800']) +
        text.slice(place)
      );
    case 2:
      return text.slice(0, place) + text.slice(place + 1 + random.below(5));
    case 3:
      return text + text;
    case 4:
      return `${'['.repeat(1 + random.below(3000))}${text}`;
    default:
      return (
        text.slice(0, place) + String.fromCharCode(random.below(0xd800)) + text.slice(place + 1)
      );
  }
}

/** The text of a message with something wrong with it, nearly always. */
export function mutatedMessage(random: Random, id: string): string {
  const message = soundMessage(random, id);
  const choice = random.below(10);
  if (choice < 5) return JSON.stringify(mutatedValue(message, random) ?? null);
  if (choice < 6) {
    message.splice(random.below(message.length), random.below(3), oddValue(random));
    return JSON.stringify(message);
  }
  return mutatedText(JSON.stringify(message), random);
}

/** Bytes with a few of them changed, cut out, repeated or added. */
export function mutatedBytes(bytes: Buffer, random: Random): Buffer {
  let mutated = Buffer.from(bytes);
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const place = random.below(mutated.length + 1);
    const before = mutated.subarray(0, place);
    switch (random.below(6)) {
      case 0:
        mutated = Buffer.from(before);
        break;
      case 1:
        mutated = Buffer.concat([
          before,
          random.bytes(1 + random.below(8)),
          mutated.subarray(place),
        ]);
        break;
      case 2:
        mutated = Buffer.concat([before, mutated.subarray(place + 1 + random.below(8))]);
        break;
      case 3:
        mutated = Buffer.concat([mutated, mutated.subarray(place)]);
        break;
      default:
        if (place < mutated.length)
          mutated[place] = random.pick([0, 0x7f, 0x80, 0xff, random.below(256)]);
    }
  }
  return mutated;
}
