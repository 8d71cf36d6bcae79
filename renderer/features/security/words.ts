/** Sentences of the Security screen. */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { RefusedAttempt } from '../../../shared/api/csms-contract.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const securityWords = {
  title: 'Security',
  tabs: {
    profiles: 'The four profiles',
    attempts: 'Attempts',
    credentials: 'Credentials',
    policy: 'Policy',
    faults: 'Faults',
    probe: 'Probe',
  },
  attemptsCount: (value: number) => count(value, 'refused attempt', 'refused attempts'),
};

export const profilesWords = {
  intro:
    'A charge point and its Central System use one profile at a time. Raising it is done by the Central System through the configuration key SecurityProfile; the charge point never goes back to a lower one by itself.',
  aspects: {
    transport: 'On the wire',
    chargePoint: 'How the charge point proves itself',
    csms: 'How the Central System proves itself',
    needed: 'What has to be installed',
    use: 'When it is used',
    served: 'On this bench',
  },
  transport: { ws: 'ws://, readable by anybody on the way', wss: 'wss://, TLS 1.2 or higher' },
  chargePoint: {
    none: 'Not at all; the identity in the URL is believed',
    basic: 'HTTP Basic: the identity as user name, the AuthorizationKey as password',
    'client-certificate': 'With its own certificate: CN the serial number, O the operator',
  },
  csms: {
    none: 'Not at all',
    'server-certificate': 'With its certificate, whose CN is the host name',
  },
  needed: {
    0: 'Nothing.',
    1: 'The AuthorizationKey, 16 to 20 bytes, on both sides.',
    2: 'The AuthorizationKey on both sides; the root certificate in the charge point.',
    3: 'A client certificate with its key in the charge point, and the root certificate; the root of client certificates in the Central System.',
  } satisfies Record<SecurityProfile, string>,
  use: {
    0: 'First contact and bench work only. Not part of the whitepaper.',
    1: 'In networks that are protected otherwise, for example by a VPN.',
    2: 'The usual choice over the internet.',
    3: 'Where charge points must not share secrets with the Central System.',
  } satisfies Record<SecurityProfile, string>,
  serves: (ports: readonly number[]) =>
    `${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`,
  notServed: 'not served',
  stations: (value: number) => count(value, 'station bound', 'stations bound'),
};

type Adoption = NonNullable<RefusedAttempt['adopt']>;

const keyText = ({ keyBytes, keyForm }: Adoption): string =>
  keyBytes === undefined
    ? 'the key it sent'
    : `the key it sent (${count(keyBytes, 'byte', 'bytes')}${keyForm === 'hex-text' ? ', hexadecimal digits as text' : ''})`;

export const attemptsWords = {
  emptyTitle: 'No refused attempts',
  emptyText:
    'When a charge point is turned away (unknown identity, wrong password, wrong certificate, wrong profile), it is listed here with what to do about it.',
  from: (address: string) => `from ${address}`,
  noIdentity: 'no identity',
  count: (value: number) => `${value.toLocaleString('en-US')} times`,
  status: (status: number) => `HTTP ${status}`,
  frame: 'Show the frame',
  chargePoint: 'On the charge point',
  csms: 'On the Central System',
  network: 'In the network',
  facts: 'What was seen',
  adopt: 'Adopt',
  adoptOf: (station: string) => `Adopt ${station}`,
  certificate: 'Certificate it presented',
  showCertificate: 'Show the certificate',
  hideCertificate: 'Hide the certificate',
  trustIssuer: 'Trust and adopt',
  trustIssuerOf: (station: string) => `Trust the authority of ${station}`,
  trustGiven: 'Trust this authority',
  issuerTitle: 'Authority that would be trusted',
  issuerAsked: (issuer: string) => `Certificate of “${issuer}”, PEM`,
  adopted: (station: string) => `${station} is adopted; its next attempt will pass this check.`,
  /** What Adopt will do, before it is done. */
  does: (station: string, adoption: Adoption): string => {
    switch (adoption.kind) {
      case 'key':
        return `Stores ${keyText(adoption)} as the AuthorizationKey of ${station}.`;
      case 'identity':
        return adoption.keyBytes === undefined
          ? `Adds ${station} to the known stations.`
          : `Adds ${station} to the known stations, with ${keyText(adoption)} as its AuthorizationKey.`;
      case 'profile':
        return `Binds ${station} to the security profile it used this time. The profile it was bound to until now is refused from then on.`;
      case 'certificate':
        return `Stores “${adoption.commonName ?? ''}”, the common name (CN) of this certificate, as the serial number of ${station}. It is compared with BootNotification later.`;
      case 'issuer':
        return adoption.issuer === undefined
          ? `${station} sent no certificate of the authority above it. Ask whoever issued it (the operator’s or the manufacturer’s certificate authority) for that certificate and give it here, or let the charge point send its whole chain. A certificate of one charge point alone is never trusted.`
          : 'Trusts this authority for client certificates: this charge point and every other one with a certificate of it. Compare its fingerprint with whoever runs it; a charge point can send any authority it likes. It can be removed again in the tab Trust.';
      case 'factory':
        return `Lets ${station} in with this certificate of its manufacturer. Boot stays Pending until it has renewed it${adoption.commonName === undefined ? '' : `; “${adoption.commonName}” becomes its serial number`}.`;
    }
  },
};

