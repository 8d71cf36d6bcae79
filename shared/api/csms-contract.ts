/** Contract of the CSMS role: listeners, stations, id tags, calls, refused attempts. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  authorizationStatus,
  certificateView,
  judgementSchema,
  problemSchema,
  registrationStatus,
  securityProfile,
  stationId,
  timestamp,
} from './common-schemas.ts';
import { credentialsContract, credentialsDiagnosis, formerKey } from './credentials-contract.ts';
import { answersContract } from './csms-answers-contract.ts';
import { operationsContract } from './csms-operations-contract.ts';
import { csmsPolicy, csmsPolicyChanges } from './csms-policy.ts';
import { stationContract } from './csms-station-contract.ts';

export { type CsmsPolicy, csmsPolicy } from './csms-policy.ts';

/** What a listener is asked to be. Everything but the port and the profiles has a default. */
export const listenerConfiguration = z.strictObject({
  id: z.string().min(1).max(64).optional(),
  /** `::` listens on every IPv4 and IPv6 address. */
  host: z.string().min(1).default('::'),
  /** 0 takes a free one. */
  port: z.number().int().min(0).max(65535),
  securityProfiles: z.array(securityProfile).min(1).max(4),
  /** CN of the server certificates; the bench's host name when absent. */
  hostName: z.string().max(253).optional(),
  subjectAlternativeNames: z.enum(['none', 'dns-and-ip']).default('dns-and-ip'),
  signature: z.enum(['pkcs1', 'pss']).default('pkcs1'),
  /** `1970` for chargers without a clock. */
  certificateNotBefore: z.enum(['now', '1970']).default('now'),
  /** How long its own certificates live; a year when absent. 23 keeps A00.FR.701; they are renewed in time. */
  certificateValidityHours: z.number().int().min(1).max(87_600).optional(),
  /**
   * Entries of the certificate desk, each with its key, shown instead of its own certificates: for chargers whose root
   * store is fixed. Nothing is shown for a family that is left out.
   */
  certificates: z
    .strictObject({
      rsa: z.string().min(1).max(400).optional(),
      ecdsa: z.string().min(1).max(400).optional(),
    })
    .optional(),
  tlsPolicy: z.enum(['bench', 'rehearsal']).default('bench'),
  tls13: z.boolean().default(true),
  legacyTls: z.boolean().default(false),
  clientCertificate: z.enum(['require', 'request', 'never']).default('request'),
  /**
   * Whether client certificates are held against revocation lists (A00.FR.704): never, where there is a list, or only
   * those pass for whose issuers there is a current one.
   */
  revocationCheck: z.enum(['off', 'when-listed', 'require']).default('when-listed'),
  /** What becomes of an open connection whose client certificate is revoked. */
  whenRevoked: z.enum(['close', 'leave']).default('close'),
  /** From the TCP connection to the end of the TLS handshake; on a plain connection to its first byte. */
  handshakeTimeoutMs: z.number().int().min(1000).max(600_000).default(30_000),
  /** From there to the complete upgrade request; as long as `handshakeTimeoutMs` when absent. */
  upgradeTimeoutMs: z.number().int().min(1000).max(600_000).optional(),
  /** `full`: besides the ClientHello also ServerHello, certificates and alerts in clear; it takes time. */
  handshakeRecording: z.enum(['hello', 'full']).default('hello'),
  /** 0 switches pings off. */
  pingIntervalMs: z.number().int().min(0).max(3_600_000).default(60_000),
  pongTimeoutMs: z.number().int().min(1000).max(600_000).default(30_000),
  maxMessageBytes: z.number().int().min(1024).max(67_108_864).default(1_048_576),
  withoutSubprotocol: z.enum(['refuse', 'accept']).default('refuse'),
  unknownSubprotocol: z.enum(['refuse', 'complete-then-close']).default('refuse'),
  lenientWebSocket: z.boolean().default(false),
  refuseBrowsers: z.boolean().default(false),
  strictDates: z.boolean().default(false),
  /** Serves a request without identity as this station. */
  emptyIdentityStation: stationId.optional(),
});
export type ListenerRequest = z.input<typeof listenerConfiguration>;
export type ListenerSettings = z.output<typeof listenerConfiguration>;

