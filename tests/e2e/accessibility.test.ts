/**
 * Every place of every screen, with nothing in it and at work: nothing that axe finds, in both themes, and no page
 * that scrolls sideways. With BENCHPOINT_SCREENSHOTS a picture of each is kept in that folder.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations, overhang } from './support/audit.ts';
import type { ServedBench } from './support/bench.ts';
import { makeBusy } from './support/busy-bench.ts';
import { busyPlaces, goTo, type Place, places } from './support/places.ts';
import { narrow, type Size, wide } from './support/visit.ts';
import { setUpWorld } from './support/world.ts';

const pictures = process.env.BENCHPOINT_SCREENSHOTS;
const limitMs = 180_000;

async function keepPicture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}

async function sidewaysScroll(page: Page, size: Size): Promise<string[]> {
  await page.setViewportSize(size);
  const pixels = await overhang(page);
  return pixels > 0 ? [`${size.width} px: ${pixels} px too wide`] : [];
}

/** What is wrong with a place, one line each. */
async function lookAt(page: Page, place: Place, state: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const size of [narrow, wide]) {
      wrong.push(...(await sidewaysScroll(page, size)));
      await keepPicture(page, `${state}-${place.name}-${theme}-${size.width}`);
    }
    // What is not a colour is the same in both themes.
    const found = await findViolations(page, theme === 'dark' ? ['color-contrast'] : undefined);
    wrong.push(...found.map((line) => `${theme}: ${line}`));
  }
  return wrong.map((line) => `${place.name}, ${line}`);
}

describe.each([
  {
    state: 'empty',
    prepare: async () => async () => undefined,
    more: async (_: ServedBench): Promise<Place[]> => [],
  },
  { state: 'busy', prepare: makeBusy, more: busyPlaces },
])('a bench that is $state', ({ state, prepare, more }) => {
  const world = setUpWorld();
  let release: () => Promise<unknown>;
  beforeAll(async () => {
    release = await prepare(world.bench);
  });
  afterAll(() => release());

  it('is accessible and fits, wherever one goes', { timeout: limitMs }, async () => {
    const { page } = await world.open();
    const wrong: string[] = [];
    for (const place of [...places, ...(await more(world.bench))]) {
      await goTo(page, place, world.bench.origin);
      wrong.push(...(await lookAt(page, place, state)));
    }
    expect(wrong).toEqual([]);
  });
});
