/**
 * What the meter of a connector shows: a register that rises with the power drawn, and the values derived from it.
 * The vehicle is a 60 kWh battery on three phases. Knows nothing of messages or timers.
 */
import { type Connector, type Emulation, type MeterValue, timestampOf } from '../emulation.ts';
import { limitAtMs, nominalVoltageV } from '../schedule.ts';
import { isMeasurand, type Measurand } from './measurands.ts';

/** 3 × 230 V × 32 A. */
export const hardwareLimitW = 22_080;
const batteryWh = 60_000;
const phases = 3;
/** From here on a battery takes less and less. */
const taperFromPercent = 80;
const hourMs = 3_600_000;

type SampledValue = MeterValue['sampledValue'][number];
export type ReadingContext = NonNullable<SampledValue['context']>;

/** The power that charging profiles leave to a connector now. */
export function offeredW(emulation: Emulation, { id, transaction }: Connector): number {
  const subject =
    transaction === undefined
      ? { connectorId: id }
      : { connectorId: id, transactionStartedAtMs: transaction.startedAtMs };
  const { chargingProfiles } = emulation.memory;
  return limitAtMs(chargingProfiles, subject, emulation.nowMs(), hardwareLimitW);
}

/** The power that flows now; none without a transaction, a cable and a vehicle that wants it. */
export function drawnW(emulation: Emulation, connector: Connector): number {
  const { transaction, meter, pluggedIn, fault } = connector;
  if (transaction === undefined || transaction.suspended || !pluggedIn || fault) return 0;
  if (meter.stateOfCharge >= 100) return 0;
  const left = 100 - meter.stateOfCharge;
  const taper = Math.min(1, Math.max(0.1, left / (100 - taperFromPercent)));
  return offeredW(emulation, connector) * taper;
}

/** Counts the energy up to now. Call it before anything changes what is drawn. */
export function advanceMeter(emulation: Emulation, connector: Connector): void {
  const { meter } = connector;
  const nowMs = emulation.nowMs();
  const elapsedMs = Math.max(0, nowMs - meter.readAtMs);
  const roomWh = ((100 - meter.stateOfCharge) / 100) * batteryWh;
  const energyWh = Math.min(roomWh, (drawnW(emulation, connector) * elapsedMs) / hourMs);
  meter.readAtMs = nowMs;
  meter.energyWh += energyWh;
  // Adding up small shares would never quite reach 100.
  meter.stateOfCharge =
    energyWh === roomWh ? 100 : meter.stateOfCharge + (energyWh / batteryWh) * 100;
}

/** The register in whole Wh, as StartTransaction and StopTransaction carry it. */
export function registerWh(connector: Connector): number {
  return Math.round(connector.meter.energyWh);
}

function sampleOf(
  measurand: Measurand,
  emulation: Emulation,
  connector: Connector,
): Omit<SampledValue, 'context'> {
  const powerW = drawnW(emulation, connector);
  // The grid sags a little under load and is never quite still.
  const voltageV = nominalVoltageV - (powerW / hardwareLimitW) * 2 + (emulation.random() - 0.5) * 2;
  const offered = offeredW(emulation, connector);
  switch (measurand) {
    case 'Energy.Active.Import.Register':
      return { value: String(registerWh(connector)), measurand, unit: 'Wh', location: 'Outlet' };
    case 'Power.Active.Import':
      return { value: powerW.toFixed(1), measurand, unit: 'W' };
    case 'Power.Offered':
      return { value: offered.toFixed(1), measurand, unit: 'W' };
    case 'Current.Import':
      return { value: (powerW / (voltageV * phases)).toFixed(2), measurand, unit: 'A' };
    case 'Current.Offered':
      return { value: (offered / (nominalVoltageV * phases)).toFixed(2), measurand, unit: 'A' };
    case 'Voltage':
      return { value: voltageV.toFixed(1), measurand, unit: 'V', phase: 'L1-N' };
    case 'SoC': {
      const percent = Math.floor(connector.meter.stateOfCharge);
      return { value: String(percent), measurand, unit: 'Percent', location: 'EV' };
    }
  }
}

/** Reads the meter. The state of charge is known only of a vehicle that is plugged in. */
export function readMeter(
  emulation: Emulation,
  connector: Connector,
  reading: { measurands: readonly string[]; context: ReadingContext },
): MeterValue | undefined {
  advanceMeter(emulation, connector);
  const sampledValue = reading.measurands
    .filter(isMeasurand)
    .filter((measurand) => measurand !== 'SoC' || connector.pluggedIn)
    .map((measurand) => ({
      ...sampleOf(measurand, emulation, connector),
      context: reading.context,
    }));
  return sampledValue.length === 0
    ? undefined
    : { timestamp: timestampOf(emulation), sampledValue };
}
