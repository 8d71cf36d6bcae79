/**
 * The two routes of the API that carry whole captures: a redacted copy out, a journal in. Both are streams and never
 * held whole, which is why they stand beside the contract. Knows captures by the bench's surface only.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  captureFileType,
  captureImportPath,
  largestImportBytes,
} from '../../shared/api/capture-files.ts';
import { apiPath } from '../../shared/api/contract.ts';
import type { Problem } from '../../shared/api/problem.ts';
import type { CapturesSurface } from '../bench/bench-surface.ts';
import { sendProblem } from './send-problem.ts';

const exportPattern = new RegExp(`^${apiPath}/captures/([^/]+)/export$`);
const longestName = 200;

/** The capture that the path names; undefined when it is another path. */
function exportedCapture(path: string): string | undefined {
  const encoded = exportPattern.exec(path)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** Our side failed, and not the client that went away. */
function isOurs(error: unknown): boolean {
  return !(
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_STREAM_PREMATURE_CLOSE'
  );
}

async function sendCopy(
  captures: CapturesSurface,
  id: string,
  response: ServerResponse,
): Promise<void> {
  const exported = await captures.export(id);
  if (!exported.ok) return sendProblem(response, exported.problem);
  const { fileName, content } = exported.value;
  response.writeHead(200, {
    'Content-Type': captureFileType,
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Cache-Control': 'no-store',
  });
  try {
    await pipeline(Readable.from(content, { objectMode: false }), response);
  } catch (error) {
    // The stream broke off without its end, which every client notices.
    if (isOurs(error)) throw error;
  }
}

function refusalOf(request: IncomingMessage, name: string): Problem | undefined {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  if (type !== captureFileType) {
    const reason = `the body must be ${captureFileType}`;
    return { code: 'input-invalid', where: 'Content-Type', parameters: { reason } };
  }
  if (name === '' || name.length > longestName) {
    const reason = `1 to ${longestName} characters are needed`;
    return { code: 'input-invalid', where: 'name', parameters: { reason } };
  }
  if (Number(request.headers['content-length'] ?? 0) > largestImportBytes) {
    const parameters = { limitBytes: largestImportBytes };
    return { code: 'capture-too-large', where: name, parameters };
  }
  return undefined;
}

async function receiveJournal(
  captures: CapturesSurface,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = new URL(request.url ?? '', 'http://bench').searchParams.get('name') ?? '';
  const refusal = refusalOf(request, name);
  const answer = (problem: Problem): void => {
    sendProblem(response, problem);
    // A client that is still sending would take a closed connection for the answer: the rest is read and dropped.
    request.resume();
  };
  if (refusal !== undefined) return answer(refusal);
  try {
    // The request stays open when it is not read to its end: the answer goes over the same socket.
    const imported = await captures.import(name, request.iterator({ destroyOnReturn: false }));
    if (!imported.ok) return answer(imported.problem);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(imported.value));
  } catch (error) {
    // The client broke off: nobody is left to be answered.
    if (!request.complete && request.errored !== null) return;
    throw error;
  }
}

/** Answers the request when it is for a capture as a file; false when it is for something else. */
export async function handleCaptureFile(
  captures: CapturesSurface,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const id = request.method === 'GET' ? exportedCapture(path) : undefined;
  if (id !== undefined) await sendCopy(captures, id, response);
  else if (request.method === 'POST' && path === captureImportPath) {
    await receiveJournal(captures, request, response);
  } else return false;
  return true;
}
