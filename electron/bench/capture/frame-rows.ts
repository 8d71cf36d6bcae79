/**
 * Makes what the doors show from rows of the index and lines of the journal: list rows, frames, whole frames.
 * Everything is masked unless the caller reveals. Knows nothing of views or threads.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import type { FrameRow, FrameView } from '../../../shared/api/frames-contract.ts';
import { readFrameLine } from './frame-line.ts';
import { maskFrame } from './frame-masking.ts';
import { type IndexRow, severityOfRank } from './index-row.ts';
import { segmentName } from './segment-files.ts';

/** RFC 3339 in UTC with microseconds. */
export function timestampOf(wallUs: number): string {
  const whole = Math.floor(wallUs / 1000);
  const date = new Date(whole);
  if (Number.isNaN(date.getTime())) return new Date(0).toISOString();
  const microseconds = String(Math.trunc(wallUs - whole * 1000)).padStart(3, '0');
  return `${date.toISOString().slice(0, -1)}${microseconds}Z`;
}

function isRole(role: string): role is FrameRow['role'] {
  return role === 'csms' || role === 'charge-point' || role === 'bench';
}

/** A row of the list. */
export function toFrameRow(row: IndexRow): FrameRow {
  const frame: FrameRow = {
    seq: row.seq,
    at: timestampOf(row.wallUs),
    monoUs: row.monoUs,
    run: row.run,
    // Roles of a later program are shown as the bench's own.
    role: isRole(row.role) ? row.role : 'bench',
    kind: row.kind,
    bytes: row.bytes,
    summary: row.summary,
    tampered: row.tampered === 1,
  };
  if (row.station !== null) frame.station = row.station;
  if (row.connection !== null) frame.connection = row.connection;
  if (row.direction === 'in' || row.direction === 'out') frame.direction = row.direction;
  if (row.sender === 'charge-point' || row.sender === 'csms') frame.sender = row.sender;
  if (row.messageType !== null) frame.messageType = row.messageType;
  if (row.action !== null) frame.action = row.action;
  if (row.messageId !== null) frame.messageId = row.messageId;
  if (row.pairSeq !== null) frame.pairSeq = row.pairSeq;
  if (row.latencyUs !== null) frame.latencyMs = row.latencyUs / 1000;
  const severity = severityOfRank(row.severity);
  if (severity !== undefined) frame.severity = severity;
  if (row.detail !== null) frame.detail = JSON.parse(row.detail);
  return frame;
}

export interface LineSource {
  /** The line of a row, without its end; undefined when the file is gone or was altered. */
  read(row: IndexRow): Buffer | undefined;
  close(): void;
}

/** Reads lines of a capture; keeps the segment it read last open. */
export function openLineSource(directory: string): LineSource {
  let open: { segment: number; file: number } | undefined;
  const close = (): void => {
    if (open !== undefined) fs.closeSync(open.file);
    open = undefined;
  };
  return {
    read(row) {
      if (open?.segment !== row.segment) {
        close();
        const path = join(directory, segmentName(row.segment));
        if (!fs.existsSync(path)) return undefined;
        open = { segment: row.segment, file: fs.openSync(path, 'r') };
      }
      const bytes = Buffer.allocUnsafe(row.length);
      const length = fs.readSync(open.file, bytes, 0, row.length, row.offset);
      return length === row.length ? bytes : undefined;
    },
    close,
  };
}

/** SHA-256 of a line without its end: what evidence names. */
export function lineHash(line: Uint8Array): string {
  return createHash('sha256').update(line).digest('hex');
}

/** A frame with its content. */
export function toFrameView(row: IndexRow, line: Buffer | undefined, reveal: boolean): FrameView {
  const view: FrameView = {
    ...toFrameRow(row),
    masked: false,
    // Only index-row.ts writes the column.
    judgements: row.judgements === null ? [] : JSON.parse(row.judgements),
  };
  const recorded = line === undefined ? undefined : readFrameLine(line.toString('utf8'));
  if (recorded === undefined) return view;
  const { frame, masked } = reveal ? { frame: recorded, masked: false } : maskFrame(recorded);
  view.masked = masked || (recorded.flags?.includes('masked') ?? false);
  if (frame.text !== undefined) view.text = frame.text;
  if (frame.base64 !== undefined) view.base64 = frame.base64;
  if (frame.detail !== undefined) view.detail = frame.detail;
  return view;
}
