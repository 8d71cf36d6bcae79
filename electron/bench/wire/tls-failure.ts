/**
 * The one table from what TLS leaves behind (errors, alerts, verify codes, the ClientHello) to a failure code.
 * Pure: knows neither sockets nor words. What no table knows is passed on raw.
 */
import type { ConnectionFailure, FailureSide } from '../../../shared/record/connection-facts.ts';
import type { TlsFailureCode } from '../../../shared/security/connection-words.ts';
import {
  cipherSuite,
  suiteCertificateFamily,
  tlsAlert,
  tlsVersion,
  tlsVersionName,
} from '../../../shared/security/tls-registry.ts';
import type { ClientHello, ClientHelloReading } from './client-hello.ts';
import {
  alertCodes,
  type CertificateTopic,
  certificateAlertTopics,
  opensslReasonCodes,
  opensslSetupReasons,
  systemErrorCodes,
  verifyCodeTopics,
  weakKeyVerifyCode,
} from './tls-failure-tables.ts';
import type { TlsOffer } from './tls-policy.ts';

type Role = 'csms' | 'charge-point';

/** Everything known about an attempt that failed below HTTP; give what there is. */
export interface TlsFailureInput {
  /** Which end we are. */
  role: Role;
  /** What `tlsClientError`, `error` or `connect` delivered. */
  error?: unknown;
  /** `authorizationError` of the socket, when our own verification of the peer is the reason. */
  verifyCode?: string;
  /** We asked for a client certificate, needed one, and got none. Node then reports a misleading verify code. */
  peerCertificateAbsent?: boolean;
  /** An alert seen in clear on the wire. */
  alert?: { number: number; direction: 'in' | 'out' };
  /** As Central System: what the first bytes were. As charge point: the hello that went out. */
  hello?: ClientHelloReading;
  /** As Central System: what we accept. */
  offer?: TlsOffer;
  /** As charge point: whether a ServerHello came, and whether we had a client certificate to show. */
  serverHelloSeen?: boolean;
  ownCertificateAvailable?: boolean;
  /** How it ended when there is no error: closed by the peer, or our own time-out. */
  ending?: 'closed' | 'closed-after-handshake' | 'timeout';
}

interface Verdict {
  code: TlsFailureCode;
  side: FailureSide;
  parameters?: ConnectionFailure['parameters'];
}

/** Names a failure of TCP or TLS. Never throws; `raw` holds the library's words whenever there was an error. */
export function describeTlsFailure(input: TlsFailureInput): ConnectionFailure {
  const error = readError(input.error);
  const alertNumber = input.alert?.number ?? error.alertNumber;
  const sentBy = input.alert?.direction === 'out' ? input.role : peerOf(input.role);
  const verifyCode = input.verifyCode ?? error.verifyCode;
  const verdict = judge(input, { ...error, alertNumber, sentBy, verifyCode });
  const failure: ConnectionFailure = { stage: stageOf(verdict.code), ...verdict };
  if (alertNumber !== undefined) failure.alert = { ...tlsAlert(alertNumber), sentBy };
  if (error.opensslCode !== undefined) failure.opensslCode = error.opensslCode;
  if (verifyCode !== undefined && !input.peerCertificateAbsent) failure.verifyCode = verifyCode;
  if (error.raw !== undefined) failure.raw = error.raw;
  return failure;
}

interface ReadError {
  code?: string;
  /** OpenSSL's packed number in hex, for example `0A000418`. */
  opensslCode?: string;
  opensslReason?: number;
  alertNumber?: number;
  verifyCode?: string;
  resetByPeer: boolean;
  raw?: string;
  nameError?: { host: string; commonName: string; alternativeNames: string };
}

// Reasons above this are alerts that were received; the rest is the number of the alert (SSL_AD_REASON_OFFSET).
const alertReasonOffset = 1000;
const sslLibrary = 20;

