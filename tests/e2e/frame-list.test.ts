/**
 * The frame list under the hands of a person: filter, switches, keys, follow and the pill of new frames.
 */
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { filterHelpWords } from '../../renderer/features/frames/words.ts';
import { framesPage } from './pages/frames-page.ts';
import { startListener } from './support/bench.ts';
import { foreignClient } from './support/foreign-client.ts';
import { narrow, patienceMs } from './support/visit.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
const heartbeats = 60;
let client: ReturnType<typeof foreignClient>;
let page: Page;

beforeAll(async () => {
  const port = await startListener(world.bench);
  client = foreignClient({ identity: 'LIST-1', endpoint: `ws://127.0.0.1:${port}` });
  await client.connect();
  await client.call('BootNotification', { chargePointVendor: 'Tests', chargePointModel: 'List' });
  // Two problems, far apart.
  await expect(client.call('StatusNotification', { connectorId: 'one' })).rejects.toThrow();
  for (let sent = 0; sent < heartbeats; sent += 1) await client.call('Heartbeat', {});
  await expect(client.call('MeterValues', { connectorId: 1 })).rejects.toThrow();
  await client.call('Heartbeat', {});
  return () => client.close({ force: true });
});

beforeEach(async () => {
  ({ page } = await world.open('/frames'));
  await framesPage(page).row('Heartbeat').last().waitFor();
});

const eventually = (check: () => Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: patienceMs, interval: 30 });

describe('the filter', () => {
  it('says where it cannot be read and keeps the last result', async () => {
    const frames = framesPage(page);
    await frames.filter.fill('action:BootNotification');
    await eventually(async () => expect(await frames.count()).toBe(2));
    await frames.filter.fill('action:BootNotification colour:red');
    await frames.fault.getByText('There is no key “colour”').waitFor();
    await frames.fault.getByText(filterHelpWords.kept).waitFor();
    expect(await frames.fault.locator('mark').textContent()).toBe('colour:red');
    expect(await frames.count()).toBe(2);
    await frames.filter.fill('action:BootNotification type:call');
    await frames.fault.waitFor({ state: 'detached' });
    await eventually(async () => expect(await frames.count()).toBe(1));
  });

  it('finds text in the frames, and says when nothing fits', async () => {
    const frames = framesPage(page);
    await frames.filter.fill('"connectorId"');
    await frames.row('StatusNotification').first().waitFor();
    await frames.filter.fill('"nothing of the kind"');
    await page.getByRole('heading', { name: 'No frame fits the filter' }).waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).last().click();
    await frames.row('Heartbeat').first().waitFor();
  });

  it('offers what may follow, and the keyboard takes it', async () => {
    const frames = framesPage(page);
    await page.keyboard.press('/');
    await page.keyboard.type('acti');
    await frames.options.getByRole('option', { name: 'action:' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('boot');
    await frames.options.getByRole('option', { name: 'BootNotification' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('station:');
    await frames.options.getByRole('option', { name: 'LIST-1' }).click();
    expect(await frames.filter.inputValue()).toBe('action:BootNotification station:LIST-1 ');
    await eventually(async () => expect(await frames.count()).toBe(2));
    await page.keyboard.type('-typ');
    await frames.options.waitFor();
    await page.keyboard.press('Escape');
    await frames.options.waitFor({ state: 'hidden' });
    expect(await frames.filter.evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it('shows errors only', async () => {
    const frames = framesPage(page);
    const all = await frames.count();
    await frames.errorsOnly.click();
    await eventually(async () => expect(await frames.count()).toBeLessThan(all / 4));
    await frames.row('MeterValues').first().waitFor();
    expect(await frames.row('Heartbeat').count()).toBe(0);
  });
});

describe('the keys', () => {
  it('move through the list, open and close the details', async () => {
    const frames = framesPage(page);
    const last = (await frames.count()) - 1;
    await page.keyboard.press('j');
    await eventually(async () => expect(await frames.selectedOrdinal()).toBe(last));
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await eventually(async () => expect(await frames.selectedOrdinal()).toBe(last - 2));
    await page.keyboard.press('j');
    await eventually(async () => expect(await frames.selectedOrdinal()).toBe(last - 1));
    await page.keyboard.press('Enter');
    await frames.details.waitFor();
    await page.keyboard.press('Escape');
    await frames.details.waitFor({ state: 'detached' });
  });

  it('jump from problem to problem', async () => {
    const frames = framesPage(page);
    await page.keyboard.press('p');
    await eventually(async () =>
      expect(await frames.selected.textContent()).toMatch(/MeterValues/),
    );
    for (let press = 0; press < 2; press += 1) {
      const ordinal = await frames.selectedOrdinal();
      await page.keyboard.press('p');
      await eventually(async () => {
        const now = await frames.selectedOrdinal();
        expect(now).toBeLessThan(ordinal ?? 0);
      });
    }
    await eventually(async () =>
      expect(await frames.selected.textContent()).toMatch(/StatusNotification/),
    );
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    await eventually(async () =>
      expect(await frames.selected.textContent()).toMatch(/MeterValues/),
    );
  });

  it('go to the filter, and leave letters to it', async () => {
    const frames = framesPage(page);
    await page.keyboard.press('/');
    await page.keyboard.type('jk?');
    expect(await frames.filter.inputValue()).toBe('jk?');
    await page.keyboard.press('Escape');
    expect(await frames.filter.evaluate((field) => field === document.activeElement)).toBe(false);
  });

  it('show the help, which lists them', async () => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.getByText('Next or previous problem').waitFor();
    await page.keyboard.press('?');
    await help.waitFor({ state: 'detached' });
  });
});

describe('following', () => {
  it('stops when a frame is chosen, counts what came, and goes on at the end', async () => {
    const frames = framesPage(page);
    expect(await frames.follow.getAttribute('aria-pressed')).toBe('true');
    await frames.row('Heartbeat').first().click();
    await eventually(async () =>
      expect(await frames.follow.getAttribute('aria-pressed')).toBe('false'),
    );
    await client.call('Heartbeat', {});
    await frames.newFrames.getByText('2 new').waitFor();
    await page.keyboard.press('End');
    await frames.newFrames.waitFor({ state: 'detached' });
    expect(await frames.follow.getAttribute('aria-pressed')).toBe('true');

    await client.call('DataTransfer', { vendorId: 'the newest frame' });
    await frames.row('DataTransfer', 'RESULT').waitFor();
  });

  it('keeps a chosen frame in sight when its details open below it', async () => {
    await page.setViewportSize(narrow);
    const frames = framesPage(page);
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await frames.details.waitFor();
    await eventually(async () => {
      const row = await frames.selected.boundingBox();
      const list = await frames.list.boundingBox();
      if (row === null || list === null) throw new Error('the chosen frame is not laid out');
      expect(row.y + row.height / 2).toBeLessThan(list.y + list.height);
    });
  });

  it('goes on by the pill as well', async () => {
    const frames = framesPage(page);
    await page.keyboard.press('Home');
    await frames.row('Bench started').waitFor();
    await client.call('DataTransfer', { vendorId: 'one more' });
    await frames.newFrames.click();
    await frames.row('DataTransfer').last().waitFor();
  });
});
