/** Reads what an action came to. Pure. */

/** The frames that something is recorded as that was sent as it is. */
export function framesOf(outcome: unknown): readonly number[] {
  if (typeof outcome !== 'object' || outcome === null || !('frames' in outcome)) return [];
  return Array.isArray(outcome.frames)
    ? outcome.frames.filter((seq): seq is number => typeof seq === 'number')
    : [];
}
