/**
 * Reads the meter of a connector into sampled values: measurand, phase, unit, context (OCPP 1.6 §7.43).
 * Knows nothing of when readings are taken or where they go.
 */
import { type Connector, type Emulation, timestampOf } from '../emulation.ts';
import { nominalVoltageV, phaseCount } from '../smart-charging/limit.ts';
import { hardwareLimitW } from '../smart-charging/offer.ts';
import type { MeterValue } from '../transactions/transaction.ts';
import { findReading, type Phase, type Reading } from './measurands.ts';
import { advanceMeter, drawnW, offeredW, registerWh } from './metering.ts';

type SampledValue = MeterValue['sampledValue'][number];
export type ReadingContext = NonNullable<SampledValue['context']>;

/** What flows at the moment of a reading. */
interface Flow {
  drawnW: number;
  offeredW: number;
  /** Line to neutral. */
  voltageV: number;
  /** Phases the vehicle uses. */
  phases: number;
}

function flowAt(emulation: Emulation, connector: Connector): Flow {
  const powerW = drawnW(emulation, connector);
  return {
    drawnW: powerW,
    offeredW: offeredW(emulation, connector),
    // The grid sags a little under load and is never quite still.
    voltageV: nominalVoltageV - (powerW / hardwareLimitW) * 2 + (emulation.random() - 0.5) * 2,
    phases: connector.vehicle.phases,
  };
}

/** The share of one phase in what the vehicle uses; of all of them without a phase. */
function shareOf(phase: Phase | undefined, { phases }: Flow): number {
  if (phase === undefined) return 1;
  return Number(phase.slice(1, 2)) <= phases ? 1 / phases : 0;
}

function voltageOf(phase: Phase, { voltageV }: Flow): string {
  const isLineToLine = /^L\d-L\d$/.test(phase);
  return (isLineToLine ? voltageV * Math.sqrt(3) : voltageV).toFixed(1);
}

function currentOf(phase: Phase | undefined, flow: Flow): string {
  // Without a phase it is what each of the phases in use carries.
  const share = phase === undefined ? 1 / flow.phases : shareOf(phase, flow);
  return ((flow.drawnW * share) / flow.voltageV).toFixed(2);
}

function sampleOf(
  { measurand, phase }: Reading,
  emulation: Emulation,
  connector: Connector,
  context: ReadingContext,
): SampledValue {
  const flow = flowAt(emulation, connector);
  const { meter } = connector;
  switch (measurand) {
    case 'Energy.Active.Import.Register':
      return { value: String(registerWh(connector)), measurand, unit: 'Wh', location: 'Outlet' };
    case 'Energy.Active.Import.Interval': {
      const fromWh = context === 'Sample.Clock' ? meter.alignedFromWh : meter.sampledFromWh;
      const value = String(Math.round(meter.energyWh - fromWh));
      return { value, measurand, unit: 'Wh', location: 'Outlet' };
    }
    case 'Power.Active.Import':
      return {
        value: (flow.drawnW * shareOf(phase, flow)).toFixed(1),
        measurand,
        phase,
        unit: 'W',
      };
    case 'Power.Offered':
      return { value: flow.offeredW.toFixed(1), measurand, unit: 'W' };
    case 'Power.Factor':
      return { value: flow.drawnW > 0 ? '0.99' : '1.00', measurand };
    case 'Current.Import':
      return { value: currentOf(phase, flow), measurand, phase, unit: 'A' };
    case 'Current.Offered': {
      const value = (flow.offeredW / (nominalVoltageV * phaseCount)).toFixed(2);
      return { value, measurand, phase, unit: 'A' };
    }
    case 'Voltage': {
      const between = phase ?? 'L1-N';
      return { value: voltageOf(between, flow), measurand, phase: between, unit: 'V' };
    }
    case 'Frequency':
      // OCPP 1.6 has no unit for it.
      return { value: (50 + (emulation.random() - 0.5) * 0.04).toFixed(2), measurand };
    case 'Temperature': {
      const value = (25 + (flow.drawnW / hardwareLimitW) * 15).toFixed(1);
      return { value, measurand, unit: 'Celsius', location: 'Body' };
    }
    case 'SoC': {
      const value = String(Math.floor(meter.stateOfCharge));
      return { value, measurand, unit: 'Percent', location: 'EV' };
    }
  }
}

function withoutUndefined(sample: SampledValue): SampledValue {
  const { phase, ...rest } = sample;
  return phase === undefined ? rest : sample;
}

/** Reads the meter. The state of charge is known only of a vehicle that is plugged in. */
export function readMeter(
  emulation: Emulation,
  connector: Connector,
  { measurands, context }: { measurands: readonly string[]; context: ReadingContext },
): MeterValue | undefined {
  advanceMeter(emulation, connector);
  const sampledValue = measurands
    .flatMap((entry) => findReading(entry) ?? [])
    .filter(({ measurand }) => measurand !== 'SoC' || connector.pluggedIn)
    .map((reading) => ({
      ...withoutUndefined(sampleOf(reading, emulation, connector, context)),
      context,
    }));
  return sampledValue.length === 0
    ? undefined
    : { timestamp: timestampOf(emulation), sampledValue };
}

/** Interval values of the next readings of this kind count from here. */
export function beginInterval({ meter }: Connector, kind: 'sampled' | 'aligned'): void {
  if (kind === 'sampled') meter.sampledFromWh = meter.energyWh;
  else meter.alignedFromWh = meter.energyWh;
}
