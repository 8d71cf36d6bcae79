/**
 * Bad input by the hundred thousand over real sockets: without a crash, a leak or an unanswered sound CALL.
 * A failure names its seed; BENCHPOINT_FUZZ_SEED repeats it as far as the order among sockets allows.
 */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upgradeRequest, webSocketFrame } from '../wire/raw-client.ts';
import { type FuzzedBench, startFuzzedBench } from './fuzzed-bench.ts';
import { mutatedBytes, mutatedMessage, soundMessage } from './mutations.ts';
import { connectSocket, endSocket, openPeer, type Peer } from './peer.ts';
import { createRandom, type Random, seedOfRun } from './random.ts';

const seed = seedOfRun();
const named = (what: string) => `${what}; BENCHPOINT_FUZZ_SEED=${seed}`;

const counts = { messages: 140_000, webSocketFrames: 60_000, upgrades: 4000, hellos: 4000 };
/** What a run may leave behind: caches that fill, code that is compiled. A leak of 50 bytes a frame is more. */
const heapGrowthBytes = 10_000_000;
/** Of the JSON of all stations: what stations say may not grow without bound. */
const stationsLimit = 2_000_000;
const patienceMs = 1000;
const limitMs = 120_000;

let bench: FuzzedBench;
let keeper: Peer;
let heapBefore = 0;

