/**
 * Contract of what the CSMS knows of a station beyond its state: how statuses went, meter series, configuration,
 * local list, reservations, charging profiles, certificates, transfers, security events, payloads that were sent.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { certificateView, stationId, timestamp } from './common-schemas.ts';

const frames = z.array(z.number().int());
/** What a call to the station ended with, where it did not end as hoped. */
const callEnd = z.enum(['result', 'error', 'timeout', 'not-connected']);

/** One change of a connector's state; the lane ends where the next one begins. */
export const statusChange = z.object({
  at: timestamp,
  status: z.string(),
  errorCode: z.string().optional(),
  info: z.string().optional(),
  vendorErrorCode: z.string().optional(),
  seq: z.number().int(),
});
export const connectorLane = z.object({
  connectorId: z.number().int(),
  changes: z.array(statusChange),
});
export type ConnectorLane = z.infer<typeof connectorLane>;
export type StatusChange = z.infer<typeof statusChange>;

export const meterSeries = z.object({
  measurand: z.string(),
  phase: z.string().optional(),
  location: z.string().optional(),
  /** Base unit: Wh, W, A, V, Percent; as it came where it is none of these. */
  unit: z.string().optional(),
  /** Milliseconds since 1970 and value, the oldest first; thinned out evenly when there are many. */
  points: z.array(z.tuple([z.number(), z.number()])),
});
export type MeterSeries = z.infer<typeof meterSeries>;
export const transactionMeter = z.object({
  transactionId: z.number().int(),
  series: z.array(meterSeries),
});
export type TransactionMeter = z.infer<typeof transactionMeter>;

export const configurationEntry = z.object({
  key: z.string(),
  readonly: z.boolean(),
  value: z.string().optional(),
});
export type ConfigurationEntry = z.infer<typeof configurationEntry>;
export const configurationSnapshot = z.object({
  id: z.number().int(),
  station: stationId,
  takenAt: timestamp,
  /** False when the charge point left part of it unanswered. */
  complete: z.boolean(),
  keys: z.array(configurationEntry),
  /** Asked for by name and not known to the charge point. */
  unknownKeys: z.array(z.string()),
  frames,
});
export type ConfigurationSnapshot = z.infer<typeof configurationSnapshot>;
export const configurationSnapshotHead = z.object({
  id: z.number().int(),
  takenAt: timestamp,
  keys: z.number().int(),
  complete: z.boolean(),
});
export type ConfigurationSnapshotHead = z.infer<typeof configurationSnapshotHead>;
export const configurationDifference = z.object({
  key: z.string(),
  kind: z.enum(['only-left', 'only-right', 'value', 'access', 'order']),
  left: configurationEntry.optional(),
  right: configurationEntry.optional(),
});
export type ConfigurationDifference = z.infer<typeof configurationDifference>;
export const configurationChange = z.object({
  outcome: callEnd,
  /** Accepted, RebootRequired, Rejected, NotSupported. */
  status: z.string().optional(),
  error: z.object({ code: z.string(), description: z.string() }).optional(),
  /** The key as the charge point reports it afterwards. */
  readBack: configurationEntry.optional(),
  frames,
});
export type ConfigurationChange = z.infer<typeof configurationChange>;

const idTagInfo = z.object({
  status: z.string(),
  expiryDate: z.string().optional(),
  parentIdTag: z.string().optional(),
});
export const localListState = z.object({
  /** Last answer to GetLocalListVersion; −1: not supported. */
  reportedVersion: z.number().int().optional(),
  reportedAt: timestamp.optional(),
  /** Version and entries of what was sent and accepted. */
  sentVersion: z.number().int().optional(),
  entries: z.array(z.object({ idTag: z.string(), idTagInfo: idTagInfo.optional() })),
  lastStatus: z.string().optional(),
  sentAt: timestamp.optional(),
});
export type LocalListState = z.infer<typeof localListState>;

export const reservationState = z.object({
  reservationId: z.number().int(),
  connectorId: z.number().int(),
  idTag: z.string(),
  parentIdTag: z.string().optional(),
  expiryDate: z.string(),
  /** `refused` with the answer in `answer`. */
  state: z.enum(['active', 'refused', 'cancelled', 'used', 'expired']),
  answer: z.string().optional(),
  transactionId: z.number().int().optional(),
  at: timestamp,
});
export type ReservationState = z.infer<typeof reservationState>;

export const chargingProfileState = z.object({
  connectorId: z.number().int(),
  /** csChargingProfiles as it was sent. */
  profile: z.record(z.string(), z.unknown()),
  at: timestamp,
});
export type ChargingProfileState = z.infer<typeof chargingProfileState>;
export const compositeSchedule = z.object({
  outcome: callEnd,
  status: z.string().optional(),
  connectorId: z.number().int().optional(),
  scheduleStart: z.string().optional(),
  chargingSchedule: z.record(z.string(), z.unknown()).optional(),
  at: timestamp,
  frames,
});
export type CompositeSchedule = z.infer<typeof compositeSchedule>;

export const certificateType = z.enum([
  'CentralSystemRootCertificate',
  'ManufacturerRootCertificate',
]);
export type CertificateType = z.infer<typeof certificateType>;
export const certificateHashData = z.strictObject({
  hashAlgorithm: z.enum(['SHA256', 'SHA384', 'SHA512']),
  issuerNameHash: z.string().max(128),
  issuerKeyHash: z.string().max(128),
  serialNumber: z.string().max(40),
});
export type CertificateHashData = z.infer<typeof certificateHashData>;
export const installedCertificates = z.object({
  at: timestamp.optional(),
  certificates: z.array(
    z.object({
      certificateType,
      hashData: certificateHashData,
      /** The root of the bench, or one that a person trusts, with this hash data. */
      known: z.object({ id: z.string(), certificate: certificateView }).optional(),
    }),
  ),
  /** How asking for each type ended; `NotFound` is an answer. */
  answers: z.array(z.object({ certificateType, answer: z.string() })),
  frames,
});
export type InstalledCertificates = z.infer<typeof installedCertificates>;

