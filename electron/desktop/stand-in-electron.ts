/**
 * A stand-in for the `electron` module, for unit tests only: events and calls, no windows.
 * Knows nothing of the shell; it remembers what was asked of it.
 */
import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

function standInContents() {
  return Object.assign(new EventEmitter(), {
    setWindowOpenHandler: vi.fn(),
    send: vi.fn(),
    reload: vi.fn(),
  });
}

function standInWindowClass(app: EventEmitter) {
  return class BrowserWindow extends EventEmitter {
    static opened: BrowserWindow[] = [];
    readonly webContents = standInContents();
    readonly loadURL = vi.fn(async () => {
      this.webContents.emit('did-finish-load');
    });
    readonly maximize = vi.fn();
    readonly show = vi.fn();
    readonly focus = vi.fn();
    readonly restore = vi.fn();
    readonly setBackgroundColor = vi.fn();
    readonly options: Record<string, unknown>;
    constructor(options: Record<string, unknown>) {
      super();
      this.options = options;
      BrowserWindow.opened.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    isMinimized = () => true;
    isMaximized = () => true;
    isVisible = () => true;
    getNormalBounds = () => ({ x: 1, y: 2, width: 1300, height: 800 });
  };
}

function standInSession() {
  return Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  });
}

/** A fresh module each time; use it in the factory of `vi.mock('electron', …)`. */
export function standInElectron() {
  const app = Object.assign(new EventEmitter(), {
    getPath: () => 'downloads',
    getVersion: () => '0.0.0',
    quit: vi.fn(),
  });
  const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
  const handlers = new Map<string, (...values: unknown[]) => unknown>();
  return {
    app,
    BrowserWindow: standInWindowClass(app),
    clipboard: { writeText: vi.fn() },
    contextBridge: { exposeInMainWorld: vi.fn() },
    dialog: {
      showMessageBox: vi.fn(async (..._box: unknown[]) => ({
        response: 2,
        checkboxChecked: false,
      })),
      showSaveDialog: vi.fn(async () => ({ canceled: true, filePath: '' })),
    },
    handlers,
    ipcMain: {
      handle: (channel: string, handler: (...values: unknown[]) => unknown) =>
        handlers.set(channel, handler),
    },
    ipcRenderer: Object.assign(new EventEmitter(), { invoke: vi.fn(async () => 'answer') }),
    Menu: {
      buildFromTemplate: vi.fn((template: unknown) => template),
      setApplicationMenu: vi.fn(),
    },
    nativeTheme: { themeSource: 'system', shouldUseDarkColors: true },
    safeStorage: {
      isAsyncEncryptionAvailable: async () => true,
      encryptStringAsync: async (text: string) => Buffer.from(text).reverse(),
      decryptStringAsync: async (wrapped: Buffer) => ({
        shouldReEncrypt: false,
        result: Buffer.from(wrapped).reverse().toString(),
      }),
      getSelectedStorageBackend: () => 'gnome_libsecret',
    },
    screen: { getPrimaryDisplay: () => display, getAllDisplays: () => [display] },
    session: { defaultSession: standInSession(), fromPartition: vi.fn(() => standInSession()) },
    shell: {
      openExternal: vi.fn(async () => {}),
      openPath: vi.fn(async () => ''),
      showItemInFolder: vi.fn(),
    },
  };
}
