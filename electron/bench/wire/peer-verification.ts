/**
 * Whether and how the certificate of the other side passed verification, as the record says it.
 * Verifies nothing itself; knows nothing of who may pass.
 */
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { verifyCodeTopics, weakKeyVerifyCode } from './tls-failure-tables.ts';

/** Whether and how the peer's certificate passed verification. */
export interface PeerVerification {
  /** `ok`, `no-certificate`, or what is wrong: `untrusted`, `expired`, ... */
  result: string;
  /** As OpenSSL spells it, when OpenSSL found something wrong. */
  verifyCode?: string;
}

/** For what Node has no name, among it that OpenSSL refuses a key as too short. */
const unnamedVerifyCode = 'UNSPECIFIED';

/** Whitepaper A00.FR.502 and A00.FR.503: RSA 2048, elliptic curves of 224 bits. */
function hasWeakKey({ bits, asn1Curve, nistCurve }: PeerCertificate): boolean {
  if (bits === undefined) return false;
  const isCurve = asn1Curve !== undefined || nistCurve !== undefined;
  return bits < (isCurve ? 224 : 2048);
}

/** Client side: reads OpenSSL's verification of the server. */
export function serverVerificationOf(socket: TLSSocket): PeerVerification {
  if (socket.authorized) return { result: 'ok' };
  // Typed as Error; at run time it is the verify code as text on both sides.
  const error: unknown = socket.authorizationError;
  const verifyCode =
    error instanceof Error && 'code' in error
      ? String(error.code)
      : String(error ?? unnamedVerifyCode);
  if (verifyCode === unnamedVerifyCode && hasWeakKey(socket.getPeerCertificate())) {
    return { result: 'weak-key', verifyCode: weakKeyVerifyCode };
  }
  return { result: verifyCodeTopics.get(verifyCode) ?? 'invalid', verifyCode };
}
