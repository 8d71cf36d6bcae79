/** Turns the changes of a connector into the stretches of a lane within a time window. Pure; knows no screen. */
import type { StatusChange } from '../../../../shared/api/csms-station-contract.ts';

export interface Segment {
  status: string;
  fromMs: number;
  toMs: number;
  /** Parts of the width of the window, in percent. */
  x: number;
  width: number;
  seq: number;
  errorCode?: string;
}

/** The oldest first; what ended before the window or begins after it is left out, the rest is cut at its edges. */
export function laneSegments(
  changes: readonly StatusChange[],
  window: { fromMs: number; toMs: number },
): readonly Segment[] {
  const { fromMs, toMs } = window;
  const lengthMs = toMs - fromMs;
  return changes.flatMap((change, index) => {
    const startMs = Date.parse(change.at);
    const next = changes[index + 1];
    const endMs = next === undefined ? toMs : Math.min(Date.parse(next.at), toMs);
    if (endMs <= fromMs || startMs >= toMs || endMs <= startMs) return [];
    const shownMs = Math.max(startMs, fromMs);
    return [
      {
        status: change.status,
        fromMs: startMs,
        toMs: endMs,
        x: ((shownMs - fromMs) / lengthMs) * 100,
        width: ((endMs - shownMs) / lengthMs) * 100,
        seq: change.seq,
        ...(change.errorCode === undefined || change.errorCode === 'NoError'
          ? {}
          : { errorCode: change.errorCode }),
      },
    ];
  });
}
