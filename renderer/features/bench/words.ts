/** Sentences of the Bench screen. */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const benchWords = {
  title: 'Bench',
};

export const tryItWords = {
  title: 'Try it now',
  text: 'Connects an emulated charge point to the local CSMS, credentials and certificates included.',
  connect: 'Connect an emulated charge point',
  connectAgain: 'Connect another',
  starts: 'Starts a listener first: none serves this profile yet.',
  listener: (listener: string, port: number) => `Uses ${listener} on port ${port}.`,
  starting: 'Starting a listener …',
  connecting: (id: string) => `${id} is connecting …`,
  connected: (id: string) => `${id} is connected`,
  booted: (status: string) => `Boot ${status}`,
  plain: 'not encrypted',
  frames: 'See its frames',
  station: 'Open its station',
  failed: (id: string) => `${id} is not connected`,
  gone: 'The emulated charge point was removed.',
};

export const csmsWords = {
  title: 'Local CSMS',
  connections: (value: number) => count(value, 'connection', 'connections'),
  add: 'Add a listener',
  stopAll: 'Stop all',
  start: 'Start',
  emptyTitle: 'No listener yet',
  emptyText:
    'A listener is a port that charge points connect to. The proposed one takes every security profile on one port: the first byte tells TLS from plain.',
  stopAllTitle: 'Stop all listeners?',
  stopAllText: (connected: number) =>
    `${count(connected, 'station loses its connection', 'stations lose their connections')}. What was recorded stays.`,
};

export const listenerWords = {
  listening: 'Listening',
  failed: 'Not listening',
  stopped: 'Stopped',
  place: (host: string, port: number) =>
    host === '::' || host === '0.0.0.0'
      ? `port ${port}`
      : `${host.includes(':') ? `[${host}]` : host}:${port}`,
  everywhere: (host: string) =>
    host === '::' ? 'all addresses, IPv4 and IPv6' : 'all IPv4 addresses',
  shows: (family: 'rsa' | 'ecdsa', chosen: boolean, subject: string) =>
    `${chosen ? 'Chosen' : 'Own'} ${family === 'rsa' ? 'RSA' : 'ECDSA'} certificate ${subject}, until`,
  change: 'Change',
  changeOf: (id: string) => `Change ${id}`,
  stop: 'Stop',
  stopOf: (id: string) => `Stop ${id}`,
  remove: 'Remove',
  removeOf: (id: string) => `Remove ${id}`,
  again: 'Try again',
  anotherPort: 'Take any free port',
  holder: (name: string, pid: number) => `The port is held by ${name} (process ${pid}).`,
  fixCommand: 'This command fixes it:',
  copyCommand: 'Copy the command',
  advanced: (changed: number) => count(changed, 'advanced setting', 'advanced settings'),
  legacy: 'TLS 1.0/1.1 allowed',
  rehearsal: 'Rehearsal TLS policy',
};

export const listenerFormWords = {
  addTitle: 'Add a listener',
  changeTitle: (id: string) => `Change ${id}`,
  profiles: 'Security profiles',
  profilesHint: 'Several may share the port.',
  host: 'Address',
  hostHint: '“::” listens on every IPv4 and IPv6 address of this computer.',
  port: 'Port',
  portHint: '0 takes any free port.',
  advanced: 'Advanced',
  advancedChanged: (changed: number) => `Advanced (${changed} changed)`,
  start: 'Start listener',
  apply: 'Apply',
  cancel: 'Cancel',
  reopens: (connections: number) =>
    `Another address or port opens the listener anew: ${count(connections, 'connection', 'connections')} on it will be dropped. Other listeners are not touched.`,
  keeps: 'Connections stay. New settings apply to the next connection.',
  faults: {
    'profiles-missing': 'Choose at least one profile.',
    'host-missing': 'Enter an address, or “::” for all.',
    'number-missing': 'Enter a number.',
    'number-range': 'This number is out of range.',
  },
};

