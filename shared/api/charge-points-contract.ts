/** Contract of the charge point role: emulated charge points and what a person can do to them. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { behaviourActions, chargePointBehaviour } from './charge-point-behaviour-contract.ts';
import {
  chargePointDetails,
  compositeSchedule,
  compositeScheduleRequest,
  technicianActions,
} from './charge-point-details-contract.ts';
import {
  chargePointSecurity,
  securityActions,
  securitySettings,
  securityStateFields,
} from './charge-point-security-contract.ts';
import {
  problemSchema,
  registrationStatus,
  securityProfile,
  stationId,
  timestamp,
} from './common-schemas.ts';
import { connectorState } from './csms-contract.ts';

/** The vehicle that charges: what its battery takes decides what flows. */
export const vehicleSettings = z.strictObject({
  batteryKwh: z.number().positive().max(2000).default(60),
  /** State of charge in percent when it is plugged in; left to chance when absent. */
  startSoc: z.number().min(0).max(100).optional(),
  /** The most its battery takes, in W; less and less above 80 percent. */
  maxPowerW: z.number().positive().max(1_000_000).default(22_080),
  /** Phases its charger uses. */
  phases: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(3),
});
export type VehicleSettings = z.output<typeof vehicleSettings>;

/** What each outlet of a charge point is built for. */
export const hardwareSettings = z.strictObject({
  current: z.enum(['AC', 'DC']).default('AC'),
  /** Of the grid connection of an AC outlet. */
  phases: z.union([z.literal(1), z.literal(3)]).default(3),
  /** Of each outlet, in W; 3 × 230 V × 32 A if absent. */
  maxPowerW: z.number().positive().max(400_000).default(22_080),
});
export type HardwareSettings = z.output<typeof hardwareSettings>;

