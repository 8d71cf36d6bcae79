/** Zod schemas that several parts of the contract share. Shapes only, no behaviour. */
import { z } from 'zod';
import type { CertificateView } from '../security/certificate-rules.ts';

export const securityProfile = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
export type SecurityProfile = z.infer<typeof securityProfile>;

/** Charge point identity as OCPP-J has it in the URL, percent-decoded. */
export const stationId = z.string().min(1).max(255);

export const registrationStatus = z.enum(['Accepted', 'Pending', 'Rejected']);
export type RegistrationStatus = z.infer<typeof registrationStatus>;

export const authorizationStatus = z.enum([
  'Accepted',
  'Blocked',
  'Expired',
  'Invalid',
  'ConcurrentTx',
]);

/** RFC 3339 in UTC with microseconds. */
export const timestamp = z.string();

export const severity = z.enum(['info', 'warning', 'error']);

export const judgementSchema = z.object({
  rule: z.string(),
  severity,
  clause: z.string().optional(),
  path: z.string().optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** An expected error as part of a state: a code with parameters, see `problem.ts`; the UI has the words. */
export const problemSchema = z.object({
  code: z.string(),
  where: z.string().optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const distinguishedName = z.object({
  text: z.string(),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** The shape of `CertificateView`. PEM is public data; private keys never cross the contract. */
export const certificateView: z.ZodType<CertificateView> = z.object({
  subject: distinguishedName,
  issuer: distinguishedName,
  serialNumber: z.string(),
  notBefore: z.string(),
  notAfter: z.string(),
  subjectAlternativeNames: z.array(
    z.object({ type: z.enum(['dns', 'ip', 'uri', 'email', 'other']), value: z.string() }),
  ),
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
  fingerprintSha256: z.string(),
  isCertificateAuthority: z.boolean(),
  pathLength: z.number().nullable(),
  keyUsage: z.array(z.string()).nullable(),
  extendedKeyUsage: z.array(z.string()).nullable(),
  subjectKeyIdentifier: z.string().nullable(),
  authorityKeyIdentifier: z.string().nullable(),
  selfIssued: z.boolean(),
  pem: z.string(),
});
