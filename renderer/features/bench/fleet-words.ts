/** Sentences about fleets of emulated charge points on the Bench screen. */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const fleetWords = {
  title: 'Fleet',
  start: 'Start a fleet',
  emptyText:
    'Many emulated charge points that get their power one after the other: for load, and for what a CSMS does when they all come back at once.',
  dialogTitle: 'Start a fleet',
  target: 'Central System',
  targets: { local: 'Central System of this bench', elsewhere: 'Central System at a URL' },
  localHints: {
    0: 'A listener is started if there is none for the profile.',
    1: 'The bench sets every charge point up on both sides, each with a key of its own.',
    2: 'The bench sets every charge point up on both sides, each with a key of its own.',
    3: 'Every charge point gets a client certificate before it starts, two at a time: a thousand take some seconds, with RSA keys about a minute.',
  } as Readonly<Record<SecurityProfile, string>>,
  url: 'URL',
  urlHint: 'The identity is appended.',
  urlHintCertificate:
    'Every charge point gets a client certificate under the root of the bench, which the Central System has to trust. They are made two at a time.',
  key: 'Key of all',
  keyHint: 'The Central System has to know it for every identity.',
  keyForm: 'The key is given as',
  keyForms: { text: 'Text', hex: 'Hexadecimal' },
  trust: 'Server certificate is checked against',
  trusts: {
    bench: 'The roots of this bench',
    pem: 'A root certificate of my own',
    insecure: 'Nothing (insecure)',
  },
  pem: 'Root certificate, PEM',
  insecureText: 'Anybody who answers at the URL is taken for the Central System.',
  ids: 'Identities',
  idsHint: 'The braces hold the number of the first one.',
  count: 'How many',
  rate: 'Starts a second',
  profile: 'Charge point profile',
  profileNone: 'A well-built charge point',
  sessions: 'Drivers come and go by chance',
  cancel: 'Cancel',
  begin: 'Start',
  size: (value: number) => count(value, 'charge point', 'charge points'),
  connected: (connected: number, all: number) =>
    `${connected.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} connected`,
  allAfter: (seconds: string) => `all after ${seconds} s`,
  certificates: (made: number, all: number) =>
    `${made.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} made; each starts when it has its own`,
  storm: 'Cut all off',
  stormHint: 'Drops every connection. They come back by themselves, with growing waits.',
  stop: 'Stop',
  stopOf: (name: string) => `Stop fleet ${name}`,
  stormOf: (name: string) => `Cut every connection of fleet ${name}`,
  rows: {
    certificates: 'Client certificates',
    connections: 'Connections',
    registrations: 'BootNotification',
    connectors: 'Connectors',
    problems: 'Why not',
  },
  states: {
    connected: 'connected',
    connecting: 'connecting',
    waiting: 'waiting to try again',
    disconnected: 'disconnected',
    stopped: 'stopped',
    'not-started': 'not started yet',
  } as Readonly<Record<string, string>>,
  number: (value: number) => value.toLocaleString('en-US'),
};
