/**
 * The behaviour of an emulated charge point as it is being filled in, and how it becomes a request.
 * Pure; knows nothing of React.
 */
import type { ChargePointBehaviour } from '../../../../shared/api/charge-point-behaviour-contract.ts';
import type { ChargePointProfile } from '../../../../shared/api/charge-point-profiles-contract.ts';
import type { behaviourWords } from './words.ts';

type Answer = ChargePointBehaviour['answers'][number];
type Frame = ChargePointBehaviour['frames'][number];
export type AnswerKind = Answer['answer']['kind'];
/** What a number field holds; empty text for none. */
export type NumberText = number | string;

export interface AnswerDraft {
  /** Empty: any. */
  action: NonNullable<Answer['action']> | '';
  kind: AnswerKind;
  /** JSON of `usual` and `result`, the text of `raw`. */
  content: string;
  code: string;
  description: string;
  delayMs: NumberText;
  times: NumberText;
}

export interface FrameDraft {
  form: 'text' | 'base64';
  content: string;
  everyS: NumberText;
  on: NonNullable<Frame['on']> | '';
}

export interface BehaviourDraft {
  latencyMs: NumberText;
  jitterMs: NumberText;
  clockSkewS: NumberText;
  heartbeatIntervalS: NumberText;
  neverSend: ChargePointBehaviour['neverSend'];
  loseEveryS: NumberText;
  loseOn: NonNullable<ChargePointBehaviour['loseConnection']>['on'];
  answers: readonly AnswerDraft[];
  frames: readonly FrameDraft[];
}

export const newAnswer: AnswerDraft = {
  action: '',
  kind: 'silence',
  content: '{}',
  code: 'InternalError',
  description: '',
  delayMs: '',
  times: '',
};

export const newFrame: FrameDraft = {
  form: 'text',
  content: '[2,"x","Heartbeat"]',
  everyS: 10,
  on: '',
};

export const wellBehaved: ChargePointBehaviour = {
  latencyMs: 0,
  jitterMs: 0,
  answers: [],
  clockSkewS: 0,
  neverSend: [],
  frames: [],
};

/** A behaviour as a charge point profile may have it: what is absent is as usual. */
export type PartialBehaviour = NonNullable<ChargePointProfile['behaviour']>;
type PartialAnswer = NonNullable<PartialBehaviour['answers']>[number];

function draftOfAnswer({ action, answer, delayMs, times }: PartialAnswer): AnswerDraft {
  const draft: AnswerDraft = {
    ...newAnswer,
    action: action ?? '',
    kind: answer.kind,
    delayMs: delayMs ?? '',
    times: times ?? '',
  };
  switch (answer.kind) {
    case 'usual':
      return { ...draft, content: JSON.stringify(answer.changes ?? {}) };
    case 'result':
      return { ...draft, content: JSON.stringify(answer.payload) };
    case 'error':
      return { ...draft, code: answer.code, description: answer.description ?? '' };
    case 'raw':
      return { ...draft, content: answer.text };
    case 'silence':
      return draft;
  }
}

export function draftOfBehaviour(behaviour: PartialBehaviour = wellBehaved): BehaviourDraft {
  const { loseConnection } = behaviour;
  return {
    latencyMs: behaviour.latencyMs ?? 0,
    jitterMs: behaviour.jitterMs ?? 0,
    clockSkewS: behaviour.clockSkewS ?? 0,
    heartbeatIntervalS: behaviour.heartbeatIntervalS ?? '',
    neverSend: behaviour.neverSend ?? [],
    loseEveryS: loseConnection?.everyS ?? '',
    loseOn: loseConnection?.on ?? [],
    answers: (behaviour.answers ?? []).map(draftOfAnswer),
    frames: (behaviour.frames ?? []).map(({ text, base64, everyS, on }) => ({
      form: base64 === undefined ? 'text' : 'base64',
      content: base64 ?? text ?? '',
      everyS: everyS ?? '',
      on: on ?? '',
    })),
  };
}

export type BehaviourFault = keyof typeof behaviourWords.faults;