/** Each advanced setting with one line of explanation. */
export const optionWords = {
  groups: {
    tls: 'TLS',
    certificates: 'Server certificates',
    clientCertificates: 'Client certificates (profile 3)',
    protocol: 'WebSocket and OCPP-J',
    limits: 'Time-outs and limits',
  },
  tlsPolicy: {
    label: 'Cipher suites',
    hint: 'Bench adds ECDHE-RSA AES-GCM, which many chargers need; Rehearsal offers the four suites of the whitepaper only.',
    choices: { bench: 'Bench', rehearsal: 'Rehearsal' },
  },
  tls13: { label: 'TLS 1.3', hint: 'Switch off to see how a charger behaves with TLS 1.2 only.' },
  handshakeRecording: {
    label: 'Handshakes in the record',
    hint: 'In full: also ServerHello, certificates and alerts, as far as they are not encrypted. A handshake takes about a millisecond longer.',
    choices: { hello: 'The ClientHello and what came of it', full: 'In full' },
  },
  legacyTls: {
    label: 'TLS 1.0 and 1.1',
    hint: 'Not allowed by the whitepaper; for old chargers that cannot do better. Adds TLS_RSA_WITH_AES_128_CBC_SHA.',
  },
  clientCertificate: {
    label: 'Client certificate',
    hint: 'Matters with profile 3. “Request” lets profile 2 share the port; “Require” ends the handshake without one.',
    choices: { request: 'Request', require: 'Require', never: 'Never ask' },
  },
  hostName: {
    label: 'Host name (CN)',
    hint: 'Common name of the server certificates; empty takes the host name from Settings.',
  },
  subjectAlternativeNames: {
    label: 'Alternative names',
    hint: 'With names and addresses most TLS libraries accept a URL with an IP address; without, only the common name counts.',
    choices: { 'dns-and-ip': 'Names and addresses', none: 'None (strict)' },
  },
  signature: {
    label: 'RSA signature',
    hint: 'Some chargers and test tools cannot verify RSA-PSS; PKCS#1 v1.5 works everywhere.',
    choices: { pkcs1: 'PKCS#1 v1.5', pss: 'RSA-PSS' },
  },
  certificateNotBefore: {
    label: 'Valid from',
    hint: 'From 1970 for chargers without a clock, which believe it is 1970 until their first boot answer.',
    choices: { now: 'Now', '1970': '1970' },
  },
  certificateValidityHours: {
    label: 'Valid for (hours)',
    hint: 'Empty: a year. 23 keeps to less than a day (A00.FR.701): renewed in time, open connections stay.',
  },
  chosenCertificate: {
    label: { rsa: 'RSA certificate', ecdsa: 'ECDSA certificate' },
    hint: 'From the Certificates screen, for chargers whose root store is fixed. The bench’s own is shown when neither is chosen.',
    own: 'The bench’s own',
    nothing: 'None: its suites are not offered',
    missing: (id: string) => `${id} (not on the desk)`,
    until: (name: string, date: string) => `${name}, until ${date}`,
  },
  revocationCheck: {
    label: 'Revocation',
    hint: 'Holds client certificates against the lists of our authorities and imported ones (A00.FR.704).',
    choices: {
      off: 'Do not look',
      'when-listed': 'Where there is a list',
      require: 'Require a current list',
    },
  },
  whenRevoked: {
    label: 'When one in use is revoked',
    hint: 'A new connection with it is refused in any case.',
    choices: { close: 'Close the connection', leave: 'Leave it open' },
  },
  withoutSubprotocol: {
    label: 'No sub-protocol offered',
    hint: 'OCPP-J asks for “ocpp1.6”; accepting shows what an incomplete client says next, with a finding.',
    choices: { refuse: 'Refuse', accept: 'Accept' },
  },
  unknownSubprotocol: {
    label: 'Unknown sub-protocol',
    hint: 'Refuse answers the request with an error; the other completes the handshake and closes at once, as OCPP-J 1.6 words it.',
    choices: { refuse: 'Refuse', 'complete-then-close': 'Complete, then close' },
  },
  lenientWebSocket: {
    label: 'Lenient WebSocket',
    hint: 'Lets unmasked frames, reserved bits and unknown opcodes pass, and marks them in the record.',
  },
  strictDates: {
    label: 'Strict dates',
    hint: 'Answers a date without time zone or with a wrong form with an error instead of a remark.',
  },
  refuseBrowsers: {
    label: 'Refuse browsers',
    hint: 'Refuses requests with an Origin header, which charge points never send.',
  },
  emptyIdentityStation: {
    label: 'Station for empty identity',
    hint: 'Serves a URL without identity as this station, for chargers that cannot append theirs.',
  },
  handshakeTimeoutMs: {
    label: 'Handshake',
    hint: 'Milliseconds from the TCP connection to the end of the TLS handshake. Slow controllers and mobile links can need more.',
  },
  upgradeTimeoutMs: {
    label: 'Upgrade request',
    hint: 'Milliseconds from there to the complete upgrade request; empty: as long as the handshake.',
  },
  pingIntervalMs: {
    label: 'Ping interval',
    hint: 'Milliseconds between WebSocket pings of the CSMS; 0 switches them off.',
  },
  pongTimeoutMs: {
    label: 'Wait for pong',
    hint: 'Milliseconds without pong after which the connection counts as dead.',
  },
  maxMessageBytes: {
    label: 'Largest message',
    hint: 'Bytes; a larger message ends the connection with close code 1009.',
  },
};

