/**
 * The clock of the record: order and latency from the monotonic clock, wall time derived from it, so that a
 * correction of the system clock never reorders frames. Knows nothing of frames or files.
 */
import { performance } from 'node:perf_hooks';

/** Where time comes from; injected in tests. */
export interface TimeSource {
  /** Whole microseconds of a clock that only moves forward. */
  monoUs(): number;
  /** Whole microseconds since 1970-01-01T00:00:00Z as the system says. */
  wallUs(): number;
}

/** The clocks of this process. */
export const systemTime: TimeSource = {
  monoUs: () => Math.trunc(performance.now() * 1000),
  wallUs: () => Date.now() * 1000,
};

/** What a check found: the wall clock moved by `byMs`, or the process stood still for `pausedMs`. */
export interface ClockJump {
  byMs: number;
  pausedMs?: number;
}

export interface RecordClock {
  monoUs(): number;
  /** Wall time of a moment of the monotonic clock. */
  wallUsAt(monoUs: number): number;
  /** Compares the two clocks; call it about once a second. Small drift is followed silently. */
  check(): ClockJump | undefined;
}

/** Above this the wall clock counts as set, not as drifting (wire case S4). */
const jumpUs = 50_000;
/** Below this the difference is the millisecond resolution of the system's wall clock. */
const jitterUs = 5_000;
/** A check that comes this much late means that the machine slept or the process was stopped (S8). */
const pauseUs = 10_000_000;

/** Starts a clock; its offset holds until `check` finds the system clock elsewhere. */
export function createClock(source: TimeSource): RecordClock {
  let offsetUs = source.wallUs() - source.monoUs();
  let checkedUs = source.monoUs();
  return {
    monoUs: source.monoUs,
    wallUsAt: (monoUs) => monoUs + offsetUs,
    check() {
      const nowUs = source.monoUs();
      const sinceUs = nowUs - checkedUs;
      const movedUs = source.wallUs() - nowUs - offsetUs;
      checkedUs = nowUs;
      if (Math.abs(movedUs) > jitterUs) offsetUs += movedUs;
      const isJump = Math.abs(movedUs) > jumpUs;
      const isPause = sinceUs > pauseUs;
      if (!isJump && !isPause) return undefined;
      return {
        byMs: Math.round(movedUs / 1000),
        ...(isPause && { pausedMs: Math.round(sinceUs / 1000) }),
      };
    },
  };
}
