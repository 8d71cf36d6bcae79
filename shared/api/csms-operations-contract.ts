/**
 * Contract of guided operations: what a CSMS does to a station in several steps, each with the frames it rests on.
 * Codes and parameters only; their words are in `operation-words.ts`.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema, stationId, timestamp } from './common-schemas.ts';
import { certificateHashData, certificateType } from './csms-station-contract.ts';
import { fileProtocol, signatureScheme } from './files-contract.ts';

/** How long the station may take to come back; it may have to restart. */
const reconnectTimeoutMs = z.number().int().min(100).max(3_600_000).default(120_000);
const pem = z.string().min(1).max(20_000);
const location = z.string().min(1).max(512);
const retries = z.number().int().min(0).max(100).optional();
const retryIntervalS = z.number().int().min(0).max(86_400).optional();
const dateTime = z.iso.datetime({ offset: true });
/** How the bench serves or takes the file, where it does. */
const protocol = fileProtocol.default('http');
const transferTimeoutMs = z.number().int().min(100).max(86_400_000).default(600_000);

/** A root by name: one of the bench's own, one that a person trusts by its id, or any PEM. */
const rootChoice = z.union([
  z.enum(['bench-rsa', 'bench-ecdsa', 'bench-manufacturer-rsa', 'bench-manufacturer-ecdsa']),
  z.strictObject({ trustedRoot: z.string().min(1) }),
  z.strictObject({ pem }),
]);
export type RootChoice = z.output<typeof rootChoice>;

const firmware = {
  /** A file of the bench, which serves it; or the place where it is. */
  file: z.string().min(1).max(255).optional(),
  location: location.optional(),
  protocol,
  retrieveDate: dateTime.optional(),
  retries,
  retryIntervalS,
  timeoutMs: transferTimeoutMs,
};
const upload = {
  /** Where to; the bench takes it itself when absent. */
  location: location.optional(),
  protocol,
  from: dateTime.optional(),
  until: dateTime.optional(),
  retries,
  retryIntervalS,
  timeoutMs: transferTimeoutMs,
};

export const operationRequest = z.discriminatedUnion('operation', [
  /** A01. The key is made when none is given. */
  z.strictObject({
    operation: z.literal('change-authorization-key'),
    authorizationKeyHex: z
      .string()
      .regex(/^[0-9a-fA-F]*$/)
      .optional(),
    /** How a key that is made looks: letters and digits survive charge points that damage other bytes. */
    form: z.enum(['binary', 'printable']).default('binary'),
    /** `hex` as the whitepaper has it; `text` for charge points that take 16 to 20 characters. */
    writtenAs: z.enum(['hex', 'text']).default('hex'),
    /** Resets the station when it does not come back by itself. */
    resetWhenNeeded: z.boolean().default(true),
    /** Sends a key whose length the whitepaper forbids. */
    allowAnyLength: z.boolean().default(false),
    reconnectTimeoutMs,
  }),
  /** A02. */
  z.strictObject({
    operation: z.literal('renew-certificate'),
    /** A charge point without CpoName can make no request: it is set when that is why it refuses. */
    setCpoName: z.enum(['when-refused', 'never']).default('when-refused'),
    requestTimeoutMs: z.number().int().min(100).max(600_000).default(60_000),
    reconnectTimeoutMs,
  }),
  /** M05. */
  z.strictObject({
    operation: z.literal('install-root'),
    certificateType: certificateType.default('CentralSystemRootCertificate'),
    root: rootChoice.default('bench-rsa'),
  }),
  /** M04. */
  z.strictObject({
    operation: z.literal('delete-root'),
    certificateType: certificateType.default('CentralSystemRootCertificate'),
    root: z.union([rootChoice, z.strictObject({ hashData: certificateHashData })]),
  }),
  /** A05. */
  z.strictObject({
    operation: z.literal('raise-security-profile'),
    securityProfile: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    reset: z.enum(['when-needed', 'always', 'never']).default('when-needed'),
    /** Goes on although a prerequisite is missing, to see the charge point refuse. */
    ignorePrerequisites: z.boolean().default(false),
    reconnectTimeoutMs,
  }),
  z.strictObject({ operation: z.literal('update-firmware'), ...firmware }),
  /** L01. Signature and certificate are checked before they are sent (A00.FR.706). */
  z.strictObject({
    operation: z.literal('update-firmware-signed'),
    ...firmware,
    installDate: dateTime.optional(),
    /** How the bench signs a file of its own. */
    sign: signatureScheme.default('rsa-pss'),
    /** Of a file that is elsewhere, or in place of the bench's own signature. */
    signingCertificate: pem.optional(),
    signature: z.string().max(2000).optional(),
    /** Sends what the check refuses, to see the charge point refuse it. */
    ignoreCheck: z.boolean().default(false),
  }),
  z.strictObject({ operation: z.literal('get-diagnostics'), ...upload }),
  /** N01. */
  z.strictObject({
    operation: z.literal('get-log'),
    logType: z.enum(['SecurityLog', 'DiagnosticsLog']).default('SecurityLog'),
    ...upload,
  }),
]);
export type OperationRequest = z.output<typeof operationRequest>;
export type OperationKind = OperationRequest['operation'];
export type OperationOf<K extends OperationKind> = Extract<OperationRequest, { operation: K }>;

