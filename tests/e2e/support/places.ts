/** Every place a person can get to, by address, and how to get there. Knows addresses, not what is shown. */
import type { Page } from 'playwright-core';
import { screenErrorWords } from '../../../renderer/app/words.ts';
import { headerWords } from '../../../renderer/features/charge-points/words.ts';
import { probeWords } from '../../../renderer/features/security/probe/words.ts';
import { captureWords } from '../../../renderer/features/settings/words.ts';
import type { ServedBench } from './bench.ts';
import { patienceMs } from './visit.ts';

export interface Place {
  name: string;
  path: string;
  /** What is done there before it is looked at. */
  prepare?: (page: Page) => Promise<void>;
}

async function openDialog(page: Page, button: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('dialog').waitFor();
}

const securityTab = (tab: string): Place => ({
  name: `security-${tab}`,
  path: `/security#${tab}`,
});

const certificatesTab = (tab: string): Place => ({
  name: `certificates-${tab}`,
  path: `/certificates#${tab}`,
});

const settingsSection = (section: string): Place => ({
  name: `settings-${section}`,
  path: `/settings?section=${section}`,
});

/** Those that look otherwise when there is nothing yet. */
export const places: readonly Place[] = [
  { name: 'bench', path: '/' },
  { name: 'frames', path: '/frames' },
  { name: 'stations', path: '/stations' },
  { name: 'charge-points', path: '/charge-points' },
  { name: 'id-tags', path: '/stations?view=id-tags' },
  ...['profiles', 'attempts', 'credentials', 'faults', 'probe'].map(securityTab),
  {
    name: 'security-probe-chargers',
    path: '/security#probe',
    prepare: (page) => page.getByText(probeWords.chargers, { exact: true }).click(),
  },
  ...['desk', 'requests', 'trust'].map(certificatesTab),
  { name: 'scenarios', path: '/scenarios' },
  settingsSection('captures'),
];

/** Those that are always the same. */
export const constantPlaces: readonly Place[] = [
  securityTab('policy'),
  ...['recording', 'general', 'secrets', 'api', 'about'].map(settingsSection),
  {
    name: 'dialog-capture',
    path: '/settings',
    prepare: (page) => openDialog(page, captureWords.begin),
  },
  {
    name: 'dialog-keys',
    path: '/frames',
    prepare: (page) => openDialog(page, 'Keyboard help'),
  },
];

async function firstSeq(bench: ServedBench, filter: string): Promise<number> {
  const address = `/frames?limit=1&after=0&filter=${encodeURIComponent(filter)}`;
  // The shape that the contract promises for this route.
  const { frames } = (await bench.api('GET', address)) as { frames: { seq: number }[] };
  const [first] = frames;
  if (first === undefined) throw new Error(`no frame fits ${filter}`);
  return first.seq;
}

/** The places that a bench at work has besides (`busy-bench.ts`). */
export async function busyPlaces(bench: ServedBench): Promise<Place[]> {
  const frames = {
    message: 'action:BootNotification type:call role:csms station:SHOP-12',
    judged: 'action:StatusNotification type:call station:SHOP-12',
    masked: 'action:ChangeConfiguration type:call role:csms',
    refusal: 'type:upgrade-response station:GARAGE-7',
    failure: 'type:connection-failed conn:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21',
    hello: 'type:client-hello',
  };
  const ofFrames = Object.entries(frames).map(async ([name, filter]) => ({
    name: `frames-${name}`,
    path: `/frames?seq=${await firstSeq(bench, filter)}`,
  }));
  const ofStation = ['overview', 'send', 'settings'].map((tab) => ({
    name: `station-${tab}`,
    path: `/stations/TRY-1?tab=${tab}`,
  }));
  const ofChargePoint = Object.keys(headerWords.tab).map((tab) => ({
    name: `charge-point-${tab}`,
    path: `/charge-points/TRY-1?tab=${tab}`,
  }));
  return [
    ...(await Promise.all(ofFrames)),
    ...ofStation,
    ...ofChargePoint,
    { name: 'charge-point-unreachable', path: '/charge-points/UNREACHABLE-1' },
    { name: 'charge-point-certificate', path: '/charge-points/TRY-4?tab=certificates' },
    {
      name: 'dialog-listener',
      path: '/',
      prepare: async (page) => {
        await openDialog(page, 'Add a listener');
        await page.getByRole('dialog').getByRole('button', { name: 'Advanced' }).click();
      },
    },
    {
      name: 'dialog-charge-point',
      path: '/charge-points',
      prepare: (page) => openDialog(page, 'Add an emulated charge point'),
    },
  ];
}

/** Goes to an address as a link of the page does, without loading the page again. */
const follow = (page: Page, path: string): Promise<void> =>
  page.evaluate((address) => history.pushState(null, '', address), path);

/** Goes to a place in a tab that shows the bench, and waits until all of it is there. */
export async function goTo(page: Page, { path, prepare }: Place): Promise<void> {
  const overlay = page.getByRole('dialog');
  if ((await overlay.count()) > 0) await page.keyboard.press('Escape');
  await overlay.waitFor({ state: 'detached' });
  // By way of a place that does not exist, so that nothing of the last screen is taken for this one.
  await follow(page, '/nowhere');
  const nowhere = page.getByRole('heading', { name: screenErrorWords.notFoundTitle });
  await nowhere.waitFor();
  await follow(page, path);
  await nowhere.waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await prepare?.(page);
  await page.waitForFunction(
    () =>
      document.querySelector('[aria-busy="true"]') === null &&
      !/^(Loading the|Opening the|loading) .*…$/m.test(document.body.innerText),
    undefined,
    { timeout: patienceMs },
  );
}
