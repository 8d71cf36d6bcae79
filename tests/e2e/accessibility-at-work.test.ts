/** Every screen of a bench at work, with details and dialogs open, in both themes and sizes. */
import { beforeAll, expect, it } from 'vitest';
import { auditLimitMs, auditPlaces } from './support/audit.ts';
import { makeBusy } from './support/busy-bench.ts';
import { busyPlaces, places } from './support/places.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
beforeAll(() => makeBusy(world.bench));

it('a bench at work is accessible and fits, wherever one goes', {
  timeout: auditLimitMs,
}, async () => {
  const all = [...places, ...(await busyPlaces(world.bench))];
  expect(await auditPlaces(world, 'busy', all)).toEqual([]);
});
