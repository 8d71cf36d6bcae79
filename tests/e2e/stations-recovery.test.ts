/** Operations that a charge point does not go along with: every way out that the screen offers, and security events. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  eventWords,
  operationScreenWords,
} from '../../renderer/features/stations/operations/words.ts';
import type { OperationKind, Recovery } from '../../shared/api/csms-operations-contract.ts';
import { operationWords, recoveryWords } from '../../shared/api/operation-words.ts';
import { startListener } from './support/bench.ts';
import { tryIt } from './support/station-session.ts';
import { patienceMs } from './support/visit.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();

beforeAll(async () => {
  await startListener(world.bench);
});

const act = (id: string, action: object) =>
  world.bench.api('POST', `/charge-points/${id}/actions`, action);

/** A charge point that says Accepted to a CALL and does nothing. */
async function deaf(securityProfile: 1 | 3, action: string): Promise<string> {
  const id = await tryIt(world.bench, securityProfile);
  const answer = { kind: 'result', payload: { status: 'Accepted' } };
  await act(id, { action: 'set-behaviour', behaviour: { answers: [{ action, answer }] } });
  return id;
}

/** Begins an operation; gives its card and its ways out on the screen. */
async function begin(
  id: string,
  request: { operation: OperationKind } & Record<string, unknown>,
): Promise<{ page: Page; card: Locator; press: (recovery: Recovery) => Promise<void> }> {
  const { page } = await world.open(`/stations/${id}?tab=security`);
  const title = operationWords[request.operation].title;
  await world.bench.api('POST', `/csms/stations/${id}/operations`, request);
  const card = page.getByRole('article', { name: title, exact: true }).first();
  const ways = card.getByRole('region', { name: operationScreenWords.recovery });
  const press = (recovery: Recovery) =>
    ways
      .getByRole('button', { name: recoveryWords[recovery].title, exact: true })
      .click({ timeout: patienceMs });
  return { page, card, press };
}

/** How often the CSMS has sent a CALL of this action to the station. */
async function received(id: string, action: string): Promise<number> {
  const filter = encodeURIComponent(`station:${id} role:charge-point type:call action:${action}`);
  // The shape that the contract promises for this route.
  const { frames } = (await world.bench.api(
    'GET',
    `/frames?after=0&limit=500&filter=${filter}`,
  )) as { frames: unknown[] };
  return frames.length;
}

const untilReceived = (id: string, action: string, times: number) =>
  vi.waitFor(async () => expect(await received(id, action)).toBe(times), {
    timeout: patienceMs,
    interval: 50,
  });

async function ends(card: Locator): Promise<void> {
  await card.getByRole('status').getByText(operationScreenWords.status.failed).waitFor();
  await card.getByRole('alert').waitFor();
  expect(await card.getByRole('region', { name: operationScreenWords.recovery }).count()).toBe(0);
}

describe('the ways out of an operation', () => {
  it('A01: both keys are admitted, the charge point reset, the new key alone admitted, waiting stopped', async () => {
    const id = await deaf(1, 'ChangeConfiguration');
    const { card, press } = await begin(id, { operation: 'change-authorization-key' });
    await press('admit-both-keys');
    await card.getByRole('button', { name: recoveryWords['end-grace'].title }).waitFor();
    // It comes back with the old key, and is let in.
    await press('reset-station');
    await untilReceived(id, 'Reset', 1);
    await card.getByText('with the former key').first().waitFor();
    await press('end-grace');
    await card.getByRole('button', { name: recoveryWords['admit-both-keys'].title }).waitFor();
    await press('stop-waiting');
    await ends(card);
  });

  it('A05: the charge point is reset, and the former profile kept', async () => {
    const id = await deaf(1, 'ChangeConfiguration');
    const raise = {
      operation: 'raise-security-profile',
      securityProfile: 2,
      ignorePrerequisites: true,
    } as const;
    const { card, press } = await begin(id, raise);
    await press('reset-station');
    await untilReceived(id, 'Reset', 1);
    await press('keep-former-profile');
    await ends(card);
    expect(await world.bench.api('GET', `/csms/stations/${id}`)).toMatchObject({
      securityProfile: 1,
    });
    const again = await begin(id, raise);
    await again.press('stop-waiting');
    await ends(again.card);
  });

  it('A02: the charge point is reset, and waiting stopped, when a certificate is not used', async () => {
    const id = await deaf(3, 'CertificateSigned');
    const { card, press } = await begin(id, { operation: 'renew-certificate' });
    await press('reset-station');
    await untilReceived(id, 'Reset', 1);
    await card.getByText('with the old certificate').first().waitFor();
    await press('stop-waiting');
    await ends(card);
  });
});

it('A04: security events that were reported, each with its frame', async () => {
  const id = await tryIt(world.bench, 1);
  await act(id, {
    action: 'raise-security-event',
    type: 'TamperDetectionActivated',
    techInfo: 'the door is open',
  });
  await act(id, { action: 'raise-security-event', type: 'InvalidFirmwareSignature' });
  const { page } = await world.open(`/stations/${id}?tab=security`);
  const table = page.getByRole('table', { name: eventWords.title });
  const row = table.getByRole('row', { name: /TamperDetectionActivated/ });
  await row.getByText('the door is open').waitFor();
  await table.getByRole('row', { name: /InvalidFirmwareSignature/ }).waitFor();
  await row.getByRole('link').click();
  await page.waitForURL(/\/frames\?seq=\d+/);
});
