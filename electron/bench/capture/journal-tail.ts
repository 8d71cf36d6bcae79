/**
 * Follows the segments of a capture, also while they grow: whole lines from a position on, from one segment to the
 * next, headers left out. Knows nothing of what the lines say.
 */
import { type LineReader, openLineReader } from './line-reader.ts';
import { listSegments, readHeader, type SegmentFile } from './segment-files.ts';

export interface TailPosition {
  segment: number;
  offset: number;
}

export interface JournalTail {
  position(): Readonly<TailPosition>;
  moveTo(segment: number, offset: number): void;
  /** Whole lines from the position on, about `wantedBytes`; undefined when there are none (yet). */
  next(wantedBytes: number): Buffer | undefined;
  /** Moves on within the segment. */
  advance(bytes: number): void;
  close(): void;
}

export function createTail(directory: string): JournalTail {
  let position: TailPosition = { segment: listSegments(directory)[0]?.segment ?? 0, offset: 0 };
  let open: { reader: LineReader; file: SegmentFile; headerBytes: number } | undefined;

  function segmentFile(segment: number): SegmentFile | undefined {
    return listSegments(directory).find((file) => file.segment === segment);
  }

  function openSegment(): typeof open {
    if (open?.file.segment === position.segment) return open;
    const file = segmentFile(position.segment);
    const header = file === undefined ? undefined : readHeader(file.path);
    if (file === undefined || header === undefined || !header.ok) return undefined;
    open?.reader.close();
    open = { reader: openLineReader(file.path), file, headerBytes: header.value.bytes };
    return open;
  }

  return {
    position: () => position,
    moveTo(segment, offset) {
      position = { segment, offset };
    },
    next(wantedBytes) {
      while (true) {
        const current = openSegment();
        if (current === undefined) return undefined;
        position.offset = Math.max(position.offset, current.headerBytes);
        const chunk = current.reader.read(position.offset, wantedBytes);
        if (chunk.length > 0) return chunk;
        if (segmentFile(position.segment + 1) === undefined) return undefined;
        // A segment is complete before the next one is begun: what is still to come was written in between.
        const rest = current.reader.read(position.offset, wantedBytes);
        if (rest.length > 0) return rest;
        position = { segment: position.segment + 1, offset: 0 };
      }
    },
    advance(bytes) {
      position.offset += bytes;
    },
    close() {
      open?.reader.close();
      open = undefined;
    },
  };
}
