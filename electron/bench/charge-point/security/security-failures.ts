/**
 * Failed connections and invalid messages that the whitepaper wants told or logged as security events (A00.FR.309 to
 * 316, 413 to 420, A04). Pure.
 */
import type { DialOutcome } from '../../wire/dial-request.ts';

type Failed = Extract<DialOutcome, { outcome: 'failed' }>;

/** The Central System did not want what the charge point showed. */
const refusals = new Set(['client-certificate-missing', 'tls-access-denied']);

/** The events that a failed attempt raises. */
export function securityEventsOf({ failure: { code, verifyCode }, status }: Failed): string[] {
  // A key that is too short is a matter of the certificate where verification says so (A00.FR.501 to 503).
  const isWeakCertificate = code === 'tls-key-too-weak' && verifyCode !== undefined;
  if (isWeakCertificate || code.startsWith('server-certificate-')) {
    return ['CentralSystemFailedToAuthentication', 'InvalidCentralSystemCertificate'];
  }
  if (code === 'tls-no-shared-version') return ['InvalidTLSVersion'];
  if (code === 'tls-no-shared-suite') return ['InvalidTLSCipherSuite'];
  const isRefused =
    status === 401 || status === 403 || refusals.has(code) || /^client-certificate-/.test(code);
  return isRefused ? ['FailedToAuthenticationAtCentralSystem'] : [];
}

/** How OCPP-J names what is wrong with a message, in both spellings. */
const violations =
  /^\[4,"(?:[^"\\]|\\.)*","(FormationViolation|FormatViolation|PropertyConstraintViolation|OccurenceConstraintViolation|OccurrenceConstraintViolation|TypeConstraintViolation|ProtocolError|RpcFrameworkError)"/;

/** The error code of an answer that calls the message it answers invalid; undefined for any other text. */
export function violationAnswered(text: string): string | undefined {
  return text.startsWith('[4,') ? violations.exec(text)?.[1] : undefined;
}
