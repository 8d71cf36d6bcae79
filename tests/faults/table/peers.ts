/**
 * The foreign programs of the table: `openssl` as client and server, `curl`, the clients of `ws` and `ocpp-rpc`, and
 * sockets whose bytes are written by hand. They know nothing of the bench but a port.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import WebSocket from 'ws';
import { writeClientHello } from '../../../electron/bench/wire/write-client-hello.ts';
import {
  closeForeignChargePoints,
  connectionError,
  foreignChargePoint,
} from '../../support/foreign-charge-point.ts';
import type { TestAuthority, TestLeaf } from '../../support/tls-certificates.ts';
import { runSClient } from '../../support/tls-server.ts';
import type { Peer } from './fault.ts';
import { type FaultWorld, type ListenerName, listening } from './world.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;

/** Whether the peer is on this machine; what comes with the packages always is. */
export function isHere(peer: Peer): boolean {
  if (peer === 'curl') return hasCurl;
  return peer.startsWith('openssl') ? hasOpenSsl : true;
}

/** The lines of an upgrade as a charger sends it, without those that are `undefined`. */
export function upgrade(
  identity: string,
  changes: Record<string, string | undefined> = {},
): string {
  const headers: Record<string, string | undefined> = {
    Host: 'localhost',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Protocol': 'ocpp1.6',
    ...changes,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return [`GET /${identity} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** A handshake by `openssl s_client`; it ends right after. */
export const sClient =
  (listener: ListenerName, ...options: string[]) =>
  (world: FaultWorld): Promise<number> =>
    world.connection(() => runSClient(world.ports[listener], options));

/** One that trusts the roots of the bench and breaks off at what it does not like. */
export const wary =
  (listener: ListenerName, ...options: string[]) =>
  (world: FaultWorld): Promise<number> =>
    sClient(
      listener,
      ...['-CAfile', world.benchRoots, '-no-CApath', '-no-CAstore', '-verify_return_error'],
      ...options,
    )(world);

/** A charger with a certificate that asks for the upgrade: what `openssl s_client` shows, and the identity. */
export async function withCertificate(
  world: FaultWorld,
  shown: { certPem: string; keyPem: string; chainPem?: string },
  identity: string,
  ...options: string[]
): Promise<number> {
  const { bench } = world.composed;
  const chain = shown.chainPem === undefined ? [] : ['-cert_chain', world.file(shown.chainPem)];
  return world.connection(() => {
    const after = bench.heads().head;
    const answered = world.composed.frame(
      ({ seq, kind }) => seq > after && kind === 'upgrade-response',
    );
    return runSClient(
      world.ports.full,
      [
        ...['-quiet', '-cert', world.file(shown.certPem), '-key', world.file(shown.keyPem)],
        ...chain,
        ...options,
      ],
      { text: upgrade(identity), until: answered },
    );
  });
}

/** Bytes by hand; resolves when the bench has closed. `end` says goodbye at once, `reply` answers the first answer and ends. */
export const send =
  (
    listener: ListenerName,
    bytes: Buffer | string,
    { end = false, reply }: { end?: boolean; reply?: Buffer } = {},
  ) =>
  (world: FaultWorld): Promise<number> =>
    world.connection(
      () =>
        new Promise<void>((resolve) => {
          const socket = net.connect(world.ports[listener], '127.0.0.1', () => {
            if (bytes.length > 0) socket.write(bytes);
            if (end) socket.end();
          });
          socket.once('data', () => reply && socket.end(reply));
          socket.on('error', () => undefined);
          socket.on('close', () => resolve());
          socket.resume();
        }),
    );

/** A fatal alert as one record in clear. */
export const alert = (number: number): Buffer => Buffer.from([21, 3, 3, 0, 2, 2, number]);

/** The suites of the whitepaper, in a hello of TLS 1.2. */
export const plainHello = (): Buffer =>
  writeClientHello({
    versionId: 0x0303,
    suiteIds: [0xc02b, 0xc02c, 0x009c, 0x009d],
    serverName: 'localhost',
  });

/** A charger's TLS library that looks at our certificate and answers with this alert. */
export const answersWithAlert = (number: number) =>
  send('full', plainHello(), { reply: alert(number) });

/** `curl` on a plain listener; `path` goes out as it stands. */
export const curl =
  (listener: ListenerName, path: string, ...options: string[]) =>
  (world: FaultWorld): Promise<number> =>
    world.connection(async () => {
      const url = `http://127.0.0.1:${world.ports[listener]}${path}`;
      const child = spawn('curl', ['-s', '--path-as-is', '-m', '5', ...options, url], {
        stdio: 'ignore',
      });
      await once(child, 'close');
    });

/** What `curl` needs to ask for a WebSocket. */
export const upgradeOptions = (changes: Record<string, string> = {}): string[] =>
  upgrade('', { Host: undefined, ...changes })
    .split('\r\n')
    .filter((line) => line.includes(': '))
    .flatMap((line) => ['-H', line]);

/** The client of `ws` with these sub-protocols. */
export const wsClient =
  (listener: ListenerName, identity: string, protocols: string[], options: object = {}) =>
  (world: FaultWorld): Promise<number> =>
    world.connection(
      () =>
        new Promise<void>((resolve) => {
          const url = `ws://127.0.0.1:${world.ports[listener]}/${identity}`;
          const socket = new WebSocket(url, protocols, options);
          socket.on('open', () => socket.close());
          socket.on('error', () => undefined);
          socket.on('close', () => resolve());
        }),
    );

/** The client of `ocpp-rpc` with a password. */
export const rpcClient =
  (listener: ListenerName, identity: string, password?: string | Buffer) =>
  (world: FaultWorld): Promise<number> =>
    world.connection(async () => {
      const endpoint = `ws://127.0.0.1:${world.ports[listener]}`;
      const options = { identity, endpoint, ...(password === undefined ? {} : { password }) };
      await connectionError(foreignChargePoint(options));
      await closeForeignChargePoints();
    });

/** Starts `openssl s_server` with a leaf for `localhost` and gives its URL. */
export async function sServer(
  world: FaultWorld,
  { certPem, keyPem, chainPem }: { certPem: string; keyPem: string; chainPem?: string },
  options: readonly string[] = [],
): Promise<string> {
  const chain = chainPem === undefined ? [] : ['-cert_chain', world.file(chainPem)];
  const child = spawn('openssl', [
    ...['s_server', '-accept', '127.0.0.1:0'],
    ...['-cert', world.file(certPem), '-key', world.file(keyPem), ...chain, ...options],
  ]);
  world.closeLater({ close: () => child.kill() });
  return new Promise((resolve, reject) => {
    let output = '';
    child.once('exit', () => reject(new Error(output)));
    child.stderr.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      const port = /ACCEPT [^\s]*:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(`wss://localhost:${port}/`);
    });
  });
}

