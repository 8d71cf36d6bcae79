/** Wire cases of the system against the composed bench: S1 storm, S5 taken port, W14 idle sockets, S2 slow reader. */
import net from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { csmsRequest } from '../../shared/api/csms-contract.ts';
import { speakProblem } from '../../shared/api/problem-words.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { closeForeignChargePoints, foreignChargePoint } from '../support/foreign-charge-point.ts';
import { createAuthority, type TestAuthority } from '../support/tls-certificates.ts';
import { connectRaw, destroyRawClients, openRaw, webSocketFrame } from '../wire/raw-client.ts';

let composed: ComposedBench;
let operator: TestAuthority;
beforeAll(async () => {
  composed = await startComposedBench();
  operator = await createAuthority('ecdsa', 'Operator of the storm');
  composed.bench.pki.addTrustedRoot(operator.certPem);
});
afterEach(async () => {
  destroyRawClients();
  await closeForeignChargePoints();
});
afterAll(() => composed.close());

const stormClients = 300;
const dialledAtOnce = 40;

/** One mutual-TLS client: connects, boots, stays. */
function boot(url: string, options: tls.ConnectionOptions): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, ['ocpp1.6'], options);
    socket.once('error', reject);
    socket.once('open', () =>
      socket.send(
        '[2,"1","BootNotification",{"chargePointVendor":"Storm","chargePointModel":"S"}]',
      ),
    );
    socket.once('message', (data) => {
      const [type, id] = JSON.parse(String(data));
      if (type === 3 && id === '1') resolve(socket);
      else reject(new Error(String(data)));
    });
  });
}

async function storm(url: string, options: tls.ConnectionOptions): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  let next = 0;
  async function dialler(): Promise<void> {
    while (next < stormClients) {
      const id = `STORM-${next}`;
      next += 1;
      sockets.push(await boot(`${url}/${id}`, options));
    }
  }
  await Promise.all(Array.from({ length: dialledAtOnce }, dialler));
  return sockets;
}

describe('S1', () => {
  it('a storm of mutual-TLS clients, twice, is served whole and recorded whole', async () => {
    const [port] = await composed.listen({ securityProfiles: [3] });
    const { certPem, keyPem } = await operator.issue({
      commonName: 'SN-STORM',
      organisation: 'Benchpoint CPO',
      purpose: 'client',
    });
    const ca = await composed.bench.pki.rootPem('ecdsa');
    const secureContext = tls.createSecureContext({ ca, cert: certPem, key: keyPem });
    const options = { secureContext, maxVersion: 'TLSv1.2' as const };
    const url = `wss://localhost:${port}`;
    const first = await storm(url, options);
    expect(composed.bench.csms.state().connected).toBe(stormClients);
    // Everybody comes again while everybody is still connected: the newest wins, nobody is lost (W13).
    const replaced = Promise.all(
      first.map((socket) => new Promise((resolve) => socket.once('close', resolve))),
    );
    const second = await storm(url, options);
    expect(await replaced).toEqual(first.map(() => 1008));
    expect(composed.bench.csms.state().connected).toBe(stormClients);
    const answered = (await composed.frames()).filter(
      ({ action, messageType, direction }) =>
        action === 'BootNotification' && messageType === 'result' && direction === 'out',
    );
    expect(answered).toHaveLength(2 * stormClients);
    for (const socket of second) socket.terminate();
  });
});

