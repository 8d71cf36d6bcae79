/** The walk on screen: one emulated charge point is raised from security profile 0 to 3, without touching a file. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';

import {
  keyWords,
  operationScreenWords,
  raiseWords,
} from '../../renderer/features/stations/operations/words.ts';
import type { OperationKind } from '../../shared/api/csms-operations-contract.ts';
import { operationWords, recoveryWords } from '../../shared/api/operation-words.ts';
import { startListener } from './support/bench.ts';
import { foreignClient } from './support/foreign-client.ts';
import { tryIt } from './support/station-session.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();

/** A charge point restarts on its way. */
const operationLimitMs = 30_000;
const walkLimitMs = 240_000;

async function operate(page: Page, text: string, kind: OperationKind): Promise<void> {
  const cards = page.getByRole('article', { name: operationWords[kind].title, exact: true });
  const before = await cards.count();
  await page.getByRole('button', { name: text, exact: true }).click();
  // The newest is the first.
  await cards.nth(before).waitFor();
  const card = cards.first();
  await card
    .getByRole('status')
    .getByText(operationScreenWords.status.succeeded)
    .waitFor({ timeout: operationLimitMs });
  expect(await card.getByRole('link').count()).toBeGreaterThan(0);
}

const raised = (page: Page, profile: number) =>
  page.getByText(`Now on profile ${profile},`).waitFor({ timeout: operationLimitMs });

it('A05: from profile 0 to 3 with the guide on the tab Security', {
  timeout: walkLimitMs,
}, async () => {
  await startListener(world.bench);
  const id = await tryIt(world.bench, 0);
  const { page } = await world.open(`/stations/${id}?tab=security`);
  await raised(page, 0);
  const raise = (profile: number) =>
    operate(page, raiseWords.raise(profile), 'raise-security-profile');

  await operate(page, raiseWords.changeKey, 'change-authorization-key');
  await raise(1);
  await raised(page, 1);

  await operate(page, raiseWords.installRsa, 'install-root');
  await operate(page, raiseWords.installEcdsa, 'install-root');
  await raise(2);
  await raised(page, 2);

  expect(await page.getByRole('button', { name: raiseWords.raise(3) }).isDisabled()).toBe(true);
  await operate(page, raiseWords.renew, 'renew-certificate');
  await raise(3);
  await raised(page, 3);
  await page.getByText(raiseWords.highest).waitFor();

  // The shape that the contract promises for this route.
  const station = (await world.bench.api('GET', `/csms/stations/${id}`)) as object;
  expect(station).toMatchObject({ securityProfile: 3, connectedProfile: 3, connected: true });

  const card = page
    .getByRole('article', { name: operationWords['raise-security-profile'].title, exact: true })
    .first();
  await card.getByRole('link').first().click();
  await page.waitForURL(/\/frames\?seq=\d+/);
});

it('A01.FR.04: a key that never comes into use has a way out that one can see', async () => {
  const port = await startListener(world.bench, { id: 'of-the-key' });
  const identity = 'KEEPS-OLD-KEY';
  const password = 'the-key-it-keeps';
  await world.bench.api('PUT', `/csms/stations/${identity}`, { securityProfile: 1, password });
  const client = foreignClient({
    identity,
    endpoint: `ws://127.0.0.1:${port}`,
    password,
    answers: { ChangeConfiguration: { status: 'Accepted' }, Reset: { status: 'Accepted' } },
  });
  await client.connect();
  try {
    const { page } = await world.open(`/stations/${identity}?tab=security`);
    await page.getByRole('button', { name: keyWords.start, exact: true }).click();
    const card = page.getByRole('article', {
      name: operationWords['change-authorization-key'].title,
      exact: true,
    });
    const ways = card.getByRole('region', { name: operationScreenWords.recovery });
    await ways.getByRole('button', { name: recoveryWords['restore-old-key'].title }).click();
    await card.getByRole('status').getByText(operationScreenWords.status.failed).waitFor();
    await card.getByRole('alert').waitFor();
    // It is let in with the old key again.
    await client.close({ force: true });
    const again = foreignClient({ identity, endpoint: `ws://127.0.0.1:${port}`, password });
    await again.connect();
    await again.close({ force: true });
  } finally {
    await client.close({ force: true });
  }
});
