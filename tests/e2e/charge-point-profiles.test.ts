/**
 * The complete walk on screen of one emulated charge point from security profile 0 to 3: the CSMS's guide on one side,
 * the page of the charge point on the other. No file is touched.
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { profileWords } from '../../renderer/components/words.ts';
import { securityWords } from '../../renderer/features/charge-points/security/words.ts';
import { headerWords } from '../../renderer/features/charge-points/words.ts';
import { raiseWords } from '../../renderer/features/stations/operations/words.ts';
import { securityProfiles } from '../../shared/security/security-profiles.ts';
import { chargePointsPage } from './pages/charge-points-page.ts';
import { shell } from './pages/shell.ts';
import { startListener } from './support/bench.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();

/** A charge point reconnects on its way. */
const stepLimitMs = 30_000;
const walkLimitMs = 240_000;

/** Presses a button of the CSMS's guide as soon as it can be pressed. */
async function guide(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: text, exact: true }).click({ timeout: stepLimitMs });
}

async function onProfile(page: Page, profile: 0 | 1 | 2 | 3): Promise<void> {
  const { name } = securityProfiles[profile];
  await chargePointsPage(page)
    .header.getByLabel(profileWords.full(profile, name))
    .waitFor({ timeout: stepLimitMs });
  await chargePointsPage(page)
    .header.getByText('Connected', { exact: true })
    .waitFor({ timeout: stepLimitMs });
}

it('A05: the page of the charge point shows every step from profile 0 to 3', {
  timeout: walkLimitMs,
}, async () => {
  await startListener(world.bench);
  const { page } = await world.open();
  await shell(page).open('chargePoints');
  const screen = chargePointsPage(page);
  await screen.startAdding();
  await screen.addLocal('WALK-1');
  await screen.openTab('certificates');
  await onProfile(page, 0);
  await page.getByText(securityWords.noKey, { exact: true }).waitFor();

  // Without a key it refuses to be raised, also at the charge point itself.
  await page.getByRole('button', { name: securityWords.raiseTo(1) }).click();
  await page.getByText(securityWords.notRaised('Rejected')).waitFor();

  const { page: station } = await world.open('/stations/WALK-1?tab=security');
  await guide(station, raiseWords.changeKey);
  await page.getByText(headerWords.hasKey).waitFor({ timeout: stepLimitMs });
  await guide(station, raiseWords.raise(1));
  await onProfile(page, 1);

  await guide(station, raiseWords.installRsa);
  await guide(station, raiseWords.installEcdsa);
  await guide(station, raiseWords.raise(2));
  await onProfile(page, 2);
  await page.getByText(/^TLSv?[ 1]/).waitFor();
  await page.getByText(securityWords.inUse).first().waitFor();

  await guide(station, raiseWords.renew);
  await guide(station, raiseWords.raise(3));
  await onProfile(page, 3);
  await page.getByText(securityWords.highest).waitFor();
  await page.getByText(securityWords.hasCertificate, { exact: true }).waitFor();
  // The shape that the contract promises for this route.
  const state = (await world.bench.api('GET', '/csms/stations/WALK-1')) as object;
  expect(state).toMatchObject({ securityProfile: 3, connectedProfile: 3, connected: true });
});
