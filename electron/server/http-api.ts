/** The contract as OpenAPI over HTTP under `/api`, its description, and the routes that carry whole captures. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { ORPCError, onError } from '@orpc/server';
import { BodyLimitPlugin } from '@orpc/server/node';
import { apiPath } from '../../shared/api/contract.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import { asCaller } from '../bench/reveal-audit.ts';
import { describeApi } from './api-description.ts';
import { handleCaptureFile } from './capture-files.ts';
import { handleFirmwareUpload } from './firmware-upload.ts';
import { lockedProblem } from './locked-bench.ts';
import { errorBody, problemError } from './problem-error.ts';
import type { createRouter } from './router.ts';
import { sendProblem } from './send-problem.ts';

const maxRequestBytes = 1024 * 1024;
/** Certificates come in files of up to 2 MB, in base64 and JSON: `certificateContent` and `importRequest`. */
const maxCertificateFilesBytes = 4 * 1024 * 1024;
const certificateFilesPaths = new Set([`${apiPath}/pki/imports`, `${apiPath}/pki/inspections`]);

export interface HttpApi {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface HttpApiOptions {
  bench: BenchSurface;
  version: string;
  reportError: (error: unknown) => void;
}

export function createHttpApi(
  router: ReturnType<typeof createRouter>,
  { bench, version, reportError }: HttpApiOptions,
): HttpApi {
  const handlerFor = (maxBodySize: number) =>
    new OpenAPIHandler(router, {
      plugins: [new BodyLimitPlugin({ maxBodySize })],
      customErrorResponseBodyEncoder: (error) => errorBody(error, maxBodySize),
      clientInterceptors: [
        ({ path, next }) => {
          const problem = lockedProblem(bench, path);
          if (problem) throw problemError(problem);
          return next();
        },
        onError((error) => {
          // What is no ORPCError is a bug of ours; expected problems are answers.
          if (!(error instanceof ORPCError)) reportError(error);
        }),
      ],
    });
  const handler = handlerFor(maxRequestBytes);
  const certificateFilesHandler = handlerFor(maxCertificateFilesBytes);
  let description: Promise<string> | undefined;

  return {
    async handle(request, response) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (path === `${apiPath}/openapi.json` && request.method === 'GET') {
        description ??= describeApi(version);
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(await description);
        return;
      }
      if (await handleCaptureFile(bench.captures, request, response)) return;
      if (!lockedProblem(bench, ['files'])) {
        if (await handleFirmwareUpload(bench.files, request, response)) return;
      }
      const caller = { door: 'api', address: request.socket.remoteAddress } as const;
      const taking = certificateFilesPaths.has(path) ? certificateFilesHandler : handler;
      const { matched } = await asCaller(caller, () =>
        taking.handle(request, response, { prefix: apiPath, context: {} }),
      );
      if (!matched) {
        sendProblem(response, { code: 'route-unknown', where: `${request.method ?? ''} ${path}` });
      }
    },
  };
}
