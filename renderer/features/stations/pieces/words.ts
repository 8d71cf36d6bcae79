/** Words of the pieces that the tabs of a station share. */
export const pieceWords = {
  openFrame: (seq: number) => `Open frame ${seq.toLocaleString('en-US')}`,
  more: (frames: number) => `and ${frames.toLocaleString('en-US')} more`,
  frames: 'Frames',
  notConnected: 'The station is not connected, so nothing can be asked of it. Last known state.',
  chart: (name: string, from: string, to: string) => `Chart of ${name}, from ${from} to ${to}`,
  noChart: 'The chart could not be loaded.',
  now: 'Now',
  dateTime: 'Date and time with zone, for example 2026-11-22T10:00:00Z',
};
