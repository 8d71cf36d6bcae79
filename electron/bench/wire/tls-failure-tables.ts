/**
 * Numbers and codes of OpenSSL and Node on the left, what they mean for a connection on the right.
 * Data only. Numbers, not names: names differ between TLS libraries and their versions.
 */
import type { TlsFailureCode } from '../../../shared/security/connection-words.ts';

/** What is wrong with a certificate; the failure code puts `server-` or `client-certificate-` before it. */
export type CertificateTopic =
  | 'untrusted'
  | 'self-signed'
  | 'expired'
  | 'not-yet-valid'
  | 'revoked'
  | 'revocation-unknown'
  | 'wrong-purpose'
  | 'unsupported'
  | 'rejected'
  | 'invalid';

/** Alerts that speak of a certificate. */
export const certificateAlertTopics: ReadonlyMap<number, CertificateTopic> = new Map([
  [42, 'rejected'],
  [43, 'unsupported'],
  [44, 'revoked'],
  [45, 'expired'],
  [46, 'rejected'],
  [48, 'untrusted'],
  [113, 'revocation-unknown'],
  [114, 'revocation-unknown'],
]);

/** The other alerts; 40, 70 and 116 need a closer look and are not here. */
export const alertCodes: ReadonlyMap<number, TlsFailureCode> = new Map<number, TlsFailureCode>([
  [0, 'tls-cancelled'],
  [10, 'tls-protocol-error'],
  [20, 'tls-damaged-record'],
  [21, 'tls-damaged-record'],
  [22, 'tls-protocol-error'],
  [30, 'tls-protocol-error'],
  [47, 'tls-protocol-error'],
  [49, 'tls-access-denied'],
  [50, 'tls-protocol-error'],
  [51, 'tls-damaged-record'],
  [71, 'tls-security-too-low'],
  [80, 'tls-internal-error'],
  [86, 'tls-downgrade-refused'],
  [90, 'tls-cancelled'],
  [100, 'tls-renegotiation-refused'],
  [109, 'tls-protocol-error'],
  [110, 'tls-protocol-error'],
  [112, 'tls-name-not-recognised'],
  [120, 'tls-no-application-protocol'],
]);

/** OpenSSL's reasons for giving up a handshake itself (`SSL_R_…`, the lower 23 bits of its error number). */
export const opensslReasonCodes: ReadonlyMap<
  number,
  TlsFailureCode | 'plain-text-answer' | 'peer-closed'
> = new Map<number, TlsFailureCode | 'plain-text-answer' | 'peer-closed'>([
  [101, 'tls-no-shared-group'], // no suitable key share
  [110, 'tls-protocol-error'], // bad extension
  [112, 'tls-protocol-error'], // missing sigalgs extension
  [115, 'tls-protocol-error'], // bad packet length
  [116, 'tls-protocol-error'], // bad protocol version number
  [118, 'tls-no-shared-signature'], // no suitable signature algorithm
  [123, 'tls-damaged-record'], // bad signature
  [155, 'http-on-tls-port'], // https proxy request
  [156, 'http-on-tls-port'], // http request
  [159, 'tls-protocol-error'], // length mismatch
  [193, 'tls-no-shared-suite'], // no shared cipher
  [198, 'plain-text-answer'], // packet length too long
  [199, 'client-certificate-missing'], // peer did not return a certificate
  [235, 'tls-no-application-protocol'], // no application protocol
  [244, 'tls-protocol-error'], // unexpected message
  [245, 'tls-protocol-error'], // unexpected record
  [258, 'tls-no-shared-version'], // unsupported protocol
  [266, 'tls-no-shared-version'], // wrong ssl version
  [267, 'plain-text-answer'], // wrong version number
  [281, 'tls-damaged-record'], // decryption failed or bad record mac
  [294, 'peer-closed'], // unexpected eof while reading
  [295, 'tls-no-shared-group'], // no suitable groups
  [333, 'tls-key-too-weak'], // legacy sigalg disallowed or unsupported
  [338, 'tls-renegotiation-refused'], // unsafe legacy renegotiation disabled
  [370, 'tls-no-shared-signature'], // wrong signature type
  [373, 'tls-downgrade-refused'], // inappropriate fallback
  [376, 'tls-no-shared-signature'], // no shared signature algorithms
  [394, 'tls-key-too-weak'], // dh key too small
  [396, 'tls-no-shared-version'], // version too low
  [397, 'tls-key-too-weak'], // ca key too small
  [398, 'tls-key-too-weak'], // ca md too weak
  [399, 'tls-key-too-weak'], // ee key too small
  [443, 'tls-protocol-error'], // bad record type
]);

