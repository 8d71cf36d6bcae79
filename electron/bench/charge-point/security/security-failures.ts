/** Failed connections that the whitepaper wants told or logged as security events (A00.FR.309 to 316, 413 to 420). Pure. */
import type { DialOutcome } from '../../wire/dial-request.ts';

type Failed = Extract<DialOutcome, { outcome: 'failed' }>;

/** The Central System did not want what the charge point showed. */
const refusals = new Set(['client-certificate-missing', 'tls-access-denied']);

/** The events that a failed attempt raises. */
export function securityEventsOf({ failure: { code }, status }: Failed): string[] {
  if (code.startsWith('server-certificate-')) {
    return ['CentralSystemFailedToAuthentication', 'InvalidCentralSystemCertificate'];
  }
  if (code === 'tls-no-shared-version') return ['InvalidTLSVersion'];
  if (code === 'tls-no-shared-suite') return ['InvalidTLSCipherSuite'];
  const isRefused =
    status === 401 || status === 403 || refusals.has(code) || /^client-certificate-/.test(code);
  return isRefused ? ['FailedToAuthenticationAtCentralSystem'] : [];
}
