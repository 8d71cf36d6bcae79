/**
 * The configuration keys this charge point has: defaults, who may write them, which values it takes.
 * Reads and stores values; what a change sets off is the business of the handlers.
 */
import {
  findConfigurationKey,
  isSecretConfigurationKey,
} from '../../../shared/ocpp/configuration-keys.ts';
import type { Emulation } from './emulation.ts';
import { findReading } from './metering/measurands.ts';

interface SupportedKey {
  /** The value until somebody writes another. */
  initial: string | ((emulation: Emulation) => string);
  writable: boolean;
  /** Beyond what the type of the key asks for. */
  accepts?: (value: string, emulation: Emulation) => boolean;
}

const fixed = (initial: SupportedKey['initial']): SupportedKey => ({ initial, writable: false });
const setting = (initial: string, accepts?: SupportedKey['accepts']): SupportedKey =>
  accepts === undefined ? { initial, writable: true } : { initial, writable: true, accepts };
const aboveZero = (value: string): boolean => Number(value) > 0;
const percent = (value: string): boolean => Number(value) <= 100;
const mostMeasurands = '20';
const measurandList = (value: string): boolean => {
  const entries = listOf(value);
  return entries.length <= Number(mostMeasurands) && entries.every((entry) => findReading(entry));
};
const rotation = /^(\d+)\.(?:NotApplicable|Unknown|RST|RTS|SRT|STR|TRS|TSR)$/;
/** One entry for each connector at most; number 0 is the charge point itself. */
const phaseRotations = (value: string, { connectors }: Emulation): boolean => {
  const places = listOf(value).map((entry) => Number(rotation.exec(entry)?.[1] ?? Number.NaN));
  return (
    places.length > 0 &&
    new Set(places).size === places.length &&
    places.every((place) => place < connectors.length)
  );
};
const featureProfiles = [
  'Core',
  'FirmwareManagement',
  'LocalAuthListManagement',
  'Reservation',
  'SmartCharging',
  'RemoteTrigger',
];
const sampledByDefault =
  'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC';

const keys = {
  AdditionalRootCertificateCheck: fixed(({ settings }) =>
    String(settings.additionalRootCertificateCheck ?? false),
  ),
  AllowCentralSystemTLSWildcards: fixed(({ settings }) =>
    String(settings.allowServerWildcards ?? false),
  ),
  AllowOfflineTxForUnknownId: setting('false'),
  AuthorizationCacheEnabled: setting('true'),
  AuthorizeRemoteTxRequests: setting('false'),
  BlinkRepeat: setting('3'),
  CertificateSignedMaxChainSize: fixed('10000'),
  CertificateStoreMaxLength: fixed(({ settings }) =>
    String(settings.certificateStoreMaxLength ?? 10),
  ),
  ChargeProfileMaxStackLevel: fixed('10'),
  ChargingScheduleAllowedChargingRateUnit: fixed('Current,Power'),
  ChargingScheduleMaxPeriods: fixed('24'),
  ClockAlignedDataInterval: setting('0'),
  ConnectionTimeOut: setting('60', aboveZero),
  ConnectorPhaseRotation: {
    initial: ({ connectors }: Emulation) => connectors.map(({ id }) => `${id}.RST`).join(','),
    writable: true,
    accepts: phaseRotations,
  },
  ConnectorPhaseRotationMaxLength: fixed(({ connectors }) => String(connectors.length)),
  ConnectorSwitch3to1PhaseSupported: fixed('false'),
  CpoName: setting('', (value) => value.length > 0),
  GetConfigurationMaxKeys: fixed('100'),
  HeartbeatInterval: setting('300'),
  LightIntensity: setting('80', percent),
  LocalAuthListEnabled: setting('true'),
  LocalAuthListMaxLength: fixed('500'),
  LocalAuthorizeOffline: setting('true'),
  LocalPreAuthorize: setting('false'),
  MaxChargingProfilesInstalled: fixed('20'),
  MaxEnergyOnInvalidId: setting('0'),
  MessageTimeout: setting('30', aboveZero),
  MeterValuesAlignedData: setting('Energy.Active.Import.Register', measurandList),
  MeterValuesAlignedDataMaxLength: fixed(mostMeasurands),
  MeterValuesSampledData: setting(sampledByDefault, measurandList),
  MeterValuesSampledDataMaxLength: fixed(mostMeasurands),
  MeterValueSampleInterval: setting('30'),
  MinimumStatusDuration: setting('0'),
  NumberOfConnectors: fixed(({ connectors }) => String(connectors.length - 1)),
  ReserveConnectorZeroSupported: fixed('true'),
  ResetRetries: setting('0'),
  SecurityProfile: {
    initial: ({ settings }: Emulation) => String(settings.securityProfile),
    writable: true,
  },
  SendLocalListMaxLength: fixed('100'),
  StopTransactionMaxMeterValues: fixed('100'),
  StopTransactionOnEVSideDisconnect: setting('true'),
  StopTransactionOnInvalidId: setting('true'),
  StopTxnAlignedData: setting('', measurandList),
  StopTxnAlignedDataMaxLength: fixed(mostMeasurands),
  StopTxnSampledData: setting('', measurandList),
  StopTxnSampledDataMaxLength: fixed(mostMeasurands),
  SupportedFeatureProfiles: fixed(featureProfiles.join(',')),
  SupportedFeatureProfilesMaxLength: fixed(String(featureProfiles.length)),
  SupportedFileTransferProtocols: fixed('FTP,FTPS,HTTP,HTTPS'),
  TransactionMessageAttempts: setting('3', aboveZero),
  TransactionMessageRetryInterval: setting('10'),
  UnlockConnectorOnEVSideDisconnect: setting('true'),
  WebSocketPingInterval: setting('60'),
} satisfies Record<string, SupportedKey>;