export const listenerUrl = z.object({
  /** `ws://192.168.1.5:9000/`; the identity is appended to it. */
  url: z.string(),
  address: z.string(),
  /** Name of the network interface, or `name` for the host name. */
  network: z.string(),
  securityProfiles: z.array(securityProfile),
});
export type ListenerUrl = z.infer<typeof listenerUrl>;

export const listenerState = z.object({
  id: z.string(),
  settings: listenerConfiguration,
  status: z.enum(['listening', 'failed', 'stopped']),
  /** The real port when listening. */
  port: z.number().int(),
  urls: z.array(listenerUrl),
  connections: z.number().int(),
  /** What it shows to charge points, while it listens with profile 2 or 3. */
  certificates: z
    .array(
      z.object({
        family: z.enum(['rsa', 'ecdsa']),
        /** Entry of the desk; absent for one that the bench keeps for the listener. */
        entry: z.string().optional(),
        subject: z.string(),
        serialNumber: z.string(),
        notAfter: timestamp,
        fingerprintSha256: z.string(),
      }),
    )
    .optional(),
  /** What is wrong with those certificates, or will be for a charge point. */
  findings: z.array(judgementSchema).optional(),
  /** The secrets of its TLS sessions go into the record; off again after a restart. */
  keyLog: z.boolean().optional(),
  /** Id of the fault that it shows on purpose; off again after a restart. */
  fault: z.string().optional(),
  problem: problemSchema.optional(),
});
export type ListenerState = z.infer<typeof listenerState>;

export const csmsState = z.object({
  running: z.boolean(),
  listeners: z.array(listenerState),
  policy: csmsPolicy,
  stations: z.number().int(),
  connected: z.number().int(),
  revision: z.number().int(),
});
export type CsmsState = z.infer<typeof csmsState>;

export const csmsRequest = z.strictObject({
  listeners: z.array(listenerConfiguration).max(32),
  knownOnly: z.boolean().optional(),
  policy: csmsPolicyChanges.optional(),
});
export type CsmsRequest = z.output<typeof csmsRequest>;

export const connectorState = z.object({
  connectorId: z.number().int(),
  status: z.string(),
  errorCode: z.string().optional(),
  since: timestamp.optional(),
  meterWh: z.number().optional(),
  powerW: z.number().optional(),
});
export type ConnectorState = z.infer<typeof connectorState>;

export const transactionState = z.object({
  transactionId: z.number().int(),
  connectorId: z.number().int(),
  idTag: z.string(),
  meterStartWh: z.number(),
  meterStopWh: z.number().optional(),
  startedAt: timestamp,
  stoppedAt: timestamp.optional(),
  reason: z.string().optional(),
});
export type TransactionState = z.infer<typeof transactionState>;

export const stationState = z.object({
  id: stationId,
  connected: z.boolean(),
  /** Profile of the live connection, else the one the station is bound to. */
  connectedProfile: securityProfile.optional(),
  remoteAddress: z.string().optional(),
  connection: z.number().int().optional(),
  connectedAt: timestamp.optional(),
  tls: z.object({ version: z.string(), suite: z.string() }).optional(),
  /** Bound to this profile; unbound when absent. */
  securityProfile: securityProfile.optional(),
  /** Raised from this profile over OCPP; admitted on it until it has connected on the new one (A05.FR.08, A05.FR.09). */
  formerSecurityProfile: securityProfile.optional(),
  hasAuthorizationKey: z.boolean(),
  authorizationKeyBytes: z.number().int().optional(),
  /** Keys set from now on are kept as salted hashes only (A01.FR.08). */
  keepsKeyHashOnly: z.boolean(),
  /** The key in force is such a hash: it can be compared, not shown. */
  keyIsHash: z.boolean(),
  /** Keys it had before, the newest first. */
  formerKeys: z.array(formerKey),
  /** How the key came over the wire last time: decoded bytes or the hex text itself. */
  keyForm: z.enum(['bytes', 'hex-text']).optional(),
  serialNumber: z.string().optional(),
  checkSerialNumber: z.boolean(),
  checkOrganisation: z.boolean(),
  /** Let in with a factory certificate: Boot Pending until renewed (805/806). */
  factory: z.boolean(),
  registration: registrationStatus.optional(),
  bootStatus: registrationStatus.optional(),
  vendor: z.string().optional(),
  model: z.string().optional(),
  firmwareVersion: z.string().optional(),
  lastSeen: timestamp.optional(),
  clockSkewMs: z.number().optional(),
  connectors: z.array(connectorState),
  transactions: z.array(transactionState),
  clientCertificate: certificateView.optional(),
  findings: z.array(judgementSchema),
});
export type StationState = z.infer<typeof stationState>;

