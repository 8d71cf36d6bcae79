/**
 * The newcomer's minute: from the printed URL to an emulated charge point on each of the four profiles.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { benchPage } from './pages/bench-page.ts';
import { framesPage, plainSpaces } from './pages/frames-page.ts';
import { shell } from './pages/shell.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();

async function readBootNotification(page: Page, identity: string): Promise<void> {
  const frames = framesPage(page);
  await frames.row(identity, 'CALL', 'BootNotification').first().click();
  await frames.json.getByText('"chargePointVendor"').waitFor();
  const shown = plainSpaces(await frames.json.innerText());
  expect(shown).toMatch(/^\[\n\s+2,\n/);
  expect(shown).toContain('"chargePointVendor": "Benchpoint"');

  await page.keyboard.press(']');
  await frames.json.getByText('"currentTime"').waitFor();
  expect(await frames.selected.textContent()).toContain('RESULT');
  await page.keyboard.press(']');
  await frames.json.getByText('"chargePointVendor"').waitFor();
}

async function watchLive(page: Page, identity: string): Promise<void> {
  const frames = framesPage(page);
  const before = await frames.count();
  await frames.follow.click();
  const present = { action: 'present-id-tag', idTag: 'NEWCOMER' };
  await world.bench.api('POST', `/charge-points/${identity}/actions`, present);
  await frames.row('CALL', 'Authorize').first().waitFor();
  expect(await frames.count()).toBeGreaterThan(before);
}

describe("the newcomer's minute", () => {
  it('takes the token out of the address and keeps it for this tab only (checklist 23)', async () => {
    const { page } = await world.open();
    await shell(page).statusBar.getByText('Recording').waitFor();
    const kept = await page.evaluate(() => ({
      address: location.href,
      session: JSON.stringify(sessionStorage),
      local: JSON.stringify(localStorage),
      cookies: document.cookie,
    }));
    expect(kept.address).toBe(`${world.bench.origin}/`);
    expect(kept.session).toContain(world.bench.token);
    expect(kept.local).not.toContain(world.bench.token);
    expect(kept.cookies).toBe('');
  });

  it('leads from the first listener to frames on every security profile', async () => {
    const { page } = await world.open();
    const bench = benchPage(page);
    await bench.startListener();
    await bench.listening.waitFor();

    const first = await bench.connectEmulated(0);
    await bench.seeFrames();
    await readBootNotification(page, first);
    await watchLive(page, first);

    for (const [profile, transport] of [
      [1, 'not encrypted'],
      [2, /^TLSv?[ 1]/],
      [3, /^TLSv?[ 1]/],
    ] as const) {
      await shell(page).open('bench');
      const identity = await bench.connectEmulated(profile);
      await bench.tryIt.getByText(transport).first().waitFor();
      await bench.tryIt.getByText('Boot Accepted').waitFor();
      await bench.seeFrames();
      await framesPage(page).row(identity, `security profile ${profile}`).first().waitFor();
    }
  });
});
