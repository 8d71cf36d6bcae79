/** Charge point profiles that come with the program: what chargers in the field do wrong. Data only. */
import type { ChargePointProfile } from './charge-point-profiles-contract.ts';

/** By name. */
export const builtInProfiles: ReadonlyMap<string, ChargePointProfile> = new Map([
  ['slow', { behaviour: { latencyMs: 5000, jitterMs: 5000 } }],
  [
    'flaky-network',
    { behaviour: { latencyMs: 200, jitterMs: 800, loseConnection: { everyS: 45 } } },
  ],
  [
    'refuses-everything',
    { behaviour: { answers: [{ answer: { kind: 'error', code: 'NotSupported' } }] } },
  ],
  ['never-answers', { behaviour: { answers: [{ answer: { kind: 'silence' } }] } }],
  ['no-heartbeat', { behaviour: { neverSend: ['Heartbeat'] } }],
  ['wrong-clock', { behaviour: { clockSkewS: -86_400 } }],
  ['broken-json', { behaviour: { frames: [{ text: '[2,"broken",', everyS: 10 }] } }],
]);
