/** Failed connections that the whitepaper wants told as security events (A00.FR.309, 315, 413, 419). Pure. */
import type { ConnectionFailure } from '../../../../shared/record/connection-facts.ts';

/** The event that a failed attempt raises, if any. */
export function securityEventOf({ code }: ConnectionFailure): string | undefined {
  if (code.startsWith('server-certificate-')) return 'InvalidCentralSystemCertificate';
  if (code === 'tls-no-shared-version') return 'InvalidTLSVersion';
  return code === 'tls-no-shared-suite' ? 'InvalidTLSCipherSuite' : undefined;
}
