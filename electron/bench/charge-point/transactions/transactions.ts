/**
 * Charging transactions: start, supervision, stop, and what the Central System's judgement does to them
 * (OCPP 1.6 §4.8, §4.10). Why one starts or stops is decided by drivers and handlers.
 */
import { rememberIdTag } from '../authorization.ts';
import { booleanValue, integerValue } from '../configuration.ts';
import { refreshConnector } from '../connectors/connector-status.ts';
import { signal } from '../connectors/light.ts';
import { takeReservation } from '../connectors/reservations.ts';
import {
  type Authorisation,
  type Connector,
  type Emulation,
  nothing,
  outlets,
  timestampOf,
} from '../emulation.ts';
import type { IdTagInfo } from '../memory.ts';
import { advanceMeter, drawnW, registerWh } from '../metering/metering.ts';
import { beginInterval } from '../metering/sampled-values.ts';
import { offerTo } from '../smart-charging/offer.ts';
import { withProfile } from '../smart-charging/profile-rules.ts';
import { keepForStop, sampleLater } from './readings.ts';
import type { StopReason, Transaction } from './transaction.ts';
import { enqueue } from './transaction-queue.ts';

/** How often a running transaction is looked at between readings: batteries fill up, profiles change. */
const supervisionMs = 10_000;
const hourMs = 3_600_000;

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
  // It belongs to the transaction it came for, whatever number it names (§5.11).
  const { transactionId: _named, ...profile } = chargingProfile;
  const profiles = withProfile(emulation, { connectorId, profile });
  if (profiles !== undefined) emulation.memory.chargingProfiles = profiles;
}

/** Starts a transaction for the identifier that was accepted; the cable is in. */
export function startTransaction(
  emulation: Emulation,
  connector: Connector,
  authorisation: Authorisation,
): void {
  authorisation.cancelTimeout();
  connector.cancelIdle();
  advanceMeters(emulation);
  const { idTag, parentIdTag } = authorisation;
  const reservationId = takeReservation(emulation, connector, authorisation);
  const transaction: Transaction = {
    connectorId: connector.id,
    idTag,
    ...(parentIdTag === undefined ? {} : { parentIdTag }),
    meterStartWh: registerWh(connector),
    startedAtMs: emulation.nowMs(),
    values: [],
    suspended: false,
    cancelSampling: nothing,
    cancelSupervision: nothing,
  };
  connector.authorisation = undefined;
  connector.finishing = false;
  connector.transaction = transaction;
  signal(emulation, connector, 'transaction-started');
  installTransactionProfile(emulation, connector.id, authorisation);
  beginInterval(connector, 'sampled');
  keepForStop(emulation, connector, 'StopTxnSampledData', 'Transaction.Begin');
  const payload = {
    connectorId: connector.id,
    idTag,
    meterStart: transaction.meterStartWh,
    timestamp: timestampOf(emulation),
    ...(reservationId === undefined ? {} : { reservationId }),
  };
  enqueue(emulation, { action: 'StartTransaction', payload, transaction });
  sampleLater(emulation, connector);
  reviewTransactions(emulation);
}

/** Outlets that charge at the same time share what the whole charge point may draw. */
function advanceMeters(emulation: Emulation): void {
  for (const connector of outlets(emulation)) advanceMeter(emulation, connector);
}

/** Looks again at everything that charges, and when to look next: limits, or those who share them, have changed. */
export function reviewTransactions(emulation: Emulation): void {
  for (const connector of outlets(emulation)) {
    const { transaction } = connector;
    if (transaction === undefined) continue;
    refreshConnector(emulation, connector);
    superviseLater(emulation, connector, transaction);
  }
}

function superviseLater(
  emulation: Emulation,
  connector: Connector,
  transaction: Transaction,
): void {
  transaction.cancelSupervision();
  const { allowedUntilWh } = transaction;
  const powerW = drawnW(emulation, connector);
  const allowedMs =
    allowedUntilWh === undefined || powerW === 0
      ? supervisionMs
      : Math.ceil(((allowedUntilWh - connector.meter.energyWh) / powerW) * hourMs);
  const limitMs = offerTo(emulation, connector).untilMs - emulation.nowMs();
  const waitMs = Math.max(1, Math.min(supervisionMs, allowedMs, Math.ceil(limitMs)));
  transaction.cancelSupervision = emulation.timers.after(waitMs, () => {
    refreshConnector(emulation, connector);
    endAllowance(emulation, connector, transaction);
    if (connector.transaction === transaction) superviseLater(emulation, connector, transaction);
  });
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
  transaction.cancelSupervision();
  keepForStop(emulation, connector, 'StopTxnSampledData', 'Transaction.End');
  advanceMeters(emulation);
  connector.transaction = undefined;
  signal(emulation, connector, 'transaction-stopped');
  connector.finishing = connector.pluggedIn;
  dropTransactionProfiles(emulation, connector);
  const payload = {
    meterStop: registerWh(connector),
    timestamp: timestampOf(emulation),
    reason: stop.reason,
    ...(stop.idTag === undefined ? {} : { idTag: stop.idTag }),
    ...(transaction.values.length === 0 ? {} : { transactionData: transaction.values }),
  };
  enqueue(emulation, { action: 'StopTransaction', payload, transaction });
  refreshConnector(emulation, connector);
  reviewTransactions(emulation);
}

/** A TxProfile ends with its transaction (§3.13.1). */
function dropTransactionProfiles({ memory }: Emulation, connector: Connector): void {
  memory.chargingProfiles = memory.chargingProfiles.filter(
    ({ connectorId, profile }) =>
      connectorId !== connector.id || profile.chargingProfilePurpose !== 'TxProfile',
  );
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
  advanceMeter(emulation, connector);
  // Enough to drive away, where it is configured; by default nothing.
  const allowanceWh = integerValue(emulation, 'MaxEnergyOnInvalidId');
  transaction.allowedUntilWh = connector.meter.energyWh + allowanceWh;
  endAllowance(emulation, connector, transaction);
  if (connector.transaction === transaction) superviseLater(emulation, connector, transaction);
}

/** Ends what an invalid identifier may still draw, once it has drawn it (§4.8, MaxEnergyOnInvalidId). */
function endAllowance(emulation: Emulation, connector: Connector, transaction: Transaction): void {
  const { allowedUntilWh } = transaction;
  if (allowedUntilWh === undefined || connector.meter.energyWh < allowedUntilWh) return;
  if (booleanValue(emulation, 'StopTransactionOnInvalidId')) {
    stopTransaction(emulation, connector, { reason: 'DeAuthorized' });
    return;
  }
  advanceMeters(emulation);
  transaction.suspended = true;
  reviewTransactions(emulation);
}
