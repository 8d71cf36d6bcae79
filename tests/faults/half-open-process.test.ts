/**
 * Half-open handshakes against a bench in a process of its own, so that the descriptors of this test are not its own:
 * while all of them stand a charge point gets in and the API answers, and afterwards the bench is still there.
 * 10,000 where the system allows as many descriptors; `BENCHPOINT_HALF_OPEN` sets another number.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChildBench, startChildBench } from '../support/child-bench.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';
import { plainHello } from './table/peers.ts';

/** Beside those for the connections, there and here. */
const otherDescriptors = 500;

function mostConnections(): number {
  const limit = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).stdout?.trim();
  const descriptors = limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit) || 1024;
  return Math.min(10_000, descriptors - otherDescriptors);
}

const count = Number(process.env.BENCHPOINT_HALF_OPEN ?? mostConnections());
const batch = 250;
const folder = mkdtempSync(join(tmpdir(), 'benchpoint-half-open-'));
const sockets: net.Socket[] = [];
let bench: ChildBench;
beforeAll(async () => {
  const command = ['csms', '--listen', '2@127.0.0.1:0'];
  bench = await startChildBench({ command, dataFolder: folder });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await bench.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** From an address of its own, so that ports do not run out. */
async function begin(number: number): Promise<void> {
  const localAddress = `127.0.1.${1 + (number % 100)}`;
  const socket = net.connect({ port: bench.port, host: '127.0.0.1', localAddress });
  sockets.push(socket);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(plainHello().subarray(0, 60));
}

it.skipIf(!opensslAvailable)(
  `H30 ${count} half-open handshakes leave a bench alive and quick`,
  async () => {
    for (let begun = 0; begun < count; begun += batch) {
      const wanted = Math.min(batch, count - begun);
      await Promise.all(Array.from({ length: wanted }, (_, index) => begin(begun + index)));
    }
    expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([]);
    const startedMs = performance.now();
    expect(await runSClient(bench.port, ['-tls1_2', '-brief'])).toContain('TLSv1.2');
    await bench.api('GET', '/csms');
    // A charge point would give up after seconds; the bench is to be far from that.
    expect(performance.now() - startedMs).toBeLessThan(5000);
    for (const socket of sockets) socket.destroy();
    expect(await runSClient(bench.port, ['-tls1_3', '-brief'])).toContain('TLSv1.3');
    const state = await bench.api('GET', '/attempts?limit=1');
    expect(state).toMatchObject({ attempts: [expect.anything()] });
    expect(bench.process.exitCode).toBeNull();
  },
  30_000 + count * 20,
);
