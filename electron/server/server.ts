/**
 * The door: one HTTP server with the API, the UI's WebSocket and the renderer's files.
 * Knows the bench by its surface only; decides nothing about OCPP.
 */
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { apiPath } from '../../shared/api/contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import { createGuard, type Guard } from './guard.ts';
import { createHttpApi, type HttpApi } from './http-api.ts';
import { createRouter } from './router.ts';
import { createRpcSocket } from './rpc-socket.ts';
import { sendProblem } from './send-problem.ts';
import { safetyHeaders, serveStatic } from './static-files.ts';

export interface DoorOptions {
  bench: BenchSurface;
  host: string;
  /** 0 takes a free one. */
  port: number;
  token: string;
  version: string;
  /** Folder of the built renderer; without it the API is served alone. */
  rendererDirectory?: string;
  /** PEM; needed for any address but loopback. */
  tls?: { cert: string; key: string };
  /** Further names and addresses under which the door is reached, for example the name in the certificate. */
  hostNames?: () => readonly string[];
  reportError: (error: unknown) => void;
}

export interface Door {
  /** `http://127.0.0.1:PORT`, without token. */
  url: string;
  port: number;
  /**
   * Puts another bench behind the door: pages are asked to connect again, requests wait until it is there. The one
   * behind it now is closed by `next`.
   */
  exchange(next: () => Promise<BenchSurface>): Promise<void>;
  close(): Promise<void>;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

const defaultPort = { http: 80, https: 443 } as const;

/** Every exact Host value under which this door may be addressed. */
function servedHosts(options: DoorOptions, scheme: 'http' | 'https', port: number): string[] {
  const given = [options.host, ...(options.hostNames?.() ?? [])].map(bracketed);
  const names = ['127.0.0.1', 'localhost', '[::1]', ...given];
  const withPort = names.map((name) => `${name}:${port}`);
  // Clients leave out the port that the scheme implies.
  return port === defaultPort[scheme] ? [...withPort, ...names] : withPort;
}

/** Where a person reaches a door that listens on this host. */
function reachedAt({ host, hostNames }: DoorOptions): string {
  const isWildcard = host === '::' || host === '0.0.0.0';
  return bracketed(isWildcard ? (hostNames?.()[0] ?? 'localhost') : host);
}

function handleRequests(
  server: Server,
  options: DoorOptions,
  guard: Guard,
  httpApi: () => Promise<HttpApi>,
): void {
  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const isApi = path === apiPath || path.startsWith(`${apiPath}/`);
    const problem = guard.check(request, { tokenNeeded: isApi && path !== `${apiPath}/health` });
    if (problem) {
      sendProblem(response, problem);
      return;
    }
    if (isApi) {
      const handling = httpApi().then((api) => api.handle(request, response));
      handling.catch((error: unknown) => {
        options.reportError(error);
        if (!response.headersSent) sendProblem(response, { code: 'internal' });
        else response.destroy();
      });
      return;
    }
    if (options.rendererDirectory && (request.method === 'GET' || request.method === 'HEAD')) {
      serveStatic(options.rendererDirectory, request, response);
      return;
    }
    sendProblem(response, { code: 'route-unknown', where: `${request.method ?? ''} ${path}` });
  });
}

function listen(server: Server, host: string, port: number): Promise<Outcome<AddressInfo>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code =
        error.code === 'EADDRINUSE'
          ? 'port-in-use'
          : error.code === 'EACCES'
            ? 'port-not-permitted'
            : error.code === 'EADDRNOTAVAIL'
              ? 'address-not-available'
              : 'listen-failed';
      resolve({
        ok: false,
        problem: { code, where: `${host}:${port}`, parameters: { port, raw: error.message } },
      });
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      // A TCP server's address is never a string: that is for pipes.
      if (address === null || typeof address === 'string') throw new Error('no TCP address');
      resolve({ ok: true, value: address });
    });
  });
}

/**
 * Opens the door. Problems: `port-in-use`, `port-not-permitted`, `address-not-available`, `listen-failed`.
 */
export async function openDoor(options: DoorOptions): Promise<Outcome<Door>> {
  const limits = {
    headersTimeout: 10_000,
    // An import of gigabytes takes its time.
    requestTimeout: 600_000,
    maxHeaderSize: 32_768,
  };
  const server: Server = options.tls
    ? createHttpsServer({ ...limits, ...options.tls, minVersion: 'TLSv1.2' })
    : createHttpServer(limits);
  const listening = await listen(server, options.host, options.port);
  if (!listening.ok) return listening;
  const { port } = listening.value;
  const scheme = options.tls ? 'https' : 'http';
  const hosts = () => servedHosts(options, scheme, port);
  const guard = createGuard({ token: options.token, hosts, scheme });
  const behindDoor = (bench: BenchSurface) => {
    const router = createRouter(bench);
    return {
      httpApi: createHttpApi(router, { ...options, bench }),
      rpcSocket: createRpcSocket(bench, router, guard, options.reportError),
    };
  };
  let current = behindDoor(options.bench);
  let exchanged: Promise<void> = Promise.resolve();
  handleRequests(server, options, guard, () => exchanged.then(() => current.httpApi));
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    // A socket that goes away while it waits is no error of ours.
    const ignore = () => undefined;
    socket.on('error', ignore);
    exchanged.then(() => {
      socket.off('error', ignore);
      current.rpcSocket.upgrade(request, socket, head);
    }, options.reportError);
  });
  return {
    ok: true,
    value: {
      url: `${scheme}://${reachedAt(options)}:${port}`,
      port,
      exchange(next) {
        current.rpcSocket.close();
        exchanged = next().then((bench) => {
          current = behindDoor(bench);
        });
        return exchanged;
      },
      close: () =>
        new Promise((resolve) => {
          current.rpcSocket.close();
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    },
  };
}
