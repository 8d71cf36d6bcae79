/** Contract of the bench itself: health, network, settings, what moved. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema, timestamp } from './common-schemas.ts';
import { secretsState } from './secrets-contract.ts';

export const health = z.object({
  version: z.string(),
  uptimeS: z.number(),
  node: z.string(),
  tls: z.string(),
  sqlite: z.string(),
  platform: z.string(),
});

export const recordingState = z.object({
  capture: z.string(),
  status: z.enum(['recording', 'failing', 'stopped']),
  strict: z.boolean(),
  framesLost: z.number().int(),
  indexLagFrames: z.number().int(),
  problem: problemSchema.optional(),
});
export type RecordingState = z.infer<typeof recordingState>;

export const benchState = z.object({
  health,
  dataFolder: z.string(),
  recording: recordingState,
  secrets: secretsState,
  startedAt: timestamp,
  supervised: z.boolean(),
});
export type BenchState = z.infer<typeof benchState>;

const settingFields = {
  strictRecording: z.boolean(),
  /** Megabytes of all captures together; the oldest go first. 0: no limit. */
  retentionMegabytes: z.number().int().min(0),
  /** Days; 0: no limit. */
  retentionDays: z.number().int().min(0),
  /** Host name of the bench: CN of its server certificates. */
  hostName: z.string().min(1).max(253),
  theme: z.enum(['system', 'light', 'dark']),
  timeDisplay: z.enum(['local', 'utc']),
};

export const settings = z.strictObject({
  strictRecording: settingFields.strictRecording.default(false),
  retentionMegabytes: settingFields.retentionMegabytes.default(20_480),
  retentionDays: settingFields.retentionDays.default(0),
  hostName: settingFields.hostName,
  theme: settingFields.theme.default('system'),
  timeDisplay: settingFields.timeDisplay.default('local'),
});
export type Settings = z.infer<typeof settings>;

/** What is absent stays as it is: a default here would set back what nobody named. */
const settingChanges = z.strictObject(settingFields).partial();

export const networkAddress = z.object({
  address: z.string(),
  family: z.enum(['ipv4', 'ipv6']),
  network: z.string(),
  loopback: z.boolean(),
});
export type NetworkAddress = z.infer<typeof networkAddress>;

/** Can the charger reach me? One answer per listener port. */
export const reachability = z.object({
  port: z.number().int(),
  status: z.enum(['listening', 'free', 'taken', 'not-permitted', 'unknown']),
  /** The program that holds a taken port, as far as the system tells. */
  holder: z.object({ pid: z.number().int(), name: z.string() }).optional(),
  /** Windows: the network profile and whether a firewall rule blocks the program. */
  firewall: z.object({ network: z.string(), blocked: z.boolean(), command: z.string() }).optional(),
  /** A command that fixes it, to be copied. */
  fixCommand: z.string().optional(),
  problem: problemSchema.optional(),
});
export type Reachability = z.infer<typeof reachability>;

/** Something moved: ask again for what you show. Coalesced, at most 20 a second, never content. */
export const benchEvent = z.object({
  topic: z.enum([
    'frames',
    'csms',
    'stations',
    'charge-points',
    'attempts',
    'faults',
    'captures',
    'files',
    'names-and-time',
    'scenarios',
    'probe',
    'signing-requests',
    'settings',
    'secrets',
    'pki',
    'bench',
  ]),
  /** Grows by one with every event. */
  revision: z.number().int(),
  /** With `frames`: head of the live capture. */
  head: z.number().int().optional(),
  indexedTo: z.number().int().optional(),
});
export type BenchEvent = z.infer<typeof benchEvent>;

export const benchContract = {
  health: oc.route({ method: 'GET', path: '/health', tags: ['Bench'] }).output(health),
  state: oc.route({ method: 'GET', path: '/bench', tags: ['Bench'] }).output(benchState),
  settings: oc.route({ method: 'GET', path: '/settings', tags: ['Bench'] }).output(settings),
  putSettings: oc
    .route({ method: 'PUT', path: '/settings', tags: ['Bench'] })
    .input(settingChanges)
    .output(settings),
  network: oc
    .route({ method: 'GET', path: '/network', tags: ['Bench'] })
    .output(z.object({ hostName: z.string(), addresses: z.array(networkAddress) })),
  reachability: oc
    .route({ method: 'GET', path: '/network/ports/{port}', tags: ['Bench'] })
    .input(
      z.object({
        port: z.coerce.number().int().min(1).max(65535),
        protocol: z.enum(['tcp', 'udp']).default('tcp'),
      }),
    )
    .output(reachability),
  /** UI only: over WebSocket. */
  events: oc.output(eventIterator(benchEvent)),
};