export const recovery = z.enum([
  /** The key before the change is the key of the station again. */
  'restore-old-key',
  /** Old and new key are admitted until the station has come with the new one. */
  'admit-both-keys',
  'end-grace',
  'reset-station',
  /** The station is bound to the profile before again. */
  'keep-former-profile',
  /** Ends waiting: what was done so far counts. */
  'stop-waiting',
]);
export type Recovery = z.infer<typeof recovery>;

export const operationStep = z.object({
  code: z.string(),
  status: z.enum(['pending', 'running', 'done', 'failed', 'skipped']),
  /** When it began. */
  at: timestamp.optional(),
  /** `seq` in the live capture. */
  frames: z.array(z.number().int()),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type OperationStep = z.infer<typeof operationStep>;

export const operationState = z.object({
  id: z.string(),
  station: stationId,
  kind: z.string(),
  /** `waiting`: for the station, or for a person to choose a way out of `recovery`. */
  status: z.enum(['running', 'waiting', 'succeeded', 'failed', 'cancelled']),
  startedAt: timestamp,
  endedAt: timestamp.optional(),
  /** What was asked for, without secrets. */
  request: z.record(z.string(), z.unknown()),
  steps: z.array(operationStep),
  /** Ways out while it waits. */
  recovery: z.array(recovery),
  problem: problemSchema.optional(),
});
export type OperationState = z.infer<typeof operationState>;

const ofStation = z.object({ id: stationId });
const ofOperation = ofStation.extend({ operation: z.string() });
const tags = ['Operations'];
const path = '/csms/stations/{id}/operations';

export const operationsContract = {
  operations: oc
    .route({ method: 'GET', path, tags })
    .input(ofStation)
    .output(z.array(operationState)),
  operation: oc
    .route({ method: 'GET', path: `${path}/{operation}`, tags })
    .input(ofOperation)
    .output(operationState),
  /** Answers at once; the state moves on its own. */
  startOperation: oc
    .route({ method: 'POST', path, tags, inputStructure: 'detailed' })
    .input(z.object({ params: ofStation, body: operationRequest }))
    .output(operationState),
  cancelOperation: oc
    .route({ method: 'POST', path: `${path}/{operation}/cancel`, tags })
    .input(ofOperation)
    .output(operationState),
  recoverOperation: oc
    .route({ method: 'POST', path: `${path}/{operation}/recover`, tags })
    .input(ofOperation.extend({ recovery }))
    .output(operationState),
};
