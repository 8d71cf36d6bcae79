/**
 * What an emulated charge point keeps about its security when its power goes: log, events that wait, certificates
 * before and after their time, changes on trial. The shape in the store; knows nothing of how it is used.
 */
import { z } from 'zod';

/** As SecurityEventNotification carries it. */
const securityEvent = z.object({
  type: z.string(),
  timestamp: z.string(),
  techInfo: z.string().optional(),
});

const identity = z.object({
  family: z.enum(['rsa', 'ecdsa']),
  certificatePem: z.string(),
  chainPem: z.string(),
  privateKeyPem: z.string(),
});
export type KeptIdentity = z.infer<typeof identity>;

export const securityMemory = z.object({
  /** Oldest first, rolling. */
  log: z.array(securityEvent),
  /** Not told to the Central System yet, oldest first. */
  waiting: z.array(securityEvent),
  /** SHA-256 fingerprint of the Central System root that a new one is about to replace (Whitepaper M05). */
  fallBackRoot: z.string().optional(),
  /** A raised security profile that has not connected yet (Whitepaper A05). */
  profileTrial: z
    .object({
      previous: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
      failures: z.number(),
    })
    .optional(),
  /** Accepted certificates whose time has not come. */
  coming: z.array(identity),
  /** Replaced ones, newest first, kept for a month (Whitepaper A02). */
  former: z.array(identity.extend({ replacedAtMs: z.number() })),
});
export type SecurityMemory = z.infer<typeof securityMemory>;

/** Nothing has happened yet. */
export function newSecurityMemory(): SecurityMemory {
  return { log: [], waiting: [], coming: [], former: [] };
}
