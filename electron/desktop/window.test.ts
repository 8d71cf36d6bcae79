import { describe, expect, it, vi } from 'vitest';
import { pageAddress, pagePartition, webPreferences } from './window.ts';
import { backgroundColour, placeWindow, windowState } from './window-state.ts';

vi.mock('electron', async () => (await import('./stand-in-electron.ts')).standInElectron());

describe('web preferences', () => {
  const preferences = webPreferences('preload.cjs', false);

  it('security-checklist 2 there is no Node in pages, frames and workers', () => {
    expect(preferences.nodeIntegration).toBe(false);
    expect(preferences.nodeIntegrationInSubFrames).toBe(false);
    expect(preferences.nodeIntegrationInWorker).toBe(false);
  });
  it('security-checklist 3 contexts are isolated', () => {
    expect(preferences.contextIsolation).toBe(true);
  });
  it('security-checklist 4 the page is sandboxed', () => {
    expect(preferences.sandbox).toBe(true);
  });
  it('security-checklist 6 web security is on', () => {
    expect(preferences.webSecurity).toBe(true);
  });
  it('security-checklist 8 no insecure content, experimental or Blink features', () => {
    expect(preferences.allowRunningInsecureContent).toBe(false);
    expect(preferences.experimentalFeatures).toBe(false);
    expect(preferences.enableBlinkFeatures).toBeUndefined();
  });
  it('security-checklist 9 there is no webview tag', () => {
    expect(preferences.webviewTag).toBe(false);
  });
  it('security-checklist 48 no spelling dictionary is fetched', () => {
    expect(preferences.spellcheck).toBe(false);
  });
  it('security-checklist 23 nothing of the page is written to disk', () => {
    expect(preferences.partition).toBe(pagePartition);
    expect(pagePartition).not.toMatch(/^persist:/);
  });
  it('has developer tools in unpackaged runs only', () => {
    expect(preferences.devTools).toBe(false);
    expect(webPreferences('preload.cjs', true).devTools).toBe(true);
  });
});

describe('pageAddress', () => {
  it('security-checklist 23 the token is in the fragment, which is not sent', () => {
    const address = new URL(pageAddress('http://127.0.0.1:1', 'a+b'));
    expect(address.hash).toBe('#token=a%2Bb');
    expect(address.pathname + address.search).toBe('/');
  });
});

describe('placeWindow', () => {
  const primary = { x: 0, y: 0, width: 1920, height: 1080 };
  const second = { x: 1920, y: 0, width: 2560, height: 1440 };

  it('is in the middle of the first display at the first start', () => {
    expect(placeWindow(undefined, [primary])).toEqual({ x: 240, y: 90, width: 1440, height: 900 });
  });
  it('is where it was, on any display', () => {
    const bounds = { x: 2000, y: 100, width: 1200, height: 800 };
    expect(placeWindow(bounds, [primary, second])).toEqual(bounds);
  });
  it('comes back to the first display, with its size, when its own is gone', () => {
    const bounds = { x: 2000, y: 100, width: 1200, height: 800 };
    expect(placeWindow(bounds, [primary])).toEqual({ x: 360, y: 140, width: 1200, height: 800 });
  });
  it('comes back when its title bar is above the display', () => {
    expect(placeWindow({ x: 0, y: -300, width: 1200, height: 800 }, [primary]).y).toBe(140);
  });
  it('fits a small display, and is no smaller than the screens are designed for where there is room', () => {
    const small = { x: 0, y: 0, width: 800, height: 600 };
    expect(placeWindow(undefined, [small])).toEqual(small);
    const tiny = placeWindow({ x: 10, y: 10, width: 50, height: 50 }, [primary]);
    expect(tiny).toMatchObject({ width: 1024, height: 640 });
  });
});

describe('window state', () => {
  it('refuses what is not one', () => {
    const good = { version: 1, maximised: false, theme: 'dark' };
    expect(windowState.safeParse(good).success).toBe(true);
    expect(windowState.safeParse({ ...good, theme: 'pink' }).success).toBe(false);
    const bounds = { x: 0, y: 0, width: -1, height: 5 };
    expect(windowState.safeParse({ ...good, bounds }).success).toBe(false);
  });
  it('has a background for each theme', () => {
    expect(backgroundColour(true)).not.toBe(backgroundColour(false));
  });
});
