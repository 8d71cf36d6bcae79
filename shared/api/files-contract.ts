/**
 * Contract of the file servers: firmware to offer, diagnostics and logs to ask for, the transfers, signing.
 * Shapes only. One call (`offer`, `ask`) gives everything that UpdateFirmware, SignedUpdateFirmware, GetDiagnostics
 * and GetLog need.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { certificateView, problemSchema, stationId, timestamp } from './common-schemas.ts';

/**
 * `ftps` is explicit (AUTH TLS on the FTP port), `ftps-implicit` has TLS from the first byte on a port of its own;
 * both are written `ftps://`.
 */
export const fileProtocol = z.enum(['http', 'https', 'ftp', 'ftps', 'ftps-implicit']);
export type FileProtocol = z.infer<typeof fileProtocol>;

/** Also takes `sftp`, to say clearly that it is not offered. */
const askedProtocol = z.union([fileProtocol, z.literal('sftp')]);
export type AskedProtocol = z.infer<typeof askedProtocol>;

/** One port each: `ftp` also serves `ftps`. */
export const fileServerName = z.enum(['http', 'https', 'ftp', 'ftps-implicit']);
export type FileServerName = z.infer<typeof fileServerName>;

const port = z.number().int().min(0).max(65_535);

const fileSettingFields = z.strictObject({
  /** `::` listens on every IPv4 and IPv6 address. */
  host: z.string().min(1).max(253),
  /** Ports; 0 takes a free one. */
  httpPort: port,
  httpsPort: port,
  ftpPort: port,
  ftpsImplicitPort: port,
  /** Ports of FTP data connections; 0 to 0 takes free ones. */
  passiveFrom: port,
  passiveTo: port,
  /** IPv4 address in answers to PASV, for chargers behind NAT; empty: the one the control connection came to. */
  passiveAddress: z.union([z.literal(''), z.ipv4()]),
  maxUploadBytes: z.number().int().min(1),
  maxConnections: z.number().int().min(1).max(10_000),
  idleTimeoutS: z.number().int().min(1).max(86_400),
  /** How long a transfer may be used. */
  expiryMinutes: z.number().int().min(1).max(525_600),
});

export const fileSettings = fileSettingFields.refine(
  ({ passiveFrom, passiveTo }) => passiveFrom <= passiveTo && (passiveFrom > 0 || passiveTo === 0),
  { message: 'passive ports are a range from 1 upwards, or 0 to 0', path: ['passiveFrom'] },
);
export type FileSettings = z.output<typeof fileSettings>;

export const defaultFileSettings: FileSettings = {
  host: '::',
  httpPort: 0,
  httpsPort: 0,
  ftpPort: 0,
  ftpsImplicitPort: 0,
  passiveFrom: 0,
  passiveTo: 0,
  passiveAddress: '',
  maxUploadBytes: 536_870_912,
  maxConnections: 200,
  idleTimeoutS: 300,
  expiryMinutes: 1440,
};

export const fileServerState = z.object({
  server: fileServerName,
  status: z.enum(['stopped', 'listening', 'failed']),
  /** The real port when listening. */
  port: z.number().int().optional(),
  connections: z.number().int(),
  problem: problemSchema.optional(),
});
export type FileServerState = z.infer<typeof fileServerState>;

export const filesState = z.object({
  servers: z.array(fileServerState),
  settings: fileSettings,
});
export type FilesState = z.infer<typeof filesState>;

export const signatureScheme = z.enum(['rsa-pss', 'rsa-pkcs1', 'ecdsa']);
export type SignatureScheme = z.infer<typeof signatureScheme>;

const fileName = z.string().min(1).max(200);

export const transferKind = z.enum(['firmware', 'diagnostics', 'log', 'other']);
export type TransferKind = z.infer<typeof transferKind>;

/** A file in the data folder: firmware to offer, or what a charge point uploaded. */
export const storedFile = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number().int(),
  /** Hexadecimal. */
  sha256: z.string(),
  createdAt: timestamp,
});
export type StoredFile = z.infer<typeof storedFile>;

