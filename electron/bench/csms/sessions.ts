/**
 * Live connections of stations: an engine on each, the newest authenticated one wins (wire case W13).
 * Knows the wire and the handlers; who may connect was decided before.
 */
import type { AnswerRule } from '../../../shared/api/csms-answers-contract.ts';
import type { CsmsPolicy } from '../../../shared/api/csms-contract.ts';
import type { SchemaViolation, Validators } from '../../../shared/ocpp/validation.ts';
import type { TransactionStore } from '../store/transactions.ts';
import {
  type CallAnswer,
  createCallEngine,
  type EngineProblem,
  type InboundCall,
} from '../wire/call-engine.ts';
import type { OcppConnection } from '../wire/ocpp-connection.ts';
import { type AnswerRules, answerByRule } from './answer-rules.ts';
import type { IdTags } from './authorization.ts';
import { mayBeAnswered } from './boot-rules.ts';
import {
  answerCall,
  type ChargePointAction,
  changesNothingShown,
  isChargePointAction,
} from './message-handlers.ts';
import { isNoted, noteMessage } from './noted-messages.ts';
import type { Notes } from './notes.ts';
import type {
  ReceivedRequest,
  SigningAnswer,
  SigningRequests,
} from './signing-requests/signing-requests.ts';
import { tellWatchers } from './station-events.ts';
import { addFinding, type Session, type Station } from './stations.ts';
import type { TransactionIds } from './transaction-ids.ts';

export interface SessionContext {
  policy(): CsmsPolicy;
  validators: Validators;
  idTags: IdTags;
  transactions: TransactionStore;
  transactionIds: TransactionIds;
  answers: AnswerRules;
  notes: Notes;
  nowMs(): number;
  /** Stores the station within a moment. */
  save(station: Station): void;
  /** Something shown of stations changed. */
  moved(): void;
  signingRequests: Pick<SigningRequests, 'receive' | 'answered' | 'connected' | 'refused'>;
  onProblem(problem: EngineProblem): void;
}

const policyViolation = 1008;

interface UsualAnswer {
  payload: object;
  request?: ReceivedRequest;
}

/** The answer by the policy, with all that follows from the message. */
function usualAnswer(
  station: Station,
  action: ChargePointAction,
  call: InboundCall,
  context: SessionContext,
  chosen?: Readonly<Record<string, unknown>>,
): UsualAnswer {
  const { findings } = station;
  const nowMs = context.nowMs();
  let request: ReceivedRequest | undefined;
  const payload = answerCall(action, call.payload, {
    station,
    policy: context.policy(),
    idTags: context.idTags,
    transactions: context.transactions,
    transactionIds: context.transactionIds,
    nowMs,
    chosen,
    save: () => {
      context.save(station);
      context.moved();
    },
    receiveSigningRequest(csr) {
      request = context.signingRequests.receive(station, csr, call.seq);
      return request.status;
    },
  });
  const { seq } = call;
  if (isNoted(action)) {
    const answer = chosen === undefined ? payload : { ...payload, ...chosen };
    noteMessage(action, call.payload, { station, notes: context.notes, seq, nowMs, answer });
  }
  tellWatchers(station, { kind: 'message', action, payload: call.payload, seq });
  if (!changesNothingShown.has(action) || station.findings !== findings) context.moved();
  return { payload, request };
}

/** One whose request is too long gets Rejected with a reason at the desk (Whitepaper A02.FR.12), not CALLERROR. */
function isLongSigningRequest(action: string, violations: readonly SchemaViolation[]): boolean {
  return (
    action === 'SignCertificate' &&
    violations.every(({ keyword, path }) => keyword === 'maxLength' && path.endsWith('/csr'))
  );
}

/** A signing request is kept although it is not answered as one. */
function keptAnyway(
  station: Station,
  { action, payload, seq }: InboundCall,
  { signingRequests }: SessionContext,
): ReceivedRequest | undefined {
  const csr = action === 'SignCertificate' ? payload.csr : undefined;
  return typeof csr === 'string' ? signingRequests.receive(station, csr, seq) : undefined;
}