describe('S5', () => {
  it('a taken port is named with its holder and a fix; the rest of the bench runs on', async () => {
    const [free = 0] = await composed.listen({ securityProfiles: [0] });
    const holder = net.createServer();
    await new Promise<void>((resolve) => {
      holder.listen(0, '127.0.0.1', resolve);
    });
    const address = holder.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const state = await composed.bench.csms.configure(
      csmsRequest.parse({
        listeners: [
          { host: '127.0.0.1', port: free, securityProfiles: [0] },
          { host: '127.0.0.1', port, securityProfiles: [0] },
        ],
      }),
    );
    expect(state.listeners.map(({ status }) => status).toSorted()).toEqual(['failed', 'listening']);
    expect(state.listeners.find(({ status }) => status === 'failed')?.problem).toMatchObject({
      code: 'port-in-use',
      parameters: { port },
    });
    const failed = await composed.frame(({ kind }) => kind === 'listener-failed');
    expect(failed.detail).toMatchObject({ port, code: 'port-in-use' });
    expect(await composed.bench.reachability(port)).toMatchObject({
      status: 'taken',
      problem: { code: 'port-in-use' },
    });
    expect(await composed.bench.reachability(free)).toMatchObject({ status: 'listening' });
    await new Promise((resolve) => holder.close(resolve));
    const again = await composed.listen({ securityProfiles: [0], port });
    expect(again).toEqual([port]);
  });

  it('a port that another listener of the bench has is named with that listener', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [0] });
    const [first] = composed.bench.csms.state().listeners;
    const listeners = [
      { id: first?.id, host: '127.0.0.1', port, securityProfiles: [0] },
      { id: 'second', host: '0.0.0.0', port, securityProfiles: [1] },
    ];
    const state = await composed.bench.csms.configure(csmsRequest.parse({ listeners }));
    const problem = state.listeners.find(({ id }) => id === 'second')?.problem;
    expect(problem).toMatchObject({
      code: 'port-in-use',
      parameters: { owner: 'listener', ownerName: first?.id },
    });
    const spoken = problem && speakProblem(problem);
    expect(spoken?.message).toBe(
      `Port ${port} is taken by ${first?.id}, a listener of this bench.`,
    );
    expect(spoken?.fix).not.toContain('program');
  });

  it('a port that a file server of the bench has is named with that server', async () => {
    await composed.bench.files.putSettings({ host: '127.0.0.1', httpPort: 0 });
    const { servers } = await composed.bench.files.start('http');
    const port = servers.find(({ server }) => server === 'http')?.port ?? 0;
    const listeners = [{ host: '127.0.0.1', port, securityProfiles: [0] }];
    const state = await composed.bench.csms.configure(csmsRequest.parse({ listeners }));
    expect(state.listeners[0]?.problem).toMatchObject({
      code: 'port-in-use',
      parameters: { owner: 'file-server', ownerName: 'http' },
    });
    expect(await composed.bench.reachability(port)).toMatchObject({
      status: 'taken',
      problem: { parameters: { owner: 'file-server' } },
    });
    await composed.bench.files.stop('http');
  });
});

describe('W14', () => {
  it('200 idle sockets leave the service as it is', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [0] });
    await Promise.all(Array.from({ length: 200 }, () => connectRaw(port)));
    const point = foreignChargePoint({ identity: 'BUSY', endpoint: `ws://localhost:${port}` });
    await point.connect();
    expect(await point.call('Heartbeat', {})).toBeDefined();
  });
});

describe('S2', () => {
  it('a reader that stopped is not buffered without bound, and others are served', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [0], pingIntervalMs: 0 });
    const slow = await openRaw(port, { target: '/SLOW' });
    slow.socket.pause();
    const other = foreignChargePoint({ identity: 'QUICK', endpoint: `ws://localhost:${port}` });
    await other.connect();
    const before = process.memoryUsage().rss;
    const call = webSocketFrame(`[2,"h","Heartbeat",{}]`);
    const many = Buffer.concat(Array.from({ length: 2000 }, () => call));
    // Writes until the bench no longer reads, because nobody reads its answers.
    for (let round = 0; round < 200 && slow.socket.writableLength < 1_000_000; round += 1) {
      slow.socket.write(many);
      await other.call('Heartbeat', {});
    }
    // More lies in our client than the system takes: the bench has stopped reading.
    const grown = process.memoryUsage().rss - before;
    expect(slow.socket.writableLength).toBeGreaterThan(0);
    expect(grown - slow.socket.writableLength).toBeLessThan(150_000_000);
    expect(await other.call('Heartbeat', {})).toBeDefined();
  });
});
