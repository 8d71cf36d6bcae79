/**
 * What messages of a station add to what is known of it: lanes, meter series, transfers, security events, reservations
 * that were used, charging profiles that ended. One function an action; the others add nothing.
 */
import type { TransferKind } from '../../../shared/api/csms-station-contract.ts';
import type { RequestPayloads16 } from '../../../shared/ocpp/generated/payloads-1.6.ts';
import { addStatusChange } from './knowledge.ts';
import type { ChargePointAction } from './message-handlers.ts';
import { addMeterValues } from './meter-series.ts';
import type { Notes } from './notes.ts';
import { isoTime, type Station } from './stations.ts';

export interface MessageFacts {
  station: Station;
  notes: Notes;
  seq: number;
  nowMs: number;
  /** What was answered. */
  answer: object;
}

const keptTransfers = 100;

function noteTransfer(
  kind: TransferKind,
  { status, requestId }: { status: string; requestId?: number },
  { station, notes, seq, nowMs }: MessageFacts,
): void {
  const entry = { kind, at: isoTime(nowMs), status, requestId, seq };
  const earlier = notes.document(station, 'transfers');
  notes.change(station, 'transfers', [entry, ...earlier].slice(0, keptTransfers));
}

function noteStart(
  { reservationId }: RequestPayloads16['StartTransaction'],
  { station, notes, answer }: MessageFacts,
): void {
  if (reservationId === undefined) return;
  const transactionId = Number(Reflect.get(answer, 'transactionId'));
  const reservations = notes.document(station, 'reservations');
  notes.change(
    station,
    'reservations',
    reservations.map((one) =>
      one.reservationId === reservationId && one.state === 'active'
        ? { ...one, state: 'used', transactionId }
        : one,
    ),
  );
}

function noteStop(
  { transactionId, transactionData }: RequestPayloads16['StopTransaction'],
  { station, notes }: MessageFacts,
): void {
  if (transactionData) {
    addMeterValues(station.knowledge.series, transactionId, transactionData);
  }
  // A TxProfile ends with its transaction (OCPP 1.6 §3.13.1).
  const profiles = notes.document(station, 'charging-profiles');
  const left = profiles.filter(
    ({ profile }) =>
      profile.chargingProfilePurpose !== 'TxProfile' || profile.transactionId !== transactionId,
  );
  if (left.length < profiles.length) notes.change(station, 'charging-profiles', left);
}

type Noted = {
  [A in ChargePointAction]?: (payload: RequestPayloads16[A], facts: MessageFacts) => void;
};

const noted: Noted = {
  StatusNotification(payload, { station, seq, nowMs }) {
    const { connectorId, status, errorCode, info, vendorErrorCode, timestamp } = payload;
    addStatusChange(station.knowledge, connectorId, {
      at: timestamp ?? isoTime(nowMs),
      status,
      errorCode,
      info,
      vendorErrorCode,
      seq,
    });
  },
  MeterValues({ transactionId, meterValue }, { station }) {
    if (transactionId === undefined) return;
    addMeterValues(station.knowledge.series, transactionId, meterValue);
  },
  StartTransaction: noteStart,
  StopTransaction: noteStop,
  FirmwareStatusNotification: (payload, facts) => noteTransfer('firmware', payload, facts),
  SignedFirmwareStatusNotification: (payload, facts) =>
    noteTransfer('signed-firmware', payload, facts),
  DiagnosticsStatusNotification: (payload, facts) => noteTransfer('diagnostics', payload, facts),
  LogStatusNotification: (payload, facts) => noteTransfer('log', payload, facts),
  SecurityEventNotification({ type, timestamp, techInfo }, { station, notes, seq, nowMs }) {
    const receivedAt = isoTime(nowMs);
    notes.addSecurityEvent(station, { receivedAt, timestamp, type, techInfo, seq });
  },
};

/** Whether messages of the action add anything; most of what arrives does not. */
export function isNoted(action: ChargePointAction): boolean {
  return Object.hasOwn(noted, action);
}

/** Notes a message that was taken. */
export function noteMessage(action: ChargePointAction, payload: object, facts: MessageFacts): void {
  // The engine validated the payload against the schema of this very action.
  const note = noted[action] as ((payload: object, facts: MessageFacts) => void) | undefined;
  note?.(payload, facts);
}
