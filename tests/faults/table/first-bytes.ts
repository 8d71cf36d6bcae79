/** Faults before TLS: the name, TCP, and first bytes that are not what the port expects. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import type { Fault } from './fault.ts';
import {
  answersWithAlert,
  dialsRaw,
  plainHello,
  rawServer,
  sClient,
  send,
  sServer,
} from './peers.ts';
import { type FaultWorld, listening } from './world.ts';

async function closedPort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** A listener whose process is stopped and whose queue is full: further SYN packets are dropped without a word. */
const stoppedListener = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    process.stdout.write(String(server.address().port) + '\\n', () => process.kill(process.pid, 'SIGSTOP'));
  });
`;

async function blackHole(world: FaultWorld): Promise<number> {
  const child = spawn(process.execPath, ['-e', stoppedListener]);
  world.closeLater({ close: () => child.kill('SIGKILL') });
  const [chunk] = await once(child.stdout, 'data');
  const port = Number(String(chunk));
  const filled = Array.from({ length: 4 }, () => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    world.closeLater({ close: () => socket.destroy() });
    return once(socket, 'connect');
  });
  // Two of them fit into the queue; the others never come to an end.
  await Promise.all(filled.slice(0, 2));
  return world.dial({ url: `wss://127.0.0.1:${port}/` });
}

const megabyteHello = Buffer.concat([
  Buffer.from([0x16, 3, 1, 0x40, 0, 1, 0x0f, 0xff, 0xff]),
  Buffer.alloc(1024 * 1024, 7),
]);

export const networkFaults: readonly Fault[] = [
  {
    id: 'name-unknown',
    wrong: 'The host name in the URL is misspelt, and no name server knows it.',
    part: 'network',
    weAre: 'charge-point',
    peer: 'resolver of the system',
    seen: { step: 'name', tone: 'red', code: 'name-not-found', side: 'network' },
    provoke: (world) => world.dial({ url: 'wss://no-such-host.invalid:9/' }),
  },
  {
    id: 'port-refused',
    wrong: 'The Central System is not running, or listens on another port.',
    part: 'network',
    weAre: 'charge-point',
    peer: 'TCP of the system',
    seen: { step: 'tcp', tone: 'red', code: 'connection-refused', side: 'csms' },
    provoke: async (world) => world.dial({ url: `wss://127.0.0.1:${await closedPort()}/` }),
  },
  {
    id: 'black-hole',
    wrong: 'A firewall drops the packets without a word.',
    part: 'network',
    weAre: 'charge-point',
    peer: 'TCP of the system',
    seen: { step: 'tcp', tone: 'red', code: 'connect-timeout', side: 'network' },
    provoke: blackHole,
    slowMs: 10_000,
  },
  {
    id: 'port-check',
    wrong: 'A load balancer, or a charger that gives up, connects and closes again.',
    part: 'network',
    weAre: 'csms',
    peer: 'raw socket',
    seen: { step: 'first-byte', tone: 'red', code: 'closed-without-data', side: 'charge-point' },
    provoke: send('full', '', { end: true }),
  },
  {
    id: 'silence',
    wrong: 'The charger connects and sends nothing.',
    part: 'network',
    weAre: 'csms',
    peer: 'raw socket',
    seen: { step: 'first-byte', tone: 'red', code: 'silence', side: 'charge-point' },
    provoke: send('hasty', ''),
  },
];

