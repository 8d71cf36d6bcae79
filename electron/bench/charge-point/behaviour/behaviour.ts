/**
 * What a charge point does otherwise than a well-built one, as it was told to: late and chosen answers, frames nobody
 * expects, lost connections, CALLs left out. Everything sent because of it is flagged tampered.
 */
import type {
  BehaviourAnswer,
  ChargePointBehaviour,
} from '../../../../shared/api/charge-point-behaviour-contract.ts';
import type { Action16 } from '../../../../shared/ocpp/actions.ts';
import type { CallAnswer, InboundCall } from '../../wire/call-engine.ts';
import { chosenAnswer, withChanges } from '../../wire/chosen-answer.ts';
import type { Emulation } from '../emulation.ts';

type Frame = ChargePointBehaviour['frames'][number];

/** How often each answer of a behaviour was given; a behaviour that is set anew counts from the beginning. */
const given = new WeakMap<BehaviourAnswer, number>();

function behaviourOf({ settings }: Emulation): ChargePointBehaviour | undefined {
  return settings.behaviour;
}

/** Whether it leaves this CALL out. */
export function isWithheld(emulation: Emulation, action: Action16): boolean {
  const withheld: readonly string[] = behaviourOf(emulation)?.neverSend ?? [];
  return withheld.includes(action);
}

/** Seconds between heartbeats, when they are its own choice. */
export function ownHeartbeatS(emulation: Emulation): number | undefined {
  return behaviourOf(emulation)?.heartbeatIntervalS;
}

/** By how much its clock is wrong. */
export function clockSkewMs(emulation: Emulation): number {
  return (behaviourOf(emulation)?.clockSkewS ?? 0) * 1000;
}

function takeAnswer(
  { answers }: ChargePointBehaviour,
  action: string,
): BehaviourAnswer | undefined {
  const answer = answers.find(
    (one) =>
      (one.action === undefined || one.action === action) &&
      (given.get(one) ?? 0) < (one.times ?? Infinity),
  );
  if (answer !== undefined) given.set(answer, (given.get(answer) ?? 0) + 1);
  return answer;
}

function chosen(
  { answer }: BehaviourAnswer,
  messageId: string,
  usual: () => CallAnswer | Promise<CallAnswer>,
): CallAnswer | Promise<CallAnswer> {
  if (answer.kind !== 'usual') return chosenAnswer(answer, messageId);
  const { changes } = answer;
  const given = usual();
  return given instanceof Promise
    ? given.then((late) => withChanges(late, changes))
    : withChanges(given, changes);
}

function later(emulation: Emulation, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    emulation.timers.after(delayMs, resolve);
  });
}

/** Answers a CALL as the behaviour has it, else as usual. */
export function answerAs(
  emulation: Emulation,
  call: InboundCall,
  usual: () => CallAnswer | Promise<CallAnswer>,
): CallAnswer | Promise<CallAnswer> {
  const behaviour = behaviourOf(emulation);
  if (behaviour === undefined) return usual();
  noteEvent(emulation, call.action);
  const rule = takeAnswer(behaviour, call.action);
  const { latencyMs, jitterMs } = behaviour;
  const delayMs = rule?.delayMs ?? latencyMs + Math.round(jitterMs * emulation.random());
  const answer = rule === undefined ? usual() : chosen(rule, call.messageId, usual);
  if (delayMs === 0) return answer;
  return Promise.all([answer, later(emulation, delayMs)]).then(([ready]) => ready);
}

function sendFrame({ session }: Emulation, { text, base64 }: Frame): void {
  if (text !== undefined) session?.engine.sendRaw(text);
  if (base64 !== undefined) session?.connection.sendRawBytes(Buffer.from(base64, 'base64'));
}

function lose({ session }: Emulation): void {
  session?.connection.terminate();
}

/** Something happened that a behaviour may wait for. */
export function noteEvent(emulation: Emulation, event: string): void {
  const behaviour = behaviourOf(emulation);
  if (behaviour === undefined) return;
  for (const frame of behaviour.frames) if (frame.on === event) sendFrame(emulation, frame);
  const events: readonly string[] = behaviour.loseConnection?.on ?? [];
  if (events.includes(event)) lose(emulation);
}

function repeat(emulation: Emulation, everyS: number, run: () => void): void {
  const { session } = emulation;
  const behaviour = behaviourOf(emulation);
  emulation.timers.after(everyS * 1000, () => {
    // Another connection and another behaviour have timers of their own.
    if (emulation.session !== session || behaviourOf(emulation) !== behaviour) return;
    run();
    repeat(emulation, everyS, run);
  });
}

/** Begins what happens again and again while connected. */
export function beginBehaviour(emulation: Emulation): void {
  const behaviour = behaviourOf(emulation);
  if (behaviour === undefined || emulation.session === undefined) return;
  for (const frame of behaviour.frames) {
    const { everyS } = frame;
    if (everyS !== undefined) repeat(emulation, everyS, () => sendFrame(emulation, frame));
  }
  const everyS = behaviour.loseConnection?.everyS;
  if (everyS !== undefined) repeat(emulation, everyS, () => lose(emulation));
}

/** Another behaviour from now on; none: it behaves well again. The connection stays. */
export function setBehaviour(
  emulation: Emulation,
  behaviour: ChargePointBehaviour | undefined,
): void {
  const { behaviour: _before, ...settings } = emulation.settings;
  emulation.settings = behaviour === undefined ? settings : { ...settings, behaviour };
  emulation.save();
  beginBehaviour(emulation);
  emulation.changed();
}
