/** Contract of revocation lists whose authority is not on the bench: what client certificates are held against. Shapes only. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { certificateContent } from './certificate-desk-schemas.ts';
import { timestamp } from './common-schemas.ts';

export const foreignRevocationList = z.object({
  id: z.string(),
  issuer: z.string(),
  /** Decimal; absent when the list has none. */
  number: z.string().optional(),
  thisUpdate: timestamp,
  nextUpdate: timestamp.optional(),
  /** How many certificates are on it. */
  revoked: z.number().int(),
  /** Whether an authority that is trusted or on the desk signed it: only then it counts. */
  authorityKnown: z.boolean(),
});
export type ForeignRevocationList = z.infer<typeof foreignRevocationList>;

const route = (method: 'GET' | 'POST' | 'DELETE', path: `/${string}`) =>
  oc.route({ method, path, tags: ['Certificates'] });

export const revocationListsContract = {
  revocationLists: route('GET', '/pki/revocation-lists').output(z.array(foreignRevocationList)),
  /** PEM as text, or DER as base64. A newer list of an authority takes the place of the older one. */
  addRevocationList: route('POST', '/pki/revocation-lists')
    .input(z.strictObject({ content: certificateContent }))
    .output(z.array(foreignRevocationList)),
  deleteRevocationList: route('DELETE', '/pki/revocation-lists/{id}')
    .input(z.object({ id: z.string() }))
    .output(z.object({ deleted: z.boolean() })),
};
