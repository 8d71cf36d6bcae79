/** What violates RFC 6455, sent by an emulated charge point to our own Central System and to a `ws` server. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { type BadFrame, type BadFrameName, badFrames } from '../../shared/ocpp/bad-input.ts';
import { type CentralSystem, startCentralSystem } from './central-system.ts';
import { createTestBench, type TestBench } from './support.ts';

let bench: TestBench;
let central: CentralSystem;

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  expect(bench.problems).toEqual([]);
});

async function start(settings: object = {}): Promise<void> {
  bench = createTestBench();
  central = await startCentralSystem(settings);
  await bench.put('CP-1', { url: central.url, securityProfile: 0 });
  await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
}

/** Sends it and gives the frame of the record it answers. */
async function send(name: BadFrameName) {
  const done = await bench.act('CP-1', { action: 'send-bad-frame', name });
  if (!done.ok) throw new Error(done.problem.code);
  expect(done.value.outcome).toEqual({ frames: [expect.any(Number)] });
  return bench.recorder.frames.findLast(({ flags }) => flags?.includes('tampered'));
}

/** Another charge point is served as if nothing had been. */
async function expectAlive(): Promise<void> {
  await bench.put('CP-2', { url: central.url, securityProfile: 0 });
  await bench.when('CP-2', ({ registration }) => registration === 'Accepted');
}

const violations: readonly BadFrame[] = badFrames.filter(
  ({ name }) => name !== 'empty-fragments' && name !== 'cut-inside-frame',
);

describe('send-bad-frame to our own Central System', () => {
  it.each(violations)(
    'send-bad-frame: $name is answered with the right close code, and the next charge point is served',
    async ({ name, closeCodes }) => {
      await start();
      const sent = await send(name as BadFrameName);
      expect(sent).toMatchObject({ kind: 'message', direction: 'out', flags: ['tampered'] });
      const close = await bench.recorder.next('close', ({ direction }) => direction === 'in');
      expect(closeCodes).toContain(close.detail.code);
      await bench.when('CP-1', ({ status }) => status === 'waiting');
      await expectAlive();
    },
  );

  it('send-bad-frame: empty-fragments is one message, which is answered', async () => {
    await start();
    await send('empty-fragments');
    const { text } = await bench.recorder.next('message', (frame) =>
      Boolean(frame.text?.startsWith('[3,"bad-frame"')),
    );
    expect(text).toContain('currentTime');
    expect(bench.state('CP-1').status).toBe('connected');
  });

  it('send-bad-frame: cut-inside-frame resets the connection, and the charge point comes back', async () => {
    await start();
    await send('cut-inside-frame');
    const closed = await central.csms.recorder.next('connection-closed');
    expect(closed.detail.code).toBe('reset');
    await bench.when('CP-1', ({ status }) => status === 'waiting');
    bench.clock.advance(60_000);
    await bench.when('CP-1', ({ status }) => status === 'connected');
  });

  it('send-bad-frame: a lenient listener takes what it can mend and answers it', async () => {
    await start({ configuration: { lenientWebSocket: true } });
    for (const name of ['unmasked', 'reserved-bit', 'reserved-opcode', 'binary-message'] as const) {
      await send(name);
      await central.csms.recorder.next(
        'message',
        ({ flags }) => flags?.includes('lenient') === true,
      );
    }
    expect(bench.state('CP-1').status).toBe('connected');
  });

  it('send-bad-frame: nothing is sent without a connection', async () => {
    await start();
    await bench.act('CP-1', { action: 'disconnect' });
    const done = await bench.act('CP-1', { action: 'send-bad-frame', name: 'unmasked' });
    expect(done).toMatchObject({ ok: false, problem: { code: 'charge-point-not-ready' } });
  });
});

/** What `ws` does by itself; it takes binary messages, and has no limit of 1 MiB. */
const ofWs = violations.filter(
  ({ name }) => name !== 'binary-message' && name !== 'message-too-large',
);

describe('send-bad-frame to a ws server', () => {
  it.each(ofWs)('send-bad-frame: $name is a violation to it, too', async ({ name, closeCodes }) => {
    bench = createTestBench();
    central = await startCentralSystem();
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      handleProtocols: () => 'ocpp1.6',
    });
    await once(server, 'listening');
    const errors: unknown[] = [];
    server.on('connection', (socket) => socket.on('error', (error) => errors.push(error)));
    // A server on a TCP port has an address of this kind.
    const { port } = server.address() as AddressInfo;
    await bench.put('CP-1', { url: `ws://127.0.0.1:${port}`, securityProfile: 0 });
    await bench.when('CP-1', ({ status }) => status === 'connected');
    await send(name as BadFrameName);
    const close = await bench.recorder.next('close', ({ direction }) => direction === 'in');
    expect(closeCodes).toContain(close.detail.code);
    expect(errors).toHaveLength(1);
    server.close();
  });
});
