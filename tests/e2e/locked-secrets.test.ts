/** The way out of locked secrets on the screen: captures are there, a passphrase brings the rest back. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lockedWords } from '../../renderer/app/locked/words.ts';
import { revealWords, secretsWords } from '../../renderer/features/settings/secrets/words.ts';
import { launchChromium } from '../support/chromium.ts';
import { framesPage } from './pages/frames-page.ts';
import { settingsPage } from './pages/settings-page.ts';
import { shell } from './pages/shell.ts';
import {
  type ServedBench,
  startListener,
  startServe,
  temporaryDataFolder,
} from './support/bench.ts';
import { visit } from './support/visit.ts';

vi.setConfig({ testTimeout: 60_000 });

const folder = temporaryDataFolder();
const phrase = 'correct horse battery';
let browser: Browser;
let bench: ServedBench;

beforeAll(async () => {
  browser = await launchChromium();
  const first = await startServe(folder.path);
  await first.api('PUT', '/csms/stations/CP1', {
    securityProfile: 1,
    password: 'a-password-of-CP1',
  });
  await startListener(first, { securityProfiles: [1] });
  await first.stop();
  bench = await startServe(folder.path);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await bench?.kill();
  folder.remove();
});

describe('the key of the secrets', () => {
  it('is put under a passphrase in Settings, which does not stay in the page', async () => {
    const { page, close, complaints } = await visit(browser, bench.url);
    await shell(page).open('settings');
    await settingsPage(page).openSection('secrets');
    await page.getByText(secretsWords.keepers.passphrase, { exact: true }).click();
    await page.getByLabel(secretsWords.fresh, { exact: true }).fill(phrase);
    await page.getByLabel(secretsWords.again, { exact: true }).fill(phrase);
    await page.getByRole('button', { name: secretsWords.apply, exact: true }).click();
    await page.getByText(secretsWords.changed).waitFor();
    expect(await page.getByLabel(secretsWords.fresh, { exact: true }).inputValue()).toBe('');
    await close();
    expect(complaints).toEqual([]);
    await bench.stop();
    bench = await startServe(folder.path);
  });

  it('is asked for where a screen needs it, while captures and settings work', async () => {
    const { page, close, complaints } = await visit(browser, bench.url);
    await page.getByRole('heading', { level: 1, name: lockedWords.title }).waitFor();
    await page.getByRole('button', { name: lockedWords.unlock, exact: true }).waitFor();
    await shell(page).open('frames');
    await framesPage(page).rows.first().waitFor();
    await shell(page).open('settings');
    await settingsPage(page).openSection('captures');
    await settingsPage(page).table.getByRole('row').nth(1).waitFor();
    await settingsPage(page).openSection('secrets');
    const field = page.getByLabel(lockedWords.passphrase, { exact: true });
    await field.fill('a wrong guess');
    await field.press('Enter');
    await page.getByText('The passphrase does not open the secrets.').waitFor();
    expect(await field.inputValue()).toBe('');
    await field.fill(phrase);
    await field.press('Enter');
    await page.getByText(secretsWords.change).waitFor();
    await shell(page).open('stations');
    await page.getByText('CP1', { exact: true }).first().waitFor();
    await page.getByText(lockedWords.banner).waitFor({ state: 'detached' });
    await close();
    // The refused passphrase and what asked for stations while they were locked are no faults of the page.
    expect(complaints.filter((one) => !one.includes('403'))).toEqual([]);
  });

  it('A reveal is listed with when, what and by whom', async () => {
    await bench.api('POST', '/csms/stations/CP1/authorization-key/reveal');
    const { page, close } = await visit(browser, bench.url);
    await shell(page).open('settings');
    await settingsPage(page).openSection('secrets');
    const table = page.getByRole('table', { name: revealWords.title });
    await table.getByText('AuthorizationKey of CP1').waitFor();
    await table.getByText(`${revealWords.doors.api} 127.0.0.1`).waitFor();
    await close();
  });
});