export const receivedFile = storedFile.extend({
  kind: transferKind,
  transfer: z.string(),
  protocol: fileProtocol,
  peer: z.string(),
  station: stationId.optional(),
});
export type ReceivedFile = z.infer<typeof receivedFile>;

/** In the form of SignedUpdateFirmware.req. */
export const firmwareSignature = z.object({
  scheme: signatureScheme,
  /** Base64, at most 800 characters. */
  signature: z.string(),
  /** PEM, issued by the Manufacturer root. */
  signingCertificate: z.string(),
});
export type FirmwareSignature = z.infer<typeof firmwareSignature>;

export const transferUrl = z.object({
  url: z.string(),
  protocol: fileProtocol,
  /** Address or name in the URL. */
  address: z.string(),
  /** Name of the network interface, or `name` for the host name. */
  network: z.string(),
});
export type TransferUrl = z.infer<typeof transferUrl>;

export const transferState = z.object({
  id: z.string(),
  kind: transferKind,
  direction: z.enum(['download', 'upload']),
  protocols: z.array(fileProtocol),
  station: stationId.optional(),
  /** With the password masked; `reveal` gives them whole. */
  urls: z.array(transferUrl),
  masked: z.boolean(),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'expired']),
  /** Why it failed; it may still be tried again. */
  problem: problemSchema.optional(),
  /** Transferred so far, over all attempts; a part that came twice counts once. */
  bytes: z.number().int(),
  /** Unknown for an upload until it is done, unless the charge point said so. */
  totalBytes: z.number().int().optional(),
  attempts: z.number().int(),
  /** The protocol and address of the last attempt. */
  protocol: fileProtocol.optional(),
  peer: z.string().optional(),
  createdAt: timestamp,
  expiresAt: timestamp,
  startedAt: timestamp.optional(),
  endedAt: timestamp.optional(),
  /** The file on offer, or what has come. */
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().int(),
      sha256: z.string().optional(),
      /** Of a received file that is complete. */
      received: z.string().optional(),
    }),
  ),
});
export type TransferState = z.infer<typeof transferState>;

export const transferOffer = z.object({
  transfer: transferState,
  /** With credentials: for `location` or `remoteLocation` of the request. The first of `urls`. */
  location: z.string(),
  urls: z.array(transferUrl),
  /** With `sign`: the rest of SignedUpdateFirmware's `firmware`. */
  signing: firmwareSignature.optional(),
});
export type TransferOffer = z.infer<typeof transferOffer>;

const transferOptions = {
  /** Servers that do not run are started. The first one gives `location`. */
  protocols: z.array(askedProtocol).min(1).max(6).default(['http']),
  /** Address or name in `location`; the machine's first address else. */
  address: z.string().min(1).max(253).optional(),
  /** Who has to log in; the URL of these protocols carries a user and a password of its own. */
  credentials: z.enum(['never', 'ftp-only', 'always']).default('ftp-only'),
  /** Parts to leave out of the URLs, for chargers that cannot take them; what is missing is not asked for either. */
  omit: z.array(z.enum(['password', 'port', 'path'])).default([]),
  expiryMinutes: z.number().int().min(1).max(525_600).optional(),
  /** For whom it is meant; only shown. */
  station: stationId.optional(),
};

export const offerRequest = z.strictObject({
  firmware: z.string(),
  kind: transferKind.default('firmware'),
  /** Name in the URL; that of the stored file else. */
  name: fileName.optional(),
  sign: signatureScheme.optional(),
  ...transferOptions,
});
export type OfferRequest = z.output<typeof offerRequest>;

export const askRequest = z.strictObject({
  kind: transferKind.default('diagnostics'),
  /** A file at the end of the URL; without it the charge point chooses the name in a folder. */
  name: fileName.optional(),
  maxBytes: z.number().int().min(1).optional(),
  ...transferOptions,
});
export type AskRequest = z.output<typeof askRequest>;

