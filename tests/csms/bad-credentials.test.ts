/** Wrong credentials in upgrade requests, each refused by the CSMS role of the bench. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { badHandshakeOutcome } from '../../shared/api/charge-point-behaviour-contract.ts';
import {
  type BadHandshake,
  type BadHandshakeName,
  badHandshakes,
} from '../../shared/ocpp/bad-input.ts';
import { type CsmsBench, startCsmsBench } from './support.ts';

const all: readonly BadHandshake[] = badHandshakes;
const withKey = all.filter(({ needsKey }) => needsKey);

let csms: CsmsBench;
beforeAll(async () => {
  csms = await startCsmsBench();
});
afterAll(() => csms.close());

it.each(withKey)(
  'send-bad-handshake: $name is refused on profile 1',
  async ({ name, statuses }) => {
    const id = await csms.emulated(1);
    const done = await csms.bench.chargePoints.act(id, {
      action: 'send-bad-handshake',
      // Names of a list lose their type in a table of tests.
      name: name as BadHandshakeName,
    });
    if (!done.ok) throw new Error(done.problem.code);
    const { httpStatus } = badHandshakeOutcome.parse(done.value.outcome);
    expect(statuses).toContain(httpStatus);
    // A refused attempt displaces nobody.
    expect(csms.station(id).connection).toBeDefined();
  },
);
