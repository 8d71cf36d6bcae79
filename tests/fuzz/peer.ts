/**
 * A charge point made by hand that can send anything and still knows whether a sound CALL of its own was answered.
 * Knows the frames of RFC 6455 that a server sends, nothing of what is sent to it.
 */
import net from 'node:net';
import { upgradeRequest, webSocketFrame } from '../wire/raw-client.ts';

export interface Peer {
  write(bytes: Buffer | string): void;
  /** Sends a sound Heartbeat; resolves with whether it got its CALLRESULT before the connection ended. */
  heartbeat(): Promise<boolean>;
  /** Ends our side and resolves when the other side has ended too. */
  end(): Promise<void>;
  closed: Promise<void>;
}

let heartbeatNumber = 0;

export function connectSocket(port: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => {
      socket.removeListener('error', reject);
      // What is provoked here ends in resets.
      socket.on('error', () => {});
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** The texts of complete WebSocket frames at the start of `bytes`, and what is left. */
function takeFrames(bytes: Buffer): { texts: string[]; rest: Buffer } {
  const texts: string[] = [];
  let at = 0;
  while (bytes.length >= at + 2) {
    const opcode = bytes.readUInt8(at) & 0x0f;
    const short = bytes.readUInt8(at + 1) & 0x7f;
    const header = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length < at + header) break;
    const length =
      short === 126
        ? bytes.readUInt16BE(at + 2)
        : short === 127
          ? Number(bytes.readBigUInt64BE(at + 2))
          : short;
    if (bytes.length < at + header + length) break;
    if (opcode === 1) texts.push(bytes.toString('utf8', at + header, at + header + length));
    at += header + length;
  }
  return { texts, rest: bytes.subarray(at) };
}

/** Ends our side, drops it when the other side takes too long to agree, resolves when it is over. */
export function endSocket(socket: net.Socket, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) {
      resolve();
      return;
    }
    const timer = setTimeout(() => socket.destroy(), patienceMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.resume();
    socket.end();
  });
}

const patienceMs = 1000;

/** An open WebSocket of a station; rejects when the upgrade is not answered with 101. */
export async function openPeer(port: number, station: string): Promise<Peer> {
  const socket = await connectSocket(port);
  const waiting = new Map<string, (answered: boolean) => void>();
  let rest: Buffer = Buffer.alloc(0);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const settle of waiting.values()) settle(false);
      waiting.clear();
      resolve();
    });
  });
  socket.write(upgradeRequest({ target: `/${station}` }));
  await new Promise<void>((resolve, reject) => {
    closed.then(() => reject(new Error('no upgrade')), reject);
    socket.on('data', function onHead(chunk: Buffer) {
      rest = Buffer.concat([rest, chunk]);
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.removeListener('data', onHead);
      const head = rest.toString('latin1', 0, end);
      rest = rest.subarray(end + 4);
      if (head.startsWith('HTTP/1.1 101')) resolve();
      else reject(new Error(head));
    });
  });
  socket.on('data', (chunk) => {
    const taken = takeFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
    rest = taken.rest;
    for (const text of taken.texts) {
      const id = /^\[3,"(heartbeat-\d+)",\{"currentTime":/.exec(text)?.[1];
      if (id === undefined) continue;
      waiting.get(id)?.(true);
      waiting.delete(id);
    }
  });
  return {
    write: (bytes) => {
      socket.write(bytes);
    },
    heartbeat() {
      heartbeatNumber += 1;
      const id = `heartbeat-${heartbeatNumber}`;
      return new Promise((resolve) => {
        if (socket.closed) {
          resolve(false);
          return;
        }
        waiting.set(id, resolve);
        socket.write(webSocketFrame(`[2,"${id}","Heartbeat",{}]`));
      });
    },
    end: () => endSocket(socket, patienceMs),
    closed,
  };
}
