/** Contract of the AuthorizationKey workbench: what a charge point sent, compared in the bench. A secret passes by a reveal only. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { stationId, timestamp } from './common-schemas.ts';

export const credentialsMistake = z.object({
  /** Has words in `basic-mistake-words.ts`. */
  code: z.string(),
  /** Who has to act first. */
  side: z.enum(['charge-point', 'csms', 'network']),
  confidence: z.enum(['certain', 'possible']),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** What is wrong with credentials. Codes and numbers; the user name where it is no secret, never a key. */
export const credentialsDiagnosis = z.object({
  verdict: z.enum(['match', 'mismatch', 'incomparable']),
  mistakes: z.array(credentialsMistake),
  passwordBytes: z.number().int().optional(),
  userName: z.string().optional(),
});

/** A key the station had before. The bench has only its salted hash. */
export const formerKey = z.object({ bytes: z.number().int(), replacedAt: timestamp });

const comparedKey = z
  .string()
  .regex(/^([0-9a-fA-F]{2}){1,128}$/)
  .optional();

export const compareRequest = z.strictObject({
  /** `Basic …` as the charge point sent it. */
  authorization: z.string().max(16_384),
  /** Compared with this key instead of the one on record. */
  authorizationKeyHex: comparedKey,
});

export const attemptCompareRequest = z.strictObject({
  /** Compared with this station instead of the one that was dialled. */
  station: stationId.optional(),
  authorizationKeyHex: comparedKey,
});
export type AttemptCompareRequest = z.output<typeof attemptCompareRequest>;
export type CompareRequest = z.output<typeof compareRequest>;

export const sentCredentials = z.object({
  /** The Authorization values as they came. */
  authorization: z.array(z.string()),
  userName: z.string().optional(),
  hex: z.string().optional(),
  text: z.string().optional(),
});
export type SentCredentials = z.infer<typeof sentCredentials>;

const attempt = z.object({ seq: z.coerce.number().int() });

export const credentialsContract = {
  /** Compares a header that was given; nothing of it is kept. */
  compareCredentials: oc
    .route({ method: 'POST', path: '/csms/stations/{id}/credentials', tags: ['CSMS'] })
    .input(compareRequest.extend({ id: stationId }))
    .output(credentialsDiagnosis),
  /** Compares what a refused attempt sent, without showing it. */
  compareAttempt: oc
    .route({ method: 'POST', path: '/csms/attempts/{seq}/credentials', tags: ['CSMS'] })
    .input(attemptCompareRequest.extend(attempt.shape))
    .output(credentialsDiagnosis),
  /** Audited: the reveal is a frame of the record. */
  revealAttempt: oc
    .route({ method: 'POST', path: '/csms/attempts/{seq}/credentials/reveal', tags: ['CSMS'] })
    .input(attempt)
    .output(sentCredentials),
};
