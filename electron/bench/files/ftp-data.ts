/**
 * Data connections of one FTP session, passive only: a port for each transfer, taken from the range, open to nobody but
 * the peer of the control connection. Knows no command.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { TransferError } from './file-errors.ts';
import { plainAddress } from './file-listener.ts';

export interface PassivePorts {
  from: number;
  to: number;
}

export interface FtpData {
  /** Listens anew for one connection; undefined when no port of the range is free. */
  listen(ports: PassivePorts): Promise<number | undefined>;
  isListening(): boolean;
  /** The connection, TLS done when asked for. Throws a TransferError, or what the handshake throws. */
  accept(secureContext: SecureContext | undefined): Promise<Socket>;
  /** Ends the running transfer, if any. */
  abort(): boolean;
  close(): void;
}

/** A client that asked for a port and never comes. */
const acceptTimeoutMs = 30_000;

export function createFtpData(control: Socket, idleTimeoutMs: number): FtpData {
  // Taken now: a socket that is gone has no addresses any more.
  const peer = plainAddress(control.remoteAddress);
  const host = plainAddress(control.localAddress);
  let server: Server | undefined;
  let arrived: Promise<Socket> | undefined;
  let current: Socket | undefined;
  let giveUp: ((error: TransferError) => void) | undefined;

  function close(): void {
    server?.close();
    server = undefined;
    giveUp?.(new TransferError('aborted'));
    giveUp = undefined;
    current?.destroy(new TransferError('aborted'));
    current = undefined;
  }

  /** Waits for the one connection from the right address; whoever else comes is turned away. */
  function waitFor(listening: Server): Promise<Socket> {
    const coming = new Promise<Socket>((resolve, reject) => {
      const timer = setTimeout(() => giveUp?.(new TransferError('idle-timeout')), acceptTimeoutMs);
      giveUp = (error) => {
        clearTimeout(timer);
        listening.close();
        reject(error);
      };
      listening.on('connection', (socket: Socket) => {
        socket.on('error', () => undefined);
        if (plainAddress(socket.remoteAddress) !== peer || current !== undefined) {
          socket.destroy();
          return;
        }
        clearTimeout(timer);
        listening.close();
        current = socket;
        resolve(socket);
      });
    });
    // The client may close the session without ever using the port.
    coming.catch(() => undefined);
    return coming;
  }

  return {
    async listen(ports) {
      close();
      server = await openPort(host, ports);
      if (server === undefined) return undefined;
      arrived = waitFor(server);
      // A TCP server's address is neither absent nor text: that is for pipes.
      return (server.address() as AddressInfo).port;
    },
    isListening: () => arrived !== undefined,
    async accept(secureContext) {
      const socket = await (arrived ?? Promise.reject(new TransferError('connection-lost')));
      arrived = undefined;
      giveUp = undefined;
      const ready = secureContext === undefined ? socket : await secured(socket, secureContext);
      current = ready;
      ready.setTimeout(idleTimeoutMs, () => {
        ready.destroy(new TransferError('idle-timeout'));
      });
      ready.once('close', () => {
        if (current === ready) current = undefined;
      });
      return ready;
    },
    abort() {
      const isRunning = current !== undefined || arrived !== undefined;
      arrived = undefined;
      close();
      return isRunning;
    },
    close() {
      arrived = undefined;
      close();
    },
  };
}

async function openPort(host: string, { from, to }: PassivePorts): Promise<Server | undefined> {
  const count = to - from + 1;
  // Any place to begin: sessions at the same time would else all try the first port.
  const first = Math.floor(Math.random() * count);
  for (let step = 0; step < count; step += 1) {
    const port = from + ((first + step) % count);
    const server = await tryPort(host, port);
    if (server !== undefined) return server;
  }
  return undefined;
}

function tryPort(host: string, port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer({ allowHalfOpen: false });
    server.once('error', () => resolve(undefined));
    server.listen({ host, port }, () => resolve(server));
  });
}

function secured(socket: Socket, secureContext: SecureContext): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    secure.once('error', reject);
    secure.once('close', () => reject(new TransferError('connection-lost')));
    secure.once('secure', () => {
      secure.off('error', reject);
      secure.on('error', () => undefined);
      resolve(secure);
    });
  });
}
