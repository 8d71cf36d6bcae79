/**
 * The lights of a charge point: how bright they are, and how often they blink when a transaction starts or stops
 * (OCPP 1.6 §9.1, BlinkRepeat and LightIntensity). Nothing of it is on the wire; the doors show it.
 */
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { integerValue } from '../configuration.ts';
import type { Connector, Emulation, LightSignal } from '../emulation.ts';

/** Blinks at a connector as often as BlinkRepeat says; with 0 not at all. */
export function signal(
  emulation: Emulation,
  connector: Connector,
  because: LightSignal['because'],
): void {
  const times = integerValue(emulation, 'BlinkRepeat');
  if (times === 0) return;
  emulation.lightSignal = { connectorId: connector.id, times, because, atMs: emulation.nowMs() };
}

/** As the doors show it. */
export function lightOf(emulation: Emulation): ChargePointState['light'] {
  const { lightSignal } = emulation;
  const intensityPercent = integerValue(emulation, 'LightIntensity');
  if (lightSignal === undefined) return { intensityPercent };
  const { atMs, ...said } = lightSignal;
  return { intensityPercent, signal: { ...said, at: new Date(atMs).toISOString() } };
}