function readError(error: unknown): ReadError {
  if (error === undefined) return { resetByPeer: false };
  if (!(error instanceof Error)) return { resetByPeer: false, raw: String(error) };
  // Node's errors carry these beside `message`; each is checked before use.
  const facts = error as Error & Record<string, unknown>;
  const code = typeof facts.code === 'string' ? facts.code : undefined;
  const read: ReadError = {
    resetByPeer: code === 'ECONNRESET' && typeof facts.syscall === 'string',
    raw: rawWords(error.message),
  };
  if (code !== undefined) read.code = code;
  if (code !== undefined && verifyCodeTopics.has(code)) read.verifyCode = code;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') read.nameError = readNameError(facts);
  const packed = /error:([0-9A-F]{8}):/i.exec(error.message)?.[1];
  if (packed !== undefined) {
    const number = Number.parseInt(packed, 16);
    read.opensslCode = packed.toUpperCase();
    if (((number >> 23) & 0xff) === sslLibrary) read.opensslReason = number & 0x7fffff;
  }
  const alert = /SSL alert number (\d+)/.exec(error.message)?.[1];
  const reason = read.opensslReason ?? 0;
  if (alert !== undefined) read.alertNumber = Number(alert);
  else if (reason > alertReasonOffset) read.alertNumber = reason - alertReasonOffset;
  return read;
}

/** Without the thread id at the front and the source file at the end, which differ from build to build. */
function rawWords(message: string): string {
  return message
    .trim()
    .replace(/^[0-9A-F]+:(?=error:)/i, '')
    .replace(/:[^:]*\.c:\d+:/, ':')
    .replace(/:$/, '');
}

function readNameError(facts: Record<string, unknown>): ReadError['nameError'] {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const { commonName, alternativeNames } = facts;
  return {
    host: text(facts.host),
    commonName: text(commonName),
    alternativeNames: text(alternativeNames),
  };
}

function peerOf(role: Role): Role {
  return role === 'csms' ? 'charge-point' : 'csms';
}

type Facts = ReadError & { sentBy: Role; verifyCode?: string; alertNumber?: number };

function judge(input: TlsFailureInput, facts: Facts): Verdict {
  const { role } = input;
  if (input.peerCertificateAbsent)
    return { code: 'client-certificate-missing', side: 'charge-point' };
  if (facts.nameError) {
    return {
      code: 'server-certificate-name-mismatch',
      side: 'csms',
      parameters: facts.nameError,
    };
  }
  if (facts.verifyCode !== undefined) return judgeVerifyCode(role, facts.verifyCode);
  const seen = judgeFirstBytes(input);
  if (seen) return seen;
  const isLibraryError = facts.opensslReason !== undefined || facts.code?.startsWith('ERR_SSL_');
  if (isLibraryError && input.alert?.direction === 'out') {
    // The error behind an alert of our own says more than its number.
    const cause = judgeLibraryError(input, facts);
    if (cause.code !== 'tls-error-other') return cause;
  }
  if (facts.alertNumber !== undefined) return judgeAlert(input, facts.alertNumber, facts.sentBy);
  return isLibraryError ? judgeLibraryError(input, facts) : judgeEnding(input, facts);
}

/** Our own check of the peer's certificate failed: the side that showed it has to change something. */
function judgeVerifyCode(role: Role, verifyCode: string): Verdict {
  const subject = role === 'csms' ? 'client' : 'server';
  if (verifyCode === weakKeyVerifyCode) return { code: 'tls-key-too-weak', side: peerOf(role) };
  return {
    code: certificateCode(subject, verifyCodeTopics.get(verifyCode) ?? 'invalid'),
    side: peerOf(role),
  };
}

function certificateCode(subject: 'client' | 'server', topic: CertificateTopic): TlsFailureCode {
  return `${subject}-certificate-${topic}`;
}

