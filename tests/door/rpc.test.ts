/** The contract over the UI's WebSocket: calls, one error shape, and the stream that only says what moved. */
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { BenchEvent } from '../../shared/api/bench-contract.ts';
import { type BenchClient, rpcSubprotocol } from '../../shared/api/contract.ts';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
  testToken,
} from '../support/composed-bench.ts';
import { openRaw, webSocketFrame } from '../wire/raw-client.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
});
afterAll(async () => {
  await opened.door.close();
  await composed.close();
});

const sockets: WebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

function connect(): { client: BenchClient; socket: WebSocket } {
  const url = `${opened.door.url.replace('http', 'ws')}/rpc`;
  const socket = new WebSocket(url, [rpcSubprotocol, testToken]);
  sockets.push(socket);
  // The socket of `ws` has what the link uses of a browser's.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { client: createORPCClient(link), socket };
}

describe('calls', () => {
  it('give what HTTP gives', async () => {
    const { client } = connect();
    expect(await client.csms.get()).toEqual((await opened.api('GET', '/csms')).body);
    const put = await client.csms.putStation({ id: 'RPC-1', securityProfile: 0 });
    expect(put).toMatchObject({ id: 'RPC-1', securityProfile: 0 });
  });

  it.each<[string, (client: BenchClient) => Promise<unknown>, string]>([
    ['an expected problem', (client) => client.csms.station({ id: 'none' }), 'station-unknown'],
    ['an input that does not fit', (client) => client.frames.list({ limit: 0 }), 'input-invalid'],
  ])('%s has the one shape', async (_, call, code) => {
    const error = await call(connect().client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ORPCError);
    expect(Reflect.get(Object(error), 'data')).toMatchObject({
      code,
      message: expect.any(String),
    });
  });

  it('text that is no call leaves the others alive', async () => {
    // The library says on the console what it cannot read.
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { client, socket } = connect();
    await client.csms.get();
    socket.send('nonsense');
    socket.send(Buffer.from([0, 1, 2]));
    expect(await connect().client.csms.get()).toBeDefined();
    said.mockRestore();
  });
});

describe('events', () => {
  it('say at most twenty times a second that the frames moved, and never what', async () => {
    const [port = 0] = await composed.listen({ securityProfiles: [0] });
    const { client } = connect();
    const abort = new AbortController();
    const stream = await client.bench.events(undefined, { signal: abort.signal });
    const events: { event: BenchEvent; atMs: number }[] = [];
    const reading = (async () => {
      for await (const event of stream) events.push({ event, atMs: performance.now() });
    })().catch(() => undefined);

    const raw = await openRaw(port, { target: '/FLOOD' });
    const begun = performance.now();
    const call = webSocketFrame('[2,"x","Heartbeat",{}]');
    let sent = 0;
    while (performance.now() - begun < 600) {
      for (let count = 0; count < 50; count += 1) raw.write(call);
      sent += 50;
      for (let count = 0; count < 50; count += 1) await raw.frame();
    }
    raw.destroy();
    await composed.frame(
      ({ kind, station }) => kind === 'connection-closed' && station === 'FLOOD',
    );
    abort.abort();
    await reading;

    const framesMoved = events.filter(({ event }) => event.topic === 'frames');
    expect(sent).toBeGreaterThan(200);
    expect(framesMoved.length).toBeGreaterThan(3);
    const [first] = framesMoved;
    const spanS = ((framesMoved.at(-1)?.atMs ?? 0) - (first?.atMs ?? 0)) / 1000;
    expect(framesMoved.length - 1).toBeLessThanOrEqual(20 * spanS + 1);
    for (const { event } of events) {
      const known = ['topic', 'revision', 'head', 'indexedTo'];
      expect(Object.keys(event).filter((name) => !known.includes(name))).toEqual([]);
    }
    const revisions = events.map(({ event }) => event.revision);
    expect(revisions).toEqual(revisions.toSorted((left, right) => left - right));
    expect(new Set(revisions).size).toBe(revisions.length);
  });

  it('tell every window', async () => {
    const streams = await Promise.all(
      [connect(), connect()].map(({ client }) => client.bench.events()),
    );
    composed.bench.csms.putStation('RPC-2', {});
    for (const stream of streams) {
      for await (const event of stream) if (event.topic === 'stations') break;
    }
  });

  it('nothing listens any more after the client left', async () => {
    let listening = 0;
    const { onMoved } = composed.bench;
    const watched = {
      ...composed.bench,
      onMoved: (moved: Parameters<typeof onMoved>[0]) => {
        listening += 1;
        const stop = onMoved(moved);
        return () => {
          listening -= 1;
          released();
          stop();
        };
      },
    };
    let released = () => {};
    const gone = new Promise<void>((resolve) => {
      released = resolve;
    });
    const before = opened;
    opened = await openTestDoor({ bench: watched });
    const { client, socket } = connect();
    const stream = await client.bench.events();
    const first = stream.next();
    composed.bench.csms.putStation('RPC-3', {});
    await first;
    expect(listening).toBe(1);
    socket.terminate();
    await gone;
    expect(listening).toBe(0);
    await opened.door.close();
    opened = before;
  });
});
