/**
 * The CSMS's answers to what a charge point sends: one function an action, by the policy.
 * Payloads arrive validated; whether a message may be answered at all is decided before.
 */
import { registrationStatus } from '../../../shared/api/common-schemas.ts';
import type { CsmsPolicy } from '../../../shared/api/csms-contract.ts';
import type { StationAction16 } from '../../../shared/ocpp/actions.ts';
import type {
  RequestPayloads16,
  ResponsePayloads16,
} from '../../../shared/ocpp/generated/payloads-1.6.ts';
import type { TransactionStore } from '../store/transactions.ts';
import type { IdTags } from './authorization.ts';
import { recordMeterValues } from './meter-readings.ts';
import { addFinding, isoTime, type Station } from './stations.ts';
import type { TransactionIds } from './transaction-ids.ts';

/** What every handler may read and change. */
export interface HandlerContext {
  station: Station;
  policy: CsmsPolicy;
  idTags: IdTags;
  transactions: TransactionStore;
  nowMs: number;
  /** What a person wants answered: what we keep follows it. */
  chosen?: Readonly<Record<string, unknown>>;
  transactionIds: TransactionIds;
  /** Writes the stored part of the station, which is shown. */
  save(): void;
  /** Keeps a signing request; what follows from it happens after the answer has left. */
  receiveSigningRequest(csr: string): 'Accepted' | 'Rejected';
}

/** Actions that a charge point sends. */
export type ChargePointAction = StationAction16 | 'DataTransfer';

type Handler<A extends ChargePointAction> = (
  payload: RequestPayloads16[A],
  context: HandlerContext,
) => ResponsePayloads16[A];

/** transactionId of a transaction whose start was never answered (OCPP 1.6 errata 3.18). */
const unansweredStart = -1;

function noteClock(context: HandlerContext, timestamp: string | undefined): void {
  if (timestamp === undefined) return;
  const ms = Date.parse(timestamp);
  if (!Number.isNaN(ms)) context.station.clockSkewMs = ms - context.nowMs;
}

/** The time the CSMS says it is, which a person may have moved. */
function toldTime({ policy, nowMs }: HandlerContext): string {
  return isoTime(nowMs + policy.currentTimeSkewS * 1000);
}

/** What a BootNotification may change of what is stored. */
const bootFacts = ['registration', 'vendor', 'model', 'firmwareVersion', 'serialNumber'] as const;

function bootNotification(
  payload: RequestPayloads16['BootNotification'],
  context: HandlerContext,
): ResponsePayloads16['BootNotification'] {
  const { station, policy, nowMs } = context;
  const { stored } = station;
  const status =
    registrationStatus.safeParse(context.chosen?.status).data ??
    stored.bootStatus ??
    (stored.factory ? 'Pending' : policy.bootStatus);
  const before = { ...stored };
  stored.registration = status;
  if (status === 'Accepted') station.triggered.clear();
  stored.vendor = payload.chargePointVendor;
  stored.model = payload.chargePointModel;
  stored.firmwareVersion = payload.firmwareVersion;
  // An empty serial number says nothing, although the schema allows it.
  const reported = payload.chargePointSerialNumber || payload.chargeBoxSerialNumber || undefined;
  const expected = stored.serialNumber;
  if (reported !== undefined && expected !== undefined && !expected.includes(reported)) {
    addFinding(station, {
      rule: 'boot-serial-number-differs',
      severity: 'warning',
      clause: 'Whitepaper A00.FR.405',
      parameters: { reported, expected },
    });
  }
  if (reported !== undefined && expected === undefined) stored.serialNumber = reported;
  const isNews = bootFacts.some((fact) => stored[fact] !== before[fact]);
  stored.lastSeenUs = nowMs * 1000;
  // The time alone is stored at the end of the session.
  if (isNews) context.save();
  return { status, currentTime: toldTime(context), interval: policy.heartbeatIntervalS };
}

function startTransaction(
  payload: RequestPayloads16['StartTransaction'],
  context: HandlerContext,
): ResponsePayloads16['StartTransaction'] {
  const { station, transactions, idTags, policy, nowMs } = context;
  const wanted = context.chosen?.transactionId;
  const { transactionId } = transactions.start(
    {
      station: station.stored.id,
      connectorId: payload.connectorId,
      idTag: payload.idTag,
      meterStartWh: payload.meterStart,
      startedAt: payload.timestamp,
    },
    Number.isSafeInteger(wanted) ? { chosen: Number(wanted) } : context.transactionIds.next(policy),
  );
  return { transactionId, idTagInfo: idTags.info(payload.idTag, policy, nowMs) };
}

