/**
 * What flows through the meter of a connector, and the register that rises with it.
 * Knows charging profiles, the vehicle and the clock; nothing of messages or timers.
 */
import { type Connector, type Emulation, isBroken } from '../emulation.ts';
import { offerTo } from '../smart-charging/offer.ts';
import { hardwareOf } from './hardware.ts';
import { acceptedW, batteryWh } from './vehicle.ts';

const hourMs = 3_600_000;
/** Power is taken as constant for this long when it is added up. */
const integrationStepMs = 60_000;

/** The power that charging profiles leave to a connector, now or at a moment by the charge point's clock. */
export function offeredW(
  emulation: Emulation,
  connector: Connector,
  atMs = emulation.nowMs(),
): number {
  return offerTo(emulation, connector, atMs).watts;
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
  const offer = offerTo(emulation, connector, atMs);
  const isDirect = hardwareOf(emulation.settings).current === 'DC';
  // Limits are shared out evenly: a vehicle on fewer phases gets the share of those.
  const share = isDirect ? 1 : Math.min(vehicle.phases, offer.phases) / offer.phases;
  const availableW = offer.watts * share;
  return Math.max(0, Math.min(availableW, acceptedW(vehicle, meter.stateOfCharge)));
}

/** Counts the energy up to now. Call it before anything changes what is drawn. */
export function advanceMeter(emulation: Emulation, connector: Connector): void {
  const { meter } = connector;
  const nowMs = emulation.wallMs();
  const clockOffsetMs = emulation.nowMs() - nowMs;
  while (connector.transaction !== undefined && meter.readAtMs < nowMs) {
    const atMs = meter.readAtMs + clockOffsetMs;
    const powerW = drawnW(emulation, connector, atMs);
    const { untilMs } = offerTo(emulation, connector, atMs);
    // A limit changes exactly at its boundary; the vehicle takes less and less within the step of a minute.
    const stepMs = Math.min(nowMs - meter.readAtMs, integrationStepMs, untilMs - atMs);
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
