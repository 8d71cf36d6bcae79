/** The words for lines about an endpoint. Knows ids, findings and parameters only. */
import { certificateRules } from '../certificate-words.ts';
import type { SuiteDrawer } from './probe-facts.ts';
import type { ProbeLine } from './probe-line.ts';
import { failureTitle, type LineWords, text } from './probe-words-shape.ts';

const drawerNames: Record<SuiteDrawer, string> = {
  null: 'Suites without encryption (NULL)',
  anonymous: 'Suites without a certificate (anonymous)',
  export: 'Export suites',
  rc4: 'RC4 suites',
  des: 'DES, 3DES and IDEA suites',
  'cbc-rsa': 'Static RSA suites with CBC',
  'cbc-ecdhe': 'ECDHE suites with CBC',
  dhe: 'Suites with DHE',
};

const isDrawer = (name: string): name is SuiteDrawer => Object.hasOwn(drawerNames, name);

const drawerName = ({ variant = '' }: ProbeLine): string =>
  isDrawer(variant) ? drawerNames[variant] : variant;

const familyNames: Readonly<Record<string, string>> = {
  rsa: 'RSA certificate',
  ecdsa: 'ECDSA certificate',
  other: 'certificate of another kind',
};

const family = ({ variant = '' }: ProbeLine): string => familyNames[variant] ?? variant;

const chainFindings: Readonly<Record<string, (line: ProbeLine) => string>> = {
  ok: (line) => `${text(line, 'certificates')} sent; they lead to a trusted root.`,
  'no-roots': () => 'Not checked: no root to trust was given.',
  unreadable: () => 'A certificate in it cannot be read.',
  'self-signed': () => 'The certificate is self-signed and not trusted.',
  'unknown-authority': (line) =>
    `It leads to no trusted root; the last issuer is “${text(line, 'issuer')}”.`,
  'missing-intermediate': (line) =>
    `An intermediate certificate is not sent: “${text(line, 'issuer')}”.`,
  'bad-signature': () => 'A signature in it is wrong.',
  expired: () => 'A certificate in it has expired.',
  'not-yet-valid': () => 'A certificate in it is not valid yet.',
  'wrong-purpose': () => 'A certificate in it may not be used for this.',
  'unsupported-extension': () => 'A certificate in it has a critical extension nobody knows.',
  revoked: () => 'A certificate in it is revoked.',
  'revocation-unknown': () => 'Whether it is revoked could not be found out.',
  'no-certificate': () => 'No certificate was sent.',
};

const certificateTitles: Readonly<Record<string, string>> = {
  'server-name': 'Common name and host name',
  'validity-period': 'Validity',
  'key-strength': 'Key strength',
  'signature-algorithm': 'Signature of the authority',
  'signature-hash': 'Hash of the signature',
  'serial-number-present': 'Serial number',
  'organisation-present': 'Organisation (O)',
  'key-usage-present': 'Key usage',
  'no-alternative-dns-name': 'Alternative names',
};

const certificateWanted: Readonly<Record<string, string>> = {
  'server-name': 'The CN is the host name that is dialled',
  'validity-period': 'Valid now',
  'key-strength': 'RSA of 2048 bits, or a curve of 224 bits, at least',
  'signature-algorithm': 'RSA-PSS or ECDSA preferred',
  'signature-hash': 'SHA-256',
  'serial-number-present': 'A serial number',
  'organisation-present': 'The owner as O',
  'key-usage-present': 'Restricted, with digitalSignature',
  'no-alternative-dns-name': 'The name in the CN; alternatives only for several ways in',
};

/** The rules of a certificate have words of their own; these are what stands around them. */
const certificateLines: Readonly<Record<string, LineWords>> = Object.fromEntries(
  certificateRules.map((rule): [string, LineWords] => [
    `certificate-${rule}`,
    {
      line: (line) => `${certificateTitles[rule] ?? rule}, ${family(line)}`,
      wanted: certificateWanted[rule] ?? '',
      why: '',
      change: '',
    },
  ]),
);

