import { afterEach, describe, expect, it } from 'vitest';
import {
  ask,
  closePayload,
  connectRaw,
  destroyRawClients,
  type FrameParts,
  openRaw,
  type RawClient,
  upgradeRequest,
  webSocketFrame,
} from './raw-client.ts';
import { startTestCsms, type TestCsms, type TestCsmsOptions } from './support.ts';

const running: TestCsms[] = [];

async function start(options: TestCsmsOptions = {}): Promise<TestCsms> {
  const csms = await startTestCsms(options);
  running.push(csms);
  return csms;
}

afterEach(async () => {
  destroyRawClients();
  await Promise.all(running.splice(0).map((csms) => csms.stop()));
});

const heartbeat = '[2,"alive","Heartbeat",{}]';

async function expectServed(client: RawClient): Promise<void> {
  client.write(webSocketFrame(heartbeat));
  expect((await client.frame()).payload.toString()).toContain('[3,"alive",');
}

async function expectAlive(csms: TestCsms): Promise<void> {
  const client = await openRaw(csms.port, { target: '/ocpp/ALIVE' });
  await expectServed(client);
  client.destroy();
}

/** Sends bytes that violate RFC 6455, expects the close code, the bytes in the record and a bench that is alive. */
async function expectViolation(
  bytes: Buffer,
  expected: { code: string; closeCode: number },
  options: TestCsmsOptions = {},
): Promise<void> {
  const csms = await start(options);
  const bystander = await openRaw(csms.port, { target: '/ocpp/BYSTANDER' });
  const client = await openRaw(csms.port);
  await expectServed(client);
  client.write(bytes);
  const frame = await client.frame();
  expect(frame.opcode).toBe(8);
  expect(frame.payload.readUInt16BE(0)).toBe(expected.closeCode);
  const violation = await csms.recorder.next('protocol-error');
  expect(violation.detail).toMatchObject(expected);
  expect(violation.station).toBe('CP1');
  const kept = Buffer.from(violation.base64 ?? '', 'base64');
  expect(kept.length).toBeGreaterThan(0);
  expect(bytes.subarray(0, kept.length).equals(kept)).toBe(true);
  await csms.recorder.next('close', ({ direction }) => direction === 'out');
  client.destroy();
  const closed = await csms.recorder.next('connection-closed');
  expect(closed.detail.code).toBe('protocol-error');
  await expectServed(bystander);
  bystander.destroy();
}

