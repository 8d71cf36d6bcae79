/** Screenshot mode: planted names, keys and addresses are searched for in the text of every screen. */
import { Buffer } from 'node:buffer';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { screenshotWords } from '../../renderer/app/screenshot/words.ts';
import { framesPage } from './pages/frames-page.ts';
import { securityPage } from './pages/security-page.ts';
import { shell } from './pages/shell.ts';
import { startListener } from './support/bench.ts';
import { foreignClient } from './support/foreign-client.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
const planted = {
  station: 'CANARY-STATION-1',
  tag: 'CANARY-TAG-1',
  serial: 'CANARY-SERIAL-1',
  key: 'canary-key-20-bytes!',
  host: 'canary-host.example',
};
const needles = [...Object.values(planted), Buffer.from(planted.key).toString('hex')];

/** Everything a picture of the page could show, and what is in its fields. */
async function visible(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map((field) =>
      field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : '',
    );
    const titles = [...document.querySelectorAll('[title], [aria-label]')].map(
      (one) => `${one.getAttribute('title')} ${one.getAttribute('aria-label')}`,
    );
    return [document.body.innerText, ...fields, ...titles].join('\n');
  });
}

async function leaks(page: Page): Promise<string[]> {
  const text = await visible(page);
  return needles.filter((needle) => text.includes(needle));
}

beforeAll(async () => {
  const port = await startListener(world.bench);
  await world.bench.api('PUT', '/settings', { hostName: planted.host });
  await world.bench.api('PUT', `/csms/stations/${planted.station}`, {
    securityProfile: 1,
    authorizationKeyHex: Buffer.from(planted.key).toString('hex'),
    serialNumber: planted.serial,
  });
  await world.bench.api('PUT', `/csms/id-tags/${planted.tag}`, { status: 'Accepted' });
  const client = foreignClient({
    identity: planted.station,
    password: planted.key,
    endpoint: `ws://127.0.0.1:${port}`,
  });
  await client.connect();
  await client.call('BootNotification', {
    chargePointVendor: 'Vendor',
    chargePointModel: 'Model',
    chargePointSerialNumber: planted.serial,
  });
  await client.call('Authorize', { idTag: planted.tag });
  return () => client.close({ force: true });
});

describe('screenshot mode', () => {
  it('41 shows no planted name, key or address on any screen, and says that it is on', async () => {
    const { page } = await world.open('/');
    await page.getByRole('button', { name: screenshotWords.turnOn }).click();
    await page.getByText(screenshotWords.banner).waitFor();
    await shell(page).open('stations');
    await page
      .getByText(/hidden-station-\d/)
      .first()
      .waitFor();
    expect(await leaks(page)).toEqual([]);
    await page
      .getByText(/hidden-station-\d/)
      .first()
      .click();
    await page
      .getByText(/hidden-serial-\d/)
      .first()
      .waitFor();
    expect(await leaks(page)).toEqual([]);
    await shell(page).open('frames');
    const frames = framesPage(page);
    await frames.row('CALL', 'Authorize').first().click();
    await frames.json.getByText(/hidden-tag-\d/).waitFor();
    for (const tab of ['raw', 'pair', 'handshake'] as const) {
      await frames.openTab(tab);
      expect([tab, await leaks(page)]).toEqual([tab, []]);
    }
    await shell(page).open('security');
    await securityPage(page).openTab('credentials');
    await securityPage(page).pickStation('hidden-station-1');
    await securityPage(page).reveal.click();
    await page.getByText(screenshotWords.noReveal).waitFor();
    expect(await leaks(page)).toEqual([]);
    for (const screen of ['bench', 'chargePoints', 'scenarios', 'settings'] as const) {
      await shell(page).open(screen);
      // The editor of a scenario goes on loading for long; what is asked of the bench is there before.
      await page.waitForFunction(
        () => document.querySelector('h1, h2') && !document.querySelector('[aria-busy="true"]'),
      );
      expect([screen, await leaks(page)]).toEqual([screen, []]);
    }
  });

  it('stays through a reload with the same stand-ins, and what is sent is the real thing', async () => {
    const { page } = await world.open(`/stations/${planted.station}`);
    await page.getByRole('heading', { name: planted.station }).first().waitFor();
    await page.keyboard.press('Alt+Shift+KeyH');
    const heading = page.getByRole('heading', { name: /hidden-station-\d/ }).first();
    await heading.waitFor();
    expect(await leaks(page)).toEqual([]);
    const before = await heading.innerText();
    await page.reload();
    await page.getByRole('heading', { name: before }).first().waitFor();
    expect(await leaks(page)).toEqual([]);
    await page.getByRole('button', { name: screenshotWords.off }).click();
    await shell(page).open('stations');
    await page.getByText(planted.station).first().waitFor();
  });
});