export const transferKind = z.enum(['firmware', 'signed-firmware', 'diagnostics', 'log']);
export type TransferKind = z.infer<typeof transferKind>;
export const transferStatus = z.object({
  kind: transferKind,
  at: timestamp,
  status: z.string(),
  requestId: z.number().int().optional(),
  seq: z.number().int(),
});
export type TransferStatus = z.infer<typeof transferStatus>;

export const receivedSecurityEvent = z.object({
  id: z.number().int(),
  receivedAt: timestamp,
  timestamp: z.string(),
  type: z.string(),
  techInfo: z.string().optional(),
  seq: z.number().int(),
});
export type ReceivedSecurityEvent = z.infer<typeof receivedSecurityEvent>;

export const stationKnowledge = z.object({
  lanes: z.array(connectorLane),
  localList: localListState,
  reservations: z.array(reservationState),
  chargingProfiles: z.array(chargingProfileState),
  compositeSchedules: z.array(compositeSchedule),
  certificates: installedCertificates,
  /** The newest first. */
  transfers: z.array(transferStatus),
  configuration: z.array(configurationSnapshotHead),
});
export type StationKnowledge = z.infer<typeof stationKnowledge>;

export const recentCall = z.object({
  id: z.number().int(),
  at: timestamp,
  action: z.string(),
  payload: z.unknown(),
  /** A secret was taken out: it cannot be sent again as it is. */
  masked: z.boolean(),
  outcome: z.string(),
  status: z.string().optional(),
  frames,
});
export type RecentCall = z.infer<typeof recentCall>;
export const savedPayload = z.strictObject({
  action: z.string().min(1).max(100),
  name: z.string().min(1).max(100),
  payload: z.unknown(),
});
export type SavedPayload = z.infer<typeof savedPayload>;

const ofStation = z.object({ id: stationId });
const tags = ['Stations'];
const path = '/csms/stations/{id}';
const payloadName = z.object({ action: z.string().max(100), name: z.string().max(100) });

export const stationContract = {
  knowledge: oc
    .route({ method: 'GET', path: `${path}/knowledge`, tags })
    .input(ofStation)
    .output(stationKnowledge),
  transactionMeter: oc
    .route({ method: 'GET', path: `${path}/transactions/{transactionId}/meter`, tags })
    .input(ofStation.extend({ transactionId: z.coerce.number().int() }))
    .output(transactionMeter),
  securityEvents: oc
    .route({ method: 'GET', path: `${path}/security-events`, tags })
    .input(ofStation.extend({ limit: z.coerce.number().int().min(1).max(500).default(100) }))
    .output(z.array(receivedSecurityEvent)),
  readConfiguration: oc
    .route({ method: 'POST', path: `${path}/configuration/read`, tags })
    .input(ofStation)
    .output(configurationSnapshot),
  configurationSnapshot: oc
    .route({ method: 'GET', path: `${path}/configuration/snapshots/{snapshot}`, tags })
    .input(ofStation.extend({ snapshot: z.coerce.number().int() }))
    .output(configurationSnapshot),
  changeConfiguration: oc
    .route({ method: 'PUT', path: `${path}/configuration/{key}`, tags })
    .input(ofStation.extend({ key: z.string().min(1).max(50), value: z.string().max(500) }))
    .output(configurationChange),
  /** The newest snapshot beside an earlier one, or beside the newest of another station. */
  compareConfiguration: oc
    .route({ method: 'GET', path: `${path}/configuration/comparison`, tags })
    .input(
      ofStation.extend({
        snapshot: z.coerce.number().int().optional(),
        otherSnapshot: z.coerce.number().int().optional(),
        otherStation: stationId.optional(),
      }),
    )
    .output(
      z.object({
        left: configurationSnapshotHead.extend({ station: stationId }),
        right: configurationSnapshotHead.extend({ station: stationId }),
        differences: z.array(configurationDifference),
        same: z.number().int(),
      }),
    ),
  readLocalListVersion: oc
    .route({ method: 'POST', path: `${path}/local-list/read-version`, tags })
    .input(ofStation)
    .output(localListState),
  readCompositeSchedule: oc
    .route({ method: 'POST', path: `${path}/composite-schedule`, tags })
    .input(
      ofStation.extend({
        connectorId: z.number().int().min(0),
        duration: z.number().int().min(1).max(31_536_000).default(86_400),
        chargingRateUnit: z.enum(['A', 'W']).optional(),
      }),
    )
    .output(compositeSchedule),
  readCertificates: oc
    .route({ method: 'POST', path: `${path}/certificates/read`, tags })
    .input(ofStation)
    .output(installedCertificates),
  recentCalls: oc
    .route({ method: 'GET', path: `${path}/recent-calls`, tags })
    .input(ofStation.extend({ action: z.string().max(100).optional() }))
    .output(z.array(recentCall)),
  savedPayloads: oc
    .route({ method: 'GET', path: '/csms/payloads', tags })
    .input(z.object({ action: z.string().max(100).optional() }))
    .output(z.array(savedPayload)),
  savePayload: oc
    .route({ method: 'PUT', path: '/csms/payloads/{action}/{name}', tags })
    .input(savedPayload)
    .output(savedPayload),
  deletePayload: oc
    .route({ method: 'DELETE', path: '/csms/payloads/{action}/{name}', tags })
    .input(payloadName)
    .output(z.object({ deleted: z.boolean() })),
};
