/** Sentences about emulated charge points on the Bench screen. */

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const chargePointsWords = {
  title: 'Emulated charge points',
  online: (online: number, all: number) => `${online} of ${all} connected`,
  add: 'Add',
  addLong: 'Add an emulated charge point',
  emptyTitle: 'No emulated charge point',
  emptyText:
    'Use “Try it now” above, or add one and give it the URL of any Central System, local or remote.',
  more: (value: number) => `See ${count(value, 'more', 'more')}`,
  boot: (status: string) => `Boot ${status}`,
  insecure: 'Server certificate not checked',
  frames: 'Frames',
  framesOf: (id: string) => `Frames of ${id}`,
  connect: 'Connect',
  connectOf: (id: string) => `Connect ${id}`,
  disconnect: 'Disconnect',
  disconnectOf: (id: string) => `Disconnect ${id}`,
};
