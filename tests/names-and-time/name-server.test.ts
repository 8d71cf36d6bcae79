/** The name server as a charger meets it: over real sockets, asked by Node's resolver (c-ares) and by hand. */
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import dnsPacket from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import type { NameChanges } from '../../shared/api/names-and-time-contract.ts';
import {
  createServers,
  loopback,
  openUdpClient,
  type TestServers,
  type UdpClient,
} from './support.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(
  changes: NameChanges = {},
  parts: Parameters<typeof createServers>[0] = {},
): Promise<TestServers & { port: number; resolver: Resolver }> {
  const servers = createServers(parts);
  open.push(servers);
  const { names } = await servers.surface.putNames({ enabled: true, port: 0, ...changes });
  expect(names).toMatchObject({ status: 'on' });
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${names.port}`]);
  return { ...servers, port: names.port, resolver };
}

function client(port: number): UdpClient {
  const opened = openUdpClient(port);
  open.push(opened);
  return opened;
}

const csms = { name: 'csms.example', addresses: [] };
const query = (name: string, id = 1) =>
  dnsPacket.encode({ type: 'query', id, questions: [{ name, type: 'A' }] });

describe('a charger that asks', () => {
  it('for the bench gets the address it asked at, and the record says so', async () => {
    const { resolver, recorder, port } = await start({ names: [csms], ttlS: 7 });
    expect(await resolver.resolve4('csms.example', { ttl: true })).toEqual([
      { address: '127.0.0.1', ttl: 7 },
    ]);
    expect(await resolver.resolve4('bench-laptop')).toEqual(['127.0.0.1']);
    const [first] = recorder.of('name-query');
    expect(first).toMatchObject({
      ...{ role: 'bench', direction: 'in' },
      detail: {
        ...{ from: { address: '127.0.0.1' }, to: { address: '127.0.0.1', port } },
        ...{ transport: 'udp', outcome: 'answered', name: 'csms.example', type: 'A' },
        ...{ rcode: 'NOERROR', answers: ['127.0.0.1'] },
      },
    });
    expect(dnsPacket.decode(Buffer.from(first?.base64 ?? '', 'base64')).questions).toHaveLength(1);
  });

  it('for the name of a listener gets the bench', async () => {
    const settings = { hostName: 'Listener.Example' };
    // Only the host name is read.
    const listeners = () => [{ settings }] as never;
    const { resolver } = await start({}, { listeners });
    expect(await resolver.resolve4('listener.example')).toEqual(['127.0.0.1']);
  });

  it('for an IPv6 address of a name without one hears that there is none', async () => {
    const { resolver } = await start({ names: [csms] });
    await expect(resolver.resolve6('csms.example')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver.resolveSrv('csms.example')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it('for a name that nobody knows is told, and it stands among the missing until it is there', async () => {
    const { resolver, surface } = await start();
    for (const _time of [1, 2])
      await expect(resolver.resolve4('csms.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(surface.state().names.missing).toMatchObject([
      { name: 'csms.example', from: '127.0.0.1', queries: 2 },
    ]);
    await surface.putNames({ names: [csms] });
    expect(await resolver.resolve4('csms.example')).toEqual(['127.0.0.1']);
    expect(surface.state().names.missing).toEqual([]);
    expect(surface.state().names.queries[0]).toMatchObject({ outcome: 'answered' });
  });

  it('for another name may be refused instead, so that it asks its next server', async () => {
    const { resolver } = await start({ otherNames: 'refuse' });
    await expect(resolver.resolve4('elsewhere.example')).rejects.toMatchObject({
      code: 'EREFUSED',
    });
  });

  it('for any name gets the bench with the wildcard', async () => {
    const { resolver } = await start({ names: [{ name: '*', addresses: [] }] });
    expect(await resolver.resolve4('whatever.vendor.example')).toEqual(['127.0.0.1']);
  });

  it('for a name with more addresses than fit comes again over TCP', async () => {
    const name = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example`;
    const addresses = Array.from({ length: 8 }, (_, index) => `192.0.2.${index + 1}`);
    const { port, recorder } = await start({ names: [{ name, addresses }] });
    const cut = dnsPacket.decode(await client(port).ask(query(name)));
    expect(cut).toMatchObject({ flag_tc: true, answers: [] });
    const socket = connect(port, '127.0.0.1');
    open.push({ close: () => socket.destroy() });
    const whole = dnsPacket.streamEncode({
      type: 'query',
      id: 2,
      questions: [{ name, type: 'A' }],
    });
    // In two pieces, as a network may.
    socket.write(whole.subarray(0, 5));
    socket.write(whole.subarray(5));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) {
      chunks.push(chunk);
      if (dnsPacket.streamDecode(Buffer.concat(chunks)) !== null) break;
    }
    expect(dnsPacket.streamDecode(Buffer.concat(chunks))?.answers).toHaveLength(8);
    expect(recorder.of('name-query').map(({ detail }) => detail.transport)).toEqual(['udp', 'tcp']);
  });
});

