/**
 * The OpenAPI description: the contract, and the routes beside it that carry whole captures. Made at first use, because
 * describing every schema takes longer than starting the bench. Serves nothing.
 */
import {
  captureExportPath,
  captureFileType,
  captureImportPath,
} from '../../shared/api/capture-files.ts';
import { captureState } from '../../shared/api/captures-contract.ts';
import { apiPath, contract } from '../../shared/api/contract.ts';

/** Below the server's own path, as the description has them. */
const exportRoute = decodeURIComponent(captureExportPath('{id}')).slice(apiPath.length);
const importRoute = captureImportPath.slice(apiPath.length);

const tags = ['Captures'];

function parameter(name: string, place: 'path' | 'query') {
  return { name, in: place, required: true, schema: { type: 'string' } } as const;
}

function captureRoutes(stateSchema: object) {
  const lines = { [captureFileType]: { schema: { type: 'string', format: 'binary' } } };
  return {
    [exportRoute]: {
      get: {
        operationId: 'captures.export',
        summary: 'A copy without secrets as JSON Lines, streamed',
        tags,
        parameters: [parameter('id', 'path')],
        responses: { 200: { description: 'OK', content: lines } },
      },
    },
    [importRoute]: {
      post: {
        operationId: 'captures.import',
        summary: 'Imports a journal: the bytes of one JSON Lines file',
        tags,
        parameters: [parameter('name', 'query')],
        requestBody: { required: true, content: lines },
        responses: {
          200: { description: 'OK', content: { 'application/json': { schema: stateSchema } } },
        },
      },
    },
  };
}

/** As JSON. */
export async function describeApi(version: string): Promise<string> {
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }, { toJSONSchema }] = await Promise.all([
    import('@orpc/openapi'),
    import('@orpc/zod/zod4'),
    import('zod'),
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
  const { $schema: _version, ...stateSchema } = toJSONSchema(captureState);
  return JSON.stringify({
    ...document,
    paths: { ...document.paths, ...captureRoutes(stateSchema) },
  });
}