const byId = z.object({ id: z.string() });
const deleted = z.object({ deleted: z.boolean() });
const files = { tags: ['Files'] };

export const filesContract = {
  state: oc.route({ method: 'GET', path: '/files', ...files }).output(filesState),
  /** Running servers take new settings; one whose port changes is opened anew. */
  putSettings: oc
    .route({ method: 'PUT', path: '/files/settings', ...files })
    .input(fileSettingFields.partial())
    .output(filesState),
  /** Servers also start by themselves when a transfer needs them. */
  start: oc
    .route({ method: 'POST', path: '/files/servers/{server}/start', ...files })
    .input(z.object({ server: fileServerName }))
    .output(filesState),
  stop: oc
    .route({ method: 'POST', path: '/files/servers/{server}/stop', ...files })
    .input(z.object({ server: fileServerName }))
    .output(filesState),

  firmware: oc
    .route({ method: 'GET', path: '/files/firmware', ...files })
    .output(z.array(storedFile)),
  /** The body is the file, `application/octet-stream`. */
  addFirmware: oc
    .route({ method: 'POST', path: '/files/firmware', inputStructure: 'detailed', ...files })
    .input(z.object({ query: z.object({ name: fileName }), body: z.file() }))
    .output(storedFile),
  /** A file of this size with random content, for chargers that are to be fed something. */
  generateFirmware: oc
    .route({ method: 'POST', path: '/files/firmware/generate', ...files })
    .input(
      z.strictObject({
        name: fileName.default('test-firmware.bin'),
        bytes: z.number().int().min(1).max(1_073_741_824),
      }),
    )
    .output(storedFile),
  deleteFirmware: oc
    .route({ method: 'DELETE', path: '/files/firmware/{id}', ...files })
    .input(byId)
    .output(deleted),
  signFirmware: oc
    .route({ method: 'POST', path: '/files/firmware/{id}/sign', ...files })
    .input(byId.extend({ scheme: signatureScheme.default('rsa-pss') }))
    .output(firmwareSignature),
  /** What a charge point has to hold as ManufacturerRootCertificate for these signatures. */
  manufacturerRoots: oc
    .route({ method: 'GET', path: '/files/manufacturer-roots', ...files })
    .output(z.array(z.object({ family: z.enum(['rsa', 'ecdsa']), certificate: certificateView }))),

  /** Puts a firmware file up for download. */
  offer: oc
    .route({ method: 'POST', path: '/files/offers', ...files })
    .input(offerRequest)
    .output(transferOffer),
  /** Makes a place to upload diagnostics or a log to. */
  ask: oc
    .route({ method: 'POST', path: '/files/requests', ...files })
    .input(askRequest)
    .output(transferOffer),
  /** The newest first. */
  transfers: oc
    .route({ method: 'GET', path: '/files/transfers', ...files })
    .output(z.array(transferState)),
  transfer: oc
    .route({ method: 'GET', path: '/files/transfers/{id}', ...files })
    .input(byId)
    .output(transferState),
  /** Also cuts what is running. What has been received stays. */
  deleteTransfer: oc
    .route({ method: 'DELETE', path: '/files/transfers/{id}', ...files })
    .input(byId)
    .output(deleted),
  /** With the credentials in the URLs; recorded as `secret-revealed`. */
  revealTransfer: oc
    .route({ method: 'POST', path: '/files/transfers/{id}/reveal', ...files })
    .input(byId)
    .output(transferState),

  /** The newest first. */
  received: oc
    .route({ method: 'GET', path: '/files/received', ...files })
    .output(z.array(receivedFile)),
  /** The content itself; over HTTP, because a large one would stop everything else on the screens' WebSocket. */
  receivedContent: oc
    .route({ method: 'GET', path: '/files/received/{id}/content', ...files })
    .input(byId)
    .output(z.file()),
  deleteReceived: oc
    .route({ method: 'DELETE', path: '/files/received/{id}', ...files })
    .input(byId)
    .output(deleted),
};
