/**
 * How long a certificate still lasts, as a state that a list can show. Pure; knows nothing of clocks or certificates
 * beyond their two times.
 */

export const expiryStates = ['not-yet-valid', 'valid', 'expires-soon', 'expired'] as const;
export type ExpiryState = (typeof expiryStates)[number];

export interface CertificateExpiry {
  state: ExpiryState;
  /** Whole days until the end, rounded down; negative when it has passed. */
  daysLeft: number;
  /** Whole minutes until the end: what counts for a certificate of hours (Whitepaper A00.FR.701). */
  minutesLeft: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const longestWarningMs = 30 * dayMs;

/**
 * `expires-soon` are the last 30 days, or the last quarter of a lifetime that is shorter than 120 days.
 * @param notBefore RFC 3339
 * @param notAfter RFC 3339
 */
export function certificateExpiry(
  notBefore: string,
  notAfter: string,
  nowMs: number,
): CertificateExpiry {
  const startMs = Date.parse(notBefore);
  const endMs = Date.parse(notAfter);
  const leftMs = endMs - nowMs;
  const warningMs = Math.min(longestWarningMs, (endMs - startMs) / 4);
  const state: ExpiryState =
    leftMs < 0
      ? 'expired'
      : nowMs < startMs
        ? 'not-yet-valid'
        : leftMs < warningMs
          ? 'expires-soon'
          : 'valid';
  return {
    state,
    daysLeft: Math.floor(leftMs / dayMs),
    minutesLeft: Math.floor(leftMs / minuteMs),
  };
}