function judgeFirstBytes({ hello, role }: TlsFailureInput): Verdict | undefined {
  if (role === 'charge-point' || hello === undefined) return undefined;
  if (hello.kind === 'not-tls') {
    return hello.looksLike === 'http'
      ? { code: 'http-on-tls-port', side: 'charge-point' }
      : { code: 'not-tls-on-tls-port', side: 'charge-point' };
  }
  // An alert as the first record is a client that gave up before its hello: its number says more.
  if (hello.kind === 'malformed' && hello.reason !== 'unexpected-record')
    return {
      code: 'tls-hello-malformed',
      side: 'charge-point',
      parameters: { reason: hello.reason },
    };
  return undefined;
}

function judgeAlert(input: TlsFailureInput, number: number, sentBy: Role): Verdict {
  const topic = certificateAlertTopics.get(number);
  if (topic !== undefined) {
    // Whoever sends a certificate alert judges the other side's certificate.
    const subject = sentBy === 'charge-point' ? 'server' : 'client';
    return { code: certificateCode(subject, topic), side: sentBy };
  }
  if (number === 116) return { code: 'client-certificate-missing', side: 'charge-point' };
  if (number === 70) return noSharedVersion(input);
  if (number === 40) return judgeHandshakeFailure(input, sentBy);
  return { code: alertCodes.get(number) ?? 'tls-alert-other', side: sentBy };
}

/** Alert 40 says little; what we know of both sides says more. */
function judgeHandshakeFailure(input: TlsFailureInput, sentBy: Role): Verdict {
  if (sentBy === 'csms' && input.role === 'csms') return noSharedSuite(input);
  if (sentBy === 'csms' && input.serverHelloSeen === false)
    return { code: 'tls-no-shared-suite', side: 'csms' };
  if (sentBy === 'csms' && input.serverHelloSeen && input.ownCertificateAvailable === false)
    return { code: 'client-certificate-missing', side: 'charge-point' };
  return { code: 'tls-handshake-failure', side: sentBy };
}

function judgeLibraryError(input: TlsFailureInput, facts: Facts): Verdict {
  const reason = facts.opensslReason;
  if (reason !== undefined && opensslSetupReasons.has(reason))
    return { code: 'tls-setup-invalid', side: input.role };
  const known = reason === undefined ? undefined : opensslReasonCodes.get(reason);
  if (known === 'tls-no-shared-version') return noSharedVersion(input);
  if (known === 'tls-no-shared-suite') return noSharedSuite(input);
  if (known === 'plain-text-answer')
    // As charge point: the server answered our hello with something that is no TLS.
    return input.role === 'charge-point'
      ? { code: 'tls-on-plain-port', side: 'charge-point' }
      : { code: 'tls-protocol-error', side: 'charge-point' };
  if (known === 'peer-closed') return judgeEnding(input, { ...facts, resetByPeer: false });
  return known === undefined
    ? { code: 'tls-error-other', side: 'unknown' }
    : { code: known, side: peerOf(input.role) };
}

function noSharedVersion(input: TlsFailureInput): Verdict {
  const hello = readHello(input);
  const parameters: Record<string, string> = {};
  if (hello) {
    const listed = hello.versions.join(', ');
    parameters.offeredVersions = hello.versionsListed ? listed : `${listed} at most`;
  }
  if (input.offer) parameters.acceptedVersions = listVersions(input.offer);
  // A charge point that offers TLS 1.2 or newer has done its part (A00.FR.312, A00.FR.314).
  const isCurrent = hello?.versionIds.some((id) => id >= tlsVersion.tls12) ?? false;
  const side = input.role === 'charge-point' && isCurrent ? 'csms' : 'charge-point';
  return { code: 'tls-no-shared-version', side, parameters };
}

function readHello({ hello }: TlsFailureInput): ClientHello | undefined {
  return hello?.kind === 'client-hello' ? hello.hello : undefined;
}

function listVersions({ versionIds }: TlsOffer): string {
  return versionIds.map(tlsVersionName).join(', ');
}

