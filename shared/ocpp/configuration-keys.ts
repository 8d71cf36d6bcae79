/**
 * The standard configuration keys of OCPP 1.6: core, feature profiles, errata and the security whitepaper.
 * Meanings are in our own words. Knows nothing of any station's values.
 */
import type { FeatureProfile16 } from './actions.ts';
import {
  type ConfigurationKeyAccess,
  type ConfigurationKeyRow,
  type ConfigurationKeyType,
  type ConfigurationKeyUnit,
  coreKeyRows,
} from './configuration-keys-core.ts';

export type { ConfigurationKeyAccess, ConfigurationKeyType };

/** One standard key. */
export interface ConfigurationKey {
  name: string;
  type: ConfigurationKeyType;
  access: ConfigurationKeyAccess;
  /** Required of every charge point that supports the feature profile. */
  required: boolean;
  featureProfile: FeatureProfile16;
  /** Unit of the value, where it has one. */
  unit?: ConfigurationKeyUnit;
  /** Clause, for example `OCPP 1.6 §9.1.10`. */
  clause: string;
  meaning: string;
}

const localListRows: readonly ConfigurationKeyRow[] = [
  ['LocalAuthListEnabled', 'boolean', 'RW', 'required', 'The local authorisation list is in use.'],
  [
    'LocalAuthListMaxLength',
    'integer',
    'R',
    'required',
    'Most identifiers the local list can hold.',
  ],
  [
    'SendLocalListMaxLength',
    'integer',
    'R',
    'required',
    'Most identifiers one SendLocalList may carry.',
  ],
];

const reservationRows: readonly ConfigurationKeyRow[] = [
  [
    'ReserveConnectorZeroSupported',
    'boolean',
    'R',
    'optional',
    'Any free connector can be reserved by reserving connector 0.',
  ],
];

const smartChargingRows: readonly ConfigurationKeyRow[] = [
  [
    'ChargeProfileMaxStackLevel',
    'integer',
    'R',
    'required',
    'Highest stack level of a charging profile.',
  ],
  [
    'ChargingScheduleAllowedChargingRateUnit',
    'list',
    'R',
    'required',
    'Units a schedule may use: Current, Power.',
  ],
  [
    'ChargingScheduleMaxPeriods',
    'integer',
    'R',
    'required',
    'Most periods one charging schedule may have.',
  ],
  [
    'ConnectorSwitch3to1PhaseSupported',
    'boolean',
    'R',
    'optional',
    'The charge point can switch from three phases to one during a transaction.',
  ],
  [
    'MaxChargingProfilesInstalled',
    'integer',
    'R',
    'required',
    'Most charging profiles installed at a time.',
  ],
];

function keysOf(
  rows: readonly ConfigurationKeyRow[],
  featureProfile: FeatureProfile16,
  clauseOf: (position: number) => string,
): ConfigurationKey[] {
  return rows.map(([name, type, access, need, meaning, unit], index) => ({
    name,
    type,
    access,
    required: need === 'required',
    featureProfile,
    ...(unit === undefined ? {} : { unit }),
    clause: clauseOf(index + 1),
    meaning,
  }));
}

const errataKeys: readonly ConfigurationKey[] = [
  ...keysOf(
    [
      [
        'MessageTimeout',
        'integer',
        'RW',
        'optional',
        'How long the charge point waits for an answer.',
        's',
      ],
    ],
    'Core',
    () => 'OCPP 1.6 errata 3.83',
  ),
  ...keysOf(
    [
      [
        'StopTransactionMaxMeterValues',
        'integer',
        'R',
        'optional',
        'Most meter values one StopTransaction carries.',
      ],
    ],
    'Core',
    () => 'OCPP 1.6 errata 3.91',
  ),
  ...keysOf(
    [
      [
        'SupportedFileTransferProtocols',
        'list',
        'R',
        'optional',
        'Protocols for files: FTP, FTPS, HTTP, HTTPS, SFTP.',
      ],
    ],
    'FirmwareManagement',
    () => 'OCPP 1.6 errata 3.90',
  ),
];

/** Whitepaper Edition 3 §7; the last two are of Edition 4 and known from secondary sources only. */
const securityRows: readonly ConfigurationKeyRow[] = [
  [
    'AdditionalRootCertificateCheck',
    'boolean',
    'R',
    'optional',
    'A new Central System root must be signed by the one it replaces. Required unless only profile 1 is implemented.',
  ],
  [
    'AuthorizationKey',
    'string',
    'W',
    'optional',
    'Password of Basic authentication, 16 to 20 bytes written as hex. Required unless only profile 3 is implemented.',
  ],
  [
    'CertificateSignedMaxChainSize',
    'integer',
    'R',
    'optional',
    'Most characters of certificateChain in CertificateSigned, at most 10,000.',
  ],
  [
    'CertificateStoreMaxLength',
    'integer',
    'R',
    'optional',
    'Most root and CA certificates that can be installed.',
  ],
  [
    'CpoName',
    'string',
    'RW',
    'optional',
    'Name of the operator; becomes the organisation in the certificate request.',
  ],
  [
    'SecurityProfile',
    'integer',
    'RW',
    'optional',
    'Security profile in use; it can only be raised over OCPP.',
  ],
  [
    'AllowCentralSystemTLSWildcards',
    'boolean',
    'R/RW',
    'optional',
    'A Central System certificate with a wildcard is accepted (Edition 4).',
  ],
  [
    'AllowSecurityProfileDowngrade',
    'boolean',
    'R/RW',
    'optional',
    'The security profile may go from 3 to 2, never to 1 (Edition 4).',
  ],
];

/** All standard keys: core, errata, feature profiles, security. */
export const configurationKeys: readonly ConfigurationKey[] = [
  ...keysOf(coreKeyRows, 'Core', (position) => `OCPP 1.6 §9.1.${position}`),
  ...errataKeys,
  ...keysOf(localListRows, 'LocalAuthListManagement', (position) => `OCPP 1.6 §9.2.${position}`),
  ...keysOf(reservationRows, 'Reservation', (position) => `OCPP 1.6 §9.3.${position}`),
  ...keysOf(smartChargingRows, 'SmartCharging', (position) => `OCPP 1.6 §9.4.${position}`),
  ...keysOf(securityRows, 'Security', () => 'Whitepaper §7'),
];

/** Key names are case-insensitive (CiString50Type). */
const byLowerCaseName = new Map(configurationKeys.map((key) => [key.name.toLowerCase(), key]));

/** The standard key of that name in any letter case, or undefined for a vendor's own key. */
export function findConfigurationKey(name: string): ConfigurationKey | undefined {
  return byLowerCaseName.get(name.toLowerCase());
}

/** Whether the key's value is a secret that no door may show. */
export function isSecretConfigurationKey(name: string): boolean {
  return name.trim().toLowerCase() === 'authorizationkey';
}
