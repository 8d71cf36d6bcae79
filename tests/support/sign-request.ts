/** Signs a charge point's request as the desk for signing requests does, for tests that play a Central System by hand. */

import { issueFor } from '../../electron/bench/csms/signing-requests/signing.ts';
import type { BenchAuthorities } from '../../electron/bench/pki/bench-authorities.ts';
import { issueForRequest, signingPolicy } from '../../shared/api/signing-requests-contract.ts';

/** What goes into CertificateSigned. Throws when the request cannot be signed. */
export async function signRequest(
  authorities: BenchAuthorities,
  csr: unknown,
  wanted: {
    organisation: string;
    commonName: string;
    notBeforeMs?: number | undefined;
    validityDays?: number | undefined;
  },
): Promise<string> {
  const { organisation, commonName, notBeforeMs, validityDays } = wanted;
  const policy = signingPolicy.parse(validityDays === undefined ? {} : { validityDays });
  const signed = await issueFor(
    { authorities, cpoName: () => organisation, nowMs: Date.now },
    { id: 'by-hand', csr: String(csr) },
    issueForRequest.parse(
      notBeforeMs === undefined ? {} : { notBefore: new Date(notBeforeMs).toISOString() },
    ),
    policy,
    { organisation, commonName },
  );
  if (!signed.ok) throw new Error(signed.problem.code);
  return signed.value.certificatePem;
}
