/** Sentences of the Stations screen. */
import type { FeatureProfile16 } from '../../../shared/ocpp/actions.ts';
import type { ErrorCode } from '../../../shared/ocpp/error-codes.ts';
import type { StationTab } from '../../app/addresses.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const stationsWords = {
  title: 'Stations',
  views: 'Parts of this screen',
  chargePoints: 'Charge points',
  idTags: 'Id tags and policy',
  answers: 'Answers',
  list: 'Stations',
  search: 'Find a station',
  searchHint: 'By identity, vendor or model',
  show: 'Which stations to show',
  all: (stations: number) => `All ${stations.toLocaleString('en-US')}`,
  online: (stations: number) => `Connected ${stations.toLocaleString('en-US')}`,
  add: 'Add',
  addHint: 'Add a station before it connects',
  noneFits: 'No station fits.',
  showAll: 'Show all stations',
  emptyTitle: 'No station yet',
  emptyText:
    'A charge point appears here as soon as it has connected, or when you add it before it connects.',
  emptyKnownOnly: 'The bench is set to known stations only, so each one has to be added first.',
  toBench: 'See the URLs on the Bench screen',
  toSecurity: 'See refused attempts',
  pickTitle: 'Choose a station',
  pickText: 'Its state, its transactions and every action you can send it are shown here.',
  connected: 'Connected',
  disconnected: 'Not connected',
  findings: (findings: number) => count(findings, 'finding', 'findings'),
  running: (transactions: number) =>
    count(transactions, 'transaction running', 'transactions running'),
  neverSeen: 'never connected',
  lastSeen: 'last seen',
};

export const addWords = {
  title: 'Add a station',
  identity: 'Charge point identity',
  identityHint: 'The last segment of the URL the charge point dials.',
  profile: 'Security profile',
  anyProfile: 'Not bound: the first connection decides',
  profileHint:
    'Profiles 1 and 2 also need a key, and profile 3 a serial number; set them on the Security screen.',
  exists: 'There is already a station of this identity.',
  add: 'Add station',
  cancel: 'Cancel',
};

export const headerWords = {
  frames: 'Frames',
  framesHint: 'All frames of this station',
  security: 'Credentials',
  handshake: 'What its handshake shows',
  securityHint: 'Key, certificate and profile of this station, on the Security screen',
  disconnect: 'Disconnect',
  disconnectHint: 'Close the connection; the charge point will usually come back',
  more: 'More actions',
  remove: 'Delete the station',
  removeHint: 'Disconnect it first',
  removeTitle: (id: string) => `Delete ${id}?`,
  removeText:
    'Its key, its settings and its transactions are forgotten. Recorded frames stay in their captures.',
  removeConfirm: 'Delete',
  tabs: 'About this station',
  tab: {
    overview: 'Overview',
    transactions: 'Transactions',
    send: 'Send',
    configuration: 'Configuration',
    lists: 'Local list',
    charging: 'Charging',
    certificates: 'Certificates',
    transfers: 'Transfers',
    security: 'Security',
    answers: 'Answers',
    settings: 'Settings',
  } satisfies Record<StationTab, string>,
  unknownTitle: (id: string) => `There is no station ${id}`,
  unknownText: 'It was deleted, or it has never connected to this bench.',
  toList: 'Back to the list',
};

export const connectionFactWords = {
  title: 'Connection',
  state: 'State',
  since: 'Since',
  lastSeen: 'Last seen',
  never: 'never',
  profile: 'Security profile',
  bound: 'bound',
  unbound: 'not bound',
  boundTo: (profile: number) => `bound to ${profile}`,
  address: 'Remote address',
  connection: 'Connection',
  connectionLink: (connection: number) => `Frames of connection ${connection}`,
  tls: 'TLS',
  noTls: 'none, the connection is plain text',
  key: 'AuthorizationKey',
  keyBytes: (bytes: number) => count(bytes, 'byte', 'bytes'),
  noKey: 'not set',
  keyAsHex: 'sent as hexadecimal text',
  clock: 'Clock',
  clockAhead: (time: string) => `${time} ahead of the bench`,
  clockBehind: (time: string) => `${time} behind the bench`,
  clockSame: 'agrees with the bench to the second',
  boot: 'Boot',
  notBooted: 'no BootNotification yet',
  vendor: 'Vendor',
  model: 'Model',
  firmware: 'Firmware',
  serialNumber: 'Serial number',
  factory: 'Certificate',
  factoryText: 'factory certificate, to be renewed',
  notSaid: 'not reported',
};

