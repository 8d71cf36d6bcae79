/**
 * Live connections of stations: an engine on each, the newest authenticated one wins (wire case W13).
 * Knows the wire and the handlers; who may connect was decided before.
 */
import type { CsmsPolicy } from '../../../shared/api/csms-contract.ts';
import type { Validators } from '../../../shared/ocpp/validation.ts';
import type { TransactionStore } from '../store/transactions.ts';
import {
  type CallAnswer,
  createCallEngine,
  type EngineProblem,
  type InboundCall,
} from '../wire/call-engine.ts';
import type { OcppConnection } from '../wire/ocpp-connection.ts';
import type { IdTags } from './authorization.ts';
import { mayBeAnswered } from './boot-rules.ts';
import { answerCall, changesNothingShown, isChargePointAction } from './message-handlers.ts';
import { addFinding, type Session, type Station } from './stations.ts';

export interface SessionContext {
  policy(): CsmsPolicy;
  validators: Validators;
  idTags: IdTags;
  transactions: TransactionStore;
  nowMs(): number;
  /** Stores the station within a moment. */
  save(station: Station): void;
  /** Something shown of stations changed. */
  moved(): void;
  signCertificate(station: Station, csr: string): void;
  onProblem(problem: EngineProblem): void;
}

const policyViolation = 1008;

function answer(station: Station, call: InboundCall, context: SessionContext): CallAnswer {
  const { action } = call;
  const { findings } = station;
  if (!isChargePointAction(action)) return { kind: 'error', errorCode: 'NotSupported' };
  if (!mayBeAnswered(station, action)) {
    return {
      kind: 'error',
      errorCode: 'SecurityError',
      description: 'BootNotification has not been accepted',
    };
  }
  let csrToSign: string | undefined;
  const payload = answerCall(action, call.payload, {
    station,
    policy: context.policy(),
    idTags: context.idTags,
    transactions: context.transactions,
    nowMs: context.nowMs(),
    save: () => {
      context.save(station);
      context.moved();
    },
    signCertificate: (csr) => {
      csrToSign = csr;
    },
  });
  if (!changesNothingShown.has(action) || station.findings !== findings) context.moved();
  const csr = csrToSign;
  if (csr === undefined) return { kind: 'result', payload };
  return { kind: 'result', payload, afterSent: () => context.signCertificate(station, csr) };
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
    validators: context.validators,
    sender: 'csms',
    strictDates: options.strictDates,
    handler: (call) => answer(station, call, context),
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
      }
      context.moved();
    },
  });
  if (previous) replace(station, previous, session);
  context.moved();
}
