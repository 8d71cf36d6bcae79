/**
 * Reads the meter of a connector into sampled values: measurand, phase, unit, context (OCPP 1.6 §7.43).
 * Knows nothing of when readings are taken or where they go.
 */
import { type Connector, type Emulation, outlets, timestampOf } from '../emulation.ts';
import { nominalVoltageV } from '../smart-charging/limit.ts';
import type { MeterValue } from '../transactions/transaction.ts';
import { hardwareOf, idleVoltageV } from './hardware.ts';
import { findReading, type Measurand, type Phase, type Reading } from './measurands.ts';
import { advanceMeter, drawnW, offeredW, registerWh } from './metering.ts';

type SampledValue = MeterValue['sampledValue'][number];
export type ReadingContext = NonNullable<SampledValue['context']>;

/** What flows at the moment of a reading. */
interface Flow {
  drawnW: number;
  offeredW: number;
  /** Line to neutral, or of direct current. */
  voltageV: number;
  /** Phases the vehicle uses; 1 of direct current. */
  phases: number;
  /** Phases of the outlet; 1 of direct current. */
  outletPhases: number;
  isDirect: boolean;
  /** How much of what the outlet can give flows, from 0 to 1. */
  load: number;
}

function flowAt(emulation: Emulation, connector: Connector): Flow {
  const powerW = drawnW(emulation, connector);
  const hardware = hardwareOf(emulation.settings);
  const isDirect = hardware.current === 'DC';
  const outletPhases = isDirect ? 1 : hardware.phases;
  const load = powerW / hardware.maxPowerW;
  const idleV = idleVoltageV(hardware, connector.meter.stateOfCharge);
  return {
    drawnW: powerW,
    offeredW: offeredW(emulation, connector),
    // The grid sags a little under load and is never quite still.
    voltageV: idleV - load * 2 + (emulation.random() - 0.5) * 2,
    phases: Math.min(connector.vehicle.phases, outletPhases),
    outletPhases,
    isDirect,
    load,
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
      return { value: flow.drawnW > 0 && !flow.isDirect ? '0.99' : '1.00', measurand };
    case 'Current.Import':
      return { value: currentOf(phase, flow), measurand, phase, unit: 'A' };
    case 'Current.Offered': {
      const nominalV = flow.isDirect ? flow.voltageV : nominalVoltageV;
      const value = (flow.offeredW / (nominalV * flow.outletPhases)).toFixed(2);
      return { value, measurand, phase, unit: 'A' };
    }
    case 'Voltage': {
      if (flow.isDirect) return { value: flow.voltageV.toFixed(1), measurand, unit: 'V' };
      const between = phase ?? 'L1-N';
      return { value: voltageOf(between, flow), measurand, phase: between, unit: 'V' };
    }
    case 'Frequency':
      // OCPP 1.6 has no unit for it.
      return { value: (50 + (emulation.random() - 0.5) * 0.04).toFixed(2), measurand };
    case 'Temperature': {
      const value = (25 + flow.load * 15).toFixed(1);
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

/** Direct current has no phases to read. */
function isReadable({ settings }: Emulation, { phase }: Reading): boolean {
  return phase === undefined || hardwareOf(settings).current === 'AC';
}

const readingsOf = (emulation: Emulation, measurands: readonly string[]): Reading[] =>
  measurands
    .flatMap((entry) => findReading(entry) ?? [])
    .filter((reading) => isReadable(emulation, reading));

/** Reads the meter. The state of charge is known only of a vehicle that is plugged in. */
export function readMeter(
  emulation: Emulation,
  connector: Connector,
  { measurands, context }: { measurands: readonly string[]; context: ReadingContext },
): MeterValue | undefined {
  advanceMeter(emulation, connector);
  const sampledValue = readingsOf(emulation, measurands)
    .filter(({ measurand }) => measurand !== 'SoC' || connector.pluggedIn)
    .map((reading) => ({
      ...withoutUndefined(sampleOf(reading, emulation, connector, context)),
      context,
    }));
  return sampledValue.length === 0
    ? undefined
    : { timestamp: timestampOf(emulation), sampledValue };
}

/** What the main meter adds up over the outlets. */
const added = new Set<Measurand>([
  'Energy.Active.Import.Register',
  'Energy.Active.Import.Interval',
  'Power.Active.Import',
  'Power.Offered',
  'Current.Import',
  'Current.Offered',
]);

/** What a main meter on the grid cannot tell: the battery, and volts and amperes behind a rectifier. */
function isOfGrid({ settings }: Emulation, { measurand }: Reading): boolean {
  const isDirect = hardwareOf(settings).current === 'DC';
  const isBehind = measurand === 'Voltage' || measurand.startsWith('Current.');
  return measurand !== 'SoC' && !(isDirect && isBehind);
}

/** Reads the main meter, connector 0: all outlets together (OCPP 1.6 §6.31: connectorId 0). */
export function readMainMeter(
  emulation: Emulation,
  { measurands, context }: { measurands: readonly string[]; context: ReadingContext },
): MeterValue | undefined {
  const all = outlets(emulation);
  for (const connector of all) advanceMeter(emulation, connector);
  const sampledValue = readingsOf(emulation, measurands)
    .filter((reading) => isOfGrid(emulation, reading))
    .flatMap((reading): SampledValue[] => {
      const samples = all.map((connector) => sampleOf(reading, emulation, connector, context));
      const [first] = samples;
      if (first === undefined) return [];
      const digits = first.value.split('.')[1]?.length ?? 0;
      const sum = samples.reduce((total, { value }) => total + Number(value), 0).toFixed(digits);
      const { location: _outlet, ...rest } = withoutUndefined(first);
      const value = added.has(reading.measurand) ? sum : first.value;
      return [{ ...rest, value, context, location: 'Inlet' }];
    });
  return sampledValue.length === 0
    ? undefined
    : { timestamp: timestampOf(emulation), sampledValue };
}

/** Interval values of the next readings of this kind count from here. */
export function beginInterval({ meter }: Connector, kind: 'sampled' | 'aligned'): void {
  if (kind === 'sampled') meter.sampledFromWh = meter.energyWh;
  else meter.alignedFromWh = meter.energyWh;
}
