/** Sentences about fleets of emulated charge points on the Bench screen. */

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const fleetWords = {
  title: 'Fleet',
  start: 'Start a fleet',
  emptyText:
    'Many emulated charge points that get their power one after the other: for load, and for what a CSMS does when they all come back at once.',
  dialogTitle: 'Start a fleet',
  url: 'Central System',
  urlHint:
    'On profile 0 a new identity is taken by itself; profile 3 needs a certificate for each.',
  ids: 'Identities',
  idsHint: 'The braces hold the number of the first one.',
  count: 'How many',
  rate: 'Starts a second',
  profile: 'Behave like',
  profileNone: 'A well-built charge point',
  sessions: 'Drivers come and go by chance',
  cancel: 'Cancel',
  begin: 'Start',
  size: (value: number) => count(value, 'charge point', 'charge points'),
  connected: (connected: number, all: number) =>
    `${connected.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} connected`,
  allAfter: (seconds: string) => `all after ${seconds} s`,
  storm: 'Cut all off',
  stormHint: 'Drops every connection. They come back by themselves, with growing waits.',
  stop: 'Stop',
  stopOf: (name: string) => `Stop fleet ${name}`,
  stormOf: (name: string) => `Cut every connection of fleet ${name}`,
  rows: {
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
