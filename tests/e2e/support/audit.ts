/**
 * Looks at places in both themes and both sizes: what axe finds, and pages that scroll sideways. With
 * BENCHPOINT_SCREENSHOTS a picture of each is kept in that folder. Knows addresses, not what is shown.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { goTo, type Place } from './places.ts';
import { narrow, type Size, wide } from './visit.ts';
import type { World } from './world.ts';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Dozens of places, on a machine that may have other things to do. */
export const auditLimitMs = 300_000;

const pictures = process.env.BENCHPOINT_SCREENSHOTS;

async function keepPictures(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  for (const size of [narrow, wide]) {
    await page.setViewportSize(size);
    const path = join(pictures, `${name}-${size.width}.png`);
    await page.screenshot({ path, animations: 'disabled' });
  }
}

/** What axe, which the page must hold already, finds; one line each. `rules` limits it to some. */
async function findViolations(page: Page, rules?: string[]): Promise<string[]> {
  return page.evaluate(async (only) => {
    const { violations } = await window.axe.run(document, {
      resultTypes: ['violations'],
      ...(only === undefined ? {} : { runOnly: only }),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`,
      ),
    );
  }, rules);
}

async function sidewaysScroll(page: Page, size: Size): Promise<string[]> {
  await page.setViewportSize(size);
  const pixels = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  return pixels > 0 ? [`${size.width} px: ${pixels} px too wide`] : [];
}

async function auditPlace(page: Page, name: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await keepPictures(page, `${name}-light`);
  const wrong = [...(await sidewaysScroll(page, narrow)), ...(await sidewaysScroll(page, wide))];
  for (const line of await findViolations(page)) wrong.push(`light: ${line}`);

  await page.emulateMedia({ colorScheme: 'dark' });
  await keepPictures(page, `${name}-dark`);
  // What is not a colour is the same in both themes.
  for (const line of await findViolations(page, ['color-contrast'])) wrong.push(`dark: ${line}`);
  return wrong.map((line) => `${name}, ${line}`);
}

/** What is wrong with places, one line each; empty is good. `state` goes into the names of the pictures. */
export async function auditPlaces(
  world: World,
  state: string,
  places: readonly Place[],
): Promise<string[]> {
  const { page } = await world.open();
  await page.evaluate(axe.source);
  const wrong: string[] = [];
  for (const place of places) {
    await goTo(page, place);
    wrong.push(...(await auditPlace(page, `${state}-${place.name}`)));
  }
  return wrong;
}
