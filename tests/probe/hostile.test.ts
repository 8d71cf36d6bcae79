/** The probe against servers that are no TLS, no HTTP, or mean no good: it ends, in time and with a verdict. */

import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createTestTrust } from '../support/tls-certificates.ts';
import { type Closable, probe, startTcpServer } from './support.ts';

let server: Closable | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** What a server says to whatever comes first. */
async function answering(bytes: Buffer | string): Promise<string> {
  server = await startTcpServer((socket) => socket.once('data', () => socket.end(bytes)));
  return `wss://localhost:${server.port}/ocpp`;
}

const record = (type: number, content: Buffer) =>
  Buffer.concat([Buffer.from([type, 3, 3, content.length >> 8, content.length & 255]), content]);
const message = (type: number, length: number, content: Buffer) =>
  Buffer.concat([Buffer.from([type, length >> 16, (length >> 8) & 255, length & 255]), content]);

describe('hostile and broken servers', () => {
  it('nobody listens: one line, nothing more is asked', async () => {
    const closed = await startTcpServer(() => undefined);
    await closed.close();
    const found = await probe({ url: `wss://localhost:${closed.port}/ocpp` });
    expect(found.lines.map(({ id, finding }) => `${id} ${finding}`)).toEqual([
      'reached connection-refused',
    ]);
    expect(found.connections).toBe(1);
  });

  it('a name that does not exist', async () => {
    const found = await probe({ url: 'wss://no-such-host.invalid/ocpp' });
    expect(found.of('reached')).toMatch(/^breaks (name|host)-/);
  });

  it.each([
    ['garbage', Buffer.from('ff00ff00ff00ff00', 'hex')],
    ['an HTTP answer', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
    ['a record of an absurd length', Buffer.from([22, 3, 3, 255, 255, 2])],
    ['an empty record', Buffer.from([22, 3, 3, 0, 0])],
    ['a ServerHello of 16 MB', record(22, message(2, 0xffffff, Buffer.alloc(100)))],
    ['a ServerHello that ends early', record(22, message(2, 2, Buffer.from([3, 3])))],
    ['certificates before the hello', record(22, message(11, 3, Buffer.alloc(3)))],
    ['half an alert', record(21, Buffer.from([2]))],
  ])('%s breaks or is not seen, and is in the record', async (_name, bytes) => {
    const found = await probe({ url: await answering(bytes), timeLimitMs: 4000 });
    expect(found.of('reached')).toBe('holds connected');
    expect(found.of('tls-on-port')).toBe('breaks garbled');
    expect(found.summaries[2]?.verdict).toBe('breaks');
    expect(found.frames.some(({ kind }) => kind === 'connection-failed')).toBe(true);
  });

  it('a suite that was never offered is no acceptance', async () => {
    const hello = Buffer.concat([
      Buffer.from([3, 3]),
      Buffer.alloc(32),
      Buffer.from([0, 0x13, 0x37, 0]),
    ]);
    const done = record(22, message(14, 0, Buffer.alloc(0)));
    const url = await answering(Buffer.concat([record(22, message(2, hello.length, hello)), done]));
    const found = await probe({ url, timeLimitMs: 4000 });
    expect(found.of('tls-on-port')).toBe('breaks garbled');
  });

  it('a server that resets', async () => {
    server = await startTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const found = await probe({ url: `wss://localhost:${server.port}/` });
    expect(found.of('tls-on-port')).toBe('breaks reset');
  });

  it('a silent server: the time limit ends it', async () => {
    server = await startTcpServer((socket) => socket.resume());
    const startedAtMs = performance.now();
    const found = await probe({ url: `wss://localhost:${server.port}/`, timeLimitMs: 600 });
    expect(found.of('tls-on-port')).toBe('breaks silent');
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  });

  it('endless data: read up to a limit, then the connection is dropped', async () => {
    const certificate = record(22, Buffer.alloc(16_000, 11));
    let sent = 0;
    server = await startTcpServer((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.writable) {
          sent += certificate.length;
          if (!socket.write(certificate)) {
            socket.once('drain', more);
            return;
          }
        }
      };
      socket.once('data', more);
    });
    const found = await probe({ url: `wss://localhost:${server.port}/`, timeLimitMs: 3000 });
    expect(found.of('tls-on-port')).toBe('breaks garbled');
    const longest = Math.max(
      ...found.frames.map((frame) => (frame.base64 ?? frame.text ?? '').length),
    );
    expect(longest).toBeLessThan(200_000);
    expect(sent).toBeGreaterThan(0);
  });

  it('a flood of warnings is no answer', async () => {
    const warning = record(21, Buffer.from([1, 112]));
    const found = await probe({ url: await answering(Buffer.concat(Array(500).fill(warning))) });
    expect(found.of('tls-on-port')).toBe('breaks garbled');
  });

  it('somebody cancels: what was not asked is not seen', async () => {
    server = await startTcpServer((socket) => socket.resume());
    const found = await probe({ url: `wss://localhost:${server.port}/` }, AbortSignal.abort());
    expect(found.lines).toEqual([]);
    expect(found.connections).toBe(0);
  });
});

