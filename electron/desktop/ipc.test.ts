import type { IpcMain } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { requestChannels } from './channels.ts';
import { type HostFunctions, judgeSender, registerIpc } from './ipc.ts';

const origin = 'http://127.0.0.1:4711';
const ourFrame = { origin, parent: null };

function registered() {
  const handlers = new Map<string, (event: unknown, ...sent: unknown[]) => Promise<unknown>>();
  const ipcMain: Pick<IpcMain, 'handle'> = {
    handle: (channel, handler) => {
      handlers.set(channel, async (event, ...sent) =>
        // Electron's event has more members than a handler may rely on here.
        handler(event as Parameters<typeof handler>[0], ...sent),
      );
    },
  };
  const functions = {
    information: vi.fn(),
    copyText: vi.fn(),
    openExternal: vi.fn(async () => true),
    saveFromBench: vi.fn(async () => ({ outcome: 'cancelled' as const })),
    showDataFolder: vi.fn(async () => true),
    setTheme: vi.fn(async () => {}),
    announceMenuCommands: vi.fn(),
  } satisfies HostFunctions;
  const log = vi.fn();
  registerIpc({ ipcMain, origin: () => origin, functions, log });
  const call = (channel: string, senderFrame: unknown, ...sent: unknown[]) =>
    handlers.get(channel)?.({ senderFrame }, ...sent);
  return { handlers, functions, log, call };
}

describe('security-checklist 14 every handler checks its sender', () => {
  it('registers a handler for every channel and no other', () => {
    expect([...registered().handlers.keys()].sort()).toEqual(Object.values(requestChannels).sort());
  });

  it.each([
    ['a frame that is gone', null, 'frame-gone'],
    ['a frame inside the page', { origin, parent: ourFrame }, 'not-main-frame'],
    ['another origin', { origin: 'http://127.0.0.1:4712', parent: null }, 'foreign-origin'],
    ['a look-alike', { origin: `${origin}.evil.example`, parent: null }, 'foreign-origin'],
    ['an opaque origin', { origin: 'null', parent: null }, 'foreign-origin'],
  ])('%s is refused on every channel', async (_case, frame, verdict) => {
    const { handlers, functions, call } = registered();
    for (const channel of handlers.keys()) {
      await expect(call(channel, frame)).rejects.toThrow(verdict);
    }
    for (const mock of Object.values(functions)) expect(mock).not.toHaveBeenCalled();
  });

  it('nobody is trusted before the bench is ready', () => {
    expect(judgeSender({ origin: 'undefined', parent: null }, undefined)).toBe('foreign-origin');
  });
});

describe('security-checklist 14 every handler checks what it is sent', () => {
  it.each([
    [requestChannels.information, ['extra']],
    [requestChannels.copyText, [7]],
    [requestChannels.copyText, []],
    [requestChannels.openExternal, [{ url: 'x' }]],
    [requestChannels.saveFromBench, [{ path: 'http://evil.example/', fileName: 'x' }]],
    [requestChannels.saveFromBench, [{ path: '/api/x', fileName: 'x', target: '/etc/passwd' }]],
    [requestChannels.showDataFolder, ['/etc']],
    [requestChannels.setTheme, ['purple']],
    [requestChannels.announceMenuCommands, [['quit']]],
    [requestChannels.announceMenuCommands, [Array(100).fill('find')]],
  ])('%s refuses %j', async (channel, sent) => {
    const { functions, log, call } = registered();
    await expect(call(channel, ourFrame, ...sent)).rejects.toThrow('invalid-content');
    expect(log).toHaveBeenCalledWith('call-refused', { channel, verdict: 'invalid-content' });
    for (const mock of Object.values(functions)) expect(mock).not.toHaveBeenCalled();
  });

  it('carries out what is well formed', async () => {
    const { functions, call } = registered();
    const request = { path: '/api/captures/1/export', fileName: 'capture.jsonl' };
    expect(await call(requestChannels.saveFromBench, ourFrame, request)).toEqual({
      outcome: 'cancelled',
    });
    expect(functions.saveFromBench).toHaveBeenCalledExactlyOnceWith(request);
    await call(requestChannels.announceMenuCommands, ourFrame, ['find']);
    expect(functions.announceMenuCommands).toHaveBeenCalledExactlyOnceWith(['find']);
  });
});
