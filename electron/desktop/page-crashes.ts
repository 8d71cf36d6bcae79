/**
 * Decides whether a page that crashed is loaded again by itself.
 * Knows nothing of pages: a pure rule over times.
 */

const windowMs = 60_000;
const allowed = 3;

/**
 * @param earlierMs times of earlier crashes, monotonic
 * @returns the times that still count, this one included, and whether to load again without asking
 */
export function afterPageCrash(
  earlierMs: readonly number[],
  nowMs: number,
): { crashesMs: number[]; loadAgain: boolean } {
  const crashesMs = [...earlierMs.filter((crashMs) => nowMs - crashMs < windowMs), nowMs];
  return { crashesMs, loadAgain: crashesMs.length <= allowed };
}
