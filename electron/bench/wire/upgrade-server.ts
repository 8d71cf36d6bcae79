/**
 * HTTP on accepted connections: reads the upgrade request, records it, has it decided, answers, and hands the open
 * WebSocket over. Knows nothing of stations and credentials beyond asking the role.
 */
import { createHash } from 'node:crypto';
import http, { type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { type Attempt, fail, failBelowHttp } from './attempt.ts';
import { createLenientStream, type LenientStream } from './lenient-stream.ts';
import type { ListenerConfiguration } from './listener-configuration.ts';
import { createOcppConnection, type OcppConnection } from './ocpp-connection.ts';
import {
  type DecisionContext,
  decideUpgrade,
  identityOf,
  parserRefusal,
  type RefusalAnswer,
  type UpgradeAcceptance,
} from './upgrade-decision.ts';
import { tapWebSocket } from './websocket-tap.ts';

/** RFC 6455 §1.3 */
const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const maxHeaderBytes = 16 * 1024;
/** A refused peer that does not close is dropped after this. */
const lingerMs = 2000;
/** Beside the payload: headers of a message in 1,024 fragments. */
const tapOverheadBytes = 16 * 1024;
const closeTimeoutMs = 5000;
/** RFC 6455 §7.4.1: what the endpoint needs was not agreed on. */
const protocolErrorCode = 1002;

export interface UpgradeServerContext extends DecisionContext {
  configuration: ListenerConfiguration;
  /** Told of every connection that opens, before the role is. */
  onOpened(connection: OcppConnection, webSocket: WebSocket): void;
}

export interface UpgradeServer {
  /** Reads HTTP from a connection; its attempt must be in stage `request`. */
  take(stream: Duplex, attempt: Attempt): void;
}

/** Headers as Node gives them raw, as pairs. */
export function headerPairs(rawHeaders: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

/** The value of `Sec-WebSocket-Accept` for a key (RFC 6455 §4.2.2). */
export function acceptValue(key: string): string {
  return createHash('sha1').update(`${key}${acceptGuid}`).digest('base64');
}

function recordRequest(request: IncomingMessage, attempt: Attempt): number {
  const read = identityOf(request.url ?? '', attempt.configuration);
  if (read.kind === 'identity') attempt.record.station = read.identity;
  return attempt.record.append({
    kind: 'upgrade-request',
    direction: 'in',
    sender: 'charge-point',
    detail: {
      method: request.method ?? '',
      target: request.url ?? '',
      httpVersion: request.httpVersion,
      headers: headerPairs(request.rawHeaders),
    },
  });
}

/** Records and sends an HTTP answer that is no upgrade, then closes. */
function sendRefusal(stream: Duplex, attempt: Attempt, answer: RefusalAnswer): void {
  const { status, code, headers, body, parameters } = answer;
  const { record, socket } = attempt;
  attempt.stage = 'answered';
  record.append({
    kind: 'upgrade-response',
    direction: 'out',
    sender: 'csms',
    detail: { status, code, headers, ...(parameters === undefined ? {} : { parameters }) },
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}`, ...lines, '', ''];
  record.recorder.afterWrite(
    () => {
      stream.on('error', () => socket.destroy());
      stream.resume();
      stream.end(head.join('\r\n') + body);
      const linger = setTimeout(() => socket.destroy(), lingerMs);
      socket.once('close', () => clearTimeout(linger));
    },
    () => socket.destroy(),
  );
}

function recordAcceptance(
  request: IncomingMessage,
  attempt: Attempt,
  accepted: UpgradeAcceptance,
): void {
  const { echo, subprotocol, findings, admission } = accepted;
  const headers: [string, string][] = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', acceptValue(request.headers['sec-websocket-key'] ?? '')],
  ];
  if (echo !== undefined) headers.push(['Sec-WebSocket-Protocol', echo]);
  attempt.record.append({
    kind: 'upgrade-response',
    direction: 'out',
    sender: 'csms',
    detail: {
      status: 101,
      code: 'accepted',
      ...(subprotocol === undefined ? {} : { subprotocol }),
      securityProfile: admission.securityProfile,
      headers,
      ...(findings.length === 0 ? {} : { parameters: { findings: findings.join(', ') } }),
    },
  });
}

function lenientStreamFor(stream: Duplex, attempt: Attempt): LenientStream | undefined {
  if (!attempt.configuration.lenientWebSocket) return undefined;
  return createLenientStream(stream, true, (violation, bytes) => {
    attempt.record.append({
      kind: 'protocol-error',
      direction: 'in',
      sender: 'charge-point',
      base64: bytes.toString('base64'),
      flags: ['lenient'],
      detail: { code: violation, closeCode: protocolErrorCode },
    });
  });
}

/** Creates the HTTP side of a listener. */
export function createUpgradeServer(context: UpgradeServerContext): UpgradeServer {
  const { configuration } = context;
  const attempts = new WeakMap<Duplex, Attempt>();
  const server = http.createServer({ maxHeaderSize: maxHeaderBytes, requireHostHeader: false });
  // The type definitions lag behind `ws`: `closeTimeout` is missing in them.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    autoPong: false,
    perMessageDeflate: false,
    maxPayload: configuration.maxMessageBytes,
    maxFragments: configuration.maxFragments,
    closeTimeout: closeTimeoutMs,
  };
  const webSockets = new WebSocketServer(options);

  function complete(
    request: IncomingMessage,
    stream: Duplex,
    head: Buffer,
    attempt: Attempt,
    accepted: UpgradeAcceptance,
  ): void {
    // `ws` answers with the first token of this header and knows nothing of our choice otherwise.
    if (accepted.echo === undefined) delete request.headers['sec-websocket-protocol'];
    else request.headers['sec-websocket-protocol'] = accepted.echo;
    const lenient = lenientStreamFor(stream, attempt);
    if (lenient !== undefined && head.length > 0) stream.unshift(head);
    const webSocketStream = lenient?.stream ?? stream;
    const webSocketHead = lenient === undefined ? head : Buffer.alloc(0);
    webSockets.handleUpgrade(request, webSocketStream, webSocketHead, (webSocket) => {
      open(webSocket, webSocketStream, stream, attempt, accepted, lenient);
    });
  }

  function open(
    webSocket: WebSocket,
    webSocketStream: Duplex,
    stream: Duplex,
    attempt: Attempt,
    accepted: UpgradeAcceptance,
    lenient: LenientStream | undefined,
  ): void {
    attempt.stage = 'open';
    const { pingIntervalMs, pongTimeoutMs, maxMessageBytes } = attempt.configuration;
    const connection = createOcppConnection({
      webSocket,
      stream: webSocketStream,
      socket: attempt.socket,
      tap: tapWebSocket(stream, maxMessageBytes + tapOverheadBytes),
      record: attempt.record,
      local: attempt.local,
      remote: attempt.remote,
      securityProfile: accepted.admission.securityProfile,
      subprotocol: accepted.subprotocol,
      pingIntervalMs,
      pongTimeoutMs,
      ...(lenient === undefined ? {} : { takeMended: lenient.takeMended }),
    });
    context.onOpened(connection, webSocket);
    if (accepted.closeAtOnce) connection.close(protocolErrorCode, 'subprotocol-unknown');
    else accepted.admission.onOpen(connection);
  }

  function onRequest(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const attempt = attempts.get(stream);
    // A second request on a connection that has been answered.
    if (attempt === undefined || attempt.stage !== 'request') return;
    const seq = recordRequest(request, attempt);
    const decision = decideUpgrade(request, attempt, seq, context);
    if (decision.kind === 'refusal') {
      sendRefusal(stream, attempt, decision);
      return;
    }
    recordAcceptance(request, attempt, decision);
    attempt.stage = 'accepted';
    attempt.record.recorder.afterWrite(
      () => complete(request, stream, head, attempt, decision),
      () => attempt.socket.destroy(),
    );
  }

  function onClientError(
    error: NodeJS.ErrnoException & { rawPacket?: Buffer },
    stream: Duplex,
  ): void {
    const attempt = attempts.get(stream);
    // Once answered, what still arrives is of no interest; the answer must get out.
    if (attempt?.stage === 'request') failRequest(error, stream, attempt);
  }

  const onPlainRequest = (request: IncomingMessage) =>
    onRequest(request, request.socket, Buffer.alloc(0));
  server.on('request', onPlainRequest);
  // Node would answer `Expect: 100-continue` itself, past the record.
  server.on('checkContinue', onPlainRequest);
  server.on('connect', (request, stream) => onRequest(request, stream, Buffer.alloc(0)));
  server.on('upgrade', onRequest);
  server.on('clientError', onClientError);
  return {
    take(stream, attempt) {
      attempts.set(stream, attempt);
      server.emit('connection', stream);
      stream.resume();
    },
  };
}

/** What the HTTP parser could not read, or the transport under it that broke. */
function failRequest(
  error: NodeJS.ErrnoException & { rawPacket?: Buffer },
  stream: Duplex,
  attempt: Attempt,
): void {
  const { code = '', rawPacket } = error;
  if (!code.startsWith('HPE_')) {
    attempt.record.socketError ??= code;
    failBelowHttp(attempt, { error, ending: 'closed-after-handshake' });
    return;
  }
  const notHttp = attempt.hello?.kind === 'not-tls' && attempt.hello.looksLike !== 'http';
  if (notHttp) {
    const failure = { stage: 'first-byte', code: 'not-http-on-plain-port' } as const;
    fail(attempt, { ...failure, side: 'charge-point', raw: error.message }, rawPacket);
    return;
  }
  const tooLarge = code === 'HPE_HEADER_OVERFLOW';
  const failureCode = tooLarge ? 'headers-too-large' : 'http-malformed';
  const failure = { stage: 'upgrade', code: failureCode, side: 'charge-point' } as const;
  attempt.record.fail({ ...failure, raw: error.message }, rawPacket?.subarray(0, maxHeaderBytes));
  sendRefusal(stream, attempt, parserRefusal(tooLarge ? 431 : 400, failureCode));
}
