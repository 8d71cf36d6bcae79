/**
 * Contract of the desk for signing requests: what charge points asked to have signed, how it was judged, decided and
 * sent, and whether they came back with it. Shapes only; what a rule or a state means is in
 * `shared/security/signing-request-words.ts`.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { rsaSignatures, signatureHashes } from '../security/key-types.ts';
import { requestKeyUsages, signingModes } from '../security/signing-request-choices.ts';
import { certificateRuleLine } from './certificate-desk-schemas.ts';
import { certificateView, problemSchema, stationId, timestamp } from './common-schemas.ts';

const route = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: `/${string}`) =>
  oc.route({ method, path, tags: ['Signing requests'] });

const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const lineEndings = ['lf', 'crlf'] as const;

const deliveryFields = {
  /** The root behind the sub-authorities; the whitepaper wants leaf and sub-authorities only. */
  withRoot: z.boolean(),
  /** Of the chain in CertificateSigned; CRLF is for testing. */
  lineEndings: z.enum(lineEndings),
};

const policyFields = {
  mode: z.enum(signingModes),
  /** `replace` writes CpoName and serial number in; `match` refuses a request that has others. */
  subject: z.enum(['replace', 'match']),
  /** Id of an authority of the desk; `null`: the bench's root of the key's family. */
  issuer: z.string().min(1).max(400).nullable(),
  /** How an RSA authority signs; accepting test tools take PKCS#1 v1.5 only. */
  rsaSignature: z.enum(rsaSignatures),
  hash: z.enum(signatureHashes),
  validityDays: z.number().int().min(-36_500).max(36_500),
  ...deliveryFields,
};

export const signingPolicy = z.strictObject({
  mode: policyFields.mode.default('automatic'),
  subject: policyFields.subject.default('replace'),
  issuer: policyFields.issuer.default(null),
  rsaSignature: policyFields.rsaSignature.default('pkcs1'),
  hash: policyFields.hash.default('sha-256'),
  validityDays: policyFields.validityDays.default(365),
  withRoot: policyFields.withRoot.default(false),
  lineEndings: policyFields.lineEndings.default('lf'),
});
export type SigningPolicy = z.output<typeof signingPolicy>;

/** What is absent stays as it is; of a station, it is as for all. */
export const signingPolicyChanges = z.strictObject(policyFields).partial();
export type SigningPolicyChanges = z.output<typeof signingPolicyChanges>;

export const signingPolicies = z.object({
  policy: signingPolicy,
  stations: z.record(z.string(), signingPolicyChanges),
});
export type SigningPolicies = z.infer<typeof signingPolicies>;

/** Where a request stands. `waiting`: for a person; `accepted`: by the charge point, not yet seen in use. */
export const signingStates = [
  'waiting',
  'refused',
  'signed',
  'sending',
  'accepted',
  'rejected',
  'unanswered',
  'failed',
  'in-use',
  'replaced',
  'old-certificate',
] as const;
export type SigningState = (typeof signingStates)[number];

export const signingStepCodes = [
  'requested',
  'answered',
  'decided',
  'signed',
  'imported',
  'held-back',
  'sent',
  'accepted',
  'rejected',
  'unanswered',
  'failed',
  'reconnected-with-new',
  'reconnected-with-old',
  'reconnected-without',
  'connection-refused',
] as const;
export type SigningStepCode = (typeof signingStepCodes)[number];

export const signingStep = z.object({
  code: z.enum(signingStepCodes),
  at: timestamp,
  /** Frames of the capture `capture` of the request. */
  frames: z.array(z.number().int()),
  capture: z.string().optional(),
  parameters,
});
export type SigningStep = z.infer<typeof signingStep>;

/** How the text came, before anything in it is looked at. */
export const requestForm = z.object({
  characters: z.number().int(),
  /** `der-base64`: no PEM around it; `other-label`: PEM of something else, or so named. */
  kind: z.enum(['pem', 'der-base64', 'other-label', 'none']),
  label: z.string(),
  lineEndings: z.enum(['lf', 'crlf', 'cr', 'mixed', 'escaped', 'none']),
  /** Text before or after the block. */
  surrounded: z.boolean(),
  blocks: z.number().int(),
});
export type RequestForm = z.infer<typeof requestForm>;

