/**
 * The whole life of a certificate on screen: an authority is made, a certificate issued, exported, read by OpenSSL,
 * revoked, named in a list, deleted, and imported again. Then what the screen looks like to axe, in both themes.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { navigationWords } from '../../renderer/app/words.ts';
import { deleteWords, revokeWords } from '../../renderer/features/certificates/actions/words.ts';
import { batchWords, validityWords } from '../../renderer/features/certificates/create/words.ts';
import { importWords } from '../../renderer/features/certificates/import/words.ts';
import { revocationWords } from '../../renderer/features/certificates/revocation/words.ts';
import {
  detailWords,
  expiryWords,
  reasonWords,
  toolbarWords,
  treeWords,
} from '../../renderer/features/certificates/words.ts';
import { opensslAvailable } from '../support/tls-server.ts';
import { certificatesPage } from './pages/certificates-page.ts';
import { auditLimitMs, auditPlaces } from './support/audit.ts';
import { startListener } from './support/bench.ts';
import type { Place } from './support/places.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
const passphrase = 'correct horse';

function openssl(...parameters: string[]): string {
  const { status, stdout, stderr } = spawnSync('openssl', parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${parameters[0]}: ${stderr}`);
  return stdout;
}

describe('the desk', () => {
  it.runIf(opensslAvailable)(
    'A00.FR.704 a certificate is issued, exported, revoked, deleted and imported again',
    async () => {
      const { page } = await world.open('/certificates');
      const desk = certificatesPage(page);
      await desk.row('ECDSA root').click();
      await desk.issue('sub-authority', 'Street sub-CA');
      await desk.shows('Street sub-CA');
      await desk.issue('server', 'csms.example.org', async (dialog) => {
        await dialog.getByLabel(validityWords.label, { exact: true }).selectOption('1-day');
      });
      await desk.shows('csms.example.org');
      expect(await desk.selected.innerText()).toContain('csms.example.org');
      expect(await desk.selected.getAttribute('aria-level')).toBe('3');

      const file = await desk.exportSealed('pkcs12', passphrase);
      expect(file.name).toBe('csms.example.org.p12');
      const read = ['pkcs12', '-in', file.path, '-passin', `pass:${passphrase}`];
      const inside = openssl(...read, '-nodes');
      expect(inside).toMatch(/subject=.*csms\.example\.org/);
      expect(inside).toContain('PRIVATE KEY');
      expect(inside).toMatch(/subject=.*Street sub-CA/);

      await desk.press(desk.pane, detailWords.revoke);
      await desk.dialog.getByRole('combobox').selectOption('keyCompromise');
      await desk.dialog.getByText(revokeWords.final).waitFor();
      await desk.press(desk.dialog, revokeWords.revoke);
      await desk.pane.getByText(reasonWords.keyCompromise).waitFor();
      await desk.row('csms.example.org', treeWords.revoked).waitFor();

      await desk.row('Street sub-CA').click();
      const listed = desk.pane.getByRole('region', { name: revocationWords.title });
      await listed.getByText('csms.example.org').waitFor();
      const saving = page.waitForEvent('download');
      await desk.press(listed, revocationWords.pem);
      const list = await (await saving).path();
      expect(openssl('crl', '-in', list, '-noout', '-text')).toContain('Key Compromise');

      await desk.row('csms.example.org').click();
      await desk.shows('csms.example.org');
      await desk.press(desk.pane, detailWords.delete);
      await desk.press(desk.dialog, deleteWords.confirm);
      await page.getByText(deleteWords.deleted(1)).waitFor();
      await desk.row('csms.example.org').waitFor({ state: 'detached' });

      const content = readFileSync(file.path);
      await desk.hand([{ name: 'mine.p12', content }]);
      await desk.dialog.getByRole('alert').waitFor();
      await desk.dialog.getByLabel(importWords.passphrase, { exact: true }).fill('wrong');
      await desk.dialog.locator('[data-problem="file-passphrase-wrong"]').waitFor();
      await desk.dialog.getByLabel(importWords.passphrase, { exact: true }).fill(passphrase);
      await desk.dialog.getByText(importWords.withKey).waitFor();
      await desk.press(desk.dialog, importWords.import);
      await page.getByText(importWords.imported(1, 2)).waitFor();
      await desk.shows('csms.example.org');
      // What was revoked stays revoked, wherever it comes from.
      await desk.row('csms.example.org', treeWords.revoked).waitFor();

      await desk.row('Street sub-CA').click();
      await desk.shows('Street sub-CA');
      await desk.press(desk.pane, detailWords.delete);
      await desk.dialog.getByText(deleteWords.issued(1)).waitFor();
      await desk.dialog.getByLabel(deleteWords.force).check();
      await desk.press(desk.dialog, deleteWords.confirm);
      await desk.row('Street sub-CA').waitFor({ state: 'detached' });
    },
  );

  it('certificates in bulk are found by their serial number, by the keyboard alone', async () => {
    const { page } = await world.open('/certificates');
    const desk = certificatesPage(page);
    await desk.press(page.getByRole('main'), toolbarWords.batch);
    await desk.dialog.getByLabel(batchWords.count, { exact: true }).fill('250');
    await desk.press(desk.dialog, batchWords.create(250));
    await page.getByText(batchWords.created(250)).waitFor();

    const at = (attribute: string) => desk.selected.and(page.locator(`[${attribute}]`)).waitFor();
    await desk.tree.focus();
    await page.keyboard.press('Home');
    await at('aria-rowindex="2"');
    // Whether it was folded depends on how much the root had issued when the page was opened.
    await page.keyboard.press('ArrowLeft');
    await at('aria-expanded="false"');
    await page.keyboard.press('ArrowRight');
    await at('aria-expanded="true"');
    await page.keyboard.press('ArrowRight');
    await at('aria-rowindex="3"');
    await page.keyboard.press('ArrowLeft');
    await at('aria-rowindex="2"');

    await page.keyboard.press('/');
    await page.keyboard.type('SN-0250');
    await desk.row('SN-0250').waitFor();
    expect(await desk.tree.getAttribute('aria-rowcount')).toBe('3');
    await desk.row('SN-0250').click();
    await desk.shows('SN-0250');
    await page.keyboard.press('Enter');
    expect(await desk.pane.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await desk.pane.waitFor({ state: 'detached' });
  });

  it('a damaged file is explained before anything is taken', async () => {
    const { page } = await world.open('/certificates');
    const desk = certificatesPage(page);
    await desk.hand([
      { name: 'half.pem', content: Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB') },
    ]);
    await desk.dialog.locator('[data-problem="pem-truncated"]').waitFor();
    expect(
      await desk.dialog.getByRole('button', { name: importWords.import, exact: true }).isDisabled(),
    ).toBe(true);
    await desk.dialog.getByRole('button', { name: importWords.remove('half.pem') }).click();
    await desk.dialog.getByRole('alert').waitFor({ state: 'detached' });
  });
});

describe('what the bench uses', () => {
  it('and what ends within a week is said on the screen and at the navigation', async () => {
    const { page } = await world.open('/certificates');
    const banner = page.getByRole('region', { name: expiryWords.title });
    const link = page.getByRole('link', { name: navigationWords.certificates, exact: true });
    await certificatesPage(page).tree.waitFor();
    expect(await banner.count()).toBe(0);
    expect(await link.getAttribute('aria-describedby')).toBeNull();

    const [root] = await authorities();
    const created = await world.bench.api('POST', '/pki/entries', {
      role: 'server',
      issuer: root?.id,
      subject: { commonName: 'soon.example.org' },
      validForMinutes: 3 * 1440 + 60,
    });
    // The shape that the contract promises for this route.
    const { id } = created as { id: string };
    await startListener(world.bench, { securityProfiles: [2], certificates: { ecdsa: id } });
    await banner.getByText('soon.example.org ends in 3 days').waitFor();
    expect(await link.getAttribute('aria-describedby')).not.toBeNull();
    await banner.getByRole('button', { name: expiryWords.show('soon.example.org') }).click();
    await certificatesPage(page).shows('soon.example.org');
  });
});

// The shape that the contract promises for this route.
const authorities = async () =>
  (await world.bench.api('GET', '/pki/authorities')) as { id: string }[];

const openDialog = (name: string) => async (page: Page) => {
  await page.getByRole('main').getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').waitFor();
};

it('the screen is accessible and fits, with every dialog', { timeout: auditLimitMs }, async () => {
  const [root] = await authorities();
  const entry = `/certificates?entry=${encodeURIComponent(root?.id ?? '')}`;
  const withEntry = (name: string, button: string): Place => ({
    ...{ name: `certificates-${name}`, path: `${entry}#desk` },
    prepare: openDialog(button),
  });
  const places: Place[] = [
    { name: 'certificates-entry', path: `${entry}#desk` },
    withEntry('create', toolbarWords.create),
    withEntry('import', toolbarWords.import),
    withEntry('batch', toolbarWords.batch),
    withEntry('export', detailWords.export),
    withEntry('renew', detailWords.renew),
    withEntry('delete', detailWords.delete),
  ];
  expect(await auditPlaces(world, 'desk', places)).toEqual([]);
});
