/**
 * Keys reach the page only when a person asks for them (checklist 41): a planted key is searched for in everything
 * the page received.
 */
import { Buffer } from 'node:buffer';
import { beforeAll, describe, expect, it } from 'vitest';
import { framesPage } from './pages/frames-page.ts';
import { securityPage } from './pages/security-page.ts';
import { settingsPage } from './pages/settings-page.ts';
import { shell } from './pages/shell.ts';
import { stationsPage } from './pages/stations-page.ts';
import { startListener } from './support/bench.ts';
import { foreignClient } from './support/foreign-client.ts';
import type { Visit } from './support/visit.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
const canary = 'canary-key-20-bytes!';
const sent = 'planted-by-the-csms!';
const hex = (text: string): string => Buffer.from(text).toString('hex');

/** The key in every form it could take on its way. */
function formsOf(key: string): string[] {
  const basic = Buffer.from(`CANARY-1:${key}`).toString('base64');
  return [key, hex(key), hex(key).toUpperCase(), Buffer.from(key).toString('base64'), basic];
}

const found = ({ received }: Visit, key: string): string[] =>
  formsOf(key).filter((form) => received().includes(form));

beforeAll(async () => {
  const port = await startListener(world.bench);
  await world.bench.api('PUT', '/csms/stations/CANARY-1', {
    securityProfile: 1,
    authorizationKeyHex: hex(canary),
  });
  const client = foreignClient({
    identity: 'CANARY-1',
    password: canary,
    endpoint: `ws://127.0.0.1:${port}`,
    answers: { ChangeConfiguration: { status: 'Rejected' } },
  });
  await client.connect();
  await world.bench.api('POST', '/csms/stations/CANARY-1/calls', {
    action: 'ChangeConfiguration',
    payload: { key: 'AuthorizationKey', value: hex(sent) },
  });
  return () => client.close({ force: true });
});

describe('a secret', () => {
  it('stays away from the page on every screen until it is revealed (security-checklist 41)', async () => {
    const opened = await world.open();
    const { page } = opened;
    const frames = framesPage(page);
    await shell(page).open('frames');
    await frames.row('CANARY-1', 'HTTP', 'GET /CANARY-1').first().click();
    await frames.details
      .getByText(/authorization/i)
      .first()
      .waitFor();
    await frames.openTab('handshake');
    await frames.row('CANARY-1', 'CALL', 'ChangeConfiguration').first().click();
    await frames.openTab('content');
    await frames.json.getByText('"AuthorizationKey"').waitFor();
    for (const tab of ['raw', 'pair', 'handshake'] as const) await frames.openTab(tab);
    await shell(page).open('stations');
    await stationsPage(page).openStation('CANARY-1');
    await shell(page).open('security');
    await securityPage(page).openTab('credentials');
    await securityPage(page).pickStation('CANARY-1');
    await securityPage(page).reveal.waitFor();
    await shell(page).open('settings');
    for (const section of ['recording', 'general', 'secrets', 'api', 'about'] as const) {
      await settingsPage(page).openSection(section);
    }
    expect(opened.received()).toContain('CANARY-1');
    expect(found(opened, canary)).toEqual([]);
    expect(found(opened, sent)).toEqual([]);
    const local = await page.evaluate(() => JSON.stringify(localStorage));
    expect(local).not.toContain(world.bench.token);
  });

  it('of a station is shown on request, and the look is recorded', async () => {
    const opened = await world.open('/security');
    const { page } = opened;
    const security = securityPage(page);
    await security.openTab('credentials');
    await security.pickStation('CANARY-1');
    await security.reveal.click();
    await page.getByText(canary, { exact: true }).waitFor();
    await page.getByText(hex(canary), { exact: true }).waitFor();
    expect(found(opened, canary)).not.toEqual([]);
    expect(found(opened, sent)).toEqual([]);
    await shell(page).open('frames');
    await framesPage(page).row('AUDIT', 'AuthorizationKey of CANARY-1 was shown').waitFor();
  });

  it('in a frame is shown on request, and the look is recorded', async () => {
    const opened = await world.open('/frames');
    const { page } = opened;
    const frames = framesPage(page);
    await frames.row('CANARY-1', 'CALL', 'ChangeConfiguration').first().click();
    await frames.json.getByText('"AuthorizationKey"').waitFor();
    await frames.reveal.click();
    await frames.json.getByText(hex(sent)).waitFor();
    expect(found(opened, sent)).not.toEqual([]);
    expect(found(opened, canary)).toEqual([]);
    await frames.follow.click();
    await frames.row('AUDIT', /Secret of frame \d+ was shown/).waitFor();
  });
});