export const findingsWords = {
  title: 'Findings',
  none: 'Nothing to object to so far.',
  frames: 'Frames with warnings',
};

export const certificatePanelWords = {
  title: 'Client certificate',
  none: 'No client certificate was seen yet. Profile 3 needs one; it is shown after the first connection.',
};

export const connectorWords = {
  title: 'Connectors',
  connector: (id: number) => (id === 0 ? 'Charge point' : `Connector ${id}`),
  none: 'No StatusNotification yet. Ask for one:',
  ask: 'TriggerMessage StatusNotification',
  since: 'since',
  meter: 'Meter',
  power: 'Power',
  error: 'Error',
  transaction: (id: number) => `Transaction ${id}`,
};

export const transactionWords = {
  title: 'Transactions',
  none: 'No transaction yet.',
  hint: 'A charge point starts one with StartTransaction, or after you send RemoteStartTransaction.',
  id: 'Id',
  connector: 'Connector',
  idTag: 'Id tag',
  started: 'Started',
  stopped: 'Stopped',
  energy: 'Energy',
  reason: 'Reason',
  running: 'Running',
  notStopped: 'Not stopped',
  open: (transactions: number) => `${transactions.toLocaleString('en-US')} running`,
  showAll: (transactions: number) => `Show all ${transactions.toLocaleString('en-US')}`,
};

export const stationSettingsWords = {
  title: 'Settings of this station',
  boot: 'Answer to BootNotification',
  bootHint: 'Overrides the policy of the CSMS for this station, from its next BootNotification on.',
  asPolicy: (status: string) => `As the policy says (${status})`,
  credentialsTitle: 'Identity and credentials',
  credentialsText:
    'Security profile, AuthorizationKey, serial number and certificate checks are on the Security screen.',
  toSecurity: 'Open Security',
  checkSerial: 'Serial number in the certificate',
  checkOrganisation: 'Organisation in the certificate',
  checked: 'checked',
  notChecked: 'not checked',
};

export const sendWords = {
  actions: 'Actions',
  searchActions: 'Find an action',
  noAction: 'No action of OCPP 1.6 fits.',
  other: (name: string) => `Send “${name}”`,
  otherHint: 'Not an action a CSMS may send in OCPP 1.6: it is sent as it is, unchecked.',
  payloadLabel: (action: string) => `Payload of ${action}, JSON`,
  example: 'Example',
  exampleHint: 'Put a valid example in the editor',
  timeout: 'Timeout',
  timeoutUnit: ' s',
  anyway: 'Send although invalid',
  anywayHint: 'The bench does not check the payload against the schema and sends it as it is.',
  send: 'Send',
  sendHint: 'Ctrl+Enter, ⌘ Enter',
  notConnected: 'The station is not connected.',
  notJson: 'This is not JSON, so it cannot be sent as a payload.',
  fits: 'Fits the schema',
  noSchema: 'There is no schema for this action.',
  problem: (line: number, message: string) => `Line ${line}: ${message}`,
  moreProblems: (problems: number) => `and ${count(problems, 'more problem', 'more problems')}`,
};

export const profileNames: Record<FeatureProfile16, string> = {
  Core: 'Core',
  FirmwareManagement: 'Firmware management',
  LocalAuthListManagement: 'Local authorisation list',
  Reservation: 'Reservation',
  SmartCharging: 'Smart charging',
  RemoteTrigger: 'Remote trigger',
  Security: 'Security extension',
};

export const outcomeWords = {
  title: 'Outcome',
  history: 'Sent in this session',
  noneYet: 'Nothing sent yet. The answer appears here, with both of its frames.',
  clear: 'Clear',
  waiting: 'Waiting for the answer',
  answered: 'CALLRESULT',
  answeredWith: (status: string) => `CALLRESULT, ${status}`,
  error: (code: string) => `CALLERROR, ${code}`,
  timeout: 'No answer',
  timeoutText: (time: string) =>
    `The charge point did not answer within ${time}. A late answer will still be recorded in the frames.`,
  lost: 'Connection lost',
  lostText: 'The connection ended before the answer came.',
  notConnected: 'Not connected',
  notConnectedText: 'Nothing was sent, because the station has no connection.',
  refused: 'Not sent',
  payload: 'Payload of the answer',
  details: 'Details of the error',
  call: 'CALL',
  answer: 'Answer',
  openFrame: (what: string, seq: number) =>
    `${what} ${seq.toLocaleString('en-US')}, open the frame`,
  edit: 'Edit again',
  editHint: 'Put this payload back in the editor',
  unchecked: 'sent unchecked',
  latencyHint: 'From the CALL to its answer, on the clock of the bench',
};