describe('servers with manners of their own', () => {
  async function withWebSockets(
    web: http.Server | https.Server,
    options: ConstructorParameters<typeof WebSocketServer>[0] = {},
  ): Promise<number> {
    const sockets = new WebSocketServer({ server: web, ...options });
    web.on('tlsClientError', () => undefined);
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    // A server that listens on TCP has such an address.
    const { port } = web.address() as AddressInfo;
    server = {
      port,
      async close() {
        for (const socket of sockets.clients) socket.terminate();
        web.closeAllConnections();
        web.close();
        await once(web, 'close');
      },
    };
    return port;
  }

  it('A00.FR.302 no 401 at all: everybody gets in, with any sub-protocol', async () => {
    const { identities, rsaRoot, ecdsaRoot } = await createTestTrust();
    const { certPem, keyPem } = identities.ecdsa;
    const port = await withWebSockets(https.createServer({ cert: certPem, key: keyPem }));
    const found = await probe({
      url: `wss://localhost:${port}/ocpp`,
      rootsPem: [rsaRoot.certPem, ecdsaRoot.certPem],
    });
    expect(found.of('basic-demanded')).toBe('breaks switched');
    expect(found.of('wrong-password')).toBe('breaks switched');
    expect(found.of('unknown-identity')).toBe('breaks switched');
    expect(found.of('subprotocol-chosen')).toBe('holds chosen');
    expect(found.of('subprotocol-unknown')).toBe('breaks switched-with');
    expect(found.of('subprotocol-none')).toBe('holds switched-bare');
    expect(found.of('subprotocol-2.0.1')).toBe('holds chosen');
    expect(found.frames.some(({ kind }) => kind === 'message')).toBe(false);
  });

  it('RFC 9110 a 401 without a challenge, a plain server, and TLS asked for where there is none', async () => {
    const web = http.createServer((_request, response) => response.writeHead(404).end());
    const port = await withWebSockets(web, {
      verifyClient: (_info: unknown, answer: (ok: boolean, status: number) => void) =>
        answer(false, 401),
    });
    const plain = await probe({ url: `ws://localhost:${port}/ocpp`, identity: 'CP-1' });
    expect(plain.of('plain-on-port')).toBe('holds answered');
    expect(plain.of('basic-demanded')).toBe('holds demanded');
    expect(plain.of('basic-challenge')).toBe('breaks missing');
    expect(plain.of('right-password')).toBe('unseen not-given');
    const secure = await probe({ url: `wss://localhost:${port}/ocpp` });
    expect(secure.of('tls-on-port')).toMatch(/^breaks/);
    expect(secure.of('plain-on-port')).toBe('holds answered');
  });
});
