/**
 * The capture that is being recorded: its journal, its index, and the switch to a new one.
 * Everything that records holds one recorder, whichever capture is live.
 */
import { randomBytes } from 'node:crypto';
import type { RecordingState } from '../../shared/api/bench-contract.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import type { FrameRecorder, NewFrame } from '../../shared/record/frame.ts';
import {
  type CaptureCatalogue,
  newCaptureId,
  writeCaptureName,
} from './capture/capture-catalogue.ts';
import { type CaptureIndex, startCaptureIndex } from './capture/capture-index.ts';
import { createFrameWatch, type FrameWatch } from './capture/frame-watch.ts';
import { type Journal, openJournal } from './capture/journal.ts';

export interface LiveRecordOptions {
  catalogue(): CaptureCatalogue;
  /** `benchpoint 0.1.0` */
  tool: string;
  strict: boolean;
  /** The capture that was live in the last run. */
  lastCapture: string | undefined;
  /** Keeps the id of the live capture for the next run. */
  remember(capture: string): void;
  /** The head or the index moved. */
  moved(): void;
  /** Sees the frames of connections (not messages) as they are recorded. */
  onConnectionFrame(frame: NewFrame, seq: number): void;
  onProblem(problem: Problem): void;
  nowMs(): number;
}

export interface LiveRecord {
  recorder: FrameRecorder;
  /** Frames told to whoever waits for them, once they are written. */
  frameWatch: Pick<FrameWatch, 'watch'>;
  capture(): string;
  head(): number;
  indexedTo(): number;
  state(): RecordingState;
  setStrict(strict: boolean): void;
  /** Records on in a new capture when this one has become too large for retention to work on. */
  rotateWhenLarge(): Promise<void>;
  /** Closes the capture and records on in a new one. */
  begin(name?: string): Promise<Outcome<string>>;
  close(reason: string): Promise<void>;
}

interface Part {
  id: string;
  journal: Journal;
  index: CaptureIndex;
}

/** A capture a day, unless somebody begins a new one or it has grown large. */
const continuedFor = { ageMs: 24 * 3600 * 1000, bytes: 1024 ** 3 };
/** A capture that grows beyond this while it is recorded is followed by the next one. */
const largestBytes = 4 * 1024 ** 3;

/** The capture of the last run, when it is young and small enough. */
function continuedCapture({
  catalogue,
  lastCapture,
  nowMs,
}: LiveRecordOptions): string | undefined {
  if (lastCapture === undefined) return undefined;
  const last = catalogue().state(lastCapture);
  if (!last.ok || last.value.problem) return undefined;
  const ageMs = nowMs() - Date.parse(last.value.createdAt);
  return ageMs < continuedFor.ageMs && last.value.bytes < continuedFor.bytes
    ? lastCapture
    : undefined;
}

/** Problems: those of `openJournal`. */
export function openLiveRecord(options: LiveRecordOptions): Outcome<LiveRecord> {
  const runId = randomBytes(4).toString('hex');

  function open(id: string, strict: boolean): Outcome<Part> {
    const directory = options.catalogue().pathFor(id);
    const opened = openJournal({
      directory,
      captureId: id,
      runId,
      tool: options.tool,
      strict,
      onProblem: options.onProblem,
    });
    if (!opened.ok) return opened;
    const journal = opened.value;
    const index = startCaptureIndex({
      directory,
      capture: id,
      head: journal.head().seq,
      onIndexed: options.moved,
      onProblem: options.onProblem,
    });
    journal.onHead(({ seq }) => {
      index.headMoved(seq);
      options.moved();
    });
    return { ok: true, value: { id, journal, index } };
  }

  const first = open(continuedCapture(options) ?? newCaptureId(), options.strict);
  if (!first.ok) return first;
  let live = first.value;
  options.remember(live.id);

  const recorder: FrameRecorder = {
    append(frame) {
      const seq = live.journal.append(frame);
      if (frame.kind !== 'message') options.onConnectionFrame(frame, seq);
      frameWatch.note(frame, seq);
      return seq;
    },
    afterWrite: (proceed, refuse) => live.journal.afterWrite(proceed, refuse),
  };
  const frameWatch = createFrameWatch(recorder);

  function state(): RecordingState {
    const health = live.journal.health();
    const failing = health.state === 'failing';
    return {
      capture: live.id,
      status: failing ? 'failing' : health.state === 'closed' ? 'stopped' : 'recording',
      strict: health.strict,
      framesLost: health.lostFrames,
      indexLagFrames: Math.max(0, live.journal.head().seq - live.index.indexedTo()),
      problem: failing
        ? { code: 'recording-failed', parameters: { raw: health.errorCode ?? '' } }
        : undefined,
    };
  }

  async function closePart({ journal, index }: Part, reason: string): Promise<void> {
    await journal.close(reason);
    await index.close();
  }

  async function begin(name?: string): Promise<Outcome<string>> {
    const next = open(newCaptureId(), live.journal.health().strict);
    if (!next.ok) return next;
    const previous = live;
    live = next.value;
    options.remember(live.id);
    if (name !== undefined) writeCaptureName(options.catalogue().pathFor(live.id), name);
    await closePart(previous, 'new capture');
    options.moved();
    return { ok: true, value: live.id };
  }

  async function rotateWhenLarge(): Promise<void> {
    const state = options.catalogue().state(live.id);
    if (!state.ok || state.value.bytes < largestBytes) return;
    const begun = await begin();
    if (!begun.ok) options.onProblem(begun.problem);
  }

  return {
    ok: true,
    value: {
      recorder,
      frameWatch,
      capture: () => live.id,
      head: () => live.journal.head().seq,
      indexedTo: () => live.index.indexedTo(),
      state,
      setStrict: (strict) => live.journal.setStrict(strict),
      rotateWhenLarge,
      begin,
      close: (reason) => closePart(live, reason),
    },
  };
}
