/**
 * Contract of the certificate desk: authorities, what they issued, revocation lists, the roots a person trusts.
 * Private keys leave only by `exportEntry`, when they are asked for by name. Shapes only.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  certificateContent,
  certificateDetail,
  certificateEntry,
  certificateRole,
  createBatch,
  createCertificate,
  exportRequest,
  importOutcome,
  importRequest,
  renewRequest,
  revocationList,
  revokeRequest,
} from './certificate-desk-schemas.ts';
import { certificateView, securityProfile } from './common-schemas.ts';

const route = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: `/${string}`) =>
  oc.route({ method, path, tags: ['Certificates'] });

/** `application/x-pem-file` */
const pem = z.file();

export const rootAdvice = z.object({
  station: z.string(),
  /** The family the charger's ClientHello asks for. */
  family: z.enum(['rsa', 'ecdsa', 'either', 'none']),
  helloSeq: z.number().int().optional(),
});
export type RootAdvice = z.infer<typeof rootAdvice>;

const entryId = z.object({ id: z.string().min(1).max(400) });

const entries = z.object({ entries: z.array(certificateEntry), total: z.number().int() });

export const pkiContract = {
  rsaRoot: route('GET', '/pki/root.pem').output(pem),
  ecdsaRoot: route('GET', '/pki/root-ecdsa.pem').output(pem),
  certificates: route('GET', '/pki/certificates').output(
    z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['root', 'server', 'client']),
        owner: z.string(),
        listener: z.string().optional(),
        securityProfiles: z.array(securityProfile).optional(),
        certificate: certificateView,
      }),
    ),
  ),
  /** Which of the two roots a charger needs, from its last ClientHello. */
  rootAdvice: route('GET', '/pki/root-advice').output(z.array(rootAdvice)),
  trustedRoots: route('GET', '/pki/trusted-roots').output(
    z.array(z.object({ id: z.string(), certificate: certificateView })),
  ),
  addTrustedRoot: route('POST', '/pki/trusted-roots')
    .input(z.strictObject({ pem: z.string().max(100_000) }))
    .output(z.array(z.object({ id: z.string(), certificate: certificateView }))),
  deleteTrustedRoot: route('DELETE', '/pki/trusted-roots/{id}')
    .input(z.object({ id: z.string() }))
    .output(z.object({ deleted: z.boolean() })),
};

/** The desk itself; at the door both are one, under `pki`. */
export const deskContract = {
  /** All authorities, roots first, each with what it issued in numbers: the tree without its leaves. */
  authorities: route('GET', '/pki/authorities').output(z.array(certificateEntry)),
  /**
   * Certificates of one issuer, or all; those that end first come first. `issuer=none` gives those whose issuer is not
   * on the desk. `search` looks at names, owner and serial number.
   */
  entries: route('GET', '/pki/entries')
    .input(
      z.object({
        issuer: z.string().optional(),
        search: z.string().max(200).optional(),
        role: certificateRole.optional(),
        /** `in-use`: something on this bench serves or holds it. */
        attention: z.enum(['expires-soon', 'expired', 'revoked', 'in-use']).optional(),
        offset: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(entries),
  entry: route('GET', '/pki/entries/{id}').input(entryId).output(certificateDetail),
  createEntry: route('POST', '/pki/entries').input(createCertificate).output(certificateEntry),
  createBatch: route('POST', '/pki/batches').input(createBatch).output(entries),
  importEntries: route('POST', '/pki/imports').input(importRequest).output(importOutcome),
  /** Reads and judges without keeping anything. */
  inspect: route('POST', '/pki/inspections')
    .input(
      z.strictObject({ content: certificateContent, passphrase: z.string().max(1000).optional() }),
    )
    .output(
      z.array(
        certificateDetail
          .pick({ certificate: true, rules: true, procedural: true, openssl: true })
          .extend({ hasPrivateKey: z.boolean() }),
      ),
    ),
  exportEntry: route('POST', '/pki/entries/{id}/exports')
    .input(entryId.extend(exportRequest.shape))
    .output(z.file()),
  /** Replaces the certificate in place for an automatic one; otherwise adds a new entry beside the old. */
  renewEntry: route('POST', '/pki/entries/{id}/renewals')
    .input(entryId.extend(renewRequest.shape))
    .output(certificateEntry),
  revokeEntry: route('PUT', '/pki/entries/{id}/revocation')
    .input(entryId.extend(revokeRequest.shape))
    .output(certificateEntry),
  /** Takes back a revocation; only `certificateHold` may be (RFC 5280 §5.3.1). */
  releaseEntry: route('DELETE', '/pki/entries/{id}/revocation')
    .input(entryId)
    .output(certificateEntry),
  /** Refused with the names of what hangs on it (`certificate-in-use`), unless `force`, in the body. */
  deleteEntry: route('DELETE', '/pki/entries/{id}')
    .input(entryId.extend({ force: z.boolean().default(false) }))
    .output(z.object({ deleted: z.number().int() })),
  revocationList: route('GET', '/pki/entries/{id}/crl').input(entryId).output(revocationList),
  /** A new list with the next number, also when nothing changed. */
  newRevocationList: route('POST', '/pki/entries/{id}/crl')
    .input(
      entryId.extend({
        validForMinutes: z.number().int().min(-525_600).max(5_256_000).default(10_080),
      }),
    )
    .output(revocationList),
  revocationListPem: route('GET', '/pki/entries/{id}/crl.pem').input(entryId).output(z.file()),
  revocationListDer: route('GET', '/pki/entries/{id}/crl.der').input(entryId).output(z.file()),
};