function stopTransaction(
  payload: RequestPayloads16['StopTransaction'],
  context: HandlerContext,
): ResponsePayloads16['StopTransaction'] {
  const { station, transactions, idTags, policy, nowMs } = context;
  const { transactionId } = payload;
  const stop = transactions.stop(station.stored.id, transactionId, {
    meterStopWh: payload.meterStop,
    stoppedAt: payload.timestamp,
    reason: payload.reason,
  });
  if (stop.result === 'unknown' && transactionId !== unansweredStart) {
    addFinding(station, {
      rule: 'stop-of-unknown-transaction',
      severity: 'warning',
      clause: 'OCPP 1.6 §4.10',
      parameters: { transactionId },
    });
  }
  if (stop.result === 'contradicted') {
    const { meterStopWh: firstWh } = stop;
    addFinding(station, {
      rule: 'transaction-stopped-again',
      severity: 'warning',
      clause: 'OCPP 1.6 §4.10',
      parameters: { transactionId, firstWh, laterWh: payload.meterStop },
    });
  }
  return payload.idTag === undefined
    ? {}
    : { idTagInfo: idTags.info(payload.idTag, policy, nowMs) };
}

function statusNotification(
  payload: RequestPayloads16['StatusNotification'],
  context: HandlerContext,
): ResponsePayloads16['StatusNotification'] {
  const { station, nowMs } = context;
  noteClock(context, payload.timestamp);
  const known = station.connectors.get(payload.connectorId);
  station.connectors.set(payload.connectorId, {
    ...known,
    connectorId: payload.connectorId,
    status: payload.status,
    errorCode: payload.errorCode,
    since: payload.timestamp ?? isoTime(nowMs),
  });
  return {};
}

/** OCPP 1.6 §4.3: without an answer of the policy no vendor, or no message of the vendor, is known. */
function dataTransfer(
  { vendorId, messageId }: RequestPayloads16['DataTransfer'],
  { policy }: HandlerContext,
): ResponsePayloads16['DataTransfer'] {
  const ofVendor = policy.dataTransfer.filter((answer) => answer.vendorId === vendorId);
  const fitting = ofVendor.find(
    (answer) => answer.messageId === undefined || answer.messageId === messageId,
  );
  if (fitting === undefined) {
    return { status: ofVendor.length > 0 ? 'UnknownMessageId' : 'UnknownVendorId' };
  }
  const { status, data } = fitting;
  return data === undefined ? { status } : { status, data };
}

const handlers: { [A in ChargePointAction]: Handler<A> } = {
  Authorize: ({ idTag }, { idTags, policy, nowMs }) => ({
    idTagInfo: idTags.info(idTag, policy, nowMs),
  }),
  BootNotification: bootNotification,
  DataTransfer: dataTransfer,
  DiagnosticsStatusNotification: () => ({}),
  FirmwareStatusNotification: () => ({}),
  Heartbeat: (_, context) => ({ currentTime: toldTime(context) }),
  LogStatusNotification: () => ({}),
  MeterValues: (payload, { station }) => {
    recordMeterValues(station, payload);
    return {};
  },
  // Its timestamp says nothing of the station's clock: events are kept and sent later (Whitepaper A04).
  SecurityEventNotification: () => ({}),
  SignCertificate: ({ csr }, { receiveSigningRequest }) => ({ status: receiveSigningRequest(csr) }),
  SignedFirmwareStatusNotification: () => ({}),
  StartTransaction: startTransaction,
  StatusNotification: statusNotification,
  StopTransaction: stopTransaction,
};

/** These leave the station as it is: nobody need look at it anew. */
export const changesNothingShown: ReadonlySet<ChargePointAction> = new Set([
  'Authorize',
  // One that brings news is stored, and what is stored is told.
  'BootNotification',
  'DataTransfer',
  'Heartbeat',
] as const);

export function isChargePointAction(action: string): action is ChargePointAction {
  return Object.hasOwn(handlers, action);
}

/** The answer to a validated CALL. */
export function answerCall(
  action: ChargePointAction,
  payload: object,
  context: HandlerContext,
): object {
  // The engine validated the payload against the schema of this very action.
  const handler = handlers[action] as (payload: object, context: HandlerContext) => object;
  return handler(payload, context);
}