/** What a charge point says with a CALLERROR code, in our words. */
export const errorCodeWords: Record<ErrorCode, string> = {
  NotImplemented: 'The charge point does not know this action.',
  NotSupported: 'The charge point knows this action but does not support it.',
  InternalError: 'The charge point failed while it handled the request.',
  ProtocolError: 'The charge point finds the payload incomplete or not allowed at this moment.',
  SecurityError: 'The charge point refuses for reasons of security.',
  FormationViolation: 'The charge point finds the payload malformed.',
  PropertyConstraintViolation: 'The charge point finds a value out of range.',
  OccurenceConstraintViolation: 'The charge point misses a field or found one too often.',
  TypeConstraintViolation: 'The charge point found a value of the wrong type.',
  GenericError: 'The charge point gives no more precise reason.',
};

export const idTagWords = {
  title: 'Id tags',
  text: 'What the local CSMS answers to Authorize, StartTransaction and StopTransaction.',
  add: 'Add id tag',
  edit: 'Edit',
  editTag: (idTag: string) => `Edit ${idTag}`,
  remove: 'Remove',
  removeTag: (idTag: string) => `Remove ${idTag}`,
  removeTitle: (idTag: string) => `Remove ${idTag}?`,
  removeText: (answer: string) =>
    `The charge point gets the answer for unknown id tags from then on: ${answer}.`,
  none: 'The list is empty.',
  noneText: (answer: string) =>
    `Every id tag gets the answer for unknown ones, which is ${answer}. Add a tag to answer it differently.`,
  idTag: 'Id tag',
  status: 'Answer',
  expiry: 'Expires',
  never: 'never',
  expired: 'expired, answered as Expired',
  parent: 'Parent id tag',
  actions: 'Actions',
  addTitle: 'Add an id tag',
  idTagHint: 'At most 20 characters; upper and lower case count as the same.',
  parentHint: 'Tags with the same parent can stop each other’s transactions.',
  expiryLabel: (clock: string) => `Expires (${clock})`,
  local: 'local time',
  utc: 'UTC',
  save: 'Save',
  cancel: 'Cancel',
  search: 'Find an id tag',
};

export const policyWords = {
  title: 'Policy of the CSMS',
  text: 'Applies to every station that has no setting of its own, from its next message on.',
  boot: 'Answer to BootNotification',
  bootTexts: {
    Accepted: 'Accepted: normal operation',
    Pending: 'Pending: only what the CSMS asks for',
    Rejected: 'Rejected: the charge point tries again later',
  },
  interval: 'Heartbeat interval',
  intervalHint: 'Sent with the answer. With Pending and Rejected: the time until the next boot.',
  seconds: ' s',
  unknownTag: 'Answer for an unknown id tag',
  timeout: 'Timeout of calls',
  timeoutHint: 'How long the bench waits for the answer to an action it sent.',
  knownOnly: 'Known stations only',
  knownOnlyHint: 'Others are refused with 404 before the upgrade.',
};

export const stationShortcuts = {
  title: 'Stations',
  shortcuts: [
    { keys: ['Ctrl+Enter'], does: 'Send the action in the editor' },
    { keys: ['/'], does: 'Find a station' },
    { keys: ['↓', '↑'], does: 'Next or previous station in the list' },
  ],
};

export const firstContactWords = {
  title: 'It has not come yet',
  noAttempt:
    'No connection of this charge point is on record: no TCP connection named it. Check its URL, then what follows.',
  attempted: 'It tried and did not get in:',
  noNameQuery:
    'The bench’s name server was not asked for a name. Whether another one was cannot be seen from here.',
  nameQuery: (name: string, from: string, outcome: string) =>
    `${from} asked the bench’s name server for ${name}: ${outcome.replaceAll('-', ' ')},`,
  noListener: 'No listener runs: there is nothing a charge point could connect to.',
  listening: (id: string, port: number, urls: readonly string[]) =>
    `${id} listens on port ${port}${urls.length === 0 ? '' : `: ${urls.join(', ')}`}`,
  notListening: (id: string, port: number) => `${id} does not listen on port ${port}.`,
  addresses: (addresses: readonly string[]) =>
    addresses.length === 0
      ? 'This computer has no network address that others could reach.'
      : `Addresses of this computer: ${addresses.join(', ')}. The charge point has to be in a network that reaches one of them.`,
  nameless: 'Failed before it said who it is; it may be this one:',
};
