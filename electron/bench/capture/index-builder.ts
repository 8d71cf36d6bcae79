/**
 * Reads the segments of a capture from where the index ends and adds rows: live, catching up and making the index
 * anew are this same code. Knows nothing of threads, timers or why it is called.
 */
import fs from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { loadValidators, type Validators } from '../../../shared/ocpp/validation.ts';
import type { OcppVersion } from '../../../shared/ocpp/versions.ts';
import type { AttemptRow } from './attempt-row.ts';
import { createAnalysis, type FrameAnalysis, negotiatedVersion } from './frame-analysis.ts';
import { readFrameLine } from './frame-line.ts';
import {
  createRowWriter,
  deleteIndex,
  openIndex,
  type PairUpdate,
  type RowWriter,
} from './index-database.ts';
import type { IndexRow } from './index-row.ts';
import { createTail, type TailPosition } from './journal-tail.ts';
import type { SeenCall } from './message-pairing.ts';
import { listSegments, type SegmentFile } from './segment-files.ts';

export interface IndexBuilder {
  indexedTo(): number;
  /**
   * Indexes up to about `wantedBytes` more of the journal, no frame beyond `head`.
   * False when there was nothing more to index.
   */
  step(head: number, wantedBytes: number): Promise<boolean>;
  close(): void;
}

const chunkBytes = 1024 * 1024;

/** The rows of one transaction. A CALL that is among them gets its pair before it is written. */
interface Batch {
  rows: IndexRow[];
  pairs: PairUpdate[];
  /** By their first frame; as they are after the last row. */
  attempts: Map<number, AttemptRow>;
  add(row: IndexRow, answered: SeenCall | undefined): void;
}

function createBatch(): Batch {
  const rows: IndexRow[] = [];
  const pairs: PairUpdate[] = [];
  const calls = new Map<number, IndexRow>();
  return {
    rows,
    pairs,
    attempts: new Map(),
    add(row, answered) {
      rows.push(row);
      if (row.messageType === 'call') calls.set(row.seq, row);
      if (answered === undefined) return;
      const latencyUs = row.monoUs - answered.monoUs;
      const call = calls.get(answered.seq);
      if (call === undefined) pairs.push({ seq: answered.seq, pairSeq: row.seq, latencyUs });
      else Object.assign(call, { pairSeq: row.seq, latencyUs });
    },
  };
}

interface LastRow extends TailPosition {
  seq: number;
  length: number;
  run: string;
  monoUs: number;
}

function lastRowOf(database: DatabaseSync): LastRow | undefined {
  const row = database
    .prepare(
      'SELECT seq, segment, offset, length, run, monoUs FROM frames ORDER BY seq DESC LIMIT 1',
    )
    .get();
  // Written by `insertRow` with these types.
  return row as unknown as LastRow | undefined;
}

function pathOf(segments: readonly SegmentFile[], segment: number): SegmentFile | undefined {
  return segments.find((file) => file.segment === segment);
}

/** Whether the journal still has the line that the index ends with; a power cut may have taken it. */
function journalHas(segments: readonly SegmentFile[], last: LastRow): boolean {
  const file = pathOf(segments, last.segment);
  if (file === undefined || file.bytes < last.offset + last.length + 1) return false;
  const handle = fs.openSync(file.path, 'r');
  try {
    const bytes = Buffer.alloc(last.length);
    fs.readSync(handle, bytes, 0, last.length, last.offset);
    const frame = readFrameLine(bytes.toString('utf8'));
    return frame?.seq === last.seq && frame.run === last.run && frame.monoUs === last.monoUs;
  } finally {
    fs.closeSync(handle);
  }
}

/** Where the run of the last row begins: what pairing has to know is in that run alone. */
function beginOfRun(database: DatabaseSync, last: LastRow): TailPosition {
  const row = database
    .prepare(
      "SELECT segment, offset FROM frames WHERE kind = 'run-started' AND run = ? ORDER BY seq LIMIT 1",
    )
    .get(last.run);
  if (row === undefined) return { segment: 0, offset: 0 };
  // Written by `insertRow` with these types.
  return row as unknown as TailPosition;
}

/**
 * Opens the index of the capture in `directory`, made anew when it does not fit the journal.
 * Throws when the folder has no readable segment; callers check the capture first.
 */
export async function openIndexBuilder(directory: string, capture: string): Promise<IndexBuilder> {
  const segments = listSegments(directory);
  let database = openIndex(directory, capture);
  let last = lastRowOf(database);
  if (last !== undefined && !journalHas(segments, last)) {
    database.close();
    deleteIndex(directory);
    database = openIndex(directory, capture);
    last = undefined;
  }
  const writer: RowWriter = createRowWriter(database);
  const loaded = new Map<OcppVersion, Validators>([['ocpp1.6', await loadValidators('ocpp1.6')]]);
  const analysis: FrameAnalysis = createAnalysis((version) => {
    const validators = loaded.get(version);
    if (validators === undefined) throw new Error(`${version} was not loaded`);
    return validators;
  });

  const tail = createTail(directory);
  let indexedTo = last?.seq ?? 0;
  if (last !== undefined) tail.moveTo(last.segment, last.offset + last.length + 1);
  let isRunKnown = last === undefined;

  /** Analyses the lines of a chunk up to `head`; how many bytes of it are done. */
  async function analyseChunk(chunk: Buffer, head: number, batch: Batch): Promise<number> {
    const { segment, offset } = tail.position();
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(10, start);
      const frame = readFrameLine(chunk.toString('utf8', start, end));
      if (frame !== undefined && frame.seq > head) break;
      const place = { segment, offset: offset + start, length: end - start };
      start = end + 1;
      // A line that nobody can read is for the check of the capture to report.
      if (frame === undefined) continue;
      const version = negotiatedVersion(frame);
      if (version !== undefined && !loaded.has(version)) {
        loaded.set(version, await loadValidators(version));
      }
      const { row, answered, attempt } = analysis.analyse(frame, place);
      if (row.seq <= indexedTo) continue;
      batch.add(row, answered);
      if (attempt !== undefined) batch.attempts.set(attempt.seq, attempt);
    }
    return start;
  }

  /** Pairing has to know the run that the index ends in, unless the journal goes on with another run. */
  async function learnRun(known: LastRow, chunk: Buffer): Promise<boolean> {
    const next = readFrameLine(chunk.toString('utf8', 0, chunk.indexOf(10)));
    if (next?.run !== known.run) return false;
    const begin = beginOfRun(database, known);
    tail.moveTo(begin.segment, begin.offset);
    while (tail.position().segment < known.segment || tail.position().offset <= known.offset) {
      const earlier = tail.next(chunkBytes);
      if (earlier === undefined) break;
      tail.advance(await analyseChunk(earlier, known.seq, createBatch()));
    }
    return true;
  }

  async function step(head: number, wantedBytes: number): Promise<boolean> {
    const chunk = tail.next(wantedBytes);
    if (chunk === undefined) return false;
    if (!isRunKnown && last !== undefined) {
      isRunKnown = true;
      if (await learnRun(last, chunk)) return true;
    }
    const batch = createBatch();
    const done = await analyseChunk(chunk, head, batch);
    writer.write(batch.rows, batch.pairs, batch.attempts.values());
    tail.advance(done);
    indexedTo = batch.rows.at(-1)?.seq ?? indexedTo;
    return done > 0;
  }

  return {
    indexedTo: () => indexedTo,
    step,
    close() {
      tail.close();
      database.close();
    },
  };
}
