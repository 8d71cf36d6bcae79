/** Takes the energy register and the power of a connector out of MeterValues. Display only; the record has it all. */
import type { MeterValuesRequest16 } from '../../../shared/ocpp/generated/payloads-1.6.ts';
import type { Station } from './stations.ts';

type SampledValue = MeterValuesRequest16['meterValue'][number]['sampledValue'][number];

function reading(
  samples: readonly SampledValue[],
  measurand: string,
  kiloUnit: string,
): number | undefined {
  // The measurand of a sample without one is the energy register (OCPP 1.6 §7.43).
  const sample = samples.find(
    (candidate) =>
      (candidate.measurand ?? 'Energy.Active.Import.Register') === measurand &&
      candidate.phase === undefined,
  );
  const value = Number(sample?.value);
  if (sample === undefined || Number.isNaN(value)) return undefined;
  return sample.unit === kiloUnit ? value * 1000 : value;
}

export function recordMeterValues(station: Station, payload: MeterValuesRequest16): void {
  const samples = payload.meterValue.at(-1)?.sampledValue ?? [];
  const known = station.connectors.get(payload.connectorId);
  station.connectors.set(payload.connectorId, {
    status: 'Unknown',
    ...known,
    connectorId: payload.connectorId,
    meterWh: reading(samples, 'Energy.Active.Import.Register', 'kWh') ?? known?.meterWh,
    powerW: reading(samples, 'Power.Active.Import', 'kW') ?? known?.powerW,
  });
}
