/**
 * Frames told to whoever waits for them, after they are written and off the hot path. Costs one comparison a frame when
 * nobody watches. Knows nothing of what is waited for.
 */
import type { FrameRecorder, NewFrame } from '../../../shared/record/frame.ts';

export interface WatchedFrame {
  seq: number;
  frame: NewFrame;
}

/** Frames of all stations when `stations` is left out. */
export interface FrameInterest {
  stations?: ReadonlySet<string>;
}

export interface FrameWatch {
  /** To be called with every frame as it is appended. */
  note(frame: NewFrame, seq: number): void;
  /** Calls `listener` with each frame of interest, in order; returns the way to stop it. */
  watch(interest: FrameInterest, listener: (frame: WatchedFrame) => void): () => void;
}

interface Watcher {
  interest: FrameInterest;
  listener: (frame: WatchedFrame) => void;
}

/** What was refused by a strict record is told to nobody: it is in no capture. */
export function createFrameWatch(recorder: Pick<FrameRecorder, 'afterWrite'>): FrameWatch {
  const watchers = new Set<Watcher>();
  let pending: WatchedFrame[] = [];

  function tell(frames: readonly WatchedFrame[]): void {
    for (const { interest, listener } of [...watchers]) {
      for (const one of frames) {
        const { station } = one.frame;
        const isMeant =
          interest.stations === undefined ||
          (station !== undefined && interest.stations.has(station));
        if (isMeant) listener(one);
      }
    }
  }

  return {
    note(frame, seq) {
      if (watchers.size === 0) return;
      pending.push({ frame, seq });
      if (pending.length > 1) return;
      const take = () => {
        const taken = pending;
        pending = [];
        return taken;
      };
      recorder.afterWrite(
        () => {
          const written = take();
          setImmediate(() => tell(written));
        },
        () => void take(),
      );
    },
    watch(interest, listener) {
      const watcher = { interest, listener };
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}
