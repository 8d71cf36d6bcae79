/**
 * Shape of `bench.yaml`, which describes a whole bench so that a vendor can keep it in a repository.
 * Unknown keys are errors; secrets come from the environment or a file, never from the text itself.
 */
import { z } from 'zod';
import { chargePointRequest } from './charge-points-contract.ts';
import { stationId } from './common-schemas.ts';
import { answerRule } from './csms-answers-contract.ts';
import { idTagRequest, listenerConfiguration, stationRequest } from './csms-contract.ts';
import { csmsPolicyChanges } from './csms-policy.ts';

/** `{env: NAME}` or `{file: PATH}`. */
export const secretReference = z.union([
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);
export type SecretReference = z.infer<typeof secretReference>;

const secrets = {
  password: secretReference.optional(),
  authorizationKeyHex: secretReference.optional(),
};

export const benchFile = z.strictObject({
  version: z.literal(1),
  csms: z
    .strictObject({
      policy: csmsPolicyChanges.optional(),
      listeners: z.array(listenerConfiguration).max(32).default([]),
      stations: z.record(stationId, stationRequest.extend(secrets)).default({}),
      idTags: z.record(z.string().min(1).max(20), idTagRequest).default({}),
      /** Replaces the chosen answers of the last run. */
      answers: z.array(answerRule).max(1000).optional(),
    })
    .optional(),
  chargePoints: z.record(stationId, chargePointRequest.extend(secrets)).default({}),
});
export type BenchFile = z.output<typeof benchFile>;
