/** Faults of a foreign Central System in its answer to the upgrade of our charge point. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Fault } from './fault.ts';
import { dialsRaw, rawServer } from './peers.ts';
import { type FaultWorld, listening } from './world.ts';

const common = { part: 'upgrade', weAre: 'charge-point' } as const;

/** Our charge point dials a server of `node:http` that answers every request with this status. */
const answers =
  (status: number, headers: Record<string, string> = {}) =>
  async (world: FaultWorld): Promise<number> => {
    const server = createServer((_request, response) => {
      response.writeHead(status, headers).end();
    });
    world.closeLater(server);
    const port = await listening(server);
    return world.dial({ url: `ws://127.0.0.1:${port}/`, securityProfile: 1 });
  };

const refusal = (
  status: number,
  code: string,
  wrong: string,
  {
    step = 'answer',
    side = 'csms',
    headers = {},
  }: Partial<Pick<Fault['seen'], 'step' | 'side'>> & { headers?: Record<string, string> } = {},
): Fault => ({
  ...common,
  id: `answer-${status}`,
  wrong,
  peer: 'node:http',
  seen: { step, tone: 'red', code, side },
  provoke: answers(status, headers),
});

const acceptOf = (request: string): string => {
  const key = /^sec-websocket-key: *(\S+)/im.exec(request)?.[1] ?? '';
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
};

/** Our charge point dials a server that answers 101 with these lines and, if asked to, closes at once. */
const answers101 =
  (
    lines: (accept: string) => string[],
    { close = false, until }: { close?: boolean; until?: 'answered' } = {},
  ) =>
  async (world: FaultWorld): Promise<number> => {
    const port = await rawServer(world, (socket) => {
      socket.once('data', (request) => {
        const head = [
          'HTTP/1.1 101 Switching Protocols',
          'Upgrade: websocket',
          'Connection: Upgrade',
        ];
        socket.write([...head, ...lines(acceptOf(String(request))), '', ''].join('\r\n'));
        if (close) socket.end();
      });
    });
    return world.dial({ url: `ws://127.0.0.1:${port}/`, securityProfile: 1 }, until);
  };

const inAnswer = (step: Fault['seen']['step'], code: string): Fault['seen'] => ({
  step,
  tone: 'red',
  code,
  side: 'csms',
});

export const answerFaults: readonly Fault[] = [
  refusal(400, 'answered-bad-request', 'The Central System answers 400.'),
  refusal(
    401,
    'answered-unauthorized',
    'The Central System answers 401: it does not like the credentials.',
    {
      step: 'credentials',
      headers: { 'WWW-Authenticate': 'Basic realm="x"' },
    },
  ),
  refusal(
    403,
    'answered-forbidden',
    'The Central System answers 403: it does not let this one in.',
  ),
  refusal(
    404,
    'answered-not-found',
    'The Central System answers 404: wrong path, or unknown identity.',
  ),
  refusal(200, 'answered-unexpected', 'A web server that knows no WebSockets answers 200.'),
  refusal(301, 'answered-redirect', 'The Central System has moved and answers 301.', {
    side: 'charge-point',
    headers: { Location: 'wss://csms.example/' },
  }),
  refusal(
    426,
    'answered-upgrade-required',
    'A proxy removed the Upgrade header, and the server answers 426.',
    { side: 'network' },
  ),
  refusal(
    503,
    'answered-server-error',
    'The gateway is there, the Central System behind it is not: 503.',
  ),
  {
    ...common,
    id: 'answer-no-http',
    wrong: 'Another program answers on that port.',
    peer: 'raw socket',
    seen: inAnswer('answer', 'answered-not-websocket'),
    provoke: dialsRaw('ws', '220 mail.example ESMTP\r\n'),
  },
  {
    ...common,
    id: 'answer-other-sub-protocol',
    wrong: 'The Central System chooses an OCPP version that was not offered.',
    peer: 'raw socket',
    seen: inAnswer('subprotocol', 'answer-subprotocol-not-offered'),
    provoke: answers101((accept) => [
      `Sec-WebSocket-Accept: ${accept}`,
      'Sec-WebSocket-Protocol: ocpp2.0.1',
    ]),
  },
  {
    ...common,
    id: 'answer-no-sub-protocol',
    wrong: 'The Central System accepts without naming the OCPP version.',
    peer: 'raw socket',
    seen: inAnswer('subprotocol', 'answer-subprotocol-missing'),
    provoke: answers101((accept) => [`Sec-WebSocket-Accept: ${accept}`]),
  },
  {
    ...common,
    id: 'answer-wrong-accept',
    wrong: 'A cache answers with the Sec-WebSocket-Accept of another request.',
    peer: 'raw socket',
    seen: inAnswer('answer', 'answer-accept-invalid'),
    provoke: answers101(() => [
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      'Sec-WebSocket-Protocol: ocpp1.6',
    ]),
  },
  {
    ...common,
    id: 'answer-closes-at-once',
    wrong: 'The Central System accepts and closes at once, without a word.',
    peer: 'raw socket',
    seen: {
      step: 'ending',
      tone: 'amber',
      code: 'ending-without-message',
      parameters: { endedBy: 'csms' },
    },
    provoke: answers101(
      (accept) => [`Sec-WebSocket-Accept: ${accept}`, 'Sec-WebSocket-Protocol: ocpp1.6'],
      { close: true },
    ),
  },
  {
    ...common,
    id: 'answer-never',
    wrong: 'The Central System takes the upgrade request and never answers.',
    peer: 'raw socket',
    seen: inAnswer('answer', 'answer-timeout'),
    provoke: async (world) => {
      const port = await rawServer(world, (socket) => socket.resume());
      return world.dial({ url: `ws://127.0.0.1:${port}/`, securityProfile: 1 });
    },
    slowMs: 30_000,
  },
];
