/** How long a charge point waits before it dials again. Pure. */

const firstDelayMs = 1000;
const longestDelayMs = 60_000;

/**
 * Doubles from one second to one minute, with half of it left to chance, so that a thousand charge points do not come
 * back at once (OCPP 1.6 errata 3.4).
 * @param failures attempts that failed since the last connection, from 1
 */
export function backOffDelayMs(failures: number, random: () => number): number {
  const fullMs = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures - 1, 16));
  return Math.round(fullMs / 2 + (fullMs / 2) * random());
}
