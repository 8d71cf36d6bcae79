/** Signing requests, as the contract has them. */
import { implement } from '@orpc/server';
import { contract } from '../../shared/api/contract.ts';
import type { SigningRequestsSurface } from '../bench/csms/signing-requests/surface.ts';
import { valueOrThrow } from './problem-error.ts';

const api = implement(contract).signingRequests;

export function signingRequestsRouter(requests: SigningRequestsSurface) {
  return {
    list: api.list.handler(({ input }) => requests.list(input)),
    get: api.get.handler(({ input }) => valueOrThrow(requests.get(input.id))),
    requestPem: api.requestPem.handler(({ input }) => {
      const { name, pem } = valueOrThrow(requests.requestPem(input.id));
      return new File([pem], name, { type: 'application/x-pem-file' });
    }),
    preview: api.preview.handler(async ({ input: { id, ...wanted } }) =>
      valueOrThrow(await requests.preview(id, wanted)),
    ),
    sign: api.sign.handler(async ({ input: { id, ...wanted } }) =>
      valueOrThrow(await requests.sign(id, wanted)),
    ),
    importCertificate: api.importCertificate.handler(({ input: { id, ...request } }) =>
      valueOrThrow(requests.importCertificate(id, request)),
    ),
    send: api.send.handler(({ input: { id, ...choices } }) =>
      valueOrThrow(requests.send(id, choices)),
    ),
    refuse: api.refuse.handler(({ input }) => valueOrThrow(requests.refuse(input.id))),
    delete: api.delete.handler(({ input }) => ({ deleted: requests.delete(input.id) })),
    policies: api.policies.handler(() => requests.policies()),
    putPolicy: api.putPolicy.handler(({ input }) => requests.putPolicy(input)),
    putStationPolicy: api.putStationPolicy.handler(({ input: { station, ...changes } }) =>
      requests.putStationPolicy(station, changes),
    ),
    deleteStationPolicy: api.deleteStationPolicy.handler(({ input }) =>
      requests.deleteStationPolicy(input.station),
    ),
  };
}
