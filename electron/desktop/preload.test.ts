import * as electron from 'electron';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { DesktopApi } from '../../shared/api/desktop.ts';
import { eventChannels, requestChannels } from './channels.ts';
import type { standInElectron } from './stand-in-electron.ts';

vi.mock('electron', async () => (await import('./stand-in-electron.ts')).standInElectron());

// What is imported here is the stand-in, whose types are its own.
const standIn = electron as unknown as ReturnType<typeof standInElectron>;
let exposed: unknown[][] = [];
let api: DesktopApi;

beforeAll(async () => {
  await import('./preload.ts');
  // Copied, because the runner clears calls before each test.
  exposed = [...standIn.contextBridge.exposeInMainWorld.mock.calls];
  // The second thing handed over is what the page sees as its host.
  api = exposed[0]?.[1] as DesktopApi;
});

describe('security-checklist 17 the preload exposes named functions only', () => {
  it('one object whose members are functions', () => {
    expect(exposed.map(([name]) => name)).toEqual(['benchpointDesktop']);
    expect(Object.values(api).map((member) => typeof member)).toEqual(Array(9).fill('function'));
  });

  it('a call goes over its own channel with its content', async () => {
    await api.copyText('text');
    expect(standIn.ipcRenderer.invoke).toHaveBeenCalledExactlyOnceWith(
      requestChannels.copyText,
      'text',
    );
  });

  it('a listener gets the content but not the event, until it unsubscribes', () => {
    const listener = vi.fn();
    const unsubscribe = api.onNotice(listener);
    standIn.ipcRenderer.emit(eventChannels.notice, { sender: 'secret' }, { code: 'bench-failed' });
    expect(listener).toHaveBeenCalledExactlyOnceWith({ code: 'bench-failed' });
    expect(unsubscribe()).toBeUndefined();
    standIn.ipcRenderer.emit(eventChannels.notice, {}, { code: 'bench-failed' });
    expect(listener).toHaveBeenCalledOnce();
  });
});
