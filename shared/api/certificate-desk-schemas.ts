/** Shapes of the certificate desk: entries, what is asked for, what comes back. Shapes only; the routes are in pki-contract. */
import { z } from 'zod';
import { expiryStates } from '../security/certificate-expiry.ts';
import { keyTypes, rsaSignatures, signatureHashes } from '../security/key-types.ts';
import { revocationReasons } from '../security/revocation.ts';
import { certificateView, severity, timestamp } from './common-schemas.ts';

const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** What a certificate is for. `root` and `sub-authority` can issue when their key is here. */
export const certificateRole = z.enum([
  'root',
  'sub-authority',
  'server',
  'client',
  'firmware-signing',
  'other',
]);
export type CertificateRole = z.infer<typeof certificateRole>;

/** `automatic`: the bench made it for itself and renews it; `signed-request`: signed for somebody else's key. */
export const certificateOrigin = z.enum(['automatic', 'created', 'imported', 'signed-request']);
export type CertificateOrigin = z.infer<typeof certificateOrigin>;

/** Whose tree it stands in: the operator's, the manufacturer's, or one that was brought along. */
export const certificateHierarchy = z.enum(['operator', 'manufacturer', 'other']);

export const revocation = z.object({
  reason: z.enum(revocationReasons),
  revokedAt: timestamp,
});

export const certificateUse = z.object({
  kind: z.enum(['listener', 'door', 'file-server', 'station', 'charge-point', 'firmware']),
  id: z.string(),
});
export type CertificateUse = z.infer<typeof certificateUse>;

/** One certificate of the desk as a row of the tree. */
export const certificateEntry = z.object({
  id: z.string(),
  role: certificateRole,
  origin: certificateOrigin,
  hierarchy: certificateHierarchy,
  /** Given by a person, else the common name, else the subject. */
  name: z.string(),
  /** Host name of a server, station of a client, organisation of an authority. */
  owner: z.string(),
  /** The entry that signed it; null for a root and where the issuer is not on the desk. */
  issuer: z.string().nullable(),
  hasPrivateKey: z.boolean(),
  subject: z.string(),
  issuerName: z.string(),
  commonName: z.string(),
  organisation: z.string(),
  /** Hexadecimal, upper case. */
  serialNumber: z.string(),
  notBefore: timestamp,
  notAfter: timestamp,
  key: z.object({
    algorithm: z.string(),
    bits: z.number().nullable(),
    curve: z.string().nullable(),
  }),
  signature: z.object({ algorithm: z.string(), hash: z.string().nullable() }),
  fingerprintSha256: z.string(),
  expiry: z.object({
    state: z.enum(expiryStates),
    daysLeft: z.number().int(),
    minutesLeft: z.number().int(),
  }),
  revocation: revocation.optional(),
  usedBy: z.array(certificateUse),
  /** Of an authority only: how many it issued, itself not counted. */
  issued: z
    .object({
      total: z.number().int(),
      authorities: z.number().int(),
      expiresSoon: z.number().int(),
      expired: z.number().int(),
      revoked: z.number().int(),
    })
    .optional(),
  createdAt: timestamp,
});
export type CertificateEntry = z.infer<typeof certificateEntry>;

/** One rule as a line: what is demanded, whether it holds here; the words are made from rule and parameters. */
export const certificateRuleLine = z.object({
  rule: z.string(),
  clause: z.string(),
  severity,
  state: z.enum(['holds', 'fails', 'not-applicable']),
  parameters,
});
export type CertificateRuleLine = z.infer<typeof certificateRuleLine>;

export const certificateDetail = z.object({
  entry: certificateEntry,
  certificate: certificateView,
  /** From this certificate to its root as far as it is on the desk; this one first. */
  path: z.array(certificateEntry),
  rules: z.array(certificateRuleLine),
  /** Requirements on procedures that no certificate can show: listed, never judged. */
  procedural: z.array(z.object({ requirement: z.string() })),
  /** What OpenSSL would say of it with -x509_strict, in its own words; empty when nothing. */
  openssl: z.array(z.object({ code: z.string(), text: z.string(), subject: z.string() })),
});
export type CertificateDetail = z.infer<typeof certificateDetail>;

/** RFC 5280 appendix A ends most attributes at 64 characters; what a peer makes of more can be tried out. */
const nameText = z.string().min(1).max(200);

const subject = z.strictObject({
  /** CN: host name of a server (A00.FR.510), serial number of a charge point (A00.FR.511). */
  commonName: nameText,
  /** O; the CPO name when absent, the manufacturer's under a manufacturer's authority. */
  organisation: nameText.optional(),
  /** Further attributes, after these: short names (`OU`, `C`, `L`, …) or dotted OIDs. */
  more: z
    .array(z.strictObject({ name: z.string().min(1).max(100), value: nameText }))
    .max(20)
    .default([]),
});

const period = {
  /** RFC 3339; a day ago when absent, 1970 for a root. */
  notBefore: timestamp.optional(),
  /** From now; 365 days when absent, 20 years for an authority. Negative for one that is to be expired. */
  validForMinutes: z.number().int().min(-52_560_000).max(105_120_000).optional(),
};

const signing = {
  /** How an RSA authority signs. */
  rsaSignature: z.enum(rsaSignatures).default('pkcs1'),
  hash: z.enum(signatureHashes).default('sha-256'),
};

const created = {
  subject,
  keyType: z.enum(keyTypes).default('p-256'),
  ...period,
  ...signing,
  /** Shown instead of the common name. */
  name: z.string().max(200).optional(),
};

