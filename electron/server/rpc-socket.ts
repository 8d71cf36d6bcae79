/** The UI's WebSocket: authenticated before the 101, bounded in both directions. */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { rpcSocketPath, rpcSubprotocol } from '../../shared/api/contract.ts';
import type { Problem } from '../../shared/api/problem.ts';
import { problemStatus, speakProblem } from '../../shared/api/problem-words.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import { asCaller } from '../bench/reveal-audit.ts';
import type { Guard } from './guard.ts';
import { lockedProblem } from './locked-bench.ts';
import { problemError, spokenError } from './problem-error.ts';
import type { createRouter } from './router.ts';

const maxRequestBytes = 256 * 1024 * 1024;
/** A client that does not read is closed: it reconnects and asks for what it shows. */
const maxBufferedBytes = 4 * 1024 * 1024;
const checkEveryMs = 500;

export interface RpcSocket {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

function refuse(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(speakProblem(problem));
  const status = problemStatus(problem.code);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

export function createRpcSocket(
  bench: BenchSurface,
  router: ReturnType<typeof createRouter>,
  guard: Guard,
  onError: (error: unknown) => void,
): RpcSocket {
  const handler = new RPCHandler(router, {
    clientInterceptors: [
      async ({ path, next }) => {
        try {
          const problem = lockedProblem(bench, path);
          if (problem) throw problemError(problem);
          return await asCaller({ door: 'page' }, next);
        } catch (error) {
          if (error instanceof ORPCError) throw spokenError(error);
          onError(error);
          throw problemError({ code: 'internal' });
        }
      },
    ],
  });
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
      const path = (request.url ?? '').split('?')[0] ?? '';
      const problem = guard.checkSocket(request);
      if (problem) refuse(socket, problem);
      else if (path !== rpcSocketPath)
        refuse(socket, { code: 'route-unknown', where: `socket ${path}` });
      else server.handleUpgrade(request, socket, head, serve);
    },
    close() {
      clearInterval(watch);
      for (const client of server.clients) client.close(1001, 'bench is closing');
      server.close();
    },
  };
}
