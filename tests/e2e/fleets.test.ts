/** A fleet on the Bench screen: started on each profile, counted, cut off all at once, stopped. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fleetWords } from '../../renderer/features/bench/fleet-words.ts';
import { fleetPanel } from './pages/fleet-panel.ts';
import { auditLimitMs, auditPlaces } from './support/audit.ts';
import { startListener } from './support/bench.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
let port: number;

beforeAll(async () => {
  port = await startListener(world.bench);
});

describe('the Fleet panel', () => {
  it('starts 50 on profile 2, counts them, cuts them off, and stops them', async () => {
    const { page } = await world.open('/');
    const fleet = fleetPanel(page);
    await fleet.openForm();
    await fleet.chooseProfile(2);
    await fleet.fill(fleetWords.count, '50');
    await fleet.begin();
    await fleet.allConnected(50);
    await fleet.panel.getByText('50 Accepted').waitFor();
    await fleet.panel.getByText('50 Available').waitFor();

    await fleet.storm();
    await fleet.panel.getByText(/\d+ waiting to try again/).waitFor();
    await fleet.allConnected(50);

    await fleet.stop();
    await fleet.panel.getByText(fleetWords.emptyText).waitFor();
  });

  it.each([0, 1, 3] as const)('starts on profile %i without asking for a key', async (profile) => {
    const { page } = await world.open('/');
    const fleet = fleetPanel(page);
    await fleet.openForm();
    await fleet.chooseProfile(profile);
    await fleet.dialog.getByText(fleetWords.localHints[profile]).waitFor();
    await fleet.fill(fleetWords.ids, `P${profile}-{01}`);
    await fleet.fill(fleetWords.count, '5');
    await fleet.begin();
    await fleet.allConnected(5);
    await fleet.stop();
  });

  it('a root that cannot be read is refused in the form, with place and fix, and nobody starts', async () => {
    const { page } = await world.open('/');
    const fleet = fleetPanel(page);
    await fleet.openForm();
    await fleet.chooseTarget('elsewhere');
    await fleet.chooseProfile(2);
    await fleet.fill(fleetWords.url, 'wss://csms.example/');
    await fleet.fill(fleetWords.key, 'one key for all of them');
    await fleet.dialog.getByLabel(fleetWords.trust, { exact: true }).selectOption('pem');
    await fleet.fill(
      fleetWords.pem,
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    );
    await fleet.dialog.getByRole('button', { name: fleetWords.begin, exact: true }).click();
    const problem = fleet.dialog.getByRole('alert');
    await problem.getByText('settings.trust.pem').waitFor();
    await problem.getByText('-----BEGIN CERTIFICATE-----').waitFor();
    expect(await world.bench.api('GET', '/fleets')).toEqual([]);
  });

  it('starts at a URL with a given key', async () => {
    const ids = ['E-1', 'E-2', 'E-3'];
    const password = 'one key for all of them';
    for (const id of ids) {
      await world.bench.api('PUT', `/csms/stations/${id}`, { password, securityProfile: 1 });
    }
    const { page } = await world.open('/');
    const fleet = fleetPanel(page);
    await fleet.openForm();
    await fleet.chooseTarget('elsewhere');
    await fleet.chooseProfile(1);
    const begin = fleet.dialog.getByRole('button', { name: fleetWords.begin, exact: true });
    await fleet.fill(fleetWords.url, `ws://127.0.0.1:${port}/`);
    expect(await begin.isDisabled()).toBe(true);
    await fleet.fill(fleetWords.key, password);
    await fleet.fill(fleetWords.ids, 'E-{1}');
    await fleet.fill(fleetWords.count, '3');
    await fleet.begin();
    await fleet.allConnected(3);
    await fleet.stop();
  });

  it('is accessible and fits, with the form open and with a fleet at work', {
    timeout: auditLimitMs,
  }, async () => {
    const form = {
      name: 'fleet-form',
      path: '/',
      prepare: async (page: Parameters<typeof fleetPanel>[0]) => {
        const fleet = fleetPanel(page);
        await fleet.openForm();
        await fleet.chooseTarget('elsewhere');
        await fleet.chooseProfile(2);
        await fleet.dialog.getByLabel(fleetWords.key, { exact: true }).waitFor();
        await fleet.dialog.getByLabel(fleetWords.trust).selectOption('pem');
        await fleet.dialog.getByLabel(fleetWords.pem).waitFor();
      },
    };
    expect(await auditPlaces(world, 'fleet', [form])).toEqual([]);
    await world.bench.api('PUT', '/fleets/fleet', { count: 20, ids: 'A-{01}', securityProfile: 3 });
    const atWork = {
      name: 'fleet-at-work',
      path: '/',
      prepare: (page: Parameters<typeof fleetPanel>[0]) => fleetPanel(page).allConnected(20),
    };
    expect(await auditPlaces(world, 'fleet', [atWork])).toEqual([]);
  });
});
