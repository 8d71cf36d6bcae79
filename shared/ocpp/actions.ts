/**
 * The actions of OCPP 1.6 with who may send them, and for 2.0.1 and 2.1 who sends which.
 * Lookups are safe for any text. Knows nothing of payloads.
 */
import type { RequestPayloads16 } from './generated/payloads-1.6.ts';
import type { OcppVersion, Sender } from './versions.ts';

/** The name of an OCPP 1.6 action, security extension included. */
export type Action16 = keyof RequestPayloads16;

/** Who may send the CALL. */
export type ActionSender = Sender | 'both';

/** The feature profiles of OCPP 1.6 §3.2, and the security whitepaper as one more. */
export type FeatureProfile16 =
  | 'Core'
  | 'FirmwareManagement'
  | 'LocalAuthListManagement'
  | 'Reservation'
  | 'SmartCharging'
  | 'RemoteTrigger'
  | 'Security';

/** What is known of one OCPP 1.6 action. */
export interface ActionDescription16 {
  action: Action16;
  sender: ActionSender;
  /** `core` is OCPP 1.6 itself with all its feature profiles, `security` the whitepaper "Improved security". */
  origin: 'core' | 'security';
  featureProfile: FeatureProfile16;
}

const stationActions16 = {
  Authorize: 'Core',
  BootNotification: 'Core',
  DiagnosticsStatusNotification: 'FirmwareManagement',
  FirmwareStatusNotification: 'FirmwareManagement',
  Heartbeat: 'Core',
  MeterValues: 'Core',
  StartTransaction: 'Core',
  StatusNotification: 'Core',
  StopTransaction: 'Core',
  LogStatusNotification: 'Security',
  SecurityEventNotification: 'Security',
  SignCertificate: 'Security',
  SignedFirmwareStatusNotification: 'Security',
} satisfies Partial<Record<Action16, FeatureProfile16>>;

/** Actions that only a charge point sends; DataTransfer goes both ways. */
export type StationAction16 = keyof typeof stationActions16;

const csmsActions16: Partial<Record<Action16, FeatureProfile16>> = {
  CancelReservation: 'Reservation',
  ChangeAvailability: 'Core',
  ChangeConfiguration: 'Core',
  ClearCache: 'Core',
  ClearChargingProfile: 'SmartCharging',
  GetCompositeSchedule: 'SmartCharging',
  GetConfiguration: 'Core',
  GetDiagnostics: 'FirmwareManagement',
  GetLocalListVersion: 'LocalAuthListManagement',
  RemoteStartTransaction: 'Core',
  RemoteStopTransaction: 'Core',
  ReserveNow: 'Reservation',
  Reset: 'Core',
  SendLocalList: 'LocalAuthListManagement',
  SetChargingProfile: 'SmartCharging',
  TriggerMessage: 'RemoteTrigger',
  UnlockConnector: 'Core',
  UpdateFirmware: 'FirmwareManagement',
  CertificateSigned: 'Security',
  DeleteCertificate: 'Security',
  ExtendedTriggerMessage: 'Security',
  GetInstalledCertificateIds: 'Security',
  GetLog: 'Security',
  InstallCertificate: 'Security',
  SignedUpdateFirmware: 'Security',
};

function described(
  actions: Partial<Record<Action16, FeatureProfile16>>,
  sender: ActionSender,
): ActionDescription16[] {
  // The keys are Action16 because the tables above are typed by it.
  const entries = Object.entries(actions) as [Action16, FeatureProfile16][];
  return entries.map(([action, featureProfile]) => ({
    action,
    sender,
    origin: featureProfile === 'Security' ? 'security' : 'core',
    featureProfile,
  }));
}

/** All 39 actions of OCPP 1.6, in alphabetical order. */
export const actions16: readonly ActionDescription16[] = [
  ...described(stationActions16, 'charge-point'),
  ...described(csmsActions16, 'csms'),
  ...described({ DataTransfer: 'Core' }, 'both'),
].sort((left, right) => (left.action < right.action ? -1 : 1));

const byName16 = new Map<string, ActionDescription16>(
  actions16.map((description) => [description.action, description]),
);

/** The description of an action of OCPP 1.6; undefined for any other text, `__proto__` and wrong case included. */
export function findAction16(action: string): ActionDescription16 | undefined {
  return byName16.get(action);
}

/** Whether the text names an action of OCPP 1.6. */
export function isAction16(action: string): action is Action16 {
  return byName16.has(action);
}

/** The actions of OCPP 1.6 one side may send, DataTransfer included, in alphabetical order. */
export function actionsSentBy16(sender: Sender): readonly ActionDescription16[] {
  return actions16.filter((entry) => entry.sender === sender || entry.sender === 'both');
}

/** OCPP 2.0.1 Part 2: everything a Charging Station sends; the rest is sent by the CSMS. */
const stationActions201 = [
  'Authorize',
  'BootNotification',
  'ClearedChargingLimit',
  'FirmwareStatusNotification',
  'Get15118EVCertificate',
  'GetCertificateStatus',
  'Heartbeat',
  'LogStatusNotification',
  'MeterValues',
  'NotifyChargingLimit',
  'NotifyCustomerInformation',
  'NotifyDisplayMessages',
  'NotifyEVChargingNeeds',
  'NotifyEVChargingSchedule',
  'NotifyEvent',
  'NotifyMonitoringReport',
  'NotifyReport',
  'PublishFirmwareStatusNotification',
  'ReportChargingProfiles',
  'ReservationStatusUpdate',
  'SecurityEventNotification',
  'SignCertificate',
  'StatusNotification',
  'TransactionEvent',
];

const stationActions2 = new Set([
  ...stationActions201,
  'BatterySwap',
  'ClosePeriodicEventStream',
  'GetCertificateChainStatus',
  'NotifyDERAlarm',
  'NotifyDERStartStop',
  'NotifyPeriodicEventStream',
  'NotifyPriorityCharging',
  'NotifySettlement',
  'OpenPeriodicEventStream',
  'PullDynamicScheduleUpdate',
  'ReportDERControl',
  'VatNumberValidation',
]);

/**
 * Who may send a CALL of this action.
 * For 1.6 undefined when there is no such action; for 2.0.1 and 2.1 ask the validators first whether it exists.
 */
export function senderOfAction(action: string, version: OcppVersion): ActionSender | undefined {
  if (version === 'ocpp1.6') return byName16.get(action)?.sender;
  if (action === 'DataTransfer') return 'both';
  return stationActions2.has(action) ? 'charge-point' : 'csms';
}
