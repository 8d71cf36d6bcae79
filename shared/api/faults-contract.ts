/**
 * The part of the contract about faults that the bench shows on purpose during handshakes: which are on, switching
 * them, and what came of it. Shapes only.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { faultIds, singleSuites } from '../security/handshake-faults.ts';
import { stationId, timestamp } from './common-schemas.ts';

const tags = ['Faults'];

export const faultId = z.enum(faultIds);
export const faultTarget = z.enum(['listener', 'charge-point']);

export const faultRequest = z.strictObject({
  /** `null` switches off. */
  fault: faultId.nullable(),
  /** The suite that `one-suite-only` leaves. */
  suite: z.enum(singleSuites).optional(),
  /** Closes the open connections, so that they come back into it. */
  reconnect: z.boolean().default(false),
  /** Switches off by itself after this time. */
  minutes: z.number().int().min(1).max(1440).optional(),
  /** Switches off by itself after so many connections. */
  connections: z.number().int().min(1).max(10_000).optional(),
});
export type FaultRequest = z.output<typeof faultRequest>;

/** A fault that is on. It does not outlive the bench. */
export const faultOn = z.object({
  target: faultTarget,
  /** Listener or charge point. */
  name: z.string(),
  fault: faultId,
  suite: z.enum(singleSuites).optional(),
  since: timestamp,
  /** When it ends by itself. */
  until: timestamp.optional(),
  /** After how many more connections it ends by itself. */
  connectionsLeft: z.number().int().optional(),
  /** So many connections were under it. */
  connections: z.number().int(),
  /** Of `revoked`: PEM of the list that names the certificate, for the device under test. */
  revocationList: z.string().optional(),
});
export type FaultOn = z.infer<typeof faultOn>;

/** What one connection under a fault showed. */
export const faultResult = z.object({
  target: faultTarget,
  name: z.string(),
  fault: faultId,
  connection: z.number().int(),
  capture: z.string(),
  at: timestamp,
  /** Address of the device under test, or the URL that was dialled. */
  peer: z.string(),
  station: z.string().optional(),
  judgement: z.enum(['as-it-must', 'must-not', 'either-way', 'not-seen', 'open']),
  reaction: z.enum([
    'took-it',
    'alert',
    'closed',
    'refused-upgrade',
    'no-agreement',
    'nothing',
    'under-way',
  ]),
  /** Name of the alert that the device sent. */
  alert: z.string().optional(),
  status: z.number().int().optional(),
  /** Code of the failure, as in the frame. */
  code: z.string().optional(),
  /** Whether the security event that is asked for came afterwards; absent where none is. */
  event: z.enum(['seen', 'awaited']).optional(),
  /** `seq` of the frames it rests on. */
  frames: z.array(z.number().int()),
});
export type FaultResult = z.infer<typeof faultResult>;

export const faultsState = z.object({
  on: z.array(faultOn),
  /** The newest first, of this run of the bench. */
  results: z.array(faultResult),
});
export type FaultsState = z.infer<typeof faultsState>;

const rule = z.object({
  demand: z.enum(['refuse', 'accept', 'either']),
  clauses: z.array(z.string()),
  event: z.string().optional(),
});
export const knownFault = z.object({
  id: faultId,
  group: z.string(),
  title: z.string(),
  listener: rule.optional(),
  chargePoint: rule.optional(),
});
export type KnownFault = z.infer<typeof knownFault>;

export const faultsContract = {
  /** What is on, and what came of it. */
  get: oc.route({ method: 'GET', path: '/faults', tags }).output(faultsState),
  /** The faults there are. */
  known: oc.route({ method: 'GET', path: '/faults/known', tags }).output(z.array(knownFault)),
  /** Takes effect for new connections at once; the port stays open, the usual certificates stay as they are. */
  setListener: oc
    .route({ method: 'PUT', path: '/csms/listeners/{id}/fault', tags })
    .input(faultRequest.extend({ id: z.string().min(1).max(64) }))
    .output(faultsState),
  setChargePoint: oc
    .route({ method: 'PUT', path: '/charge-points/{id}/fault', tags })
    .input(faultRequest.extend({ id: stationId }))
    .output(faultsState),
};