export const connectWords = {
  title: 'Connect a charge point',
  emptyText: 'Start a listener first; the URLs to enter in the charge point appear here.',
  identity: 'Identity of the charge point',
  identityHint: 'The last part of the URL. Letter case counts.',
  append: 'Identity in the URL',
  appendHint: 'Off: for chargers that have a field of their own for it.',
  notServed: (profile: number) => `No listener serves profile ${profile}.`,
  serve: (profile: number) => `Start one for profile ${profile}`,
  url: 'URL to enter',
  where: 'Network',
  places: {
    address: (network: string) => network,
    name: () => 'by host name',
    loopback: () => 'this computer only',
    'link-local': (network: string) => `link-local, ${network}`,
  },
  nameHint: 'The charger’s name server has to know this name.',
  copyUrl: (url: string) => `Copy ${url}`,
  qr: (url: string) => `QR code of ${url}`,
  qrHint: 'Scan with the installer’s app of the charger, or a phone.',
  more: (value: number) => `Show ${count(value, 'more address', 'more addresses')}`,
  fewer: 'Show fewer',
  credentials: {
    0: 'No credentials. A new identity is accepted and listed as a station.',
    1: 'User name: the identity. Password: the AuthorizationKey of the station. Let it connect and adopt the key it sends, or set one under Security.',
    2: 'User name: the identity. Password: the AuthorizationKey of the station. Install the root certificate in the charge point.',
    3: 'The client certificate of the charge point must come from a trusted root; add its root under Certificates > Trust. Install the root certificate of the bench in the charge point.',
  } satisfies Record<SecurityProfile, string>,
  security: 'Open Security',
  certificates: 'Open Certificates',
};

export const reachWords = {
  title: 'Can the charger reach me?',
  port: 'Port',
  state: 'This computer',
  test: 'Test from a phone in the same network',
  statuses: {
    listening: 'listening',
    free: 'free',
    taken: 'taken',
    'not-permitted': 'not permitted for this user',
    unknown: 'unknown',
  },
  holder: (name: string, pid: number) => `${name}, process ${pid}`,
  firewallBlocked: (network: string) =>
    `Windows Firewall blocks this program in the network “${network}”. Run this as administrator:`,
  firewallOpen: (network: string) =>
    `Windows Firewall lets this program through in the network “${network}”.`,
  command: 'Command',
  copyCommand: 'Copy the command',
  copyUrl: (url: string) => `Copy ${url}`,
  qr: (url: string) => `QR code of ${url}`,
  onlyLoopback: 'This listener is reachable from this computer only.',
  noNetwork: 'This computer has no network address at the moment.',
  phoneText:
    'A short text page appears when the port is reachable. If it does not, look for a firewall or a separate (guest) network in between.',
  phoneTls: 'The phone warns about the certificate first; going on is fine for this test.',
  check: 'Check another port',
  checkHint: 'For example 80 or 443, which some chargers insist on.',
  checkButton: 'Check',
  empty: 'Start a listener to test its port.',
};

export const stationsWords = {
  title: 'Stations',
  connected: (connected: number, all: number) => `${connected} of ${all} connected`,
  emptyTitle: 'No station yet',
  emptyText: 'A charge point that connects is listed here by itself.',
  id: 'Identity',
  boot: 'Boot',
  connectors: 'Connectors',
  address: 'Address',
  online: 'Connected',
  offline: 'Not connected',
  notBooted: 'no boot yet',
  plain: 'not encrypted',
  noConnectors: '–',
  connector: (id: number, status: string) => `${id} ${status}`,
  findings: (value: number) => count(value, 'finding', 'findings'),
  all: (value: number) => `Show all ${value.toLocaleString('en-US')}`,
  refused: (attempts: number, stations: number) =>
    `${count(attempts, 'attempt was', 'attempts were')} refused, from ${count(stations, 'identity', 'identities')}`,
  refusedText: 'Each is explained, and most can be adopted with one click.',
  refusedLink: 'See why',
};
