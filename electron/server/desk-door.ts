/**
 * The certificate desk behind the same paths as at the door, without a socket: for commands that work on a data folder.
 * Knows no file and no store.
 */
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { apiPath } from '../../shared/api/contract.ts';
import type { PkiSurface } from '../bench/bench-surface.ts';
import { deskRoutes } from './pki-router.ts';
import { errorBody } from './problem-error.ts';

const largestBody = 0;

/** Answers requests to `/api/pki/…`; throws what is a bug. */
export function createDeskDoor(desk: PkiSurface['desk']): (request: Request) => Promise<Response> {
  const handler = new OpenAPIHandler(
    { pki: deskRoutes(desk) },
    { customErrorResponseBodyEncoder: (error) => errorBody(error, largestBody) },
  );
  return async (request) => {
    const { matched, response } = await handler.handle(request, { prefix: apiPath, context: {} });
    if (!matched) throw new Error(`no route for ${request.url}`);
    return response;
  };
}
