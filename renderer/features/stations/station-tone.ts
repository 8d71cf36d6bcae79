/** Which tone a state of a station, a connector or an outcome has. Pure; knows no screen. */
import type { RegistrationStatus } from '../../../shared/api/common-schemas.ts';
import type { StationState, TransactionState } from '../../../shared/api/csms-contract.ts';
import type { StatusTone } from '../../components/status-dot.tsx';

const connectorTones: Readonly<Record<string, StatusTone>> = {
  Available: 'good',
  Preparing: 'info',
  Charging: 'busy',
  SuspendedEV: 'info',
  SuspendedEVSE: 'info',
  Finishing: 'info',
  Reserved: 'warning',
  Unavailable: 'off',
  Faulted: 'error',
};

/** OCPP 1.6 §7.7; anything else a charge point may have said is neutral. */
export function connectorTone(status: string): StatusTone {
  return Object.hasOwn(connectorTones, status) ? (connectorTones[status] ?? 'off') : 'off';
}

export const registrationTones: Record<RegistrationStatus, StatusTone> = {
  Accepted: 'good',
  Pending: 'warning',
  Rejected: 'error',
};

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

/** The filter of the frame list for one station; quoted, because identities may hold anything. */
export function stationFilter(id: string): string {
  const isPlain = /^[A-Za-z0-9._-]+$/.test(id);
  return `station:${isPlain ? id : `"${id.replaceAll(/["\\]/g, '\\$&')}"`}`;
}
