/** Reads what an action at a charge point came to. */

/** The `status` of an outcome; undefined when it has none. */
export function statusOf(outcome: unknown): string | undefined {
  if (typeof outcome !== 'object' || outcome === null || !('status' in outcome)) return undefined;
  return typeof outcome.status === 'string' ? outcome.status : undefined;
}
