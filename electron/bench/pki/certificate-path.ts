/**
 * Finds the ways from a leaf up to a trusted root by name, key identifier and signature, and says why there is none.
 * Knows nothing of validity, purpose or time: those are checked over the paths found.
 */
import { attributeValues, type ChainCode } from '../../../shared/security/certificate-rules.ts';
import { isSignedBy, type ParsedCertificate } from './certificate-view.ts';
import { sameName } from './distinguished-name.ts';

/** The certificates a path may be made of. */
export interface PathSources {
  anchors: readonly ParsedCertificate[];
  intermediates: readonly ParsedCertificate[];
  /** Known but not presented: only used to explain a gap. */
  known: readonly ParsedCertificate[];
}

/** A path, leaf first: it reaches a trusted root, or stops for a reason. */
export interface FoundPath {
  path: ParsedCertificate[];
  outcome:
    | { code: 'anchored' }
    | {
        code: Extract<
          ChainCode,
          'self-signed' | 'unknown-authority' | 'missing-intermediate' | 'bad-signature'
        >;
        parameters: Record<string, string | number | boolean>;
      };
}

const maximumDepth = 8;
/** Look-alike certificates could make the search explode; an honest chain needs a handful of checks. */
const maximumSignatureChecks = 64;

/** All paths from the leaf, those that stop short included; at least one. */
export function findPaths(leaf: ParsedCertificate, sources: PathSources): FoundPath[] {
  let checksLeft = maximumSignatureChecks;
  const found: FoundPath[] = [];
  const extend = (path: ParsedCertificate[], current: ParsedCertificate): void => {
    if (sources.anchors.some((anchor) => sameCertificate(anchor, current))) {
      found.push({ path, outcome: { code: 'anchored' } });
      return;
    }
    const candidates = [...sources.anchors, ...sources.intermediates].filter(
      (candidate) =>
        mayHaveIssued(candidate, current) && !path.some((one) => sameCertificate(one, candidate)),
    );
    let anySigned = false;
    for (const candidate of path.length < maximumDepth ? candidates : []) {
      checksLeft -= 1;
      if (checksLeft < 0) break;
      if (!isKnownSigner(current, candidate)) continue;
      anySigned = true;
      extend([...path, candidate], candidate);
    }
    if (!anySigned) found.push({ path, outcome: whyItStops(current, path, candidates, sources) });
  };
  extend([leaf], leaf);
  return found;
}

function whyItStops(
  current: ParsedCertificate,
  path: readonly ParsedCertificate[],
  candidates: readonly ParsedCertificate[],
  sources: PathSources,
): FoundPath['outcome'] {
  const { subject, issuer, selfIssued } = current.view;
  const parameters = { subject: subject.text, issuer: issuer.text };
  if (candidates.length > 0) return { code: 'bad-signature', parameters };
  if (selfIssued) {
    if (!isSignedBy(current, current)) return { code: 'bad-signature', parameters };
    return { code: path.length === 1 ? 'self-signed' : 'unknown-authority', parameters };
  }
  const missing = isIntermediateMissing(current, path, sources);
  return { code: missing ? 'missing-intermediate' : 'unknown-authority', parameters };
}

/**
 * Whether it is rather an intermediate that was not sent than a foreign root. Certain when we know the intermediate or
 * the peer sent a later part of the chain; else a guess from the issuer's organisation being that of a trusted root,
 * unless the issuer calls itself a root (two benches of the same operator have roots of the same organisation).
 */
function isIntermediateMissing(
  current: ParsedCertificate,
  path: readonly ParsedCertificate[],
  { anchors, intermediates, known }: PathSources,
): boolean {
  const isKnown = known.some(
    (candidate) => mayHaveIssued(candidate, current) && isSignedBy(current, candidate),
  );
  const laterPartSent = intermediates.some(
    (one) =>
      !path.some((used) => sameCertificate(used, one)) &&
      !one.view.selfIssued &&
      anchors.some((anchor) => mayHaveIssued(anchor, one)),
  );
  const { issuer } = current.view;
  const organisations = attributeValues(issuer, 'O');
  const sameOrganisation = anchors.some((anchor) =>
    attributeValues(anchor.view.subject, 'O').some((name) => organisations.includes(name)),
  );
  const callsItselfRoot = attributeValues(issuer, 'CN').some((name) => /\broot\b/i.test(name));
  return isKnown || laterPartSent || (sameOrganisation && !callsItselfRoot);
}

const signers = new WeakMap<ParsedCertificate, WeakMap<ParsedCertificate, boolean>>();

/** The same two certificates are compared at every handshake of a charge point, and the answer never changes. */
function isKnownSigner(certificate: ParsedCertificate, issuer: ParsedCertificate): boolean {
  const answers = signers.get(certificate) ?? new WeakMap<ParsedCertificate, boolean>();
  const known = answers.get(issuer);
  if (known !== undefined) return known;
  const signed = isSignedBy(certificate, issuer);
  answers.set(issuer, signed);
  signers.set(certificate, answers);
  return signed;
}

/** By name, and by key identifier where both sides have one: two authorities may share a name. */
function mayHaveIssued(issuer: ParsedCertificate, certificate: ParsedCertificate): boolean {
  const wanted = certificate.view.authorityKeyIdentifier;
  const offered = issuer.view.subjectKeyIdentifier;
  return (
    sameName(issuer.view.subject, certificate.view.issuer) &&
    (wanted === null || offered === null || wanted === offered)
  );
}

function sameCertificate(one: ParsedCertificate, other: ParsedCertificate): boolean {
  return one.view.fingerprintSha256 === other.view.fingerprintSha256;
}
