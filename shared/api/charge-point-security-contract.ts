/**
 * Contract of what an emulated charge point does with firmware, logs and its security: settings, states, details.
 * Everything here is optional in a request; the bench has the defaults.
 */
import { z } from 'zod';
import { certificateView, securityProfile, timestamp } from './common-schemas.ts';

/** How installing a firmware goes, once it is downloaded and, if signed, verified. */
export const firmwareBehaviour = z.strictObject({
  /** The last two are failures; `InstallVerificationFailed` is told as InstallationFailed to an unsigned update. */
  installResult: z
    .enum(['Installed', 'InstallationFailed', 'InstallVerificationFailed'])
    .optional(),
  /** How long installing takes; 5 s when absent. */
  installS: z.number().int().min(0).max(3600).optional(),
  /** Reported after the update; else the version in the name of the file, else the next one. */
  nextVersion: z.string().min(1).max(50).optional(),
  /** Tells DownloadPaused and Downloading again after the first piece of a signed download. */
  pausesDownload: z.boolean().optional(),
  /** Tells InstallRebooting before it restarts; true when absent. */
  tellsReboot: z.boolean().optional(),
  /** The boot loader speaks no OCPP: Installing is left out (Whitepaper L01.FR.22). */
  skipsInstalling: z.boolean().optional(),
  /** What it answers to a SignedUpdateFirmware while it downloads another; it cancels the first when absent. */
  whileDownloading: z.enum(['AcceptedCanceled', 'Rejected']).optional(),
  /** Largest file it takes; 100 MiB when absent. */
  maxBytes: z.number().int().min(1).optional(),
  /** Serial numbers, hexadecimal, of signing certificates it knows to be revoked. */
  revokedCertificates: z.array(z.string().regex(/^[0-9a-fA-F]{1,40}$/)).optional(),
});
export type FirmwareBehaviour = z.output<typeof firmwareBehaviour>;

/** Settings that a charge point may have besides those of the core. */
export const securitySettings = {
  firmware: firmwareBehaviour.optional(),
  /** Answers UpdateFirmware with CALLERROR NotSupported (Whitepaper L01.FR.20); takes it when absent. */
  refuseUnsignedFirmware: z.boolean().optional(),
  /** How it uploads over HTTP; PUT, and POST where the server knows no PUT, when absent. */
  uploadMethod: z.enum(['PUT', 'POST']).optional(),
  /** Value of the key of that name: a new Central System root has to be signed by the old one (Whitepaper M05). */
  additionalRootCertificateCheck: z.boolean().optional(),
  /** Value of the key CertificateStoreMaxLength; 10 when absent. */
  certificateStoreMaxLength: z.number().int().min(1).max(100).optional(),
  /** `common-name` is the strict reading (A00.FR.308, 412); an alternative name will do as well when absent. */
  serverNameRule: z.enum(['common-name', 'common-name-or-alternative']).optional(),
  /** AllowCentralSystemTLSWildcards (Edition 4); false when absent. */
  allowServerWildcards: z.boolean().optional(),
  /** Sends also those security events that the whitepaper only wants logged. */
  sendsEverySecurityEvent: z.boolean().optional(),
};

export const signedFirmwareStatus = z.enum([
  'Downloaded',
  'DownloadFailed',
  'Downloading',
  'DownloadScheduled',
  'DownloadPaused',
  'Idle',
  'InstallationFailed',
  'Installing',
  'Installed',
  'InstallRebooting',
  'InstallScheduled',
  'InstallVerificationFailed',
  'InvalidSignature',
  'SignatureVerified',
]);
export type SignedFirmwareStatus = z.infer<typeof signedFirmwareStatus>;

/** Why a transfer failed; the words are in `transfer-words.ts`. */
export const transferFault = z.enum([
  'location-invalid',
  'protocol-unsupported',
  'unreachable',
  'tls-failed',
  'timed-out',
  'permission-denied',
  'not-found',
  'bad-request',
  'operation-unsupported',
  'refused',
  'redirect-refused',
  'too-large',
  'incomplete',
  'empty',
  'not-a-firmware',
  'cancelled',
]);
export type TransferFault = z.infer<typeof transferFault>;

/** One transfer, running or the last of its kind. The location is without credentials. */
export const transferState = z.object({
  kind: z.enum(['firmware', 'diagnostics', 'log']),
  location: z.string(),
  fileName: z.string().optional(),
  requestId: z.number().int().optional(),
  running: z.boolean(),
  /** From 1. */
  attempt: z.number().int(),
  bytes: z.number().int(),
  totalBytes: z.number().int().optional(),
  fault: transferFault.optional(),
});
export type TransferState = z.infer<typeof transferState>;

/** What the state of a charge point says besides the core's. */
export const securityStateFields = {
  firmware: z.object({
    version: z.string(),
    status: signedFirmwareStatus,
    requestId: z.number().int().optional(),
    /** How the last signature was made; any but `rsa-pss` is a deviation from the whitepaper. */
    signatureScheme: z.enum(['rsa-pss', 'rsa-pkcs1', 'ecdsa']).optional(),
  }),
  /** Running ones, and the last of each kind. */
  transfers: z.array(transferState),
  /** A raised security profile that has not connected yet (Whitepaper A05). */
  profileTrial: z
    .object({ from: securityProfile, to: securityProfile, failures: z.number().int() })
    .optional(),
  /** Security events that wait for the Central System. */
  waitingSecurityEvents: z.number().int(),
};

const securityLogEntry = z.object({
  type: z.string(),
  timestamp,
  techInfo: z.string().optional(),
});

/** Roots, certificate and security log of one charge point: asked for one at a time, because they are large. */
export const chargePointSecurity = z.object({
  centralSystemRoots: z.array(
    z.object({ certificate: certificateView, isFallBack: z.boolean(), isInUse: z.boolean() }),
  ),
  manufacturerRoots: z.array(certificateView),
  clientCertificate: certificateView.optional(),
  /** Accepted, and used once their time has come, soonest first. */
  comingCertificates: z.array(certificateView),
  /** Replaced within the last month, newest first. */
  formerCertificates: z.array(certificateView),
  /** Newest last, up to 100. */
  securityLog: z.array(securityLogEntry),
});
export type ChargePointSecurity = z.infer<typeof chargePointSecurity>;

/** What a person does about security. */
export const securityActions = [
  /** Raises any security event, for example TamperDetectionActivated. */
  z.object({
    action: z.literal('raise-security-event'),
    type: z.string().min(1).max(50),
    techInfo: z.string().max(255).optional(),
  }),
  z.object({ action: z.literal('clear-security-log') }),
  /** Asks for a new certificate as the charge point does by itself a month before the old one ends (A03). */
  z.object({ action: z.literal('renew-certificate') }),
] as const;
