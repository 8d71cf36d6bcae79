/**
 * The OCPP-J engine of one connection: pairs CALLs with answers, one of ours outstanding, the rest queued; judges
 * what arrives and answers it. Knows nothing of sockets and of what a role does with a CALL.
 */
import { randomUUID } from 'node:crypto';
import { type ErrorCode, spellErrorCode } from '../../../shared/ocpp/error-codes.ts';
import { judgeCall } from '../../../shared/ocpp/judge-call.ts';
import {
  type CallMessage,
  decodeMessage,
  type ErrorMessage,
  encodeCall,
  encodeError,
  encodeResult,
  type JsonObject,
  type MalformedMessage,
  type ResultMessage,
} from '../../../shared/ocpp/message-codec.ts';
import type { SchemaViolation, Validators } from '../../../shared/ocpp/validation.ts';
import { peerOf, type Sender } from '../../../shared/ocpp/versions.ts';
import { createInboundCalls } from './inbound-calls.ts';

/** A CALL of the peer that passed the judge. */
export interface InboundCall {
  messageId: string;
  action: string;
  payload: JsonObject;
  /** Frame of the CALL in the record. */
  seq: number;
}

/** What a handler answers. */
export type CallAnswer =
  | {
      kind: 'result';
      payload: object;
      /** Sends the payload although it violates the schema; flagged tampered. */
      forced?: boolean;
      /** Was chosen by a person: flagged tampered, whatever it holds. */
      tampered?: boolean;
      /** Called right after the answer was handed to the connection. */
      afterSent?: () => void;
    }
  | { kind: 'error'; errorCode: ErrorCode; description?: string; details?: object }
  /** Sent as it is, flagged tampered. */
  | { kind: 'raw'; text: string }
  /** No answer at all, on request only. */
  | { kind: 'silence' };

export type CallHandler = (call: InboundCall) => CallAnswer | Promise<CallAnswer>;

export interface CallRefusal {
  /** As received. */
  code: string;
  meaning: ErrorCode;
  description: string;
  details: JsonObject;
}

/** How a CALL of ours ended. `frames` are the CALL and, if there was one, its answer. */
export type CallOutcome =
  | {
      outcome: 'result';
      payload: JsonObject;
      violations: readonly SchemaViolation[];
      frames: [number, number];
    }
  | { outcome: 'error'; error: CallRefusal; frames: [number, number] }
  | { outcome: 'timeout'; frames: [number] }
  | { outcome: 'not-connected'; frames: [] | [number] }
  | { outcome: 'queue-full'; frames: [] }
  /** Not sent: the payload violates the schema and `validate` was asked for. */
  | { outcome: 'invalid'; violations: readonly SchemaViolation[]; frames: [] };

export interface CallOptions {
  /** From the moment the CALL is sent; `defaultCallTimeoutMs` by default. */
  timeoutMs?: number;
  /** Refuses to send a payload that violates the schema. */
  validate?: boolean;
  /** A message id of one's own choice, for what a peer must survive. */
  messageId?: string;
}

/** Something on our side went wrong; the peer got its answer all the same. */
export type EngineProblem =
  | { code: 'handler-failed'; action: string; messageId: string; error: unknown }
  | {
      code: 'answer-invalid';
      action: string;
      messageId: string;
      violations: readonly SchemaViolation[];
    };

export interface CallEngineSetup {
  /** Records and sends; undefined when the connection is not open any more. */
  send(text: string, options?: { tampered?: boolean }): number | undefined;
  recordTimeout(detail: { messageId: string; action: string; timeoutMs: number }): void;
  /** Notes that the CALL in frame `callSeq` is left without an answer. */
  recordWithheld(detail: { messageId: string; action: string; callSeq: number }): void;
  validators: Validators;
  /** Which side we are. */
  sender: Sender;
  strictDates: boolean;
  handler: CallHandler;
  /** A CALL of the peer that violates its schema and is handed to the handler all the same. */
  takesInvalid?(action: string, violations: readonly SchemaViolation[]): boolean;
  onProblem(problem: EngineProblem): void;
}

