/** The form of a behaviour: what it makes of what was written, and that nothing is lost on the way. */
import { describe, expect, it } from 'vitest';
import { builtInProfiles } from '../../../../shared/api/built-in-profiles.ts';
import { chargePointBehaviour } from '../../../../shared/api/charge-point-behaviour-contract.ts';
import {
  behaviourOf,
  draftOfBehaviour,
  newAnswer,
  newFrame,
  wellBehaved,
} from './behaviour-draft.ts';

const draft = draftOfBehaviour();

describe('the draft of a behaviour', () => {
  it('of one that behaves well is the default of the contract', () => {
    expect(behaviourOf(draft)).toEqual({ ok: true, value: chargePointBehaviour.parse({}) });
  });

  it.each([...builtInProfiles])(
    'brings back the behaviour of the profile %s',
    (_name, { behaviour = {} }) => {
      expect(behaviourOf(draftOfBehaviour(behaviour))).toEqual({
        ok: true,
        value: chargePointBehaviour.parse(behaviour),
      });
    },
  );

  it('makes every kind of answer, with its delay and its times', () => {
    const made = behaviourOf({
      ...draft,
      answers: [
        { ...newAnswer, kind: 'usual', content: '{"status":"Rejected"}', action: 'Reset' },
        { ...newAnswer, kind: 'result', content: '{}', delayMs: 40, times: 2 },
        { ...newAnswer, kind: 'error', code: 'NotSupported', description: 'no' },
        { ...newAnswer, kind: 'raw', content: '[3,"{messageId}",1]' },
      ],
    });
    expect(made).toEqual({
      ok: true,
      value: {
        ...wellBehaved,
        answers: [
          { action: 'Reset', answer: { kind: 'usual', changes: { status: 'Rejected' } } },
          { answer: { kind: 'result', payload: {} }, delayMs: 40, times: 2 },
          {
            answer: { kind: 'error', code: 'NotSupported', description: 'no', details: {} },
          },
          { answer: { kind: 'raw', text: '[3,"{messageId}",1]' } },
        ],
      },
    });
    expect(made.ok && draftOfBehaviour(made.value).answers[0]).toMatchObject({
      action: 'Reset',
      kind: 'usual',
      content: '{"status":"Rejected"}',
    });
  });

  it('keeps the heartbeat it was given, and takes it back', () => {
    const made = behaviourOf({ ...draft, heartbeatIntervalS: 5 });
    expect(made).toEqual({ ok: true, value: { ...wellBehaved, heartbeatIntervalS: 5 } });
    const before = { ...wellBehaved, heartbeatIntervalS: 5 };
    expect(behaviourOf(draft, before)).toEqual({ ok: true, value: wellBehaved });
  });

  it('says what is wrong', () => {
    const fault = (part: Partial<typeof draft>) => {
      const made = behaviourOf({ ...draft, ...part });
      return made.ok ? undefined : made.fault;
    };
    expect(fault({ latencyMs: -1 })).toBe('number');
    expect(fault({ loseEveryS: 0 })).toBe('number');
    expect(fault({ answers: [{ ...newAnswer, times: 0 }] })).toBe('number');
    expect(fault({ answers: [{ ...newAnswer, kind: 'result', content: '[1]' }] })).toBe('json');
    expect(fault({ answers: [{ ...newAnswer, kind: 'usual', content: '{' }] })).toBe('json');
    expect(fault({ frames: [{ ...newFrame, everyS: '' }] })).toBe('moment');
    expect(fault({ frames: [{ ...newFrame, everyS: '', on: 'connected' }] })).toBeUndefined();
  });
});
