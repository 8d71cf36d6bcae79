/**
 * When meter values are read and where they go: MeterValues during a transaction, aligned to the clock, on a trigger,
 * and what StopTransaction carries (OCPP 1.6 §4.7, §3.16). Starts and stops nothing.
 */
import { integerValue, listValue } from '../configuration.ts';
import { refreshConnector } from '../connectors/connector-status.ts';
import { type Connector, type Emulation, nothing, outlets } from '../emulation.ts';
import { request } from '../messages.ts';
import {
  beginInterval,
  type ReadingContext,
  readMainMeter,
  readMeter,
} from '../metering/sampled-values.ts';
import type { MeterValue } from './transaction.ts';
import { enqueue } from './transaction-queue.ts';

/** Adds a reading to what StopTransaction will carry, as far as it is configured. */
export function keepForStop(
  emulation: Emulation,
  connector: Connector,
  key: 'StopTxnSampledData' | 'StopTxnAlignedData',
  context: ReadingContext,
): void {
  const { transaction } = connector;
  if (transaction === undefined) return;
  const measurands = listValue(emulation, key);
  const reading = readMeter(emulation, connector, { measurands, context });
  if (reading === undefined) return;
  transaction.values.push(reading);
  // The first and the last reading matter most: those after the first make way.
  const most = integerValue(emulation, 'StopTransactionMaxMeterValues');
  if (transaction.values.length > most) transaction.values.splice(1, 1);
}

function sendReading(emulation: Emulation, connector: Connector, reading: MeterValue): void {
  const { transaction, id } = connector;
  const payload = { connectorId: id, meterValue: [reading] };
  if (transaction === undefined) {
    emulation.background(request(emulation, 'MeterValues', payload));
  } else {
    enqueue(emulation, { action: 'MeterValues', payload, transaction });
  }
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
          sample(emulation, connector, 'Sample.Periodic');
          beginInterval(connector, 'sampled');
          sampleLater(emulation, connector);
        });
}

/** Reads and sends the sampled measurands once, outside of the interval: energy was cut off, or came back. */
export function sampleInterruption(
  emulation: Emulation,
  connector: Connector,
  context: 'Interruption.Begin' | 'Interruption.End',
): void {
  if (connector.transaction !== undefined) sample(emulation, connector, context);
}

function sample(emulation: Emulation, connector: Connector, context: ReadingContext): void {
  const measurands = listValue(emulation, 'MeterValuesSampledData');
  const reading = readMeter(emulation, connector, { measurands, context });
  if (reading !== undefined) sendReading(emulation, connector, reading);
  keepForStop(emulation, connector, 'StopTxnSampledData', context);
  refreshConnector(emulation, connector);
}

/** The main meter belongs to no transaction. */
function sendMainReading(emulation: Emulation, measurands: readonly string[]): void {
  const reading = readMainMeter(emulation, { measurands, context: 'Sample.Clock' });
  if (reading === undefined) return;
  const payload = { connectorId: 0, meterValue: [reading] };
  emulation.background(request(emulation, 'MeterValues', payload));
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
    sendMainReading(emulation, measurands);
    for (const connector of outlets(emulation)) {
      const reading = readMeter(emulation, connector, { measurands, context: 'Sample.Clock' });
      if (reading !== undefined) sendReading(emulation, connector, reading);
      keepForStop(emulation, connector, 'StopTxnAlignedData', 'Sample.Clock');
      beginInterval(connector, 'aligned');
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