export const chargePointRequest = z.strictObject({
  /** Endpoint URL; the identity is appended unless the path already ends in it. */
  url: z.string().regex(/^wss?:\/\//),
  securityProfile,
  password: z.string().min(1).max(256).optional(),
  authorizationKeyHex: z
    .string()
    .regex(/^([0-9a-fA-F]{2}){1,128}$/)
    .optional(),
  connectors: z.number().int().min(1).max(64).default(1),
  vendor: z.string().min(1).max(20).default('Benchpoint'),
  model: z.string().min(1).max(20).default('Emulated AC 22'),
  firmwareVersion: z.string().max(50).default('1.0.0'),
  serialNumber: z.string().min(1).max(25).optional(),
  /** `fixed`: the cable hangs on the charge point and has no lock that UnlockConnector could open. A socket if absent. */
  cable: z.enum(['fixed', 'socket']).optional(),
  /** AC with 22 kW on three phases if absent. */
  hardware: hardwareSettings.optional(),
  /** So many attempts at every Reset fail; ResetRetries says how often it is tried again. None if absent. */
  failingResets: z.number().int().min(1).max(100).optional(),
  /** What charges at every connector; a car of 60 kWh on three phases if absent. */
  vehicle: vehicleSettings.optional(),
  /** What the server certificate is checked against; `insecure` is visible everywhere. */
  trust: z
    .union([z.literal('bench'), z.literal('insecure'), z.strictObject({ pem: z.string() })])
    .default('bench'),
  /** Family of the client certificate and of the suites that are offered. */
  keyFamily: z.enum(['rsa', 'ecdsa', 'both']).default('both'),
  minimumTls: z.enum(['1.0', '1.1', '1.2', '1.3']).default('1.2'),
  maximumTls: z.enum(['1.1', '1.2', '1.3']).default('1.3'),
  /** `full`: besides the ClientHello also ServerHello, certificates and alerts in clear; `hello` if absent. */
  handshakeRecording: z.enum(['hello', 'full']).optional(),
  autoConnect: z.boolean().default(true),
  /** What it does otherwise than a well-built charge point. */
  behaviour: chargePointBehaviour.optional(),
  ...securitySettings,
});
export type ChargePointRequest = z.output<typeof chargePointRequest>;

export const chargePointState = z.object({
  id: stationId,
  /** What it was created with, without the password. */
  settings: chargePointRequest.omit({ password: true, authorizationKeyHex: true }).extend({
    hasAuthorizationKey: z.boolean(),
  }),
  status: z.enum(['disconnected', 'connecting', 'connected', 'waiting', 'stopped']),
  registration: registrationStatus.optional(),
  /** Why it is not connected. */
  problem: problemSchema.optional(),
  /** When it tries again, while waiting. */
  nextAttemptAt: timestamp.optional(),
  attempts: z.number().int(),
  insecure: z.boolean(),
  /** The secrets of its TLS sessions go into the record; off again after a restart. */
  keyLog: z.boolean().optional(),
  /** Id of the fault that it shows on purpose; off again after a restart. */
  fault: z.string().optional(),
  connectors: z.array(
    connectorState.extend({
      pluggedIn: z.boolean(),
      idTag: z.string().optional(),
      transactionId: z.number().int().optional(),
      /** Of the vehicle that is plugged in. */
      stateOfChargePercent: z.number().optional(),
      reservationId: z.number().int().optional(),
      /** What came with the error code. */
      errorInfo: z.string().optional(),
    }),
  ),
  /** Its lights: how bright, and when they last blinked (the keys LightIntensity and BlinkRepeat). */
  light: z.object({
    intensityPercent: z.number().int(),
    signal: z
      .object({
        connectorId: z.number().int(),
        times: z.number().int(),
        because: z.enum(['transaction-started', 'transaction-stopped']),
        /** By the clock of the charge point. */
        at: timestamp,
      })
      .optional(),
  }),
  heartbeatIntervalS: z.number().optional(),
  tls: z.object({ version: z.string(), suite: z.string() }).optional(),
  ...securityStateFields,
  revision: z.number().int(),
});
export type ChargePointState = z.infer<typeof chargePointState>;

/** What a person (or a script) does to an emulated charge point. */
export const chargePointAction = z.discriminatedUnion('action', [
  z.object({ action: z.literal('connect') }),
  z.object({ action: z.literal('disconnect') }),
  z.object({ action: z.literal('plug-in'), connectorId: z.number().int().default(1) }),
  z.object({ action: z.literal('unplug'), connectorId: z.number().int().default(1) }),
  z.object({
    action: z.literal('present-id-tag'),
    idTag: z.string().min(1).max(20),
    connectorId: z.number().int().default(1),
  }),
  z.object({
    action: z.literal('fault'),
    connectorId: z.number().int().default(1),
    errorCode: z.string().default('InternalError'),
    info: z.string().max(50).optional(),
    vendorId: z.string().max(255).optional(),
    vendorErrorCode: z.string().max(50).optional(),
    /** false: energy stops and the transaction goes on when the fault is cleared. It ends if absent. */
    endsTransaction: z.boolean().optional(),
  }),
  /** The red button: everything stops, and the charge point stays Faulted until `clear-fault` on connector 0. */
  z.object({ action: z.literal('emergency-stop') }),
  /** Releases a cable that was left locked in its socket. */
  z.object({ action: z.literal('unlock'), connectorId: z.number().int().default(1) }),
  /** The vehicle at a connector from now on. */
  z.object({
    action: z.literal('set-vehicle'),
    connectorId: z.number().int().default(1),
    vehicle: vehicleSettings,
  }),
  /** A restart from inside: transactions end with the reason Reboot. */
  z.object({ action: z.literal('restart') }),
  z.object({ action: z.literal('clear-fault'), connectorId: z.number().int().default(1) }),
  z.object({ action: z.literal('power-cycle') }),
  z.object({ action: z.literal('go-offline') }),
  z.object({ action: z.literal('go-online') }),
  z.object({
    action: z.literal('send'),
    ocppAction: z.string(),
    payload: z.unknown(),
    validate: z.boolean().default(true),
  }),
  z.object({ action: z.literal('send-raw'), text: z.string() }),
  ...securityActions,
  ...behaviourActions,
  ...technicianActions,
]);
export type ChargePointAction = z.output<typeof chargePointAction>;

export const chargePointsContract = {
  list: oc
    .route({ method: 'GET', path: '/charge-points', tags: ['Charge point'] })
    .output(z.array(chargePointState)),
  /** One of them. */
  get: oc
    .route({ method: 'GET', path: '/charge-points/{id}', tags: ['Charge point'] })
    .input(z.object({ id: stationId }))
    .output(chargePointState),
  put: oc
    .route({ method: 'PUT', path: '/charge-points/{id}', tags: ['Charge point'] })
    .input(chargePointRequest.extend({ id: stationId }))
    .output(chargePointState),
  delete: oc
    .route({ method: 'DELETE', path: '/charge-points/{id}', tags: ['Charge point'] })
    .input(z.object({ id: stationId }))
    .output(z.object({ deleted: z.boolean() })),
  act: oc
    .route({
      method: 'POST',
      path: '/charge-points/{id}/actions',
      tags: ['Charge point'],
      inputStructure: 'detailed',
    })
    .input(z.object({ params: z.object({ id: stationId }), body: chargePointAction }))
    .output(z.object({ state: chargePointState, outcome: z.unknown().optional() })),
  /** The inside of one charge point: queue, lists, configuration keys, charging profiles. */
  details: oc
    .route({ method: 'GET', path: '/charge-points/{id}/details', tags: ['Charge point'] })
    .input(z.object({ id: stationId }))
    .output(chargePointDetails),
  compositeSchedule: oc
    .route({
      method: 'GET',
      path: '/charge-points/{id}/composite-schedule',
      tags: ['Charge point'],
    })
    .input(compositeScheduleRequest.extend({ id: stationId }))
    .output(compositeSchedule),
  /** Roots, certificates and security log of one charge point. */
  security: oc
    .route({ method: 'GET', path: '/charge-points/{id}/security', tags: ['Charge point'] })
    .input(z.object({ id: stationId }))
    .output(chargePointSecurity),
  /** Connects an emulated charge point to a listener of the local CSMS, credentials on both sides included. */
  tryIt: oc
    .route({ method: 'POST', path: '/charge-points/try-it', tags: ['Charge point'] })
    .input(z.strictObject({ listener: z.string().optional(), securityProfile }))
    .output(chargePointState),
};
