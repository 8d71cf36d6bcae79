/**
 * What charging profiles leave to a connector of a charge point right now, others that charge considered.
 * Knows profiles and transactions; nothing of vehicles, messages or timers.
 */
import type { ChargePointRequest } from '../../../../shared/api/charge-points-contract.ts';
import { type Connector, type Emulation, outlets } from '../emulation.ts';
import { hardwareOf } from '../metering/hardware.ts';
import { type Limit, lower, nominalVoltageV, phaseCount, wattsOf } from './limit.ts';
import type { ScheduleSubject } from './profile-timeline.ts';
import {
  limitOfChargePoint,
  limitOfTransaction,
  type RulingLimit,
  timeline,
} from './ruling-limit.ts';
import { shareOut } from './share-out.ts';

export interface Offer {
  watts: number;
  /** Phases it may be drawn on. */
  phases: number;
  /** Up to when it stays as it is, by the charge point's clock, as long as profiles and transactions do. */
  untilMs: number;
}

/** What the outlets of this charge point are wired for. Direct current has no phases to be limited by. */
export function hardwareLimitOf(settings: Pick<ChargePointRequest, 'hardware'>): Limit {
  const { current, phases, maxPowerW } = hardwareOf(settings);
  return current === 'DC'
    ? { totalW: maxPowerW, perPhaseA: Infinity, phases: phaseCount }
    : { totalW: maxPowerW, perPhaseA: maxPowerW / (nominalVoltageV * phases), phases };
}

/** Whose schedule it is. */
export function subjectOf({ id, transaction }: Connector): ScheduleSubject {
  return transaction === undefined
    ? { connectorId: id }
    : { connectorId: id, transactionStartedAtMs: transaction.startedAtMs };
}

/** The offer to a connector, now or at a moment by the charge point's clock. */
export function offerTo(
  emulation: Emulation,
  connector: Connector,
  atMs = emulation.nowMs(),
): Offer {
  const { chargingProfiles } = emulation.memory;
  const hardware = hardwareLimitOf(emulation.settings);
  if (chargingProfiles.length === 0) {
    return { watts: hardware.totalW, phases: hardware.phases, untilMs: Infinity };
  }
  const profiles = timeline(chargingProfiles);
  const limitAt = (one: Connector): RulingLimit => {
    const ruling = limitOfTransaction(profiles, subjectOf(one), atMs);
    return { ...ruling, limit: lower(ruling.limit, hardware) };
  };
  const own = limitAt(connector);
  const whole = limitOfChargePoint(profiles, atMs);
  const limit = lower(own.limit, whole.limit);
  const untilMs = Math.min(own.untilMs, whole.untilMs);
  const { phases } = limit;
  if (whole.limit.totalW === Infinity && whole.limit.perPhaseA === Infinity) {
    const watts = wattsOf(limit);
    return { watts: watts < own.minimumW ? 0 : watts, phases, untilMs };
  }
  const rivals = outlets(emulation).filter(
    (one) => one === connector || one.transaction?.suspended === false,
  );
  const limits = rivals.map((one) => (one === connector ? own : limitAt(one)));
  const shares = shareOut(
    wattsOf(whole.limit),
    limits.map((one) => ({ mostW: wattsOf(lower(one.limit, whole.limit)), leastW: one.minimumW })),
  );
  return {
    watts: shares[rivals.indexOf(connector)] ?? 0,
    phases,
    untilMs: Math.min(untilMs, ...limits.map((one) => one.untilMs)),
  };
}
