import { describe, expect, it } from 'vitest';
import { type CallDraft, createCallLog } from './call-log.ts';

const draft = (change: Partial<CallDraft> = {}): CallDraft => ({
  station: 'CP1',
  action: 'Reset',
  payloadText: '{"type":"Soft"}',
  validate: true,
  ...change,
});

describe('the log of sent actions', () => {
  it('shows a call as waiting until it has ended, then its outcome and how long it took', async () => {
    let nowMs = 1_000;
    let answer: (outcome: { outcome: 'result'; frames: number[] }) => void = () => undefined;
    const log = createCallLog(
      () => new Promise((resolve) => (answer = resolve)),
      () => nowMs,
    );
    const sent = log.send(draft());
    expect(log.calls()[0]?.state).toEqual({ status: 'waiting' });
    nowMs = 1_250;
    answer({ outcome: 'result', frames: [7, 8] });
    expect(await sent).toMatchObject({
      tookMs: 250,
      state: { status: 'ended', outcome: { outcome: 'result', frames: [7, 8] } },
    });
    expect(log.calls()).toHaveLength(1);
  });

  it('keeps what the bench refused, with the reason', async () => {
    const refusal = new Error('refused');
    const log = createCallLog(() => Promise.reject(refusal));
    expect((await log.send(draft())).state).toEqual({ status: 'refused', error: refusal });
  });

  it('sends nothing that is not JSON', async () => {
    const log = createCallLog(() => Promise.resolve({ outcome: 'timeout', frames: [1] }));
    await expect(log.send(draft({ payloadText: '{' }))).rejects.toThrow(SyntaxError);
    expect(log.calls()).toEqual([]);
  });

  it('forgets one station and leaves the others', async () => {
    const log = createCallLog(() => Promise.resolve({ outcome: 'timeout', frames: [1] }));
    await log.send(draft());
    await log.send(draft({ station: 'CP2' }));
    log.forget('CP1');
    expect(log.calls().map(({ station }) => station)).toEqual(['CP2']);
  });
});
