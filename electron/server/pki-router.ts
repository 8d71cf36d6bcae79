/** The contract of certificates, implemented: the bench's roots, trusted roots and the certificate desk. */
import { implement } from '@orpc/server';
import { contract } from '../../shared/api/contract.ts';
import type { PkiSurface } from '../bench/bench-surface.ts';
import type { ExportedFile } from '../bench/pki/desk/desk-exports.ts';
import { valueOrThrow } from './problem-error.ts';

const api = implement(contract).pki;

export function pkiRouter(pki: PkiSurface) {
  return {
    rsaRoot: api.rsaRoot.handler(async () => pemFile('root.pem', await pki.rootPem('rsa'))),
    ecdsaRoot: api.ecdsaRoot.handler(async () =>
      pemFile('root-ecdsa.pem', await pki.rootPem('ecdsa')),
    ),
    certificates: api.certificates.handler(() => pki.certificates()),
    rootAdvice: api.rootAdvice.handler(() => pki.rootAdvice()),
    trustedRoots: api.trustedRoots.handler(() => pki.trustedRoots()),
    addTrustedRoot: api.addTrustedRoot.handler(({ input }) =>
      valueOrThrow(pki.addTrustedRoot(input.pem)),
    ),
    deleteTrustedRoot: api.deleteTrustedRoot.handler(({ input }) => ({
      deleted: pki.deleteTrustedRoot(input.id),
    })),
    ...deskRoutes(pki.desk),
    ...foreignListRoutes(pki.foreignLists),
  };
}

function foreignListRoutes(lists: PkiSurface['foreignLists']) {
  return {
    revocationLists: api.revocationLists.handler(() => lists.list()),
    addRevocationList: api.addRevocationList.handler(({ input: { content } }) =>
      valueOrThrow(
        lists.add(
          'text' in content ? Buffer.from(content.text) : Buffer.from(content.base64, 'base64'),
        ),
      ),
    ),
    deleteRevocationList: api.deleteRevocationList.handler(({ input }) => ({
      deleted: lists.delete(input.id),
    })),
  };
}

/** The desk alone, as a command serves it to itself from a data folder. */
export function deskRoutes(desk: PkiSurface['desk']) {
  return { ...entryRoutes(desk), ...revocationRoutes(desk) };
}

function entryRoutes(desk: PkiSurface['desk']) {
  return {
    authorities: api.authorities.handler(() => desk.authorities()),
    entries: api.entries.handler(({ input }) => desk.entries(input)),
    entry: api.entry.handler(async ({ input }) => valueOrThrow(await desk.entry(input.id))),
    createEntry: api.createEntry.handler(async ({ input }) =>
      valueOrThrow(await desk.create(input)),
    ),
    createBatch: api.createBatch.handler(async ({ input }) =>
      valueOrThrow(await desk.createBatch(input)),
    ),
    importEntries: api.importEntries.handler(async ({ input }) =>
      valueOrThrow(await desk.import(input)),
    ),
    inspect: api.inspect.handler(async ({ input }) =>
      valueOrThrow(await desk.inspect(input.content, input.passphrase)),
    ),
    exportEntry: api.exportEntry.handler(async ({ input: { id, ...request } }) =>
      downloaded(valueOrThrow(await desk.export(id, request))),
    ),
    renewEntry: api.renewEntry.handler(async ({ input: { id, ...request } }) =>
      valueOrThrow(await desk.renew(id, request)),
    ),
    deleteEntry: api.deleteEntry.handler(async ({ input }) =>
      valueOrThrow(await desk.delete(input.id, input.force)),
    ),
  };
}

function revocationRoutes(desk: PkiSurface['desk']) {
  return {
    revokeEntry: api.revokeEntry.handler(async ({ input: { id, ...request } }) =>
      valueOrThrow(await desk.revoke(id, request)),
    ),
    releaseEntry: api.releaseEntry.handler(async ({ input }) =>
      valueOrThrow(await desk.release(input.id)),
    ),
    revocationList: api.revocationList.handler(async ({ input }) =>
      valueOrThrow(await desk.revocationList(input.id)),
    ),
    newRevocationList: api.newRevocationList.handler(async ({ input }) =>
      valueOrThrow(await desk.newRevocationList(input.id, input.validForMinutes)),
    ),
    revocationListPem: api.revocationListPem.handler(async ({ input }) =>
      pemFile('crl.pem', valueOrThrow(await desk.revocationListPem(input.id))),
    ),
    revocationListDer: api.revocationListDer.handler(async ({ input }) => {
      const der = valueOrThrow(await desk.revocationListDer(input.id));
      return new File([new Uint8Array(der)], 'crl.crl', { type: 'application/pkix-crl' });
    }),
  };
}

function pemFile(name: string, pem: string): File {
  return new File([pem], name, { type: 'application/x-pem-file' });
}

function downloaded({ name, type, content }: ExportedFile): File {
  return new File([new Uint8Array(content)], name, { type });
}
