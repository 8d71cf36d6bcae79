/**
 * The frames of a run's stations as they come, read and paired, and waiting until something is so. Operations of the
 * CSMS wait in the same way, on what their station tells; this one hears the record, so that both roles can be waited
 * for. Knows no step.
 */
import { decodeMessage } from '../../../shared/ocpp/message-codec.ts';
import { maskPayload } from '../../../shared/ocpp/secret-masking.ts';
import type { FrameWatch, WatchedFrame } from '../capture/frame-watch.ts';

export interface SeenFrame {
  seq: number;
  role: string;
  sender: 'charge-point' | 'csms' | undefined;
  /** Of a message its type, else the kind of frame. */
  kind: string;
  /** Of the CALL, and of the CALL that is answered. */
  action: string | undefined;
  messageId: string | undefined;
  /** Payload of a message; of a CALLERROR `error`, `description`, `details`; else the detail of the frame. */
  content: unknown;
  /** A step rests on it already. */
  taken: boolean;
}

export interface Inbox {
  /** All that came of a station, the oldest first. */
  of(station: string): readonly SeenFrame[];
  /** Place of the last mark in it. */
  markOf(station: string): number;
  /** From here on counts what comes after the last action. Resolves once what was on its way has come. */
  mark(stations: readonly string[]): Promise<void>;
  /** What `look` gives once it gives something; it is asked again whenever anything came or moved. */
  wait<T>(
    look: () => T | undefined,
    options: { timeoutMs: number; signal: AbortSignal },
  ): Promise<T | 'timeout'>;
  /** The outcome of something that cannot be stopped, or the end of the run. */
  race<T>(work: Promise<T>, signal: AbortSignal): Promise<T>;
  close(): void;
}

/** The run was cancelled or took too long; `signal.reason` says which. */
export class RunEnded extends Error {}

/** State that nobody announces is looked at this often. */
const glanceMs = 200;
/** When a whole fleet is waited for, one look serves what came in this time. */
const gatherMs = 50;
const fewWaiting = 10;
const keptFrames = 20_000;

type Content = Pick<SeenFrame, 'kind' | 'action' | 'messageId' | 'content'>;

/** Actions of CALLs that wait for their answer, by connection, sender and id. */
function createReader(): (frame: WatchedFrame['frame']) => Content {
  const open = new Map<string, string>();
  const keyOf = ({ role, connection }: WatchedFrame['frame'], sender: unknown, id: string) =>
    `${role} ${connection} ${String(sender)} ${id}`;
  return (frame) => {
    const { text, sender } = frame;
    if (frame.kind !== 'message' || text === undefined) {
      return {
        kind: frame.kind,
        action: undefined,
        messageId: undefined,
        content: frame.detail ?? {},
      };
    }
    const message = decodeMessage(text);
    if (message.kind === 'malformed') {
      const { messageId, reason } = message;
      return { kind: 'malformed', action: undefined, messageId, content: { reason } };
    }
    const { messageId } = message;
    if (message.kind === 'call' || message.kind === 'send') {
      const { action, payload } = message;
      open.set(keyOf(frame, sender, messageId), action);
      return { kind: 'call', action, messageId, content: payload };
    }
    const asked = keyOf(frame, sender === 'csms' ? 'charge-point' : 'csms', messageId);
    const action = open.get(asked);
    open.delete(asked);
    if (message.kind === 'result') {
      return { kind: 'result', action, messageId, content: message.payload };
    }
    const { errorCode: error, description, details } = message;
    return { kind: 'error', action, messageId, content: { error, description, details } };
  };
}

export function openInbox(
  watch: Pick<FrameWatch, 'watch'>,
  stations: ReadonlySet<string>,
  onMoved: (listener: () => void) => () => void,
): Inbox {
  const read = createReader();
  const ofStation = new Map<string, SeenFrame[]>();
  const marks = new Map<string, number>();
  const waiting = new Set<() => void>();
  let waking: NodeJS.Timeout | undefined;

  function wakeAll(): void {
    clearTimeout(waking);
    waking = undefined;
    for (const one of [...waiting]) one();
  }

  function wake(): void {
    if (waiting.size <= fewWaiting) wakeAll();
    else waking ??= setTimeout(wakeAll, gatherMs);
  }

  const stopWatching = watch.watch({ stations }, ({ frame, seq }) => {
    const { station = '', role, sender } = frame;
    const seen = ofStation.get(station) ?? [];
    ofStation.set(station, seen);
    seen.push({ seq, role, sender, taken: false, ...read(frame) });
    if (seen.length > keptFrames) {
      seen.shift();
      marks.set(station, Math.max(0, (marks.get(station) ?? 0) - 1));
    }
    wake();
  });
  const stopMoved = onMoved(wake);

  /** Resolves at the next change, at the end of the time, or rejects when the run ends. */
  function something(leftMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (end: () => void) => () => {
        clearTimeout(timer);
        waiting.delete(go);
        signal.removeEventListener('abort', stop);
        end();
      };
      const go = finish(resolve);
      const stop = finish(() => reject(new RunEnded()));
      const timer = setTimeout(go, Math.min(glanceMs, Math.max(1, Math.ceil(leftMs))));
      waiting.add(go);
      signal.addEventListener('abort', stop);
    });
  }

  return {
    of: (station) => ofStation.get(station) ?? [],
    markOf: (station) => marks.get(station) ?? 0,
    async mark(stations) {
      // A frame is told in the turn after it was written.
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      for (const station of stations) marks.set(station, ofStation.get(station)?.length ?? 0);
    },
    async wait(look, { timeoutMs, signal }) {
      const untilMs = performance.now() + timeoutMs;
      for (;;) {
        if (signal.aborted) throw new RunEnded();
        const found = look();
        if (found !== undefined) return found;
        const leftMs = untilMs - performance.now();
        if (leftMs <= 0) return 'timeout';
        await something(leftMs, signal);
      }
    },
    race(work, signal) {
      return new Promise((resolve, reject) => {
        const stop = () => reject(new RunEnded());
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop);
        work
          .then(resolve, reject)
          .finally(() => signal.removeEventListener('abort', stop))
          // Both ends were told above.
          .catch(() => undefined);
      });
    },
    close() {
      clearTimeout(waking);
      stopWatching();
      stopMoved();
    },
  };
}

/** A frame's content as it may be shown. */
export function shownContent(value: unknown): unknown {
  return maskPayload(value);
}
