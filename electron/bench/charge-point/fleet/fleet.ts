/**
 * One fleet: charge points with shared settings that get their power one after the other. They live in memory only.
 * Knows its members; nothing of stores, doors or other fleets.
 */
import type { ChargePointRequest } from '../../../../shared/api/charge-points-contract.ts';
import type {
  FleetRequest,
  FleetSummary,
  MemberPage,
  MemberQuery,
} from '../../../../shared/api/fleets-contract.ts';
import { type ChargePoint, createChargePoint } from '../charge-point.ts';
import type { Clock } from '../clock.ts';
import { type Emulation, type EmulationServices, nothing, type Session } from '../emulation.ts';
import { factoryMemory } from '../memory.ts';
import { letDriversMove, lookEveryS } from './fleet-sessions.ts';
import { countMembers, pageOf } from './fleet-summary.ts';
import { memberId } from './member-ids.ts';
import { createTimerWheel } from './timer-wheel.ts';

/** Members get their power in groups, so often. */
const stepMs = 100;
/** So many connections are closed at a time. */
const closedTogether = 200;

export interface FleetSetup {
  name: string;
  request: FleetRequest;
  /** What every member is made of; the same object for all. */
  settings: ChargePointRequest;
  services: EmulationServices;
  clock: Clock;
  onMoved(): void;
  reportProblem(error: unknown): void;
}

export interface Fleet {
  summary(): FleetSummary;
  members(query: MemberQuery): MemberPage;
  /** Members that have started: all of them, or the one of this identity. */
  emulations(id?: string): readonly Emulation[];
  /** Cuts every connection. */
  storm(): void;
  /** Closes every connection and ends every timer. */
  stop(): Promise<void>;
}

/** Creates a fleet and begins to start its members. */
export function createFleet(setup: FleetSetup): Fleet {
  const { name, request, settings, services, reportProblem } = setup;
  const wheel = createTimerWheel(setup.clock);
  const members: ChargePoint[] = [];
  const emulations: Emulation[] = [];
  const { password: _secret, ...shown } = request;
  let dueMembers = 0;
  let beganAtMs = wheel.nowMs();
  let connectedAfterMs: number | undefined;
  let cancelAwaiting = nothing;
  let stopped = false;

  function startOne(): void {
    const member = createChargePoint({
      id: memberId(request.ids, members.length, request.count),
      stored: { request: settings, memory: factoryMemory() },
      services,
      clock: wheel,
      save: nothing,
      onMoved: setup.onMoved,
      reportProblem,
    });
    members.push(member);
    emulations.push(member.emulation);
    member.emulation.link.connect();
  }

  function startSome(): void {
    dueMembers = Math.min(request.count, dueMembers + (request.bootsPerS * stepMs) / 1000);
    while (members.length < Math.floor(dueMembers)) startOne();
    setup.onMoved();
    if (members.length < request.count) wheel.after(stepMs, startSome);
  }

  function moveDrivers(): void {
    const { sessions } = request;
    if (sessions === undefined) return;
    for (const emulation of emulations) letDriversMove(emulation, sessions);
    wheel.after(lookEveryS * 1000, moveDrivers);
  }

  /** Looks now and then whether all are connected, through connections that were not cut. */
  function awaitAll(cut: ReadonlySet<Session>): void {
    beganAtMs = wheel.nowMs();
    connectedAfterMs = undefined;
    cancelAwaiting();
    const isBack = ({ session }: Emulation) => session !== undefined && !cut.has(session);
    function look(): void {
      if (emulations.length === request.count && emulations.every(isBack)) {
        connectedAfterMs = wheel.nowMs() - beganAtMs;
        setup.onMoved();
      } else cancelAwaiting = wheel.after(stepMs, look);
    }
    cancelAwaiting = wheel.after(stepMs, look);
  }

  startSome();
  awaitAll(new Set());
  wheel.after(lookEveryS * 1000, moveDrivers);

  return {
    summary() {
      const counts = countMembers(emulations, request.count);
      return {
        name,
        request: shown,
        started: members.length,
        ...counts,
        ...(connectedAfterMs === undefined ? {} : { connectedAfterMs }),
      };
    },
    members: (query) => pageOf(emulations, query),
    emulations: (id) => (id === undefined ? emulations : emulations.filter((one) => one.id === id)),
    storm() {
      const sessions = emulations.flatMap(({ session }) => session ?? []);
      for (const { connection } of sessions) connection.terminate();
      awaitAll(new Set(sessions));
      setup.onMoved();
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      for (let first = 0; first < members.length; first += closedTogether) {
        const group = members.slice(first, first + closedTogether);
        await Promise.all(group.map((member) => member.close()));
      }
      wheel.end();
      setup.onMoved();
    },
  };
}
