/** The UI's WebSocket: authenticated before the 101, bounded in both directions. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { rpcSubprotocol } from '../../shared/api/contract.ts';
import { problemStatus, speakProblem } from '../../shared/api/problem-words.ts';
import type { Guard } from './guard.ts';
import type { createRouter } from './router.ts';

const maxRequestBytes = 256 * 1024 * 1024;
/** A client that does not read is closed: it reconnects and asks for what it shows. */
const maxBufferedBytes = 4 * 1024 * 1024;
const checkEveryMs = 500;

export interface RpcSocket {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

function refuse(socket: Duplex, code: string): void {
  const body = JSON.stringify(speakProblem({ code }));
  const status = problemStatus(code);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

export function createRpcSocket(
  router: ReturnType<typeof createRouter>,
  guard: Guard,
  onError: (error: unknown) => void,
): RpcSocket {
  const handler = new RPCHandler(router);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxRequestBytes,
    handleProtocols: () => rpcSubprotocol,
  });
  const watch = setInterval(() => {
    for (const client of server.clients) {
      if (client.bufferedAmount > maxBufferedBytes) client.terminate();
    }
  }, checkEveryMs);
  watch.unref();

  function serve(client: WebSocket): void {
    client.on('error', onError);
    handler.upgrade(client).catch(onError);
  }

  return {
    upgrade(request, socket, head) {
      socket.on('error', onError);
      const problem = guard.checkSocket(request);
      if (problem) {
        refuse(socket, problem.code);
        return;
      }
      server.handleUpgrade(request, socket, head, serve);
    },
    close() {
      clearInterval(watch);
      for (const client of server.clients) client.close(1001, 'bench is closing');
      server.close();
    },
  };
}
