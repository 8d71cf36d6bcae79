/** Upgrade requests that are wrong, sent by an emulated charge point to our own Central System and to a `ws` server. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { badHandshakeOutcome } from '../../shared/api/charge-point-behaviour-contract.ts';
import {
  type BadHandshake,
  type BadHandshakeName,
  badHandshakes,
} from '../../shared/ocpp/bad-input.ts';
import { authorities } from '../files/support.ts';
import { type CentralSystem, startCentralSystem } from './central-system.ts';
import { materialOf } from './secure-central-system.ts';
import { createTestBench, type TestBench } from './support.ts';

let bench: TestBench;
let central: CentralSystem;
const key = 'a key of sixteen or more';

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  expect(bench.problems).toEqual([]);
});

async function send(name: BadHandshakeName) {
  const done = await bench.act('CP-1', { action: 'send-bad-handshake', name });
  if (!done.ok) throw new Error(done.problem.code);
  return badHandshakeOutcome.parse(done.value.outcome);
}

const all: readonly BadHandshake[] = badHandshakes;
const withoutKey = all.filter(({ needsKey, name }) => !needsKey && name !== 'wrong-transport');

describe('send-bad-handshake to our own Central System', () => {
  it.each(withoutKey)(
    'send-bad-handshake: $name is answered as it should be, and the connection there is stays',
    async ({ name, statuses }) => {
      bench = createTestBench();
      central = await startCentralSystem();
      await bench.put('CP-1', { url: central.url, securityProfile: 0 });
      await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
      const { httpStatus, failure, frames } = await send(name as BadHandshakeName);
      expect(failure).toBeUndefined();
      expect(statuses).toContain(httpStatus);
      const [request, response] = frames.map((seq) => bench.recorder.frames[seq - 1]);
      expect(request).toMatchObject({
        kind: 'upgrade-request',
        flags: ['tampered'],
        station: 'CP-1',
      });
      expect(response).toMatchObject({ kind: 'upgrade-response', detail: { status: httpStatus } });
      expect(bench.state('CP-1').status).toBe('connected');
      await central.csms.recorder.next(
        'upgrade-response',
        ({ detail }) => detail.status === httpStatus,
      );
      const payload = { vendorId: 'alive' };
      const alive = await bench.act('CP-1', {
        action: 'send',
        ocppAction: 'DataTransfer',
        payload,
      });
      expect(alive).toMatchObject({ ok: true, value: { outcome: { outcome: 'result' } } });
    },
  );

  it('send-bad-handshake: wrong-transport speaks TLS where none is spoken', async () => {
    bench = createTestBench();
    central = await startCentralSystem();
    await bench.put('CP-1', { url: central.url, securityProfile: 0, autoConnect: false });
    const { httpStatus, failure } = await send('wrong-transport');
    expect(httpStatus).toBeUndefined();
    expect(failure).toBeDefined();
    const seen = await central.csms.recorder.next('connection-failed');
    expect(seen.detail.code).toBe('tls-on-plain-port');
  });

  it('send-bad-handshake: wrong-transport speaks HTTP to a TLS port, and keeps the key to itself', async () => {
    bench = createTestBench({ authorities });
    const tlsMaterial = await materialOf(authorities);
    central = await startCentralSystem({
      scheme: 'wss',
      tlsMaterial,
      configuration: { securityProfiles: [2] },
    });
    await bench.put('CP-1', {
      url: central.url,
      securityProfile: 2,
      password: key,
      autoConnect: false,
    });
    const { httpStatus, failure, frames } = await send('wrong-transport');
    expect(httpStatus).toBeUndefined();
    expect(failure).toBeDefined();
    const request = bench.recorder.frames[(frames[0] ?? 0) - 1];
    expect(request).toMatchObject({ kind: 'upgrade-request', flags: ['tampered'] });
    expect(JSON.stringify(request)).not.toContain('Authorization');
    const seen = await central.csms.recorder.next('connection-failed');
    expect(seen.detail.code).toBe('http-on-tls-port');
  });

  it('send-bad-handshake: a port where nobody listens is told as it is', async () => {
    bench = createTestBench();
    central = await startCentralSystem();
    await bench.put('CP-1', { url: 'ws://127.0.0.1:1', securityProfile: 0, autoConnect: false });
    expect(await send('key-missing')).toMatchObject({ failure: 'connection-refused' });
  });
});

describe('send-bad-handshake to a ws server', () => {
  it.each([
    'key-missing',
    'key-short',

    'method-post',
    'header-too-large',
    'no-upgrade',
  ] as const)('send-bad-handshake: %s is refused by it, too', async (name) => {
    bench = createTestBench();
    central = await startCentralSystem();
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    // A server on a TCP port has an address of this kind.
    const { port } = server.address() as AddressInfo;
    await bench.put('CP-1', {
      url: `ws://127.0.0.1:${port}`,
      securityProfile: 0,
      autoConnect: false,
    });
    const { httpStatus } = await send(name);
    expect(httpStatus).toBeGreaterThanOrEqual(400);
    server.close();
  });
});
