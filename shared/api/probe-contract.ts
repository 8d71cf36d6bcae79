/**
 * Contract of the probe: what an endpoint or a charger that connected does, held against the whitepaper line by line.
 * Shapes only. No secret comes back: not the password, not the key of a certificate.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  certificateView,
  problemSchema,
  securityProfile,
  stationId,
  timestamp,
} from './common-schemas.ts';

const pem = z.string().min(1).max(200_000);

export const probeRequest = z.strictObject({
  /** `wss://host[:port]/path` without the identity. */
  url: z.string().min(1).max(2048),
  identity: stationId.optional(),
  password: z.string().min(1).max(200).optional(),
  /** The same as bytes, in hexadecimal digits. */
  authorizationKeyHex: z
    .string()
    .regex(/^([0-9a-fA-F]{2}){1,200}$/)
    .optional(),
  /** Client certificate with its chain, leaf first, and its key. */
  certificate: z.strictObject({ certPem: pem, keyPem: pem }).optional(),
  /** Or one that the bench has, by its id. */
  certificateId: z.string().min(1).max(300).optional(),
  /** Roots to trust besides the bench's own. */
  rootsPem: z.array(pem).max(50).default([]),
  /** Also trust what this computer trusts. */
  systemRoots: z.boolean().default(false),
  /** Other name for SNI; empty sends none. */
  serverName: z.string().max(253).optional(),
  /** Connect there; URL, SNI and certificate keep their names. */
  connectTo: z
    .strictObject({
      host: z.string().min(1).max(253),
      port: z.number().int().min(1).max(65_535).optional(),
    })
    .optional(),
  /** Profiles that count; those the URL and what was given fit, if absent. */
  profiles: z.array(securityProfile).min(1).max(4).optional(),
  /** Ask once for an identity that cannot exist. A Central System that takes everybody may note it down. */
  askUnknownIdentity: z.boolean().default(true),
  /** For the whole probe. */
  timeLimitMs: z.number().int().min(500).max(120_000).default(15_000),
});
export type ProbeRequest = z.output<typeof probeRequest>;

export const probeVerdict = z.enum(['holds', 'breaks', 'unseen']);

export const probeLine = z.object({
  /** Words are in the program; `id`, `variant` and `profiles` together name a line. */
  id: z.string(),
  group: z.enum([
    'network',
    'versions',
    'suites',
    'handshake',
    'certificates',
    'client-certificate',
    'upgrade',
    'hello',
    'behaviour',
  ]),
  variant: z.string().optional(),
  profiles: z.array(securityProfile),
  /** Only `must` counts for a profile. */
  weight: z.enum(['must', 'should', 'info']),
  verdict: probeVerdict,
  clause: z.string(),
  finding: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Frames of `capture`. */
  evidence: z.array(z.number().int()),
});

const profileSummary = z.object({
  profile: securityProfile,
  verdict: z.enum(['holds', 'breaks', 'unseen', 'not-probed']),
  holds: z.number().int(),
  breaks: z.number().int(),
  unseen: z.number().int(),
});

/** The target as it may be kept and shown: without secrets. */
const probedTarget = z.object({
  url: z.string(),
  identity: stationId.optional(),
  hasPassword: z.boolean(),
  hasCertificate: z.boolean(),
  certificateId: z.string().optional(),
  systemRoots: z.boolean(),
  serverName: z.string().optional(),
  connectTo: z.object({ host: z.string(), port: z.number().optional() }).optional(),
});

export const probeReport = z.object({
  id: z.string(),
  target: probedTarget,
  status: z.enum(['running', 'done', 'cancelled']),
  startedAt: timestamp,
  durationMs: z.number(),
  /** Connections made so far, and the most there will be. */
  connections: z.number().int(),
  plannedConnections: z.number().int(),
  /** Capture with the evidence; absent when nothing was recorded. */
  capture: z.string().optional(),
  reached: z.boolean(),
  /** The profiles that count. */
  profiles: z.array(securityProfile),
  summaries: z.array(profileSummary),
  lines: z.array(probeLine),
  chains: z.array(
    z.object({
      family: z.enum(['rsa', 'ecdsa', 'other']),
      certificates: z.array(certificateView),
    }),
  ),
  /** Why it came to an early end. */
  problem: problemSchema.optional(),
});
export type ProbeReport = z.infer<typeof probeReport>;
export type ProbedTarget = ProbeReport['target'];

export const probedStation = z.object({
  /** Identity, or the remote address while none is known. */
  id: z.string(),
  identified: z.boolean(),
  connections: z.number().int(),
  lastAt: timestamp,
  /** `not-probed` where no TLS was tried. */
  verdict: z.enum(['holds', 'breaks', 'unseen', 'not-probed']),
});
export type ProbedStation = z.infer<typeof probedStation>;

export const stationReport = probedStation.extend({
  capture: z.string(),
  summaries: z.array(profileSummary),
  lines: z.array(probeLine),
});
export type StationReport = z.infer<typeof stationReport>;

const tags = ['Probe'];
const named = z.object({ id: z.string().min(1).max(255) });

export const probeContract = {
  /** Begins a probe; with `wait` the answer is its result. */
  start: oc
    .route({ method: 'POST', path: '/probe/runs', tags })
    .input(probeRequest.extend({ wait: z.boolean().default(false) }))
    .output(probeReport),
  /** The latest of each target and the one before it, newest first. */
  runs: oc.route({ method: 'GET', path: '/probe/runs', tags }).output(z.array(probeReport)),
  run: oc.route({ method: 'GET', path: '/probe/runs/{id}', tags }).input(named).output(probeReport),
  cancel: oc
    .route({ method: 'POST', path: '/probe/runs/{id}/cancel', tags })
    .input(named)
    .output(probeReport),
  /** Removes a target with its reports. */
  forget: oc
    .route({ method: 'DELETE', path: '/probe/runs/{id}', tags })
    .input(named)
    .output(z.object({ deleted: z.boolean() })),
  /** Chargers that connected in this run of the bench, the latest first. */
  stations: oc
    .route({ method: 'GET', path: '/probe/stations', tags })
    .output(z.array(probedStation)),
  station: oc
    .route({ method: 'GET', path: '/probe/stations/{id}', tags })
    .input(named)
    .output(stationReport),
};
