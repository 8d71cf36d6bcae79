/**
 * What lives in an emulated charge point and has to outlast the bench: cache, reservations, cables, running
 * transactions and the messages that wait. Written into its memory before a save, brought back from it at a start.
 */

import { isDeepStrictEqual } from 'node:util';
import { refreshConnector } from './connectors/connector-status.ts';
import { vehicleOf } from './connectors/connectors.ts';
import { awaitDriver } from './connectors/driver.ts';
import { reserve } from './connectors/reservations.ts';
import { type Connector, type Emulation, nothing, outlets } from './emulation.ts';
import type {
  ChargePointMemory,
  StoredMessage,
  StoredOutlet,
  StoredTransaction,
} from './memory.ts';
import { advanceMeter, registerWh } from './metering/metering.ts';
import type { QueuedMessage, Transaction } from './transactions/transaction.ts';
import { settleInterrupted } from './transfers/firmware-update.ts';
import { settleInterruptedUploads } from './transfers/log-upload.ts';

/** Writes what lives into the memory. */
export function rememberLive(emulation: Emulation): void {
  const { memory, connectors, authorizationCache } = emulation;
  for (const connector of outlets(emulation)) {
    advanceMeter(emulation, connector);
    const { energyWh } = connector.meter;
    if (energyWh > 0) memory.metersWh[connector.id] = energyWh;
  }
  memory.authorizationCache = [...authorizationCache].map(([idTag, info]) => ({ idTag, info }));
  memory.reservations = connectors.flatMap(({ id, reservation }) => {
    if (reservation === undefined) return [];
    const { cancelExpiry: _timer, ...stored } = reservation;
    return [{ ...stored, connectorId: id }];
  });
  memory.outlets = outlets(emulation).flatMap((connector) => outletOf(emulation, connector));
  memory.transactionLog = transactionLogOf(emulation);
  memory.notices = [...emulation.transfers.notices];
}

/** A cable stays in its socket when the power goes, and the vehicle at its place. */
function outletOf({ settings }: Emulation, connector: Connector): StoredOutlet[] {
  const { id, pluggedIn, lockedCable, vehicle, meter } = connector;
  const isUsual = isDeepStrictEqual(vehicle, vehicleOf(settings));
  if (!pluggedIn && lockedCable === undefined && isUsual) return [];
  return [
    {
      connectorId: id,
      pluggedIn,
      // What charges now will have ended with the power.
      finishing: connector.finishing || (pluggedIn && connector.transaction !== undefined),
      ...(lockedCable === undefined ? {} : { lockedCable }),
      stateOfCharge: meter.stateOfCharge,
      ...(isUsual ? {} : { vehicle }),
    },
  ];
}

function transactionLogOf(emulation: Emulation): ChargePointMemory['transactionLog'] {
  const { messages } = emulation.queue;
  const running = outlets(emulation).flatMap(({ transaction }) => transaction ?? []);
  if (messages.length === 0 && running.length === 0) return undefined;
  const all = [...new Set([...running, ...messages.map(({ transaction }) => transaction)])];
  return {
    transactions: all.map(withoutTimers),
    running: running.map((transaction) => all.indexOf(transaction)),
    messages: messages.map(({ transaction, ...message }) => ({
      ...message,
      transaction: all.indexOf(transaction),
    })),
    savedAtMs: emulation.nowMs(),
  };
}

function withoutTimers(transaction: Transaction): StoredTransaction {
  const { cancelSampling: _sampling, cancelSupervision: _supervision, ...stored } = transaction;
  return stored;
}

/** Brings back what lived. What was charging then has ended with the power (§4.10), at the last known reading. */
export function recallLive(emulation: Emulation): void {
  const { memory, authorizationCache, queue } = emulation;
  for (const { idTag, info } of memory.authorizationCache) authorizationCache.set(idTag, info);
  // A TxProfile does not outlive its transaction (§3.13.1).
  memory.chargingProfiles = memory.chargingProfiles.filter(
    ({ profile }) => profile.chargingProfilePurpose !== 'TxProfile',
  );
  const log = memory.transactionLog;
  if (log !== undefined) queue.messages.push(...messagesOf(emulation, log));
  for (const reservation of memory.reservations) {
    if (reservation.expiresAtMs > emulation.nowMs()) reserve(emulation, reservation)();
  }
  for (const connector of outlets(emulation)) {
    if (connector.pluggedIn && !connector.finishing) awaitDriver(emulation, connector);
    refreshConnector(emulation, connector);
  }
  emulation.transfers.notices.push(...memory.notices);
  settleInterrupted(emulation);
  settleInterruptedUploads(emulation);
}

function messagesOf(
  { connectors }: Emulation,
  log: NonNullable<ChargePointMemory['transactionLog']>,
): QueuedMessage[] {
  const transactions = log.transactions.map(
    (stored): Transaction => ({
      ...stored,
      cancelSampling: nothing,
      cancelSupervision: nothing,
    }),
  );
  const waiting = log.messages.flatMap((message) => recalled(message, transactions));
  const ended = log.running.flatMap((place): QueuedMessage[] => {
    const transaction = transactions[place];
    const connector = transaction && connectors[transaction.connectorId];
    if (transaction === undefined || connector === undefined) return [];
    const { values } = transaction;
    const payload = {
      meterStop: registerWh(connector),
      timestamp: new Date(log.savedAtMs).toISOString(),
      reason: 'PowerLoss' as const,
      ...(values.length === 0 ? {} : { transactionData: values }),
    };
    return [{ action: 'StopTransaction', payload, transaction }];
  });
  return [...waiting, ...ended];
}

function recalled(
  { transaction: place, ...message }: StoredMessage,
  transactions: readonly Transaction[],
): QueuedMessage[] {
  const transaction = transactions[place];
  // Action and payload belong together because they were stored together.
  return transaction === undefined ? [] : [{ ...message, transaction } as QueuedMessage];
}
