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

export interface TransactionEnd {
  meterStopWh: number;
  /** RFC 3339 */
  stoppedAt: string;
  reason?: string;
}

/** What came of a stop: a `repeated` one tells the same end again, as a message that is sent twice does. */
export type StopResult =
  | { result: 'stopped' | 'repeated' | 'unknown' }
  | { result: 'contradicted'; meterStopWh: number };

export interface TransactionStore {
  /**
   * On disk when it returns: an id that the counter gave out is never given out by it again.
   * @param id a chosen one, which may repeat; or the least the counter may give.
   */
  start(
    transaction: Omit<StoredTransaction, 'transactionId'>,
    id?: { chosen: number } | { from: number },
  ): StoredTransaction;
  /** Ends a transaction that runs; the first end of one counts. */
  stop(station: string, transactionId: number, end: TransactionEnd): StopResult;
  /** The newest first. */
  ofStation(station: string, limit: number): readonly StoredTransaction[];
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
    INSERT INTO charging_transaction (transaction_id, chosen, station, connector_id, id_tag,
      meter_start_wh, started_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  // Ids that a person chose may repeat: the newest of a station is meant.
  const end = database.prepare(`
    UPDATE charging_transaction SET meter_stop_wh = ?, stopped_at = ?, reason = ?
    WHERE row = (SELECT row FROM charging_transaction WHERE station = ? AND transaction_id = ?
      ORDER BY row DESC LIMIT 1) AND stopped_at IS NULL`);
  const newest = database.prepare(`
    SELECT * FROM charging_transaction WHERE station = ? AND transaction_id = ?
    ORDER BY row DESC LIMIT 1`);
  const select = database.prepare(`
    SELECT * FROM charging_transaction WHERE station = ? ORDER BY row DESC LIMIT ?`);
  const highest = database
    .prepare('SELECT max(transaction_id) AS id FROM charging_transaction WHERE chosen = 0')
    .get();
  /** What was asked for last: thousands of stations are looked at many times for each that charges. */
  const recent = new Map<string, { limit: number; found: readonly StoredTransaction[] }>();
  let counted = Number(highest?.id ?? 0);
  return {
    start(transaction, id = { from: 1 }) {
      const { station, connectorId, idTag, meterStartWh, startedAt } = transaction;
      recent.delete(station);
      const isChosen = 'chosen' in id;
      const transactionId = isChosen ? id.chosen : Math.max(counted + 1, id.from);
      insert.run(
        transactionId,
        isChosen ? 1 : 0,
        station,
        storable(connectorId),
        idTag,
        storable(meterStartWh),
        startedAt,
      );
      if (!isChosen) counted = transactionId;
      return { ...transaction, transactionId };
    },
    stop(station, transactionId, { meterStopWh, stoppedAt, reason }) {
      recent.delete(station);
      const meter = storable(meterStopWh);
      if (end.run(meter, stoppedAt, reason ?? null, station, transactionId).changes > 0) {
        return { result: 'stopped' };
      }
      const row = newest.get(station, transactionId);
      if (row === undefined) return { result: 'unknown' };
      const first = Number(row.meter_stop_wh);
      return first === meter
        ? { result: 'repeated' }
        : { result: 'contradicted', meterStopWh: first };
    },
    ofStation(station, limit) {
      const known = recent.get(station);
      if (known !== undefined && known.limit === limit) return known.found;
      const found = select.all(station, limit).map(fromRow);
      recent.set(station, { limit, found });
      return found;
    },
  };
}
