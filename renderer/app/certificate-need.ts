/** When a certificate is a matter for a person: it is used, and it has ended or is about to. Pure; knows no screen. */
import type { CertificateEntry } from '../../shared/api/certificate-desk-schemas.ts';

const warningMs = 7 * 86_400_000;

/** What the bench renews by itself is a matter only when it has ended nevertheless. */
export function needsAttention(
  { usedBy, notAfter, origin }: Pick<CertificateEntry, 'usedBy' | 'notAfter' | 'origin'>,
  nowMs: number,
): boolean {
  if (usedBy.length === 0) return false;
  const leftMs = Date.parse(notAfter) - nowMs;
  return leftMs < 0 || (origin !== 'automatic' && leftMs < warningMs);
}