/** Our charge point, which trusts the operator, dials `openssl s_server`. */
export const dialsSServer =
  (
    leaf: Partial<TestLeaf> & { of?: (world: FaultWorld) => TestAuthority },
    {
      options = [],
      settings = {},
    }: {
      options?: readonly string[] | ((world: FaultWorld) => readonly string[]);
      settings?: object;
    } = {},
  ) =>
  async (world: FaultWorld): Promise<number> => {
    const { of = ({ operator }) => operator, ...wanted } = leaf;
    const identity = await of(world).issue({ commonName: 'localhost', ...wanted });
    const given = typeof options === 'function' ? options(world) : options;
    const url = await sServer(world, identity, given);
    return world.dial({ url, trust: { pem: world.operator.certPem }, ...settings });
  };

/** A server on a bare socket that does this with whoever connects; gives its port. */
export async function rawServer(
  world: FaultWorld,
  serve: (socket: net.Socket) => void,
): Promise<number> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    serve(socket);
  });
  world.closeLater(server);
  return listening(server);
}

/** Our charge point dials a server that sends these bytes, once something came, and closes or not. */
export const dialsRaw =
  (scheme: 'ws' | 'wss', answer: Buffer | string, { end = true }: { end?: boolean } = {}) =>
  async (world: FaultWorld): Promise<number> => {
    const port = await rawServer(world, (socket) => {
      socket.once('data', () => {
        socket.write(answer);
        if (end) socket.end();
      });
    });
    const settings = scheme === 'ws' ? { securityProfile: 1 } : {};
    return world.dial({ url: `${scheme}://127.0.0.1:${port}/`, ...settings });
  };
