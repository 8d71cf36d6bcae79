/**
 * Drivers who come and go by chance at the charge points of a fleet: one look a second at all connectors instead of a
 * timer for each. Knows what drivers do; nothing of how a fleet is started.
 */
import type { FleetRequest } from '../../../../shared/api/fleets-contract.ts';
import { plugIn, presentIdTag, unplug } from '../connectors/driver.ts';
import { type Connector, type Emulation, isInService, outlets } from '../emulation.ts';

type SessionSettings = NonNullable<FleetRequest['sessions']>;

/** How often is looked, in seconds. */
export const lookEveryS = 1;

/** Something of this mean length ends within a second with this probability. */
function chanceWithin(meanS: number): number {
  return 1 - Math.exp(-lookEveryS / meanS);
}

function arrive(emulation: Emulation, connector: Connector, idTag: string): void {
  if (!plugIn(emulation, connector).ok) return;
  emulation.background(presentIdTag(emulation, connector, idTag));
}

/** Lets drivers come to, or leave, the connectors of one charge point. */
export function letDriversMove(
  emulation: Emulation,
  { idleS, chargeS, idTag }: SessionSettings,
): void {
  if (!isInService(emulation)) return;
  for (const connector of outlets(emulation)) {
    const { pluggedIn, transaction } = connector;
    const meanS = pluggedIn ? chargeS : idleS;
    if (emulation.random() >= chanceWithin(meanS)) continue;
    if (!pluggedIn && connector.status === 'Available') arrive(emulation, connector, idTag);
    // One who was refused leaves too.
    else if (pluggedIn && (transaction !== undefined || connector.status !== 'Charging')) {
      unplug(emulation, connector);
    }
  }
}
