/**
 * Charging transactions: start, readings in between, stop (OCPP 1.6 §4.8, §4.10, §4.7).
 * Knows connectors and the queue; why one starts or stops is decided by drivers and handlers.
 */
import { rememberIdTag } from '../authorization.ts';
import { booleanValue, integerValue, listValue } from '../configuration.ts';
import { refreshConnector } from '../connectors.ts';
import {
  type Authorisation,
  type Connector,
  type Emulation,
  type MeterValue,
  nothing,
  outlets,
  type StopReason,
  type Transaction,
  timestampOf,
} from '../emulation.ts';
import type { IdTagInfo } from '../memory.ts';
import { request } from '../messages.ts';
import { advanceMeter, type ReadingContext, readMeter, registerWh } from '../metering/metering.ts';
import { enqueue } from './transaction-queue.ts';

/** The transaction with an id, and its connector. */
export function findTransaction(
  emulation: Emulation,
  transactionId: number,
): { connector: Connector; transaction: Transaction } | undefined {
  for (const connector of outlets(emulation)) {
    const { transaction } = connector;
    if (transaction?.transactionId === transactionId) return { connector, transaction };
  }
  return undefined;
}

function installTransactionProfile(
  emulation: Emulation,
  connectorId: number,
  { chargingProfile }: Authorisation,
): void {
  if (chargingProfile === undefined) return;
  emulation.memory.chargingProfiles.push({ connectorId, profile: chargingProfile });
}

/** Starts a transaction for the identifier that was accepted; the cable is in. */
export function startTransaction(
  emulation: Emulation,
  connector: Connector,
  authorisation: Authorisation,
): void {
  authorisation.cancelTimeout();
  advanceMeter(emulation, connector);
  const { idTag, parentIdTag } = authorisation;
  const { reservation } = connector;
  const transaction: Transaction = {
    connectorId: connector.id,
    idTag,
    ...(parentIdTag === undefined ? {} : { parentIdTag }),
    meterStartWh: registerWh(connector),
    startedAtMs: emulation.nowMs(),
    values: [],
    suspended: false,
    cancelSampling: nothing,
  };
  reservation?.cancelExpiry();
  connector.reservation = undefined;
  connector.authorisation = undefined;
  connector.finishing = false;
  connector.transaction = transaction;
  installTransactionProfile(emulation, connector.id, authorisation);
  keepForStop(emulation, connector, 'StopTxnSampledData', 'Transaction.Begin');
  const payload = {
    connectorId: connector.id,
    idTag,
    meterStart: transaction.meterStartWh,
    timestamp: timestampOf(emulation),
    ...(reservation === undefined ? {} : { reservationId: reservation.reservationId }),
  };
  enqueue(emulation, { action: 'StartTransaction', payload, transaction });
  sampleLater(emulation, connector);
  refreshConnector(emulation, connector);
}

/** Adds a reading to what StopTransaction will carry, as far as it is configured. */
function keepForStop(
  emulation: Emulation,
  connector: Connector,
  key: 'StopTxnSampledData' | 'StopTxnAlignedData',
  context: ReadingContext,
): void {
  const { transaction } = connector;
  if (transaction === undefined) return;
  const reading = readMeter(emulation, connector, {
    measurands: listValue(emulation, key),
    context,
  });
  if (reading === undefined) return;
  transaction.values.push(reading);
  // The first and the last reading matter most: those after the first make way.
  const most = integerValue(emulation, 'StopTransactionMaxMeterValues');
  if (transaction.values.length > most) transaction.values.splice(1, 1);
}

function sendReading(emulation: Emulation, connector: Connector, reading: MeterValue): void {
  const { transaction, id } = connector;
  if (transaction !== undefined) {
    const payload = { connectorId: id, meterValue: [reading] };
    enqueue(emulation, { action: 'MeterValues', payload, transaction });
    return;
  }
  const payload = { connectorId: id, meterValue: [reading] };
  emulation.background(request(emulation, 'MeterValues', payload));
}

/** Arms the next sample of a running transaction; call it again when the interval changes. */
export function sampleLater(emulation: Emulation, connector: Connector): void {
  const { transaction } = connector;
  if (transaction === undefined) return;
  transaction.cancelSampling();
  const intervalS = integerValue(emulation, 'MeterValueSampleInterval');
  transaction.cancelSampling =
    intervalS === 0
      ? nothing
      : emulation.timers.after(intervalS * 1000, () => {
          sample(emulation, connector);
          sampleLater(emulation, connector);
        });
}

