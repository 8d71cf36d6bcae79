/** Sentences of the tab Probe; those of the table's lines are in shared/security/probe. */
const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const probeWords = {
  what: 'What to probe',
  endpoint: 'An endpoint',
  chargers: 'Chargers that connected',
  intro:
    'Point at any Central System: what it does at TLS and at the upgrade is held against the whitepaper, line by line. No OCPP message is sent.',
  chargersIntro:
    'The same for chargers: what their latest connections to this bench offered and did, since it was started.',
};

export const formWords = {
  title: 'Endpoint',
  url: 'URL',
  urlHint: 'ws:// or wss://, without the identity',
  identity: 'Identity',
  identityHint: 'One that no charge point is using now: a second session displaces the first',
  password: 'Password',
  hex: 'Hexadecimal',
  passwordForm: 'The password is written as',
  asText: 'Text',
  asHex: 'Hexadecimal',
  certificate: 'Client certificate',
  noCertificate: 'None',
  paste: 'Paste a certificate and its key',
  certificatePem: 'Certificate in PEM, leaf first',
  keyPem: 'Private key in PEM',
  more: 'Roots and names',
  roots: 'Roots to trust besides the bench’s own, in PEM',
  systemRoots: 'Also trust what this computer trusts',
  serverName: 'Other name for SNI',
  connectTo: 'Connect to another address',
  connectToHint: 'host or host:port; the name in the URL stays',
  unknownIdentity: 'Ask once for an identity that does not exist',
  unknownIdentityHint: 'A Central System that takes everybody may note it down',
  planned: (most: number, atOnce: number) =>
    `At most ${count(most, 'connection', 'connections')}, ${atOnce} at a time.`,
  wrongPassword: 'One of them tries a wrong password.',
  start: 'Probe',
  cancel: 'Cancel',
  recent: 'Probed before',
  use: (url: string) => `Fill the form with ${url}`,
  forget: (url: string) => `Forget ${url}`,
};

export const reportWords = {
  emptyTitle: 'Nothing probed yet',
  emptyText:
    'Enter a URL and press Probe. With identity and password, or a client certificate, more lines can be seen.',
  running: (made: number, planned: number) => `Asking: ${made} of at most ${planned} connections`,
  done: (made: number, seconds: string) =>
    `${count(made, 'connection', 'connections')} in ${seconds} s`,
  cancelled: 'Cancelled. What was not asked is not seen.',
  notReached: 'The endpoint was not reached',
  again: 'Fill the form again',
  copy: 'Copy as Markdown',
  save: 'Save as JSON',
  changed: 'Since the last run',
  changedNone: 'Nothing changed.',
  from: (before: string, after: string) => `${before} → ${after}`,
  certificates: 'Certificates',
  certificateTitle: (family: string, position: number) =>
    `${family === 'rsa' ? 'RSA' : family === 'ecdsa' ? 'ECDSA' : 'Other'} chain, ${position === 0 ? 'leaf' : `certificate ${position + 1}`}`,
  title: (url: string) => `Probe of ${url}`,
  fileName: (host: string) => `probe-${host}.json`,
};

export const tableWords = {
  label: 'Lines of the probe',
  line: 'Line',
  found: 'Found',
  wanted: 'Wanted',
  verdict: 'Verdict',
  shown: 'Lines shown',
  all: 'All lines',
  open: 'What does not hold',
  noneOpen: 'Everything that was asked holds.',
  evidence: (seq: number) => `frame ${seq}`,
  profiles: (profiles: readonly number[]) =>
    profiles.length === 0 ? '' : `profile ${profiles.join(', ')}`,
};

export const chargerWords = {
  label: 'Chargers',
  emptyTitle: 'No charger has connected yet',
  emptyText: 'Every connection to a listener of this bench is looked at, also one that fails.',
  connections: (value: number) => count(value, 'connection', 'connections'),
  unidentified: 'not identified yet',
  choose: 'Choose a charger.',
  title: (id: string) => `Charger ${id}`,
  unknown: 'This charger has not connected since the bench was started.',
};
