import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { guardDownloads } from './downloads.ts';
import { guardNavigation } from './navigation.ts';
import { guardSession } from './permissions.ts';

const origin = 'http://127.0.0.1:4711';
const away = 'https://evil.example/?secret';

/** A page that can be told to navigate; has the two members that the guard uses. */
function standInPage() {
  const emitter = new EventEmitter();
  let opened: ((details: { url: string }) => { action: string }) | undefined;
  const contents = {
    on: emitter.on.bind(emitter),
    setWindowOpenHandler: (handler: typeof opened) => {
      opened = handler;
    },
    // The guard only uses these two, whose many overloads a stand-in cannot repeat.
  } as unknown as WebContents;
  const log = vi.fn();
  const openExternal = vi.fn(async () => {});
  guardNavigation(contents, { origin: () => origin, openExternal, log });
  return {
    log,
    openExternal,
    open: (url: string) => opened?.({ url }),
    denied(event: string, url: string): boolean {
      const preventDefault = vi.fn();
      emitter.emit(event, { url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    },
  };
}

describe('navigation', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    'security-checklist 10 navigation away is denied (%s)',
    (event) => {
      const page = standInPage();
      expect(page.denied(event, away)).toBe(true);
      expect(page.denied(event, `${origin}/frames`)).toBe(false);
      expect(page.log).toHaveBeenCalledWith('navigation-denied', { to: 'https://evil.example' });
    },
  );

  it('security-checklist 9 a webview is never attached', () => {
    expect(standInPage().denied('will-attach-webview', '')).toBe(true);
  });

  it('security-checklist 11 new windows are denied, also for our own pages', () => {
    const page = standInPage();
    expect(page.open(`${origin}/frames`)).toEqual({ action: 'deny' });
    expect(page.open('about:blank')).toEqual({ action: 'deny' });
    expect(page.openExternal).not.toHaveBeenCalled();
  });

  it('security-checklist 12 a link to a known host opens in the system browser, any other does not', () => {
    const page = standInPage();
    expect(page.open('https://openchargealliance.org/')).toEqual({ action: 'deny' });
    expect(page.openExternal).toHaveBeenCalledExactlyOnceWith('https://openchargealliance.org/');
    page.open(away);
    expect(page.openExternal).toHaveBeenCalledOnce();
  });
});

/** Remembers the handlers that the guards set. */
function standInSession() {
  const emitter = new EventEmitter();
  const session = {
    on: emitter.on.bind(emitter),
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  };
  // The guards only use these members.
  return { emitter, handlers: session, session: session as unknown as Session };
}

function firstArgument(mock: ReturnType<typeof vi.fn>): (...values: unknown[]) => unknown {
  // Every one of these setters takes its handler first.
  return mock.mock.calls[0]?.[0] as (...values: unknown[]) => unknown;
}

describe('session', () => {
  function guarded(allowDeveloperTools = false) {
    const standIn = standInSession();
    guardSession(standIn.session, { origin: () => origin, allowDeveloperTools, log: vi.fn() });
    return standIn.handlers;
  }

  it('security-checklist 5 every permission request is denied', () => {
    const answer = vi.fn();
    firstArgument(guarded().setPermissionRequestHandler)(null, 'media', answer, {});
    expect(answer).toHaveBeenCalledExactlyOnceWith(false);
  });

  it('security-checklist 5 every permission check, device and screen capture is denied', () => {
    const handlers = guarded();
    expect(firstArgument(handlers.setPermissionCheckHandler)(null, 'clipboard-read')).toBe(false);
    expect(firstArgument(handlers.setDevicePermissionHandler)({})).toBe(false);
    const answer = vi.fn();
    firstArgument(handlers.setDisplayMediaRequestHandler)({}, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith(null);
  });

  it('security-checklist 1 a request to another origin is cancelled', () => {
    const judge = (allowDeveloperTools: boolean, url: string) => {
      const answer = vi.fn();
      const { onBeforeRequest } = guarded(allowDeveloperTools).webRequest;
      firstArgument(onBeforeRequest)({ url }, answer);
      return answer.mock.calls[0]?.[0];
    };
    expect(judge(false, `${origin}/assets/app.js`)).toEqual({ cancel: false });
    expect(judge(false, away)).toEqual({ cancel: true });
    expect(judge(false, 'devtools://devtools/')).toEqual({ cancel: true });
    expect(judge(true, 'devtools://devtools/')).toEqual({ cancel: false });
  });
});

describe('downloads', () => {
  function download(url: string, fileName: string) {
    const { emitter, session } = standInSession();
    guardDownloads(session, { origin: () => origin, folder: () => 'downloads', log: vi.fn() });
    const preventDefault = vi.fn();
    const setSaveDialogOptions = vi.fn();
    const item = { getURL: () => url, getFilename: () => fileName, setSaveDialogOptions };
    emitter.emit('will-download', { preventDefault }, item);
    return { preventDefault, setSaveDialogOptions };
  }

  it('security-checklist 1 a download from elsewhere is cancelled', () => {
    const { preventDefault, setSaveDialogOptions } = download(away, 'x.exe');
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(setSaveDialogOptions).not.toHaveBeenCalled();
  });

  it('security-checklist 15 a proposed name cannot leave the folder', () => {
    const { setSaveDialogOptions } = download(`blob:${origin}/1`, '../../.bashrc');
    const [options] = setSaveDialogOptions.mock.calls[0] ?? [];
    expect(options.defaultPath).toMatch(/^downloads[/\\][^/\\]*bashrc$/);
  });
});
