/** What is shown of stations and their transactions, and in which order. Pure; knows no screen. */
import type { StationState, TransactionState } from '../../../shared/api/csms-contract.ts';

export function isRunning(transaction: TransactionState): boolean {
  return transaction.stoppedAt === undefined;
}

/** Newest first, running ones on top. */
export function sortedTransactions(
  transactions: readonly TransactionState[],
): readonly TransactionState[] {
  return transactions.toSorted(
    (left, right) =>
      Number(isRunning(right)) - Number(isRunning(left)) ||
      right.transactionId - left.transactionId,
  );
}

/** Watt hours so far; of a running one by the meter of its connector, undefined when that says nothing. */
export function energyOf(
  transaction: TransactionState,
  station: Pick<StationState, 'connectors'>,
): number | undefined {
  const meter =
    transaction.meterStopWh ??
    (isRunning(transaction)
      ? station.connectors.find(({ connectorId }) => connectorId === transaction.connectorId)
          ?.meterWh
      : undefined);
  return meter === undefined ? undefined : meter - transaction.meterStartWh;
}

/** The stations whose identity, vendor or model has the text, connected ones only when asked to; by identity. */
export function stationsShown(
  stations: readonly StationState[],
  text: string,
  connectedOnly: boolean,
): readonly StationState[] {
  const wanted = text.trim().toLowerCase();
  return stations
    .filter(
      ({ id, vendor = '', model = '', connected }) =>
        (connected || !connectedOnly) && `${id} ${vendor} ${model}`.toLowerCase().includes(wanted),
    )
    .toSorted((left, right) => left.id.localeCompare(right.id, 'en', { numeric: true }));
}
