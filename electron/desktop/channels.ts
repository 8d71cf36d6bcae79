/**
 * Names of the channels between the preload script and the main process.
 * Knows nothing of what goes over them.
 */

/** Asked by the page, answered by the main process. */
export const requestChannels = {
  information: 'benchpoint:information',
  copyText: 'benchpoint:copy-text',
  openExternal: 'benchpoint:open-external',
  saveFromBench: 'benchpoint:save-from-bench',
  showDataFolder: 'benchpoint:show-data-folder',
  setTheme: 'benchpoint:set-theme',
  announceMenuCommands: 'benchpoint:announce-menu-commands',
} as const;

/** Sent to the page unasked. */
export const eventChannels = {
  menuCommand: 'benchpoint:menu-command',
  notice: 'benchpoint:notice',
} as const;
