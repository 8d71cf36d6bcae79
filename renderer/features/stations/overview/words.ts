/** Words of the lanes of the connectors. */
export const laneWords = {
  title: 'States over time',
  range: 'Time shown',
  ranges: { '10': '10 min', '60': '1 h', '360': '6 h', '1440': '24 h' },
  none: 'No StatusNotification has come in this run of the bench. Ask for one with TriggerMessage, or plug a vehicle in.',
  lane: (connector: string, changes: number) =>
    `${connector}: ${changes.toLocaleString('en-US')} changes of state in the time shown`,
  segment: (status: string, from: string, to: string) => `${status}, ${from} to ${to}`,
  now: 'now',
  legend: 'What the colours mean',
  changes: (changes: number) => `Changes as a table (${changes.toLocaleString('en-US')})`,
  at: 'At',
  connector: 'Connector',
  status: 'Status',
  error: 'Error',
  frame: 'Frame',
  newest: (shown: number) => `The newest ${shown.toLocaleString('en-US')} are shown.`,
};
