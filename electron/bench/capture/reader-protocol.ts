/** The messages between the bench and its reader worker. Only text and numbers cross. Types only. */
import type { FrameDetail, FrameRow, FrameView } from '../../../shared/api/frames-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { FrameFilter } from '../../../shared/filter/frame-filter.ts';
import type { ReadFrame } from '../../../shared/record/frame.ts';
import type { AttemptFilter, AttemptNeighbours } from './attempt-queries.ts';
import type { AttemptRow } from './attempt-row.ts';

/** A capture and where its folder is. */
export interface CaptureFolder {
  capture: string;
  directory: string;
}

/** State of a view; `indexedTo` is the highest `seq` the view can know of. */
export interface ReaderViewState {
  viewId: string;
  capture: string;
  count: number;
  scannedTo: number;
  indexedTo: number;
}

/** An attempt with the frames that tell of it, and what was asked of the bench's name and time servers before it. */
export interface AttemptFrames extends AttemptNeighbours {
  attempt: AttemptRow;
  frames: ReadFrame[];
  queries: ReadFrame[];
}

/** Each method with what it is given and what it answers. */
export interface ReaderMethods {
  openView: {
    /** `rows`: so many of the first come along. */
    input: CaptureFolder & { filter: FrameFilter; rows: number };
    output: ReaderViewState & { rows: FrameRow[] };
  };
  viewRows: {
    input: { viewId: string; start: number; count: number };
    output: ReaderViewState & { start: number; rows: FrameRow[] };
  };
  locate: {
    input: { viewId: string; seq: number };
    output: { ordinal: number; exact: boolean };
  };
  closeView: { input: { viewId: string }; output: { closed: boolean } };
  window: {
    input: CaptureFolder & {
      filter: FrameFilter;
      before?: number;
      after?: number;
      limit: number;
    };
    output: { frames: FrameView[]; indexedTo: number };
  };
  frame: { input: CaptureFolder & { seq: number; reveal: boolean }; output: FrameDetail };
  lineHash: { input: CaptureFolder & { seq: number }; output: { sha256: string } };
  attempts: {
    input: CaptureFolder & { filter: AttemptFilter };
    output: { attempts: AttemptRow[] };
  };
  /** The frames come unmasked: for the bench itself, never for a door. */
  attempt: {
    input: CaptureFolder & { connection: number; run: string | undefined };
    output: AttemptFrames;
  };
  /** The session secrets that are on record, unmasked: of one connection, or of all. */
  sessionKeys: {
    input: CaptureFolder & { connection: number | undefined; run: string | undefined };
    output: { texts: string[] };
  };
  indexedTo: { input: CaptureFolder; output: { indexedTo: number } };
  /** Lets go of a capture's files, so that it can be deleted. */
  release: { input: { capture: string }; output: { released: boolean } };
}

export type ReaderMethod = keyof ReaderMethods;

export type ReaderRequest =
  | { type: 'cancel'; id: number }
  | {
      [M in ReaderMethod]: {
        type: 'call';
        id: number;
        method: M;
        input: ReaderMethods[M]['input'];
      };
    }[ReaderMethod];

/** The answer to a call; of the shape that its method has. */
export interface ReaderReply {
  id: number;
  outcome: Outcome<ReaderMethods[ReaderMethod]['output']>;
}
