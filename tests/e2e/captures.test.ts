/**
 * Captures in the hands of a person: begin, rename, check, give away without secrets, take back in.
 */
import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { framesPage } from './pages/frames-page.ts';
import { settingsPage } from './pages/settings-page.ts';
import { startListener } from './support/bench.ts';
import { foreignClient } from './support/foreign-client.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
const key = 'a-key-for-the-export';

beforeAll(async () => {
  const port = await startListener(world.bench);
  await world.bench.api('PUT', '/csms/stations/EXPORT-1', { password: key });
  const endpoint = `ws://127.0.0.1:${port}`;
  const client = foreignClient({ identity: 'EXPORT-1', password: key, endpoint });
  await client.connect();
  await client.call('BootNotification', { chargePointVendor: 'Tests', chargePointModel: 'Export' });
  await client.close({ force: true });
});

describe('a capture', () => {
  it('is ended, renamed, checked, exported without secrets and imported again', async () => {
    const { page } = await world.open('/settings');
    const settings = settingsPage(page);
    const [first] = (await world.bench.api('GET', '/captures')) as { name: string }[];
    await settings.rename(first?.name ?? '', 'Before lunch');
    await settings.capture('Before lunch').getByText('Recording').waitFor();

    await settings.begin('After lunch');
    await settings.capture('After lunch').getByText('Recording').waitFor();
    await settings.capture('Before lunch').getByText('Recording').waitFor({ state: 'detached' });
    await settings.check('Before lunch');
    await page.getByText(/^The chain is intact over \d+ frames\.$/).waitFor();

    const { path, fileName } = await settings.exportCopy('Before lunch');
    expect(fileName).toMatch(/\.jsonl$/);
    const journal = readFileSync(path, 'utf8');
    const basic = Buffer.from(`EXPORT-1:${key}`).toString('base64');
    expect(journal).toContain('EXPORT-1');
    expect([key, basic].filter((secret) => journal.includes(secret))).toEqual([]);

    const named = join(dirname(path), 'From a colleague.jsonl');
    await copyFile(path, named);
    await settings.importFile(named);
    await settings.capture('From a colleague').waitFor();
    await settings.check('From a colleague');
    await settings.openInFrames('From a colleague');
    await page.getByText('Showing the capture “From a colleague”, not the live one.').waitFor();
    const frames = framesPage(page);
    await frames.row('EXPORT-1', 'CALL', 'BootNotification').first().waitFor();

    await frames.pickCapture('From a colleague', 'After lunch');
    await frames.row('EXPORT-1').first().waitFor({ state: 'detached' });
    await frames.pickCapture('After lunch', 'Before lunch');
    await frames.row('EXPORT-1', 'CALL', 'BootNotification').first().waitFor();
  });
});
