/**
 * Where a capture goes out and comes in as a file. These routes carry streams of any length and are therefore no
 * procedures of the contract. Without schemas, so that the page can use it.
 */
import { apiPath } from './socket-paths.ts';

export const captureFileType = 'application/x-ndjson';

/** Twice the largest capture that a bench records, and as much again for chain values. */
export const largestImportBytes = 16 * 1024 ** 3;

export const captureImportPath = `${apiPath}/captures/import`;

/** GET: a redacted copy as JSON Lines, with its own chain and `derivedFrom`. */
export function captureExportPath(id: string): string {
  return `${apiPath}/captures/${encodeURIComponent(id)}/export`;
}

/** POST with the bytes of a JSON Lines file: a new capture of this name. */
export function captureImportUrl(name: string): string {
  return `${captureImportPath}?name=${encodeURIComponent(name)}`;
}

/** What an exported capture is called as a file. */
export function exportFileName(id: string): string {
  return `${id}-redacted.jsonl`;
}
