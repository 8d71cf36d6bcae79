/**
 * The standard configuration keys of OCPP 1.6: core, feature profiles, errata and the security whitepaper.
 * Meanings are in our own words. Knows nothing of any station's values.
 */
import type { FeatureProfile16 } from './actions.ts';

/** `list` is a comma separated list. All values travel as strings. */
export type ConfigurationKeyType = 'boolean' | 'integer' | 'string' | 'list';

/** `R` readable, `RW` readable and writable, `W` writable only, `R/RW` as the charge point chooses. */
export type ConfigurationKeyAccess = 'R' | 'RW' | 'W' | 'R/RW';

/** One standard key. */
export interface ConfigurationKey {
  name: string;
  type: ConfigurationKeyType;
  access: ConfigurationKeyAccess;
  /** Required of every charge point that supports the feature profile. */
  required: boolean;
  featureProfile: FeatureProfile16;
  /** Unit of the value, where it has one. */
  unit?: 's' | 'Wh' | '%' | 'times';
  /** Clause, for example `OCPP 1.6 §9.1.10`. */
  clause: string;
  meaning: string;
}

type Row = readonly [
  name: string,
  type: ConfigurationKeyType,
  access: ConfigurationKeyAccess,
  need: 'required' | 'optional',
  meaning: string,
  unit?: ConfigurationKey['unit'],
];

/** OCPP 1.6 edition 2 §9.1, in its order: the row number is the last part of the clause. */
const coreRows: readonly Row[] = [
  [
    'AllowOfflineTxForUnknownId',
    'boolean',
    'RW',
    'optional',
    'Offline, also unknown identifiers may start a transaction.',
  ],
  [
    'AuthorizationCacheEnabled',
    'boolean',
    'RW',
    'optional',
    'The charge point remembers identifiers it has seen accepted.',
  ],
  [
    'AuthorizeRemoteTxRequests',
    'boolean',
    'R/RW',
    'required',
    'A remote start is authorised first, like a card held to the reader.',
  ],
  [
    'BlinkRepeat',
    'integer',
    'RW',
    'optional',
    'How often the lights blink when they signal.',
    'times',
  ],
  [
    'ClockAlignedDataInterval',
    'integer',
    'RW',
    'required',
    'Interval of meter values aligned to the clock, counted from midnight; 0 switches them off.',
    's',
  ],
  [
    'ConnectionTimeOut',
    'integer',
    'RW',
    'required',
    'How long a driver may take to plug in before the start is given up.',
    's',
  ],
  [
    'ConnectorPhaseRotation',
    'list',
    'RW',
    'required',
    'How the phases of each connector are wired, for example 0.RST,1.RTS.',
  ],
  [
    'ConnectorPhaseRotationMaxLength',
    'integer',
    'R',
    'optional',
    'Most entries ConnectorPhaseRotation can hold.',
  ],
  [
    'GetConfigurationMaxKeys',
    'integer',
    'R',
    'required',
    'Most keys one GetConfiguration may ask for.',
  ],
  [
    'HeartbeatInterval',
    'integer',
    'RW',
    'required',
    'Silence after which the charge point sends a Heartbeat.',
    's',
  ],
  ['LightIntensity', 'integer', 'RW', 'optional', 'Brightness of the lights.', '%'],
  [
    'LocalAuthorizeOffline',
    'boolean',
    'RW',
    'required',
    'Offline, identifiers known locally may start a transaction.',
  ],
  [
    'LocalPreAuthorize',
    'boolean',
    'RW',
    'required',
    'Online, identifiers known locally start at once, without asking the Central System first.',
  ],
  [
    'MaxEnergyOnInvalidId',
    'integer',
    'RW',
    'optional',
    'Energy still delivered after the identifier turned out invalid.',
    'Wh',
  ],
  [
    'MeterValuesAlignedData',
    'list',
    'RW',
    'required',
    'Measurands in the meter values aligned to the clock.',
  ],
  [
    'MeterValuesAlignedDataMaxLength',
    'integer',
    'R',
    'optional',
    'Most entries MeterValuesAlignedData can hold.',
  ],
  [
    'MeterValuesSampledData',
    'list',
    'RW',
    'required',
    'Measurands in the meter values sampled during a transaction.',
  ],
  [
    'MeterValuesSampledDataMaxLength',
    'integer',
    'R',
    'optional',
    'Most entries MeterValuesSampledData can hold.',
  ],
  [
    'MeterValueSampleInterval',
    'integer',
    'RW',
    'required',
    'Interval of meter values during a transaction; 0 switches them off.',
    's',
  ],
  [
    'MinimumStatusDuration',
    'integer',
    'RW',
    'optional',
    'How long a status must last before it is reported.',
    's',
  ],
  ['NumberOfConnectors', 'integer', 'R', 'required', 'Number of connectors, without connector 0.'],
  [
    'ResetRetries',
    'integer',
    'RW',
    'required',
    'How often a failed reset is tried again.',
    'times',
  ],
  [
    'StopTransactionOnEVSideDisconnect',
    'boolean',
    'RW',
    'required',
    'Unplugging at the vehicle ends the transaction.',
  ],
  [
    'StopTransactionOnInvalidId',
    'boolean',
    'RW',
    'required',
    'A transaction ends when its identifier is not accepted in StartTransaction.conf.',
  ],
  [
    'StopTxnAlignedData',
    'list',
    'RW',
    'required',
    'Clock-aligned measurands sent with StopTransaction.',
  ],
  [
    'StopTxnAlignedDataMaxLength',
    'integer',
    'R',
    'optional',
    'Most entries StopTxnAlignedData can hold.',
  ],
  ['StopTxnSampledData', 'list', 'RW', 'required', 'Sampled measurands sent with StopTransaction.'],
  [
    'StopTxnSampledDataMaxLength',
    'integer',
    'R',
    'optional',
    'Most entries StopTxnSampledData can hold.',
  ],
  [
    'SupportedFeatureProfiles',
    'list',
    'R',
    'required',
    'The feature profiles this charge point supports.',
  ],
  [
    'SupportedFeatureProfilesMaxLength',
    'integer',
    'R',
    'optional',
    'Most entries SupportedFeatureProfiles can hold.',
  ],
  [
    'TransactionMessageAttempts',
    'integer',
    'RW',
    'required',
    'How often a message of a transaction is tried when the Central System cannot process it.',
    'times',
  ],
  [
    'TransactionMessageRetryInterval',
    'integer',
    'RW',
    'required',
    'Wait before such a message is tried again, longer with each attempt.',
    's',
  ],
  [
    'UnlockConnectorOnEVSideDisconnect',
    'boolean',
    'RW',
    'required',
    'Unplugging at the vehicle unlocks the cable at the charge point.',
  ],
  [
    'WebSocketPingInterval',
    'integer',
    'RW',
    'optional',
    'Interval of WebSocket pings from the charge point; 0 switches them off.',
    's',
  ],
];

const localListRows: readonly Row[] = [
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

const reservationRows: readonly Row[] = [
  [
    'ReserveConnectorZeroSupported',
    'boolean',
    'R',
    'optional',
    'Any free connector can be reserved by reserving connector 0.',
  ],
];

const smartChargingRows: readonly Row[] = [
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
  rows: readonly Row[],
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
const securityRows: readonly Row[] = [
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
  ...keysOf(coreRows, 'Core', (position) => `OCPP 1.6 §9.1.${position}`),
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
