/** Sentences of the Settings screen. */

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const settingsWords = {
  title: 'Settings',
  sections: 'Sections of the settings',
  captures: 'Captures',
  recording: 'Recording',
  general: 'Display and names',
  secrets: 'Secrets',
  api: 'API for scripts',
  about: 'About',
};

export const captureWords = {
  title: 'Captures',
  text: 'A capture is everything that was recorded between its beginning and the next. It is complete on this disk, secrets included; give others the redacted copy.',
  begin: 'Begin a new capture',
  beginTitle: 'Begin a new capture',
  beginText: 'The capture that is being recorded ends here; it stays in the list.',
  beginLabel: 'Name',
  beginHint: 'Optional. Without a name it is called by its date.',
  beginConfirm: 'Begin',
  import: 'Import',
  importHint:
    'Import takes a journal (.jsonl) that Benchpoint wrote; you can also drop it on this list.',
  importing: (name: string) => `Importing ${name} …`,
  imported: (name: string) => `${name} is imported`,
  importedText: (frames: number) => `${count(frames, 'frame', 'frames')}.`,
  importFailed: (name: string) => `${name} could not be imported`,
  tooLarge: (size: string, limit: string) =>
    `The file has ${size}; this page can import up to ${limit}. Use the command line for it: npx benchpoint capture import FILE`,
  drop: 'Drop the journal to import it',
  none: 'There is no capture.',
  name: 'Name',
  created: 'Begun',
  frames: 'Frames',
  size: 'Size',
  actions: 'Actions',
  live: 'Recording',
  id: 'Id',
  open: 'Open',
  openLabel: (name: string) => `Open ${name} in Frames`,
  check: 'Check',
  checkLabel: (name: string) => `Check ${name}`,
  checkHint: 'Reads the whole capture and follows its hash chain',
  more: (name: string) => `More for ${name}`,
  rename: 'Rename',
  renameTitle: 'Rename the capture',
  exportCopy: 'Export redacted copy',
  exported: 'The redacted copy is saved',
  exportFailed: 'The copy could not be made',
  remove: 'Delete',
  removeTitle: (name: string) => `Delete ${name}?`,
  removeText: (frames: string) => `${frames} are removed from the disk. This cannot be undone.`,
  removeLive: 'Begin a new one first',
  countedFrames: (frames: number | undefined) =>
    frames === undefined ? 'All of its frames' : count(frames, 'frame', 'frames'),
  save: 'Save',
  cancel: 'Cancel',
  intact: (frames: number) => `The chain is intact over ${count(frames, 'frame', 'frames')}.`,
  broken: 'The chain is broken',
  brokenAfter: (frames: number) =>
    `The first ${count(frames, 'frame', 'frames')} belong together; what follows was altered or is missing.`,
  head: 'Chain head',
  copyHead: 'Copy the chain head',
  headText:
    'Write it down or publish it: later changes to the capture are then evident. By itself it proves nothing.',
};

export const recordingWords = {
  title: 'Recording',
  state: 'State',
  recording: 'Recording',
  failing: 'Not recording',
  stopped: 'Stopped',
  capture: 'Capture',
  lost: 'Not recorded',
  lostFrames: (frames: number) => count(frames, 'frame', 'frames'),
  nothingLost: 'nothing was lost',
  lag: 'Index',
  upToDate: 'up to date',
  behind: (frames: number) => `${count(frames, 'frame', 'frames')} behind`,
  strict: 'Strict recording',
  strictText:
    'When the bench cannot write, for example because the disk is full, it stops answering instead of answering unrecorded.',
  lenientText:
    'Off: the bench goes on answering, says loudly that it cannot record, and notes the gap as soon as it can write again.',
  retention: 'Retention',
  retentionText:
    'The oldest captures are deleted first. The one being recorded, and captures that evidence of a verdict points into, are kept in any case.',
  megabytes: 'Size of all captures together',
  days: 'Age',
  noLimit: '0 means no limit.',
  megabyteUnit: ' MB',
  dayUnit: ' days',
  used: (size: string) => `In use at the moment: ${size}.`,
};

export const storageWords = {
  title: 'Where things are kept',
  folder: 'Data folder',
  copyFolder: 'Copy the path of the data folder',
  open: 'Open',
  openFailed: 'The folder could not be opened. Copy its path instead.',
  secrets: 'Secrets',
  captures:
    'Captures are not sealed: they hold what really arrived, credentials included. Only your account can read them.',
};

export const displayWords = {
  title: 'Display',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  time: 'Times',
  times: { local: 'Local time', utc: 'UTC' },
  timeHint: 'The other one is shown when you point at a time.',
  hostTitle: 'Host name of the bench',
  host: 'Host name',
  hostHint:
    'Common name (CN) of the server certificates, where a listener has no host name of its own.',
  hostText:
    'A charge point that checks the name must dial exactly this one, or an address that stands in the certificate. Changing it reissues the server certificates under the same roots; nothing has to be installed anew.',
};

export const apiWords = {
  title: 'API for scripts',
  text: 'Everything this page does can be done over HTTP with JSON. The token is made at each start unless you give one with --token-file or BENCHPOINT_TOKEN.',
  address: 'Address',
  copyAddress: 'Copy the address',
  token: 'Bearer token',
  tokenHint: 'Whoever has it can do everything this page can. Treat it as a password.',
  reveal: 'Show the token',
  hide: 'Hide the token',
  copyToken: 'Copy the token',
  description: 'Full description',
  descriptionText: 'OpenAPI, for code generators and API browsers:',
  save: 'Save openapi.json',
  saveFailed: 'The description could not be saved',
  answered: (status: number) => `The bench answered with status ${status}.`,
  examples: 'Try it',
  exampleText: 'With the token in the environment variable BENCHPOINT_TOKEN:',
  copyExample: 'Copy the command',
  health: 'Is the bench there? No token needed.',
  stations: 'All stations with their state',
  call: 'Send an action and wait for its answer',
};

export const aboutWords = {
  title: 'Versions',
  benchpoint: 'Benchpoint',
  node: 'Node',
  tls: 'TLS library',
  sqlite: 'SQLite',
  platform: 'System',
  uptime: 'Running for',
  started: 'Started',
  supervised: 'Started by',
  byDesktop: 'the desktop program',
  byCommand: 'the command line',
  electron: 'Electron',
  chromium: 'Chromium',
  restarts: 'Restarts of the bench',
  notCertification:
    'Benchpoint is a tool for rehearsal. OCPP is a trademark of the Open Charge Alliance; only its laboratories certify.',
  keyboard: 'Keyboard',
  keyboardText: 'Every screen lists its keys in the help, which the question mark opens anywhere.',
  showKeys: 'Show all keys',
};
