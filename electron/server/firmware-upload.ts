/**
 * The route of the API that takes a whole firmware file: streamed to the shelf and never held whole, which is why it
 * stands before the contract's own handler. Knows files by the bench's surface only.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiPath } from '../../shared/api/contract.ts';
import type { FilesSurface } from '../bench/files-surface.ts';
import { sendProblem } from './send-problem.ts';

const firmwarePath = `${apiPath}/files/firmware`;
const largestBytes = 1_073_741_824;

/** Answers the request when it brings a firmware file; false when it is for something else. */
export async function handleFirmwareUpload(
  files: FilesSurface,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '', 'http://bench');
  if (request.method !== 'POST' || url.pathname !== firmwarePath) return false;
  if (Number(request.headers['content-length'] ?? 0) > largestBytes) {
    sendProblem(response, {
      code: 'payload-too-large',
      parameters: { limitBytes: largestBytes },
    });
    request.resume();
    return true;
  }
  try {
    // The request stays open when it is not read to its end: the answer goes over the same socket.
    const content = request.iterator({ destroyOnReturn: false });
    const added = await files.addFirmware(url.searchParams.get('name') ?? '', content);
    if (!added.ok) {
      sendProblem(response, added.problem);
      // A client that is still sending would take a closed connection for the answer.
      request.resume();
      return true;
    }
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(added.value));
  } catch (error) {
    // The client broke off: nobody is left to be answered.
    if (request.complete || request.errored === null) throw error;
  }
  return true;
}
