/**
 * What flows through the meter of a connector, and the register that rises with it.
 * Knows charging profiles, the vehicle and the clock; nothing of messages or timers.
 */
import { type Connector, type Emulation, isBroken } from '../emulation.ts';
import { limitAtMs } from '../schedule.ts';
import { acceptedW, batteryWh } from './vehicle.ts';

/** 3 × 230 V × 32 A. */
export const hardwareLimitW = 22_080;
/** Phases the charge point is connected to. */
export const phaseCount = 3;
const hourMs = 3_600_000;
/** Power is taken as constant for this long when it is added up. */
const integrationStepMs = 60_000;

/** The power that charging profiles leave to a connector, now or at a moment by the charge point's clock. */
export function offeredW(
  emulation: Emulation,
  { id, transaction }: Connector,
  atMs = emulation.nowMs(),
): number {
  const subject =
    transaction === undefined
      ? { connectorId: id }
      : { connectorId: id, transactionStartedAtMs: transaction.startedAtMs };
  return limitAtMs(emulation.memory.chargingProfiles, subject, atMs, hardwareLimitW);
}

/** The power that flows; none without a transaction, a cable and a vehicle that wants it. */
export function drawnW(
  emulation: Emulation,
  connector: Connector,
  atMs = emulation.nowMs(),
): number {
  const { transaction, meter, pluggedIn, vehicle } = connector;
  if (transaction === undefined || transaction.suspended || !pluggedIn) return 0;
  if (isBroken(emulation, connector)) return 0;
  // Limits are shared out evenly: a vehicle on fewer phases gets the share of those.
  const availableW = (offeredW(emulation, connector, atMs) * vehicle.phases) / phaseCount;
  return Math.max(0, Math.min(availableW, acceptedW(vehicle, meter.stateOfCharge)));
}

/** Counts the energy up to now. Call it before anything changes what is drawn. */
export function advanceMeter(emulation: Emulation, connector: Connector): void {
  const { meter } = connector;
  const nowMs = emulation.wallMs();
  const clockOffsetMs = emulation.nowMs() - nowMs;
  while (connector.transaction !== undefined && meter.readAtMs < nowMs) {
    const powerW = drawnW(emulation, connector, meter.readAtMs + clockOffsetMs);
    // Profiles may change within the step of a minute, the rest of what decides does not.
    const stepMs = Math.min(nowMs - meter.readAtMs, integrationStepMs);
    count(connector, (powerW * stepMs) / hourMs);
    meter.readAtMs += stepMs;
  }
  meter.readAtMs = nowMs;
}

function count({ meter, vehicle }: Connector, wantedWh: number): void {
  const capacityWh = batteryWh(vehicle);
  const roomWh = ((100 - meter.stateOfCharge) / 100) * capacityWh;
  const energyWh = Math.min(roomWh, wantedWh);
  meter.energyWh += energyWh;
  // Adding up small shares would never quite reach 100.
  meter.stateOfCharge =
    energyWh === roomWh ? 100 : meter.stateOfCharge + (energyWh / capacityWh) * 100;
}

/** The register in whole Wh, as StartTransaction and StopTransaction carry it. */
export function registerWh(connector: Connector): number {
  return Math.round(connector.meter.energyWh);
}
