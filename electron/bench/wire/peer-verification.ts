/**
 * Whether and how the certificate of the other side passed verification, as the record says it.
 * Verifies nothing itself; knows nothing of who may pass.
 */
import type { TLSSocket } from 'node:tls';
import { verifyCodeTopics } from './tls-failure-tables.ts';

/** Whether and how the peer's certificate passed verification. */
export interface PeerVerification {
  /** `ok`, `no-certificate`, or what is wrong: `untrusted`, `expired`, ... */
  result: string;
  /** As OpenSSL spells it, when OpenSSL found something wrong. */
  verifyCode?: string;
}

/** Client side: reads OpenSSL's verification of the server. */
export function serverVerificationOf(socket: TLSSocket): PeerVerification {
  if (socket.authorized) return { result: 'ok' };
  // Typed as Error; at run time it is the verify code as text on both sides.
  const error: unknown = socket.authorizationError;
  const verifyCode =
    error instanceof Error && 'code' in error ? String(error.code) : String(error ?? 'UNSPECIFIED');
  return { result: verifyCodeTopics.get(verifyCode) ?? 'invalid', verifyCode };
}