/** What may be set of a station. `null` removes; absent leaves as it is. */
export const stationRequest = z.strictObject({
  securityProfile: securityProfile.nullable().optional(),
  /** Text password. */
  password: z.string().min(1).max(256).nullable().optional(),
  /** AuthorizationKey as hex digits, two a byte. */
  authorizationKeyHex: z
    .string()
    .regex(/^([0-9a-fA-F]{2}){1,128}$/)
    .nullable()
    .optional(),
  /** Keep only a salted hash of its keys (A01.FR.08), of the one it has as well. */
  keepKeyHashOnly: z.boolean().optional(),
  serialNumber: z.string().max(64).nullable().optional(),
  checkSerialNumber: z.boolean().optional(),
  checkOrganisation: z.boolean().optional(),
  factory: z.boolean().optional(),
  /** Overrides the policy for this station. */
  bootStatus: registrationStatus.nullable().optional(),
});
export type StationRequest = z.infer<typeof stationRequest>;

export const callRequest = z.strictObject({
  action: z.string().min(1),
  payload: z.unknown(),
  timeoutMs: z.number().int().min(100).max(3_600_000).optional(),
  /** Refuse to send what the schema forbids; `false` sends it as it is. */
  validate: z.boolean().default(true),
});
export type CallRequest = z.output<typeof callRequest>;

export const callOutcome = z.object({
  outcome: z.enum(['result', 'error', 'timeout', 'not-connected']),
  payload: z.unknown().optional(),
  error: z
    .object({ code: z.string(), description: z.string(), details: z.unknown().optional() })
    .optional(),
  /** `seq` of the CALL and of its answer in the live capture. */
  frames: z.array(z.number().int()),
});
export type CallOutcome = z.infer<typeof callOutcome>;

export const idTagRequest = z.strictObject({
  status: authorizationStatus,
  expiryDate: z.iso.datetime({ offset: true }).optional(),
  parentIdTag: z.string().max(20).optional(),
});
export type IdTagRequest = z.output<typeof idTagRequest>;
export const idTagState = idTagRequest.extend({ idTag: z.string() });
export type IdTagState = z.infer<typeof idTagState>;