/** Id of the authority that signs. */
const issuer = z.string().min(1).max(400);

const alternativeNames = z
  .array(
    z.strictObject({
      type: z.enum(['dns', 'ip', 'uri', 'email']),
      value: z.string().min(1).max(253),
    }),
  )
  .max(100)
  .default([]);

/** Where the revocation list of the issuer can be had, written into the certificate. */
const revocationListUrls = z.array(z.url().max(500)).max(4).default([]);

export const createCertificate = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('root'),
    hierarchy: z.enum(['operator', 'manufacturer']).default('operator'),
    ...created,
  }),
  z.strictObject({
    role: z.literal('sub-authority'),
    issuer,
    /** How many authorities may follow below it; any number when absent. */
    pathLength: z.number().int().min(0).max(20).optional(),
    revocationListUrls,
    ...created,
  }),
  z.strictObject({
    role: z.literal('server'),
    issuer,
    alternativeNames,
    revocationListUrls,
    ...created,
  }),
  z.strictObject({
    role: z.literal('client'),
    issuer,
    /** The charge point it is for. */
    station: z.string().min(1).max(255).optional(),
    alternativeNames,
    revocationListUrls,
    ...created,
  }),
  z.strictObject({ role: z.literal('firmware-signing'), issuer, revocationListUrls, ...created }),
]);
export type CreateCertificate = z.output<typeof createCertificate>;

/** Client certificates for many charge points in one go. */
export const createBatch = z.strictObject({
  issuer,
  stations: z
    .array(
      z.strictObject({
        /** Becomes the common name. */
        serialNumber: nameText,
        station: z.string().min(1).max(255).optional(),
      }),
    )
    .min(1)
    .max(10_000),
  organisation: nameText.optional(),
  keyType: created.keyType,
  revocationListUrls,
  ...period,
  ...signing,
});
export type CreateBatch = z.output<typeof createBatch>;

/** What all files of one import may have together, as they are written in the request. */
export const largestImportCharacters = 3_000_000;

/** Base64 of a file's bytes (2 MB of them), or text as it is: PEM. */
export const certificateContent = z.union([
  z.strictObject({ text: z.string().max(2_000_000) }),
  z.strictObject({ base64: z.base64().max(2_800_000) }),
]);

const contentLength = (content: z.output<typeof certificateContent>): number =>
  'text' in content ? content.text.length : content.base64.length;

const sum = (lengths: readonly number[]): number => lengths.reduce((all, one) => all + one, 0);

export const importRequest = z.strictObject({
  /** Files that belong together: certificates, chains in any order, keys, PKCS#12. */
  files: z
    .array(z.strictObject({ name: z.string().max(255).default(''), content: certificateContent }))
    .min(1)
    .max(20)
    .refine(
      (files) => sum(files.map(({ content }) => contentLength(content))) <= largestImportCharacters,
      { error: `All files together have at most ${largestImportCharacters} characters` },
    ),
  /** For encrypted keys and PKCS#12. */
  passphrase: z.string().max(1000).optional(),
  name: z.string().max(200).optional(),
});
export type ImportRequest = z.output<typeof importRequest>;

export const importOutcome = z.object({
  imported: z.array(certificateEntry),
  /** Already on the desk; a key that came along has been added. */
  known: z.array(certificateEntry),
});
export type ImportOutcome = z.infer<typeof importOutcome>;

export const exportFormats = [
  'pem',
  'der',
  'chain',
  'full-chain',
  'key',
  'pkcs12',
  'pkcs12-legacy',
] as const;

export const exportRequest = z.strictObject({
  /**
   * `chain`: certificate and sub-authorities, leaf first; `full-chain`: and the root; `key`: the private key alone;
   * `pkcs12`: with chain and key, AES-256; `pkcs12-legacy`: 3DES, for what cannot read that.
   */
  format: z.enum(exportFormats),
  /** With `key`, `pkcs12`, `pkcs12-legacy`: seals the key. */
  passphrase: z.string().min(1).max(1000).optional(),
  /** The key in the clear: only when this is said and no passphrase is given. */
  unencrypted: z.boolean().default(false),
});
export type ExportRequest = z.output<typeof exportRequest>;

export const renewRequest = z.strictObject({
  newKey: z.boolean().default(false),
  /** As the old one lasted when absent. */
  validForMinutes: period.validForMinutes,
  notBefore: period.notBefore,
  rsaSignature: z.enum(rsaSignatures).optional(),
  hash: z.enum(signatureHashes).optional(),
  /** Revokes the old one as superseded. */
  revokeOld: z.boolean().default(false),
});
export type RenewRequest = z.output<typeof renewRequest>;

export const revokeRequest = z.strictObject({
  reason: z.enum(revocationReasons).default('unspecified'),
  /** Now when absent. */
  revokedAt: timestamp.optional(),
});

/** The revocation list of one authority. Its files are at `…/crl.pem` and `…/crl.der`, which stay the same. */
export const revocationList = z.object({
  authority: z.string(),
  number: z.number().int(),
  thisUpdate: timestamp,
  nextUpdate: timestamp,
  revoked: z.array(
    z.object({
      serialNumber: z.string(),
      revokedAt: timestamp,
      reason: z.enum(revocationReasons),
      /** The revoked certificate, while it is on the desk. */
      entry: z.string().optional(),
      subject: z.string(),
    }),
  ),
});
export type RevocationList = z.infer<typeof revocationList>;
