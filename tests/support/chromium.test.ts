/**
 * Where a browser is looked for, system by system, and that the one found here runs.
 */
import { describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';

const machine = (
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  ...programs: string[]
) => ({
  platform,
  environment,
  isProgram: (path: string) => programs.includes(path),
});

describe('findChromium', () => {
  it('takes the one that is named, and says so when it is not there', () => {
    const environment = { BENCHPOINT_CHROMIUM: '/opt/mine', PATH: '/usr/bin' };
    expect(findChromium(machine('linux', environment, '/opt/mine', '/usr/bin/chromium'))).toBe(
      '/opt/mine',
    );
    expect(() => findChromium(machine('linux', environment, '/usr/bin/chromium'))).toThrow(
      'BENCHPOINT_CHROMIUM names no program: /opt/mine',
    );
  });

  it.skipIf(process.platform === 'win32')('looks on PATH on Linux', () => {
    const environment = { PATH: '/usr/local/bin:/usr/bin' };
    expect(findChromium(machine('linux', environment, '/usr/bin/google-chrome'))).toBe(
      '/usr/bin/google-chrome',
    );
    expect(findChromium(machine('linux', environment))).toBeUndefined();
  });

  it('looks in Applications on macOS and in the program folders on Windows', () => {
    const edge = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
    expect(findChromium(machine('darwin', {}, edge))).toBe(edge);
    const chrome = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
    expect(findChromium(machine('win32', { PROGRAMFILES: 'C:\\Program Files' }, chrome))).toBe(
      chrome,
    );
  });
});

describe('launchChromium', () => {
  it('starts a browser that runs a page', { timeout: 300_000 }, async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      expect(await page.evaluate(() => 6 * 7)).toBe(42);
    } finally {
      await browser.close();
    }
  });
});
