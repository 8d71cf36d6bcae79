/** Sentences of the tab Requests; what a demand, a state or a step means is in shared/security. */
import type { SigningPolicy } from '../../../../shared/api/signing-requests-contract.ts';

export const requestWords = {
  list: 'Signing requests',
  emptyTitle: 'No charge point has asked for a certificate yet',
  emptyText:
    'A charge point asks with SignCertificate: by itself, or when it is told to. Start the guided operation “Renew the charge point certificate” at a station, or send ExtendedTriggerMessage with SignChargePointCertificate.',
  toStations: 'Go to the stations',
  choose: 'Choose a request.',
  gone: 'This request is no longer kept.',
  waiting: (count: number) => `${count.toLocaleString('en-US')} waiting for you`,
  more: (count: number) =>
    `${count.toLocaleString('en-US')} older ones are kept and not shown; the API has them.`,
  unreadable: 'cannot be read',
  errors: (count: number) => (count === 1 ? '1 error' : `${count} errors`),
  warnings: (count: number) => (count === 1 ? '1 remark' : `${count} remarks`),
  since: (text: string) => `${text} since it arrived`,
  title: (station: string) => `Request of ${station}`,
  away: 'not connected',
  here: 'connected',
  remedies: 'What can be done',
  sides: { 'charge-point': 'Charge point', csms: 'Here' },
  course: 'What happened',
  frame: (seq: number) => `Frame ${seq}`,
  rules: 'Demands on the request',
  content: 'What it asks for',
  asItCame: 'As it came',
  copy: 'Copy the request',
  certificate: 'The certificate for it',
  chain: (certificates: number, characters: number, most: number) =>
    `${certificates === 1 ? '1 certificate' : `${certificates} certificates`}, ${characters.toLocaleString('en-US')} of ${most.toLocaleString('en-US')} characters`,
  limitOfStation: 'as the station says in CertificateSignedMaxChainSize',
  facts: {
    subject: 'Subject',
    key: 'Key',
    signature: 'Signature',
    attributes: 'Attributes',
    extensions: 'Extensions',
    names: 'Alternative names',
    usage: 'Key usage',
    size: 'Size',
    fingerprint: 'SHA-256 of the key',
  },
  none: 'none',
  notAsked: 'not asked for',
  critical: 'critical',
  sizeText: (characters: number, bytes: number) =>
    `${characters.toLocaleString('en-US')} characters, ${bytes.toLocaleString('en-US')} bytes`,
};

export const requestActionWords = {
  group: 'What to do with this request',
  sign: 'Sign',
  signAgain: 'Sign again',
  import: 'Signed elsewhere',
  save: 'Save the request',
  saved: (file: string) => `Saved ${file}`,
  send: 'Send',
  sendAgain: 'Send again',
  refuse: 'Refuse',
  delete: 'Delete',
  refuseTitle: 'Refuse this request?',
  refuseText:
    'The charge point was told Accepted and OCPP has no message to take that back: it waits until it gives up. A request that is refused can still be signed later.',
  deleteTitle: 'Delete this request?',
  deleteText: 'Its frames stay in the record, the certificate stays on the desk.',
};

export const signWords = {
  title: (station: string) => `Certificate for ${station}`,
  organisation: 'Organisation (O)',
  organisationHint: (asked: string) => `The request has ${asked === '' ? 'none' : `“${asked}”`}.`,
  commonName: 'Common name (CN)',
  issuer: 'Signed by',
  issuerByPolicy: 'As the policy says',
  notBefore: 'Valid from',
  notAfter: 'Valid until',
  timeHint: 'UTC, for example 2026-11-22T12:00:00Z; empty: as the policy says.',
  alternativeNames: 'Alternative names',
  alternativeNamesHint: 'dns:name, ip:address, uri:… or email:…; usually none.',
  alternativeNameBad: (name: string) => `“${name}” does not begin with dns:, ip:, uri: or email:.`,
  keyUsage: 'Key usage',
  extendedKeyUsage: 'Purposes',
  extendedKeyUsageHint: 'Names such as clientAuth, or OIDs.',
  rsaSignature: 'Signature of an RSA authority',
  hash: 'Hash',
  more: 'Contents and signature',
  delivery: 'How it is sent',
  preview: 'Preview',
  previewText: 'This would go out. Nothing is kept until it is signed.',
  previewFailed: 'There is no preview',
  evenTooLong: 'Send it although it is too long',
  sign: 'Sign and send',
  signOnly: 'Sign only',
  signed: 'Signed.',
};

export const importWords = {
  title: (station: string) => `Certificate for ${station}, signed elsewhere`,
  text: 'Save the request, have it signed, and give the certificate back with its sub-authorities, in any order. It is checked that it fits the key.',
  pem: 'Certificate and chain (PEM)',
  send: 'Import and send',
  only: 'Import only',
};

export const deliveryWords = {
  withRoot: 'With the root',
  withRootHint: 'The charge point has it already; some ask for it all the same.',
  crlf: 'CR LF line ends',
  crlfHint: 'For testing. LF is right, and CR upsets some charge points.',
};

export const policyWords = {
  label: 'How requests are decided',
  change: 'Change',
  title: 'How requests are decided',
  titleStation: (station: string) => `How requests of ${station} are decided`,
  modes: {
    automatic: 'Signed when all that matters holds',
    always: 'Always signed',
    'by-hand': 'By hand',
  } satisfies Record<SigningPolicy['mode'], string>,
  modeHints: {
    automatic:
      'Answered Rejected when it cannot be read, has a bad signature, a weak key, or is too long.',
    always: 'Whatever has a key is signed, also what is faulty.',
    'by-hand': 'Answered Accepted; the certificate goes out when you have signed it.',
  } satisfies Record<SigningPolicy['mode'], string>,
  mode: 'Decision',
  subject: 'Other names in the request',
  subjects: {
    replace: 'Put ours in',
    match: 'Refuse the request',
  } satisfies Record<SigningPolicy['subject'], string>,
  issuer: 'Signed by',
  byKey: 'The root of the key’s kind',
  rsaSignature: 'Signature of an RSA authority',
  rsaSignatures: { pkcs1: 'PKCS#1 v1.5', pss: 'RSA-PSS' },
  hash: 'Hash',
  hashes: { 'sha-1': 'SHA-1', 'sha-256': 'SHA-256', 'sha-384': 'SHA-384', 'sha-512': 'SHA-512' },
  days: 'Days of validity',
  save: 'Save',
  asForAll: 'As for all stations',
  ownStation: 'has rules of its own',
  stationRules: 'Rules for this station',
};
