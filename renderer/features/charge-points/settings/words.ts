/** Sentences of the form of an emulated charge point. */

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
  connectors: 'Connectors',
  vendor: 'Vendor',
  model: 'Model',
  serialNumber: 'Serial number',
  serialNumberHint: 'Common name of its client certificate on profile 3; empty takes the identity.',
  firmware: 'Firmware version',
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
  device: 'Device',
  keyFamily: 'Key family',
  keyFamilies: { both: 'RSA and ECDSA', rsa: 'RSA only', ecdsa: 'ECDSA only' },
  minimumTls: 'Lowest TLS version',
  maximumTls: 'Highest TLS version',
  autoConnect: 'Connect at once',
  autoConnectHint: 'Off: wait until Connect is pressed.',
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
    'number-range': 'From 1 to 64.',
    'tls-order': 'The lowest version is above the highest.',
  },
};

export const settingsWords = {
  title: 'Settings',
  note: 'where it dials, what it is, how it proves itself',
  factoryTitle: 'Applying makes it anew',
  factoryText:
    'It connects again as fresh from the factory: configuration keys, lists, charging profiles, waiting messages and the meter are forgotten. Its identity stays.',
  takeBack: 'Take back',
};
