/**
 * Streams an export of the bench to the place the user chose.
 * Knows neither Electron nor what is exported; the page never sees where the file went beyond its name.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SaveOutcome } from '../../shared/api/desktop.ts';
import { isBenchPage } from './origins.ts';

export interface SaveOptions {
  /** Origin of the bench, such as `http://127.0.0.1:7400`. */
  origin: string;
  token: string;
  /** Path and query below the origin. */
  path: string;
  /** Absolute path; an existing file is replaced once the new one is complete (the dialog has asked). */
  target: string;
}

/** Never leaves half a file under the chosen name; mode 0600, because an export may hold secrets. */
export async function saveFromBench(options: SaveOptions): Promise<SaveOutcome> {
  const url = new URL(options.path, options.origin);
  if (!isBenchPage(url.href, options.origin))
    return { outcome: 'failed', reason: 'foreign-origin' };
  const unfinished = `${options.target}.${randomBytes(4).toString('hex')}.part`;
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${options.token}` },
      redirect: 'error',
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return { outcome: 'refused', status: response.status };
    }
    const bytes = await writeStream(response.body, unfinished);
    await rename(unfinished, options.target);
    return { outcome: 'saved', file: basename(options.target), bytes };
  } catch (error) {
    await rm(unfinished, { force: true });
    return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function writeStream(body: AsyncIterable<Uint8Array>, file: string): Promise<number> {
  let bytes = 0;
  async function* counted() {
    for await (const chunk of body) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  await pipeline(counted, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  return bytes;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
const notInFileNames = /[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/g;
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A file name that is one on every system, whatever a page or a charge point proposed. */
export function safeFileName(proposed: string): string {
  const cleaned = proposed.replace(notInFileNames, '-').replace(/^[.\s-]+|[.\s]+$/g, '');
  if (cleaned === '') return 'benchpoint-export';
  const named = reservedOnWindows.test(cleaned) ? `benchpoint-${cleaned}` : cleaned;
  return named.slice(0, 120);
}
