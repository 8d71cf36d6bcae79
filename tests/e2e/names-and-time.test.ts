/** Name server and time server on the Bench screen: switched on, asked, a missing name answered, a port that is taken. */
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import {
  namesWords,
  timeWords,
  namesAndTimeWords as words,
} from '../../renderer/features/bench/names-and-time/words.ts';
import type { NamesAndTimeState } from '../../shared/api/names-and-time-contract.ts';
import { openUdpClient } from '../names-and-time/support.ts';
import { auditLimitMs, auditPlaces } from './support/audit.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
const panelOf = (page: Page) => page.getByRole('region', { name: words.title, exact: true });

afterEach(async () => {
  for (const server of ['names', 'time'])
    await world.bench.api('PUT', `/names-and-time/${server}`, { enabled: false });
});

// The shape that the contract promises for this route.
const stateOf = async () => (await world.bench.api('GET', '/names-and-time')) as NamesAndTimeState;

async function switchOn(server: 'names' | 'time', settings: object = {}): Promise<number> {
  const place = { enabled: true, host: '127.0.0.1', port: 0, ...settings };
  await world.bench.api('PUT', `/names-and-time/${server}`, place);
  return (await stateOf())[server].port;
}

async function ask(port: number, name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return resolver.resolve4(name);
}

async function askTheTime(port: number): Promise<void> {
  const client = openUdpClient(port);
  const request = Buffer.alloc(48);
  request.writeUInt8(0x23, 0);
  // Twelve seconds after the beginning of 1970, in seconds since 1900.
  request.writeUInt32BE(2_208_988_812, 40);
  await client.ask(request);
  client.close();
}

describe('the panel Names and time', () => {
  it('switches the name server on with a name, and shows who asks for it', async () => {
    const { page } = await world.open('/');
    const panel = panelOf(page);
    await panel.getByText(namesWords.offText).waitFor();
    await panel.getByRole('button', { name: words.settingsOf(namesWords.server) }).click();
    const dialog = page.getByRole('dialog', { name: namesWords.dialog });
    await dialog.getByLabel(namesWords.names).fill('not a name');
    await dialog.getByText(namesWords.lineFault(1)).waitFor();
    await dialog.getByLabel(namesWords.names).fill('csms.example');
    await dialog.getByLabel(namesWords.host).fill('127.0.0.1');
    await dialog.getByLabel(namesWords.port, { exact: true }).fill('0');
    await dialog.getByRole('button', { name: words.saveOn }).click();
    await dialog.waitFor({ state: 'detached' });
    await panel.getByText('csms.example', { exact: true }).waitFor();
    const { port } = (await stateOf()).names;
    expect(await ask(port, 'csms.example')).toEqual(['127.0.0.1']);
    await panel.getByText('csms.example (A): answered 127.0.0.1').waitFor();
  });

  it('tells a name that nothing answers, and answers it with one click', async () => {
    const port = await switchOn('names');
    await expect(ask(port, 'backend.vendor.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    const { page } = await world.open('/');
    const panel = panelOf(page);
    await panel.getByText(namesWords.missing('127.0.0.1', 'backend.vendor.example')).waitFor();
    await panel
      .getByRole('button', { name: namesWords.answerOf('backend.vendor.example') })
      .click();
    await panel.getByText('backend.vendor.example', { exact: true }).waitFor();
    expect(await ask(port, 'backend.vendor.example')).toEqual(['127.0.0.1']);
  });

  it("shows the charger's clock, and an offset of ours", async () => {
    const port = await switchOn('time', { offsetMs: 3_600_000 });
    await askTheTime(port);
    const { page } = await world.open('/');
    const panel = panelOf(page);
    await panel.getByText(/its clock says 1970-01-01 00:00:12 UTC, \d+ years behind/).waitFor();
    await panel.getByText(timeWords.moved('1 hour ahead')).waitFor();
    await panel.getByRole('link', { name: /^frame/ }).click();
    await page
      .getByText(/asked for the time: its clock says 1970/)
      .first()
      .waitFor();
  });

  it('says that the port is taken, and takes a free one', async () => {
    const taken = createSocket('udp4');
    await new Promise<void>((bound) => taken.bind(0, '127.0.0.1', bound));
    try {
      await switchOn('names', { port: taken.address().port });
      const { page } = await world.open('/');
      const panel = panelOf(page);
      await panel.locator('[data-problem="port-in-use"]').waitFor();
      await panel.getByRole('button', { name: words.anotherPort }).click();
      await panel.getByText(words.statuses.on, { exact: true }).waitFor();
    } finally {
      taken.close();
    }
  });

  it('is accessible and fits: asked, with its forms open, and failed', {
    timeout: auditLimitMs,
  }, async () => {
    const port = await switchOn('names', { names: [{ name: 'csms.example', addresses: [] }] });
    const timePort = await switchOn('time', { offsetMs: 3_600_000 });
    await ask(port, 'csms.example');
    for (const name of ['pool.ntp.org', 'a.vendor.example'])
      await expect(ask(port, name)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await askTheTime(timePort);
    const open = (server: string) => async (page: Page) => {
      await panelOf(page)
        .getByRole('button', { name: words.settingsOf(server) })
        .click();
      await page.getByRole('dialog').waitFor();
    };
    const asked = async (page: Page) => {
      await panelOf(page).getByText(namesWords.queries).waitFor();
      await panelOf(page).scrollIntoViewIfNeeded();
    };
    const places = [
      { name: 'names-and-time', path: '/', prepare: asked },
      { name: 'names-form', path: '/', prepare: open(namesWords.server) },
      { name: 'time-form', path: '/', prepare: open(timeWords.server) },
    ];
    expect(await auditPlaces(world, 'names-and-time', places)).toEqual([]);
    await switchOn('names', { host: '192.0.2.99' });
    const failed = {
      name: 'names-failed',
      path: '/',
      prepare: (page: Page) =>
        panelOf(page).locator('[data-problem="address-not-available"]').waitFor(),
    };
    expect(await auditPlaces(world, 'names-and-time', [failed])).toEqual([]);
  });
});
