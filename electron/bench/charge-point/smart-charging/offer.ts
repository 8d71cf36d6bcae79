/**
 * What charging profiles leave to a connector of a charge point right now, others that charge considered.
 * Knows profiles and transactions; nothing of vehicles, messages or timers.
 */
import { type Connector, type Emulation, outlets } from '../emulation.ts';
import { type Limit, lower, nominalVoltageV, phaseCount, wattsOf } from './limit.ts';
import type { ScheduleSubject, TimedProfile } from './profile-timeline.ts';
import {
  limitOfChargePoint,
  limitOfTransaction,
  type RulingLimit,
  timeline,
} from './ruling-limit.ts';
import { shareOut } from './share-out.ts';

/** 3 × 230 V × 32 A. */
export const hardwareLimitW = 22_080;
/** What an outlet is wired for. */
export const hardwareLimit: Limit = {
  totalW: hardwareLimitW,
  perPhaseA: hardwareLimitW / (nominalVoltageV * phaseCount),
  phases: phaseCount,
};

export interface Offer {
  watts: number;
  /** Phases it may be drawn on. */
  phases: number;
  /** Up to when it stays as it is, by the charge point's clock, as long as profiles and transactions do. */
  untilMs: number;
}

const ample: Offer = { watts: hardwareLimitW, phases: phaseCount, untilMs: Infinity };

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
  if (chargingProfiles.length === 0) return ample;
  const profiles = timeline(chargingProfiles);
  const own = limitAt(profiles, connector, atMs);
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
  const limits = rivals.map((one) => (one === connector ? own : limitAt(profiles, one, atMs)));
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

function limitAt(
  profiles: readonly TimedProfile[],
  connector: Connector,
  atMs: number,
): RulingLimit {
  const ruling = limitOfTransaction(profiles, subjectOf(connector), atMs);
  return { ...ruling, limit: lower(ruling.limit, hardwareLimit) };
}
