/** The contract as OpenAPI over HTTP under `/api`, and its description. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { ORPCError, onError } from '@orpc/server';
import { BodyLimitPlugin } from '@orpc/server/node';
import { apiPath, contract } from '../../shared/api/contract.ts';
import { problemStatus, speakProblem } from '../../shared/api/problem-words.ts';
import { errorBody } from './problem-error.ts';
import type { createRouter } from './router.ts';

const importPath = `${apiPath}/captures/import`;
/** An imported capture is by far the largest request. */
const maxImportBytes = 256 * 1024 * 1024;
const maxRequestBytes = 1024 * 1024;

export interface HttpApi {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export function sendProblem(
  response: ServerResponse,
  problem: { code: string; where?: string },
): void {
  const status = problemStatus(problem.code);
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer';
  response.writeHead(status, headers);
  response.end(JSON.stringify(speakProblem(problem)));
}

/** Made at first use: describing every schema takes longer than starting the bench. */
async function describe(version: string): Promise<string> {
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }] = await Promise.all([
    import('@orpc/openapi'),
    import('@orpc/zod/zod4'),
  ]);
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const { events: _overWebSocketOnly, ...bench } = contract.bench;
  const document = await generator.generate(
    { ...contract, bench },
    {
      info: { title: 'Benchpoint', version },
      servers: [{ url: apiPath }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
  );
  return JSON.stringify(document);
}

export function createHttpApi(
  router: ReturnType<typeof createRouter>,
  version: string,
  reportError: (error: unknown) => void,
): HttpApi {
  const handlerTaking = (limitBytes: number) =>
    new OpenAPIHandler(router, {
      plugins: [new BodyLimitPlugin({ maxBodySize: limitBytes })],
      customErrorResponseBodyEncoder: (error) => errorBody(error, limitBytes),
      clientInterceptors: [
        onError((error) => {
          // What is no ORPCError is a bug of ours; expected problems are answers.
          if (!(error instanceof ORPCError)) reportError(error);
        }),
      ],
    });
  const handler = handlerTaking(maxRequestBytes);
  const importHandler = handlerTaking(maxImportBytes);
  let description: Promise<string> | undefined;

  return {
    async handle(request, response) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (path === `${apiPath}/openapi.json` && request.method === 'GET') {
        description ??= describe(version);
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(await description);
        return;
      }
      const { matched } = await (path === importPath ? importHandler : handler).handle(
        request,
        response,
        { prefix: apiPath, context: {} },
      );
      if (!matched) {
        sendProblem(response, { code: 'route-unknown', where: `${request.method ?? ''} ${path}` });
      }
    },
  };
}
