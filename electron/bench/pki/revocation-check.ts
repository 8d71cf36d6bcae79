/**
 * Whether lists of revoked certificates speak against a path (RFC 5280 §6.3, Whitepaper A00.FR.704).
 * A pure decision over parsed certificates and lists; knows nothing of where the lists come from.
 */
import type { ParsedCertificate } from './certificate-view.ts';
import { type ParsedRevocationList, readRevocationList } from './read-revocation-list.ts';

/** How revocation is looked at: with a list where there is one, or only with a current list of every issuer. */
export interface RevocationInput {
  check: 'when-listed' | 'require';
  lists: readonly ParsedRevocationList[];
}

export type RevocationProblem =
  | { code: 'revoked'; parameters: { reason: string; revokedAt: string; issuer: string } }
  | {
      code: 'revocation-unknown';
      parameters: { reason: 'no-list' | 'list-expired'; issuer: string; nextUpdate: string };
    };

/** What the lists say against one certificate; undefined when nothing. */
export function revocationProblem(
  certificate: ParsedCertificate,
  issuer: ParsedCertificate,
  { check, lists }: RevocationInput,
  nowMs: number,
): RevocationProblem | undefined {
  const own = lists
    .filter(
      (list) =>
        // Asking for the key first spares the signature where two authorities share a name.
        (list.authorityKeyIdentifier === null ||
          issuer.view.subjectKeyIdentifier === null ||
          list.authorityKeyIdentifier === issuer.view.subjectKeyIdentifier) &&
        list.isSignedBy(issuer),
    )
    .toSorted((one, other) => other.thisUpdateMs - one.thisUpdateMs);
  const issuerName = issuer.view.subject.text;
  // Revocations are final but for a hold, so the newest list decides; a list that ran out still counts as far as it goes.
  const [newest] = own;
  const revoked = newest?.revoked.get(certificate.view.serialNumber);
  if (revoked !== undefined && revoked.reason !== 'removeFromCRL') {
    const { reason, revokedAt } = revoked;
    return { code: 'revoked', parameters: { reason, revokedAt, issuer: issuerName } };
  }
  if (check === 'when-listed') return undefined;
  if (newest === undefined) {
    const parameters = { reason: 'no-list', issuer: issuerName, nextUpdate: '' } as const;
    return { code: 'revocation-unknown', parameters };
  }
  const { nextUpdateMs } = newest;
  if (nextUpdateMs === undefined || nextUpdateMs >= nowMs) return undefined;
  const nextUpdate = new Date(nextUpdateMs).toISOString();
  return {
    code: 'revocation-unknown',
    parameters: { reason: 'list-expired', issuer: issuerName, nextUpdate },
  };
}

const readLists = new Map<string, ParsedRevocationList>();
const readListLimit = 64;

/** PEM lists as they are checked against, each read once; what is unreadable among them is ignored. */
export function readRevocationLists(listsPem: readonly string[]): ParsedRevocationList[] {
  return listsPem.flatMap((pem) => {
    const known = readLists.get(pem);
    if (known !== undefined) return [known];
    const parsed = readRevocationList(pem);
    if (!parsed.ok) return [];
    if (readLists.size >= readListLimit) readLists.clear();
    readLists.set(pem, parsed.list);
    return [parsed.list];
  });
}
