/** AuthorizationKeys that the CSMS makes itself: random, and another one for every charge point. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CsmsBench, startCsmsBench } from './support.ts';

let tested: CsmsBench;
beforeAll(async () => {
  tested = await startCsmsBench();
});
afterAll(() => tested.close());

it('A01.FR.06 A01.FR.07 ChangeConfiguration: keys nobody has given are random, and no two are the same', async () => {
  const keys: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    const id = await tested.emulated(1);
    for (let change = 0; change < 2; change += 1) {
      const started = tested.start(id, { operation: 'change-authorization-key' });
      expect(await tested.ended(started)).toMatchObject({ status: 'succeeded' });
      const revealed = tested.bench.csms.revealAuthorizationKey(id);
      if (!revealed.ok) throw new Error(revealed.problem.code);
      keys.push(JSON.stringify(revealed.value));
    }
  }
  expect(new Set(keys).size).toBe(4);
});