/** Runs `work` for the numbers below `count`, several at a time, each with random choices of its own. */
async function inParallel(
  name: string,
  count: number,
  lanes: number,
  work: (random: Random, lane: number, number: number) => Promise<void>,
): Promise<void> {
  const random = createRandom(seed);
  let next = 0;
  async function run(lane: number): Promise<void> {
    while (next < count) {
      const number = next;
      next += 1;
      await work(random.derive(`${name} ${number}`), lane, number);
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
}

async function fuzzMessages(count: number): Promise<void> {
  const perBatch = 250;
  const lanes = 8;
  const peers = await Promise.all(
    Array.from({ length: lanes }, (_, lane) => openPeer(bench.ports.strict, `CP${lane}`)),
  );
  await inParallel('messages', count / perBatch, lanes, async (random, lane, batch) => {
    const frames = Array.from({ length: perBatch }, (_, index) =>
      webSocketFrame(mutatedMessage(random, `bad-${batch}-${index}`)),
    );
    peers[lane]?.write(Buffer.concat(frames));
    // What is no OCPP message is no reason to close: the very same connection must answer.
    expect(await peers[lane]?.heartbeat(), named(`messages ${batch}`)).toBe(true);
  });
  await Promise.all(peers.map((peer) => peer.end()));
}

function mutatedFrame(random: Random): Buffer {
  const text = JSON.stringify(soundMessage(random, 'frame'));
  const frame = webSocketFrame(random.chance(0.3) ? random.bytes(random.below(200)) : text, {
    opcode: random.pick([0, 1, 1, 1, 2, 8, 9, 10, 3, 11]),
    fin: random.chance(0.8),
    masked: random.chance(0.9),
    reserved: random.chance(0.9) ? 0 : random.below(8),
    ...(random.chance(0.03)
      ? { declaredLength: BigInt(random.pick([0, 126, 2 ** 20 + 1, 2 ** 53])) }
      : {}),
  });
  return random.chance(0.5) ? mutatedBytes(frame, random) : frame;
}

async function fuzzWebSocketFrames(count: number): Promise<void> {
  const perConnection = 40;
  await inParallel('frames', count / perConnection, 16, async (random, lane, number) => {
    const port = random.chance(0.5) ? bench.ports.strict : bench.ports.lenient;
    const peer = await openPeer(port, `CP${lane}`);
    expect(await peer.heartbeat(), named(`frames ${number}`)).toBe(true);
    const frames = Array.from({ length: perConnection }, () => mutatedFrame(random));
    const bytes = Buffer.concat(frames);
    // In two pieces, cut anywhere.
    const cut = random.below(bytes.length);
    peer.write(bytes.subarray(0, cut));
    peer.write(bytes.subarray(cut));
    await peer.end();
  });
}

function mutatedUpgrade(random: Random): Buffer {
  const request = upgradeRequest({
    method: random.pick(['GET', 'GET', 'GET', 'POST', 'PUT', 'get', '']),
    target: random.pick([
      '/CP39',
      '/CP39/',
      '/a/b/CP39',
      '/%43P39',
      '/%zz',
      '//',
      '/CP39?x=1',
      '*',
    ]),
    httpVersion: random.pick(['1.1', '1.1', '1.1', '1.0', '2.0', '9.9']),
    headers: {
      'Sec-WebSocket-Protocol': random.pick([
        'ocpp1.6',
        'ocpp2.0.1, ocpp1.6',
        'soap',
        ',,',
        undefined,
      ]),
      'Sec-WebSocket-Version': random.pick(['13', '13', '12', 'x', undefined]),
      Authorization: random.pick([undefined, 'Basic', 'Basic !!!', 'Basic Q1AzOTo=', 'Bearer x']),
      'X-Long': random.chance(0.02) ? 'x'.repeat(random.below(40_000)) : undefined,
    },
  });
  return random.chance(0.8)
    ? mutatedBytes(Buffer.from(request, 'latin1'), random)
    : Buffer.from(request);
}

/** Sends bytes on a connection of their own and waits until it is over. */
async function sendAlone(port: number, bytes: Buffer, random: Random): Promise<void> {
  const socket = await connectSocket(port);
  const cut = random.chance(0.2) ? random.below(bytes.length + 1) : bytes.length;
  socket.write(bytes.subarray(0, cut));
  socket.write(bytes.subarray(cut));
  await endSocket(socket, patienceMs);
}

async function fuzzUpgrades(count: number): Promise<void> {
  await inParallel('upgrades', count, 16, async (random, lane, number) => {
    await sendAlone(bench.ports.strict, mutatedUpgrade(random), random);
    if (number % 40 !== 0) return;
    const peer = await openPeer(bench.ports.strict, `CP${lane}`);
    expect(await peer.heartbeat(), named(`upgrades ${number}`)).toBe(true);
    await peer.end();
  });
}

/** A real ClientHello, as Node's own client sends it. */
async function realHello(options: tls.ConnectionOptions): Promise<Buffer> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const connected = once(server, 'connection');
  const client = tls.connect({ ...options, host: '127.0.0.1', port: address.port });
  client.on('error', () => {});
  const [socket] = await connected;
  const [hello] = await once(socket, 'data');
  client.destroy();
  socket.destroy();
  server.close();
  return hello;
}

/** Whether a sound client gets through the handshake. */
async function handshakeWorks(port: number): Promise<boolean> {
  const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function fuzzHellos(count: number): Promise<void> {
  const hellos = [
    await realHello({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }),
    await realHello({ minVersion: 'TLSv1.3', servername: 'csms.example' }),
    await realHello({ ALPNProtocols: ['http/1.1'], ciphers: 'AES256-GCM-SHA384' }),
  ];
  await inParallel('hellos', count, 16, async (random, _lane, number) => {
    const port = random.chance(0.9) ? bench.ports.tls : bench.ports.strict;
    await sendAlone(port, mutatedBytes(random.pick(hellos), random), random);
    if (number % 100 !== 0) return;
    expect(await handshakeWorks(bench.ports.tls), named(`hellos ${number}`)).toBe(true);
  });
}

beforeAll(async () => {
  bench = await startFuzzedBench();
  // On its own connection from the first to the last moment.
  keeper = await openPeer(bench.ports.strict, 'CP38');
  await fuzzMessages(counts.messages / 10);
  await fuzzWebSocketFrames(counts.webSocketFrames / 20);
  await fuzzUpgrades(100);
  await fuzzHellos(100);
  await bench.settle();
  heapBefore = await bench.heapBytes();
}, limitMs);

afterAll(async () => {
  await keeper.end();
  await bench.stop();
});

describe(`bad input, seed ${seed}`, () => {
  it(
    `${counts.messages} mutated OCPP-J messages leave every sound CALL answered on the same connection`,
    () => fuzzMessages(counts.messages),
    limitMs,
  );

  it(
    `${counts.webSocketFrames} mutated WebSocket frames leave every sound CALL answered on a fresh connection`,
    () => fuzzWebSocketFrames(counts.webSocketFrames),
    limitMs,
  );

  it(
    `${counts.upgrades} mutated upgrade requests leave the next sound one admitted`,
    () => fuzzUpgrades(counts.upgrades),
    limitMs,
  );

  it(
    `${counts.hellos} mutated ClientHello leave the next sound handshake working`,
    () => fuzzHellos(counts.hellos),
    limitMs,
  );

  it(
    'all of it is indexed and can be read, nothing is kept in memory, and nothing went wrong inside',
    async () => {
      const { head, read, stationsCharacters, problems } = await bench.settle();
      expect(read, named('frames read')).toBeGreaterThanOrEqual(head);
      expect(head).toBeGreaterThan(200_000);
      expect(stationsCharacters, named('stations')).toBeLessThan(stationsLimit);
      expect(problems, named('program log')).toEqual([]);
      expect((await bench.heapBytes()) - heapBefore, named('heap')).toBeLessThan(heapGrowthBytes);
      expect(await keeper.heartbeat(), named('first connection')).toBe(true);
    },
    limitMs,
  );
});
