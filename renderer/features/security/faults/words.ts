/** Sentences of the tab Faults; those of each fault are in shared/security. */
import type { FaultTarget } from '../../../../shared/security/handshake-faults.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const faultsWords = {
  intro:
    'One click shows a fault to the device under test: to the charge points that dial a listener, or to the Central System that an emulated charge point dials. It counts for new connections at once, the port stays open, the usual certificates stay as they are, and every frame is flagged tampered. After a restart of the bench every fault is off.',
  target: 'Who shows it',
  targets: { listener: 'Listeners', 'charge-point': 'Emulated charge points' } satisfies Record<
    FaultTarget,
    string
  >,
  listener: (name: string, port: number) => `${name}, port ${port}`,
  chargePoint: (name: string, profile: number) => `${name}, profile ${profile}`,
  noTargetTitle: 'Nobody can show a fault',
  noTargetText:
    'Start a listener with security profile 2 or 3, or raise an emulated charge point to one of them: without TLS there is no handshake.',
  reconnect: 'Close open connections, so that they come back into it',
  ends: 'Ends',
  ending: {
    hand: 'By hand',
    connection: 'After 1 connection',
    connections: 'After 5 connections',
    short: 'After 10 minutes',
    long: 'After 1 hour',
  },
  suite: 'The suite that is left',
  needsProfile3: 'Faults of its certificate need security profile 3: before that it shows none.',
  on: 'On',
  off: 'No fault is on.',
  onSince: 'on since',
  until: 'ends at',
  connections: (value: number) => `${count(value, 'connection', 'connections')} so far`,
  connectionsLeft: (value: number) => `ends after ${count(value, 'more', 'more')}`,
  switchOff: 'Switch off',
  copyList: 'Copy the revocation list',
  results: 'What came of it',
  times: (value: number) => `${value.toLocaleString('en-US')} times`,
  noResults: 'No connection under a fault yet.',
  noResultsText: 'Switch a fault on and let the device under test connect.',
  frame: (seq: number) => `Frame ${seq.toLocaleString('en-US')}`,
  attempt: 'The attempt',
  from: 'from',
  to: 'to',
};