export type SupportedKeyName = keyof typeof keys;

const supported = new Map<string, SupportedKey>(Object.entries(keys));

/** What ChangeConfiguration came to, apart from the two keys that have rules of their own. */
export type ConfigurationChange = 'Accepted' | 'Rejected' | 'NotSupported';

function currentValue(emulation: Emulation, name: string, { initial }: SupportedKey): string {
  const stored = emulation.memory.configuration[name];
  if (stored !== undefined) return stored;
  return typeof initial === 'string' ? initial : initial(emulation);
}

/** The value in force. */
export function textValue(emulation: Emulation, name: SupportedKeyName): string {
  return currentValue(emulation, name, keys[name]);
}

export function integerValue(emulation: Emulation, name: SupportedKeyName): number {
  return Number(textValue(emulation, name));
}

export function booleanValue(emulation: Emulation, name: SupportedKeyName): boolean {
  return textValue(emulation, name).toLowerCase() === 'true';
}

export function listValue(emulation: Emulation, name: SupportedKeyName): string[] {
  return listOf(textValue(emulation, name));
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The name of a key as this charge point has it, or undefined: names are case-insensitive (CiString50). */
function supportedName(name: string): string | undefined {
  const standard = findConfigurationKey(name)?.name;
  return standard !== undefined && supported.has(standard) ? standard : undefined;
}

export interface ReportedKey {
  key: string;
  readonly: boolean;
  /** Absent of a key that can only be written. */
  value?: string;
}

/** One key as GetConfiguration reports it; AuthorizationKey is write-only: it shows no value (OCPP-J §6.2.2). */
export function reportKey(emulation: Emulation, name: string): ReportedKey | undefined {
  if (isSecretConfigurationKey(name)) return { key: 'AuthorizationKey', readonly: false };
  const exact = supportedName(name);
  const key = exact === undefined ? undefined : supported.get(exact);
  if (exact === undefined || key === undefined) return undefined;
  return { key: exact, readonly: !key.writable, value: currentValue(emulation, exact, key) };
}

/** All keys in alphabetical order. */
export function reportAllKeys(emulation: Emulation): ReportedKey[] {
  return [...supported.keys()].map((name) => reportKey(emulation, name)).filter(isReported);
}

function isReported(reported: ReportedKey | undefined): reported is ReportedKey {
  return reported !== undefined;
}

function fitsType(name: string, value: string): boolean {
  switch (findConfigurationKey(name)?.type) {
    case 'boolean':
      return /^(true|false)$/i.test(value);
    case 'integer':
      return /^\d{1,10}$/.test(value) && Number(value) <= 2_147_483_647;
    default:
      return value.length <= 500;
  }
}

/** Stores a new value if the key takes it (OCPP 1.6 §5.3). */
export function changeKey(emulation: Emulation, name: string, value: string): ConfigurationChange {
  const exact = supportedName(name);
  const key = exact === undefined ? undefined : supported.get(exact);
  if (exact === undefined || key === undefined) return 'NotSupported';
  const isTaken = fitsType(exact, value) && key.accepts?.(value, emulation) !== false;
  if (!key.writable || !isTaken) return 'Rejected';
  emulation.memory.configuration[exact] = value;
  emulation.save();
  return 'Accepted';
}

/** Takes over the interval of BootNotification.conf, as the specification asks, without a write to the store. */
export function setHeartbeatInterval(emulation: Emulation, intervalS: number): void {
  emulation.memory.configuration.HeartbeatInterval = String(intervalS);
}
