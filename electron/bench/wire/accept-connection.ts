/**
 * Takes an accepted TCP connection from its first byte to the HTTP layer: tells TLS from plain, does the handshake.
 * Everything is recorded before it is acted on; HTTP and admission are somebody else's.
 */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import { type Attempt, failBelowHttp, startAttempt } from './attempt.ts';
import { verifyClientChain } from './client-chain.ts';
import { helloFacts } from './client-hello.ts';
import { createConnectionRecord } from './connection-record.ts';
import { type FirstBytes, watchFirstBytes } from './first-bytes.ts';
import type { HandshakeFault } from './handshake-fault.ts';
import { collectTlsKeys, recordTlsMessages } from './handshake-recording.ts';
import { type ListenerConfiguration, servesPlain } from './listener-configuration.ts';
import {
  establishedFacts,
  keyFamilyOf,
  type TlsAcceptor,
  type TlsHandshakeHandlers,
} from './tls-accept.ts';
import { canAgree } from './tls-failure.ts';

export interface AcceptContext {
  configuration: ListenerConfiguration;
  recorder: FrameRecorder;
  connectionNumber: number;
  /** Absent on a listener without profiles 2 and 3. */
  tlsAcceptor: TlsAcceptor | undefined;
  /** Puts the secrets of the TLS session into the record, because somebody switched that on. */
  keyLog: boolean;
  /** What is wrong on purpose. */
  fault: HandshakeFault | undefined;
  /** Takes the connection over at the HTTP layer. */
  onTransport(stream: Duplex, attempt: Attempt): void;
}

/** Accepts one connection; from here on it is in the record until it ends. */
export function acceptConnection(socket: Socket, context: AcceptContext): Attempt {
  const { configuration, recorder, fault } = context;
  const record = createConnectionRecord(socket, {
    number: context.connectionNumber,
    role: 'csms',
    recorder,
    fault,
  });
  record.opened({ listener: configuration.id });
  const watch = watchFirstBytes(socket, (first) => onFirstBytes(attempt, first, context));
  const attempt = startAttempt(socket, record, configuration, watch.soFar);
  return attempt;
}

function onFirstBytes(attempt: Attempt, first: FirstBytes, context: AcceptContext): void {
  const { reading, bytes } = first;
  if (attempt.stage !== 'first-bytes') return;
  attempt.hello = reading;
  if (reading.kind === 'not-tls') {
    onPlain(attempt, bytes, context);
    return;
  }
  if (reading.kind === 'client-hello') {
    attempt.record.append({
      kind: 'client-hello',
      direction: 'in',
      sender: 'charge-point',
      base64: bytes.subarray(0, reading.byteLength).toString('base64'),
      detail: helloFacts(reading.hello),
    });
  }
  if (context.tlsAcceptor === undefined) {
    const failure = {
      stage: 'first-byte',
      code: 'tls-on-plain-port',
      side: 'charge-point',
    } as const;
    attempt.stage = 'over';
    attempt.record.fail(failure, reading.kind === 'client-hello' ? undefined : bytes);
    attempt.socket.destroy();
    return;
  }
  startTls(attempt, context.tlsAcceptor, context);
}

function onPlain(attempt: Attempt, bytes: Buffer, context: AcceptContext): void {
  if (!servesPlain(attempt.configuration)) {
    failBelowHttp(attempt, {}, bytes);
    return;
  }
  attempt.awaitRequest();
  attempt.transport = 'plain';
  context.onTransport(attempt.socket, attempt);
}

function startTls(attempt: Attempt, acceptor: TlsAcceptor, context: AcceptContext): void {
  const startedAtMs = performance.now();
  attempt.stage = 'tls';
  attempt.transport = 'tls';
  attempt.offer = acceptor.offer;
  // Half-open is for HTTP; TLS would not notice a peer that leaves in the middle of the handshake.
  attempt.socket.allowHalfOpen = false;
  const isHopeless = attempt.hello !== undefined && !canAgree(attempt.hello, acceptor.offer);
  const isRecordedInFull = attempt.configuration.handshakeRecording === 'full';
  const accept = isHopeless || isRecordedInFull ? acceptor.acceptWatched : acceptor.accept;
  const keys = context.keyLog ? collectTlsKeys(attempt.record) : undefined;
  const handlers: TlsHandshakeHandlers = {
    ...(keys === undefined ? {} : { onKeyLine: keys.add }),
    onFailed: (error, alert) => {
      keys?.write();
      if (attempt.stage === 'tls')
        failBelowHttp(attempt, alert === undefined ? { error } : { error, alert });
    },
    onSecure: (secureSocket) => {
      keys?.write();
      if (attempt.stage !== 'tls') return;
      secureSocket.on('error', (error: NodeJS.ErrnoException) => {
        attempt.record.socketError ??= error.code ?? error.message;
      });
      recordEstablished(attempt, secureSocket, acceptor, startedAtMs);
      const { required, absent } = clientCertificateNeed(attempt, acceptor);
      if (required && absent) {
        failBelowHttp(attempt, { peerCertificateAbsent: true });
        return;
      }
      attempt.awaitRequest();
      context.onTransport(secureSocket, attempt);
    },
  };
  accept(
    attempt.socket,
    handlers,
    isRecordedInFull ? recordTlsMessages(attempt.record) : undefined,
  );
}

function clientCertificateNeed(
  { clientCertificate }: Attempt,
  acceptor: TlsAcceptor,
): { required: boolean; absent: boolean } {
  return {
    required: acceptor.choice.clientCertificate === 'require',
    absent: clientCertificate?.chain.length === 0,
  };
}

function recordEstablished(
  attempt: Attempt,
  socket: TLSSocket,
  acceptor: TlsAcceptor,
  startedAtMs: number,
): void {
  const { choice } = acceptor;
  const asked = choice.clientCertificate !== 'never';
  const peerChain = asked ? acceptor.clientChainOf(socket) : [];
  const ownIdentities = [choice.identities.ecdsa, choice.identities.rsa].filter(
    (identity) => identity !== undefined,
  );
  const facts = establishedFacts(socket, { startedAtMs, ownIdentities, peerChain });
  const leaf = facts.ownChain?.[0];
  const family = leaf === undefined ? undefined : keyFamilyOf(leaf);
  if (family !== undefined) facts.serverKeyFamily = family;
  if (asked) {
    const verification = verifyClientChain(peerChain, choice.trustedRootsPem, choice.revocation);
    facts.peerVerification = verification.result;
    attempt.clientCertificate = { chain: peerChain, verification };
  }
  attempt.tls = { version: facts.version, suite: facts.suite };
  attempt.record.append({ kind: 'tls-established', detail: facts });
}
