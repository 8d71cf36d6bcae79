/**
 * Who signed a certificate, found among many by name, key identifier and signature. Checking a signature costs, and files
 * can hold a thousand authorities of one name: no key is tried twice on a certificate, and only a few are tried at all.
 * Knows certificates; nothing of the desk or of files.
 */
import { createHash } from 'node:crypto';
import { isSignedBy, type ParsedCertificate } from '../certificate-view.ts';
import { canonicalName } from '../distinguished-name.ts';

/**
 * Keys of authorities with the issuer's name, and its identifier where both state one, that are tried on one certificate.
 * More than a few exist only where somebody made a root of the same name again and again without identifiers.
 */
export const mostTriedKeys = 8;

export interface SignatureChecks {
  /** Whether the issuer's key made the signature; looked at once for each certificate and key. */
  isSignedBy(certificate: ParsedCertificate, issuer: ParsedCertificate): boolean;
}

export function createSignatureChecks(): SignatureChecks {
  const known = new WeakMap<ParsedCertificate, Map<string, boolean>>();
  return {
    isSignedBy(certificate, issuer) {
      const answers = known.get(certificate) ?? new Map<string, boolean>();
      known.set(certificate, answers);
      const key = keyMark(issuer);
      const answer = answers.get(key) ?? isSignedBy(certificate, issuer);
      answers.set(key, answer);
      return answer;
    },
  };
}

const keyMarks = new WeakMap<ParsedCertificate, string>();

/** The same for renewals of an authority, which keep its key. */
function keyMark(parsed: ParsedCertificate): string {
  const known = keyMarks.get(parsed);
  if (known !== undefined) return known;
  const { publicKeyBits, view } = parsed;
  const digest = createHash('sha256').update(publicKeyBits).digest('base64');
  const mark = `${view.key.algorithm} ${view.key.curve} ${digest}`;
  keyMarks.set(parsed, mark);
  return mark;
}

export interface IssuerIndex<T> {
  /** Those that name and key identifiers allow, the ones that state the wanted identifier first. */
  possible(certificate: ParsedCertificate): Iterable<T>;
}

/** Whether name and key identifiers say so; the signature is another question. */
export function mayBeIssuer(issuer: ParsedCertificate, certificate: ParsedCertificate): boolean {
  const wanted = certificate.view.authorityKeyIdentifier;
  const offered = issuer.view.subjectKeyIdentifier;
  if (wanted !== null && offered !== null && wanted !== offered) return false;
  return canonicalName(issuer.view.subject) === canonicalName(certificate.view.issuer);
}

/** Finds possible issuers of one name without looking at the others. */
export function indexIssuers<T>(
  entries: readonly T[],
  parsedOf: (entry: T) => ParsedCertificate,
): IssuerIndex<T> {
  const subjectOf = (entry: T) => canonicalName(parsedOf(entry).view.subject);
  const withIdentifier = (name: string, identifier: string | null) => `${identifier} ${name}`;
  const byName = Map.groupBy(entries, subjectOf);
  const byIdentifier = Map.groupBy(entries, (entry) =>
    withIdentifier(subjectOf(entry), parsedOf(entry).view.subjectKeyIdentifier),
  );
  return {
    *possible({ view }) {
      const name = canonicalName(view.issuer);
      const wanted = view.authorityKeyIdentifier;
      if (wanted === null) {
        yield* byName.get(name) ?? [];
        return;
      }
      yield* byIdentifier.get(withIdentifier(name, wanted)) ?? [];
      yield* byIdentifier.get(withIdentifier(name, null)) ?? [];
    },
  };
}

/**
 * Of these in order: all that have the key which made the signature. `undecided` when there are more keys than are tried
 * and none of the tried ones made it.
 */
export function signersAmong<T>(
  certificate: ParsedCertificate,
  possible: Iterable<T>,
  parsedOf: (entry: T) => ParsedCertificate,
  checks: SignatureChecks,
): { signers: T[]; undecided: boolean } {
  const answers = new Map<string, boolean>();
  const signers: T[] = [];
  let undecided = false;
  for (const entry of possible) {
    const issuer = parsedOf(entry);
    const key = keyMark(issuer);
    if (!answers.has(key)) {
      if (answers.size === mostTriedKeys) {
        undecided = signers.length === 0;
        break;
      }
      answers.set(key, checks.isSignedBy(certificate, issuer));
    }
    if (answers.get(key) === true) signers.push(entry);
  }
  return { signers, undecided };
}
