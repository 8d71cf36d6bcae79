/** An emulated charge point on its own page: made, charged with, broken, cut off, changed, and made to misbehave. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { badInputWords } from '../../renderer/features/charge-points/behaviour/bad-input-words.ts';
import { behaviourWords } from '../../renderer/features/charge-points/behaviour/words.ts';
import {
  connectorWords,
  lightWords,
} from '../../renderer/features/charge-points/connectors/words.ts';
import {
  chargingWords,
  transactionWords,
} from '../../renderer/features/charge-points/inside/words.ts';
import { securityWords } from '../../renderer/features/charge-points/security/words.ts';
import { sendWords } from '../../renderer/features/charge-points/send/words.ts';
import {
  chargePointFormWords as formWords,
  sectionWords,
} from '../../renderer/features/charge-points/settings/words.ts';
import { headerWords, listWords } from '../../renderer/features/charge-points/words.ts';
import { chargePointsPage } from './pages/charge-points-page.ts';
import { shell } from './pages/shell.ts';
import { startListener } from './support/bench.ts';
import { tryIt } from './support/station-session.ts';
import { patienceMs } from './support/visit.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();

beforeAll(async () => {
  await startListener(world.bench);
  await world.bench.api('PUT', '/csms/id-tags/MY-CARD', { status: 'Accepted' });
});

/** The payloads of an action that the charge point sent, oldest first. */
async function sent(id: string, action: string): Promise<string[]> {
  const filter = `station:${id} role:charge-point type:call action:${action}`;
  // The shape that the contract promises for this route.
  const { frames } = (await world.bench.api(
    'GET',
    `/frames?after=0&limit=500&filter=${encodeURIComponent(filter)}`,
  )) as { frames: { text: string }[] };
  return frames.map(({ text }) => text);
}

const untilSent = (id: string, action: string, part: string) =>
  vi.waitFor(async () => expect((await sent(id, action)).join('\n')).toContain(part), {
    timeout: patienceMs,
    interval: 50,
  });

describe('a newcomer', () => {
  it('creates a charge point, charges with it, breaks it and cuts its power', async () => {
    const { page } = await world.open();
    await shell(page).open('chargePoints');
    const screen = chargePointsPage(page);
    await page.getByRole('heading', { name: listWords.emptyTitle }).waitFor();
    await screen.startAdding();
    await screen.addLocal('FIRST-1');
    await page.getByText(`${headerWords.boot} Accepted`).waitFor();

    const connector = screen.connector(1);
    await screen.press(connector, connectorWords.plugIn);
    await connector.getByText('Preparing', { exact: true }).waitFor();
    await screen.presentIdTag(connector, 'MY-CARD');
    await connector.getByText('Charging', { exact: true }).waitFor();
    await connector.getByText(/^Transaction \d+$/).waitFor();
    await connector.getByText(/^[1-9]\d* Wh$/).waitFor();

    await screen.strike(connector, 'GroundFailure');
    await connector.getByText('Faulted', { exact: true }).waitFor();
    await connector.getByText(`${connectorWords.error}: GroundFailure`).waitFor();
    await untilSent('FIRST-1', 'StopTransaction', '"Other"');
    await screen.press(connector, connectorWords.clearFault);
    await connector.getByText('Finishing', { exact: true }).waitFor();

    await page.getByRole('button', { name: headerWords.powerCycle }).click();
    await vi.waitFor(async () => expect(await sent('FIRST-1', 'BootNotification')).toHaveLength(2));
    await page.getByText(`${headerWords.boot} Accepted`).waitFor();
    await screen.press(connector, connectorWords.unplug);
    await connector.getByText('Available', { exact: true }).waitFor();

    await screen.press(screen.whole, connectorWords.emergencyStop);
    await screen.whole.getByText('Faulted', { exact: true }).waitFor();
    await screen.press(screen.whole, connectorWords.clearFault);
    await screen.whole.getByText('Available', { exact: true }).waitFor();

    await shell(page).open('bench');
    await page.getByRole('link', { name: 'FIRST-1', exact: true }).last().click();
    await page.getByRole('heading', { level: 2, name: /FIRST-1/ }).waitFor();
  });
});

