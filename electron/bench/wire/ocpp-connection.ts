/**
 * One open WebSocket connection: records what passes, answers pings, watches for peers that are gone, closes.
 * Knows nothing of OCPP messages, of stations or of which side dialled.
 */
import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type {
  FrameDetails,
  FrameFlag,
  FrameSender,
  NetworkAddress,
} from '../../../shared/record/frame.ts';
import { type ConnectionEnd, type ConnectionRecord, contentOf } from './connection-record.ts';
import type { SecurityProfile } from './listener-configuration.ts';
import { startPings } from './ping-policy.ts';
import { encodeTextFrame } from './text-frame.ts';
import { violationOf } from './websocket-errors.ts';
import type { WebSocketTap } from './websocket-tap.ts';

/** Above this, an unread backlog stops us from reading more of this peer. */
const backlogLimitBytes = 1024 * 1024;
/** Longest close reason (RFC 6455 §5.5: 125 bytes with the code). */
const longestReasonBytes = 123;
const unsupportedData = 1003;

export interface ConnectionHandlers {
  /** A complete text message (or lenient binary one), already appended to the record under `seq`. */
  onText(text: string, seq: number): void;
  onClosed(closed: ConnectionClosed): void;
}

export interface ConnectionClosed {
  end: ConnectionEnd;
  /** Close code of the peer; 1005 when it gave none, 1006 when no close frame came. */
  closeCode: number;
  reason: string;
}

export interface OcppConnection {
  readonly number: number;
  readonly station: string | undefined;
  readonly securityProfile: SecurityProfile;
  /** As negotiated; undefined when none was. */
  readonly subprotocol: string | undefined;
  readonly local: NetworkAddress;
  readonly remote: NetworkAddress;
  readonly state: 'open' | 'closing' | 'closed';
  /** Sets who is told; what arrives before is recorded only. */
  attach(handlers: ConnectionHandlers): void;
  /**
   * Appends the message to the record and sends it once that is written. Returns its `seq`.
   * A connection that is not open records nothing and returns undefined.
   */
  send(text: string, options?: { tampered?: boolean }): number | undefined;
  /**
   * Writes bytes past the WebSocket layer, recorded as tampered: for what a peer must survive. With `reset` the TCP
   * connection is reset behind them.
   */
  sendRawBytes(bytes: Buffer, afterwards?: 'reset'): number | undefined;
  ping(payload?: Buffer): void;
  /** Sends pings at this interval from now on; 0 sends none. */
  setPingInterval(intervalMs: number): void;
  /** Notes in the record that a CALL of ours was given up. */
  recordCallTimeout(detail: FrameDetails['call-timeout']): void;
  /** Notes in the record that a CALL of the peer is left without an answer on request. */
  recordWithheld(detail: FrameDetails['answer-withheld']): void;
  /** Starts the closing handshake. `end` says why in `connection-closed`, `closed-by-us` by default. */
  close(code?: number, reason?: string, end?: ConnectionEnd): void;
  /** Drops the TCP connection without a closing handshake. */
  terminate(end?: ConnectionEnd): void;
}

export interface ConnectionSetup {
  webSocket: WebSocket;
  /** What `ws` reads and writes: the socket, the TLS socket or the lenient stream. */
  stream: Duplex;
  /** The TCP socket: liveness is judged by its byte counter. */
  socket: Socket;
  tap: WebSocketTap;
  record: ConnectionRecord;
  local: NetworkAddress;
  remote: NetworkAddress;
  securityProfile: SecurityProfile;
  subprotocol: string | undefined;
  pingIntervalMs: number;
  pongTimeoutMs: number;
  /** Set on a lenient listener: whether the next delivered event was mended. */
  takeMended?: () => boolean;
}

function shortenedReason(reason: string): string {
  const bytes = Buffer.from(reason);
  if (bytes.length <= longestReasonBytes) return reason;
  // The cut may fall inside a character; what is left of it is dropped.
  return bytes
    .subarray(0, longestReasonBytes)
    .toString('utf8')
    .replace(/\uFFFD+$/u, '');
}