/** What a chosen answer says of the request; without a payload it is no answer to it. */
function signingAnswer(
  { status: usual }: ReceivedRequest,
  chosen: Readonly<Record<string, unknown>> | undefined,
): SigningAnswer {
  const status = chosen === undefined ? undefined : (chosen.status ?? usual);
  const isKnown = status === 'Accepted' || status === 'Rejected';
  return { status: isKnown ? status : 'other', chosen: chosen?.status !== undefined || !isKnown };
}

/** What a person chose for this CALL, after its delay. */
function chosenAnswer(
  station: Station,
  action: ChargePointAction,
  call: InboundCall,
  rule: AnswerRule,
  context: SessionContext,
): CallAnswer | Promise<CallAnswer> {
  const { answer } = rule;
  const chosen =
    answer.kind === 'usual'
      ? answer.changes
      : answer.kind === 'result'
        ? answer.payload
        : undefined;
  // Taken as a message only when it is answered as one: an error undoes nothing that was kept.
  const usual = chosen && usualAnswer(station, action, call, context, chosen);
  const given = answerByRule(rule, call.messageId, usual?.payload ?? {});
  const request = usual ? usual.request : keptAnyway(station, call, context);
  const send = (): CallAnswer => {
    if (request !== undefined) {
      const answered = signingAnswer(request, chosen);
      setImmediate(() => context.signingRequests.answered(station, request.id, answered));
    }
    return given;
  };
  if (rule.delayMs === 0) return send();
  return new Promise((resolve) => {
    setTimeout(() => resolve(send()), rule.delayMs).unref();
  });
}

function answer(
  station: Station,
  call: InboundCall,
  context: SessionContext,
): CallAnswer | Promise<CallAnswer> {
  const { action } = call;
  if (!isChargePointAction(action)) return { kind: 'error', errorCode: 'NotSupported' };
  const rule = context.answers.take(station.stored.id, action);
  if (rule) return chosenAnswer(station, action, call, rule, context);
  if (!mayBeAnswered(station, action)) {
    const request = keptAnyway(station, call, context);
    if (request) {
      const answered = { status: 'other', chosen: true } as const;
      context.signingRequests.answered(station, request.id, answered);
    }
    return {
      kind: 'error',
      errorCode: 'SecurityError',
      description: 'BootNotification has not been accepted',
    };
  }
  const { payload, request } = usualAnswer(station, action, call, context);
  if (request === undefined) return { kind: 'result', payload };
  const { id, status } = request;
  const afterSent = () => context.signingRequests.answered(station, id, { status, chosen: false });
  return { kind: 'result', payload, afterSent };
}

/** The newest authenticated connection wins (wire case W13). */
function replace(station: Station, previous: Session, session: Session): void {
  const earlier = previous.connection.remote.address;
  const later = session.connection.remote.address;
  if (earlier !== later) {
    addFinding(station, {
      rule: 'identity-from-two-addresses',
      severity: 'warning',
      clause: 'OCPP-J 1.6 §3.1',
      parameters: { earlier, later },
    });
  }
  previous.connection.close(policyViolation, 'replaced by a newer connection', 'replaced');
}

/** Takes over an admitted connection as the station's session. */
export function openSession(
  station: Station,
  connection: OcppConnection,
  context: SessionContext,
  options: { strictDates: boolean; tls?: Session['tls'] },
): void {
  const previous = station.session;
  const engine = createCallEngine({
    send: (text, sendOptions) => connection.send(text, sendOptions),
    recordTimeout: (detail) => connection.recordCallTimeout(detail),
    recordWithheld: (detail) => connection.recordWithheld(detail),
    validators: context.validators,
    sender: 'csms',
    strictDates: options.strictDates,
    handler: (call) => answer(station, call, context),
    takesInvalid: isLongSigningRequest,
    onProblem: context.onProblem,
  });
  const session: Session = {
    connection,
    engine,
    securityProfile: connection.securityProfile,
    connectedAtMs: context.nowMs(),
    tls: options.tls,
  };
  station.session = session;
  connection.attach({
    onText: (text, seq) => engine.receive(text, seq),
    onClosed: () => {
      engine.end();
      if (station.session === session) {
        station.session = undefined;
        station.stored.lastSeenUs = context.nowMs() * 1000;
        context.save(station);
        tellWatchers(station, { kind: 'disconnected' });
      }
      context.moved();
    },
  });
  if (previous) replace(station, previous, session);
  context.moved();
}
