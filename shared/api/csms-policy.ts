/** What the CSMS answers by itself: boot, id tags, transaction ids, clock, vendors. Shapes only. */
import { z } from 'zod';
import { authorizationStatus, registrationStatus } from './common-schemas.ts';

const transactionId = z.number().int().min(-2_147_483_648).max(2_147_483_647);

/** Which id StartTransaction is answered with. */
const transactionIdPolicy = z.discriminatedUnion('mode', [
  /** The next one that was never given out, but none below `from`. */
  z.strictObject({ mode: z.literal('counter'), from: transactionId.min(1).default(1) }),
  /** Always the same, to see what a charge point makes of it. */
  z.strictObject({ mode: z.literal('fixed'), transactionId }),
  /** These in turn, beginning anew when the policy is set; then the counter goes on. */
  z.strictObject({
    mode: z.literal('sequence'),
    transactionIds: z.array(transactionId).min(1).max(1000),
  }),
]);
export type TransactionIdPolicy = z.output<typeof transactionIdPolicy>;

/** What DataTransfer of a vendor is answered; the first that fits counts. */
const vendorAnswer = z.strictObject({
  vendorId: z.string().min(1).max(255),
  /** Any message of the vendor when absent. */
  messageId: z.string().max(50).optional(),
  status: z.enum(['Accepted', 'Rejected', 'UnknownMessageId', 'UnknownVendorId']),
  data: z.string().max(100_000).optional(),
});

const policyFields = {
  /** Only stations in the list may connect; others get 404. */
  knownOnly: z.boolean(),
  bootStatus: registrationStatus,
  heartbeatIntervalS: z.number().int().min(1).max(86_400),
  /** Answer for an id tag that is not in the list. */
  unknownIdTag: authorizationStatus,
  callTimeoutMs: z.number().int().min(1000).max(600_000),
  /** CPO name: O of certificates (A00.FR.404). */
  cpoName: z.string().min(1).max(64),
  trustedOrganisations: z.array(z.string().min(1).max(64)),
  /** Accept the hex text of a key as password, as some charge points send it. */
  acceptHexText: z.boolean(),
  transactionIds: transactionIdPolicy,
  /** Added to `currentTime` of BootNotification and Heartbeat; to see how a charge point takes a wrong clock. */
  currentTimeSkewS: z.number().int().min(-3_153_600_000).max(3_153_600_000),
  dataTransfer: z.array(vendorAnswer).max(200),
};

export const csmsPolicy = z.strictObject({
  knownOnly: policyFields.knownOnly.default(false),
  bootStatus: policyFields.bootStatus.default('Accepted'),
  heartbeatIntervalS: policyFields.heartbeatIntervalS.default(300),
  unknownIdTag: policyFields.unknownIdTag.default('Accepted'),
  callTimeoutMs: policyFields.callTimeoutMs.default(30_000),
  cpoName: policyFields.cpoName.default('Benchpoint CPO'),
  trustedOrganisations: policyFields.trustedOrganisations.default([]),
  acceptHexText: policyFields.acceptHexText.default(true),
  transactionIds: policyFields.transactionIds.default({ mode: 'counter', from: 1 }),
  currentTimeSkewS: policyFields.currentTimeSkewS.default(0),
  dataTransfer: policyFields.dataTransfer.default([]),
});
export type CsmsPolicy = z.output<typeof csmsPolicy>;

/** What is absent stays as it is: a default here would set back what nobody named. */
export const csmsPolicyChanges = z.strictObject(policyFields).partial();
export type CsmsPolicyChanges = z.output<typeof csmsPolicyChanges>;