/** A number of a field: `none` when it is empty, undefined when it is out of its range. */
function numberOf(text: NumberText, least: number, most: number): number | 'none' | undefined {
  if (text === '') return 'none';
  const value = Number(text);
  return Number.isFinite(value) && value >= least && value <= most ? value : undefined;
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    // Any object has names for its members.
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    // Half-written text is what people leave behind; the form says so.
    return undefined;
  }
}

function chosenOf({ kind, content, code, description }: AnswerDraft): Answer['answer'] | undefined {
  switch (kind) {
    case 'usual': {
      const changes = objectOf(content);
      return changes && { kind, changes };
    }
    case 'result': {
      const payload = objectOf(content);
      return payload && { kind, payload };
    }
    case 'error':
      return { kind, code, description, details: {} };
    case 'raw':
      return { kind, text: content };
    case 'silence':
      return { kind };
  }
}

const hourMs = 3_600_000;
const daySeconds = 86_400;

function answerOf(draft: AnswerDraft): Answer | BehaviourFault {
  const delayMs = numberOf(draft.delayMs, 0, hourMs);
  const times = numberOf(draft.times, 1, 1_000_000);
  const answer = chosenOf(draft);
  if (delayMs === undefined || times === undefined) return 'number';
  if (answer === undefined) return 'json';
  return {
    answer,
    ...(draft.action === '' ? {} : { action: draft.action }),
    ...(delayMs === 'none' ? {} : { delayMs }),
    ...(times === 'none' ? {} : { times }),
  };
}

function frameOf({ form, content, everyS: every, on }: FrameDraft): Frame | BehaviourFault {
  const everyS = numberOf(every, 0.1, daySeconds);
  if (everyS === undefined) return 'number';
  if (everyS === 'none' && on === '') return 'moment';
  return {
    ...(form === 'text' ? { text: content } : { base64: content }),
    ...(everyS === 'none' ? {} : { everyS }),
    ...(on === '' ? {} : { on }),
  };
}

const isFault = (made: unknown): made is BehaviourFault => typeof made === 'string';
const isMade = <T>(made: T | BehaviourFault): made is T => !isFault(made);

/** The behaviour of a draft, or what is wrong with it. What the form does not show is kept from `before`. */
export function behaviourOf(
  draft: BehaviourDraft,
  before: ChargePointBehaviour = wellBehaved,
): { ok: true; value: ChargePointBehaviour } | { ok: false; fault: BehaviourFault } {
  const latencyMs = numberOf(draft.latencyMs, 0, hourMs);
  const jitterMs = numberOf(draft.jitterMs, 0, hourMs);
  const clockSkewS = numberOf(draft.clockSkewS, -1e9, 1e9);
  const heartbeatIntervalS = numberOf(draft.heartbeatIntervalS, 0, daySeconds);
  const loseEveryS = numberOf(draft.loseEveryS, 0.1, daySeconds);
  if (
    latencyMs === undefined ||
    jitterMs === undefined ||
    clockSkewS === undefined ||
    heartbeatIntervalS === undefined ||
    loseEveryS === undefined
  ) {
    return { ok: false, fault: 'number' };
  }
  const answers = draft.answers.map(answerOf);
  const frames = draft.frames.map(frameOf);
  const fault = [...answers, ...frames].find(isFault);
  if (fault !== undefined) return { ok: false, fault };
  const { loseConnection: _lost, heartbeatIntervalS: _beat, ...kept } = before;
  const losesConnection = loseEveryS !== 'none' || draft.loseOn.length > 0;
  return {
    ok: true,
    value: {
      ...kept,
      latencyMs: latencyMs === 'none' ? 0 : latencyMs,
      jitterMs: jitterMs === 'none' ? 0 : jitterMs,
      clockSkewS: clockSkewS === 'none' ? 0 : clockSkewS,
      ...(heartbeatIntervalS === 'none' ? {} : { heartbeatIntervalS }),
      neverSend: draft.neverSend,
      answers: answers.filter(isMade),
      frames: frames.filter(isMade),
      ...(losesConnection
        ? {
            loseConnection: {
              on: draft.loseOn,
              ...(loseEveryS === 'none' ? {} : { everyS: loseEveryS }),
            },
          }
        : {}),
    },
  };
}
