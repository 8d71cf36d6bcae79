/** Sentences of the form of an emulated charge point. */
import type { ChargePointDraft } from './charge-point-draft.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const chargePointFormWords = {
  addTitle: 'Add an emulated charge point',
  changeTitle: (id: string) => `Change ${id}`,
  identity: 'Identity',
  identityHint: 'Appended to the URL unless it already ends in it.',
  url: 'URL of the Central System',
  urlHint: 'ws:// for profiles 0 and 1, wss:// for 2 and 3.',
  profile: 'Security profile',
  local: 'Local CSMS',
  key: 'AuthorizationKey',
  keyForms: { none: 'Unchanged or none', text: 'Text', hex: 'Hexadecimal' },
  keyText: 'Password',
  keyHex: 'Hexadecimal digits, two a byte',
  keyKept: 'It has a key; leave empty to keep it.',
  keyHint: 'A certified charge point uses 16 to 20 bytes.',
  keyLength: (bytes: number) => count(bytes, 'byte', 'bytes'),
  trust: 'Server certificate is checked against',
  trusts: {
    bench: 'The roots of this bench',
    pem: 'A root certificate of my own',
    insecure: 'Nothing (insecure)',
  },
  pem: 'Root certificate, PEM',
  pemHint: 'From -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
  insecureTitle: 'The server certificate will not be checked',
  insecureText:
    'Anybody who answers at the URL is taken for the Central System. The connection is marked as insecure everywhere.',
  create: 'Add',
  apply: 'Apply',
  cancel: 'Cancel',
  faults: {
    'identity-missing': 'Enter an identity.',
    'identity-taken': 'There is one with this identity already.',
    'url-form': 'Write ws://HOST:PORT/PATH or wss://HOST:PORT/PATH.',
    'url-profile': 'This profile goes with the other scheme.',
    'key-not-hex': 'Only the digits 0–9 and a–f, two for each byte.',
    'key-too-long': 'At most 128 bytes.',
    'pem-missing': 'Paste a certificate.',
    'text-missing': 'Enter something.',
    'text-too-long': 'Too long for its OCPP field.',
    'tls-order': 'The lowest version is above the highest.',
    'serial-not-hex': 'Serial numbers of at most 40 hexadecimal digits, one a line.',
  },
  range: (least: number, most: number) =>
    most === Number.MAX_SAFE_INTEGER
      ? `At least ${least}.`
      : `From ${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}.`,
  faulty: 'Something above is missing or wrong.',
  more: 'More: device, outlets, vehicle, certificates, firmware',
  effects: {
    nothing: 'Nothing is changed. If it is not connected, it connects.',
    'at-once': 'Takes effect at once; nothing is interrupted.',
    reconnect:
      'The connection ends and is made anew. Transactions go on; keys, certificates and waiting messages stay.',
    restart:
      'It restarts as after a power failure: a transaction that runs ends with PowerLoss. Keys, certificates, configuration, lists, waiting messages and the meter stay.',
    factory:
      'Its certificate, installed roots, configuration keys, lists, charging profiles, waiting messages and meter are lost. Its AuthorizationKey stays.',
  },
  factoryTitle: 'Another serial number is another device, fresh from the factory',
  rootsReplaced: 'Roots that were installed are replaced by these.',
  connectorsGone: 'Cables, reservations and charging profiles of the connectors that go are lost.',
  waitsForConnect: 'It then waits until Connect is pressed.',
};

export const settingsWords = {
  title: 'Settings',
  note: 'where it dials, what it is, how it proves itself',
  takeBack: 'Take back',
};

const kilowatts = (value: number | string): string =>
  typeof value === 'number' ? `${Number((value / 1000).toFixed(1))} kW` : '? kW';

