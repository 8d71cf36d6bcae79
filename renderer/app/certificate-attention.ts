/**
 * Certificates that something on this bench uses and that have ended or are about to, for the dot at the navigation and
 * the banner of the screen. Knows entries of the desk, no screen.
 */
import { useQuery } from '@tanstack/react-query';
import type { CertificateEntry } from '../../shared/api/certificate-desk-schemas.ts';
import { orpc } from './api-client.ts';
import { needsAttention } from './certificate-need.ts';

/** Time passes without anybody telling. */
const refreshMs = 5 * 60_000;
/** Those that end first come first; more would only be a list to read. */
const asked = 50;

/** Empty as well while the bench has not said. */
export function useCertificatesInNeed(): CertificateEntry[] {
  const input = { attention: 'in-use' as const, limit: asked };
  const query = useQuery(orpc.pki.entries.queryOptions({ input, refetchInterval: refreshMs }));
  const nowMs = Date.now();
  return query.data?.entries.filter((entry) => needsAttention(entry, nowMs)) ?? [];
}
