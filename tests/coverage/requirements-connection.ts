/** A00 of the security whitepaper: security profiles, TLS, certificates. Numbers and words of our own. */
import type { RequirementRow } from './requirement-row.ts';

const general: readonly RequirementRow[] = [
  ['A00.FR.001', 'both', 'One security profile is in use at a time'],
  ['A00.FR.002', 'CSMS', 'A connection on another profile than the agreed one is refused'],
  [
    'A00.FR.003',
    'charge point',
    'Leaves when the other side is on another profile',
    'The transport and the credentials are the profile: a charge point that dials its own has nothing left to compare',
  ],
  ['A00.FR.004', 'people', 'The profile is set before OCPP is used', 'A step of the installation'],
  ['A00.FR.005', 'both', 'OCPP never lowers the profile'],
  ['A00.FR.006', 'CSMS', 'Profiles may have addresses or ports of their own'],
];

const basicAuthentication: readonly RequirementRow[] = [
  ['A00.FR.201', 'people', 'Profile 1 belongs in trusted networks', 'A choice of the operator'],
  ['A00.FR.202', 'charge point', 'Profile 1 authenticates by HTTP Basic'],
  ['A00.FR.203', 'charge point', 'User name and password come with every connection request'],
  ['A00.FR.204', 'both', 'The user name is the identity in the URL'],
  ['A00.FR.205', 'both', 'The password is the AuthorizationKey: 16 to 20 bytes, written as hex'],
  [
    'A00.FR.206',
    'people',
    'Basic without TLS wants a connection secured otherwise',
    'The network is secured outside of OCPP',
  ],
  ['A00.FR.301', 'charge point', 'Profile 2 authenticates by HTTP Basic'],
  ['A00.FR.302', 'charge point', 'User name and password come with every connection request'],
  ['A00.FR.303', 'both', 'The user name is the identity in the URL'],
  ['A00.FR.304', 'both', 'The password is the AuthorizationKey: 16 to 20 bytes, written as hex'],
];

/** The same requirements twice, once for profile 2 and once for profile 3. */
function transport(
  numbers: readonly [profile2: string, profile3: string],
  binds: RequirementRow[1],
  subject: string,
  unseen?: string,
): RequirementRow[] {
  return numbers.map((number) =>
    unseen === undefined
      ? ([`A00.FR.${number}`, binds, subject] as const)
      : ([`A00.FR.${number}`, binds, subject, unseen] as const),
  );
}

const tls: readonly RequirementRow[] = [
  ...transport(['305', '409'], 'CSMS', 'Is the TLS server'),
  ...transport(['306', '410'], 'CSMS', 'Shows its server certificate'),
  ...transport(['307', '411'], 'charge point', 'Verifies the path of the server certificate'),
  ...transport(['308', '412'], 'charge point', 'Compares the CN with the host name it dialled'),
  ...transport(
    ['309', '413'],
    'charge point',
    'Raises InvalidCentralSystemCertificate for a bad one',
  ),
  ...transport(['310', '414'], 'charge point', 'Ends that connection'),
  ...transport(['311', '415'], 'both', 'The channel is TLS'),
  ...transport(['312', '416'], 'both', 'TLS 1.2 or newer; older only for old charge points'),
  ...transport(['313', '417'], 'both', 'Both sides check the version'),
  ...transport(['314', '418'], 'CSMS', 'Ends a connection with too old a version'),
  ...transport(
    ['315', '419'],
    'charge point',
    'Raises InvalidTLSVersion and ends the connection when the server is too old',
  ),
  ...transport(
    ['316', '420'],
    'both',
    'TLS is used as its standard defines it',
    'The TLS library is OpenSSL, used as it is',
  ),
  ...transport(['317', '421'], 'CSMS', 'Offers the four cipher suites'),
  ...transport(['318', '422'], 'charge point', 'Offers the two ECDSA or the two RSA suites'),
  ...transport(['319', '423'], 'both', 'No suite that is unfit even for legacy use'),
  ...transport(['320', '424'], 'both', 'No TLS compression'),
  ...transport(['321', '425'], 'CSMS', 'Ends a connection with unfit suites only'),
  ...transport(
    ['322', '426'],
    'charge point',
    'Raises InvalidTLSCipherSuite and ends a connection with unfit suites only',
  ),
  ['A00.FR.323', 'CSMS', 'Logs what it ended for security'],
  ...transport(['324', '428'], 'CSMS', 'TLS_RSA_WITH_AES_128_CBC_SHA for TLS 1.0 and 1.1 only'),
];