describe('the page of a charge point', () => {
  it('shows what waits offline, and nothing once it is told', async () => {
    const id = await tryIt(world.bench, 0);
    const { page } = await world.open(`/charge-points/${id}?tab=configuration`);
    const screen = chargePointsPage(page);
    const row = await screen.setKey('AllowOfflineTxForUnknownId', 'true');
    await row.getByText('Accepted').waitFor();

    await page.getByRole('button', { name: headerWords.offline }).click();
    await screen.openTab('overview');
    const connector = screen.connector(1);
    await screen.press(connector, connectorWords.plugIn);
    await screen.presentIdTag(connector, 'NOBODY-KNOWS');
    await connector.getByText('Charging', { exact: true }).waitFor();
    await screen.press(connector, connectorWords.unplug);
    await screen.openTab('transactions');
    const queue = page.getByRole('table', { name: transactionWords.queue });
    expect(await queue.getByRole('row').allTextContents()).toMatchObject([
      expect.any(String),
      expect.stringContaining('NOBODY-KNOWS'),
      expect.stringContaining('StopTransaction'),
    ]);
    await page.getByRole('button', { name: headerWords.online }).click();
    await page.getByText(transactionWords.queueEmpty).waitFor();
    await untilSent(id, 'StopTransaction', '"meterStop"');
  });

  it('changes keys as a technician does, and says what the charge point answers', async () => {
    const id = await tryIt(world.bench, 0);
    const { page } = await world.open(`/charge-points/${id}?tab=configuration`);
    const screen = chargePointsPage(page);
    const heartbeat = await screen.setKey('HeartbeatInterval', '1');
    await heartbeat.getByText('Accepted').waitFor();
    await untilSent(id, 'Heartbeat', 'Heartbeat');
    const wrong = await screen.setKey('MinimumStatusDuration', 'soon');
    await wrong.getByText('Rejected').waitFor();
    const secret = '31c5b0f7a94e4d02b8d6f1e27a3c9058';
    const key = await screen.setKey('AuthorizationKey', secret);
    await key.getByText('Accepted').waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.getByText(headerWords.hasKey).waitFor();
  });

  it('draws the composite of the charging profiles it was sent', async () => {
    const id = await tryIt(world.bench, 0);
    await world.bench.api('POST', `/csms/stations/${id}/calls`, {
      action: 'SetChargingProfile',
      payload: {
        connectorId: 0,
        csChargingProfiles: {
          chargingProfileId: 7,
          stackLevel: 0,
          chargingProfilePurpose: 'ChargePointMaxProfile',
          chargingProfileKind: 'Absolute',
          chargingSchedule: {
            startSchedule: new Date().toISOString(),
            chargingRateUnit: 'W',
            chargingSchedulePeriod: [{ startPeriod: 0, limit: 7400 }],
          },
        },
      },
    });
    const { page } = await world.open(`/charge-points/${id}?tab=charging`);
    const profiles = page.getByRole('table', { name: chargingWords.installed });
    await profiles.getByText('ChargePointMaxProfile').waitFor();
    await page.getByRole('img', { name: chargingWords.chart(chargingWords.whole) }).waitFor();
    const periods = page.getByRole('table', { name: chargingWords.composite });
    await periods.getByText('7.4 kW').waitFor();
  });

  it('sends any message, valid or not, and raw text', async () => {
    const id = await tryIt(world.bench, 0);
    const { page } = await world.open(`/charge-points/${id}?tab=send`);
    await page.getByRole('combobox', { name: sendWords.action }).fill('Authorize');
    await page.getByText(sendWords.fits).waitFor();
    await page.getByRole('button', { name: sendWords.send, exact: true }).click();
    const answers = page.getByRole('list', { name: sendWords.answers });
    await answers.getByText(sendWords.answered).waitFor();
    await answers.getByText('idTagInfo').waitFor();

    await page.getByRole('combobox', { name: sendWords.action }).fill('MadeUpAction');
    await page.getByText(sendWords.noSchema).waitFor();
    await page.getByRole('button', { name: sendWords.send, exact: true }).click();
    await answers.getByText(/^CALLERROR Not(Implemented|Supported)$/).waitFor();

    await page.getByRole('textbox', { name: sendWords.rawText }).fill('[2,"by-hand"');
    await page.getByRole('button', { name: sendWords.rawSend }).click();
    await page.getByText(sendWords.rawSent).waitFor();
    await page.getByRole('status').getByRole('link').click();
    await page.waitForURL(/\/frames\?seq=\d+/);
  });

  it('changes outlets, vehicle, certificate rules, resets and firmware, and reads them back', async () => {
    const id = await tryIt(world.bench, 0);
    const { page } = await world.open(`/charge-points/${id}?tab=settings`);
    const screen = chargePointsPage(page);
    const form = page.getByRole('tabpanel');
    await form.getByText(formWords.effects.nothing).waitFor();

    await screen.openSection('outlets');
    await screen.choose(form, sectionWords.cable, sectionWords.cables.fixed);
    await form.getByText(formWords.effects['at-once']).waitFor();
    await screen.openSection('vehicle');
    await screen.choose(form, sectionWords.vehicle, sectionWords.vehicleKinds.own);
    await form.getByLabel(sectionWords.battery).fill('40');
    await form.getByLabel(sectionWords.startSoc).fill('10');
    await form.getByLabel(sectionWords.vehiclePower).fill('7400');
    await screen.openSection('tls');
    await screen.choose(form, sectionWords.serverName, sectionWords.serverNameRules['common-name']);
    await screen.openSection('updates');
    await screen.choose(
      form,
      sectionWords.installResult,
      sectionWords.installResults.InstallationFailed,
    );
    // What is wrong stands at its field, and nothing is sent.
    const failing = form.getByLabel(sectionWords.failingResets);
    await failing.fill('101');
    await form.getByRole('button', { name: formWords.apply, exact: true }).click();
    await form.getByText(formWords.range(1, 100)).waitFor();
    await failing.fill('2');
    await form.getByRole('button', { name: formWords.apply, exact: true }).click();
    await form.getByText(formWords.effects.nothing).waitFor();

    const { settings } = (await world.bench.api('GET', `/charge-points/${id}`)) as {
      settings: object;
    };
    expect(settings).toMatchObject({
      cable: 'fixed',
      vehicle: { batteryKwh: 40, startSoc: 10, maxPowerW: 7400, phases: 3 },
      serverNameRule: 'common-name',
      failingResets: 2,
      firmware: { installResult: 'InstallationFailed' },
    });
    // Nothing of it needed a restart; what the outlet is built for does.
    expect(await sent(id, 'BootNotification')).toHaveLength(1);
    await screen.openSection('outlets');
    await form.getByLabel(sectionWords.outletPower).fill('11040');
    await form.getByText(formWords.effects.restart).waitFor();
    await form.getByRole('button', { name: formWords.apply, exact: true }).click();
    await vi.waitFor(async () => expect(await sent(id, 'BootNotification')).toHaveLength(2));

    const again = await world.open(`/charge-points/${id}?tab=settings`);
    await chargePointsPage(again.page).openSection('vehicle');
    expect(await again.page.getByLabel(sectionWords.battery).inputValue()).toBe('40');
    await chargePointsPage(again.page).openSection('updates');
    expect(await again.page.getByLabel(sectionWords.failingResets).inputValue()).toBe('2');
  });

  it('BlinkRepeat and LightIntensity: the overview shows the lights', async () => {
    const id = await tryIt(world.bench, 0);
    const { page } = await world.open(`/charge-points/${id}?tab=configuration`);
    const screen = chargePointsPage(page);
    await (await screen.setKey('LightIntensity', '35')).getByText('Accepted').waitFor();
    await (await screen.setKey('BlinkRepeat', '5')).getByText('Accepted').waitFor();
    await screen.openTab('overview');
    await screen.whole.getByText(lightWords.intensity(35)).waitFor();
    const connector = screen.connector(1);
    await screen.press(connector, connectorWords.plugIn);
    await screen.presentIdTag(connector, 'MY-CARD');
    await screen.whole.getByText(lightWords.blinked(5, 1, 'transaction-started')).waitFor();
  });

  it('makes it misbehave, and behave well again', async () => {
    const id = await tryIt(world.bench, 0);
    const { page } = await world.open(`/charge-points/${id}?tab=behaviour`);
    await page.getByRole('combobox', { name: behaviourWords.preset }).click();
    await page.getByRole('option', { name: 'refuses-everything', exact: true }).click();
    await page.getByRole('button', { name: behaviourWords.apply, exact: true }).click();
    await page.getByText(behaviourWords.otherwise).waitFor();
    const ask = () =>
      world.bench.api('POST', `/csms/stations/${id}/calls`, { action: 'ClearCache', payload: {} });
    expect(await ask()).toMatchObject({ outcome: 'error', error: { code: 'NotSupported' } });
    await page.getByRole('button', { name: behaviourWords.goodAgain }).click();
    await page.getByText(behaviourWords.well, { exact: true }).waitFor();
    expect(await ask()).toMatchObject({ outcome: 'result', payload: { status: 'Accepted' } });
  });

  it('sends a bad frame and a bad handshake by name, and links what it sent', async () => {
    const id = await tryIt(world.bench, 0);
    const { page } = await world.open(`/charge-points/${id}?tab=behaviour`);
    const handshake = page.getByRole('group', { name: badInputWords.handshake, exact: true });
    await handshake.getByRole('combobox').click();
    await page.getByRole('option', { name: badInputWords.handshakes['key-missing'] }).click();
    await handshake.getByRole('button', { name: badInputWords.sendHandshake }).click();
    await handshake.getByText('Answered with 400.').waitFor();
    expect(await handshake.getByRole('link').count()).toBe(2);

    const frame = page.getByRole('group', { name: badInputWords.frame, exact: true });
    await frame.getByRole('combobox').click();
    await page.getByRole('option', { name: badInputWords.frames['text-not-utf8'] }).click();
    await frame.getByRole('button', { name: badInputWords.sendFrame }).click();
    await frame.getByText(badInputWords.sent).waitFor();
    await frame.getByRole('link').click();
    await page.waitForURL(/\/frames\?seq=\d+/);
  });

  it('raises security events, shows certificates, and is gone when it is removed', async () => {
    const id = await tryIt(world.bench, 3);
    const { page } = await world.open(`/charge-points/${id}?tab=certificates`);
    await page.getByText(securityWords.highest).waitFor();
    await page.getByText(securityWords.inUse).first().waitFor();
    await page.getByRole('button', { name: securityWords.raise }).click();
    const log = page.getByRole('table', { name: securityWords.log });
    await log.getByText('TamperDetectionActivated').waitFor();
    await untilSent(id, 'SecurityEventNotification', 'TamperDetectionActivated');

    await chargePointsPage(page).more(headerWords.remove);
    await page.getByRole('dialog').getByRole('button', { name: headerWords.remove }).click();
    await page.waitForURL(/\/charge-points$/);
    await world
      .open(`/charge-points/${id}`)
      .then(({ page: other }) =>
        other.getByRole('heading', { name: headerWords.unknownTitle(id) }).waitFor(),
      );
  });
});
