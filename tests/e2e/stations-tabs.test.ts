/** Every tab of a station with a real session: what can be done there, with what the charge point makes of it. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { answerWords } from '../../renderer/features/stations/answers/words.ts';
import { installedWords } from '../../renderer/features/stations/certificates/words.ts';
import { chargingWords } from '../../renderer/features/stations/charging/words.ts';
import { configurationWords } from '../../renderer/features/stations/configuration/words.ts';
import { localListWords, reservationWords } from '../../renderer/features/stations/lists/words.ts';
import { operationScreenWords } from '../../renderer/features/stations/operations/words.ts';
import { laneWords } from '../../renderer/features/stations/overview/words.ts';
import { formWords, keptWords } from '../../renderer/features/stations/send/words.ts';
import { meterWords } from '../../renderer/features/stations/transactions/words.ts';
import { transferScreenWords } from '../../renderer/features/stations/transfers/words.ts';
import { operationWords } from '../../shared/api/operation-words.ts';
import { stationsPage } from './pages/stations-page.ts';
import { auditLimitMs, auditPlaces } from './support/audit.ts';
import { makeSession, tryIt } from './support/station-session.ts';
import { patienceMs } from './support/visit.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
let id = '';
beforeAll(async () => {
  id = await makeSession(world.bench);
});

async function openTab(tab: string): Promise<Page> {
  const { page } = await world.open(`/stations/${id}?tab=${tab}`);
  await page.getByRole('heading', { name: id, level: 2 }).waitFor();
  return page;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('the tabs of a station', () => {
  it('Overview: connectors as lanes, and each change as a link to its frame', async () => {
    const page = await openTab('overview');
    await page.getByRole('img', { name: /^Connector 1: / }).waitFor();
    await page.getByText(/^Changes as a table/).click();
    const row = page.getByRole('table', { name: laneWords.title }).getByRole('row', {
      name: /Charging/,
    });
    await row.getByRole('link').click();
    await page.waitForURL(/\/frames\?seq=\d+/);
  });

  it('Transactions: power, energy, current and state of charge as charts', async () => {
    const page = await openTab('transactions');
    for (const name of ['Power', 'Energy', 'Current', 'State of charge']) {
      const chart = page.getByRole('img', { name: new RegExp(`^Chart of ${name},`) });
      await chart.locator('canvas').waitFor();
    }
    await page.getByRole('table', { name: meterWords.last }).getByText('SoC').waitFor();
  });

  it('Send: form and JSON are the same draft, and invalid ones can be sent', async () => {
    const page = await openTab('send');
    const stations = stationsPage(page);
    await stations.chooseAction('Reset');
    const form = page.getByRole('region', { name: formWords.formOf('Reset') });
    await form.getByRole('combobox', { name: 'type' }).click();
    await page.getByRole('option', { name: 'Soft' }).click();
    await page.getByText(formWords.fits).waitFor();
    await page.getByText(formWords.json, { exact: true }).click();
    await page.locator('.monaco-editor').getByText('"Soft"').waitFor();

    await stations.chooseAction('GetConfiguration');
    await stations.writePayload('{"key":"HeartbeatInterval"}');
    await page.getByText(formWords.form, { exact: true }).click();
    await page.getByText(formWords.departs(1)).waitFor();
    await stations.send.click();
    await stations.outcome.getByText('Not sent').waitFor();
    await stations.anyway.check();
    await stations.send.click();
    await stations.outcome.getByText('CALLERROR, TypeConstraintViolation').waitFor();
  });

  it('Send: payloads are saved under a name for all stations', async () => {
    const page = await openTab('send');
    await stationsPage(page).chooseAction('Reset');
    await button(page, keptWords.saved).click();
    await page.getByRole('menuitem', { name: keptWords.save }).click();
    await page.getByRole('dialog').getByLabel(keptWords.name).fill('A gentle one');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button(page, keptWords.saved).click();
    await page.getByRole('menuitem', { name: 'A gentle one', exact: true }).waitFor();
  });

  it('Configuration: a key is changed in place and its answer shown; two stations are compared', async () => {
    const other = await tryIt(world.bench, 0);
    await world.bench.api('POST', `/csms/stations/${other}/configuration/read`, {});
    const page = await openTab('configuration');
    const field = page.getByLabel(configurationWords.edit('HeartbeatInterval'));
    await field.fill('77');
    await field.press('Enter');
    const row = page.getByRole('row', { name: /^HeartbeatInterval/ });
    await row.getByText('Accepted').waitFor();
    expect(await row.getByRole('link').count()).toBeGreaterThan(1);

    await button(page, configurationWords.read).click();
    await vi.waitFor(
      async () => {
        const value = await page
          .getByLabel(configurationWords.edit('HeartbeatInterval'))
          .inputValue();
        expect(value).toBe('77');
      },
      { timeout: patienceMs },
    );
    await page.getByText(configurationWords.otherStation, { exact: true }).click();
    await page.getByRole('combobox', { name: configurationWords.otherStation }).click();
    await page.getByRole('option', { name: other }).click();
    await page
      .getByRole('table', { name: configurationWords.compare })
      .getByRole('row', { name: /HeartbeatInterval/ })
      .waitFor();
  });

  it('Local list: an added entry is sent as a difference; a reservation is refused while charging', async () => {
    const page = await openTab('lists');
    await page.getByText(reservationWords.states.refused).first().waitFor();
    await button(page, localListWords.add).click();
    await page.getByLabel(localListWords.idTag, { exact: true }).nth(1).fill('ADDED-TAG');
    await button(page, localListWords.differential(1)).click();
    await page.getByText('SendLocalList:').waitFor();
    await page.getByText('CALLRESULT, Accepted').waitFor();
    await button(page, localListWords.ask).click();
    await page.locator('dd', { hasText: /^2 / }).first().waitFor();
  });

  it('Charging: a profile is set from the form, and the composite schedule drawn', async () => {
    const page = await openTab('charging');
    await button(page, chargingWords.send).click();
    await page.getByText('CALLRESULT, Accepted').waitFor();
    await page
      .getByRole('table', { name: chargingWords.set })
      .getByText('TxDefaultProfile')
      .waitFor();
    await button(page, chargingWords.ask).click();
    const chart = page.getByRole('img', {
      name: new RegExp(`^Chart of ${chargingWords.schedule},`),
    });
    await chart.locator('canvas').waitFor();
    const periods = page.getByRole('table', { name: chargingWords.table }).getByRole('row');
    await periods.nth(1).waitFor();
  });

  it('Certificates: installed roots are recognised, and one is deleted', async () => {
    const page = await openTab('certificates');
    const roots = page.getByRole('table', {
      name: installedWords.types.CentralSystemRootCertificate,
    });
    const known = roots.getByRole('row', { name: /RSA root/ });
    await known.first().waitFor();
    await known.first().getByRole('button').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: installedWords.removeConfirm })
      .click();
    const card = page.getByRole('article', { name: operationWords['delete-root'].title });
    await card.getByRole('status').getByText(operationScreenWords.status.succeeded).waitFor();
    await known.waitFor({ state: 'detached' });
  });

  it('Transfers: a log comes and can be saved; a test file is made and signed', async () => {
    const page = await openTab('transfers');
    await button(page, transferScreenWords.diagnosticsLog).click();
    const files = page.getByRole('table', { name: transferScreenWords.received });
    await files.getByRole('row').nth(2).waitFor();
    const download = page.waitForEvent('download');
    await files.getByRole('button').first().click();
    expect((await download).suggestedFilename()).toContain(id);

    await button(page, transferScreenWords.generate).click();
    await button(page, transferScreenWords.signOf('test-firmware.bin')).click();
    const signature = page.getByLabel(transferScreenWords.signature);
    await vi.waitFor(async () => expect(await signature.inputValue()).not.toBe(''), {
      timeout: patienceMs,
    });
  });

  it('Answers: a rule is added, warned of on every tab, used by the charge point and deleted', async () => {
    const page = await openTab('answers');
    await page.getByText(answerWords.banner).waitFor();
    await button(page, answerWords.add).click();
    const rule = page.getByRole('row', { name: /Authorize/ });
    await rule.getByText(answerWords.inForce).waitFor();
    const act = { action: 'present-id-tag', idTag: 'SOMEBODY' };
    await world.bench.api('POST', `/charge-points/${id}/actions`, act);
    await rule.getByText(answerWords.used(1)).waitFor();
    await rule.getByRole('button').click();
    await rule.waitFor({ state: 'detached' });
  });
});

it('every tab is accessible and fits, in both themes', { timeout: auditLimitMs }, async () => {
  const tabs = [
    'overview',
    'transactions',
    'send',
    'configuration',
    'lists',
    'charging',
    'certificates',
    'transfers',
    'security',
    'answers',
    'settings',
  ];
  const places = tabs.map((tab) => ({ name: `tab-${tab}`, path: `/stations/${id}?tab=${tab}` }));
  const all = [...places, { name: 'answers', path: '/stations?view=answers' }];
  expect(await auditPlaces(world, 'stations', all)).toEqual([]);
});
