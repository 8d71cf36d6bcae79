/**
 * What the CSMS is compared with, each in a process of its own: a bare `ws` echo server, or the strict server of
 * ocpp-rpc. Neither records anything.
 */
import { RPCServer } from 'ocpp-rpc';
import { WebSocketServer } from 'ws';

function startEcho(): Promise<number> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: false,
    handleProtocols: () => 'ocpp1.6',
  });
  server.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  return new Promise((resolve) => {
    server.once('listening', () => resolve(portOf(server.address())));
  });
}

function portOf(address: unknown): number {
  if (typeof address !== 'object' || address === null || !('port' in address)) {
    throw new Error('the server listens on no port');
  }
  return Number(address.port);
}

async function startRpc(): Promise<number> {
  const server = new RPCServer({ protocols: ['ocpp1.6'], strictMode: true });
  server.auth((accept) => accept());
  server.on('client', (client) => {
    client.handle('Heartbeat', () => ({ currentTime: new Date().toISOString() }));
    client.handle('BootNotification', () => ({
      status: 'Accepted',
      interval: 300,
      currentTime: new Date().toISOString(),
    }));
  });
  const http = await server.listen(0, '127.0.0.1');
  return portOf(http.address());
}

process.send?.(await (process.argv[2] === 'ws-echo' ? startEcho() : startRpc()));