describe('WebSocket frames', () => {
  it('W1 a ping is answered with the same payload, and both are in the record', async () => {
    const csms = await start();
    const client = await openRaw(csms.port);
    client.write(webSocketFrame('tick', { opcode: 9 }));
    expect(await client.frame()).toMatchObject({ opcode: 10, payload: Buffer.from('tick') });
    expect((await csms.recorder.next('ping')).text).toBe('tick');
    expect((await csms.recorder.next('pong')).direction).toBe('out');
    client.write(webSocketFrame(Buffer.from([0xff, 0x00]), { opcode: 9 }));
    expect(await client.frame()).toMatchObject({ opcode: 10, payload: Buffer.from([0xff, 0x00]) });
    expect(csms.recorder.of('ping')[1]?.base64).toBe('/wA=');
    client.destroy();
  });

  it('W1 a ping between fragments is answered, and the message is complete', async () => {
    const csms = await start();
    const client = await openRaw(csms.port);
    client.write(
      Buffer.concat([
        webSocketFrame(heartbeat.slice(0, 10), { fin: false }),
        webSocketFrame('x', { opcode: 9 }),
        webSocketFrame(heartbeat.slice(10), { opcode: 0 }),
      ]),
    );
    expect((await client.frame()).opcode).toBe(10);
    expect((await client.frame()).payload.toString()).toContain('[3,"alive",');
    expect((await csms.recorder.next('message')).text).toBe(heartbeat);
    client.destroy();
  });

  it('a message in the same packet as the upgrade request is served', async () => {
    for (const lenientWebSocket of [false, true]) {
      const csms = await start({ configuration: { lenientWebSocket } });
      const client = await connectRaw(csms.port);
      client.write(Buffer.concat([Buffer.from(upgradeRequest()), webSocketFrame(heartbeat)]));
      expect((await client.answer()).status).toBe(101);
      expect((await client.frame()).payload.toString()).toContain('[3,"alive",');
      client.write(webSocketFrame(Buffer.from([0xff])));
      const violation = await csms.recorder.next('protocol-error');
      expect(violation.base64).toBe(webSocketFrame(Buffer.from([0xff])).toString('base64'));
    }
  });

  it.each([0, 125, 126, 65_535, 65_536])(
    'an answer with %i bytes of data arrives whole',
    async (bytes) => {
      const data = 'ä'.repeat(bytes);
      const csms = await start({
        handler: () => ({ kind: 'result', payload: { status: 'Accepted', data } }),
      });
      const client = await openRaw(csms.port);
      client.write(webSocketFrame('[2,"x","DataTransfer",{"vendorId":"x"}]'));
      const frame = await client.frame();
      expect(JSON.parse(frame.payload.toString())).toEqual([3, 'x', { status: 'Accepted', data }]);
    },
  );

  it('W2 a UTF-8 character split over fragments is accepted', async () => {
    const csms = await start();
    const client = await openRaw(csms.port);
    const text = Buffer.from('[2,"€","Heartbeat",{}]');
    client.write(webSocketFrame(text.subarray(0, 5), { fin: false }));
    client.write(webSocketFrame(text.subarray(5), { opcode: 0 }));
    expect((await client.frame()).payload.toString()).toContain('[3,"€",');
    expect((await csms.recorder.next('message')).text).toBe(text.toString());
    client.destroy();
  });

  it('W3 a stray continuation is 1002', async () => {
    const bytes = webSocketFrame('x', { opcode: 0 });
    await expectViolation(bytes, { code: 'invalid-opcode', closeCode: 1002 });
  });

  it('W3 text inside a fragmented text is 1002, with both fragments in the record', async () => {
    const bytes = Buffer.concat([webSocketFrame('[2,', { fin: false }), webSocketFrame('x')]);
    await expectViolation(bytes, { code: 'invalid-opcode', closeCode: 1002 });
  });

  const broken: [name: string, parts: FrameParts, code: string][] = [
    ['an unmasked frame', { masked: false }, 'unmasked-frame'],
    ['RSV1 without compression', { reserved: 4 }, 'reserved-bits-set'],
    ['RSV2', { reserved: 2 }, 'reserved-bits-set'],
    ['opcode 3', { opcode: 3 }, 'invalid-opcode'],
    ['opcode 11', { opcode: 11 }, 'invalid-opcode'],
  ];

  it.each(broken)('W4 %s is 1002', async (_name, parts, code) => {
    await expectViolation(webSocketFrame(heartbeat, parts), { code, closeCode: 1002 });
  });

  it.each(broken.slice(0, 4))(
    'W4 by listener switch %s is accepted and flagged',
    async (_name, parts) => {
      const csms = await start({ configuration: { lenientWebSocket: true } });
      const client = await openRaw(csms.port);
      await expectServed(client);
      const bytes = webSocketFrame('[2,"odd","Heartbeat",{}]', parts);
      client.write(bytes);
      expect((await client.frame()).payload.toString()).toContain('[3,"odd",');
      const odd = await csms.recorder.next(
        'message',
        ({ flags }) => flags?.includes('lenient') === true,
      );
      expect(odd.text).toBe('[2,"odd","Heartbeat",{}]');
      const violation = await csms.recorder.next('protocol-error');
      expect(violation.flags).toEqual(['lenient']);
      expect(violation.base64).toBe(bytes.toString('base64'));
      await expectServed(client);
      expect(csms.recorder.of('message').at(-2)?.flags).toBeUndefined();
      client.destroy();
    },
  );

  it('W4 by listener switch a broken frame that drips in is accepted too', async () => {
    const csms = await start({ configuration: { lenientWebSocket: true } });
    const client = await openRaw(csms.port);
    for (const byte of webSocketFrame(heartbeat, { masked: false, reserved: 1 })) {
      client.write(Buffer.from([byte]));
    }
    expect((await client.frame()).payload.toString()).toContain('[3,"alive",');
    client.destroy();
  });

  it.each([
    ['a ping of 126 bytes', webSocketFrame('x'.repeat(126), { opcode: 9 }), 'control-frame-length'],
    [
      'a fragmented ping',
      webSocketFrame('x', { opcode: 9, fin: false }),
      'fragmented-control-frame',
    ],
    ['a one-byte close', webSocketFrame('x', { opcode: 8 }), 'control-frame-length'],
    ['close with 1005', webSocketFrame(closePayload(1005), { opcode: 8 }), 'invalid-close-code'],
  ])('W5 %s is 1002', async (_name, bytes, code) => {
    await expectViolation(bytes, { code, closeCode: 1002 });
  });

  it('W6 invalid UTF-8 is 1007, with the bytes as they arrived', async () => {
    const bytes = webSocketFrame(Buffer.from([0x5b, 0xff, 0xfe, 0x5d]));
    await expectViolation(bytes, { code: 'invalid-utf8', closeCode: 1007 });
  });

  it('W6 only the bytes since the last message boundary are kept', async () => {
    const csms = await start();
    const client = await openRaw(csms.port);
    const invalid = webSocketFrame(Buffer.from([0xc3, 0x28]));
    client.write(
      Buffer.concat([webSocketFrame(heartbeat), webSocketFrame('x', { opcode: 9 }), invalid]),
    );
    const violation = await csms.recorder.next('protocol-error');
    expect(violation.base64).toBe(invalid.toString('base64'));
    client.destroy();
  });

  it('W7 a binary message with JSON is 1003', async () => {
    const csms = await start();
    const client = await openRaw(csms.port);
    client.write(webSocketFrame(heartbeat, { opcode: 2 }));
    const frame = await client.frame();
    expect(frame.opcode).toBe(8);
    expect(frame.payload.readUInt16BE(0)).toBe(1003);
    const message = await csms.recorder.next('message');
    expect(message).toMatchObject({ text: heartbeat, detail: { binary: true } });
    client.destroy();
    await expectAlive(csms);
  });

  it('W7 by listener switch binary JSON is accepted and flagged', async () => {
    const csms = await start({ configuration: { lenientWebSocket: true } });
    const client = await openRaw(csms.port);
    client.write(webSocketFrame(heartbeat, { opcode: 2 }));
    expect((await client.frame()).payload.toString()).toContain('[3,"alive",');
    const message = await csms.recorder.next('message');
    expect(message).toMatchObject({ detail: { binary: true }, flags: ['lenient'] });
    client.destroy();
  });

  it('W8 a frame that declares 2^62 bytes is 1009', async () => {
    const bytes = webSocketFrame('x', { declaredLength: 2n ** 62n });
    await expectViolation(bytes, { code: 'message-too-large', closeCode: 1009 });
  });

  it('W8 a message of 32 MB is 1009 at its header: nothing of it is waited for', async () => {
    const bytes = webSocketFrame(Buffer.alloc(64 * 1024), { declaredLength: 32n * 1024n * 1024n });
    await expectViolation(bytes, { code: 'message-too-large', closeCode: 1009 });
  });

  it('W8 fragments that add up to more than 1 MiB are 1009', async () => {
    const part = 'x'.repeat(300 * 1024);
    const fragments = [webSocketFrame(part, { fin: false })];
    for (let count = 0; count < 3; count += 1) {
      fragments.push(webSocketFrame(part, { opcode: 0, fin: false }));
    }
    const expected = { code: 'message-too-large', closeCode: 1009 };
    await expectViolation(Buffer.concat(fragments), expected);
  });

  it('W9 1,000 empty fragments are accepted', async () => {
    const csms = await start();
    const client = await openRaw(csms.port);
    const fragments = [webSocketFrame(heartbeat.slice(0, 3), { fin: false })];
    for (let count = 0; count < 1000; count += 1) {
      fragments.push(webSocketFrame('', { opcode: 0, fin: false }));
    }
    fragments.push(webSocketFrame(heartbeat.slice(3), { opcode: 0 }));
    client.write(Buffer.concat(fragments));
    expect((await client.frame()).payload.toString()).toContain('[3,"alive",');
    client.destroy();
  });

  it('W9 more than 1,024 fragments are 1008', async () => {
    const fragments = [webSocketFrame('[', { fin: false })];
    for (let count = 0; count < 1100; count += 1) {
      fragments.push(webSocketFrame('', { opcode: 0, fin: false }));
    }
    const expected = { code: 'too-many-fragments', closeCode: 1008 };
    await expectViolation(Buffer.concat(fragments), expected);
  });

  it('W10 one byte at a time is accepted', async () => {
    const csms = await start();
    const client = await openRaw(csms.port);
    client.socket.setNoDelay(true);
    const long = `[2,"long","DataTransfer",{"vendorId":"x","data":"${'y'.repeat(300)}"}]`;
    for (const byte of webSocketFrame(long)) {
      await new Promise((resolve) => client.socket.write(Buffer.from([byte]), resolve));
    }
    expect((await client.frame()).payload.toString()).toContain('[3,"long",');
    expect((await csms.recorder.next('message')).text).toBe(long);
    client.destroy();
  });

  it('W11 a TCP reset in the middle of a frame leaves the others alive', async () => {
    const csms = await start();
    const bystander = await openRaw(csms.port, { target: '/ocpp/BYSTANDER' });
    const client = await openRaw(csms.port);
    client.write(webSocketFrame(heartbeat).subarray(0, 9));
    client.socket.resetAndDestroy();
    const closed = await csms.recorder.next('connection-closed');
    expect(closed).toMatchObject({ station: 'CP1', detail: { code: 'reset' } });
    await expectServed(bystander);
    bystander.destroy();
  });

  it('W12 compression is never agreed on, so a deflate bomb is refused at its first byte', async () => {
    const csms = await start();
    const headers = { 'Sec-WebSocket-Extensions': 'permessage-deflate' };
    const answer = await ask(csms.port, { headers });
    expect(answer.headers.has('sec-websocket-extensions')).toBe(false);
    const bomb = webSocketFrame(Buffer.alloc(64 * 1024), { reserved: 4 });
    await expectViolation(bomb, { code: 'reserved-bits-set', closeCode: 1002 });
  });

  it('W13 an old session is closed with a code and a reason when the role replaces it', async () => {
    const csms = await start();
    const client = await openRaw(csms.port);
    await expectServed(client);
    csms.sessions[0]?.connection.close(1008, 'replaced by a newer connection', 'replaced');
    const frame = await client.frame();
    expect(frame.payload.readUInt16BE(0)).toBe(1008);
    expect(frame.payload.subarray(2).toString()).toBe('replaced by a newer connection');
    client.write(webSocketFrame(frame.payload, { opcode: 8 }));
    const closed = await csms.recorder.next('connection-closed');
    expect(closed.detail.code).toBe('replaced');
    await client.closed;
  });

  it('W14 200 idle sockets leave the service unaffected', async () => {
    const csms = await start();
    const idle = await Promise.all(
      Array.from({ length: 200 }, (_none, index) =>
        openRaw(csms.port, { target: `/ocpp/IDLE${index}` }),
      ),
    );
    await expectAlive(csms);
    expect(csms.listener.connections().length).toBeGreaterThanOrEqual(200);
    for (const client of idle) client.destroy();
  });

  it('S2 a reader that does not read is read no further, and served when it reads again', async () => {
    const data = 'y'.repeat(4000);
    const csms = await start({
      handler: () => ({ kind: 'result', payload: { status: 'Accepted', data } }),
    });
    const client = await openRaw(csms.port);
    client.socket.pause();
    const calls = 8_000;
    for (let sent = 0; sent < calls; sent += 1) {
      client.write(webSocketFrame(`[2,"${sent}","DataTransfer",{"vendorId":"x"}]`));
    }
    const received = () =>
      csms.recorder
        .of('message')
        .filter(({ station, direction }) => station === 'CP1' && direction === 'in').length;
    // Each round is a whole connection of its own: the service is alive while the backlog stands.
    let before = -1;
    for (let unchanged = 0; unchanged < 3; unchanged = received() === before ? unchanged + 1 : 0) {
      before = received();
      const other = await openRaw(csms.port, { target: '/ocpp/OTHER' });
      other.write(webSocketFrame('[2,"o","DataTransfer",{"vendorId":"x"}]'));
      expect((await other.frame()).payload.toString()).toContain('[3,"o",');
      other.destroy();
    }
    expect(received()).toBeLessThan(calls);
    client.socket.resume();
    for (let answered = 0; answered < calls; answered += 1) await client.frame();
    expect(received()).toBe(calls);
    client.destroy();
  });

  it('S13 a half-open peer is found by ping within the set time', async () => {
    const csms = await start({ configuration: { pingIntervalMs: 50, pongTimeoutMs: 50 } });
    const client = await openRaw(csms.port);
    // A peer that is gone sends nothing, not even a FIN: this one receives pings and never answers.
    const closed = await csms.recorder.next('connection-closed');
    expect(closed.detail.code).toBe('ping-timeout');
    expect(csms.recorder.of('ping').length).toBeGreaterThan(0);
    client.destroy();
  });

  it('S13 a peer that answers pings stays', async () => {
    const csms = await start({ configuration: { pingIntervalMs: 20, pongTimeoutMs: 500 } });
    const client = await openRaw(csms.port);
    for (let count = 0; count < 3; count += 1) {
      const ping = await client.frame();
      expect(ping.opcode).toBe(9);
      client.write(webSocketFrame(ping.payload, { opcode: 10 }));
    }
    expect(csms.recorder.of('connection-closed')).toHaveLength(0);
    expect(csms.listener.connections()).toHaveLength(1);
    client.destroy();
  });
});
