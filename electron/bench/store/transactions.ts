/** Charging transactions and the counter behind their ids, which never repeats. Rows only. */
import type { DatabaseSync } from 'node:sqlite';

export interface StoredTransaction {
  transactionId: number;
  station: string;
  connectorId: number;
  idTag: string;
  meterStartWh: number;
  meterStopWh?: number;
  /** RFC 3339 */
  startedAt: string;
  stoppedAt?: string;
  reason?: string;
}

export interface TransactionStore {
  /** On disk when it returns: a transaction id that was given out is never given out again. */
  start(transaction: Omit<StoredTransaction, 'transactionId'>): StoredTransaction;
  /** False when no transaction of this station has the id. */
  stop(
    station: string,
    transactionId: number,
    end: { meterStopWh: number; stoppedAt: string; reason?: string },
  ): boolean;
  /** The newest first. */
  ofStation(station: string, limit: number): StoredTransaction[];
}

/** A column takes 64 bits, a number of ours 53: what a station says beyond that is in the record as it came. */
function storable(value: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.trunc(value)));
}

function fromRow(row: Record<string, unknown>): StoredTransaction {
  return {
    transactionId: Number(row.transaction_id),
    station: String(row.station),
    connectorId: Number(row.connector_id),
    idTag: String(row.id_tag),
    meterStartWh: Number(row.meter_start_wh),
    meterStopWh: row.meter_stop_wh === null ? undefined : Number(row.meter_stop_wh),
    startedAt: String(row.started_at),
    stoppedAt: row.stopped_at === null ? undefined : String(row.stopped_at),
    reason: row.reason === null ? undefined : String(row.reason),
  };
}

export function transactionStore(database: DatabaseSync): TransactionStore {
  const insert = database.prepare(`
    INSERT INTO charging_transaction (station, connector_id, id_tag, meter_start_wh, started_at)
    VALUES (?, ?, ?, ?, ?)`);
  const end = database.prepare(`
    UPDATE charging_transaction SET meter_stop_wh = ?, stopped_at = ?, reason = ?
    WHERE transaction_id = ? AND station = ?`);
  const select = database.prepare(`
    SELECT * FROM charging_transaction WHERE station = ? ORDER BY transaction_id DESC LIMIT ?`);
  return {
    start(transaction) {
      const { station, connectorId, idTag, meterStartWh, startedAt } = transaction;
      const result = insert.run(
        station,
        storable(connectorId),
        idTag,
        storable(meterStartWh),
        startedAt,
      );
      return { ...transaction, transactionId: Number(result.lastInsertRowid) };
    },
    stop: (station, transactionId, { meterStopWh, stoppedAt, reason }) =>
      end.run(storable(meterStopWh), stoppedAt, reason ?? null, transactionId, station).changes > 0,
    ofStation: (station, limit) => select.all(station, limit).map(fromRow),
  };
}
