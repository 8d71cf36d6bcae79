/**
 * Stamps the frames of one TCP connection with its number, role and station, and closes its account once.
 * Knows nothing of what the frames mean or where they are written.
 */
import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import type { ConnectionFailure } from '../../../shared/record/connection-facts.ts';
import type { FrameRecorder, NetworkAddress, NewFrame } from '../../../shared/record/frame.ts';
import type { HandshakeFault } from './handshake-fault.ts';

type WithoutConnection<Frame> = Frame extends unknown
  ? Omit<Frame, 'role' | 'connection' | 'station'>
  : never;

/** A frame as the parts of wire write it; the connection adds who and where. */
export type ConnectionFrame = WithoutConnection<NewFrame>;

export type ConnectionRole = 'csms' | 'charge-point';

/** Why a connection ended; `parameters` of the frame may say more. */
export type ConnectionEnd =
  | 'closed-by-peer'
  | 'closed-by-us'
  | 'ended-without-close'
  | 'reset'
  | 'terminated'
  | 'ping-timeout'
  | 'protocol-error'
  | 'recording-refused'
  | 'replaced'
  | 'certificate-revoked'
  | 'refused'
  | 'failed';

export interface ConnectionRecord {
  /** Unique in the run. */
  readonly number: number;
  readonly role: ConnectionRole;
  readonly recorder: FrameRecorder;
  /** Identity as far as known. */
  station: string | undefined;
  /** First error of the socket, for example `ECONNRESET`. */
  socketError: string | undefined;
  /** Set by the first failure; a second one is not recorded. */
  readonly failed: boolean;
  /** What is wrong on purpose. */
  readonly fault: HandshakeFault | undefined;
  append(frame: ConnectionFrame): number;
  /** Records `connection-opened`, once the addresses of the socket are known. */
  opened(where: { listener: string } | { url: string }): void;
  /** Records `connection-failed`, once. */
  fail(failure: ConnectionFailure, bytes?: Uint8Array): void;
  /** Records `connection-closed`, once, of a connection that was opened. */
  end(code: ConnectionEnd, parameters?: Record<string, string | number | boolean>): void;
}

/** A dual-stack socket shows an IPv4 peer as `::ffff:192.0.2.1`; people and rules mean 192.0.2.1. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Addresses of a socket; an address that is already gone is empty. */
export function addressesOf(socket: Socket): { local: NetworkAddress; remote: NetworkAddress } {
  return {
    local: { address: plainAddress(socket.localAddress), port: socket.localPort ?? 0 },
    remote: { address: plainAddress(socket.remoteAddress), port: socket.remotePort ?? 0 },
  };
}

/** Content of a frame: `text` when the bytes are valid UTF-8, else `base64`. */
export function contentOf(bytes: Buffer): { text: string } | { base64: string } {
  return isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') };
}

/**
 * Opens the account of a connection.
 * @param socket the TCP socket: its byte counters and its first error go into the record.
 */
export function createConnectionRecord(
  socket: Socket,
  facts: {
    number: number;
    role: ConnectionRole;
    recorder: FrameRecorder;
    station?: string;
    fault?: HandshakeFault | undefined;
  },
): ConnectionRecord {
  const { number, role, recorder } = facts;
  const openedAtMs = performance.now();
  let failed = false;
  let state: 'connecting' | 'opened' | 'ended' = 'connecting';
  const record: ConnectionRecord = {
    number,
    role,
    recorder,
    station: facts.station,
    socketError: undefined,
    fault: facts.fault,
    get failed() {
      return failed;
    },
    append(frame) {
      const who =
        record.station === undefined
          ? { role, connection: number }
          : { role, connection: number, station: record.station };
      // Spreading a union member keeps its kind and detail together, which the compiler cannot see.
      return recorder.append({ ...who, ...frame } as NewFrame);
    },
    opened(where) {
      state = 'opened';
      const fault = facts.fault === undefined ? {} : { fault: facts.fault.id };
      record.append({
        kind: 'connection-opened',
        detail: { ...addressesOf(socket), ...where, ...fault },
      });
    },
    fail(failure, bytes) {
      if (failed || state === 'ended') return;
      failed = true;
      const content =
        bytes === undefined || bytes.length === 0 ? {} : contentOf(Buffer.from(bytes));
      record.append({ kind: 'connection-failed', detail: failure, ...content });
    },
    end(code, parameters) {
      if (state !== 'opened') return;
      state = 'ended';
      const durationMs = Math.round((performance.now() - openedAtMs) * 1000) / 1000;
      const { bytesRead: bytesIn, bytesWritten: bytesOut } = socket;
      const detail = { code, bytesIn, bytesOut, durationMs };
      record.append({
        kind: 'connection-closed',
        detail: parameters === undefined ? detail : { ...detail, parameters },
      });
    },
  };
  socket.on('error', (error: NodeJS.ErrnoException) => {
    record.socketError ??= error.code ?? error.message;
  });
  return record;
}
