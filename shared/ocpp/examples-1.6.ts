/**
 * One valid request and response for every action of OCPP 1.6, to prefill the editor and to test with.
 * Knows nothing of stations: identifiers and places are made up.
 */
import type { Action16 } from './actions.ts';
import type { RequestPayloads16, ResponsePayloads16 } from './generated/payloads-1.6.ts';

const timestamp = '2026-11-22T10:00:00Z';

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const certificateHashData = {
  hashAlgorithm: 'SHA256',
  issuerNameHash: '2f'.repeat(32),
  issuerKeyHash: '8a'.repeat(32),
  serialNumber: 'FFF',
} as const;

const chargingProfile: RequestPayloads16['SetChargingProfile']['csChargingProfiles'] = {
  chargingProfileId: 1,
  stackLevel: 0,
  chargingProfilePurpose: 'TxDefaultProfile',
  chargingProfileKind: 'Absolute',
  chargingSchedule: {
    startSchedule: timestamp,
    chargingRateUnit: 'A',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
  },
};

const meterValue: RequestPayloads16['MeterValues']['meterValue'] = [
  {
    timestamp,
    sampledValue: [
      {
        value: '1200',
        context: 'Sample.Periodic',
        measurand: 'Energy.Active.Import.Register',
        unit: 'Wh',
      },
    ],
  },
];

const requests: RequestPayloads16 = {
  Authorize: { idTag: 'TAG-0001' },
  BootNotification: {
    chargePointVendor: 'Benchpoint',
    chargePointModel: 'Emulated',
    chargePointSerialNumber: 'BP-0001',
    firmwareVersion: '1.0.0',
  },
  CancelReservation: { reservationId: 1 },
  CertificateSigned: { certificateChain: certificate },
  ChangeAvailability: { connectorId: 1, type: 'Inoperative' },
  ChangeConfiguration: { key: 'HeartbeatInterval', value: '300' },
  ClearCache: {},
  ClearChargingProfile: { id: 1 },
  DataTransfer: { vendorId: 'org.example', messageId: 'Hello', data: 'text' },
  DeleteCertificate: { certificateHashData },
  DiagnosticsStatusNotification: { status: 'Idle' },
  ExtendedTriggerMessage: { requestedMessage: 'SignChargePointCertificate' },
  FirmwareStatusNotification: { status: 'Idle' },
  GetCompositeSchedule: { connectorId: 1, duration: 3600, chargingRateUnit: 'A' },
  GetConfiguration: { key: ['HeartbeatInterval'] },
  GetDiagnostics: { location: 'https://csms.example/upload' },
  GetInstalledCertificateIds: { certificateType: 'CentralSystemRootCertificate' },
  GetLocalListVersion: {},
  GetLog: {
    log: { remoteLocation: 'https://csms.example/upload' },
    logType: 'SecurityLog',
    requestId: 1,
  },
  Heartbeat: {},
  InstallCertificate: { certificateType: 'CentralSystemRootCertificate', certificate },
  LogStatusNotification: { status: 'Uploaded', requestId: 1 },
  MeterValues: { connectorId: 1, transactionId: 1, meterValue },
  RemoteStartTransaction: { connectorId: 1, idTag: 'TAG-0001' },
  RemoteStopTransaction: { transactionId: 1 },
  ReserveNow: { connectorId: 1, expiryDate: timestamp, idTag: 'TAG-0001', reservationId: 1 },
  Reset: { type: 'Soft' },
  SecurityEventNotification: { type: 'SettingSystemTime', timestamp, techInfo: 'NTP' },
  SendLocalList: {
    listVersion: 1,
    localAuthorizationList: [{ idTag: 'TAG-0001', idTagInfo: { status: 'Accepted' } }],
    updateType: 'Full',
  },
  SetChargingProfile: { connectorId: 1, csChargingProfiles: chargingProfile },
  SignCertificate: {
    csr: '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n',
  },
  SignedFirmwareStatusNotification: { status: 'Installed', requestId: 1 },
  SignedUpdateFirmware: {
    requestId: 1,
    firmware: {
      location: 'https://csms.example/firmware.bin',
      retrieveDateTime: timestamp,
      signingCertificate: certificate,
      signature: 'c2lnbmF0dXJl',
    },
  },
  StartTransaction: { connectorId: 1, idTag: 'TAG-0001', meterStart: 1200, timestamp },
  StatusNotification: { connectorId: 1, errorCode: 'NoError', status: 'Available', timestamp },
  StopTransaction: {
    transactionId: 1,
    idTag: 'TAG-0001',
    meterStop: 6200,
    timestamp,
    reason: 'Local',
  },
  TriggerMessage: { requestedMessage: 'StatusNotification', connectorId: 1 },
  UnlockConnector: { connectorId: 1 },
  UpdateFirmware: { location: 'https://csms.example/firmware.bin', retrieveDate: timestamp },
};

const responses: ResponsePayloads16 = {
  Authorize: { idTagInfo: { status: 'Accepted' } },
  BootNotification: { status: 'Accepted', currentTime: timestamp, interval: 300 },
  CancelReservation: { status: 'Accepted' },
  CertificateSigned: { status: 'Accepted' },
  ChangeAvailability: { status: 'Accepted' },
  ChangeConfiguration: { status: 'Accepted' },
  ClearCache: { status: 'Accepted' },
  ClearChargingProfile: { status: 'Accepted' },
  DataTransfer: { status: 'Accepted' },
  DeleteCertificate: { status: 'Accepted' },
  DiagnosticsStatusNotification: {},
  ExtendedTriggerMessage: { status: 'Accepted' },
  FirmwareStatusNotification: {},
  GetCompositeSchedule: {
    status: 'Accepted',
    connectorId: 1,
    scheduleStart: timestamp,
    chargingSchedule: {
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
    },
  },
  GetConfiguration: {
    configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '300' }],
  },
  GetDiagnostics: { fileName: 'diagnostics.zip' },
  GetInstalledCertificateIds: { status: 'Accepted', certificateHashData: [certificateHashData] },
  GetLocalListVersion: { listVersion: 1 },
  GetLog: { status: 'Accepted', filename: 'security.log' },
  Heartbeat: { currentTime: timestamp },
  InstallCertificate: { status: 'Accepted' },
  LogStatusNotification: {},
  MeterValues: {},
  RemoteStartTransaction: { status: 'Accepted' },
  RemoteStopTransaction: { status: 'Accepted' },
  ReserveNow: { status: 'Accepted' },
  Reset: { status: 'Accepted' },
  SecurityEventNotification: {},
  SendLocalList: { status: 'Accepted' },
  SetChargingProfile: { status: 'Accepted' },
  SignCertificate: { status: 'Accepted' },
  SignedFirmwareStatusNotification: {},
  SignedUpdateFirmware: { status: 'Accepted' },
  StartTransaction: { transactionId: 1, idTagInfo: { status: 'Accepted' } },
  StatusNotification: {},
  StopTransaction: { idTagInfo: { status: 'Accepted' } },
  TriggerMessage: { status: 'Accepted' },
  UnlockConnector: { status: 'Unlocked' },
  UpdateFirmware: {},
};

/** A payload of its own for each caller, because editors change what they are given. */
function copyOf<Payload>(payload: Payload): Payload {
  return JSON.parse(JSON.stringify(payload));
}

/** A valid request payload of the action. */
export function exampleRequest<Action extends Action16>(action: Action): RequestPayloads16[Action] {
  return copyOf(requests[action]);
}

/** A valid response payload of the action. */
export function exampleResponse<Action extends Action16>(
  action: Action,
): ResponsePayloads16[Action] {
  return copyOf(responses[action]);
}
