/** Sentences of the page of one connection attempt and of the list of attempts. */

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const attemptShortcuts = {
  title: 'Connection attempt',
  shortcuts: [
    { keys: ['↑', '↓'], does: 'Go from step to step' },
    { keys: ['Enter'], does: 'Open or close a step' },
    { keys: ['['], does: 'Previous attempt' },
    { keys: [']'], does: 'Next attempt' },
  ],
};

export const autopsyWords = {
  title: (connection: number) => `Connection attempt ${connection}`,
  back: 'All attempts',
  noIdentity: 'No identity',
  from: (address: string, place: string) => `from ${address} to ${place}`,
  dialled: (place: string) => `dialled ${place}`,
  previous: 'Previous attempt',
  next: 'Next attempt',
  ofSameStation: 'of the same charge point, else of the same address',
  copy: 'Copy as text',
  copyLabel: 'Copy this autopsy as text, without secrets',
  frames: 'All its frames',
  toAct: (side: string) => `To act: ${side}`,
  todo: 'What to do',
  facts: 'What was seen',
  sides: { 'charge-point': 'Charge point', csms: 'Central System', network: 'Network' },
  tampered:
    'The bench altered this connection on request. What it shows is not what an untouched one would.',
  underFault: (fault: string) =>
    `Under fault: ${fault}. The bench showed it on purpose; see Security, Faults.`,
  steps: 'Step by step',
  endedHere: 'Here it ended',
  evidence: 'Frames',
  frame: (seq: number) => `Frame ${seq}`,
  clause: 'Clause',
  showAll: 'Open all',
  hideAll: 'Close all',
  unreached: (steps: number) => count(steps, 'step was not reached', 'steps were not reached'),
  showUnreached: 'Show them',
  hideUnreached: 'Hide them',
  hint: 'Arrow keys go from step to step, Enter opens one, [ and ] go to the previous and the next attempt.',
  missing: 'No frame tells of it.',
  yes: 'yes',
  no: 'no',
  suites: {
    caption: 'Cipher suites',
    name: 'Suite',
    wanted: 'Whitepaper',
    offered: 'Offered',
    accepted: 'Accepted',
    chosen: 'Chosen',
  },
  headers: { caption: 'Headers', name: 'Header', value: 'Value', verdict: 'Verdict' },
  messages: { caption: 'First messages', sender: 'From', type: 'Message' },
  senders: { 'charge-point': 'Charge point', csms: 'CSMS' },
  messageTypes: {
    call: 'CALL',
    result: 'CALLRESULT',
    error: 'CALLERROR',
    send: 'SEND',
    malformed: 'No OCPP-J message',
  } as Readonly<Record<string, string>>,
  values: {
    versions: 'Versions',
    recordVersion: 'Version of the record',
    signatureSchemes: 'Signature algorithms',
    applicationProtocols: 'Application protocols (ALPN)',
    maxFragmentLength: 'Longest fragment, bytes',
    groups: 'Groups',
  } as Readonly<Record<string, string>>,
  none: 'none',
  rules: 'Rules of the whitepaper',
  unreadable: (certificates: number) =>
    `${count(certificates, 'certificate', 'certificates')} cannot be read.`,
};

export const attemptListWords = {
  title: 'All attempts',
  filter: 'Which attempts',
  filters: { all: 'All', failed: 'Failed and refused' },
  station: 'Charge point',
  stationHint: 'Identity, whole',
  empty: 'No attempt is on record yet. The first TCP connection to a listener appears here.',
  emptyFailed: 'No attempt failed.',
  columns: {
    outcome: 'Outcome',
    time: 'Time',
    who: 'Charge point',
    way: 'Way',
    came: 'What came of it',
  },
  open: (outcome: string, connection: number) => `${outcome}, autopsy of attempt ${connection}`,
  noIdentity: 'no identity',
  from: (address: string) => `from ${address}`,
  dialled: (place: string) => `to ${place}`,
  profile: (profile: number, version: string | undefined) =>
    `profile ${profile}${version === undefined ? '' : `, ${version}`}`,
  underFault: (fault: string) => `under fault: ${fault}`,
  more: 'Older attempts',
  adoptable: 'Refused, and what can be adopted',
};