function closeDetail(code: number | undefined, reason: string): { code?: number; reason?: string } {
  return {
    ...(code === undefined || code === 1005 ? {} : { code }),
    ...(reason === '' ? {} : { reason }),
  };
}

/** Takes over a WebSocket that has just opened. Call it in the turn of the event loop in which it opened. */
export function createOcppConnection(setup: ConnectionSetup): OcppConnection {
  const { webSocket, stream, socket, tap, record, takeMended } = setup;
  const { recorder, role, number } = record;
  const ownSender: FrameSender = role;
  const peerSender: FrameSender = role === 'csms' ? 'charge-point' : 'csms';
  const lenientFlags: FrameFlag[] = ['lenient'];
  let handlers: ConnectionHandlers | undefined;
  let state: OcppConnection['state'] = 'open';
  let plannedEnd: ConnectionEnd | undefined;
  let sentClose = false;
  let paused = false;

  const inbound = { direction: 'in', sender: peerSender } as const;
  const outbound = { direction: 'out', sender: ownSender } as const;

  function flagsOfEvent(): { flags: FrameFlag[] } | undefined {
    tap.delivered();
    return takeMended?.() ? { flags: lenientFlags } : undefined;
  }

  function watchBacklog(): void {
    if (paused || webSocket.bufferedAmount <= backlogLimitBytes) return;
    paused = true;
    webSocket.pause();
    stream.once('drain', () => {
      paused = false;
      webSocket.resume();
    });
  }

  /** Runs `write` once the record is on disk, unless the connection has gone meanwhile. */
  function afterRecord(write: () => void): void {
    recorder.afterWrite(
      () => {
        if (webSocket.readyState !== webSocket.OPEN) return;
        write();
        watchBacklog();
      },
      () => terminate('recording-refused'),
    );
  }

  function sendText(text: string): void {
    // A client has to mask, which is left to `ws`.
    if (role === 'csms') stream.write(encodeTextFrame(text));
    else webSocket.send(text);
  }

  function onMessage(data: Buffer, isBinary: boolean): void {
    const mended = flagsOfEvent();
    if (isBinary) {
      onBinary(data, mended);
      return;
    }
    const text = data.toString('utf8');
    const seq = recorder.append({
      role,
      connection: number,
      station: record.station,
      direction: 'in',
      sender: peerSender,
      kind: 'message',
      text,
      ...mended,
    });
    if (state === 'open') handlers?.onText(text, seq);
  }

  function onBinary(data: Buffer, mended: { flags: FrameFlag[] } | undefined): void {
    const lenient = takeMended !== undefined;
    const seq = record.append({
      kind: 'message',
      ...inbound,
      detail: { binary: true },
      ...contentOf(data),
      ...(lenient ? { flags: lenientFlags } : mended),
    });
    if (!lenient) close(unsupportedData, 'text messages only', 'protocol-error');
    else if (state === 'open' && isUtf8(data)) handlers?.onText(data.toString('utf8'), seq);
  }

  function onPing(payload: Buffer): void {
    record.append({ kind: 'ping', ...inbound, ...contentOf(payload), ...flagsOfEvent() });
    if (state !== 'open') return;
    record.append({ kind: 'pong', ...outbound, ...contentOf(payload) });
    afterRecord(() => webSocket.pong(payload));
  }

  function onPong(payload: Buffer): void {
    record.append({ kind: 'pong', ...inbound, ...contentOf(payload), ...flagsOfEvent() });
  }

  function recordClose(code: number | undefined, reason: string): void {
    sentClose = true;
    record.append({ kind: 'close', ...outbound, detail: closeDetail(code, reason) });
  }

  function onError(error: NodeJS.ErrnoException): void {
    const violation = violationOf(error);
    if (violation === undefined) {
      record.socketError ??= error.code ?? error.message;
      return;
    }
    plannedEnd ??= 'protocol-error';
    state = 'closing';
    record.append({
      kind: 'protocol-error',
      ...inbound,
      base64: tap.bytesSinceBoundary().toString('base64'),
      detail: { ...violation, raw: error.message },
    });
    // `ws` has sent the close frame by now: the documented exception to "recorded before sent".
    if (!sentClose) recordClose(violation.closeCode, '');
    tap.stop();
  }

  function endOf(closeCode: number): ConnectionEnd {
    if (plannedEnd !== undefined) return plannedEnd;
    if (closeCode !== 1006) return sentClose ? 'closed-by-us' : 'closed-by-peer';
    return record.socketError === undefined ? 'ended-without-close' : 'reset';
  }

  function onClose(closeCode: number, reasonBytes: Buffer): void {
    const reason = reasonBytes.toString('utf8');
    const end = endOf(closeCode);
    state = 'closed';
    pings.stop();
    tap.stop();
    if (closeCode !== 1006) {
      record.append({ kind: 'close', ...inbound, detail: closeDetail(closeCode, reason) });
      // The echo left with the frame it answers.
      if (!sentClose) recordClose(closeCode, reason);
    }
    const { socketError } = record;
    record.end(end, {
      ...(closeCode === 1006 ? {} : { closeCode }),
      ...(socketError === undefined ? {} : { socketError }),
    });
    handlers?.onClosed({ end, closeCode, reason });
  }

  function close(code = 1000, reason = '', end: ConnectionEnd = 'closed-by-us'): void {
    if (state !== 'open') return;
    state = 'closing';
    plannedEnd = end;
    const allowed = shortenedReason(reason);
    recordClose(code, allowed);
    recorder.afterWrite(
      () => webSocket.close(code, allowed),
      () => webSocket.terminate(),
    );
  }

  function terminate(end: ConnectionEnd = 'terminated'): void {
    if (state === 'closed') return;
    state = 'closing';
    plannedEnd ??= end;
    webSocket.terminate();
  }

  function ping(payload: Buffer = Buffer.alloc(0)): void {
    if (state !== 'open') return;
    record.append({ kind: 'ping', ...outbound, ...contentOf(payload) });
    afterRecord(() => webSocket.ping(payload));
  }

  const pings = startPings({
    intervalMs: setup.pingIntervalMs,
    timeoutMs: setup.pongTimeoutMs,
    ping,
    progress: () => socket.bytesRead - stream.writableLength,
    onGone: () => terminate('ping-timeout'),
  });

  webSocket.on('message', onMessage);
  webSocket.on('ping', onPing);
  webSocket.on('pong', onPong);
  webSocket.on('error', onError);
  webSocket.on('close', onClose);

  return {
    number,
    get station() {
      return record.station;
    },
    get state() {
      return state;
    },
    securityProfile: setup.securityProfile,
    subprotocol: setup.subprotocol,
    local: setup.local,
    remote: setup.remote,
    attach(next) {
      handlers = next;
    },
    send(text, options) {
      if (state !== 'open') return undefined;
      // A lone surrogate cannot be sent as UTF-8: the record must hold what leaves.
      const meant = record.fault?.outgoingText?.(text) ?? text;
      const sent = meant.isWellFormed() ? meant : meant.toWellFormed();
      const seq = recorder.append({
        role,
        connection: number,
        station: record.station,
        direction: 'out',
        sender: ownSender,
        kind: 'message',
        text: sent,
        ...(options?.tampered ? { flags: ['tampered'] } : undefined),
      });
      afterRecord(() => sendText(sent));
      return seq;
    },
    sendRawBytes(bytes, afterwards) {
      if (state !== 'open') return undefined;
      const seq = record.append({
        kind: 'message',
        ...outbound,
        base64: bytes.toString('base64'),
        flags: ['tampered'],
      });
      afterRecord(() => {
        stream.write(bytes, () => {
          if (afterwards === undefined) return;
          plannedEnd ??= 'terminated';
          socket.resetAndDestroy();
        });
      });
      return seq;
    },
    ping,
    setPingInterval: pings.setInterval,
    recordCallTimeout(detail) {
      record.append({ kind: 'call-timeout', detail });
    },
    recordWithheld(detail) {
      record.append({ kind: 'answer-withheld', ...outbound, detail, flags: ['tampered'] });
    },
    close,
    terminate,
  };
}
