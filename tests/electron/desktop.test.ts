import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desktop, launchDesktop, missing } from './launch.ts';

const title =
  missing === undefined ? 'the desktop program' : `the desktop program (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(title, () => {
  let desktop: Desktop;

  beforeEach(async () => {
    desktop = await launchDesktop();
  });
  afterEach(() => desktop.close());

  /** Whether the bench behind the page answers the page. */
  function healthFromPage(): Promise<boolean> {
    return desktop.page.evaluate(async () => {
      try {
        return (await fetch('/api/health')).ok;
      } catch {
        return false;
      }
    });
  }

  it('shows the page of the bench, without a token in its address', async () => {
    await desktop.page.waitForFunction(() => !location.href.includes('token='));
    await desktop.page.waitForFunction(() => document.querySelector('#root')?.hasChildNodes());
    expect(await healthFromPage()).toBe(true);
  });

  it('security-checklist 2 and 17 the page has no Node and a host of functions only', async () => {
    const seen = await desktop.page.evaluate(() => ({
      globals: ['require', 'process', 'Buffer', 'module'].filter((name) => name in globalThis),
      host: Object.values(Reflect.get(window, 'benchpointDesktop')).map((member) => typeof member),
    }));
    expect(seen.globals).toEqual([]);
    expect(new Set(seen.host)).toEqual(new Set(['function']));
  });

  it('a killed bench is restarted and the open page reaches it again', async () => {
    const before = await desktop.benchPid(0);
    const restarted = desktop.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          Reflect.get(window, 'benchpointDesktop').onNotice((notice: { code: string }) => {
            if (notice.code === 'bench-restarted') resolve();
          });
        }),
    );
    // The listener must stand before the bench dies; a second call to the page proves that it does.
    await desktop.page.evaluate(() => 0);
    process.kill(before, 'SIGKILL');
    await restarted;
    expect(await healthFromPage()).toBe(true);
    expect(await desktop.benchPid(1)).not.toBe(before);
  });

  it('security-checklist 10 navigation away is denied', async () => {
    const before = new URL(desktop.page.url()).origin;
    await desktop.page.evaluate(() => {
      location.href = 'https://example.org/';
    });
    expect(await healthFromPage()).toBe(true);
    expect(new URL(desktop.page.url()).origin).toBe(before);
  });

  it('security-checklist 11 new windows are denied', async () => {
    expect(await desktop.page.evaluate(() => window.open('https://example.org/') === null)).toBe(
      true,
    );
    expect(desktop.application.windows()).toHaveLength(1);
  });

  it('security-checklist 5 permissions are denied', async () => {
    const states = await desktop.page.evaluate(async () => {
      const names: PermissionName[] = ['geolocation', 'notifications', 'camera', 'microphone'];
      return Promise.all(
        names.map(async (name) => (await navigator.permissions.query({ name })).state),
      );
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
  });

  it('security-checklist 18 a second start hands over to the first and ends', async () => {
    await desktop.startAgain();
    expect(desktop.application.windows()).toHaveLength(1);
    expect(await healthFromPage()).toBe(true);
  });
});
