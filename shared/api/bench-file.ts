/**
 * Shape of `bench.yaml`, which describes a whole bench so that a vendor can keep it in a repository.
 * Unknown keys are errors; secrets come from the environment or a file, never from the text itself.
 */
import { z } from 'zod';
import { builtInProfiles } from './built-in-profiles.ts';
import {
  chargePointProfile,
  optionalFields,
  profileName,
} from './charge-point-profiles-contract.ts';
import { chargePointRequest } from './charge-points-contract.ts';
import { stationId } from './common-schemas.ts';
import { answerRule } from './csms-answers-contract.ts';
import { idTagRequest, listenerConfiguration, stationRequest } from './csms-contract.ts';
import { csmsPolicyChanges } from './csms-policy.ts';
import { nameSettings, timeSettings } from './names-and-time-contract.ts';

/** `{env: NAME}` or `{file: PATH}`. */
const secretReference = z.union([
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);
export type SecretReference = z.infer<typeof secretReference>;

const secrets = {
  password: secretReference.optional(),
  authorizationKeyHex: secretReference.optional(),
};

/** A charge point of the file; what it leaves out comes from its profile, then from the usual settings. */
const chargePointEntry = z.strictObject({
  ...optionalFields(Object.keys(chargePointRequest.shape)),
  ...secrets,
  profile: profileName.optional(),
});

const completeChargePoint = chargePointRequest.extend(secrets);

const describedBench = z.strictObject({
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
  /** A server that is described is on unless the file says otherwise. */
  names: nameSettings.extend({ enabled: z.boolean().default(true) }).optional(),
  time: timeSettings.extend({ enabled: z.boolean().default(true) }).optional(),
  /** Named settings, for `profile` of charge points. */
  chargePointProfiles: z.record(profileName, chargePointProfile).default({}),
  chargePoints: z.record(stationId, chargePointEntry).default({}),
});

/** A charge point with what its profile gives it; secrets are still references. */
export function withProfile(
  { profile, ...own }: z.output<typeof chargePointEntry>,
  profiles: z.output<typeof describedBench>['chargePointProfiles'],
): { ok: true; value: Record<string, unknown> } | { ok: false; profile: string } {
  if (profile === undefined) return { ok: true, value: own };
  const described = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
  const settings = described ?? builtInProfiles.get(profile);
  return settings === undefined
    ? { ok: false, profile }
    : { ok: true, value: { ...settings, ...own } };
}

export const benchFile = describedBench.superRefine((file, context) => {
  for (const [id, entry] of Object.entries(file.chargePoints)) {
    const complete = withProfile(entry, file.chargePointProfiles);
    if (!complete.ok) {
      const path = ['chargePoints', id, 'profile'];
      context.addIssue({ code: 'custom', path, message: `no profile named ${complete.profile}` });
      continue;
    }
    const parsed = completeChargePoint.safeParse(complete.value);
    for (const { path, message } of parsed.error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['chargePoints', id, ...path], message });
    }
  }
});
export type BenchFile = z.output<typeof benchFile>;