export const endpointWords: Readonly<Record<string, LineWords>> = {
  reached: {
    line: () => 'Name and TCP',
    wanted: 'A TCP connection',
    found: {
      connected: (line) =>
        `Connected to ${text(line, 'address')} in ${text(line, 'connectMs')} ms.`,
    },
    why: 'Without it nothing else can be found out.',
    change: 'Check host and port, that the Central System runs, and the firewalls in between.',
  },
  'tls-on-port': {
    line: () => 'TLS on this port',
    wanted: ({ weight }) => (weight === 'must' ? 'TLS' : 'Either'),
    found: { 'speaks-tls': () => 'The port speaks TLS.' },
    why: 'Profiles 2 and 3 are TLS from the first byte.',
    change: 'Check the port, and that TLS is switched on there.',
  },
  'plain-on-port': {
    line: () => 'Plain HTTP on this port',
    wanted: ({ weight }) => (weight === 'must' ? 'An HTTP answer' : 'No OCPP without TLS'),
    found: {
      answered: (line) => `Answered with HTTP ${text(line, 'status')}.`,
      ended: () => 'Closed without an HTTP answer.',
      'tls-refused': () => 'Closed without an HTTP answer.',
    },
    why: 'Where the same port takes OCPP without TLS, a charge point may end up there by a wrong URL.',
    change: 'Bind every station to its profile, or keep plain connections on another port.',
  },
  'old-version': {
    line: ({ variant = '' }) => variant,
    wanted: 'Refused',
    found: {
      'legacy-only': () =>
        'Accepted with TLS_RSA_WITH_AES_128_CBC_SHA alone: the legacy exception.',
    },
    why: 'TLS 1.0 and 1.1 have known weaknesses. They are allowed for legacy charge points only, with one suite.',
    change:
      'Set the lowest version to TLS 1.2 on the Central System or on what ends TLS before it.',
  },
  'tls-1.2': {
    line: () => 'TLS 1.2',
    wanted: 'Accepted',
    found: { older: (line) => `Answered with ${text(line, 'version')}, nothing newer.` },
    why: 'It is the version every charge point has; the four suites belong to it.',
    change: 'Allow TLS 1.2 with the suites of the whitepaper.',
  },
  'tls-1.3': {
    line: () => 'TLS 1.3',
    wanted: 'As you like',
    why: '',
    change: '',
  },
  'suite-offered': {
    line: ({ variant = '' }) => variant,
    wanted: (line) =>
      `Accepted, with an ${text(line, 'family') === 'rsa' ? 'RSA' : 'ECDSA'} certificate`,
    found: { accepted: (line) => `Accepted (${text(line, 'version')}).` },
    why: 'A charge point needs only one pair of the four. One with the other pair cannot connect.',
    change:
      'Switch the suite on, and give the port two certificates: one with an RSA and one with an ECDSA key.',
  },
  'suites-unfit': {
    line: drawerName,
    wanted: 'Refused',
    why: 'They can be read or forged, and are not allowed even for legacy charge points.',
    change: 'Take them out of the list of suites.',
  },
  'suites-dated': {
    line: drawerName,
    wanted: 'Refused, better',
    why: 'No charge point of the whitepaper needs them, and each is one more thing to attack.',
    change: 'Take them out unless a charge point in the field needs one.',
  },
  compression: {
    line: () => 'TLS compression',
    wanted: 'Never used',
    found: {
      used: () => 'Used when offered.',
      'not-used': () => 'Offered, and not used.',
    },
    why: 'Compression gives away what is encrypted (CRIME).',
    change: 'Switch it off.',
  },
  renegotiation: {
    line: () => 'Secure renegotiation',
    wanted: 'Known to the server',
    found: {
      known: () => 'The server says so.',
      unknown: () => 'The server does not answer the extension.',
    },
    why: 'Without it somebody in the middle can put words before those of the charge point.',
    change: 'Bring the TLS library up to date.',
  },
  'chain-trusted': {
    line: (line) => `Chain of the ${family(line)}`,
    wanted: 'Leads to a root that the charge points have',
    found: chainFindings,
    why: 'A charge point ends the connection when it cannot verify the chain.',
    change:
      'Send the intermediate certificates along, or install the right root in the charge points. To check it here, give that root.',
  },
  'chain-order': {
    line: (line) => `Order of the chain, ${family(line)}`,
    wanted: 'Leaf first, each certified by the next',
    found: {
      right: (line) => `Right (${text(line, 'certificates')} sent).`,
      wrong: () => 'The certificates are not in order.',
      unrelated: () => 'Certificates that do not belong to the chain are sent along.',
    },
    why: 'Small TLS stacks read the chain as it comes and give up at the first gap.',
    change: 'Put the file in order: leaf, intermediates from below, no root needed.',
  },
  'chain-root': {
    line: (line) => `Root in the chain, ${family(line)}`,
    wanted: 'As you like',
    found: { included: () => 'Sent along.', 'left-out': () => 'Left out.' },
    why: '',
    change: '',
  },
  ...certificateLines,
  'client-certificate-requested': {
    line: () => 'Client certificate asked for',
    wanted: 'Asked for in the handshake',
    found: {
      requested: (line) =>
        text(line, 'authorities') === ''
          ? 'Asked for; no authorities named.'
          : `Asked for, of: ${text(line, 'authorities')}.`,
      'not-requested': () => 'Not asked for.',
    },
    why: 'A charge point shows its certificate only to who asks for it.',
    change: 'Let the server request client certificates of the operator’s authority.',
  },
  'client-certificate-optional': {
    line: () => 'A connection without client certificate',
    wanted: 'Possible in the handshake',
    found: {
      demanded: () => 'The handshake ends without one.',
      optional: () => 'The handshake works without one.',
    },
    why: 'A charge point on profile 2 has no certificate to show.',
    change:
      'Request client certificates instead of requiring them, or use another port for profile 3.',
  },
  'without-certificate': {
    line: () => 'Without client certificate and password',
    wanted: 'Not let in',
    why: 'On profile 3 the certificate is the only proof of who connects.',
    change: 'Refuse it: in the handshake, or with 401.',
  },
  'certificate-accepted': {
    line: () => 'With the client certificate given',
    wanted: 'Let in',
    why: 'A charge point on profile 3 has nothing else.',
    change:
      'Check that its authority is trusted there, that CN and O are those on record, and that it is in date. To check it here, give identity, certificate and key.',
  },
  'basic-demanded': {
    line: () => 'Without a password',
    wanted: '401',
    found: {
      'identity-unknown': (line) =>
        `HTTP ${text(line, 'status')}: the made-up identity is unknown, which says nothing of passwords.`,
    },
    why: 'Whoever knows an identity could act as that charge point.',
    change:
      'Check the Authorization header before the upgrade. To check it here, give an identity.',
  },
  'basic-challenge': {
    line: () => 'WWW-Authenticate: Basic with the 401',
    wanted: 'Present',
    found: {
      present: () => 'Present.',
      missing: () => 'Missing.',
      'no-401': () => 'There was no 401 to look at.',
    },
    why: 'Some clients send their password only after being asked for it in this way.',
    change: 'Send WWW-Authenticate: Basic realm="…" with every 401.',
  },
  'wrong-password': {
    line: () => 'With a wrong password',
    wanted: '401',
    why: 'Then the password is not checked at all.',
    change: 'Compare the password with that on record, by its bytes.',
  },
  'right-password': {
    line: () => 'With the password given',
    wanted: 'Let in',
    why: 'A charge point with this key cannot connect.',
    change:
      'Check the key on both sides; it is compared as bytes, not as hexadecimal text. To check it here, give identity and password.',
  },
  'unknown-identity': {
    line: () => 'An identity that does not exist',
    wanted: '404',
    found: { 'not-found': () => 'Refused with HTTP 404.' },
    why: 'A charge point with a wrong identity waits longer before it tries again when it gets 404.',
    change: 'Answer 404 for an identity that is not on record.',
  },
  'subprotocol-chosen': {
    line: () => 'Sub-protocol ocpp1.6',
    wanted: 'Chosen',
    found: {
      chosen: () => 'Chosen.',
      'not-chosen': (line) => `Not chosen (${text(line, 'subprotocol') || 'none'}).`,
    },
    why: 'A charge point ends a connection on which its sub-protocol was not chosen.',
    change: 'Answer with Sec-WebSocket-Protocol: ocpp1.6.',
  },
  'subprotocol-none': {
    line: () => 'No sub-protocol offered',
    wanted: 'Refused, or let in without one',
    found: {
      'switched-bare': () => 'Let in without one.',
      'switched-with': (line) => `Let in with ${text(line, 'subprotocol')}, which was not offered.`,
    },
    why: 'A server may only choose what was offered.',
    change: 'Answer 400, or leave the header out.',
  },
  'subprotocol-unknown': {
    line: () => 'An unknown sub-protocol',
    wanted: 'Refused with 4xx',
    found: {
      'switched-bare': () => 'Let in without one, as OCPP-J says; the test case wants a refusal.',
      'switched-with': (line) => `Let in with ${text(line, 'subprotocol')}, which was not offered.`,
    },
    why: 'The certification test wants the upgrade refused; OCPP-J completes and then closes it.',
    change: 'Refuse the upgrade with 400 when nothing offered is supported.',
  },
  'subprotocol-2.0.1': {
    line: () => 'Sub-protocol ocpp2.0.1',
    wanted: 'As you like',
    found: {
      chosen: () => 'Let in.',
      answered: (line) => `Refused with HTTP ${text(line, 'status')}.`,
      ended: (line) => `Refused: ${failureTitle(text(line, 'reason'))}.`,
    },
    why: '',
    change: '',
  },
};