/** A refused attempt with what Adopt would do. */
export const refusedAttempt = z.object({
  /** `seq` of the refusal in the live capture. */
  seq: z.number().int(),
  at: timestamp,
  station: z.string(),
  remoteAddress: z.string(),
  listener: z.string().optional(),
  securityProfile: securityProfile.optional(),
  code: z.string(),
  status: z.number().int().optional(),
  /** How often the same attempt was refused. */
  count: z.number().int(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Profiles 1 and 2: what is wrong with the credentials that were sent. */
  credentials: credentialsDiagnosis.optional(),
  /** The client certificate that was presented, also where nothing can be adopted. */
  certificate: certificateView.optional(),
  adopt: z
    .object({
      kind: z.enum(['key', 'certificate', 'identity', 'profile', 'factory', 'issuer']),
      keyBytes: z.number().int().optional(),
      keyForm: z.enum(['bytes', 'hex-text']).optional(),
      commonName: z.string().optional(),
      /** Kind `issuer`: the authority that came with the certificate and would be trusted; absent when none came. */
      issuer: certificateView.optional(),
      /** Kind `issuer`: who signed the topmost certificate that came along. */
      issuerName: z.string().optional(),
      findings: z.array(judgementSchema),
    })
    .optional(),
});
export type RefusedAttempt = z.infer<typeof refusedAttempt>;

/** What Adopt needs besides the attempt. */
export const adoptRequest = z.strictObject({
  /** Kind `issuer`: the authority (PEM) to trust for client certificates, instead of the one that came along. */
  issuerPem: z.string().max(100_000).optional(),
});
export type AdoptRequest = z.output<typeof adoptRequest>;

const idParameter = z.object({ id: stationId });

export const csmsContract = {
  ...answersContract,
  ...stationContract,
  ...credentialsContract,
  ...operationsContract,
  get: oc.route({ method: 'GET', path: '/csms', tags: ['CSMS'] }).output(csmsState),
  configure: oc
    .route({ method: 'PUT', path: '/csms', tags: ['CSMS'] })
    .input(csmsRequest)
    .output(csmsState),
  stop: oc.route({ method: 'DELETE', path: '/csms', tags: ['CSMS'] }).output(csmsState),
  startListener: oc
    .route({ method: 'POST', path: '/csms/listeners', tags: ['CSMS'] })
    .input(listenerConfiguration)
    .output(csmsState),
  stopListener: oc
    .route({ method: 'DELETE', path: '/csms/listeners/{id}', tags: ['CSMS'] })
    .input(z.object({ id: z.string() }))
    .output(csmsState),
  setPolicy: oc
    .route({ method: 'PUT', path: '/csms/policy', tags: ['CSMS'] })
    .input(csmsPolicyChanges)
    .output(csmsState),
  stations: oc
    .route({ method: 'GET', path: '/csms/stations', tags: ['CSMS'] })
    .output(z.array(stationState)),
  station: oc
    .route({ method: 'GET', path: '/csms/stations/{id}', tags: ['CSMS'] })
    .input(idParameter)
    .output(stationState),
  putStation: oc
    .route({ method: 'PUT', path: '/csms/stations/{id}', tags: ['CSMS'] })
    .input(stationRequest.extend({ id: stationId }))
    .output(stationState),
  deleteStation: oc
    .route({ method: 'DELETE', path: '/csms/stations/{id}', tags: ['CSMS'] })
    .input(idParameter)
    .output(z.object({ deleted: z.boolean() })),
  disconnectStation: oc
    .route({ method: 'POST', path: '/csms/stations/{id}/disconnect', tags: ['CSMS'] })
    .input(idParameter)
    .output(stationState),
  call: oc
    .route({ method: 'POST', path: '/csms/stations/{id}/calls', tags: ['CSMS'] })
    .input(callRequest.extend({ id: stationId }))
    .output(callOutcome),
  /** Audited: the reveal is a frame of the record. */
  revealAuthorizationKey: oc
    .route({ method: 'POST', path: '/csms/stations/{id}/authorization-key/reveal', tags: ['CSMS'] })
    .input(idParameter)
    .output(z.object({ hex: z.string(), text: z.string().optional() })),
  idTags: oc
    .route({ method: 'GET', path: '/csms/id-tags', tags: ['CSMS'] })
    .output(z.array(idTagState)),
  putIdTag: oc
    .route({ method: 'PUT', path: '/csms/id-tags/{idTag}', tags: ['CSMS'] })
    .input(idTagRequest.extend({ idTag: z.string().min(1).max(20) }))
    .output(idTagState),
  deleteIdTag: oc
    .route({ method: 'DELETE', path: '/csms/id-tags/{idTag}', tags: ['CSMS'] })
    .input(z.object({ idTag: z.string() }))
    .output(z.object({ deleted: z.boolean() })),
  attempts: oc
    .route({ method: 'GET', path: '/csms/attempts', tags: ['CSMS'] })
    .output(z.array(refusedAttempt)),
  adopt: oc
    .route({ method: 'POST', path: '/csms/attempts/{seq}/adopt', tags: ['CSMS'] })
    .input(adoptRequest.extend({ seq: z.coerce.number().int() }))
    .output(stationState),
};
