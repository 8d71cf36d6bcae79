/**
 * The client side of the upgrade: sends the request, judges the answer, opens the WebSocket; all recorded.
 * Knows nothing of how the stream under it came to be.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { ConnectionFailure } from '../../../shared/record/connection-facts.ts';
import { sideOfAnswer } from '../../../shared/security/answer-sides.ts';
import { basicAuthorization } from './basic-credentials.ts';
import { addressesOf, type ConnectionRecord } from './connection-record.ts';
import { type DialOutcome, type DialRequest, failDial } from './dial-request.ts';
import { createOcppConnection, type OcppConnection } from './ocpp-connection.ts';
import { describeTlsFailure } from './tls-failure.ts';
import { upgradeAnswerCode } from './upgrade-rules.ts';
import { acceptValue, headerPairs } from './upgrade-server.ts';
import { tapWebSocket } from './websocket-tap.ts';

export interface UpgradeToDo {
  request: DialRequest;
  /** The socket, or TLS on it. */
  stream: Duplex;
  socket: Socket;
  record: ConnectionRecord;
  remainingMs: number;
  onOpen?(connection: OcppConnection): void;
}

const tapOverheadBytes = 16 * 1024;

type FinishRequest = NonNullable<WebSocket.ClientOptions['finishRequest']>;

function createWebSocket(todo: UpgradeToDo, finishRequest: FinishRequest): WebSocket {
  const { request, stream } = todo;
  const { credentials } = request;
  const headers =
    credentials === undefined
      ? {}
      : { Authorization: basicAuthorization(credentials.userName, credentials.password) };
  return new WebSocket(request.url, [...request.subprotocols], {
    createConnection: () => stream,
    headers,
    finishRequest,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: request.maxMessageBytes,
    maxFragments: request.maxFragments,
  });
}

/** What is wrong with an answer of status 101, if anything (RFC 6455 §4.1). */
function faultOfSwitch(
  { headers }: IncomingMessage,
  key: string,
  subprotocols: readonly string[],
): string | undefined {
  if (headers.upgrade?.toLowerCase() !== 'websocket') return 'answered-not-websocket';
  if (headers['sec-websocket-accept'] !== acceptValue(key)) return 'answer-accept-invalid';
  const subprotocol = headers['sec-websocket-protocol'];
  if (subprotocol === undefined) {
    return subprotocols.length === 0 ? undefined : 'answer-subprotocol-missing';
  }
  return subprotocols.includes(subprotocol) ? undefined : 'answer-subprotocol-not-offered';
}