export const firstByteFaults: readonly Fault[] = [
  {
    id: 'tls-to-plain-port',
    wrong: 'The charger dials wss:// on a port that has no TLS.',
    part: 'first bytes',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: { step: 'first-byte', tone: 'red', code: 'tls-on-plain-port', side: 'charge-point' },
    provoke: sClient('plain', '-tls1_2'),
  },
  {
    id: 'plain-to-tls-port',
    wrong: 'The charger dials ws:// on a port that expects TLS.',
    part: 'first bytes',
    weAre: 'csms',
    peer: 'raw socket',
    seen: { step: 'first-byte', tone: 'red', code: 'http-on-tls-port', side: 'charge-point' },
    provoke: send('full', 'GET /CP1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n'),
  },
  {
    id: 'garbage-on-tls-port',
    wrong: 'Something that is neither TLS nor HTTP arrives on the TLS port.',
    part: 'first bytes',
    weAre: 'csms',
    peer: 'raw socket',
    seen: { step: 'first-byte', tone: 'red', code: 'not-tls-on-tls-port', side: 'charge-point' },
    provoke: send('full', Buffer.from([1, 2, 3, 4, 250, 251])),
  },
  {
    id: 'garbage-on-plain-port',
    wrong: 'Something that is no HTTP arrives on the port without TLS.',
    part: 'first bytes',
    weAre: 'csms',
    peer: 'raw socket',
    seen: { step: 'first-byte', tone: 'red', code: 'not-http-on-plain-port', side: 'charge-point' },
    provoke: send('plain', Buffer.from([0x68, 4, 7, 0, 0, 0, 250, 251])),
  },
  {
    id: 'csms-without-tls',
    wrong: 'Our charge point dials wss://, and the Central System has no TLS on that port.',
    part: 'first bytes',
    weAre: 'charge-point',
    peer: 'raw socket',
    seen: { step: 'first-byte', tone: 'red', code: 'tls-on-plain-port', side: 'charge-point' },
    provoke: dialsRaw('wss', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
  },
  {
    id: 'csms-with-tls',
    wrong: 'Our charge point dials ws://, and the Central System expects TLS on that port.',
    part: 'first bytes',
    weAre: 'charge-point',
    peer: 'raw socket',
    seen: { step: 'first-byte', tone: 'red', code: 'http-on-tls-port', side: 'charge-point' },
    // The alert with which OpenSSL answers plain HTTP: 70, protocol_version.
    provoke: dialsRaw('ws', Buffer.from([0x15, 3, 1, 0, 2, 2, 70])),
  },
  {
    id: 'csms-with-tls-openssl',
    wrong:
      'Our charge point dials ws://, and the TLS library of the Central System closes without a word.',
    part: 'first bytes',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: { step: 'answer', tone: 'red', code: 'answer-none', side: 'charge-point' },
    provoke: async (world) => {
      const identity = await world.operator.issue({ commonName: 'localhost' });
      const url = await sServer(world, identity);
      return world.dial({ url: url.replace('wss:', 'ws:'), securityProfile: 1 });
    },
  },
  {
    id: 'hello-megabyte',
    wrong: 'The charger sends a ClientHello of a megabyte.',
    part: 'first bytes',
    weAre: 'csms',
    peer: 'raw socket',
    seen: { step: 'client-hello', tone: 'red', code: 'tls-hello-malformed', side: 'charge-point' },
    provoke: send('full', megabyteHello),
  },
  {
    id: 'hello-half',
    wrong: 'The second packet of the ClientHello is lost on the way.',
    part: 'first bytes',
    weAre: 'csms',
    peer: 'raw socket',
    seen: { step: 'client-hello', tone: 'red', code: 'tls-hello-incomplete', side: 'charge-point' },
    provoke: (world) => send('hasty', plainHello().subarray(0, 60))(world),
  },
  {
    id: 'handshake-half',
    wrong: 'The charger stops in the middle of the handshake, as a slow controller does.',
    part: 'first bytes',
    weAre: 'csms',
    peer: 'raw socket',
    seen: { step: 'tls', tone: 'red', code: 'tls-handshake-timeout', side: 'charge-point' },
    provoke: (world) => send('hasty', plainHello())(world),
  },
  {
    id: 'handshake-dropped',
    wrong: 'The charger closes the connection without a word when it has seen our certificate.',
    part: 'first bytes',
    weAre: 'csms',
    peer: 'raw socket',
    seen: { step: 'tls', tone: 'red', code: 'tls-handshake-abandoned', side: 'charge-point' },
    provoke: (world) => send('full', plainHello(), { reply: Buffer.alloc(0) })(world),
  },
  {
    id: 'csms-silent-in-tls',
    wrong: 'The Central System accepts the connection and never answers the ClientHello.',
    part: 'first bytes',
    weAre: 'charge-point',
    peer: 'raw socket',
    seen: { step: 'tls', tone: 'red', code: 'tls-handshake-timeout', side: 'csms' },
    provoke: async (world) => {
      const port = await rawServer(world, (socket) => socket.resume());
      return world.dial({ url: `wss://127.0.0.1:${port}/` });
    },
    slowMs: 30_000,
  },
];

/** A charger whose TLS library ends the handshake with an alert, byte by byte as it stands on the wire. */
const alertFault = (
  number: number,
  name: string,
  wrong: string,
  seen: Pick<Fault['seen'], 'step' | 'code'>,
): Fault => ({
  id: `alert-${name}`,
  wrong,
  part: 'TLS',
  weAre: 'csms',
  peer: 'raw socket',
  seen: { ...seen, tone: 'red', side: 'charge-point', alert: { number, sentBy: 'charge-point' } },
  provoke: answersWithAlert(number),
});

export const alertFaults: readonly Fault[] = [
  alertFault(40, 'handshake-failure', 'The charger ends the handshake with alert 40.', {
    step: 'alert',
    code: 'tls-handshake-failure',
  }),
  alertFault(42, 'bad-certificate', 'The charger ends the handshake with alert 42.', {
    step: 'server-certificate',
    code: 'server-certificate-rejected',
  }),
  alertFault(43, 'unsupported-certificate', 'The charger ends the handshake with alert 43.', {
    step: 'server-certificate',
    code: 'server-certificate-unsupported',
  }),
  alertFault(44, 'certificate-revoked', 'The charger ends the handshake with alert 44.', {
    step: 'server-certificate',
    code: 'server-certificate-revoked',
  }),
  alertFault(46, 'certificate-unknown', 'The charger ends the handshake with alert 46.', {
    step: 'server-certificate',
    code: 'server-certificate-rejected',
  }),
  alertFault(49, 'access-denied', 'The charger ends the handshake with alert 49.', {
    step: 'alert',
    code: 'tls-access-denied',
  }),
  alertFault(80, 'internal-error', 'The TLS library of the charger fails (alert 80).', {
    step: 'alert',
    code: 'tls-internal-error',
  }),
];