const requestedExtension = z.object({ oid: z.string(), critical: z.boolean(), bytes: z.number() });

/** What a request says; the requested extensions are asked for, not given. */
export const signingRequestView = z.object({
  subject: z.object({
    text: z.string(),
    attributes: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  key: z.object({
    algorithm: z.enum(['rsa', 'rsa-pss', 'dsa', 'ec', 'ed25519', 'ed448', 'unknown']),
    bits: z.number().nullable(),
    curve: z.string().nullable(),
  }),
  signature: z.object({
    algorithm: z.enum(['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'dsa', 'ed25519', 'ed448', 'unknown']),
    hash: z.enum(['MD5', 'SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512']).nullable(),
    oid: z.string(),
  }),
  /** SHA-256 over the public key (SPKI), hexadecimal, upper case. */
  keyFingerprintSha256: z.string(),
  /** OIDs of PKCS#10 attributes. */
  attributes: z.array(z.string()),
  extensions: z.array(requestedExtension),
  alternativeNames: z.array(
    z.object({ type: z.enum(['dns', 'ip', 'uri', 'email', 'other']), value: z.string() }),
  ),
  keyUsage: z.array(z.string()).nullable(),
  extendedKeyUsage: z.array(z.string()).nullable(),
  wantsAuthority: z.boolean(),
  bytes: z.number().int(),
});
export type SigningRequestView = z.infer<typeof signingRequestView>;

/** One request as a row. */
export const signingRequestRow = z.object({
  id: z.string(),
  station: z.string(),
  receivedAt: timestamp,
  /** Of SignCertificate. */
  seq: z.number().int(),
  capture: z.string().optional(),
  state: z.enum(signingStates),
  /** What SignCertificate was answered; absent when by a chosen answer with something else. */
  answer: z.enum(['Accepted', 'Rejected']).optional(),
  subject: z.string(),
  key: signingRequestView.shape.key.optional(),
  failing: z.object({ errors: z.number().int(), warnings: z.number().int() }),
  lastStep: signingStep,
});
export type SigningRequestRow = z.infer<typeof signingRequestRow>;

/** A certificate that was made or brought for a request. */
export const issuedForRequest = z.object({
  certificate: certificateView,
  /** As it was or would be sent. */
  chainPem: z.string(),
  characters: z.number().int(),
  certificates: z.number().int(),
  by: z.enum(['bench', 'foreign']),
});
export type IssuedForRequest = z.infer<typeof issuedForRequest>;

export const signingRequestDetail = signingRequestRow.extend({
  /** As it came. */
  csr: z.string(),
  form: requestForm,
  /** Absent where it cannot be read; `unreadable` says why. */
  request: signingRequestView.optional(),
  unreadable: z.string().optional(),
  /** The same with the usual label and LF, for other authorities; absent where it cannot be read. */
  requestPem: z.string().optional(),
  /** Each demand as a line, judged as of the arrival. */
  rules: z.array(certificateRuleLine),
  steps: z.array(signingStep),
  issued: issuedForRequest.optional(),
  /** The most characters a chain may have, and where that is from. */
  chainLimit: z.object({
    characters: z.number().int(),
    source: z.enum(['specification', 'station']),
  }),
  /** What is taken where nobody says otherwise. */
  proposal: z.object({ organisation: z.string(), commonName: z.string() }),
  policy: signingPolicy,
  connected: z.boolean(),
});
export type SigningRequestDetail = z.infer<typeof signingRequestDetail>;

const nameText = z.string().min(1).max(200);

/** What goes into the certificate; what is absent is as the policy of the station has it. */
export const issueForRequest = z.strictObject({
  organisation: nameText.optional(),
  commonName: nameText.optional(),
  /** RFC 3339; a day ago when absent. */
  notBefore: timestamp.optional(),
  /** RFC 3339; by the days of the policy when absent. */
  notAfter: timestamp.optional(),
  alternativeNames: z
    .array(
      z.strictObject({
        type: z.enum(['dns', 'ip', 'uri', 'email']),
        value: z.string().min(1).max(253),
      }),
    )
    .max(100)
    .default([]),
  /** None: no such extension. */
  keyUsage: z.array(z.enum(requestKeyUsages)).default(['digitalSignature']),
  /** Names such as `clientAuth`, or OIDs; none: no such extension. */
  extendedKeyUsage: z.array(z.string().min(1).max(100)).max(20).default(['clientAuth']),
  issuer: policyFields.issuer.optional(),
  rsaSignature: policyFields.rsaSignature.optional(),
  hash: policyFields.hash.optional(),
});
export type IssueForRequest = z.output<typeof issueForRequest>;

const send = z.boolean().default(true);

export const deliveryChoices = z.strictObject({
  withRoot: deliveryFields.withRoot.optional(),
  lineEndings: deliveryFields.lineEndings.optional(),
  /** Sends a chain that is longer than allowed. */
  evenTooLong: z.boolean().default(false),
});
export type DeliveryChoices = z.output<typeof deliveryChoices>;

const requestId = z.object({ id: z.string().min(1).max(100) });

/** What a certificate would be; nothing is kept. */
export const issuePreview = issuedForRequest.extend({
  rules: z.array(certificateRuleLine),
  problem: problemSchema.optional(),
});
export type IssuePreview = z.infer<typeof issuePreview>;

export const signingRequestsContract = {
  /** The newest first. */
  list: route('GET', '/csms/signing-requests')
    .input(
      z.object({
        station: stationId.optional(),
        state: z.enum(signingStates).optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(
      z.object({
        requests: z.array(signingRequestRow),
        total: z.number().int(),
        waiting: z.number().int(),
      }),
    ),
  get: route('GET', '/csms/signing-requests/{id}').input(requestId).output(signingRequestDetail),
  /** The request as a PEM file for a foreign authority. */
  requestPem: route('GET', '/csms/signing-requests/{id}/request.pem')
    .input(requestId)
    .output(z.file()),
  preview: route('POST', '/csms/signing-requests/{id}/previews')
    .input(requestId.extend(issueForRequest.shape).extend(deliveryChoices.shape))
    .output(issuePreview),
  /** Signs, and with `send` (default) sends CertificateSigned; answers before the charge point does. */
  sign: route('POST', '/csms/signing-requests/{id}/certificates')
    .input(requestId.extend(issueForRequest.shape).extend(deliveryChoices.shape).extend({ send }))
    .output(signingRequestDetail),
  /** A certificate that somebody else signed, with its sub-authorities in any order. */
  importCertificate: route('PUT', '/csms/signing-requests/{id}/certificate')
    .input(
      requestId.extend({ pem: z.string().min(1).max(200_000), send }).extend(deliveryChoices.shape),
    )
    .output(signingRequestDetail),
  /** Sends what is there, also again. */
  send: route('POST', '/csms/signing-requests/{id}/deliveries')
    .input(requestId.extend(deliveryChoices.shape))
    .output(signingRequestDetail),
  /** No certificate will come; OCPP has no message to say so. */
  refuse: route('POST', '/csms/signing-requests/{id}/refusal')
    .input(requestId)
    .output(signingRequestDetail),
  delete: route('DELETE', '/csms/signing-requests/{id}')
    .input(requestId)
    .output(z.object({ deleted: z.boolean() })),
  policies: route('GET', '/csms/signing-policies').output(signingPolicies),
  putPolicy: route('PUT', '/csms/signing-policies')
    .input(signingPolicyChanges)
    .output(signingPolicies),
  /** Of one station, in place of what was there for it. */
  putStationPolicy: route('PUT', '/csms/stations/{station}/signing-policy')
    .input(z.object({ station: stationId }).extend(signingPolicyChanges.shape))
    .output(signingPolicies),
  deleteStationPolicy: route('DELETE', '/csms/stations/{station}/signing-policy')
    .input(z.object({ station: stationId }))
    .output(signingPolicies),
};
