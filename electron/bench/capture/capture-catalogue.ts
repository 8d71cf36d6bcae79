/**
 * The captures in the data folder as things on disk: list, name, delete, retention. Knows nothing of what is in them
 * beyond their first and last lines.
 */
import fs from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CaptureState } from '../../../shared/api/captures-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import { timestampOf } from './frame-rows.ts';
import { listSegments, readHeader, type SegmentFile } from './segment-files.ts';
import { lastSeqOf } from './segment-tail.ts';

/** Name of a capture, beside its segments; not part of the record. */
const captureFileName = 'capture.json';
const captureFile = z.object({ name: z.string() });

/** Folders of imports under way begin so, which no id does. */
export const incomingPrefix = '.incoming-';
/** An import that was not finished by then belonged to a program that was killed. */
const abandonedAfterMs = 86_400_000;

/** Ids become folder names; nothing else may. */
const captureIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export interface CatalogueOptions {
  /** Folder that has a folder for each capture. */
  directory: string;
  /** Id of the capture that is being recorded. */
  liveCapture: () => string | undefined;
  /** Whether evidence points into a capture: then it is neither deleted nor retired. */
  isPinned?: (capture: string) => boolean;
  /** Called before files are deleted, so that readers let go of them. */
  release?: (capture: string) => Promise<void>;
}

export interface RetentionLimits {
  /** All captures together; 0: no limit. */
  bytes: number;
  /** 0: no limit. */
  days: number;
}

export interface CaptureCatalogue {
  /** Newest first. */
  list(): CaptureState[];
  state(capture: string): Outcome<CaptureState>;
  /** The folder of a capture; undefined when there is none of this id. */
  directoryOf(capture: string): string | undefined;
  /** Folder that has a folder for each capture. */
  readonly directory: string;
  /** Where a capture of this id would be. */
  pathFor(capture: string): string;
  rename(capture: string, name: string): Outcome<CaptureState>;
  /** Problems: `capture-unknown`, `capture-live`, `capture-pinned`. */
  delete(capture: string): Promise<Outcome<boolean>>;
  /**
   * Deletes whole captures, oldest first, until the limits hold; never the live or a pinned one. Returns their ids.
   * What a killed import left behind goes, too.
   */
  retain(limits: RetentionLimits, nowMs?: number): Promise<string[]>;
}

/** A new id: time and chance, sorted by time. */
export function newCaptureId(now = new Date()): string {
  const [date = '', time = ''] = now.toISOString().split(/[T.]/);
  const chance = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;
  return `${date.replaceAll('-', '')}-${time.replaceAll(':', '')}-${chance.toString(16).padStart(4, '0')}`;
}

function readName(directory: string): string | undefined {
  const path = join(directory, captureFileName);
  if (!fs.existsSync(path)) return undefined;
  try {
    return captureFile.parse(JSON.parse(fs.readFileSync(path, 'utf8'))).name;
  } catch (error) {
    // Somebody wrote something else there: the capture has no name then.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

/** Names a capture; the file is replaced as a whole. */
export function writeCaptureName(directory: string, name: string): void {
  const path = join(directory, captureFileName);
  fs.writeFileSync(`${path}.new`, `${JSON.stringify({ name })}\n`, { mode: 0o600 });
  fs.renameSync(`${path}.new`, path);
}

const sizeOf = (segments: readonly SegmentFile[]): number =>
  segments.reduce((sum, { bytes }) => sum + bytes, 0);

function stateOf(id: string, directory: string, isLive: boolean): CaptureState {
  const segments = listSegments(directory);
  const [first] = segments;
  const header =
    first === undefined
      ? { ok: false as const, problem: { code: 'capture-empty', where: directory } }
      : readHeader(first.path);
  const frames = header.ok ? lastSeqOf(segments) : undefined;
  return {
    id,
    name: readName(directory) ?? id,
    live: isLive,
    createdAt: timestampOf(header.ok ? header.value.header.createdUs : 0),
    bytes: sizeOf(segments),
    segments: segments.length,
    ...(frames !== undefined && { frames }),
    ...(!header.ok && { problem: header.problem }),
  };
}

export function openCatalogue(options: CatalogueOptions): CaptureCatalogue {
  const pathFor = (capture: string): string => join(options.directory, capture);

  function ids(): string[] {
    if (!fs.existsSync(options.directory)) return [];
    return fs
      .readdirSync(options.directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && captureIdPattern.test(entry.name))
      .map(({ name }) => name)
      .sort();
  }

  function directoryOf(capture: string): string | undefined {
    if (!captureIdPattern.test(capture)) return undefined;
    const directory = pathFor(capture);
    return fs.existsSync(directory) ? directory : undefined;
  }

  function state(capture: string): Outcome<CaptureState> {
    const directory = directoryOf(capture);
    if (directory === undefined) {
      return { ok: false, problem: { code: 'capture-unknown', where: capture } };
    }
    const isLive = options.liveCapture() === capture;
    return { ok: true, value: stateOf(capture, directory, isLive) };
  }

  function list(): CaptureState[] {
    return ids()
      .map((id) => stateOf(id, pathFor(id), options.liveCapture() === id))
      .sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1));
  }

  async function remove(capture: string): Promise<Outcome<boolean>> {
    const directory = directoryOf(capture);
    if (directory === undefined) {
      return { ok: false, problem: { code: 'capture-unknown', where: capture } };
    }
    if (options.liveCapture() === capture) {
      return { ok: false, problem: { code: 'capture-live', where: capture } };
    }
    if (options.isPinned?.(capture)) {
      return { ok: false, problem: { code: 'capture-pinned', where: capture } };
    }
    await options.release?.(capture);
    fs.rmSync(directory, { recursive: true, force: true });
    return { ok: true, value: true };
  }

  return {
    list,
    state,
    directoryOf,
    directory: options.directory,
    pathFor,
    rename(capture, name) {
      const directory = directoryOf(capture);
      if (directory !== undefined) writeCaptureName(directory, name);
      return state(capture);
    },
    delete: remove,
    async retain({ bytes, days }, nowMs = Date.now()) {
      deleteAbandoned(options.directory, nowMs);
      const deleted: string[] = [];
      const captures = list();
      let total = captures.reduce((sum, capture) => sum + capture.bytes, 0);
      const oldestMs = days === 0 ? Number.NEGATIVE_INFINITY : nowMs - days * 86_400_000;
      for (const capture of captures.toReversed()) {
        const isTooOld = lastWriteMs(pathFor(capture.id)) < oldestMs;
        const isTooMuch = bytes > 0 && total > bytes;
        if (!isTooOld && !isTooMuch) continue;
        const removed = await remove(capture.id);
        if (!removed.ok) continue;
        total -= capture.bytes;
        deleted.push(capture.id);
      }
      return deleted;
    },
  };
}

function deleteAbandoned(directory: string, nowMs: number): void {
  if (!fs.existsSync(directory)) return;
  for (const name of fs.readdirSync(directory)) {
    const path = join(directory, name);
    if (!name.startsWith(incomingPrefix)) continue;
    if (fs.statSync(path).mtimeMs < nowMs - abandonedAfterMs) {
      fs.rmSync(path, { recursive: true, force: true });
    }
  }
}

/** A capture is as old as its last frame. */
function lastWriteMs(directory: string): number {
  const last = listSegments(directory).at(-1);
  return last === undefined ? 0 : fs.statSync(last.path).mtimeMs;
}
