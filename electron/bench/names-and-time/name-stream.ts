/**
 * Name server messages over TCP (RFC 1035 §4.2.2, RFC 7766): for answers that did not fit a datagram. A few connections
 * at a time, each for a short while. Knows how messages are cut, not what they say.
 */
import { createServer, type Socket } from 'node:net';
import type { NetworkAddress } from '../../../shared/record/frame.ts';
import type { OwnAddress } from './own-networks.ts';

const lengthBytes = 2;
/** A query is some hundred bytes at most; RFC 8467 pads to 128. */
const largestQueryBytes = 4096;
const mostConnections = 32;

export interface StreamLimits {
  /** Without a byte. */
  idleMs: number;
  /** From the first byte of a query to its last: whoever drips must not hold a place. */
  queryMs: number;
}

const usualLimits: StreamLimits = { idleMs: 10_000, queryMs: 5_000 };

export interface NameStreams {
  port: number;
  close(): Promise<void>;
}

/** `isTooLong`: only the beginning of it has come, and the connection ends. */
export type OnStreamQuery = (
  query: { bytes: Buffer; from: NetworkAddress; isTooLong: boolean },
  reply: { send(bytes: Uint8Array): void; drop(): void },
) => void;

function serveStream(socket: Socket, onQuery: OnStreamQuery, limits: StreamLimits): void {
  const from = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
  let waiting = Buffer.alloc(0);
  let deadline: NodeJS.Timeout | undefined;
  /** Of the query that has begun; a whole one ends it, and what stands behind it begins the next. */
  const limitQuery = (isNext: boolean): void => {
    if (isNext || waiting.length === 0) {
      clearTimeout(deadline);
      deadline = undefined;
    }
    if (waiting.length > 0) deadline ??= setTimeout(() => socket.destroy(), limits.queryMs);
  };
  socket.once('close', () => clearTimeout(deadline));
  // A neighbour that goes away is no news.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(limits.idleMs, () => socket.destroy());
  const reply = {
    send(bytes: Uint8Array): void {
      const framed = Buffer.alloc(lengthBytes + bytes.length);
      framed.writeUInt16BE(bytes.length, 0);
      framed.set(bytes, lengthBytes);
      if (!socket.destroyed) socket.write(framed);
    },
    drop: () => void socket.destroy(),
  };
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    let isNext = false;
    while (waiting.length >= lengthBytes && !socket.destroyed) {
      const length = waiting.readUInt16BE(0);
      if (length > largestQueryBytes) {
        onQuery({ bytes: waiting.subarray(lengthBytes), from, isTooLong: true }, reply);
        socket.destroy();
        return;
      }
      if (waiting.length < lengthBytes + length) break;
      const bytes = waiting.subarray(lengthBytes, lengthBytes + length);
      onQuery({ bytes, from, isTooLong: false }, reply);
      waiting = waiting.subarray(lengthBytes + length);
      isNext = true;
    }
    if (!socket.destroyed) limitQuery(isNext);
  });
}

/** Rejects with the error of the system. */
export function openNameStreams(
  { address, family }: OwnAddress,
  port: number,
  onQuery: OnStreamQuery,
  limits: StreamLimits = usualLimits,
): Promise<NameStreams> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveStream(socket, onQuery, limits);
  });
  server.maxConnections = mostConnections;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true, ipv6Only: family === 'ipv6' }, () => {
      server.off('error', reject);
      // A connection that could not be accepted (no descriptor left) is asked for again.
      server.on('error', () => undefined);
      const bound = server.address();
      resolve({
        port: bound !== null && typeof bound === 'object' ? bound.port : port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}