/** Reasons that lie in our own settings: nothing was sent. */
export const opensslSetupReasons: ReadonlySet<number> = new Set([
  181, // no ciphers available
  183, // no ciphers specified
  191, // no protocols available
]);

/** As OpenSSL spells it; Node has no name for it. */
export const weakKeyVerifyCode = 'EE_KEY_TOO_SMALL';

/** What X.509 verification reports, as Node spells OpenSSL's verify codes. */
export const verifyCodeTopics: ReadonlyMap<string, CertificateTopic> = new Map<
  string,
  CertificateTopic
>([
  ['UNABLE_TO_GET_ISSUER_CERT', 'untrusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
  ['CERT_UNTRUSTED', 'untrusted'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
  ['CERT_HAS_EXPIRED', 'expired'],
  ['CERT_NOT_YET_VALID', 'not-yet-valid'],
  ['CERT_REVOKED', 'revoked'],
  ['UNABLE_TO_GET_CRL', 'revocation-unknown'],
  ['UNABLE_TO_DECRYPT_CRL_SIGNATURE', 'revocation-unknown'],
  ['CRL_SIGNATURE_FAILURE', 'revocation-unknown'],
  ['CRL_NOT_YET_VALID', 'revocation-unknown'],
  ['CRL_HAS_EXPIRED', 'revocation-unknown'],
  ['ERROR_IN_CRL_LAST_UPDATE_FIELD', 'revocation-unknown'],
  ['ERROR_IN_CRL_NEXT_UPDATE_FIELD', 'revocation-unknown'],
  ['INVALID_PURPOSE', 'wrong-purpose'],
  ['INVALID_CA', 'wrong-purpose'],
  ['CERT_REJECTED', 'rejected'],
  ['HOSTNAME_MISMATCH', 'rejected'],
  ['CERT_SIGNATURE_FAILURE', 'invalid'],
  ['UNABLE_TO_DECRYPT_CERT_SIGNATURE', 'invalid'],
  ['UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', 'invalid'],
  ['ERROR_IN_CERT_NOT_BEFORE_FIELD', 'invalid'],
  ['ERROR_IN_CERT_NOT_AFTER_FIELD', 'invalid'],
  ['CERT_CHAIN_TOO_LONG', 'invalid'],
  ['PATH_LENGTH_EXCEEDED', 'invalid'],
  ['OUT_OF_MEM', 'invalid'],
]);

/** Errors of the operating system and of Node's sockets. */
export const systemErrorCodes: ReadonlyMap<string, TlsFailureCode | 'closed' | 'timeout'> = new Map<
  string,
  TlsFailureCode | 'closed' | 'timeout'
>([
  ['ENOTFOUND', 'name-not-found'],
  ['EAI_AGAIN', 'name-not-found'],
  ['ECONNREFUSED', 'connection-refused'],
  ['EHOSTUNREACH', 'host-unreachable'],
  ['ENETUNREACH', 'host-unreachable'],
  ['EHOSTDOWN', 'host-unreachable'],
  ['ENETDOWN', 'host-unreachable'],
  ['ETIMEDOUT', 'connect-timeout'],
  ['EADDRNOTAVAIL', 'connect-failed'],
  ['EACCES', 'connect-failed'],
  ['EMFILE', 'connect-failed'],
  ['ECONNRESET', 'closed'],
  ['ECONNABORTED', 'closed'],
  ['EPIPE', 'closed'],
  ['ERR_TLS_HANDSHAKE_TIMEOUT', 'timeout'],
]);
