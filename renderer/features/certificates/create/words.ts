/** Sentences of the dialogs that make certificates. */
import type {
  KeyType,
  RsaSignature,
  SignatureHash,
} from '../../../../shared/security/key-types.ts';

export const keyTypeWords: Readonly<Record<KeyType, string>> = {
  'rsa-1024': 'RSA 1024 (too weak, to be refused)',
  'rsa-2048': 'RSA 2048',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  'p-192': 'EC P-192 (too weak, to be refused)',
  'p-224': 'EC P-224',
  'p-256': 'EC P-256',
  'p-384': 'EC P-384',
  'p-521': 'EC P-521',
  'brainpool-p256r1': 'EC brainpoolP256r1',
  'brainpool-p384r1': 'EC brainpoolP384r1',
  'brainpool-p512r1': 'EC brainpoolP512r1',
  ed25519: 'Ed25519',
};

export const rsaSignatureWords: Readonly<Record<RsaSignature, string>> = {
  pkcs1: 'PKCS#1 v1.5: every charger takes it',
  pss: 'PSS: what the whitepaper prefers',
};

export const hashWords: Readonly<Record<SignatureHash, string>> = {
  'sha-1': 'SHA-1 (forgeable, to be refused)',
  'sha-256': 'SHA-256',
  'sha-384': 'SHA-384',
  'sha-512': 'SHA-512',
};

export const validityWords = {
  label: 'Valid for',
  choices: {
    usual: 'as usual',
    '23-hours': '23 h',
    '1-day': '1 day',
    '90-days': '90 days',
    '1-year': '1 year',
    '20-years': '20 years',
    other: 'another time',
  },
  usualLeaf: 'as usual: 1 year',
  usualAuthority: 'as usual: 20 years',
  amount: 'How many',
  unit: 'Unit',
  units: { minutes: 'minutes', hours: 'hours', days: 'days' },
  begins: 'Valid from',
  beginnings: {
    usual: 'as usual',
    1970: '1 January 1970, for chargers without a clock',
    other: 'another time',
  },
  beginsAt: 'Begins at',
  beginsAtHint: 'In the time of this computer.',
};

export const createWords = {
  title: 'Create a certificate',
  role: 'What it is for',
  roles: {
    server: 'Server',
    client: 'Client',
    'sub-authority': 'Sub-authority',
    root: 'Root',
    'firmware-signing': 'Firmware signing',
  },
  roleHints: {
    server: 'A Central System shows it. Name it as chargers dial it.',
    client: 'A charge point shows it on profile 3. Its common name is the serial number.',
    'sub-authority': 'Issues further certificates below its authority.',
    root: 'Stands at the top and is signed by itself. Chargers have to be given it before they trust it.',
    'firmware-signing': 'The manufacturer signs firmware with it.',
  },
  issuer: 'Issued by',
  issuerNone: 'No authority with its key is on the desk. Create a root first.',
  commonName: {
    server: 'Host name (CN)',
    client: 'Serial number (CN)',
    'sub-authority': 'Name (CN)',
    root: 'Name (CN)',
    'firmware-signing': 'Name (CN)',
  },
  commonNameHints: {
    server: 'As in the URL of the charger, without port and path.',
    client: 'As BootNotification says it in chargePointSerialNumber.',
    'sub-authority': '',
    root: '',
    'firmware-signing': '',
  },
  organisation: 'Organisation (O)',
  organisationHint: 'Empty: the CPO name of the bench, or the manufacturer’s.',
  keyType: 'Key',
  station: 'Charge point',
  stationHint: 'Identity of the station it is for, if it is known.',
  more: 'More',
  moreChanged: (value: number) => `More (${value} changed)`,
  name: 'Name on the desk',
  nameHint: 'Shown instead of the common name.',
  hierarchy: 'Hierarchy',
  hierarchies: { operator: 'Operator (CPO)', manufacturer: 'Manufacturer' },
  alternativeNames: 'Alternative names',
  alternativeNamesHint:
    'One each; press Enter after it. Addresses, URLs and mail addresses are recognised. As soon as there are any, general TLS software no longer looks at the common name.',
  pathLength: 'Authorities below it',
  pathLengthHint: 'Empty: any number. 0: it issues no further authorities.',
  rsaSignature: 'Signature of an RSA authority',
  hash: 'Hash',
  urls: 'Where its issuer’s revocation list can be had',
  urlsHint: 'One each; press Enter after it.',
  create: 'Create',
  cancel: 'Cancel',
  created: (name: string) => `${name} was created.`,
  faults: {
    'name-missing': 'Enter a name.',
    'name-long': 'At most 200 characters.',
    'issuer-missing': 'Choose the authority that issues it.',
    'amount-invalid': 'Enter a whole number above 0.',
    'time-invalid': 'Enter a date and a time.',
    'path-length-invalid': 'From 0 to 20, or empty.',
    'url-invalid': 'Enter addresses that begin with http:// or https://.',
  },
};

export const batchWords = {
  title: 'Client certificates in bulk',
  intro: 'One certificate with a key of its own for each serial number.',
  source: 'Serial numbers',
  sources: { series: 'A series', list: 'A list' },
  prefix: 'They begin with',
  first: 'First number',
  count: 'How many',
  digits: 'Digits',
  list: 'Serial numbers',
  listHint: 'One on each line. After a comma the identity of the station, where it is another.',
  preview: (first: string, last: string, count: number) =>
    count === 1 ? first : `${first} to ${last}: ${count.toLocaleString('en-US')}`,
  create: (count: number) =>
    count === 1 ? 'Create 1 certificate' : `Create ${count.toLocaleString('en-US')} certificates`,
  created: (count: number) => `${count.toLocaleString('en-US')} certificates were created.`,
  faults: {
    'none-given': 'Enter at least one serial number.',
    'too-many': 'At most 10,000 at once.',
    'given-twice': 'A serial number stands there twice; every charge point has its own.',
    'too-long': 'A serial number has at most 200 characters.',
  },
};
