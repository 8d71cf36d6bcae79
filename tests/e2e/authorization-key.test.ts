/** The AuthorizationKey workbench in a browser: linked fields, the rules, comparison with what was sent, salted hashes. */
import { beforeAll, expect, it } from 'vitest';
import {
  comparisonWords,
  storageWords,
  workbenchWords as words,
} from '../../renderer/features/security/authorization-key/words.ts';
import { keyFieldProblemWords } from '../../shared/security/authorization-key-words.ts';
import { securityPage } from './pages/security-page.ts';
import { shell } from './pages/shell.ts';
import { startListener } from './support/bench.ts';
import { foreignClient } from './support/foreign-client.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
const keyHex = 'c3a9f1024b00e5997fd8a0b1c2d3e4f506172839';
let port: number;

beforeAll(async () => {
  port = await startListener(world.bench);
});

async function openWorkbench(station: string) {
  const { page } = await world.open('/frames');
  await shell(page).open('security');
  await securityPage(page).openTab('credentials');
  await page.getByRole('button', { name: new RegExp(station) }).click();
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  return { page, field };
}

it('a key is entered in any form, judged, and set for the station', async () => {
  await world.bench.api('PUT', '/csms/stations/AL1000', { securityProfile: 1 });
  const { page, field } = await openWorkbench('AL1000');
  await field(words.fields.hex).fill('0001020304050607ffffffffffffffffffffffff');
  expect(await field(words.fields.header).inputValue()).toBe(
    'Basic QUwxMDAwOgABAgMEBQYH////////////////',
  );
  await field(words.fields.hex).fill('xyz');
  await page.getByText(keyFieldProblemWords['key-not-hex']).waitFor();
  await field(words.fields.text).fill('a-short-key');
  await page.getByText(words.meter(11, 22)).waitFor();
  expect(await page.getByRole('table', { name: words.rules }).innerText()).toContain(words.fails);
  await page.getByRole('button', { name: words.generatePrintable }).click();
  const text = await field(words.fields.text).inputValue();
  await page.getByRole('button', { name: words.set }).click();
  await page.getByText(words.setNow).waitFor();
  const client = foreignClient({
    identity: 'AL1000',
    password: text,
    endpoint: `ws://127.0.0.1:${port}`,
  });
  await client.connect();
  await client.close();
});

it('what a charger sent is compared without being shown, and revealed on request', async () => {
  const put = (change: object) => world.bench.api('PUT', '/csms/stations/MIXED', change);
  await put({ securityProfile: 1, authorizationKeyHex: keyHex });
  const base64 = Buffer.from(keyHex, 'hex').toString('base64');
  const client = foreignClient({
    identity: 'MIXED',
    password: base64,
    endpoint: `ws://127.0.0.1:${port}`,
  });
  await expect(client.connect()).rejects.toThrow();
  const { page, field } = await openWorkbench('MIXED');
  await page.getByRole('button', { name: comparisonWords.compare, exact: true }).click();
  await page
    .getByText('The key was encoded in base64 before the header was', { exact: true })
    .waitFor();
  expect(await page.locator('body').innerText()).not.toContain(base64);
  await page.getByRole('button', { name: comparisonWords.reveal }).click();
  await page.getByText(base64, { exact: true }).waitFor();
  await page.getByRole('button', { name: comparisonWords.hide, exact: true }).click();

  await page.getByText(comparisonWords.sources.header, { exact: true }).click();
  const pasted = Buffer.from(`MIXED:${keyHex}`).toString('base64');
  await field(comparisonWords.header).fill(`Basic ${pasted}`);
  await page.getByRole('button', { name: comparisonWords.compare, exact: true }).click();
  await page.getByText('The key was sent as hexadecimal text', { exact: true }).waitFor();
});

it('A01.FR.08 with salted hashes only, the key cannot be revealed any more', async () => {
  await world.bench.api('PUT', '/csms/stations/HASHED', {
    securityProfile: 1,
    authorizationKeyHex: keyHex,
  });
  const { page } = await openWorkbench('HASHED');
  const reveal = page.getByRole('button', { name: 'Reveal the key' });
  await reveal.waitFor();
  await page.getByRole('switch', { name: storageWords.hashOnly }).click({ force: true });
  await page.getByText(storageWords.isHash).waitFor();
  expect(await reveal.count()).toBe(0);
});
