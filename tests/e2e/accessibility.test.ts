/** Every screen of a bench on which nothing has happened yet, in both themes and sizes. */
import { expect, it } from 'vitest';
import { auditLimitMs, auditPlaces } from './support/audit.ts';
import { constantPlaces, places } from './support/places.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();

it('an empty bench is accessible and fits, wherever one goes', {
  timeout: auditLimitMs,
}, async () => {
  expect(await auditPlaces(world, 'empty', [...places, ...constantPlaces])).toEqual([]);
});