const clientCertificates: readonly RequirementRow[] = [
  ['A00.FR.401', 'charge point', 'Profile 3 authenticates by the charge point certificate'],
  ['A00.FR.402', 'charge point', 'That certificate is the TLS client certificate'],
  ['A00.FR.403', 'CSMS', 'Verifies the path of the client certificate'],
  ['A00.FR.404', 'CSMS', 'O holds the name of the operator or of one it trusts'],
  ['A00.FR.405', 'CSMS', 'CN holds the serial number of this charge point'],
  ['A00.FR.406', 'CSMS', 'A certificate of the factory is renewed first'],
  ['A00.FR.407', 'CSMS', 'Ends a connection without a valid certificate'],
  ['A00.FR.408', 'CSMS', 'Logs it'],
  ['A00.FR.427', 'people', 'Every charge point has a certificate of its own'],
  ['A00.FR.429', 'people', 'Every charge point has a serial number of its own'],
];

const certificates: readonly RequirementRow[] = [
  ['A00.FR.501', 'both', 'Keys as strong as 112 bits'],
  ['A00.FR.502', 'both', 'RSA and DSA keys of 2048 bits or more'],
  ['A00.FR.503', 'both', 'Elliptic curves of 224 bits or more'],
  [
    'A00.FR.504',
    'both',
    'Only algorithms that are recommended for the future',
    'The list is not part of the whitepaper; what TLS and the certificates use is 317, 505 and 506',
  ],
  ['A00.FR.505', 'CSMS', 'Certificates are signed with RSA-PSS or ECDSA'],
  ['A00.FR.506', 'both', 'Hashes are SHA-256'],
  ['A00.FR.507', 'both', 'Certificates travel as PEM'],
  ['A00.FR.508', 'both', 'Every certificate has a serial number'],
  ['A00.FR.509', 'both', 'O names the owner'],
  ['A00.FR.510', 'CSMS', 'CN of the server certificate is its host name'],
  ['A00.FR.511', 'charge point', 'CN of the client certificate is its serial number'],
  ['A00.FR.512', 'both', 'KeyUsage limits what a certificate is for'],
  ['A00.FR.601', 'people', 'The operator may be the authority itself'],
  [
    'A00.FR.602',
    'people',
    'Keys of the roots are well protected',
    'Kept on the disk, never on the wire',
  ],
  ['A00.FR.603', 'people', 'A third party signs for the manufacturer', 'A matter of contracts'],
];

const revocation: readonly RequirementRow[] = [
  ['A00.FR.701', 'CSMS', 'Server certificates live for less than a day'],
  [
    'A00.FR.702',
    'CSMS',
    'Asks online whether a client certificate still holds',
    'The bench is the authority of its charge points: what it has issued it knows',
  ],
  ['A00.FR.703', 'people', 'The authority is a server of its own', 'A matter of the installation'],
  ['A00.FR.704', 'CSMS', 'Asks the authority whether a certificate is valid'],
  ['A00.FR.706', 'CSMS', 'Checks certificate and signature of a firmware before it sends them'],
];

const factory: readonly RequirementRow[] = [
  [
    'A00.FR.801',
    'people',
    'The factory gives each charge point credentials',
    'Done in the factory',
  ],
  ['A00.FR.802', 'people', 'They are random', 'Done in the factory'],
  ['A00.FR.803', 'people', 'They reach the operator safely', 'Done outside of OCPP'],
  ['A00.FR.804', 'people', 'The manufacturer may sign them'],
  ['A00.FR.805', 'CSMS', 'They are replaced at once'],
  ['A00.FR.806', 'CSMS', 'Until then the charge point may be kept Pending'],
];

export const connectionRequirements: readonly RequirementRow[] = [
  ...general,
  ...basicAuthentication,
  ...[...tls, ...clientCertificates].toSorted(([left], [right]) => left.localeCompare(right)),
  ...certificates,
  ...revocation,
  ...factory,
];
