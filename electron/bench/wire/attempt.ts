/**
 * One TCP connection on its way to OCPP: which stage it is in, when it is given up, how it failed.
 * Knows nothing of HTTP or of how TLS is done.
 */
import type { Socket } from 'node:net';
import type { ConnectionFailure } from '../../../shared/record/connection-facts.ts';
import type { NetworkAddress } from '../../../shared/record/frame.ts';
import type { ClientHelloReading } from './client-hello.ts';
import { addressesOf, type ConnectionRecord } from './connection-record.ts';
import type { FirstBytes } from './first-bytes.ts';
import type { ListenerConfiguration } from './listener-configuration.ts';
import type { PeerVerification } from './peer-verification.ts';
import { describeTlsFailure, type TlsFailureInput } from './tls-failure.ts';
import type { TlsOffer } from './tls-policy.ts';

/** `answered` with a refusal, `accepted` while the 101 is on its way. */
export type AttemptStage =
  | 'first-bytes'
  | 'tls'
  | 'request'
  | 'answered'
  | 'accepted'
  | 'open'
  | 'over';

export interface Attempt {
  readonly record: ConnectionRecord;
  readonly socket: Socket;
  readonly configuration: ListenerConfiguration;
  readonly local: NetworkAddress;
  readonly remote: NetworkAddress;
  transport: 'plain' | 'tls';
  stage: AttemptStage;
  hello?: ClientHelloReading;
  offer?: TlsOffer;
  clientCertificate?: { chain: Buffer[]; verification: PeerVerification };
  /** What was agreed, once the handshake is through. */
  tls?: { version: string; suite: string };
  /** HTTP begins: from now on the time for the upgrade request runs. */
  awaitRequest(): void;
}

/** Most of what was sent is kept of an attempt that was no OCPP. */
const keptBytes = 4096;

/** Records a failure below HTTP and drops the connection. */
export function failBelowHttp(
  attempt: Attempt,
  input: Omit<TlsFailureInput, 'role'>,
  bytes?: Buffer,
): void {
  const known = {
    ...(attempt.hello === undefined ? {} : { hello: attempt.hello }),
    ...(attempt.offer === undefined ? {} : { offer: attempt.offer }),
  };
  fail(attempt, describeTlsFailure({ role: 'csms', ...known, ...input }), bytes);
}

/** Records the failure and drops the connection. */
export function fail(attempt: Attempt, failure: ConnectionFailure, bytes?: Buffer): void {
  if (attempt.stage === 'over' || attempt.stage === 'open') return;
  attempt.stage = 'over';
  attempt.record.fail(failure, bytes?.subarray(0, keptBytes));
  attempt.socket.destroy();
}

/** What an attempt that ended or ran out of time failed with, by the stage it was in. */
function failUnfinished(attempt: Attempt, ending: 'closed' | 'timeout', first: FirstBytes): void {
  if (attempt.stage === 'request') {
    failWithoutRequest(attempt, ending);
    return;
  }
  if (attempt.stage === 'first-bytes') attempt.hello = first.reading;
  const bytes = attempt.stage === 'first-bytes' ? first.bytes : undefined;
  const { socketError } = attempt.record;
  const error =
    ending === 'closed' && socketError === 'ECONNRESET' ? { error: resetError() } : undefined;
  failBelowHttp(attempt, { ending, ...error }, bytes);
}

/** The shape in which Node reports a reset, for the one table that names failures. */
function resetError(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
}

function failWithoutRequest(attempt: Attempt, ending: 'closed' | 'timeout'): void {
  if (ending === 'closed' && attempt.transport === 'tls') {
    failBelowHttp(attempt, { ending: 'closed-after-handshake' });
    return;
  }
  if (ending === 'closed') {
    fail(attempt, { stage: 'upgrade', code: 'upgrade-missing', side: 'charge-point' });
    return;
  }
  const parameters = { timeoutMs: attempt.configuration.upgradeTimeoutMs };
  fail(attempt, { stage: 'upgrade', code: 'upgrade-timeout', side: 'charge-point', parameters });
}

/**
 * Starts the account of a TCP connection that was just accepted: one time for everything up to the end of the TLS
 * handshake (to the first byte of a plain request), one more for the whole upgrade request, and the failure if the
 * connection ends before.
 * @param firstBytes what has arrived so far, asked for when the attempt fails before that is clear.
 */
export function startAttempt(
  socket: Socket,
  record: ConnectionRecord,
  configuration: ListenerConfiguration,
  firstBytes: () => FirstBytes,
): Attempt {
  const attempt: Attempt = {
    record,
    socket,
    configuration,
    ...addressesOf(socket),
    transport: 'plain',
    stage: 'first-bytes',
    awaitRequest() {
      attempt.stage = 'request';
      clearTimeout(timer);
      timer = giveUpAfter(configuration.upgradeTimeoutMs);
    },
  };
  const giveUpAfter = (timeoutMs: number) =>
    setTimeout(() => {
      if (isUnfinished(attempt)) failUnfinished(attempt, 'timeout', firstBytes());
    }, timeoutMs);
  let timer = giveUpAfter(configuration.handshakeTimeoutMs);
  // Plain sockets are half-open on purpose, as for HTTP: a FIN before the request is complete ends the attempt.
  socket.on('end', () => {
    if (attempt.stage === 'first-bytes') failUnfinished(attempt, 'closed', firstBytes());
  });
  socket.on('close', () => {
    clearTimeout(timer);
    if (isUnfinished(attempt)) failUnfinished(attempt, 'closed', firstBytes());
    if (attempt.stage === 'open') return;
    const { stage } = attempt;
    attempt.stage = 'over';
    if (stage === 'accepted') record.end('ended-without-close');
    else record.end(stage === 'answered' ? 'refused' : 'failed');
  });
  return attempt;
}

function isUnfinished({ stage }: Attempt): boolean {
  return stage === 'first-bytes' || stage === 'tls' || stage === 'request';
}
