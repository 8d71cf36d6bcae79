/** Contract of the bench's own secrets: locked or open, where the data key is kept, and what was revealed when. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema, timestamp } from './common-schemas.ts';

export const secretsKeeper = z.enum(['keychain', 'key-file', 'passphrase']);
/** Where the data key of sealed secrets is kept. */
export type SecretsKeeper = z.infer<typeof secretsKeeper>;

export const secretsState = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('open'),
    keptBy: secretsKeeper,
    /** The desktop's keychain offered this very key, so that it can keep it. */
    keychainFits: z.boolean(),
  }),
  z.object({
    status: z.literal('locked'),
    /** Why: the key is missing, damaged or another one, or the passphrase has not been given. */
    reason: problemSchema,
    /** A passphrase opens them; else the key itself has to come back. */
    passphrase: z.boolean(),
  }),
]);
export type SecretsState = z.infer<typeof secretsState>;

/** One look at a secret. */
export const revealedSecret = z.object({
  at: timestamp,
  /** The frame that records it. */
  capture: z.string(),
  seq: z.number().int(),
  /** Of the frame's detail: `frame`, `station`, `transfer`, … */
  what: z.string(),
  /** Which one: a station, a frame number, a transfer, a certificate. */
  subject: z.string(),
  by: z.object({
    /** The page, a script over HTTP, or the program itself. */
    door: z.enum(['page', 'api', 'program']),
    address: z.string().optional(),
  }),
});
export type RevealedSecret = z.infer<typeof revealedSecret>;

const passphrase = z.string().min(1).max(1024);

export const changeKeeperRequest = z.strictObject({
  keptBy: secretsKeeper,
  /** The new one, with `passphrase`. */
  passphrase: passphrase.optional(),
  /** The present one, when a passphrase keeps the key now. */
  currentPassphrase: passphrase.optional(),
});
export type ChangeKeeperRequest = z.infer<typeof changeKeeperRequest>;

const tags = ['Secrets'];

export const secretsContract = {
  state: oc.route({ method: 'GET', path: '/secrets', tags }).output(secretsState),
  /** Opens locked secrets; the bench starts its listeners and charge points then. 403 with a wrong passphrase. */
  unlock: oc
    .route({ method: 'POST', path: '/secrets/unlock', tags })
    .input(z.strictObject({ passphrase }))
    .output(secretsState),
  /** Looks for the key again: the key file is back. */
  retry: oc.route({ method: 'POST', path: '/secrets/retry', tags }).output(secretsState),
  /** Sets what the lost key sealed aside in a backup and begins with a new key; only while locked. */
  startOver: oc
    .route({ method: 'POST', path: '/secrets/start-over', tags })
    .output(z.object({ setAside: z.string() })),
  /** Keeps the same data key in another way: nothing is sealed anew. */
  change: oc
    .route({ method: 'PUT', path: '/secrets', tags })
    .input(changeKeeperRequest)
    .output(secretsState),
  /** The newest first. */
  reveals: oc
    .route({ method: 'GET', path: '/secrets/reveals', tags })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200) }))
    .output(z.array(revealedSecret)),
};