/** OpenSSL says "no shared cipher" also when a suite would fit and its curve or signature does not. */
function noSharedSuite(input: TlsFailureInput): Verdict {
  const hello = readHello(input);
  const { offer } = input;
  if (!hello || !offer) return { code: 'tls-no-shared-suite', side: 'unknown' };
  const offered = hello.suites.filter(({ name }) => name !== 'GREASE' && !name.endsWith('_SCSV'));
  const parameters: Record<string, string> = {
    offeredSuites: offered.map(({ name }) => name).join(', '),
    acceptedSuites: offer.suiteIds.map((id) => cipherSuite(id).name).join(', '),
  };
  const shared = usableSuites(hello, offer);
  if (shared.length === 0) return { code: 'tls-no-shared-suite', side: 'charge-point', parameters };
  const needGroup = shared.every((suite) => suite.name.includes('ECDHE') || suite.id >> 8 === 0x13);
  return needGroup
    ? {
        code: 'tls-no-shared-group',
        side: 'charge-point',
        parameters: {
          ...parameters,
          offeredGroups: hello.groups.map(({ name }) => name).join(', '),
        },
      }
    : {
        code: 'tls-no-shared-signature',
        side: 'charge-point',
        parameters: {
          ...parameters,
          offeredSignatures: hello.signatureSchemes.map(({ name }) => name).join(', '),
        },
      };
}

/** Whether a handshake that begins with this hello can get beyond version and suite, as far as the hello tells. */
export function canAgree(reading: ClientHelloReading, offer: TlsOffer): boolean {
  if (reading.kind !== 'client-hello') return false;
  const { hello } = reading;
  return (
    hello.versionIds.some((id) => offer.versionIds.includes(id)) &&
    usableSuites(hello, offer).length > 0
  );
}

/** Shared suites that the best shared version can use: TLS 1.3 has its own. */
function usableSuites(hello: ClientHello, offer: TlsOffer): ClientHello['suites'] {
  const tls13 = hello.versionIds.includes(0x0304) && offer.versionIds.includes(0x0304);
  return hello.suites.filter(
    (suite) =>
      offer.suiteIds.includes(suite.id) && (suiteCertificateFamily(suite) === 'either') === tls13,
  );
}

/** No alert, no library error: only how the connection ended is left. */
function judgeEnding(input: TlsFailureInput, facts: Facts): Verdict {
  const peer = peerOf(input.role);
  const system = facts.code === undefined ? undefined : systemErrorCodes.get(facts.code);
  if (input.ending === 'timeout' || system === 'timeout') return judgeTimeout(input);
  const nothingSent = input.hello?.kind === 'need-more' && input.hello.atLeast <= 1;
  if (facts.resetByPeer)
    return nothingSent
      ? { code: 'connection-reset', side: 'network' }
      : { code: 'tls-handshake-reset', side: peer };
  if (nothingSent) return { code: 'closed-without-data', side: peer };
  if (input.ending === 'closed-after-handshake')
    return { code: 'tls-closed-after-handshake', side: peer };
  if (system !== undefined && system !== 'closed')
    return { code: system, side: system === 'connection-refused' ? 'csms' : 'network' };
  if (input.ending === 'closed' || system === 'closed' || facts.opensslReason !== undefined)
    return { code: 'tls-handshake-abandoned', side: peer };
  return { code: 'tls-error-other', side: 'unknown' };
}

function judgeTimeout({ hello, role }: TlsFailureInput): Verdict {
  const side = peerOf(role);
  if (hello?.kind === 'need-more')
    return { code: hello.atLeast <= 1 ? 'silence' : 'tls-hello-incomplete', side };
  return { code: 'tls-handshake-timeout', side };
}

function stageOf(code: TlsFailureCode): ConnectionFailure['stage'] {
  if (code === 'name-not-found') return 'name';
  if (/^(connect-|connection-refused|host-unreachable)/.test(code)) return 'tcp';
  if (/(on-tls-port|on-plain-port|silence|closed-without-data|connection-reset)$/.test(code))
    return 'first-byte';
  return 'tls';
}
