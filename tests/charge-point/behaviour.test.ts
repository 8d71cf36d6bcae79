/** What a charge point does otherwise than a well-built one; and that the record says so. */
import { afterEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { chargePointBehaviour } from '../../shared/api/charge-point-behaviour-contract.ts';
import { type Online, startOnline } from './online.ts';

let online: Online;

const start = async (behaviour?: z.input<typeof chargePointBehaviour>) => {
  online = await startOnline(behaviour === undefined ? {} : { behaviour });
};

afterEach(async () => {
  await online.stop();
});

/** Texts the charge point sent, with whether they are flagged. */
const sent = () =>
  online.bench.recorder.frames
    .filter(({ kind, direction }) => kind === 'message' && direction === 'out')
    .map(({ text = '', flags = [] }) => ({ text, tampered: flags.includes('tampered') }));

const lastSent = () => sent().at(-1);

describe('Behaviour: chosen answers', () => {
  it('ClearCache: answered with a chosen payload as often as wanted, then as usual; flagged tampered', async () => {
    await start({
      answers: [
        {
          action: 'ClearCache',
          answer: { kind: 'result', payload: { status: 'Rejected' } },
          times: 2,
        },
      ],
    });
    const answers = [];
    for (let time = 0; time < 3; time += 1) answers.push(await online.ask('ClearCache'));
    expect(answers.map(({ status }) => status)).toEqual(['Rejected', 'Rejected', 'Accepted']);
    expect(
      sent()
        .slice(-3)
        .map(({ tampered }) => tampered),
    ).toEqual([true, true, false]);
  });

  it('ChangeAvailability: done as usual and answered otherwise', async () => {
    const answer = { kind: 'usual', changes: { status: 'Rejected' } } as const;
    await start({ answers: [{ action: 'ChangeAvailability', answer }] });
    const request = { connectorId: 1, type: 'Inoperative' };
    expect(await online.ask('ChangeAvailability', request)).toEqual({ status: 'Rejected' });
    await online.reported('Unavailable');
    expect(sent().find(({ text }) => text.includes('Rejected'))?.tampered).toBe(true);
  });

  it('Reset: refused with a CALLERROR of any code', async () => {
    const answer = { kind: 'error', code: 'MadeUp', description: 'no' } as const;
    await start({ answers: [{ answer }] });
    expect(await online.central.call('Reset', { type: 'Hard' })).toMatchObject({
      outcome: 'error',
      error: { code: 'MadeUp', description: 'no' },
    });
    expect(lastSent()?.tampered).toBe(true);
    expect(online.bench.state('CP-1').status).toBe('connected');
  });

  it('GetConfiguration: any text in place of the answer, with the id of the CALL in it', async () => {
    const answer = { kind: 'raw', text: '[3,"{messageId}",{"nonsense":true}]' } as const;
    await start({ answers: [{ action: 'GetConfiguration', answer }] });
    expect(await online.central.call('GetConfiguration', {})).toMatchObject({
      payload: { nonsense: true },
    });
    expect(lastSent()?.tampered).toBe(true);
  });

  it('TriggerMessage: silence, and the next one is answered', async () => {
    await start({ answers: [{ action: 'ClearCache', answer: { kind: 'silence' }, times: 1 }] });
    const session = online.central.csms.sessions.at(-1);
    const outcome = await session?.engine.call('ClearCache', {}, { timeoutMs: 50 });
    expect(outcome?.outcome).toBe('timeout');
    const withheld = online.bench.recorder.frames.filter(({ kind }) => kind === 'answer-withheld');
    expect(withheld).toMatchObject([{ sender: 'charge-point', flags: ['tampered'] }]);
    expect(await online.ask('ClearCache')).toEqual({ status: 'Accepted' });
  });
});

describe('Behaviour: time', () => {
  it('ClearCache: answered late, with jitter on top', async () => {
    await start({ latencyMs: 2000, jitterMs: 1000 });
    const answered = online.ask('ClearCache');
    // Chance is one half in a test.
    await online.bench.clock.armed(2500);
    online.bench.clock.advance(2500);
    expect(await answered).toEqual({ status: 'Accepted' });
    expect(lastSent()?.tampered).toBe(false);
  });

  it('StatusNotification: a wrong clock stays wrong, whatever the Central System says', async () => {
    await start({ clockSkewS: -3600 });
    await online.outcome({ action: 'plug-in' });
    const { timestamp } = await online.reported('Preparing');
    const behindS = (Date.now() - Date.parse(String(timestamp))) / 1000;
    expect(Math.round(behindS / 60)).toBe(60);
  });
});

describe('Behaviour: frames and connections', () => {
  it('Heartbeat: left out', async () => {
    await start({ neverSend: ['Heartbeat'] });
    online.bench.clock.advance(3_600_000);
    await online.settled();
    expect(online.central.of('Heartbeat')).toEqual([]);
  });

  it('sends what nobody expects every few seconds and at an event, flagged tampered', async () => {
    await start({
      frames: [
        { text: '[9,"x"]', everyS: 5 },
        { text: 'hello', on: 'ClearCache' },
      ],
    });
    online.bench.clock.advance(10_000);
    expect(sent().filter(({ text }) => text === '[9,"x"]')).toHaveLength(2);
    await online.ask('ClearCache');
    expect(sent().filter(({ text }) => text === 'hello')).toEqual([
      { text: 'hello', tampered: true },
    ]);
  });

  it('loses its connection every so often and comes back by itself', async () => {
    await start({ loseConnection: { everyS: 30 } });
    for (let time = 1; time <= 2; time += 1) {
      online.bench.clock.advance(30_000);
      await online.bench.when('CP-1', ({ status }) => status === 'waiting');
      online.bench.clock.advance(1000);
      await online.bench.when('CP-1', ({ status }) => status === 'connected');
      await online.settled();
    }
    expect(online.central.csms.sessions).toHaveLength(3);
  });

  it('StartTransaction: loses its connection with it and tells the transaction later', async () => {
    await start({ loseConnection: { on: ['StartTransaction'] } });
    await online.outcome({ action: 'plug-in' });
    await online.outcome({ action: 'present-id-tag', idTag: 'TAG-1' });
    await online.bench.when('CP-1', ({ status }) => status === 'waiting');
    await online.outcome({ action: 'set-behaviour' });
    online.bench.clock.advance(1000);
    await online.bench.when('CP-1', (state) => state.connectors[1]?.transactionId !== undefined);
  });

  it('changes while it runs, is shown, and is kept', async () => {
    await start();
    expect(await online.ask('ClearCache')).toEqual({ status: 'Accepted' });
    const answer = { kind: 'result', payload: { status: 'Rejected' } } as const;
    await online.outcome({ action: 'set-behaviour', behaviour: { answers: [{ answer }] } });
    expect(await online.ask('ClearCache')).toEqual({ status: 'Rejected' });
    await online.restartBench();
    expect(online.bench.state('CP-1').settings.behaviour?.answers).toHaveLength(1);
    expect(await online.ask('ClearCache')).toEqual({ status: 'Rejected' });
    await online.outcome({ action: 'set-behaviour' });
    expect(await online.ask('ClearCache')).toEqual({ status: 'Accepted' });
  });
});
