/**
 * The record of a running bench: takes frames, gives them order and time, and lets whoever asks go on only once
 * they are on disk. Nothing is queued beyond one turn of the event loop. Knows nothing of the index or of readers.
 */
import fs from 'node:fs';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import {
  type FrameRecorder,
  type NewFrame,
  recordFormatName,
  recordFormatVersion,
} from '../../../shared/record/frame.ts';
import { createClock, systemTime, type TimeSource } from './clock.ts';
import { createFrameEncoder } from './frame-line.ts';
import { createHeadNotices } from './head-notices.ts';
import { createBatch } from './journal-batch.ts';
import { firstChain } from './segment-files.ts';
import { type CaptureEnd, repairCaptureEnd } from './segment-tail.ts';
import {
  type JournalFiles,
  nodeFiles,
  openSegmentWriter,
  type SegmentWriter,
} from './segment-writer.ts';

export interface JournalOptions {
  /** Folder of this capture; created when missing. */
  directory: string;
  captureId: string;
  /** Id of this run of the bench; `monoUs` of frames compares within one run only. */
  runId: string;
  /** `benchpoint 0.1.0` */
  tool: string;
  /** `Node 24.21.0` */
  runtime?: string;
  /** `OpenSSL 3.5.8` */
  tls?: string;
  platform?: string;
  /** Strict recording: what cannot be recorded is not answered. */
  strict?: boolean;
  /** A segment is closed when it has this many bytes. Default 64 MiB. */
  segmentBytes?: number;
  time?: TimeSource;
  files?: JournalFiles;
  /** Told of `journal-write-failed`, `journal-write-recovered`, `journal-tail-repaired`, `clock-jumped`. */
  onProblem?: (problem: Problem) => void;
}

export interface JournalHead {
  capture: string;
  /** Highest `seq` that is written; 0 when none is. */
  seq: number;
  segment: number;
  /** Length of the segment being written. */
  segmentBytes: number;
  /** The chain value the next line carries: publish this to make alteration of what is written evident. */
  chainHead: string;
}

export interface JournalHealth {
  state: 'recording' | 'failing' | 'closed';
  strict: boolean;
  /** Error code of the system while failing, for example `ENOSPC`. */
  errorCode?: string;
  failingSinceUs?: number;
  /** Frames that are lost since the journal was opened. */
  lostFrames: number;
  /** Frames kept in memory until writing works again (not strict only). */
  heldFrames: number;
}

export interface Journal extends FrameRecorder {
  /** What is written; never counts what is pending. */
  head(): JournalHead;
  health(): JournalHealth;
  setStrict(strict: boolean): void;
  /** Writes what is pending now and calls who waits for it. */
  flush(): void;
  /** Told after writes, at most 20 times a second, the last state always included. Returns how to stop. */
  onHead(listener: (head: JournalHead) => void): () => void;
  /** Writes `run-ended`, forces everything to disk and closes the file. Later frames are lost. */
  close(reason?: string): Promise<void>;
}

const defaultSegmentBytes = 64 * 1024 * 1024;
const tickMs = 1000;

interface Waiting {
  proceed: () => void;
  refuse?: (() => void) | undefined;
}

/** Calls without letting one caller's bug keep the others waiting; the bug still surfaces as uncaught. */
function callAlone(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

/**
 * Opens a new or an existing capture for writing; an existing one is repaired first and goes on densely.
 * Problems: `capture-foreign`, `capture-newer`, `capture-older-version`, `capture-damaged`,
 * `capture-is-another` (the folder holds a capture of another id), `journal-open-failed` with `errorCode`.
 */
export function openJournal(options: JournalOptions): Outcome<Journal> {
  const { directory, captureId } = options;
  const time = options.time ?? systemTime;
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
    // mkdir is subject to the umask, and the folder may be older than this program.
    fs.chmodSync(directory, 0o700);
    const end = repairCaptureEnd(directory);
    if (!end.ok) return end;
    if (end.value !== undefined && end.value.header.capture !== captureId) {
      const { capture } = end.value.header;
      return {
        ok: false,
        problem: { code: 'capture-is-another', where: directory, parameters: { capture } },
      };
    }
    return {
      ok: true,
      value: startJournal(options, time, openWriter(options, time, end.value), end.value),
    };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    return {
      ok: false,
      problem: {
        code: 'journal-open-failed',
        where: directory,
        parameters: { errorCode: error.code },
      },
    };
  }
}

function runtimeOf(options: JournalOptions) {
  return {
    tool: options.tool,
    runtime: options.runtime ?? `Node ${process.versions.node}`,
    tls: options.tls ?? `OpenSSL ${process.versions.openssl}`,
  };
}

