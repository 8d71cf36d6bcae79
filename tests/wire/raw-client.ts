/**
 * A client made by hand: raw bytes out, raw bytes in, so that every malformed thing can be sent. Only for tests.
 */
import net from 'node:net';

export interface RawAnswer {
  status: number;
  headers: Map<string, string>;
  body: string;
}

export interface WebSocketFrameRead {
  fin: boolean;
  opcode: number;
  payload: Buffer;
}

export interface RawClient {
  readonly socket: net.Socket;
  write(bytes: Buffer | string): void;
  /** Everything received up to the moment `complete` first finds something in it; the rest stays. */
  read<T>(complete: (bytes: Buffer) => { value: T; length: number } | undefined): Promise<T>;
  /** The answer to a handshake. */
  answer(): Promise<RawAnswer>;
  /** The next WebSocket frame of the server. */
  frame(): Promise<WebSocketFrameRead>;
  /** Resolves when the server has closed. */
  readonly closed: Promise<void>;
  destroy(): void;
}

function headOf(bytes: Buffer): { value: RawAnswer; length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const bodyBytes = Number(headers.get('content-length') ?? 0);
  const length = end + 4 + bodyBytes;
  if (bytes.length < length) return undefined;
  const body = bytes.subarray(end + 4, length).toString('utf8');
  return { value: { status: Number(statusLine.split(' ')[1]), headers, body }, length };
}

function frameOf(bytes: Buffer): { value: WebSocketFrameRead; length: number } | undefined {
  if (bytes.length < 2) return undefined;
  const first = bytes.readUInt8(0);
  const short = bytes.readUInt8(1) & 0x7f;
  const headerBytes = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < headerBytes) return undefined;
  const payloadBytes =
    short === 126
      ? bytes.readUInt16BE(2)
      : short === 127
        ? Number(bytes.readBigUInt64BE(2))
        : short;
  const length = headerBytes + payloadBytes;
  if (bytes.length < length) return undefined;
  const payload = Buffer.from(bytes.subarray(headerBytes, length));
  return { value: { fin: (first & 0x80) !== 0, opcode: first & 0x0f, payload }, length };
}

const openSockets = new Set<net.Socket>();

/** Destroys every client that is still open; for the end of a test. */
export function destroyRawClients(): void {
  for (const socket of openSockets) socket.destroy();
}

/** Connects to a port of 127.0.0.1. */
export async function connectRaw(port: number): Promise<RawClient> {
  const socket = net.connect(port, '127.0.0.1');
  openSockets.add(socket);
  let received = Buffer.alloc(0);
  let wake = () => {};
  let ended = false;
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  // What a test provokes ends in resets; the tests look at bytes and at the record instead.
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      ended = true;
      openSockets.delete(socket);
      wake();
      resolve();
    });
  });
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));

  async function read<T>(
    complete: (bytes: Buffer) => { value: T; length: number } | undefined,
  ): Promise<T> {
    for (;;) {
      const found = complete(received);
      if (found !== undefined) {
        received = received.subarray(found.length);
        return found.value;
      }
      if (ended) throw new Error(`connection closed after ${JSON.stringify(received.toString())}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    socket,
    write: (bytes) => {
      socket.write(bytes);
    },
    read,
    answer: () => read(headOf),
    frame: () => read(frameOf),
    closed,
    destroy: () => {
      socket.destroy();
    },
  };
}

/** Headers of a sound upgrade request; `undefined` leaves one out. */
export type RequestHeaders = Record<string, string | string[] | undefined>;

export interface RequestParts {
  method?: string;
  /** As it stands in the request line. */
  target?: string;
  httpVersion?: string;
  headers?: RequestHeaders;
}

/** The text of an upgrade request, sound unless told otherwise. */
export function upgradeRequest(parts: RequestParts = {}): string {
  const { method = 'GET', target = '/ocpp/CP1', httpVersion = '1.1' } = parts;
  const headers: RequestHeaders = {
    Host: '127.0.0.1',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': 'ocpp1.6',
    ...parts.headers,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${name}: ${one}`),
  );
  return `${[`${method} ${target} HTTP/${httpVersion}`, ...lines].join('\r\n')}\r\n\r\n`;
}

/** Sends one request on a new connection and gives the answer. */
export async function ask(port: number, parts: RequestParts = {}): Promise<RawAnswer> {
  const client = await connectRaw(port);
  client.write(upgradeRequest(parts));
  const answer = await client.answer();
  client.destroy();
  return answer;
}

/** An open WebSocket on which raw bytes can be written. */
export async function openRaw(port: number, parts: RequestParts = {}): Promise<RawClient> {
  const client = await connectRaw(port);
  client.write(upgradeRequest(parts));
  const { status } = await client.answer();
  if (status !== 101) throw new Error(`upgrade answered with ${status}`);
  return client;
}

export interface FrameParts {
  opcode?: number;
  fin?: boolean;
  masked?: boolean;
  /** RSV1 to RSV3 as the three bits. */
  reserved?: number;
  /** Declared instead of the real length, always as eight bytes. */
  declaredLength?: bigint;
}

const maskingKey = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

/** A WebSocket frame of a client, sound unless told otherwise. */
export function webSocketFrame(payload: string | Buffer, parts: FrameParts = {}): Buffer {
  const { opcode = 1, fin = true, masked = true, reserved = 0, declaredLength } = parts;
  const bytes = Buffer.from(payload);
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const maskBit = masked ? 0x80 : 0;
  let header: Buffer;
  if (declaredLength !== undefined || bytes.length > 0xffff) {
    header = Buffer.alloc(10);
    header[1] = maskBit | 127;
    header.writeBigUInt64BE(declaredLength ?? BigInt(bytes.length), 2);
  } else if (bytes.length > 125) {
    header = Buffer.alloc(4);
    header[1] = maskBit | 126;
    header.writeUInt16BE(bytes.length, 2);
  } else {
    header = Buffer.from([0, maskBit | bytes.length]);
  }
  header[0] = first;
  if (!masked) return Buffer.concat([header, bytes]);
  const mask = bytes.map((byte, index) => byte ^ (maskingKey[index % 4] ?? 0));
  return Buffer.concat([header, maskingKey, mask]);
}

/** A close frame's payload. */
export function closePayload(code: number, reason = ''): Buffer {
  const bytes = Buffer.alloc(2 + Buffer.byteLength(reason));
  bytes.writeUInt16BE(code);
  bytes.write(reason, 2);
  return bytes;
}
