/**
 * One capture opened for reading: rows by key, matches of a filter within a range. Every call is short; whoever wants
 * more calls again. Knows nothing of views, threads or doors.
 */
import fs from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { FrameFilter } from '../../../shared/filter/frame-filter.ts';
import { type AttemptQueries, openAttemptQueries } from './attempt-queries.ts';
import { compileFilter } from './filter-sql.ts';
import { type LineSource, openLineSource } from './frame-rows.ts';
import { indexFileName, openIndexForReading, toIndexRow } from './index-database.ts';
import type { IndexRow } from './index-row.ts';
import { createTextSearch } from './text-search.ts';

/** The matches of a filter from one `seq` to another, both included, in order. */
export type MatchRange = (from: number, to: number) => number[];

export interface OpenCapture {
  readonly capture: string;
  readonly directory: string;
  /** Highest `seq` in the index; 0 when it is empty. */
  indexedTo(): number;
  row(seq: number): IndexRow | undefined;
  /** Rows from one `seq` to another, both included, in order. */
  rowsBetween(from: number, to: number): IndexRow[];
  /** What there is of the frames of one connection attempt before the first message. */
  handshakeOf(row: IndexRow): IndexRow[];
  attempts: AttemptQueries;
  matcher(filter: FrameFilter): MatchRange;
  lines: LineSource;
  /** Whether the index was made anew since it was opened. */
  isReplaced(): boolean;
  close(): void;
}

const handshakeKinds = [
  'name-lookup',
  'tcp-connect',
  'connection-opened',
  'client-hello',
  'tls-message',
  'tls-established',
  'connection-failed',
  'upgrade-request',
  'upgrade-response',
];
/** An attempt takes seconds; its frames are not looked for beyond this many. */
const handshakeSpan = 20_000;
/** So few frames are read one by one instead of looking through everything between them. */
const fewFrames = 64;

/** Tells one index file from the next one at the same place. */
function identityOf(directory: string): string {
  const file = fs.statSync(join(directory, indexFileName), { throwIfNoEntry: false });
  return file === undefined ? '' : `${file.ino} ${file.birthtimeMs}`;
}

function parseSeqs(list: unknown): number[] {
  if (typeof list !== 'string' || list === '') return [];
  return list.split(',').map(Number);
}

/** Opens a capture; undefined when it has no index (yet) that this program can read. */
export function openCapture(directory: string, capture: string): OpenCapture | undefined {
  const database: DatabaseSync | undefined = openIndexForReading(directory, capture);
  if (database === undefined) return undefined;
  const lines = openLineSource(directory);
  const identity = identityOf(directory);
  const lastSeq = database.prepare('SELECT max(seq) AS seq FROM frames');
  const bySeq = database.prepare('SELECT * FROM frames WHERE seq = ?');
  const between = database.prepare('SELECT * FROM frames WHERE seq BETWEEN ? AND ? ORDER BY seq');
  const handshake = database.prepare(
    `SELECT * FROM frames WHERE seq BETWEEN ? AND ? AND connection = ? AND run = ?
     AND kind IN (${handshakeKinds.map(() => '?').join(',')}) ORDER BY seq LIMIT 40`,
  );

  function row(seq: number): IndexRow | undefined {
    const record = bySeq.get(seq);
    return record === undefined ? undefined : toIndexRow(record);
  }

  function sqlMatcher(filter: FrameFilter): MatchRange {
    const { condition, parameters, indexedBy } = compileFilter(filter);
    // One text is several times quicker than a row for each match.
    const statement = database?.prepare(
      `SELECT group_concat(seq) AS seqs FROM (SELECT seq FROM frames ${indexedBy}
       WHERE (${condition}) AND seq BETWEEN ? AND ? ORDER BY seq)`,
    );
    return (from, to) => parseSeqs(statement?.get(...parameters, from, to)?.seqs);
  }

  function matcher(filter: FrameFilter): MatchRange {
    const search = createTextSearch(filter);
    const hasIndexedTerms = filter.terms.some(({ key }) => key !== 'text');
    const byIndex = hasIndexedTerms ? sqlMatcher(filter) : undefined;
    if (search === undefined) return byIndex ?? ((from, to) => range(from, to));
    return (from, to) => {
      const indexed = byIndex?.(from, to);
      if (indexed?.length === 0) return [];
      if (indexed !== undefined && indexed.length <= fewFrames) {
        return indexed.filter((seq) => {
          const found = row(seq);
          const line = found === undefined ? undefined : lines.read(found);
          return line !== undefined && search.matches(line.toString('utf8'));
        });
      }
      const first = row(from);
      if (first === undefined) return [];
      const found = search.scan(directory, first, to);
      if (indexed === undefined) return found;
      const allowed = new Set(indexed);
      return found.filter((seq) => allowed.has(seq));
    };
  }

  return {
    capture,
    directory,
    attempts: openAttemptQueries(database),
    indexedTo: () => Number(lastSeq.get()?.seq ?? 0),
    row,
    rowsBetween: (from, to) => between.all(from, to).map(toIndexRow),
    handshakeOf({ seq, opened, connection, run }) {
      if (connection === null) return [];
      const from = opened ?? Math.max(1, seq - handshakeSpan);
      return handshake
        .all(from, from + handshakeSpan, connection, run, ...handshakeKinds)
        .map(toIndexRow);
    },
    matcher,
    lines,
    isReplaced: () => identityOf(directory) !== identity,
    close() {
      lines.close();
      database.close();
    },
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
