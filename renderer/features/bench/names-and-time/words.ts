/** Sentences of the panel “Names and time”. */
export const namesAndTimeWords = {
  title: 'Names and time',
  on: 'Switch on',
  onOf: (server: string) => `Switch on the ${server}`,
  off: 'Switch off',
  offOf: (server: string) => `Switch off the ${server}`,
  settings: 'Settings',
  settingsOf: (server: string) => `Settings of the ${server}`,
  again: 'Try again',
  anotherPort: 'Take any free port',
  statuses: { off: 'Off', on: 'On', failed: 'Not listening' },
  at: (port: number, addresses: readonly string[]) => `UDP port ${port} at ${addresses.join(', ')}`,
  placeFailed: (address: string) => `Not at ${address}:`,
  firewall: (network: string) =>
    `The Windows firewall may block UDP in the ${network} network profile. Run as administrator:`,
  reserved:
    'On Linux systemd-resolved has port 53 of 127.0.0.53, on Windows Internet Connection Sharing has all of it.',
  cancel: 'Cancel',
  save: 'Save',
  saveOn: 'Save and switch on',
  frame: (seq: number) => `frame ${seq}`,
};

export const namesWords = {
  server: 'name server',
  title: 'Name server (DNS)',
  offText:
    'For chargers that take a name only, on a cable or router without name server: answers names with this computer’s address.',
  known: 'Names',
  bench: 'this bench',
  missing: (from: string, name: string) => `${from} asked for ${name}, and nothing answers it.`,
  missingTime: 'It looks for a time server: answer the name, and switch the time server on.',
  answer: 'Answer with this bench',
  answerOf: (name: string) => `Answer with this bench: ${name}`,
  otherMissing: (count: number) =>
    `${count} more ${count === 1 ? 'name' : 'names'} without an answer`,
  queries: 'Last questions',
  none: 'Nobody has asked yet. Enter this computer as name server (DNS) in the charger.',
  allQueries: 'All in the frames',
  dialog: 'Name server',
  host: 'Address',
  hostHint:
    '“::” is every address of this computer. Name one where another program has the port elsewhere.',
  port: 'Port',
  portHint: 'Chargers ask port 53. 0 takes any free one.',
  benchNames: 'Names of the bench',
  benchNamesHint: (names: string) => `Lead to the bench by themselves: ${names}.`,
  names: 'More names',
  namesHint:
    'One a line, addresses after it; without an address it is the bench. *.example is every name below example, * every name.',
  ttl: 'Time to live',
  ttlHint: 'Seconds that a charger keeps an answer.',
  other: 'Other names',
  otherChoices: { 'not-found': 'Do not exist (NXDOMAIN)', refuse: 'Refuse (REFUSED)' },
  otherHint: 'Refuse lets a charger ask its next name server. The bench itself asks no other.',
  answerTo: 'Answer to',
  answerToHint: 'Everyone: also behind routers. Not on a public network.',
  answerToChoices: { 'own-networks': 'Networks of this computer', everyone: 'Everyone' },
  lineFault: (line: number) => `Line ${line} is not a name with its addresses.`,
  hostFault: 'Enter an IPv4 or IPv6 address.',
};

export const timeWords = {
  server: 'time server',
  title: 'Time server (SNTP)',
  offText:
    'For chargers without a clock of their own: answers the time of this computer, and shows theirs.',
  clocks: 'Clocks of those who asked',
  none: 'Nobody has asked yet. Enter this computer as time server (NTP) in the charger.',
  moved: (skew: string) =>
    `Answers a clock that is ${skew}; such frames are marked as tampered with.`,
  times: (count: number) => (count === 1 ? 'once' : `${count} times`),
  dialog: 'Time server',
  portHint: 'Chargers ask port 123. 0 takes any free one.',
  offset: 'Offset',
  offsetHint: 'Seconds that the answered time is ahead of this computer’s; negative: behind.',
  stratum: 'Stratum',
  stratumHint: '1 to 15; some clients refuse high ones.',
  reference: 'Reference',
  referenceHint: 'How the server names its source; no client minds.',
};
