/**
 * Who takes part in a run: charge points that are emulated, fleets of them, and stations that are real; and what can be
 * seen of each. Knows no step.
 */
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import type { ScenarioDoors } from './scenarios-surface.ts';

/** Identities that scenarios choose by themselves; what an earlier run left behind may be replaced. */
export const ownPrefix = 'SCENARIO-';

export interface Actor {
  name: string;
  /** Identities; more than one for a fleet. */
  ids: readonly string[];
  emulated: boolean;
  /** At the local CSMS. */
  local: boolean;
}

export type Actors = ReadonlyMap<string, Actor>;

type Doors = Pick<ScenarioDoors, 'csms' | 'chargePoints'>;

export function chargePointOf({ chargePoints }: Doors, id: string): ChargePointState | undefined {
  const chargePoint = chargePoints.get(id);
  return chargePoint.ok ? chargePoint.value : undefined;
}

export function stationOf({ csms }: Doors, id: string): StationState | undefined {
  const station = csms.station(id);
  return station.ok ? station.value : undefined;
}

/** The connector as the emulated charge point has it, else as the CSMS knows it. */
export function connectorOf(doors: Doors, id: string, connectorId: number): object | undefined {
  const connectors = (chargePointOf(doors, id) ?? stationOf(doors, id))?.connectors ?? [];
  return connectors.find((one) => one.connectorId === connectorId);
}

/** The newest transaction of the station at the CSMS. */
export function transactionOf(doors: Doors, id: string): object | undefined {
  const transactions = stationOf(doors, id)?.transactions ?? [];
  return transactions.toSorted((left, right) => right.transactionId - left.transactionId)[0];
}
