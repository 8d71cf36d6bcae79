/**
 * The connectors of a charge point: made, set in and out of operation, shown.
 * Knows no drivers; what status a connector has is the business of `connector-status.ts`.
 */
import {
  type ChargePointRequest,
  type ChargePointState,
  type VehicleSettings,
  vehicleSettings,
} from '../../../../shared/api/charge-points-contract.ts';
import type { ConnectorState } from '../../../../shared/api/csms-contract.ts';
import { type Connector, type Emulation, isBroken, nothing, outlets } from '../emulation.ts';
import type { StoredChargePoint } from '../memory.ts';
import { hardwareOf } from '../metering/hardware.ts';
import { advanceMeter, drawnW, registerWh } from '../metering/metering.ts';
import { refreshConnector } from './connector-status.ts';

const usualVehicle: VehicleSettings = vehicleSettings.parse({});

const fastVehicle: VehicleSettings = vehicleSettings.parse({ maxPowerW: 150_000 });

/** The vehicle of the settings. */
export function vehicleOf(request: ChargePointRequest): VehicleSettings {
  const isDirect = hardwareOf(request).current === 'DC';
  return request.vehicle ?? (isDirect ? fastVehicle : usualVehicle);
}

/** The connectors of a charge point that has just got power, with what is plugged in; number 0 included. */
export function createConnectors(
  { request, memory }: StoredChargePoint,
  nowMs: number,
): Connector[] {
  return Array.from({ length: request.connectors + 1 }, (_entry, id): Connector => {
    const operative = !memory.inoperativeConnectors.includes(id);
    const energyWh = memory.metersWh[id] ?? 0;
    const kept = memory.outlets.find(({ connectorId }) => connectorId === id);
    return {
      id,
      vehicle: kept?.vehicle ?? vehicleOf(request),
      pluggedIn: kept?.pluggedIn ?? false,
      operative,
      finishing: kept?.finishing ?? false,
      ...(kept?.lockedCable === undefined ? {} : { lockedCable: kept.lockedCable }),
      meter: {
        energyWh,
        readAtMs: nowMs,
        sampledFromWh: energyWh,
        alignedFromWh: energyWh,
        stateOfCharge: kept?.stateOfCharge ?? 0,
      },
      status: operative ? 'Available' : 'Unavailable',
      sinceMs: nowMs,
      cancelSettling: nothing,
      cancelIdle: nothing,
    };
  });
}

/** Whether a connector is taken: by a cable, a driver or a transaction. */
export function isOccupied(connector: Connector): boolean {
  const { pluggedIn, finishing, lockedCable, authorisation, transaction } = connector;
  const isTaken = authorisation !== undefined || transaction !== undefined;
  return isTaken || pluggedIn || finishing || lockedCable !== undefined;
}

/** Whether energy may flow there: in operation and nothing broken. */
export function isUsable(emulation: Emulation, connector: Connector): boolean {
  return connector.operative && !isBroken(emulation, connector);
}

/** The connectors a driver could walk up to now. */
export function freeConnectors(emulation: Emulation): Connector[] {
  return outlets(emulation).filter(
    (connector) => isUsable(emulation, connector) && !isOccupied(connector),
  );
}

/** Sets availability and remembers it over power cycles (OCPP 1.6 §5.2). */
export function setOperative(
  emulation: Emulation,
  connectors: readonly Connector[],
  operative: boolean,
): void {
  for (const connector of connectors) connector.operative = operative;
  emulation.memory.inoperativeConnectors = emulation.connectors
    .filter((connector) => !connector.operative)
    .map(({ id }) => id);
  emulation.save();
  for (const connector of connectors) refreshConnector(emulation, connector);
}

/** As the doors show it. */
export function connectorView(
  emulation: Emulation,
  connector: Connector,
): ConnectorState & ChargePointState['connectors'][number] {
  advanceMeter(emulation, connector);
  const { transaction, authorisation, reservation, fault, pluggedIn, meter } = connector;
  const idTag = transaction?.idTag ?? authorisation?.idTag;
  const transactionId = transaction?.transactionId;
  return {
    connectorId: connector.id,
    status: connector.status,
    errorCode: fault?.errorCode ?? 'NoError',
    since: new Date(connector.sinceMs).toISOString(),
    meterWh: registerWh(connector),
    powerW: Math.round(drawnW(emulation, connector)),
    pluggedIn,
    ...(idTag === undefined ? {} : { idTag }),
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(pluggedIn ? { stateOfChargePercent: Math.floor(meter.stateOfCharge) } : {}),
    ...(reservation === undefined ? {} : { reservationId: reservation.reservationId }),
    ...(fault?.info === undefined ? {} : { errorInfo: fault.info }),
  };
}
