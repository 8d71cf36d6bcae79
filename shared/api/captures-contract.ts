/**
 * Contract of captures as things on disk: list, rename, delete, check, begin a new one. As files they come and
 * go through the routes of `capture-files.ts`.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema, timestamp } from './common-schemas.ts';

export const captureState = z.object({
  id: z.string(),
  name: z.string(),
  live: z.boolean(),
  createdAt: timestamp,
  frames: z.number().int().optional(),
  bytes: z.number().int(),
  segments: z.number().int(),
  problem: problemSchema.optional(),
});
export type CaptureState = z.infer<typeof captureState>;

export const captureCheck = z.object({
  capture: z.string(),
  intact: z.boolean(),
  frames: z.number().int(),
  chainHead: z.string(),
  /** Where the chain first breaks. */
  problem: problemSchema.optional(),
});
export type CaptureCheck = z.infer<typeof captureCheck>;

const captureParameter = z.object({ id: z.string() });

export const capturesContract = {
  list: oc
    .route({ method: 'GET', path: '/captures', tags: ['Captures'] })
    .output(z.array(captureState)),
  /** Closes the live capture and begins a new one. */
  begin: oc
    .route({ method: 'POST', path: '/captures', tags: ['Captures'] })
    .input(z.strictObject({ name: z.string().max(200).optional() }))
    .output(captureState),
  rename: oc
    .route({ method: 'PUT', path: '/captures/{id}', tags: ['Captures'] })
    .input(captureParameter.extend({ name: z.string().min(1).max(200) }))
    .output(captureState),
  delete: oc
    .route({ method: 'DELETE', path: '/captures/{id}', tags: ['Captures'] })
    .input(captureParameter)
    .output(z.object({ deleted: z.boolean() })),
  check: oc
    .route({ method: 'POST', path: '/captures/{id}/check', tags: ['Captures'] })
    .input(captureParameter)
    .output(captureCheck),
};