/** Asks for the upgrade and waits for the answer. */
export function upgradeDialledStream(todo: UpgradeToDo): Promise<DialOutcome> {
  const { request, stream, socket, record } = todo;
  return new Promise((resolve) => {
    let key = '';
    let settled = false;
    function settle(outcome: DialOutcome): void {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      resolve(outcome);
    }
    function failWith(failure: ConnectionFailure): void {
      if (!settled) settle(failDial(record, socket, failure));
    }

    function recordAnswer(response: IncomingMessage, code: string): void {
      const subprotocol = response.headers['sec-websocket-protocol'];
      const accepted = code === 'accepted';
      record.append({
        kind: 'upgrade-response',
        direction: 'in',
        sender: 'csms',
        detail: {
          status: response.statusCode ?? 0,
          code,
          ...(subprotocol === undefined ? {} : { subprotocol }),
          ...(accepted ? { securityProfile: request.securityProfile } : {}),
          headers: headerPairs(response.rawHeaders),
        },
      });
    }
    /** An HTTP answer that opens nothing: its own frame tells the reason. */
    function refused(response: IncomingMessage, code: string): void {
      recordAnswer(response, code);
      const { statusCode: status = 0 } = response;
      const failure: ConnectionFailure = {
        stage: 'upgrade',
        code,
        side: sideOfAnswer(code),
        parameters: { status },
      };
      settle({ outcome: 'failed', failure, status });
      socket.destroy();
    }

    const timer = setTimeout(() => {
      failWith({ stage: 'upgrade', code: 'answer-timeout', side: 'csms' });
    }, todo.remainingMs);
    stream.once('close', () => failWith(failureOfEnding(todo, undefined)));

    const webSocket = createWebSocket(todo, (clientRequest) => {
      key = String(clientRequest.getHeader('sec-websocket-key'));
      const headers = clientRequest
        .getRawHeaderNames()
        .map((name): [string, string] => [name, String(clientRequest.getHeader(name))]);
      const { method, path: target } = clientRequest;
      record.append({
        kind: 'upgrade-request',
        direction: 'out',
        sender: 'charge-point',
        detail: { method, target, httpVersion: '1.1', headers },
      });
      record.recorder.afterWrite(
        () => clientRequest.end(),
        () => failWith({ stage: 'upgrade', code: 'recording-impossible', side: 'charge-point' }),
      );
    });
    webSocket.on('error', (error) => failWith(failureOfEnding(todo, error)));
    webSocket.on('unexpected-response', (_request, response) => {
      refused(response, upgradeAnswerCode(response.statusCode ?? 0));
    });
    webSocket.on('upgrade', (response) => {
      const fault = faultOfSwitch(response, key, request.subprotocols);
      if (fault === undefined) recordAnswer(response, 'accepted');
      else refused(response, fault);
    });
    webSocket.on('open', () => {
      webSocket.removeAllListeners('error');
      const connection = takeOver(webSocket, todo);
      todo.onOpen?.(connection);
      settle({ outcome: 'connected', connection });
    });
  });
}

function takeOver(webSocket: WebSocket, { request, stream, socket, record }: UpgradeToDo) {
  return createOcppConnection({
    webSocket,
    stream,
    socket,
    tap: tapWebSocket(stream, request.maxMessageBytes + tapOverheadBytes),
    record,
    ...addressesOf(socket),
    securityProfile: request.securityProfile,
    subprotocol: webSocket.protocol === '' ? undefined : webSocket.protocol,
    pingIntervalMs: request.pingIntervalMs,
    pongTimeoutMs: request.pongTimeoutMs,
  });
}

/** What a TLS server answers to plain HTTP, when it answers at all: an alert record (RFC 8446 §5.1). */
function isTlsAlert(error: Error | undefined): boolean {
  if (error === undefined || !('rawPacket' in error)) return false;
  const { rawPacket } = error;
  return rawPacket instanceof Uint8Array && rawPacket[0] === 0x15 && rawPacket[1] === 3;
}

/** The connection broke, or what came back is no HTTP, before there was an answer. */
export function failureOfEnding(
  { stream, socket, record }: UpgradeToDo,
  error?: Error,
): ConnectionFailure {
  const code = error !== undefined && 'code' in error ? String(error.code) : record.socketError;
  if (code?.startsWith('HPE_')) {
    if (isTlsAlert(error)) {
      return { stage: 'first-byte', code: 'http-on-tls-port', side: 'charge-point' };
    }
    const failure = { stage: 'upgrade', code: 'answered-not-websocket', side: 'csms' } as const;
    return error === undefined ? failure : { ...failure, raw: error.message };
  }
  const isSecure = stream !== socket;
  if (isSecure || code?.startsWith('ERR_SSL_')) {
    const ending = 'closed-after-handshake';
    return describeTlsFailure({ role: 'charge-point', ending, ...(error ? { error } : {}) });
  }
  const reset = code === 'ECONNRESET' && record.socketError === 'ECONNRESET';
  if (reset) return { stage: 'upgrade', code: 'connection-reset', side: 'network' };
  return socket.bytesRead === 0
    ? { stage: 'upgrade', code: 'answer-none', side: 'charge-point' }
    : { stage: 'upgrade', code: 'answered-not-websocket', side: 'csms' };
}