describe('bad input', () => {
  it('gets FORMERR where it can, nothing else, and the server goes on: 2,000 packets of rubbish', async () => {
    let nowMs = 0;
    // The clock runs fast, so that no packet is dropped for their number.
    const { port, recorder, resolver } = await start(
      { names: [csms] },
      { nowMs: () => (nowMs += 1000) },
    );
    const rubbish = client(port);
    const asking = client(port);
    let seed = 7;
    for (let round = 0; round < 2000; round += 1) {
      const bytes = Buffer.from(query('csms.example'));
      for (let change = 0; change < 3; change += 1) {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
        bytes[(seed >> 8) % bytes.length] = (seed >> 3) & 0xff;
      }
      rubbish.send(bytes.subarray(0, round % 5 === 0 ? (seed >> 4) % bytes.length : undefined));
      // The system drops what a socket cannot take in: not too many at once.
      if (round % 50 === 0) await asking.ask(query('csms.example'));
    }
    const response = Buffer.from(query('csms.example'));
    response.writeUInt16BE(0x8180, 2);
    rubbish.send(response);
    expect(await resolver.resolve4('csms.example')).toEqual(['127.0.0.1']);
    const reasons = recorder.of('name-query').map(({ detail }) => detail.reason);
    expect(reasons).toContain('is-a-response');
    expect(recorder.of('name-query').some(({ detail }) => detail.outcome === 'malformed')).toBe(
      true,
    );
  });

  it('no question is FORMERR, a question for another class is refused', async () => {
    const { port } = await start();
    const asking = client(port);
    const empty = Buffer.alloc(12);
    empty.writeUInt16BE(9, 0);
    expect(dnsPacket.decode(await asking.ask(empty))).toMatchObject({ id: 9, rcode: 'FORMERR' });
    const chaos = dnsPacket.encode({
      type: 'query',
      questions: [{ name: 'version.bind', type: 'TXT', class: 'CH' }],
    });
    expect(dnsPacket.decode(await asking.ask(chaos))).toMatchObject({ rcode: 'REFUSED' });
  });

  it('over TCP: a length beyond reason closes the connection', async () => {
    const { port, recorder } = await start();
    const socket = connect(port, '127.0.0.1');
    open.push({ close: () => socket.destroy() });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(Buffer.from([0xff, 0xff, 1, 2, 3]));
    await closed;
    expect(recorder.of('name-query')).toMatchObject([
      { detail: { outcome: 'malformed', reason: 'too-long', transport: 'tcp' } },
    ]);
  });
});

describe('who gets an answer', () => {
  it('neighbours only, unless everyone is wanted', async () => {
    const elsewhere = { address: '127.0.0.1', family: 'ipv4' as const, network: 'lo' };
    const own = () => [{ ...elsewhere, loopback: true, prefixBits: 32 }];
    const servers = await start({ names: [csms] }, { own });
    const stranger = createSocket('udp4');
    open.push({ close: () => stranger.close() });
    // All of 127.0.0.0/8 is this machine, and with 32 bits none of it but .1 is a neighbour.
    await new Promise<void>((bound) => stranger.bind(0, '127.0.0.9', bound));
    stranger.send(query('csms.example'), servers.port, '127.0.0.1');
    const seen = await servers.recorder.next('name-query');
    expect(seen.detail).toMatchObject({
      ...{ outcome: 'ignored', reason: 'other-network', answers: [] },
      from: { address: '127.0.0.9' },
    });
    await servers.surface.putNames({ answerTo: 'everyone' });
    const answered = new Promise<Buffer>((resolve) => stranger.once('message', resolve));
    stranger.send(query('csms.example', 5), servers.port, '127.0.0.1');
    expect(dnsPacket.decode(await answered)).toMatchObject({ id: 5, rcode: 'NOERROR' });
  });

  it('whoever floods is not answered beyond the limit, and stands once in the record', async () => {
    const { port, recorder, surface } = await start({ names: [csms] }, { nowMs: () => 0 });
    const flooding = client(port);
    for (let number = 0; number < 300; number += 1) flooding.send(query('csms.example', number));
    await recorder.next('name-query', ({ detail }) => detail.reason === 'too-many-queries');
    expect(recorder.of('name-query')).toHaveLength(101);
    expect(surface.state().names.queries).toHaveLength(50);
  });
});

