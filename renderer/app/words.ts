/** Sentences of the shell: navigation, status bar, lost bench, missing token. */

export const navigationWords = {
  bench: 'Bench',
  frames: 'Frames',
  stations: 'Stations',
  chargePoints: 'Emulated',
  scenarios: 'Scenarios',
  security: 'Security',
  certificates: 'Certificates',
  certificatesAttention: 'something the bench uses has ended or ends within 7 days',
  settings: 'Settings',
  help: 'Keyboard help',
  rail: 'Screens',
  skip: 'Skip to the screen',
  useLight: 'Use the light theme',
  useDark: 'Use the dark theme',
};

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const statusWords = {
  bar: 'State of the bench',
  recording: 'Recording',
  failing: 'Not recording',
  stopped: 'Recording stopped',
  unknown: 'Bench state unknown',
  strict: 'strict',
  head: (seq: number) => `Frame ${seq.toLocaleString('en-US')}`,
  lost: (frames: number) => `${count(frames, 'frame', 'frames')} not recorded`,
  listeners: (listening: number) => count(listening, 'listener', 'listeners'),
  failedListeners: (failed: number) => `${count(failed, 'listener', 'listeners')} failed`,
  noListener: 'No listener',
  connected: (stations: number) => `${count(stations, 'station', 'stations')} connected`,
  chargePoints: (online: number) =>
    `${count(online, 'emulated charge point', 'emulated charge points')} online`,
  insecure: 'Server certificate not checked',
  indexLag: (frames: number) => `Index ${count(frames, 'frame', 'frames')} behind`,
  recordingProblem: 'Frames are not being recorded',
  recordingProblemText:
    'The bench cannot write to its data folder. What passes now is missing from the capture.',
};

export const connectionWords = {
  connecting: 'Connecting to the bench …',
  lostTitle: 'The bench does not answer',
  lastKnownSince: 'What you see is the last known state, of',
  lostText: 'The page reconnects by itself; nothing can be changed until then.',
  lostHint: 'If you stopped the bench, start it again with the same command.',
  retry: 'Try now',
  refusedTitle: 'The bench does not accept this token',
  refusedText:
    'A bench answers at this address, but it was started with another token. Each start makes a new one unless you give it one.',
  missingTitle: 'This page needs its token',
  missingText:
    'The bench only talks to pages that know its token. It prints the complete address when it is ready:',
  missingExample: 'http://127.0.0.1:7400/#token=…',
  pasteLabel: 'Address or token',
  pasteHint: 'Paste the complete address, or only what follows “#token=”.',
  pasteWrong: 'This holds no token. Copy the whole line that the bench printed.',
  open: 'Open the bench',
};

export const screenErrorWords = {
  title: 'This screen stopped working',
  text: 'The bench and its recording are not affected. Open the screen again; if that does not help, load the page again.',
  lostTitle: 'This screen cannot be shown yet',
  lostText:
    'The bench does not answer, so what this screen needs could not be fetched. It opens by itself as soon as the bench is back.',
  again: 'Open again',
  reload: 'Load the page again',
  details: 'Technical details',
  notFoundTitle: 'There is no such screen',
  notFoundText: 'The address may be from another version.',
  toBench: 'Go to Bench',
};

export const helpWords = {
  title: 'Keyboard',
  everywhere: 'Everywhere',
  help: 'Show or hide this help',
  goTo: (screen: string) => `Go to ${screen}`,
  close: 'Close what is open',
};

export const overlayWords = { close: 'Close' };

export const newestAttemptWords = {
  newest: 'Newest connection attempt,',
  open: 'Step by step',
};

export const keyLogWords = {
  open: 'Key log …',
  openOf: (name: string) => `Key log of ${name} …`,
  title: (name: string) => `Record the session keys of ${name}?`,
  warning: [
    'From then on the secrets of every new TLS session of it stand in the capture. With them Wireshark can read the traffic, and so can everybody else who gets hold of them: AuthorizationKeys, id tags, all of it.',
    'They are masked on every screen and in every export. Saving them as a file is recorded.',
    'Switch it off when you are done, and delete the capture when nobody needs it. A restart of the bench switches it off.',
  ],
  switchOn: 'Record session keys',
  on: 'Session keys are being recorded',
  save: 'Save as file',
  switchOff: 'Switch off',
  switchOffOf: (name: string) => `Switch the key log of ${name} off`,
};