export const sectionWords = {
  titles: {
    device: 'Device',
    outlets: 'Outlets and cable',
    vehicle: 'Vehicle',
    tls: 'TLS and certificates',
    updates: 'Resets, firmware and logs',
  },
  deviceSummary: ({ vendor, model, connectors }: ChargePointDraft) =>
    `${vendor} ${model}, ${connectors === '' ? '?' : count(connectors, 'connector', 'connectors')}`,
  outletSummary: ({ cable, current, outletPhases, outletPowerW }: ChargePointDraft) =>
    [
      cable === 'fixed' ? 'fixed cable' : 'socket',
      current === 'AC' ? `AC on ${count(outletPhases, 'phase', 'phases')}` : 'DC',
      kilowatts(outletPowerW),
    ].join(', '),
  vehicleSummary: ({ vehicleKind, current, ...own }: ChargePointDraft) => {
    if (vehicleKind === 'usual') {
      return current === 'AC' ? 'usual car: 60 kWh, 22.1 kW' : 'usual car: 60 kWh, 150 kW';
    }
    const { batteryKwh, vehiclePowerW, vehiclePhases } = own;
    return `${batteryKwh} kWh, ${kilowatts(vehiclePowerW)}, ${count(vehiclePhases, 'phase', 'phases')}`;
  },
  tlsSummary: ({ keyFamily, minimumTls, maximumTls }: ChargePointDraft) =>
    `TLS ${minimumTls} to ${maximumTls}, ${sectionWords.keyFamilies[keyFamily]}`,
  updateSummary: ({ failingResets, installResult }: ChargePointDraft) => {
    const resets = typeof failingResets === 'number' ? failingResets : 0;
    const update = sectionWords.installResults[installResult].toLowerCase();
    return `${resets === 0 ? 'resets work' : count(resets, 'reset fails', 'resets fail')}, ${update}`;
  },
  vendor: 'Vendor',
  model: 'Model',
  serialNumber: 'Serial number',
  serialNumberHint: 'Common name of its client certificate on profile 3; empty takes the identity.',
  firmware: 'Firmware version',
  connectors: 'Connectors',
  autoConnect: 'Connect at once',
  autoConnectHint: 'Off: wait until Connect is pressed.',
  cable: 'Cable',
  cableHint: 'A fixed one has no lock that UnlockConnector could open.',
  cables: { socket: 'Brought by the driver (socket)', fixed: 'Fixed to the charge point' },
  current: 'Current',
  currents: { AC: 'AC', DC: 'DC' },
  outletPower: 'Power of each outlet, W',
  outletPowerHint: 'The most it is built for; charging profiles go below it.',
  gridPhases: 'Phases of the grid',
  vehicle: 'What charges there',
  vehicleHint: 'A connector can have another one for now, on the Overview.',
  vehicleKinds: { usual: 'A usual car that fits the outlet', own: 'A vehicle of my own' },
  battery: 'Battery, kWh',
  vehiclePower: 'Takes at most, W',
  vehiclePowerHint: 'Less and less above 80 % charged.',
  startSoc: 'Charged when plugged in, %',
  startSocHint: 'Empty: left to chance.',
  vehiclePhases: 'Phases of its charger',
  keyFamily: 'Key family',
  keyFamilies: { both: 'RSA and ECDSA', rsa: 'RSA only', ecdsa: 'ECDSA only' },
  minimumTls: 'Lowest TLS version',
  maximumTls: 'Highest TLS version',
  lowestVersions: { '1.0': '1.0', '1.1': '1.1', '1.2': '1.2', '1.3': '1.3' },
  highestVersions: { '1.1': '1.1', '1.2': '1.2', '1.3': '1.3' },
  serverName: 'Name of the server is looked for in',
  serverNameHint: 'The strict reading takes the common name only (A00.FR.308, 412).',
  serverNameRules: {
    'common-name-or-alternative': 'Common name or alternative names',
    'common-name': 'The common name only',
  },
  recording: 'TLS handshakes are recorded',
  recordingHint:
    'In full: also ServerHello, certificates and alerts in clear; from the next handshake on.',
  recordings: { hello: 'ClientHello and what was agreed', full: 'In full' },
  wildcards: 'Takes wildcards in server certificates',
  wildcardsHint: 'AllowCentralSystemTLSWildcards',
  additionalCheck: 'New roots have to be signed by the old one',
  additionalCheckHint: 'AdditionalRootCertificateCheck',
  storeLength: 'Holds at most so many roots',
  storeLengthHint: 'CertificateStoreMaxLength',
  everyEvent: 'Sends every security event',
  everyEventHint: 'Also those that only have to be logged.',
  failingResets: 'Attempts at a reset that fail',
  failingResetsHint: 'ResetRetries says how often it is tried again.',
  installResult: 'Installing a firmware ends',
  installResults: {
    Installed: 'Installed',
    InstallationFailed: 'InstallationFailed',
    InstallVerificationFailed: 'InstallVerificationFailed',
  },
  installS: 'Installing takes, s',
  nextVersion: 'Firmware version after an update',
  nextVersionHint: 'Empty: as the name of the file says, or the next one.',
  maxBytes: 'Largest firmware file, bytes',
  whileDownloading: 'A second signed update meanwhile',
  whileDownloadingAnswers: {
    AcceptedCanceled: 'AcceptedCanceled: the first is cancelled',
    Rejected: 'Rejected',
  },
  uploadMethod: 'Uploads over HTTP with',
  uploadMethods: { any: 'PUT, else POST', PUT: 'PUT only', POST: 'POST only' },
  revoked: 'Revoked signing certificates',
  revokedHint: 'Their serial numbers, hexadecimal, one a line.',
  refuseUnsigned: 'Refuses unsigned firmware',
  refuseUnsignedHint: 'UpdateFirmware is answered with NotSupported (L01.FR.20).',
  tellsReboot: 'Tells InstallRebooting',
  tellsRebootHint: 'Before it restarts with the new firmware.',
  pausesDownload: 'Pauses signed downloads',
  pausesDownloadHint: 'Tells DownloadPaused, and Downloading again.',
  skipsInstalling: 'Leaves out Installing',
  skipsInstallingHint: 'Its boot loader speaks no OCPP (L01.FR.22).',
};