describe('the port', () => {
  it('taken by another program is told with its fix, and had as soon as it is free', async () => {
    const taken = createSocket('udp4');
    await new Promise<void>((bound) => taken.bind(0, '127.0.0.1', bound));
    const { port } = taken.address();
    const servers = createServers();
    open.push(servers);
    const { names } = await servers.surface.putNames({ enabled: true, port });
    expect(names).toMatchObject({
      ...{ status: 'failed', port },
      problem: { code: 'port-in-use', where: '127.0.0.1', parameters: { port } },
    });
    expect(await servers.reachability(port)).toMatchObject({ status: 'taken' });
    if (process.platform === 'linux')
      expect(await servers.reachability(port)).toMatchObject({ holder: { pid: process.pid } });
    await new Promise<void>((closed) => taken.close(closed));
    expect(await servers.reachability(port)).toMatchObject({ status: 'free' });
    expect((await servers.surface.putNames({})).names).toMatchObject({ status: 'on', port });
    expect(await servers.reachability(port)).toMatchObject({ status: 'listening' });
  });

  it('of an address that goes away is let go, and one that comes is opened', async () => {
    const base = { family: 'ipv4' as const, network: 'lo', loopback: true, prefixBits: 8 };
    let addresses = ['127.0.0.1', '127.0.0.2'];
    const servers = await start(
      {},
      { own: () => addresses.map((address) => ({ ...base, address })) },
    );
    const places = () => servers.surface.state().names.places.map(({ address }) => address);
    expect(places()).toEqual(['127.0.0.1', '127.0.0.2']);
    addresses = ['127.0.0.2', '127.0.0.3'];
    await servers.refresh();
    expect(places()).toEqual(['127.0.0.2', '127.0.0.3']);
    expect(servers.surface.state().names.places.every(({ problem }) => !problem)).toBe(true);
  });

  it('on all addresses at once, as macOS wants it, still leads to the one in the asker’s network', async () => {
    const far = { address: '192.0.2.1', family: 'ipv4' as const, network: 'far' };
    const own = () => [{ ...far, loopback: false, prefixBits: 24 }, loopback];
    const { resolver, surface, recorder } = await start({ names: [csms] }, { own, joint: true });
    const places = surface.state().names.places.map(({ address }) => address);
    expect(places).toEqual(expect.arrayContaining(['0.0.0.0']));
    expect(await resolver.resolve4('csms.example')).toEqual(['127.0.0.1']);
    expect(recorder.of('name-query')).toMatchObject([{ detail: { to: { address: '127.0.0.1' } } }]);
  });

  it('stays closed when somebody switches it on behind the end', async () => {
    const servers = createServers();
    await servers.close();
    const settings = { enabled: true, port: 0 };
    expect((await servers.surface.putNames(settings)).names.status).toBe('off');
    expect((await servers.surface.putTime(settings)).time.status).toBe('off');
    expect(servers.stored).toEqual(new Map());
  });

  it('is opened again in the next run, off is off', async () => {
    const servers = await start({ names: [csms] });
    expect(servers.stored.get('name-server')).toMatchObject({ enabled: true, names: [csms] });
    const off = await servers.surface.putNames({ enabled: false });
    expect(off.names).toMatchObject({ status: 'off', places: [] });
    const again = createServers({
      store: { read: () => ({ enabled: true, port: 0 }), write: () => undefined },
    });
    open.push(again);
    expect(again.surface.state().names.status).toBe('off');
    await again.restore();
    expect(again.surface.state().names.status).toBe('on');
  });
});
