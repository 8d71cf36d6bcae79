/**
 * Contract of fleets: many emulated charge points with shared settings, started together and seen as counts. Members
 * are not kept one by one and come page by page. Shapes only.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { chargePointProfile } from './charge-point-profiles-contract.ts';
import {
  chargePointAction,
  chargePointRequest,
  chargePointState,
} from './charge-points-contract.ts';
import { registrationStatus, securityProfile, stationId } from './common-schemas.ts';

/** The most members of one fleet. */
export const largestFleet = 20_000;

const fleetName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** Where there is one, the braces hold the number of the first member: `CP-{0001}`. */
export const idPattern = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^{}]*(\{\d{1,9}\}[^{}]*)?$/);

export const fleetRequest = z.strictObject({
  /** The local CSMS if absent; then the bench sets up the credentials of every member on both sides. */
  url: chargePointRequest.shape.url.optional(),
  /** A listener of the local CSMS; the first one that serves the profile if absent. Nothing with a `url`. */
  listener: z.string().min(1).max(64).optional(),
  securityProfile: securityProfile.default(0),
  /** The same for all. At the local CSMS every member has a key of its own if there is neither. */
  password: chargePointRequest.shape.password,
  /** The same for all, as hexadecimal digits. */
  authorizationKeyHex: chargePointRequest.shape.authorizationKeyHex,
  ids: idPattern.default('CP-{0001}'),
  count: z.number().int().min(1).max(largestFleet),
  /** How many get their power in a second. */
  bootsPerS: z.number().positive().max(5000).default(50),
  /** Named settings of charge points, below `settings`. */
  profile: z.string().optional(),
  /** Of every member, as for one charge point. */
  settings: chargePointProfile.default({}),
  /** Drivers who come and go by chance; nobody comes when absent. */
  sessions: z
    .strictObject({
      /** How long a free connector waits for a driver, on average. */
      idleS: z.number().positive().max(86_400).default(60),
      /** How long it is charged, on average. */
      chargeS: z.number().positive().max(86_400).default(120),
      idTag: z.string().min(1).max(20).default('FLEET'),
    })
    .optional(),
});
export type FleetRequest = z.output<typeof fleetRequest>;

const counts = z.record(z.string(), z.number().int());

export const fleetSummary = z.object({
  name: fleetName,
  /** What it was started with, without password and key, and where it dials. */
  request: fleetRequest
    .omit({ password: true, authorizationKeyHex: true })
    .extend({ url: chargePointRequest.shape.url }),
  /** Members that have got their power. */
  started: z.number().int(),
  /** On profile 3: client certificates made so far. A member starts when it has one. */
  certificates: z.number().int().optional(),
  /** By state of the connection; `not-started` for those whose turn has not come. */
  connections: counts,
  registrations: counts,
  /** Of connectors, number 0 left out. */
  connectors: counts,
  transactions: z.number().int(),
  /** Why members are not connected, the most frequent reasons first. */
  problems: z.array(z.object({ code: z.string(), count: z.number().int() })),
  /** From the start, or the last storm, until all were connected. */
  connectedAfterMs: z.number().optional(),
});
export type FleetSummary = z.infer<typeof fleetSummary>;

const connectionState = chargePointState.shape.status;

export const fleetMember = z.object({
  id: stationId,
  status: connectionState,
  registration: registrationStatus.optional(),
  problem: chargePointState.shape.problem,
  connectors: z.array(z.object({ status: z.string(), transactionId: z.number().optional() })),
});
export type FleetMember = z.infer<typeof fleetMember>;

export const memberPage = z.object({
  members: z.array(fleetMember),
  /** Give it as `after` for the next page; absent on the last one. */
  next: z.number().int().optional(),
});
export type MemberPage = z.infer<typeof memberPage>;

export const memberQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Only members in this state. */
  status: connectionState.optional(),
});
export type MemberQuery = z.output<typeof memberQuery>;

const tags = ['Fleets'];
const named = z.object({ name: fleetName });

export const fleetsContract = {
  list: oc.route({ method: 'GET', path: '/fleets', tags }).output(z.array(fleetSummary)),
  /** Starts a fleet; one of this name is stopped first. */
  put: oc
    .route({ method: 'PUT', path: '/fleets/{name}', tags })
    .input(fleetRequest.extend({ name: fleetName }))
    .output(fleetSummary),
  /** Stops all its members. */
  delete: oc
    .route({ method: 'DELETE', path: '/fleets/{name}', tags })
    .input(named)
    .output(z.object({ deleted: z.boolean() })),
  /** Cuts every connection at once; they come back with growing waits, as after any loss. */
  storm: oc
    .route({ method: 'POST', path: '/fleets/{name}/storm', tags })
    .input(named)
    .output(fleetSummary),
  members: oc
    .route({ method: 'GET', path: '/fleets/{name}/members', tags })
    .input(memberQuery.extend({ name: fleetName }))
    .output(memberPage),
  /** Does something to one member, or to all that have started when `member` is absent. */
  act: oc
    .route({ method: 'POST', path: '/fleets/{name}/actions', tags, inputStructure: 'detailed' })
    .input(
      z.object({
        params: named,
        body: z.object({ member: stationId.optional(), action: chargePointAction }),
      }),
    )
    .output(z.object({ done: z.number().int(), failed: z.number().int() })),
};
