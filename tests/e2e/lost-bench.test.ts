/**
 * A page whose bench goes away, and pages that come without the right token.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lastKnownWords } from '../../renderer/components/words.ts';
import { tryItWords } from '../../renderer/features/bench/words.ts';
import { launchChromium } from '../support/chromium.ts';
import { framesPage } from './pages/frames-page.ts';
import { shell } from './pages/shell.ts';
import { startListener, startServe, temporaryDataFolder } from './support/bench.ts';
import { foreignClient } from './support/foreign-client.ts';
import { type Visit, visit } from './support/visit.ts';

// Not the usual world: here the bench dies, and the browser reports failed connections by the nature of things.
const folder = temporaryDataFolder();
let browser: Browser;
let bench: Awaited<ReturnType<typeof startServe>>;
let opened: Visit | undefined;
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  browser = await launchChromium();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  folder.remove();
});
beforeEach(async () => {
  bench = await startServe(folder.path);
});
afterEach(async () => {
  await opened?.close();
  await bench.kill();
});

async function open(url: string): Promise<Visit> {
  opened = await visit(browser, url);
  return opened;
}

describe('a lost bench', () => {
  it('is told at once, and the page goes on by itself when it is back', async () => {
    const { page } = await open(bench.url);
    const { lostBanner, statusBar } = shell(page);
    await shell(page).open('frames');
    await statusBar.getByText('Recording').waitFor();
    expect(await lostBanner.count()).toBe(0);

    await bench.kill();
    await lostBanner.waitFor();
    await statusBar.getByText('Bench state unknown').waitFor();

    bench = await startServe(folder.path, Number(new URL(bench.origin).port));
    await lostBanner.waitFor({ state: 'detached' });
    await statusBar.getByText('Recording').waitFor();

    const port = await startListener(bench, { id: 'after-the-restart' });
    const client = foreignClient({ identity: 'BACK-1', endpoint: `ws://127.0.0.1:${port}` });
    await client.connect();
    await framesPage(page).row('BACK-1').first().waitFor();
    await client.close({ force: true });
  });

  it('leaves what was known on screen, marked, with nothing to be done to it', async () => {
    const { page } = await open(bench.url);
    await startListener(bench, { id: 'before-the-loss' });
    const listener = page.getByText('Listening', { exact: true }).first();
    await listener.waitFor();
    const tryIt = page.getByRole('button', { name: tryItWords.connect });
    expect(await tryIt.isEnabled()).toBe(true);

    await bench.kill();
    await page.getByText(lastKnownWords.note, { exact: true }).first().waitFor();
    expect(await listener.count()).toBe(1);
    expect(await tryIt.isDisabled()).toBe(true);
    const buttons = await page.getByRole('main').getByRole('button').all();
    const enabled = await Promise.all(buttons.map((button) => button.isEnabled()));
    expect(enabled).not.toContain(true);
  });
});

describe('a page without the right token', () => {
  it('asks for it when it has none, and takes the pasted address', async () => {
    const { page } = await open(bench.origin);
    await page.getByRole('heading', { name: 'This page needs its token' }).waitFor();
    await shell(page).enter(bench.url);
    await shell(page).statusBar.getByText('Recording').waitFor();
    expect(page.url()).toBe(`${bench.origin}/`);
    expect(opened?.complaints).toEqual([]);
  });

  it('says that a token of another run is refused', async () => {
    const { page } = await open(`${bench.origin}/#token=token-of-an-earlier-run-of-the-bench`);
    await page.getByRole('heading', { name: 'The bench does not accept this token' }).waitFor();
    await shell(page).enter(bench.token);
    await shell(page).statusBar.getByText('Recording').waitFor();
  });
});
