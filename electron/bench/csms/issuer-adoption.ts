/**
 * Which authority would have to be trusted for a refused client certificate to pass: the topmost one that came with it,
 * or one that a person gives. Decides nothing about who may connect; trusting is somebody else's.
 */
import type { Outcome } from '../../../shared/api/problem.ts';
import type { CertificateView, ChainCode } from '../../../shared/security/certificate-rules.ts';
import { parseCertificates } from '../pki/certificate-view.ts';
import { type ChainVerification, verifyChain } from '../pki/client-verification.ts';

/** Trusting another authority mends these; the others lie in the certificate itself. */
const mendedByTrust: ReadonlySet<ChainCode> = new Set([
  'unknown-authority',
  'missing-intermediate',
]);

/** What trusting an authority would take: the one that came along, if any, and the name of the one that did not. */
export interface IssuerAdoption {
  kind: 'issuer';
  /** The topmost authority that came with the certificate and vouches for it by signature. */
  issuer: CertificateView | undefined;
  /** Name of who signed the topmost certificate that came along. */
  issuerName: string;
}

/** Undefined where no trust would help. */
export function issuerAdoption({ code, path }: ChainVerification): IssuerAdoption | undefined {
  const top = path.at(-1);
  if (!mendedByTrust.has(code) || top === undefined) return undefined;
  const issuer = path.length > 1 && top.isCertificateAuthority ? top : undefined;
  return { kind: 'issuer', issuer, issuerName: top.issuer.text };
}

/**
 * The authority to trust (PEM): the one given, else the one that came along. Problems: `issuer-missing`,
 * `certificate-unreadable`, `not-an-authority`, `issuer-does-not-fit`, all of them before anything is trusted.
 */
export function issuerToTrust(
  { issuer, issuerName }: IssuerAdoption,
  { chain, givenPem, nowMs }: { chain: readonly Uint8Array[]; givenPem?: string; nowMs: number },
): Outcome<string> {
  if (givenPem === undefined) {
    if (issuer !== undefined) return { ok: true, value: issuer.pem };
    return { ok: false, problem: { code: 'issuer-missing', parameters: { issuer: issuerName } } };
  }
  const given = parseCertificates(givenPem).flatMap((parsed) =>
    parsed.ok ? [parsed.certificate.view] : [],
  );
  const [first] = given;
  if (first === undefined) return { ok: false, problem: { code: 'certificate-unreadable' } };
  const authorities = given.filter((view) => view.isCertificateAuthority);
  if (authorities.length === 0) {
    return { ok: false, problem: { code: 'not-an-authority', where: first.subject.text } };
  }
  const fitting = authorities.find(({ pem }) => {
    const verification = verifyChain({
      presented: chain,
      trustedRoots: [pem],
      purpose: 'client',
      nowMs,
    });
    return verification.anchor !== undefined;
  });
  if (fitting !== undefined) return { ok: true, value: fitting.pem };
  const parameters = { given: first.subject.text, issuer: issuerName };
  return { ok: false, problem: { code: 'issuer-does-not-fit', parameters } };
}
