/**
 * What a file of end-to-end tests stands on: one browser, one bench, and a fresh tab for each test, in which nothing
 * may go wrong that nobody looks at. Knows no screen.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { type ServedBench, startServe, temporaryDataFolder } from './bench.ts';
import { type Visit, type VisitOptions, visit } from './visit.ts';

/** The first start of a browser may have to install it. */
const startLimitMs = 300_000;
/** Above the patience with single conditions, so that these say what did not come about. */
const testLimitMs = 60_000;

export interface World {
  readonly bench: ServedBench;
  /** Opens the bench in a tab of its own, with its token, at a path such as `/frames`. */
  open(path?: string, options?: VisitOptions): Promise<Visit>;
}

/** Registers the hooks of a test file; what it answers may be used inside of tests and hooks. */
export function setUpWorld(): World {
  const folder = temporaryDataFolder();
  const visits: Visit[] = [];
  let browser: Browser | undefined;
  let bench: ServedBench | undefined;

  const running = (): { browser: Browser; bench: ServedBench } => {
    if (browser === undefined || bench === undefined) throw new Error('used before it was set up');
    return { browser, bench };
  };

  vi.setConfig({ testTimeout: testLimitMs });

  beforeAll(async () => {
    bench = await startServe(folder.path);
    browser = await launchChromium();
  }, startLimitMs);

  afterEach(async () => {
    const closed = visits.splice(0);
    await Promise.all(closed.map((one) => one.close()));
    expect(closed.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await bench?.kill();
    folder.remove();
  });

  return {
    get bench() {
      return running().bench;
    },
    async open(path = '/', options = {}) {
      const { origin, token } = running().bench;
      const url = new URL(path, origin);
      url.hash = `token=${token}`;
      const opened = await visit(running().browser, url.href, options);
      visits.push(opened);
      return opened;
    },
  };
}