export const credentialsWords = {
  stations: 'Stations',
  emptyTitle: 'No stations yet',
  emptyText:
    'A charge point that connects is listed by itself. You can also enter one beforehand, with its credentials.',
  add: 'Add a station',
  identity: 'Identity',
  addNow: 'Add',
  taken: 'This station exists already.',
  search: 'Search stations',
  pick: 'Pick a station to see its credentials.',
  notFound: 'No station matches.',
  more: (value: number) => `${count(value, 'more', 'more')}; search to find them.`,
  connected: 'Connected',
  offline: 'Not connected',
  bound: (profile: number) => `profile ${profile}`,
  unbound: 'any profile',
  key: 'key',
  open: 'Open station',
  profileTitle: 'Security profile',
  profileHint:
    'A bound station is refused on every other profile. The change applies to its next connection; the one it has now stays.',
  anyProfile: 'Any',
  raisedFrom: (former: number, raised: number) =>
    `Raised from profile ${former} and not yet connected on profile ${raised}: until then it may come back on profile ${former}.`,
  keyTitle: 'AuthorizationKey',
  keyNone: 'No key is stored. Profiles 1 and 2 need one.',
  keyStored: (bytes: number | undefined) =>
    bytes === undefined
      ? 'A key is stored.'
      : `A key of ${count(bytes, 'byte', 'bytes')} is stored.`,
  keyForms: {
    bytes: 'Last time it came over the wire as the bytes themselves.',
    'hex-text': 'Last time it came over the wire as hexadecimal digits.',
  },
  reveal: 'Reveal the key',
  revealHint: 'Showing a key is recorded as a frame of the capture.',
  hide: 'Hide',
  hex: 'Hexadecimal',
  text: 'Text',
  notText: 'These bytes are no readable text.',
  copyHex: 'Copy as hexadecimal digits',
  copyText: 'Copy as text',
  certificateTitle: 'Client certificate checks (profile 3)',
  serialNumber: 'Serial number',
  serialNumberHint: 'Expected in the common name (CN). Empty: learned from the first certificate.',
  save: 'Save',
  checkSerialNumber: 'CN must contain the serial number',
  checkSerialNumberHint: 'A00.FR.405. Off: any certificate of a trusted root is good enough.',
  checkOrganisation: 'O must name the operator or a trusted organisation',
  checkOrganisationHint: 'A00.FR.404. Off: certificates of other organisations pass.',
  factory: 'Let in as factory',
  factoryHint:
    'Accepts the manufacturer’s certificate; Boot stays Pending until the certificate is renewed.',
  lastCertificate: 'Certificate of the last connection',
  findings: 'Findings',
};

export const policyWords = {
  admission: 'Who may connect',
  knownOnly: 'Known stations only',
  knownOnlyHint: 'Others are answered with 404 and listed under Refused attempts.',
  acceptHexText: 'Accept the hexadecimal text of a key',
  acceptHexTextHint:
    'Some charge points send the digits of their key instead of the bytes. Accepted with a finding; off, they get 401 as from a strict CSMS.',
  organisations: 'Operator of the charge points',
  cpoName: 'CPO name',
  cpoNameHint:
    'Expected in O of client certificates (A00.FR.404), and written into those the bench issues.',
  trusted: 'Other trusted organisations',
  trustedHint: 'One each; press Enter after it. For example a manufacturer.',
  missing: 'Enter a name.',
  long: 'At most 64 characters each.',
  save: 'Save',
  saved: 'Saved.',
};
