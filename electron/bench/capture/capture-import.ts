/**
 * Brings a journal from elsewhere into the captures of a bench: it is received, checked and copied beside them, and
 * becomes a capture by one renaming at the end, so that nothing half-done is ever listed. Knows no door.
 */
import fs from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../../shared/api/problem.ts';
import { incomingPrefix, newCaptureId, writeCaptureName } from './capture-catalogue.ts';
import { type CopiedCapture, importCapture } from './capture-copy.ts';
import { layOutSegments } from './journal-file.ts';

export interface ImportRequest {
  /** Folder that has a folder for each capture. */
  captures: string;
  name: string;
  tool: string;
  /** A capture folder, or the bytes of one file; of which so many are taken at most. */
  source: { directory: string } | { content: AsyncIterable<Uint8Array>; limitBytes: number };
}

/**
 * Imports a journal as a new capture. Problems: those of `layOutSegments` and `importCapture`, `where` the name of the
 * source. Throws what the source throws. Whatever goes wrong, nothing is left behind.
 */
export async function importJournal({
  captures,
  name,
  tool,
  source,
}: ImportRequest): Promise<Outcome<CopiedCapture & { capture: string }>> {
  const capture = newCaptureId();
  fs.mkdirSync(captures, { recursive: true, mode: 0o700 });
  const incoming = join(captures, `${incomingPrefix}${capture}`);
  fs.mkdirSync(incoming, { mode: 0o700 });
  try {
    let from = join(incoming, 'original');
    if ('directory' in source) from = source.directory;
    else {
      const laidOut = await layOutSegments(source.content, from, source.limitBytes);
      if (!laidOut.ok) {
        const where = laidOut.problem.code === 'copy-failed' ? {} : { where: name };
        return { ok: false, problem: { ...laidOut.problem, ...where } };
      }
    }
    const to = join(incoming, 'copy');
    const copied = await importCapture({ from, to, capture, tool });
    if (!copied.ok) return copied;
    writeCaptureName(to, name);
    fs.renameSync(to, join(captures, capture));
    return { ok: true, value: { ...copied.value, capture } };
  } finally {
    fs.rmSync(incoming, { recursive: true, force: true });
  }
}
