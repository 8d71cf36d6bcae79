/** Name server and time server over real sockets on 127.0.0.1, with a record and a store in memory. Only for tests. */
import { createSocket } from 'node:dgram';
import {
  createNamesAndTime,
  type NamesAndTime,
  type NamesAndTimeParts,
} from '../../electron/bench/names-and-time-surface.ts';
import { createMemoryRecorder, type MemoryRecorder } from '../wire/support.ts';

export const loopback = {
  ...{ address: '127.0.0.1', family: 'ipv4' as const, network: 'lo' },
  ...{ loopback: true, prefixBits: 8 },
};

export interface TestServers extends NamesAndTime {
  recorder: MemoryRecorder;
  stored: Map<string, unknown>;
}

export function createServers(parts: Partial<NamesAndTimeParts> = {}): TestServers {
  const recorder = createMemoryRecorder();
  const stored = new Map<string, unknown>();
  const servers = createNamesAndTime({
    recorder,
    store: {
      read: (name) => stored.get(name),
      write: (name, value) => void stored.set(name, value),
    },
    hostName: () => 'Bench-Laptop',
    listeners: () => [],
    nowMs: Date.now,
    moved: () => undefined,
    own: () => [loopback],
    ...parts,
  });
  return { ...servers, recorder, stored };
}

export interface UdpClient {
  ask(bytes: Uint8Array): Promise<Buffer>;
  send(bytes: Uint8Array): void;
  /** Everything that came back so far. */
  received: Buffer[];
  close(): void;
}

export function openUdpClient(port: number, address = '127.0.0.1'): UdpClient {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const received: Buffer[] = [];
  const waiting: ((bytes: Buffer) => void)[] = [];
  socket.on('message', (bytes) => {
    received.push(bytes);
    waiting.shift()?.(bytes);
  });
  return {
    received,
    ask: (bytes) =>
      new Promise((resolve, reject) => {
        waiting.push(resolve);
        socket.send(bytes, port, address, (error) => error && reject(error));
      }),
    send: (bytes) => socket.send(bytes, port, address),
    close: () => socket.close(),
  };
}
