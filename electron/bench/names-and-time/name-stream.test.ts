/** Name queries over TCP from neighbours that are slow, or mean to be. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type NameStreams, openNameStreams, type StreamLimits } from './name-stream.ts';

const place = {
  ...{ address: '127.0.0.1', family: 'ipv4' as const, network: 'lo' },
  ...{ loopback: true, prefixBits: 8 },
};
const sockets: Socket[] = [];
let streams: NameStreams | undefined;
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await streams?.close();
});

/** Answers every query with itself. */
async function open(limits: StreamLimits): Promise<Socket> {
  streams = await openNameStreams(place, 0, ({ bytes }, reply) => reply.send(bytes), limits);
  const socket = connect(streams.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const query = (text: string): Buffer => Buffer.from([0, text.length, ...Buffer.from(text)]);

it('a query that comes in drips ends the connection, although it is never idle', async () => {
  const socket = await open({ idleMs: 60_000, queryMs: 300 });
  socket.resume();
  const closed = once(socket, 'close');
  socket.write(Buffer.from([0, 200]));
  const dripping = setInterval(() => socket.write('x'), 50);
  await closed;
  clearInterval(dripping);
});

it('whole queries keep their connection beyond the time of one', async () => {
  const socket = await open({ idleMs: 60_000, queryMs: 300 });
  const begunMs = performance.now();
  for (let asked = 0; performance.now() - begunMs < 900; asked += 1) {
    // In two parts each.
    const [bytes, answered] = [query(`question ${asked}`), once(socket, 'data')];
    socket.write(bytes.subarray(0, 4));
    socket.write(bytes.subarray(4));
    const [answer] = await answered;
    expect(answer).toEqual(bytes);
  }
  expect(socket.destroyed).toBe(false);
});

it('a query left half behind a whole one ends the connection too', async () => {
  const socket = await open({ idleMs: 60_000, queryMs: 300 });
  socket.resume();
  const closed = once(socket, 'close');
  socket.write(Buffer.concat([query('whole'), Buffer.from([0, 200, 1])]));
  await closed;
});
