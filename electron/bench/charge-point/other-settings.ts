/**
 * Gives an emulated charge point other settings without making it anew, as far as they allow it, and says what of its
 * memory survives a restart with them. Knows nothing of stores and doors.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ChargePointRequest } from '../../../shared/api/charge-points-contract.ts';
import { beginBehaviour } from './behaviour/behaviour.ts';
import { vehicleOf } from './connectors/connectors.ts';
import { releaseCable, setVehicle } from './connectors/driver.ts';
import { type Emulation, outlets } from './emulation.ts';
import { rememberLive } from './live-memory.ts';
import type { ChargePointMemory } from './memory.ts';

/** Takes settings that need no restart. Connects anew, or waits to be told, when the connection is concerned. */
export function takeSettings(
  emulation: Emulation,
  request: ChargePointRequest,
  effect: 'nothing' | 'at-once' | 'reconnect',
): void {
  const before = emulation.settings;
  const behavesAsBefore = isDeepStrictEqual(before.behaviour, request.behaviour);
  // The very same behaviour goes on counting how often its answers were given.
  const { behaviour } = behavesAsBefore ? before : request;
  emulation.settings = { ...request, ...(behaviour === undefined ? {} : { behaviour }) };
  forgetReplaced(emulation.memory, before, request);
  moveVehicles(emulation, before);
  if (request.cable === 'fixed') {
    for (const connector of outlets(emulation)) releaseCable(emulation, connector);
  }
  if (!behavesAsBefore) beginBehaviour(emulation);
  emulation.save();
  connectAsTold(emulation, effect, before.autoConnect);
  emulation.changed();
}

/** One that somebody cut off stays so while only its vehicle or the like changes. */
function connectAsTold(
  { settings, link, background }: Emulation,
  effect: 'nothing' | 'at-once' | 'reconnect',
  connectedBefore: boolean,
): void {
  const { autoConnect } = settings;
  if (effect === 'reconnect') background(autoConnect ? link.reconnect() : link.disconnect());
  else if (autoConnect && (effect === 'nothing' || !connectedBefore)) link.connect();
}

/** The vehicle of the settings stands wherever nobody put another one. */
function moveVehicles(emulation: Emulation, before: ChargePointRequest): void {
  const vehicle = vehicleOf(emulation.settings);
  const usual = vehicleOf(before);
  if (isDeepStrictEqual(vehicle, usual)) return;
  for (const connector of outlets(emulation)) {
    if (isDeepStrictEqual(connector.vehicle, usual)) setVehicle(emulation, connector, vehicle);
  }
}

/** What other settings stand in the place of: installed roots, a profile on trial. */
function forgetReplaced(
  memory: ChargePointMemory,
  before: ChargePointRequest,
  after: ChargePointRequest,
): void {
  if (!isDeepStrictEqual(before.trust, after.trust)) {
    memory.centralSystemRoots = undefined;
    memory.manufacturerRoots = undefined;
    memory.security.fallBackRoot = undefined;
  }
  if (before.securityProfile !== after.securityProfile) memory.security.profileTrial = undefined;
}

/** What a charge point that has been closed remembers when it starts again with other settings. */
export function memoryForRestart(
  emulation: Emulation,
  request: ChargePointRequest,
): ChargePointMemory {
  rememberLive(emulation);
  const { memory, settings } = emulation;
  forgetReplaced(memory, settings, request);
  if (request.connectors === settings.connectors) return memory;
  const isThere = ({ connectorId }: { connectorId: number }) => connectorId <= request.connectors;
  const { ConnectorPhaseRotation: _ofOthers, ...configuration } = memory.configuration;
  return {
    ...memory,
    configuration,
    inoperativeConnectors: memory.inoperativeConnectors.filter((id) => id <= request.connectors),
    chargingProfiles: memory.chargingProfiles.filter(isThere),
    reservations: memory.reservations.filter(isThere),
    outlets: memory.outlets.filter(isThere),
  };
}
