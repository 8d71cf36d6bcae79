/**
 * The folders that a visitor sees: one for each transfer, found by its random name or, where the URL has no path, right
 * at the root. Made up from the book; knows neither disk nor protocol.
 */
import type { Transfer, UploadSlot } from './transfers.ts';

export type Place =
  | { kind: 'root' }
  | { kind: 'folder'; transfer: Transfer }
  | { kind: 'file'; transfer: Transfer; name: string };

/** What stands in a folder. */
export interface PlaceFile {
  name: string;
  bytes: number;
  modifiedMs: number;
}

/** Where a path leads for somebody who sees these transfers; undefined: nowhere. */
export function findPlace(
  visible: readonly Transfer[],
  segments: readonly string[],
): Place | undefined {
  const [first, ...rest] = segments;
  const named = visible.find(({ folder }) => folder === first);
  if (named !== undefined) return placeIn(named, rest);
  const home = homeOf(visible);
  if (home !== undefined) return placeIn(home, segments);
  return first === undefined ? { kind: 'root' } : undefined;
}

/** The newest transfer that needs no path. */
function homeOf(visible: readonly Transfer[]): Transfer | undefined {
  return visible.findLast(({ atRoot }) => atRoot);
}

function placeIn(transfer: Transfer, segments: readonly string[]): Place | undefined {
  const [name, more] = segments;
  if (name === undefined) return { kind: 'folder', transfer };
  return more === undefined ? { kind: 'file', transfer, name } : undefined;
}

export function filesIn({ offered, uploads }: Transfer): PlaceFile[] {
  if (offered !== undefined) return [offered];
  return [...uploads].map(([name, { bytes, modifiedMs }]) => ({ name, bytes, modifiedMs }));
}

/** The file of this exact name. */
export function fileNamed(transfer: Transfer, name: string): PlaceFile | undefined {
  return filesIn(transfer).find((file) => file.name === name);
}

/** What has come of an upload so far. */
export function uploadedBytes({ uploads }: Transfer, except?: UploadSlot): number {
  let bytes = 0;
  for (const slot of uploads.values()) if (slot !== except) bytes += slot.bytes;
  return bytes;
}
