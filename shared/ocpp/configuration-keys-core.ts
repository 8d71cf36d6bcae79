/**
 * The configuration keys of the Core profile of OCPP 1.6, as rows of a table.
 * Meanings are in our own words. Knows nothing of the other profiles; configuration-keys.ts puts them together.
 */

/** `list` is a comma separated list. All values travel as strings. */
export type ConfigurationKeyType = 'boolean' | 'integer' | 'string' | 'list';

/** `R` readable, `RW` readable and writable, `W` writable only, `R/RW` as the charge point chooses. */
export type ConfigurationKeyAccess = 'R' | 'RW' | 'W' | 'R/RW';

/** Unit of a value. */
export type ConfigurationKeyUnit = 's' | 'Wh' | '%' | 'times';

/** One line of a table of keys. */
export type ConfigurationKeyRow = readonly [
  name: string,
  type: ConfigurationKeyType,
  access: ConfigurationKeyAccess,
  need: 'required' | 'optional',
  meaning: string,
  unit?: ConfigurationKeyUnit,
];

/** OCPP 1.6 edition 2 §9.1, in its order: the row number is the last part of the clause. */
export const coreKeyRows: readonly ConfigurationKeyRow[] = [
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
