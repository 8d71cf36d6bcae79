/** Chosen answers and policies, against a bare charge point: every kind, how often, for whom, and the mark in the record. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AnswerRuleRequest, answerRule } from '../../shared/api/csms-answers-contract.ts';
import {
  connectBarePoint,
  cutBarePoints,
  type RoleUnderTest,
  startCsmsRole,
} from '../support/csms-role.ts';

let tested: RoleUnderTest;
let port: number;
beforeEach(async () => {
  tested = await startCsmsRole();
  port = await tested.listen([0]);
});
afterEach(async () => {
  cutBarePoints();
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const connect = (id = 'CP1') => connectBarePoint(`ws://127.0.0.1:${port}/${id}`);
const add = (rule: AnswerRuleRequest) => tested.role.addAnswer(answerRule.parse(rule));
const boot = { chargePointVendor: 'Maker', chargePointModel: 'M1' };
const start = {
  connectorId: 1,
  idTag: 'T',
  meterStart: 0,
  timestamp: '2026-11-22T10:00:00Z',
};

/** Flags of the last message that left. */
function lastFlags(): readonly string[] | undefined {
  return tested.recorder.frames.findLast(
    ({ kind, direction }) => kind === 'message' && direction === 'out',
  )?.flags;
}

describe('chosen answers', () => {
  it('Heartbeat: the usual answer is not flagged', async () => {
    const point = await connect();
    await point.call('Heartbeat');
    expect(lastFlags()).toBeUndefined();
  });

  it('Authorize: a payload is sent in place of the usual one, flagged tampered', async () => {
    add({
      action: 'Authorize',
      answer: { kind: 'result', payload: { idTagInfo: { status: 'Blocked' } } },
    });
    const point = await connect();
    expect(await point.call('Authorize', { idTag: 'T' })).toEqual({
      kind: 'result',
      payload: { idTagInfo: { status: 'Blocked' } },
    });
    expect(lastFlags()).toEqual(['tampered']);
  });

  it('Heartbeat: a payload that violates its schema is sent as it is', async () => {
    add({ action: 'Heartbeat', answer: { kind: 'result', payload: { now: 1 } } });
    const point = await connect();
    expect(await point.call('Heartbeat')).toEqual({ kind: 'result', payload: { now: 1 } });
  });

  it('StatusNotification: any CALLERROR, with any code', async () => {
    add({
      action: 'StatusNotification',
      answer: { kind: 'error', code: 'MadeUp', description: 'for a test', details: { a: 1 } },
    });
    const point = await connect();
    const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' };
    expect(await point.call('StatusNotification', status)).toEqual({
      kind: 'error',
      code: 'MadeUp',
      description: 'for a test',
    });
    expect(lastFlags()).toEqual(['tampered']);
    expect(tested.station('CP1').connectors).toEqual([]);
  });

  it('StartTransaction: members are put in place of the usual ones, and what is kept follows', async () => {
    add({
      action: 'StartTransaction',
      answer: { kind: 'usual', changes: { transactionId: 4711 } },
    });
    const point = await connect();
    expect(await point.call('StartTransaction', start)).toEqual({
      kind: 'result',
      payload: { transactionId: 4711, idTagInfo: { status: 'Accepted' } },
    });
    expect(tested.station('CP1').transactions[0]?.transactionId).toBe(4711);
  });

  it('BootNotification: a status that is chosen is the registration', async () => {
    add({
      action: 'BootNotification',
      answer: { kind: 'usual', changes: { status: 'Rejected' } },
    });
    const point = await connect();
    await point.call('BootNotification', boot);
    expect(tested.station('CP1').registration).toBe('Rejected');
    expect(await point.call('Heartbeat')).toMatchObject({ code: 'SecurityError' });
  });

  it('Heartbeat: silence, and the next one is answered', async () => {
    add({ action: 'Heartbeat', answer: { kind: 'silence' }, times: 1 });
    const point = await connect();
    const first = point.call('Heartbeat');
    await expect(point.call('Heartbeat')).resolves.toMatchObject({ kind: 'result' });
    await expect(Promise.race([first, Promise.resolve('silent')])).resolves.toBe('silent');
    const { frames } = tested.recorder;
    const withheld = frames.filter(({ kind }) => kind === 'answer-withheld');
    expect(withheld).toMatchObject([
      {
        direction: 'out',
        sender: 'csms',
        flags: ['tampered'],
        detail: { action: 'Heartbeat', messageId: expect.any(String), callSeq: expect.any(Number) },
      },
    ]);
    const [callSeq] = withheld.map(({ detail }) => Object(detail).callSeq);
    expect(frames.find(({ seq }) => seq === callSeq)?.text).toContain('"Heartbeat"');
  });

  it('Heartbeat: raw text with the id of the CALL in it', async () => {
    add({ action: 'Heartbeat', answer: { kind: 'raw', text: '[3,"{messageId}",{"a":' } });
    const point = await connect();
    const sent = new Promise<string>((resolve) => {
      const { append } = tested.recorder;
      tested.recorder.append = (frame) => {
        if (frame.direction === 'out' && frame.flags) resolve(frame.text ?? '');
        return append(frame);
      };
    });
    point.call('Heartbeat').catch(() => undefined);
    expect(await sent).toMatch(/^\[3,"[0-9a-f-]{36}",\{"a":$/);
    cutBarePoints();
  });

  it('Heartbeat: a delay lets other answers pass', async () => {
    add({ action: 'Heartbeat', answer: { kind: 'usual' }, delayMs: 150 });
    const point = await connect();
    const order: string[] = [];
    const late = point.call('Heartbeat').then(() => order.push('Heartbeat'));
    const early = point.call('Authorize', { idTag: 'T' }).then(() => order.push('Authorize'));
    await Promise.all([late, early]);
    expect(order).toEqual(['Authorize', 'Heartbeat']);
    expect(lastFlags()).toEqual(['tampered']);
  });

  it('rules for one action take turns as they are used up', async () => {
    for (const status of ['Blocked', 'Expired']) {
      const payload = { idTagInfo: { status } };
      add({ action: 'Authorize', answer: { kind: 'result', payload }, times: 1 });
    }
    const point = await connect();
    const answers = [];
    for (let turn = 0; turn < 3; turn += 1)
      answers.push(await point.call('Authorize', { idTag: 'T' }));
    expect(answers.map((answer) => Reflect.get(answer, 'payload').idTagInfo.status)).toEqual([
      'Blocked',
      'Expired',
      'Accepted',
    ]);
    expect(tested.role.answers().map(({ used, usedUp }) => [used, usedUp])).toEqual([
      [1, true],
      [1, true],
    ]);
  });

  it('a rule of a station goes before one for all, and leaves others alone', async () => {
    add({ action: 'Authorize', answer: { kind: 'error', code: 'GenericError' } });
    add({ action: 'Authorize', station: 'CP1', answer: { kind: 'error', code: 'InternalError' } });
    const [one, other] = [await connect('CP1'), await connect('CP2')];
    expect(await one.call('Authorize', { idTag: 'T' })).toMatchObject({ code: 'InternalError' });
    expect(await other.call('Authorize', { idTag: 'T' })).toMatchObject({ code: 'GenericError' });
  });

  it('rules survive a restart; deleted ones are gone', async () => {
    const rule = add({ action: 'Heartbeat', answer: { kind: 'error', code: 'GenericError' } });
    await tested.restart();
    port = await tested.listen([0]);
    expect(await (await connect()).call('Heartbeat')).toMatchObject({ code: 'GenericError' });
    expect(tested.role.deleteAnswer(rule.id)).toBe(true);
    expect(tested.role.deleteAnswer(rule.id)).toBe(false);
    expect(await (await connect()).call('Heartbeat')).toMatchObject({ kind: 'result' });
  });

  it('SignCertificate: Rejected signs nothing', async () => {
    add({ action: 'SignCertificate', answer: { kind: 'result', payload: { status: 'Rejected' } } });
    const point = await connect();
    expect(await point.call('SignCertificate', { csr: 'anything' })).toMatchObject({
      payload: { status: 'Rejected' },
    });
    await point.call('Heartbeat');
    expect(tested.station('CP1').findings.map(({ rule }) => rule)).not.toContain(
      'signing-request-refused',
    );
  });
});

describe('policies', () => {
  const idOf = async (point: Awaited<ReturnType<typeof connect>>) =>
    Reflect.get(await point.call('StartTransaction', start), 'payload').transactionId;

  it('StartTransaction: the counter starts where it is told and never goes back', async () => {
    const point = await connect();
    tested.role.setPolicy({ transactionIds: { mode: 'counter', from: 5000 } });
    expect([await idOf(point), await idOf(point)]).toEqual([5000, 5001]);
    tested.role.setPolicy({ transactionIds: { mode: 'counter', from: 1 } });
    expect(await idOf(point)).toBe(5002);
    await tested.restart();
    port = await tested.listen([0]);
    expect(await idOf(await connect())).toBe(5003);
  });

  it('StartTransaction: a fixed id repeats, and StopTransaction ends the newest with it', async () => {
    const point = await connect();
    tested.role.setPolicy({ transactionIds: { mode: 'fixed', transactionId: 2_147_483_647 } });
    expect([await idOf(point), await idOf(point)]).toEqual([2_147_483_647, 2_147_483_647]);
    await point.call('StopTransaction', {
      transactionId: 2_147_483_647,
      meterStop: 9,
      timestamp: start.timestamp,
    });
    expect(tested.station('CP1').transactions.map(({ meterStopWh }) => meterStopWh)).toEqual([
      9,
      undefined,
    ]);
    tested.role.setPolicy({ transactionIds: { mode: 'counter', from: 1 } });
    expect(await idOf(point)).toBe(1);
  });

  it('StartTransaction: a sequence, then the counter', async () => {
    const point = await connect();
    tested.role.setPolicy({ transactionIds: { mode: 'sequence', transactionIds: [-1, 0, 7] } });
    expect([await idOf(point), await idOf(point), await idOf(point), await idOf(point)]).toEqual([
      -1, 0, 7, 1,
    ]);
  });

  it('BootNotification and Heartbeat: currentTime goes wrong by the skew', async () => {
    tested.role.setPolicy({ currentTimeSkewS: -86_400 });
    const point = await connect();
    const told = new Date(tested.clock.nowMs - 86_400_000).toISOString();
    const skewed = { payload: { currentTime: told } };
    expect(await point.call('BootNotification', boot)).toMatchObject(skewed);
    expect(await point.call('Heartbeat')).toMatchObject(skewed);
  });

  it('DataTransfer: vendors are answered as told, UnknownMessageId and UnknownVendorId else', async () => {
    tested.role.setPolicy({
      dataTransfer: [{ vendorId: 'V', messageId: 'M', status: 'Accepted', data: 'hello' }],
    });
    const point = await connect();
    const send = async (payload: object) =>
      Reflect.get(await point.call('DataTransfer', payload), 'payload');
    expect(await send({ vendorId: 'V', messageId: 'M' })).toEqual({
      status: 'Accepted',
      data: 'hello',
    });
    expect(await send({ vendorId: 'V', messageId: 'X' })).toEqual({ status: 'UnknownMessageId' });
    expect(await send({ vendorId: 'W' })).toEqual({ status: 'UnknownVendorId' });
  });
});
