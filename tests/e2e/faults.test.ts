/** The switchboard for faults: one click, the banner on every screen, what came of it, with the keyboard and with axe. */
import { once } from 'node:events';
import tls from 'node:tls';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { faultBannerWords } from '../../renderer/app/faults/words.ts';
import { faultsWords as words } from '../../renderer/features/security/faults/words.ts';
import { faultJudgementWords, faultWords } from '../../shared/security/handshake-fault-words.ts';
import { auditLimitMs, auditPlaces } from './support/audit.ts';
import { startListener } from './support/bench.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
const listener = 'listener-of-test';
const serverName = 'csms.example';

afterEach(async () => {
  await world.bench.api('PUT', '/csms', { listeners: [] });
  await world.bench.api('DELETE', '/charge-points/CP-FAULT').catch(() => undefined);
});

const openListener = () =>
  startListener(world.bench, { securityProfiles: [2, 3], hostName: serverName });

/** What a client sees that looks at certificates and then goes. */
async function certificateOf(port: number): Promise<tls.PeerCertificate> {
  const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate();
  socket.end();
  await once(socket, 'close');
  return certificate;
}

async function openFaults() {
  const { page } = await world.open('/security');
  await page.getByRole('tab', { name: 'Faults' }).click();
  return page;
}

const pressed = (page: Page, title: string) =>
  page.getByRole('button', { name: title, exact: true, pressed: true });

describe('the tab Faults', () => {
  it('says what is missing where nobody has TLS', async () => {
    const page = await openFaults();
    await page.getByText(words.noTargetTitle).waitFor();
  });

  it('shows a fault with one click, names it on every screen, judges what came of it, and takes it back', async () => {
    const port = await openListener();
    const page = await openFaults();
    await page.getByRole('button', { name: faultWords.expired.title, exact: true }).click();
    const banner = page.getByRole('alert').filter({ hasText: faultBannerWords.title });
    await banner.getByText(faultBannerWords.text(listener, faultWords.expired.title)).waitFor();
    expect(Date.parse((await certificateOf(port)).valid_to)).toBeLessThan(Date.now());
    const results = page.getByRole('list', { name: words.results });
    await results.getByText(faultJudgementWords['as-it-must']).waitFor();
    await results.getByText(faultWords.expired.title).waitFor();

    await page.getByRole('link', { name: 'Frames' }).first().click();
    await banner.getByRole('button', { name: faultBannerWords.switchOffOf(listener) }).click();
    await banner.waitFor({ state: 'detached' });
    expect(Date.parse((await certificateOf(port)).valid_to)).toBeGreaterThan(Date.now());
  });

  it('works with the keyboard: a fault on, another in its place, off again', async () => {
    await openListener();
    const page = await openFaults();
    const expired = page.getByRole('button', { name: faultWords.expired.title, exact: true });
    const selfSigned = page.getByRole('button', { name: faultWords['self-signed'].title });
    await expired.focus();
    await page.keyboard.press('Enter');
    await pressed(page, faultWords.expired.title).waitFor();
    await selfSigned.focus();
    await page.keyboard.press('Space');
    await pressed(page, faultWords['self-signed'].title).waitFor();
    expect(await expired.getAttribute('aria-pressed')).toBe('false');
    await selfSigned.focus();
    await page.keyboard.press('Enter');
    await page.getByText(words.off).waitFor();
  });

  it('another suite is left at once while one suite only is on', async () => {
    await openListener();
    const page = await openFaults();
    await page.getByRole('button', { name: faultWords['one-suite-only'].title }).click();
    await pressed(page, faultWords['one-suite-only'].title).waitFor();
    await page.getByRole('combobox', { name: words.suite }).click();
    await page.getByRole('option', { name: 'AES256-GCM-SHA384', exact: true }).click();
    await page.getByText(/AES256-GCM-SHA384 on since/).waitFor();
  });

  it('ends by itself after one connection', async () => {
    const port = await openListener();
    const page = await openFaults();
    await page.getByRole('combobox', { name: words.ends }).click();
    await page.getByRole('option', { name: words.ending.connection }).click();
    await page.getByRole('button', { name: faultWords['wrong-host'].title }).click();
    await page.getByText(words.connectionsLeft(1)).waitFor();
    const { subject } = await certificateOf(port);
    expect(subject.CN).toBe('another-host.invalid');
    await page.getByText(words.off).waitFor();
    expect((await certificateOf(port)).subject.CN).toBe(serverName);
  });

  it('offers a charge point on profile 2 only what it can show', async () => {
    const port = await openListener();
    await world.bench.api('PUT', '/charge-points/CP-FAULT', {
      ...{ url: `wss://127.0.0.1:${port}/`, securityProfile: 2, password: 'a text password!' },
      autoConnect: false,
    });
    const page = await openFaults();
    await page.getByRole('combobox', { name: words.target }).click();
    await page.getByRole('option', { name: words.chargePoint('CP-FAULT', 2) }).click();
    const named = (title: string) => page.getByRole('button', { name: title, exact: true });
    expect(await named(faultWords.expired.title).isDisabled()).toBe(true);
    await named(faultWords['tls-1.1-only'].title).click();
    const alert = page.getByRole('alert').filter({ hasText: faultBannerWords.title });
    await alert
      .getByText(faultBannerWords.text('CP-FAULT', faultWords['tls-1.1-only'].title))
      .waitFor();
  });

  it(
    'axe finds nothing in the tab and in the banner, in both themes and sizes',
    async () => {
      const port = await openListener();
      await world.bench.api('PUT', `/csms/listeners/${listener}/fault`, { fault: 'revoked' });
      await certificateOf(port);
      const places = [
        {
          name: 'faults',
          path: '/security#faults',
          prepare: (page: Page) => page.getByRole('list', { name: words.results }).waitFor(),
        },
      ];
      expect(await auditPlaces(world, 'fault-on', places)).toEqual([]);
    },
    auditLimitMs,
  );
});
