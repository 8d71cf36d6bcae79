/**
 * The frames of one turn on their way to disk, and what happens to them when the disk refuses: held and written
 * later, or dropped and counted when recording is strict. Knows nothing of event loops, timers or waiting callers.
 */
import type { NewFrame } from '../../../shared/record/frame.ts';
import type { SegmentWriter } from './segment-writer.ts';

export interface BatchOptions {
  writer: SegmentWriter;
  /** The line of the frame; `chain` for the first of a batch. */
  encode: (frame: NewFrame, seq: number, chain: string | undefined) => string;
  /** Highest `seq` already in the capture. */
  seq: number;
  strict: boolean;
  nowUs: () => number;
  onFailure: (errorCode: string) => void;
  onRecovery: (errorCode: string, lostFrames: number) => void;
}

export interface WriteFailure {
  errorCode: string;
  sinceUs: number;
}

export interface JournalBatch {
  /**
   * Adds a frame and returns its `seq`. What can be neither written nor held is counted as lost; its `seq` is
   * the one that the gap frame will have.
   */
  append(frame: NewFrame): number;
  /** Writes what is pending, unless writing is failing: then `retry` does. */
  write(): void;
  /** While failing: tries what is held, else the gap frame. */
  retry(): void;
  /** Counts what is held as lost. */
  drop(): void;
  setStrict(strict: boolean): void;
  isStrict(): boolean;
  failure(): Readonly<WriteFailure> | undefined;
  writtenSeq(): number;
  heldFrames(): number;
  lostFrames(): number;
}

/** More than this pending is written at once; while writing fails, this much is held. */
const pendingLimit = 1024 * 1024;

export function createBatch(options: BatchOptions): JournalBatch {
  const { writer } = options;
  let strict = options.strict;
  let seq = options.seq;
  let writtenSeq = seq;
  let pending = '';
  let failure: WriteFailure | undefined;
  let lostFrames = 0;
  /** Lost since the last gap frame. */
  let gapFrames = 0;

  function encode(frame: NewFrame): void {
    if (pending !== '') {
      pending += options.encode(frame, ++seq, undefined);
      return;
    }
    writer.rollWhenFull();
    pending = options.encode(frame, ++seq, writer.chainHead());
  }

  function drop(): void {
    lostFrames += seq - writtenSeq;
    gapFrames += seq - writtenSeq;
    seq = writtenSeq;
    pending = '';
  }

  function put(): string | undefined {
    const errorCode = writer.write(pending);
    if (errorCode !== undefined) return errorCode;
    pending = '';
    writtenSeq = seq;
    return undefined;
  }

  function write(): void {
    if (pending === '' || failure !== undefined) return;
    const errorCode = put();
    if (errorCode === undefined) return;
    failure = { errorCode, sinceUs: options.nowUs() };
    if (strict) drop();
    options.onFailure(errorCode);
  }

  function writeGap(reason: string): string | undefined {
    if (gapFrames === 0) return undefined;
    encode({ role: 'bench', kind: 'gap', detail: { frames: gapFrames, reason } });
    const errorCode = put();
    if (errorCode === undefined) return undefined;
    // The gap frame itself is no loss: it is made anew at the next try.
    pending = '';
    seq = writtenSeq;
    return errorCode;
  }

  return {
    append(frame) {
      if (failure !== undefined && (strict || pending.length > pendingLimit)) {
        lostFrames++;
        gapFrames++;
        return seq + 1;
      }
      encode(frame);
      const given = seq;
      if (pending.length > pendingLimit) write();
      return given;
    },
    write,
    retry() {
      if (failure === undefined) return;
      const errorCode = (pending === '' ? undefined : put()) ?? writeGap(failure.errorCode);
      if (errorCode !== undefined) {
        failure.errorCode = errorCode;
        return;
      }
      const { errorCode: overcome } = failure;
      const lost = gapFrames;
      failure = undefined;
      gapFrames = 0;
      options.onRecovery(overcome, lost);
    },
    drop,
    setStrict(value) {
      strict = value;
      if (strict && failure !== undefined) drop();
    },
    isStrict: () => strict,
    failure: () => failure,
    writtenSeq: () => writtenSeq,
    heldFrames: () => (failure === undefined ? 0 : seq - writtenSeq),
    lostFrames: () => lostFrames,
  };
}
