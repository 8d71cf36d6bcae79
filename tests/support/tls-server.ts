/**
 * A TLS server for tests that reads the ClientHello before OpenSSL does, as the listener will; and an
 * `openssl s_client` to talk to it. Imported by tests only.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import {
  type ClientHelloReading,
  readClientHello,
} from '../../electron/bench/wire/client-hello.ts';
import {
  type ServerTlsChoice,
  serverTlsOffer,
  serverTlsOptions,
} from '../../electron/bench/wire/tls-policy.ts';

/** What the server saw of one attempt. */
export interface Attempt {
  hello: ClientHelloReading;
  error?: Error;
  secured?: tls.TLSSocket;
  authorizationError?: string;
  peerCertificateAbsent?: boolean;
}

export interface TestServer {
  port: number;
  offer: ReturnType<typeof serverTlsOffer>;
  /** The outcome of the next attempt: a failed handshake, or a finished one. */
  nextAttempt(): Promise<Attempt>;
  close(): void;
}

/** Starts a server with our own policy on a free port; `overrides` reach OpenSSL as they are. */
export async function startTlsServer(
  choice: ServerTlsChoice,
  overrides: tls.TlsOptions = {},
): Promise<TestServer> {
  const waiting: ((attempt: Attempt) => void)[] = [];
  const done: Attempt[] = [];
  const finish = (attempt: Attempt) => {
    const next = waiting.shift();
    if (next) next(attempt);
    else done.push(attempt);
  };
  const readings = new Map<number, ClientHelloReading>();
  const secure = tls.createServer({ ...serverTlsOptions(choice), ...overrides });
  const helloOf = (socket: tls.TLSSocket): ClientHelloReading =>
    readings.get(socket.remotePort ?? 0) ??
    [...readings.values()].at(-1) ?? { kind: 'need-more', atLeast: 1 };
  secure.on('tlsClientError', (error, socket) =>
    finish({ hello: helloOf(socket), error, ...verification(socket) }),
  );
  secure.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume();
    finish({ hello: helloOf(socket), secured: socket, ...verification(socket) });
  });
  const server = net.createServer((socket) => {
    const remotePort = socket.remotePort ?? 0;
    let bytes = Buffer.alloc(0);
    const failedEarly = (error?: Error) =>
      finish({ hello: readClientHello(bytes), ...(error ? { error } : {}) });
    const onEnd = () => failedEarly();
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const reading = readClientHello(bytes);
      if (reading.kind === 'need-more') return;
      readings.set(remotePort, reading);
      socket.off('data', onData).off('error', failedEarly).off('end', onEnd);
      socket.pause();
      socket.unshift(bytes);
      secure.emit('connection', socket);
    };
    socket.on('data', onData).on('error', failedEarly).on('end', onEnd);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    port: address.port,
    offer: serverTlsOffer(choice),
    nextAttempt: () => {
      const attempt = done.shift();
      return attempt
        ? Promise.resolve(attempt)
        : new Promise((resolve) => {
            waiting.push(resolve);
          });
    },
    close: () => {
      server.close();
      secure.close();
    },
  };
}

function verification(
  socket: tls.TLSSocket,
): Pick<Attempt, 'authorizationError' | 'peerCertificateAbsent'> {
  // Node types it as Error and delivers the code as text.
  const error = socket.authorizationError as unknown;
  const facts: Pick<Attempt, 'authorizationError' | 'peerCertificateAbsent'> = {};
  if (typeof error === 'string') facts.authorizationError = error;
  if (error && Object.keys(socket.getPeerCertificate() ?? {}).length === 0)
    facts.peerCertificateAbsent = true;
  return facts;
}

/** Whether an OpenSSL with these s_client options is installed; without one its tests are skipped. */
export const opensslAvailable = spawnSync('openssl', ['version']).status === 0;

/**
 * Runs `openssl s_client` against a local port until it ends, and gives all it printed. `input.text` goes through TLS; its
 * end is sent after `input.until`.
 */
export async function runSClient(
  port: number,
  options: readonly string[],
  input?: { text: string; until: Promise<unknown> },
): Promise<string> {
  const child = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...options]);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  if (input !== undefined) {
    child.stdin.write(input.text);
    await Promise.race([input.until, closed]);
  }
  child.stdin.end();
  await closed;
  return output;
}
