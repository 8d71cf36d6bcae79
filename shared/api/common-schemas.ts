/** Zod schemas that several parts of the contract share. Shapes only, no behaviour. */
import { z } from 'zod';

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

/** One certificate for people to read. PEM is public data; private keys never cross the contract. */
export const certificateView = z.object({
  subject: z.string(),
  commonName: z.string().optional(),
  organisation: z.string().optional(),
  issuer: z.string(),
  serialNumber: z.string(),
  notBefore: z.string(),
  notAfter: z.string(),
  subjectAlternativeNames: z.array(z.string()),
  keyFamily: z.enum(['rsa', 'ecdsa', 'other']),
  keySize: z.number().int().optional(),
  curve: z.string().optional(),
  signatureAlgorithm: z.string(),
  sha256: z.string(),
  isAuthority: z.boolean(),
  keyUsages: z.array(z.string()),
  extendedKeyUsages: z.array(z.string()),
  pem: z.string(),
});