export interface CallEngine {
  /** A text message of the peer, recorded under `seq`. Never throws. */
  receive(text: string, seq: number): void;
  /** Sends a CALL when its turn comes; a payload that is no object goes out as it is. Never rejects. */
  call(action: string, payload: unknown, options?: CallOptions): Promise<CallOutcome>;
  /** Sends any text, flagged tampered; what comes back is nobody's answer. Undefined when not connected. */
  sendRaw(text: string): number | undefined;
  /** CALLs of ours that wait for their turn or their answer. */
  readonly pending: number;
  /** The connection has ended: everything that waits is `not-connected`. */
  end(): void;
}

const defaultCallTimeoutMs = 30_000;
const longestQueue = 1000;

interface QueuedCall {
  messageId: string;
  action: string;
  text: string;
  timeoutMs: number;
  settle(outcome: CallOutcome): void;
}

interface OutstandingCall extends QueuedCall {
  seq: number;
  timer: NodeJS.Timeout;
}

/** Creates the engine of one connection. */
export function createCallEngine(setup: CallEngineSetup): CallEngine {
  const { validators, handler, sender } = setup;
  const { version } = validators;
  const peer = peerOf(sender);
  const strictness = setup.strictDates ? 'strict' : 'lenient';
  const inbound = createInboundCalls();
  const queue: QueuedCall[] = [];
  let outstanding: OutstandingCall | undefined;
  let ended = false;

  function refuse(messageId: string, code: ErrorCode, description: string, details?: object): void {
    setup.send(encodeError(messageId, spellErrorCode(code, version), description, details));
  }

  function answer(call: InboundCall, given: CallAnswer): void {
    switch (given.kind) {
      case 'result':
        sendResult(call, given);
        return;
      case 'error':
        refuse(call.messageId, given.errorCode, given.description ?? '', given.details);
        return;
      case 'raw':
        setup.send(given.text, { tampered: true });
        return;
      case 'silence': {
        const { messageId, action, seq: callSeq } = call;
        setup.recordWithheld({ messageId, action, callSeq });
        return;
      }
    }
  }

  function sendResult(call: InboundCall, given: Extract<CallAnswer, { kind: 'result' }>): void {
    const { messageId, action } = call;
    const violations = validators.validate(action, 'response', given.payload);
    if (violations.length > 0 && given.forced !== true) {
      setup.onProblem({ code: 'answer-invalid', action, messageId, violations });
      refuse(messageId, 'InternalError', 'the answer violates its schema');
      return;
    }
    const text = encodeResult(messageId, given.payload);
    const tampered = violations.length > 0 || given.tampered === true;
    setup.send(text, tampered ? { tampered } : undefined);
    try {
      given.afterSent?.();
    } catch (error) {
      // The answer is on its way: a second one must not follow.
      setup.onProblem({ code: 'handler-failed', action, messageId, error });
    }
  }

  function handlerFailed(call: InboundCall, error: unknown): void {
    const { action, messageId } = call;
    setup.onProblem({ code: 'handler-failed', action, messageId, error });
    refuse(messageId, 'InternalError', 'the handler failed');
  }

  function answerLater(call: InboundCall, text: string, pending: Promise<CallAnswer>): void {
    const { messageId } = call;
    const done = inbound.begin(messageId, call, text);
    pending
      .then((given) => {
        if (!ended) answer(call, given);
      })
      .catch((error: unknown) => handlerFailed(call, error))
      .finally(done);
  }

  function handle(call: InboundCall, text: string): void {
    try {
      const given = handler(call);
      if (given instanceof Promise) answerLater(call, text, given);
      else answer(call, given);
    } catch (error) {
      handlerFailed(call, error);
    }
  }

  function receiveCall(message: CallMessage, text: string, seq: number): void {
    const { messageId, action, payload } = message;
    const repeated = inbound.compare(message, text);
    if (repeated === 'resend') return;
    if (repeated === 'conflict') {
      refuse(messageId, 'FormationViolation', 'message id of a CALL that is still in flight');
      return;
    }
    const decision = judgeCall({ message, validators, sender: peer, strictness });
    if (decision.verdict === 'accept') {
      handle({ messageId, action, payload, seq }, text);
      return;
    }
    const { errorCode, description, details, violations } = decision;
    if (violations.length > 0 && setup.takesInvalid?.(action, violations) === true) {
      handle({ messageId, action, payload, seq }, text);
      return;
    }
    setup.send(encodeError(messageId, errorCode, description, details));
  }

  function receiveMalformed({ response, messageId, reason }: MalformedMessage): void {
    if (response === 'ignore' || messageId === undefined) return;
    refuse(messageId, response.answer, reason);
  }

  /** Takes the outstanding CALL if this answers it; late and unknown answers are ignored (R25, R29). */
  function takeOutstanding(messageId: string): OutstandingCall | undefined {
    if (outstanding === undefined || outstanding.messageId !== messageId) return undefined;
    const answered = outstanding;
    outstanding = undefined;
    clearTimeout(answered.timer);
    return answered;
  }

  function receiveResult({ messageId, payload }: ResultMessage, seq: number): void {
    const answered = takeOutstanding(messageId);
    if (answered === undefined) return;
    const violations = validators.validate(answered.action, 'response', payload);
    answered.settle({ outcome: 'result', payload, violations, frames: [answered.seq, seq] });
    sendNext();
  }

  function receiveError(message: ErrorMessage, seq: number): void {
    if (message.refusesResult) return;
    const answered = takeOutstanding(message.messageId);
    if (answered === undefined) return;
    const { errorCode: code, meaning, description, details } = message;
    const error = { code, meaning, description, details };
    answered.settle({ outcome: 'error', error, frames: [answered.seq, seq] });
    sendNext();
  }

  function giveUp(call: OutstandingCall): void {
    const { messageId, action, timeoutMs } = call;
    outstanding = undefined;
    setup.recordTimeout({ messageId, action, timeoutMs });
    call.settle({ outcome: 'timeout', frames: [call.seq] });
    sendNext();
  }

  function sendNext(): void {
    while (outstanding === undefined) {
      const next = queue.shift();
      if (next === undefined) return;
      const seq = setup.send(next.text);
      if (seq === undefined) {
        next.settle({ outcome: 'not-connected', frames: [] });
        continue;
      }
      const timer = setTimeout(() => giveUp(sent), next.timeoutMs);
      const sent: OutstandingCall = { ...next, seq, timer };
      outstanding = sent;
    }
  }

  return {
    receive(text, seq) {
      const message = decodeMessage(text, version);
      switch (message.kind) {
        case 'call':
          receiveCall(message, text, seq);
          return;
        case 'result':
          receiveResult(message, seq);
          return;
        case 'error':
          receiveError(message, seq);
          return;
        case 'malformed':
          receiveMalformed(message);
          return;
        case 'send':
          // A SEND of OCPP 2.1 has no answer; it is in the record.
          return;
      }
    },
    call(action, payload, options = {}) {
      const { timeoutMs = defaultCallTimeoutMs, messageId = randomUUID() } = options;
      if (ended) return Promise.resolve({ outcome: 'not-connected', frames: [] });
      if (options.validate === true) {
        const violations = validators.validate(action, 'request', payload);
        if (violations.length > 0) {
          return Promise.resolve({ outcome: 'invalid', violations, frames: [] });
        }
      }
      if (queue.length >= longestQueue) {
        return Promise.resolve({ outcome: 'queue-full', frames: [] });
      }
      const text = encodeCall(messageId, action, payload);
      return new Promise((settle) => {
        queue.push({ messageId, action, text, timeoutMs, settle });
        sendNext();
      });
    },
    sendRaw: (text) => setup.send(text, { tampered: true }),
    get pending() {
      return queue.length + (outstanding === undefined ? 0 : 1);
    },
    end() {
      ended = true;
      if (outstanding !== undefined) {
        clearTimeout(outstanding.timer);
        outstanding.settle({ outcome: 'not-connected', frames: [outstanding.seq] });
        outstanding = undefined;
      }
      for (const { settle } of queue.splice(0)) settle({ outcome: 'not-connected', frames: [] });
    },
  };
}
