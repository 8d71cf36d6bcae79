import { describe, expect, it } from 'vitest';
import { actions16 } from './actions.ts';
import { exampleRequest, exampleResponse } from './examples-1.6.ts';
import { judgeCall } from './judge-call.ts';
import { decodeMessage, encodeCall, encodeError, encodeResult } from './message-codec.ts';
import { judgeMessage } from './message-judge.ts';
import { messageJudgementWords } from './message-judge-words.ts';
import { summariseMessage } from './message-summary.ts';
import { maskMessageText } from './secret-masking.ts';
import { loadValidators } from './validation.ts';
import { ocppVersions } from './versions.ts';

const rounds = 20_000;

/** mulberry32: the same seed gives the same inputs on every machine. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const seeds = [
  ...actions16.map(({ action }) => encodeCall('id-1', action, exampleRequest(action))),
  ...actions16.map(({ action }) => encodeResult('id-1', exampleResponse(action))),
  encodeError('id-1', 'OccurenceConstraintViolation', 'why', { a: 1 }),
];

const fragments = [
  'null',
  '{}',
  '[]',
  '""',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '1e999',
  '-0',
  '2.0',
  '5',
  '6',
  'true',
  '\u0000',
  '\ud800',
  '\\ud800',
  '\\u0000',
  '\ufeff',
  '\u202e',
  '"__proto__":',
  '"constructor":{}',
  '😀',
  '"key":"AuthorizationKey"',
  '"value":"secret"',
  '9223372036854775808',
  '[[[[[[[[',
  '"\\',
  'ftp://a:b@c/',
];

function mutated(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const fragment = fragments[random(fragments.length)] ?? '';
  switch (random(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + fragment + text.slice(at);
    case 2:
      return text.slice(0, at) + fragment + text.slice(at + random(8));
    case 3:
      return text.slice(0, at) + text.slice(at + 1 + random(5));
    case 4:
      return text.slice(0, at) + String.fromCharCode(random(0x10000)) + text.slice(at + 1);
    default:
      return text.slice(0, at) + text.slice(random(at + 1));
  }
}

function* inputs(seed: number): Generator<string> {
  const random = randomNumbers(seed);
  for (let round = 0; round < rounds; round += 1) {
    let text = seeds[random(seeds.length)] ?? '';
    for (let times = random(4); times >= 0; times -= 1) text = mutated(text, random);
    yield text;
  }
}

describe('mutated messages', () => {
  it(`decodeMessage reads ${rounds} of them without throwing and says what to do with each`, () => {
    const kinds = new Map<string, number>();
    for (const text of inputs(1)) {
      const message = decodeMessage(text);
      kinds.set(message.kind, (kinds.get(message.kind) ?? 0) + 1);
      if (message.kind === 'malformed' && message.response !== 'ignore') {
        expect(message.messageId, text).toBeTypeOf('string');
      }
    }
    // Mutation must leave enough of each kind, or it proves nothing.
    for (const kind of ['call', 'result', 'malformed']) {
      expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(rounds / 50);
    }
  });

  it('judge, words, summary and masking take them all, in every version', async () => {
    const random = randomNumbers(3);
    const all = await Promise.all(ocppVersions.map((version) => loadValidators(version)));
    for (const text of inputs(2)) {
      const validators = all[random(all.length)];
      if (validators === undefined) throw new Error('no validators');
      const decoded = decodeMessage(text, validators.version);
      const sender = random(2) === 0 ? 'csms' : 'charge-point';
      const action = actions16[random(actions16.length)]?.action;
      for (const judgement of judgeMessage({ text, decoded, validators, sender, action })) {
        expect(messageJudgementWords(judgement), judgement.rule).toBeDefined();
      }
      if (decoded.kind === 'call') {
        const decision = judgeCall({ message: decoded, validators, sender, strictness: 'lenient' });
        if (decision.verdict === 'refuse') expect(decision.errorCode).not.toBe('');
      }
      expect(summariseMessage(decoded, action).length).toBeLessThanOrEqual(160);
      maskMessageText(text, decoded);
    }
  });
});
