/** Sentences of the list of emulated charge points and of the head of their pages. */
import type { ShortcutGroup } from '../../app/keyboard-help.tsx';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const listWords = {
  title: 'Emulated',
  list: 'Emulated charge points',
  search: 'Find',
  searchHint: 'Part of an identity, a vendor, a model or a URL ( / )',
  add: 'Add',
  addLong: 'Add an emulated charge point',
  which: 'Which are shown',
  all: 'All',
  connected: 'Connected',
  troubled: 'Trouble',
  noneFits: 'None fits.',
  showAll: 'Show all',
  charging: (value: number) => count(value, 'connector charges', 'connectors charge'),
  faulted: (value: number) => count(value, 'connector is faulted', 'connectors are faulted'),
  notConnectedWhy: 'Not connected, with a reason',
  emptyTitle: 'No emulated charge point',
  emptyText:
    'An emulated charge point behaves like a well-built charger. Add one and give it the URL of any Central System, local or remote.',
  toBench: 'Or let the Bench connect one to the local CSMS with one click',
  fleetTitle: 'All emulated charge points',
  fleetNote: (value: number) => count(value, 'charge point', 'charge points'),
  connection: 'Connection',
  registration: 'Registration',
  connectors: 'Connectors',
  profiles: 'Security profile',
  powerNow: 'Power now',
  waiting: 'Security events that wait',
  problems: 'Why they are not connected',
  notRegistered: 'Not registered',
  pick: 'Pick one at the left to see and use it.',
};

export const listShortcuts: ShortcutGroup = {
  title: listWords.list,
  shortcuts: [
    { keys: ['/'], does: 'Find a charge point' },
    { keys: ['↑', '↓'], does: 'In the list: previous, next' },
  ],
};

export const headerWords = {
  header: 'State of the charge point',
  unknownTitle: (id: string) => `There is no emulated charge point ${id}`,
  unknownText: 'It may have been removed. What was recorded of it stays.',
  toList: 'See those there are',
  boot: 'Boot',
  notBooted: 'none yet',
  plain: 'not encrypted',
  heartbeat: (seconds: number) => `heartbeat every ${seconds} s`,
  hasKey: 'has an AuthorizationKey',
  insecure: 'Server certificate not checked',
  insecureText:
    'This charge point accepts any server certificate. Good for finding out why a connection fails, never proof of security.',
  refusedHere: 'The local CSMS refused it.',
  refusedWhy: 'See why, and adopt it',
  nextAttempt: 'Next attempt at',
  attempts: (value: number) => count(value, 'attempt', 'attempts'),
  tryNow: 'Try now',
  trial: (from: number, to: number) => `Profile ${to} is on trial: it replaces profile ${from}.`,
  trialText: (failures: number) =>
    failures === 0
      ? 'It becomes final with the first connection that works.'
      : `${count(failures, 'attempt', 'attempts')} failed; after some more it falls back.`,
  connect: 'Connect',
  disconnect: 'Disconnect',
  powerCycle: 'Power cycle',
  powerCycleHint: 'The power goes and comes back: the connection ends hard, then it boots',
  offline: 'Go offline',
  offlineHint: 'The network is lost until it goes online again; messages of transactions wait',
  online: 'Go online',
  more: 'More actions',
  reboot: 'Reboot',
  frames: 'Frames',
  framesHint: 'Everything on the wire of this charge point',
  station: 'As a station',
  remove: 'Remove',
  removeTitle: (id: string) => `Remove ${id}?`,
  removeText: 'The emulated charge point is disconnected and forgotten. What was recorded stays.',
  tabs: 'Parts of the charge point',
  tab: {
    overview: 'Overview',
    transactions: 'Transactions',
    lists: 'Id tags',
    configuration: 'Configuration',
    charging: 'Charging',
    certificates: 'Security',
    transfers: 'Firmware',
    behaviour: 'Behaviour',
    send: 'Send',
    settings: 'Settings',
  },
};
