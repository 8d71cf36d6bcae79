/** Files of any size over HTTP, beside the WebSocket of the screens. Knows two routes of the API; no screen. */
import type { StoredFile } from '../../../../shared/api/files-contract.ts';
import { apiPath } from '../../../../shared/api/socket-paths.ts';
import { request } from '../../../app/capture-transfer.ts';

/** What the desktop window streams to disk by itself. */
export const receivedPath = (id: string): string =>
  `${apiPath}/files/received/${encodeURIComponent(id)}/content`;

export async function fetchReceived(id: string): Promise<Blob> {
  return (await request(receivedPath(id))).blob();
}

export async function sendFirmware(file: File): Promise<StoredFile> {
  const path = `${apiPath}/files/firmware?name=${encodeURIComponent(file.name)}`;
  const answer = await request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
  // The shape that the description of the API promises.
  return (await answer.json()) as StoredFile;
}
