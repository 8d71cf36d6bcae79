/**
 * Connections that begin a handshake and say no more: each is on record and ends by the listener's time-out, the bench
 * stays quick for others, and its memory does not grow with them for good. `BENCHPOINT_HALF_OPEN` sets how many; the
 * number of the benchmark is 10,000.
 */
import net from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';

const count = Number(process.env.BENCHPOINT_HALF_OPEN ?? 400);
/** At 10,000 a machine with two cores needs a while to take them. */
const timeoutMs = 60_000 + count * 20;
const batch = 200;

let composed: ComposedBench;
const sockets: net.Socket[] = [];
const ends: Promise<unknown>[] = [];

beforeAll(async () => {
  composed = await startComposedBench();
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await composed.close();
});

/** Half of a ClientHello, from an address of its own so that ports do not run out. */
function beginHandshake(port: number, number: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const localAddress = `127.0.1.${1 + (number % 100)}`;
    const socket: net.Socket = net.connect({ port, host: '127.0.0.1', localAddress }, () => {
      socket.write(Buffer.from([0x16, 3, 1, 0, 200, 1, 0, 0]));
      socket.removeListener('error', reject);
      socket.on('error', () => undefined);
      resolve(socket);
    });
    ends.push(new Promise((closed) => socket.once('close', closed)));
    socket.once('error', reject);
  });
}

/** The index follows the journal in order: once it has the last frame of now, it has all before it. */
function everythingIndexed(): Promise<void> {
  const { bench } = composed;
  const { head } = bench.heads();
  return new Promise((resolve) => {
    const look = () => {
      if (bench.heads().indexedTo < head) return;
      stop();
      resolve();
    };
    const stop = bench.onMoved((topic) => topic === 'frames' && look());
    look();
  });
}

it(
  `H30 ${count} half-open handshakes: recorded, ended, and new charge points are served meanwhile`,
  async () => {
    const [port = 0] = await composed.listen({
      securityProfiles: [2],
      handshakeTimeoutMs: 5000 + count * 2,
    });
    const before = process.memoryUsage().rss;
    for (let begun = 0; begun < count; begun += batch) {
      const wanted = Math.min(batch, count - begun);
      const opened = Array.from({ length: wanted }, (_, index) =>
        beginHandshake(port, begun + index),
      );
      sockets.push(...(await Promise.all(opened)));
    }
    let servedMs = 0;
    const held = process.memoryUsage().rss;
    if (opensslAvailable) {
      const begunMs = performance.now();
      const output = await runSClient(port, ['-tls1_2', '-brief']);
      // A charge point would give up after seconds; the bench is to be far from that.
      servedMs = performance.now() - begunMs;
      expect(servedMs).toBeLessThan(5000);
      expect(output).toContain('Protocol version: TLSv1.2');
    }
    await Promise.all(ends);
    await everythingIndexed();
    let recorded = 0;
    for (let key: number | undefined; ; ) {
      const page = await composed.bench.attempts.list({
        outcome: 'failed',
        limit: 200,
        before: key,
      });
      if (!page.ok) throw new Error(page.problem.code);
      const { attempts, before: next } = page.value;
      recorded += attempts.filter(({ code }) => code === 'tls-hello-incomplete').length;
      key = next;
      if (key === undefined) break;
    }
    expect(recorded).toBe(count);
    const heldKb = Math.round((held - before) / 1024 / count);
    if (process.env.BENCHPOINT_HALF_OPEN !== undefined) {
      console.log(
        `${count} half-open: ${heldKb} kB each, both ends; a handshake meanwhile ${Math.round(servedMs)} ms`,
      );
    }
    // Both ends of every connection live in this process; the bench itself keeps far less than this of each.
    expect((held - before) / count).toBeLessThan(400_000);
  },
  timeoutMs,
);
