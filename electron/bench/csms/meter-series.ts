/**
 * Meter values of transactions as series to draw: power, energy, current, voltage, state of charge.
 * Bounded: a full series is thinned out evenly. Display only; the record has every value.
 */
import type { MeterSeries } from '../../../shared/api/csms-station-contract.ts';
import type { MeterValuesRequest16 } from '../../../shared/ocpp/generated/payloads-1.6.ts';

type MeterValue = MeterValuesRequest16['meterValue'][number];
type SampledValue = MeterValue['sampledValue'][number];

interface GrowingSeries extends MeterSeries {
  /** Only every so many values is kept; doubles when the series is full. */
  every: number;
  seen: number;
}

export type SeriesOfTransaction = Map<string, GrowingSeries>;

const keptPoints = 1440;
const keptSeries = 40;
const keptTransactions = 20;

const kilo: Readonly<Record<string, string>> = { kWh: 'Wh', kW: 'W' };
const drawn = /^(Power|Energy|Current|Voltage$|SoC$|Temperature$|Frequency$)/;
/** OCPP 1.6 §7.43: what a sample without the member means. */
const usualMeasurand = 'Energy.Active.Import.Register';

function addPoint(series: GrowingSeries, atMs: number, value: number): void {
  const isKept = series.seen % series.every === 0;
  series.seen += 1;
  if (!isKept) return;
  series.points.push([atMs, value]);
  if (series.points.length < keptPoints) return;
  series.points = series.points.filter((_, index) => index % 2 === 0);
  series.every *= 2;
}

function addSample(all: SeriesOfTransaction, sample: SampledValue, atMs: number): void {
  const { measurand = usualMeasurand, phase, location, unit } = sample;
  const value = Number(sample.value);
  if (!drawn.test(measurand) || !Number.isFinite(value)) return;
  const base = unit === undefined ? undefined : kilo[unit];
  const name = `${measurand} ${phase ?? ''} ${location ?? ''}`;
  let series = all.get(name);
  if (series === undefined) {
    if (all.size >= keptSeries) return;
    const shown = base ?? unit ?? (measurand.startsWith('Energy') ? 'Wh' : undefined);
    series = { measurand, phase, location, unit: shown, points: [], every: 1, seen: 0 };
    all.set(name, series);
  }
  addPoint(series, atMs, base === undefined ? value : value * 1000);
}

/** Adds what MeterValues or the data of StopTransaction say of a transaction. */
export function addMeterValues(
  transactions: Map<number, SeriesOfTransaction>,
  transactionId: number,
  meterValues: readonly MeterValue[],
): void {
  let all = transactions.get(transactionId);
  if (all === undefined) {
    all = new Map();
    transactions.set(transactionId, all);
    const [oldest] = transactions.keys();
    if (transactions.size > keptTransactions && oldest !== undefined) transactions.delete(oldest);
  }
  for (const { timestamp, sampledValue } of meterValues) {
    const atMs = Date.parse(timestamp);
    if (Number.isNaN(atMs)) continue;
    for (const sample of sampledValue) addSample(all, sample, atMs);
  }
}

/** The series of one transaction, each in the order of time. */
export function seriesOf(all: SeriesOfTransaction | undefined): MeterSeries[] {
  return [...(all?.values() ?? [])].map(({ every: _every, seen: _seen, ...series }) => ({
    ...series,
    points: series.points.toSorted(([left], [right]) => left - right),
  }));
}
