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
import { signingPolicyChanges } from './signing-requests-contract.ts';

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

/** A path, from the folder of the file. */
const filePath = z.string().min(1);

/** A listener of the file may bring the certificates it shows; they are kept on the certificate desk. */
const listenerEntry = listenerConfiguration.extend({
  certificateFiles: z
    .strictObject({
      /** Certificates with their chains and keys: PEM, DER, PKCS#12; RSA and ECDSA together. */
      files: z.array(filePath).min(1).max(20),
      passphrase: secretReference.optional(),
    })
    .optional(),
});

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
      listeners: z.array(listenerEntry).max(32).default([]),
      stations: z.record(stationId, stationRequest.extend(secrets)).default({}),
      idTags: z.record(z.string().min(1).max(20), idTagRequest).default({}),
      /** Replaces the chosen answers of the last run. */
      answers: z.array(answerRule).max(1000).optional(),
      /** How requests for certificates are decided, for all stations. */
      signingRequests: signingPolicyChanges.optional(),
    })
    .optional(),
  /** Authorities (PEM) whose client certificates are let in besides the bench's own. */
  trustedRoots: z.array(filePath).max(100).default([]),
  /** Revocation lists (PEM or DER) of authorities whose keys are elsewhere. */
  revocationLists: z.array(filePath).max(100).default([]),
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
  for (const [index, listener] of (file.csms?.listeners ?? []).entries()) {
    if (listener.certificateFiles === undefined || listener.certificates === undefined) continue;
    const path = ['csms', 'listeners', index, 'certificateFiles'];
    context.addIssue({ code: 'custom', path, message: 'certificates are chosen already' });
  }
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