function sample(emulation: Emulation, connector: Connector): void {
  const measurands = listValue(emulation, 'MeterValuesSampledData');
  const reading = readMeter(emulation, connector, { measurands, context: 'Sample.Periodic' });
  if (reading !== undefined) sendReading(emulation, connector, reading);
  keepForStop(emulation, connector, 'StopTxnSampledData', 'Sample.Periodic');
  refreshConnector(emulation, connector);
}

/** Arms the readings aligned to the clock, counted from midnight UTC (§3.16.2). */
export function alignReadings(emulation: Emulation): void {
  emulation.cancelClockAligned();
  const intervalMs = integerValue(emulation, 'ClockAlignedDataInterval') * 1000;
  if (intervalMs === 0) {
    emulation.cancelClockAligned = nothing;
    return;
  }
  const sinceMidnightMs = emulation.nowMs() % 86_400_000;
  const waitMs = intervalMs - (sinceMidnightMs % intervalMs);
  emulation.cancelClockAligned = emulation.timers.after(waitMs, () => {
    const measurands = listValue(emulation, 'MeterValuesAlignedData');
    for (const connector of outlets(emulation)) {
      const reading = readMeter(emulation, connector, { measurands, context: 'Sample.Clock' });
      if (reading !== undefined) sendReading(emulation, connector, reading);
      keepForStop(emulation, connector, 'StopTxnAlignedData', 'Sample.Clock');
    }
    alignReadings(emulation);
  });
}

/** Answers a trigger for MeterValues. */
export function sendTriggeredReading(emulation: Emulation, connector: Connector): void {
  const measurands = listValue(emulation, 'MeterValuesSampledData');
  const reading = readMeter(emulation, connector, { measurands, context: 'Trigger' });
  if (reading === undefined) return;
  const transactionId = connector.transaction?.transactionId;
  const known = transactionId === undefined ? {} : { transactionId };
  const payload = { connectorId: connector.id, ...known, meterValue: [reading] };
  emulation.background(request(emulation, 'MeterValues', payload));
}

/** Stops the transaction of a connector, if there is one. */
export function stopTransaction(
  emulation: Emulation,
  connector: Connector,
  stop: { reason: StopReason; idTag?: string },
): void {
  const { transaction } = connector;
  if (transaction === undefined) return;
  transaction.cancelSampling();
  keepForStop(emulation, connector, 'StopTxnSampledData', 'Transaction.End');
  advanceMeter(emulation, connector);
  connector.transaction = undefined;
  connector.finishing = connector.pluggedIn;
  const { memory } = emulation;
  memory.metersWh[connector.id] = connector.meter.energyWh;
  // A TxProfile ends with its transaction (§3.13.1).
  memory.chargingProfiles = memory.chargingProfiles.filter(
    ({ connectorId, profile }) =>
      connectorId !== connector.id || profile.chargingProfilePurpose !== 'TxProfile',
  );
  emulation.save();
  const payload = {
    meterStop: registerWh(connector),
    timestamp: timestampOf(emulation),
    reason: stop.reason,
    ...(stop.idTag === undefined ? {} : { idTag: stop.idTag }),
    ...(transaction.values.length === 0 ? {} : { transactionData: transaction.values }),
  };
  enqueue(emulation, { action: 'StopTransaction', payload, transaction });
  refreshConnector(emulation, connector);
}

/** Stops every running transaction. */
export function stopAllTransactions(emulation: Emulation, reason: StopReason): void {
  for (const connector of outlets(emulation)) stopTransaction(emulation, connector, { reason });
}

/** What follows from the Central System's judgement of an identifier it was told with a transaction. */
export function noteJudged(
  emulation: Emulation,
  transaction: Transaction,
  idTagInfo: IdTagInfo,
): void {
  rememberIdTag(emulation, transaction.idTag, idTagInfo);
  if (idTagInfo.parentIdTag !== undefined) transaction.parentIdTag = idTagInfo.parentIdTag;
  const connector = emulation.connectors[transaction.connectorId];
  if (idTagInfo.status === 'Accepted' || connector?.transaction !== transaction) return;
  if (booleanValue(emulation, 'StopTransactionOnInvalidId')) {
    stopTransaction(emulation, connector, { reason: 'DeAuthorized' });
    return;
  }
  advanceMeter(emulation, connector);
  transaction.suspended = true;
  refreshConnector(emulation, connector);
}
