/**
 * What the sandboxed page gets of its host: named functions, nothing else (security-checklist 17).
 * Decides nothing; the main process checks sender and content of every call. Bundled to CommonJS.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { type DesktopApi, desktopApiName } from '../../shared/api/desktop.ts';
import { eventChannels, requestChannels } from './channels.ts';

/** Hands on the content of an event, never the event itself, which would give the page `ipcRenderer`. */
function subscribe<T>(channel: string, listener: (content: T) => void): () => void {
  const forward = (_event: unknown, content: T) => listener(content);
  ipcRenderer.on(channel, forward);
  return () => {
    ipcRenderer.off(channel, forward);
  };
}

const api: DesktopApi = {
  information: () => ipcRenderer.invoke(requestChannels.information),
  copyText: (text) => ipcRenderer.invoke(requestChannels.copyText, text),
  openExternal: (url) => ipcRenderer.invoke(requestChannels.openExternal, url),
  saveFromBench: (request) => ipcRenderer.invoke(requestChannels.saveFromBench, request),
  showDataFolder: () => ipcRenderer.invoke(requestChannels.showDataFolder),
  setTheme: (theme) => ipcRenderer.invoke(requestChannels.setTheme, theme),
  announceMenuCommands: (commands) =>
    ipcRenderer.invoke(requestChannels.announceMenuCommands, commands),
  onMenuCommand: (listener) => subscribe(eventChannels.menuCommand, listener),
  onNotice: (listener) => subscribe(eventChannels.notice, listener),
};

contextBridge.exposeInMainWorld(desktopApiName, api);
