import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createORPCClient } from '@orpc/client';
import { os, type RouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { rpcSubprotocol } from '../../shared/api/socket-paths.ts';
import { type BenchConnection, connectToBench, reconnectDelayMs } from './bench-connection.ts';

const router = {
  echo: os.handler(({ input }) => input),
  never: os.handler(() => new Promise<string>(() => undefined)),
};
const token = 'the-token';

/** A bench of one procedure on a real socket, which only talks to those who bring the token. */
async function startBench(
  port = 0,
): Promise<{ server: Server; port: number; stop(): Promise<void> }> {
  const handler = new RPCHandler(router);
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => rpcSubprotocol });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => {
    const offered = request.headers['sec-websocket-protocol'];
    if (offered !== `${rpcSubprotocol},${token}` && offered !== `${rpcSubprotocol}, ${token}`) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => void handler.upgrade(client));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    server,
    // A TCP server's address is an object.
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => resolve());
      }),
  };
}

function reached(connection: BenchConnection, status: string): Promise<void> {
  return new Promise((resolve) => {
    if (connection.state().status === status) return resolve();
    const stop = connection.subscribe(() => {
      if (connection.state().status !== status) return;
      stop();
      resolve();
    });
  });
}

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

function connect(port: number, withToken = token, refused = false) {
  const connection = connectToBench({
    socketUrl: `ws://127.0.0.1:${port}/rpc`,
    token: withToken,
    tokenIsRefused: () => Promise.resolve(refused),
  });
  opened.push(() => connection.close());
  const client: RouterClient<typeof router> = createORPCClient(connection.link);
  return { connection, client };
}

describe('the connection to the bench', () => {
  it('lets calls of the first moment wait until it is open', async () => {
    const bench = await startBench();
    opened.push(bench.stop);
    const { connection, client } = connect(bench.port);
    expect(connection.state().status).toBe('connecting');
    expect(await client.echo('hello')).toBe('hello');
    expect(connection.state().status).toBe('online');
  });

  it('rejects calls while lost and works again when the bench is back', async () => {
    const bench = await startBench();
    const { connection, client } = connect(bench.port);
    await reached(connection, 'online');
    await bench.stop();
    await reached(connection, 'lost');
    await expect(client.echo('x')).rejects.toThrow('The connection to the bench is lost.');

    const again = await startBench(bench.port);
    opened.push(again.stop);
    connection.retryNow();
    await reached(connection, 'online');
    expect(await client.echo('back')).toBe('back');
  });

  it('rejects the calls that were under way when it was lost', async () => {
    const bench = await startBench();
    const { connection, client } = connect(bench.port);
    await reached(connection, 'online');
    const rejected = expect(client.never()).rejects.toThrow();
    await client.echo('the call before it has arrived');
    await bench.stop();
    await rejected;
  });

  it('tells a token that is not accepted from a bench that is not there', async () => {
    const bench = await startBench();
    opened.push(bench.stop);
    const { connection } = connect(bench.port, 'wrong', true);
    await reached(connection, 'refused');
    const nobody = connect(bench.port, 'wrong', false);
    await reached(nobody.connection, 'lost');
  });

  it('waits longer after each failed attempt, but never long', () => {
    expect([0, 1, 2, 3, 4, 5, 20].map(reconnectDelayMs)).toEqual([
      250, 500, 1_000, 2_000, 4_000, 4_000, 4_000,
    ]);
  });
});
