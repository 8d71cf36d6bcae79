import { afterEach, describe, expect, it } from 'vitest';
import type { CallAnswer, CallHandler } from '../../electron/bench/wire/call-engine.ts';
import { destroyRawClients, openRaw, type RawClient, webSocketFrame } from './raw-client.ts';
import { plainHandler, startTestCsms, type TestCsms, type TestCsmsOptions } from './support.ts';

const running: TestCsms[] = [];

interface Station {
  csms: TestCsms;
  client: RawClient;
  send(text: string): void;
  /** The next text message of the Central System, parsed. */
  receive(): Promise<unknown[]>;
  /** Nothing was answered and the connection is open: the next CALL gets the next answer. */
  expectIgnored(): Promise<void>;
}

async function connect(options: TestCsmsOptions = {}): Promise<Station> {
  const csms = await startTestCsms(options);
  running.push(csms);
  return join(csms);
}

async function join(csms: TestCsms, target = '/ocpp/CP1'): Promise<Station> {
  const client = await openRaw(csms.port, { target });
  const receive = async (): Promise<unknown[]> => {
    const frame = await client.frame();
    expect(frame.opcode).toBe(1);
    return JSON.parse(frame.payload.toString());
  };
  const send = (text: string) => client.write(webSocketFrame(text));
  return {
    csms,
    client,
    send,
    receive,
    async expectIgnored() {
      send('[2,"alive","Heartbeat",{}]');
      expect((await receive()).slice(0, 2)).toEqual([3, 'alive']);
    },
  };
}

afterEach(async () => {
  destroyRawClients();
  await Promise.all(running.splice(0).map((csms) => csms.stop()));
});

/** Sends a text and expects it in the record, exactly. */
async function sendRecorded(station: Station, text: string): Promise<void> {
  station.send(text);
  await station.csms.recorder.next('message', (frame) => frame.text === text);
}

/** Expects that a text is recorded and gets no answer. */
async function expectIgnored(text: string, options: TestCsmsOptions = {}): Promise<void> {
  const station = await connect(options);
  await sendRecorded(station, text);
  await station.expectIgnored();
}

/** Expects that a text is recorded and answered with a CALLERROR, whose code is given back. */
async function refusalOf(
  text: string,
  messageId = 'x',
  options: TestCsmsOptions = {},
): Promise<unknown> {
  const station = await connect(options);
  await sendRecorded(station, text);
  const answer = await station.receive();
  expect(answer).toHaveLength(5);
  expect(answer.slice(0, 2)).toEqual([4, messageId]);
  expect(typeof answer[3]).toBe('string');
  await station.csms.recorder.next(
    'message',
    (frame) => frame.direction === 'out' && frame.text === JSON.stringify(answer),
  );
  await station.expectIgnored();
  return answer[2];
}

/** Expects that a text is recorded and answered with a CALLRESULT. */
async function expectAnswered(
  text: string,
  messageId = 'x',
  options: TestCsmsOptions = {},
): Promise<void> {
  const station = await connect(options);
  await sendRecorded(station, text);
  expect((await station.receive()).slice(0, 2)).toEqual([3, messageId]);
}

function startTransaction(fields: object): string {
  const payload = {
    connectorId: 1,
    idTag: 'TAG',
    meterStart: 0,
    timestamp: '2026-11-22T10:00:00Z',
    ...fields,
  };
  return JSON.stringify([2, 'x', 'StartTransaction', payload]);
}

