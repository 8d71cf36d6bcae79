/** Contract of the charge point role: emulated charge points and what a person can do to them. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  problemSchema,
  registrationStatus,
  securityProfile,
  stationId,
  timestamp,
} from './common-schemas.ts';
import { connectorState } from './csms-contract.ts';

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
  /** What the server certificate is checked against; `insecure` is visible everywhere. */
  trust: z
    .union([z.literal('bench'), z.literal('insecure'), z.strictObject({ pem: z.string() })])
    .default('bench'),
  /** Family of the client certificate and of the suites that are offered. */
  keyFamily: z.enum(['rsa', 'ecdsa', 'both']).default('both'),
  minimumTls: z.enum(['1.0', '1.1', '1.2', '1.3']).default('1.2'),
  maximumTls: z.enum(['1.1', '1.2', '1.3']).default('1.3'),
  autoConnect: z.boolean().default(true),
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
  connectors: z.array(
    connectorState.extend({
      pluggedIn: z.boolean(),
      idTag: z.string().optional(),
      transactionId: z.number().int().optional(),
    }),
  ),
  heartbeatIntervalS: z.number().optional(),
  tls: z.object({ version: z.string(), suite: z.string() }).optional(),
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
  }),
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
]);
export type ChargePointAction = z.output<typeof chargePointAction>;

export const chargePointsContract = {
  list: oc
    .route({ method: 'GET', path: '/charge-points', tags: ['Charge point'] })
    .output(z.array(chargePointState)),
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
  /** Connects an emulated charge point to a listener of the local CSMS, credentials on both sides included. */
  tryIt: oc
    .route({ method: 'POST', path: '/charge-points/try-it', tags: ['Charge point'] })
    .input(z.strictObject({ listener: z.string().optional(), securityProfile }))
    .output(chargePointState),
};