function openWriter(
  options: JournalOptions,
  time: TimeSource,
  end: CaptureEnd | undefined,
): SegmentWriter {
  return openSegmentWriter({
    directory: options.directory,
    header: {
      format: recordFormatName,
      version: recordFormatVersion,
      capture: options.captureId,
      ...runtimeOf(options),
    },
    segmentBytes: options.segmentBytes ?? defaultSegmentBytes,
    nowUs: time.wallUs,
    files: options.files ?? nodeFiles,
    chain: end?.chain ?? firstChain,
    ...(end !== undefined && {
      existing: { segment: end.segment.segment, bytes: end.segment.bytes },
    }),
  });
}

function startJournal(
  options: JournalOptions,
  time: TimeSource,
  writer: SegmentWriter,
  end: CaptureEnd | undefined,
): Journal {
  const where = options.directory;
  const clock = createClock(time);
  const encoder = createFrameEncoder(options.runId);
  const onProblem = options.onProblem ?? (() => {});
  let waiting: Waiting[] = [];
  let isFlushScheduled = false;
  let isClosed = false;
  let lostAfterClose = 0;

  const batch = createBatch({
    writer,
    encode(frame, seq, chain) {
      const monoUs = clock.monoUs();
      return encoder.encode(frame, seq, clock.wallUsAt(monoUs), monoUs, chain);
    },
    seq: end?.seq ?? 0,
    strict: options.strict ?? false,
    nowUs: time.wallUs,
    onFailure: (errorCode) =>
      onProblem({
        code: 'journal-write-failed',
        where,
        parameters: { errorCode, strict: batch.isStrict() },
      }),
    onRecovery: (errorCode, lostFrames) =>
      onProblem({ code: 'journal-write-recovered', where, parameters: { errorCode, lostFrames } }),
  });

  function head(): JournalHead {
    const { segment, bytes } = writer.position();
    return {
      capture: options.captureId,
      seq: batch.writtenSeq(),
      segment,
      segmentBytes: bytes,
      chainHead: writer.chainHead(),
    };
  }

  const notices = createHeadNotices(head, batch.writtenSeq, callAlone);

  function scheduleFlush(): void {
    if (isFlushScheduled) return;
    isFlushScheduled = true;
    setImmediate(flush);
  }

  function append(frame: NewFrame): number {
    if (isClosed) {
      lostAfterClose++;
      return batch.writtenSeq() + 1;
    }
    scheduleFlush();
    return batch.append(frame);
  }

  function flush(): void {
    isFlushScheduled = false;
    batch.write();
    if (waiting.length > 0) {
      const called = waiting;
      waiting = [];
      const isRefused = batch.isStrict() && (isClosed || batch.failure() !== undefined);
      for (const { proceed, refuse } of called) {
        callAlone(isRefused && refuse !== undefined ? refuse : proceed);
      }
    }
    notices.moved();
  }

  function checkClock(): void {
    const jump = clock.check();
    if (jump === undefined) return;
    append({ role: 'bench', kind: 'clock-jump', detail: jump });
    onProblem({ code: 'clock-jumped', parameters: { ...jump } });
  }

  function tick(): void {
    checkClock();
    // Who waits for frames that were lost must be refused before writing counts as working again.
    flush();
    batch.retry();
    notices.moved();
    writer.sync((errorCode) => {
      if (errorCode === undefined) return;
      onProblem({ code: 'journal-sync-failed', where, parameters: { errorCode } });
    });
  }

  const ticking = setInterval(tick, tickMs).unref();
  for (const { segment, bytes, file } of end?.torn ?? []) {
    onProblem({ code: 'journal-tail-repaired', where: file, parameters: { segment, bytes } });
  }
  const { tool, runtime, tls } = runtimeOf(options);
  const platform = options.platform ?? `${process.platform} ${process.arch}`;
  append({ role: 'bench', kind: 'run-started', detail: { tool, node: runtime, tls, platform } });

  return {
    append,
    afterWrite(proceed, refuse) {
      waiting.push({ proceed, refuse });
      scheduleFlush();
    },
    head,
    health() {
      const failure = batch.failure();
      return {
        state: isClosed ? 'closed' : failure === undefined ? 'recording' : 'failing',
        strict: batch.isStrict(),
        ...(failure !== undefined && {
          errorCode: failure.errorCode,
          failingSinceUs: failure.sinceUs,
        }),
        lostFrames: batch.lostFrames() + lostAfterClose,
        heldFrames: batch.heldFrames(),
      };
    },
    setStrict: batch.setStrict,
    flush,
    onHead: notices.listen,
    async close(reason = 'stopped') {
      if (isClosed) return;
      clearInterval(ticking);
      flush();
      batch.retry();
      append({ role: 'bench', kind: 'run-ended', detail: { reason } });
      flush();
      isClosed = true;
      batch.drop();
      notices.tellNow();
      await new Promise<void>((resolve) => {
        writer.sync(() => resolve());
      });
      writer.close();
    },
  };
}