/** A handler whose answers are given by hand. */
function heldHandler() {
  const calls: { action: string; answer: (answer: CallAnswer) => void }[] = [];
  let arrived = () => {};
  const handler: CallHandler = ({ action }) =>
    new Promise((answer) => {
      calls.push({ action, answer });
      arrived();
    });
  return {
    calls,
    handler,
    async call(index: number) {
      for (;;) {
        const found = calls[index];
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
  };
}

describe('OCPP-J messages', () => {
  it('R1 payload null is treated as {}', async () => {
    await expectAnswered('[2,"x","Heartbeat",null]');
  });

  it.each(['hello', '[2,"x","Heartbeat",{}', '[2,"x"', '{"a"'])(
    'R2 %j, which is no JSON, is ignored',
    async (text) => {
      await expectIgnored(text);
    },
  );

  it.each(['{"a":1}', '"text"', 'null', '42', '[]', ''])('R3 %j is ignored', async (text) => {
    await expectIgnored(text);
  });

  it('R4 message type 5 is ignored', async () => {
    await expectIgnored('[5,"x","Heartbeat",{}]');
  });

  it('R5 message type "2" is ignored', async () => {
    await expectIgnored('["2","x","Heartbeat",{}]');
  });

  it('R6 message type 2.0 is the number 2', async () => {
    await expectAnswered('[2.0,"x","Heartbeat",{}]');
  });

  it('R7 a CALL with 3 elements is a FormationViolation', async () => {
    expect(await refusalOf('[2,"x","Heartbeat"]')).toBe('FormationViolation');
  });

  it('R8 a CALL with 5 elements is a FormationViolation', async () => {
    expect(await refusalOf('[2,"x","Heartbeat",{},1]')).toBe('FormationViolation');
  });

  it('R9 a numeric id is answered with a CALLERROR', async () => {
    expect(await refusalOf('[2,17,"Heartbeat",{}]', '17')).toBe('FormationViolation');
  });

  it('R10 an id of 37 characters is answered with a CALLERROR', async () => {
    const messageId = 'i'.repeat(37);
    const code = await refusalOf(`[2,"${messageId}","Heartbeat",{}]`, messageId);
    expect(code).toBe('FormationViolation');
    await expectAnswered(`[2,"${'i'.repeat(36)}","Heartbeat",{}]`, 'i'.repeat(36));
  });

  it('R11 a resend of a CALL in flight is handled once and answered once', async () => {
    const held = heldHandler();
    const station = await connect({ handler: held.handler });
    station.send('[2,"x","Heartbeat",{}]');
    const first = await held.call(0);
    station.send('[2,"x","Heartbeat",{}]');
    station.send('[ 2, "x", "Heartbeat", { } ]');
    station.send('[2,"y","DataTransfer",{"vendorId":"x"}]');
    const other = await held.call(1);
    expect(held.calls.map(({ action }) => action)).toEqual(['Heartbeat', 'DataTransfer']);
    first.answer({ kind: 'result', payload: { currentTime: '2026-11-22T10:00:00Z' } });
    other.answer({ kind: 'result', payload: { status: 'Accepted' } });
    expect((await station.receive()).slice(0, 2)).toEqual([3, 'x']);
    expect((await station.receive()).slice(0, 2)).toEqual([3, 'y']);
    expect(
      station.csms.recorder.of('message').filter(({ direction }) => direction === 'in'),
    ).toHaveLength(4);
  });

  it('R11 other content under an id in flight is answered with a CALLERROR', async () => {
    const held = heldHandler();
    const station = await connect({ handler: held.handler });
    station.send('[2,"x","DataTransfer",{"vendorId":"a"}]');
    const first = await held.call(0);
    station.send('[2,"x","DataTransfer",{"vendorId":"b"}]');
    expect((await station.receive()).slice(0, 3)).toEqual([4, 'x', 'FormationViolation']);
    first.answer({ kind: 'result', payload: { status: 'Accepted' } });
    expect((await station.receive()).slice(0, 2)).toEqual([3, 'x']);
    expect(held.calls).toHaveLength(1);
  });

  it('R12 an id used again for another CALL is accepted, also after a reconnect', async () => {
    const station = await connect();
    station.send('[2,"x","Heartbeat",{}]');
    expect((await station.receive()).slice(0, 2)).toEqual([3, 'x']);
    station.send('[2,"x","Authorize",{"idTag":"TAG"}]');
    expect((await station.receive()).slice(0, 2)).toEqual([3, 'x']);
    station.client.destroy();
    const again = await join(station.csms);
    again.send('[2,"x","DataTransfer",{"vendorId":"a"}]');
    expect((await again.receive()).slice(0, 2)).toEqual([3, 'x']);
  });

  it('R13 two CALLs outstanding from one side are both answered', async () => {
    const held = heldHandler();
    const station = await connect({ handler: held.handler });
    station.send('[2,"a","DataTransfer",{"vendorId":"x"}]');
    station.send('[2,"b","DataTransfer",{"vendorId":"x"}]');
    const second = await held.call(1);
    second.answer({ kind: 'result', payload: { status: 'Accepted' } });
    expect((await station.receive()).slice(0, 2)).toEqual([3, 'b']);
    (await held.call(0)).answer({ kind: 'result', payload: { status: 'Accepted' } });
    expect((await station.receive()).slice(0, 2)).toEqual([3, 'a']);
  });

  it('R14 crossing CALLs do not wait for each other', async () => {
    const station = await connect();
    const [session] = station.csms.sessions;
    const outcome = session?.engine.call('ClearCache', {});
    station.send('[2,"x","Heartbeat",{}]');
    const ours = await station.receive();
    expect(ours[2]).toBe('ClearCache');
    expect((await station.receive()).slice(0, 2)).toEqual([3, 'x']);
    station.send(JSON.stringify([3, ours[1], { status: 'Accepted' }]));
    expect(await outcome).toMatchObject({ outcome: 'result', payload: { status: 'Accepted' } });
  });

  it.each(['Foo', 'heartbeat'])('R15 action %s is NotImplemented', async (action) => {
    expect(await refusalOf(`[2,"x","${action}",{}]`)).toBe('NotImplemented');
  });

  it('R16 a numeric action is a FormationViolation', async () => {
    expect(await refusalOf('[2,"x",7,{}]')).toBe('FormationViolation');
  });

  it('R17 Reset from a charge point is NotSupported', async () => {
    expect(await refusalOf('[2,"x","Reset",{"type":"Soft"}]')).toBe('NotSupported');
  });

  it.each(['__proto__', 'toString', 'constructor'])(
    'R18 action %s is NotImplemented (security-checklist 45)',
    async (action) => {
      expect(await refusalOf(`[2,"x","${action}",{}]`)).toBe('NotImplemented');
    },
  );

  it('R19 a missing field is an OccurenceConstraintViolation', async () => {
    expect(await refusalOf('[2,"x","Authorize",{}]')).toBe('OccurenceConstraintViolation');
  });

  it.each([{ connectorId: '1' }, { meterStart: 1.5 }])(
    'R20 %o is a TypeConstraintViolation',
    async (fields) => {
      expect(await refusalOf(startTransaction(fields))).toBe('TypeConstraintViolation');
    },
  );

  it('R21 an idTag of 21 characters is a PropertyConstraintViolation', async () => {
    const code = await refusalOf(startTransaction({ idTag: 'x'.repeat(21) }));
    expect(code).toBe('PropertyConstraintViolation');
  });

  it('R21 an unknown enum value is a PropertyConstraintViolation', async () => {
    const payload = '{"connectorId":1,"errorCode":"NoError","status":"Sleeping"}';
    const code = await refusalOf(`[2,"x","StatusNotification",${payload}]`);
    expect(code).toBe('PropertyConstraintViolation');
  });

  it('R22 an extra property is a FormationViolation', async () => {
    expect(await refusalOf('[2,"x","Heartbeat",{"extra":1}]')).toBe('FormationViolation');
  });

  it('R23 a bad date-time is a PropertyConstraintViolation', async () => {
    const code = await refusalOf(startTransaction({ timestamp: 'yesterday' }));
    expect(code).toBe('PropertyConstraintViolation');
  });

  it.each(['2026-11-22T10:00:00+01:00', '2026-11-22T10:00:00.123Z', '2026-11-22T10:00:00'])(
    'R23 %s is accepted',
    async (timestamp) => {
      await expectAnswered(startTransaction({ timestamp }));
    },
  );

  it('R23 strict mode refuses a date-time without zone', async () => {
    const options = { configuration: { strictDates: true } };
    const text = startTransaction({ timestamp: '2026-11-22T10:00:00' });
    expect(await refusalOf(text, 'x', options)).toBe('PropertyConstraintViolation');
  });

  it.each(['[]', '"text"', '7', 'true'])(
    'R24 payload %s is a FormationViolation',
    async (payload) => {
      expect(await refusalOf(`[2,"x","Heartbeat",${payload}]`)).toBe('FormationViolation');
    },
  );

  it.each(['[3,"unknown",{}]', '[4,"unknown","GenericError","",{}]'])(
    'R25 %s, an answer to an unknown id, is ignored',
    async (text) => {
      await expectIgnored(text);
    },
  );

  it.each(['[4]', '[4,"x"]', '[4,"x",7,"",{}]', '[4,"x","GenericError","",[]]', '[3]', '[3,"x"]'])(
    'R26 %s is ignored',
    async (text) => {
      await expectIgnored(text);
    },
  );

  it('R26 a malformed CALLERROR does not settle the CALL it was meant for', async () => {
    const station = await connect();
    const outcome = station.csms.sessions[0]?.engine.call('ClearCache', {});
    const [, messageId] = await station.receive();
    station.send(`[4,"${messageId}"]`);
    station.send(`[3,"${messageId}",{"status":"Rejected"}]`);
    expect(await outcome).toMatchObject({ outcome: 'result', payload: { status: 'Rejected' } });
  });

  it('R27 an unknown error code is treated as GenericError', async () => {
    const station = await connect();
    const outcome = station.csms.sessions[0]?.engine.call('ClearCache', {});
    const [, messageId] = await station.receive();
    station.send(`[4,"${messageId}","Tired","no",{"a":1}]`);
    expect(await outcome).toMatchObject({
      outcome: 'error',
      error: { code: 'Tired', meaning: 'GenericError', description: 'no', details: { a: 1 } },
    });
  });

  it.each(['OccurenceConstraintViolation', 'OccurrenceConstraintViolation'])(
    'R28 %s is understood; the misspelt one is sent (R19)',
    async (code) => {
      const station = await connect();
      const outcome = station.csms.sessions[0]?.engine.call('ClearCache', {});
      const [, messageId] = await station.receive();
      station.send(`[4,"${messageId}","${code}","",{}]`);
      expect(await outcome).toMatchObject({ error: { meaning: 'OccurenceConstraintViolation' } });
    },
  );

  it('R29 an answer after the timeout is never matched to a newer CALL', async () => {
    const station = await connect();
    const engine = station.csms.sessions[0]?.engine;
    const first = engine?.call('ClearCache', {}, { timeoutMs: 20 });
    const second = engine?.call('ClearCache', {});
    const [, lateId] = await station.receive();
    const timeout = await station.csms.recorder.next('call-timeout');
    expect(timeout.detail).toEqual({ messageId: lateId, action: 'ClearCache', timeoutMs: 20 });
    const outcome = await first;
    expect(outcome?.outcome).toBe('timeout');
    const [callSeq] = outcome?.frames ?? [];
    expect(station.csms.recorder.frames[(callSeq ?? 0) - 1]).toMatchObject({
      direction: 'out',
      kind: 'message',
    });
    const [, newerId] = await station.receive();
    station.send(`[3,"${lateId}",{"status":"Rejected"}]`);
    station.send(`[3,"${newerId}",{"status":"Accepted"}]`);
    expect(await second).toMatchObject({ outcome: 'result', payload: { status: 'Accepted' } });
    await station.expectIgnored();
  });

  it('R30 a role can refuse a CALL before Boot was accepted with SecurityError', async () => {
    const handler: CallHandler = (call) =>
      call.messageId === 'alive'
        ? plainHandler(call)
        : { kind: 'error', errorCode: 'SecurityError', description: 'not booted' };
    const text = startTransaction({});
    expect(await refusalOf(text, 'x', { handler })).toBe('SecurityError');
  });

  it('R31 20,000 levels of nesting get a CALLERROR', async () => {
    const nested = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    expect(await refusalOf(`[2,"x","DataTransfer",${nested}]`)).toMatch(/Violation$/);
    const list = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect(await refusalOf(`[2,"x","DataTransfer",{"vendorId":${list}}]`)).toMatch(/Violation$/);
  });

  it.each(['1e999', '9223372036854775808', '-0', '0.30000000000000004', '1.0'])(
    'R32 %s is exact in the record',
    async (number) => {
      const station = await connect();
      await sendRecorded(station, `[2,"x","DataTransfer",{"vendorId":"a","data":${number}}]`);
      expect((await station.receive()).slice(0, 2)).toEqual([4, 'x']);
    },
  );

  it('R33 duplicate keys are kept as they came', async () => {
    await expectAnswered('[2,"x","Authorize",{"idTag":"A","idTag":"B"}]');
  });

  it.each([
    ['a lone surrogate', '[2,"x","DataTransfer",{"vendorId":"\\ud800"}]'],
    ['NUL', '[2,"x","DataTransfer",{"vendorId":"a\\u0000b"}]'],
    ['a right-to-left mark', '[2,"x","DataTransfer",{"vendorId":"\u202eabc"}]'],
    ['a byte order mark inside', '[2,"x","DataTransfer",{"vendorId":"\ufeffabc"}]'],
    ['a byte order mark in front', '\ufeff[2,"x","DataTransfer",{"vendorId":"abc"}]'],
  ])('R34 %s is survived and kept', async (_name, text) => {
    await expectAnswered(text);
  });

  it('R34 an id with a lone surrogate is answered without breaking UTF-8', async () => {
    const station = await connect();
    station.send('[2,"\\ud800","Heartbeat",{}]');
    expect((await station.receive())[0]).toBe(3);
    await station.expectIgnored();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('R35 a handler that %s is an InternalError and is reported', async (_name, fails) => {
    const handler: CallHandler = (call) =>
      call.messageId === 'alive' ? plainHandler(call) : fails();
    const station = await connect({ handler });
    station.send('[2,"x","Heartbeat",{}]');
    expect((await station.receive()).slice(0, 3)).toEqual([4, 'x', 'InternalError']);
    expect(station.csms.problems).toMatchObject([
      { code: 'handler-failed', action: 'Heartbeat', messageId: 'x' },
    ]);
    await station.expectIgnored();
  });

  it('R35 an answer of ours that violates its schema becomes an InternalError', async () => {
    const station = await connect({ handler: () => ({ kind: 'result', payload: { bad: 1 } }) });
    station.send('[2,"x","Heartbeat",{}]');
    expect((await station.receive()).slice(0, 3)).toEqual([4, 'x', 'InternalError']);
    expect(station.csms.problems).toMatchObject([{ code: 'answer-invalid', messageId: 'x' }]);
  });

  it('R35 an invalid answer is sent when forced, and flagged tampered', async () => {
    const handler: CallHandler = () => ({ kind: 'result', payload: { bad: 1 }, forced: true });
    const station = await connect({ handler });
    station.send('[2,"x","Heartbeat",{}]');
    expect(await station.receive()).toEqual([3, 'x', { bad: 1 }]);
    const sent = await station.csms.recorder.next(
      'message',
      ({ direction }) => direction === 'out',
    );
    expect(sent.flags).toEqual(['tampered']);
  });

  it('R36 anything unnamed is a GenericError', async () => {
    const handler: CallHandler = () => ({ kind: 'error', errorCode: 'GenericError' });
    const station = await connect({ handler });
    station.send('[2,"x","Heartbeat",{}]');
    expect(await station.receive()).toEqual([4, 'x', 'GenericError', '', {}]);
  });

  it.each(['Celsius', 'Celcius'])('R37 unit %s is accepted', async (unit) => {
    const sampledValue = [{ value: '20', unit, measurand: 'Temperature' }];
    const meterValue = [{ timestamp: '2026-11-22T10:00:00Z', sampledValue }];
    await expectAnswered(JSON.stringify([2, 'x', 'MeterValues', { connectorId: 1, meterValue }]));
  });

  it('R37 reason of StopTransaction is optional', async () => {
    const payload = { transactionId: 1, meterStop: 5, timestamp: '2026-11-22T10:00:00Z' };
    await expectAnswered(JSON.stringify([2, 'x', 'StopTransaction', payload]));
  });

  it('R37 a fractional interval of ours is not sent', async () => {
    const currentTime = '2026-11-22T10:00:00Z';
    const handler: CallHandler = () => ({
      kind: 'result',
      payload: { status: 'Accepted', currentTime, interval: 0.5 },
    });
    const station = await connect({ handler });
    const boot = { chargePointVendor: 'V', chargePointModel: 'M' };
    station.send(JSON.stringify([2, 'x', 'BootNotification', boot]));
    expect((await station.receive()).slice(0, 3)).toEqual([4, 'x', 'InternalError']);
  });

  it('one CALL of ours is outstanding, the rest waits its turn', async () => {
    const station = await connect();
    const engine = station.csms.sessions[0]?.engine;
    const outcomes = ['ClearCache', 'GetLocalListVersion'].map((action) =>
      engine?.call(action, {}),
    );
    const [, firstId, firstAction] = await station.receive();
    expect(firstAction).toBe('ClearCache');
    expect(engine?.pending).toBe(2);
    // The answer to another CALL would come here if the second had been sent.
    await station.expectIgnored();
    station.send(`[3,"${firstId}",{"status":"Accepted"}]`);
    const [, secondId, secondAction] = await station.receive();
    expect(secondAction).toBe('GetLocalListVersion');
    station.send(`[3,"${secondId}",{"listVersion":"seven"}]`);
    const [, second] = await Promise.all(outcomes);
    expect(second).toMatchObject({ outcome: 'result', violations: [{ path: '/listVersion' }] });
  });

  it('what waits when the connection ends is not-connected', async () => {
    const station = await connect();
    const engine = station.csms.sessions[0]?.engine;
    const outcomes = ['ClearCache', 'ClearCache'].map((action) => engine?.call(action, {}));
    await station.receive();
    station.client.destroy();
    expect(await Promise.all(outcomes)).toMatchObject([
      { outcome: 'not-connected', frames: [expect.any(Number)] },
      { outcome: 'not-connected', frames: [] },
    ]);
    expect(await engine?.call('ClearCache', {})).toMatchObject({ outcome: 'not-connected' });
  });

  it('an invalid CALL is refused with validate and sent without', async () => {
    const station = await connect();
    const engine = station.csms.sessions[0]?.engine;
    const refused = await engine?.call('Reset', { type: 'Medium' }, { validate: true });
    expect(refused).toMatchObject({ outcome: 'invalid', violations: [{ path: '/type' }] });
    const sent = engine?.call('Reset', { type: 'Medium' });
    const [, messageId, , payload] = await station.receive();
    expect(payload).toEqual({ type: 'Medium' });
    station.send(`[4,"${messageId}","PropertyConstraintViolation","",{}]`);
    expect(await sent).toMatchObject({ outcome: 'error' });
  });

  it('any text can be sent on request, flagged tampered', async () => {
    const station = await connect();
    station.csms.sessions[0]?.engine.sendRaw('[2,"broken"');
    expect((await station.client.frame()).payload.toString()).toBe('[2,"broken"');
    const sent = await station.csms.recorder.next('message');
    expect(sent).toMatchObject({ text: '[2,"broken"', flags: ['tampered'] });
    await station.expectIgnored();
  });

  it('an answer leaves only after it is in the record', async () => {
    const station = await connect();
    station.send('[2,"x","Heartbeat",{}]');
    const answer = await station.receive();
    const texts = station.csms.recorder.of('message').map(({ text }) => text);
    expect(texts).toEqual(['[2,"x","Heartbeat",{}]', JSON.stringify(answer)]);
  });
});
