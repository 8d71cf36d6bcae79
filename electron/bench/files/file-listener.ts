/**
 * One listening port of a file server: opening it with the problem as a value, counting and cutting its connections.
 * Knows no protocol.
 */
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';

export interface FileListener {
  port: number;
  connections(): number;
  /** Cuts what is running. */
  close(): Promise<void>;
}

const problemCodes: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'port-in-use'],
  ['EACCES', 'port-not-permitted'],
  ['EADDRNOTAVAIL', 'address-not-available'],
  ['EMFILE', 'too-many-open-files'],
]);

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): Problem {
  const parameters = { port, raw: error.message };
  return {
    code: problemCodes.get(error.code ?? '') ?? 'listen-failed',
    where: `${host}:${port}`,
    parameters,
  };
}

/** Problems: `port-in-use`, `port-not-permitted`, `address-not-available`, `too-many-open-files`, `listen-failed`. */
export function openListener(
  server: Server,
  { host, port, maxConnections }: { host: string; port: number; maxConnections: number },
): Promise<Outcome<FileListener>> {
  const sockets = new Set<Socket>();
  server.maxConnections = maxConnections;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A connection that breaks is an outcome of its transfer, seen there.
    socket.on('error', () => undefined);
  });
  return new Promise((resolve) => {
    server.once('error', (error) => {
      resolve({ ok: false, problem: listenProblem(error, host, port) });
    });
    server.listen({ host, port }, () => {
      // A TCP server's address is neither absent nor text: that is for pipes.
      const { port: real } = server.address() as AddressInfo;
      resolve({
        ok: true,
        value: {
          port: real,
          connections: () => sockets.size,
          close: () =>
            new Promise((closed) => {
              server.close(() => closed());
              for (const socket of sockets) socket.destroy();
            }),
        },
      });
    });
  });
}

/** An address as people write it: IPv4 that came through an IPv6 socket without its prefix. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
