/**
 * One fleet: charge points with shared settings that get their power one after the other. They live in memory only.
 * Knows its members; nothing of stores, doors or other fleets.
 */
import { serialNumberOf } from '../../../../shared/api/charge-point-changes.ts';
import type { ChargePointRequest } from '../../../../shared/api/charge-points-contract.ts';
import type {
  FleetRequest,
  FleetSummary,
  MemberPage,
  MemberQuery,
} from '../../../../shared/api/fleets-contract.ts';
import { type ChargePoint, createChargePoint } from '../charge-point.ts';
import type { Clock } from '../clock.ts';
import { familyOf } from '../dialling.ts';
import { type Emulation, type EmulationServices, nothing, type Session } from '../emulation.ts';
import { factoryMemory } from '../memory.ts';
import { letDriversMove, lookEveryS } from './fleet-sessions.ts';
import { countMembers, pageOf } from './fleet-summary.ts';
import { memberId } from './member-ids.ts';
import { createTimerWheel } from './timer-wheel.ts';

/** Members get their power in groups, so often. */
const stepMs = 100;
/** So many certificates are made at a time. */
const certifiedTogether = 2;
/** So many connections are closed at a time. */
const closedTogether = 200;

export interface FleetSetup {
  name: string;
  request: FleetRequest;
  /** What every member is made of; the same object for all that have nothing of their own. */
  settings: ChargePointRequest;
  /** What members have of their own, in their order. */
  own?: readonly Partial<ChargePointRequest>[];
  /** Members start when they have a certificate each. */
  certificates: boolean;
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
  const { password: _password, authorizationKeyHex: _key, ...asked } = request;
  const shown = { ...asked, url: settings.url };
  /** Members whose turn has come; on profile 3 some of them do not have their certificate yet. */
  let begun = 0;
  let certificates = 0;
  let dueMembers = 0;
  let beganAtMs = wheel.nowMs();
  let connectedAfterMs: number | undefined;
  let cancelAwaiting = nothing;
  let stopped = false;

  function startOne(id: string, request: ChargePointRequest): void {
    const member = createChargePoint({
      id,
      stored: { request, memory: factoryMemory() },
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

  /** Making a key takes a moment, and much longer with RSA: so many at a time, and the bench stays quick. */
  async function certifyAndStart(id: string, own: ChargePointRequest): Promise<void> {
    const serialNumber = serialNumberOf(id, own);
    const family = familyOf(own);
    try {
      await services.authorities.clientIdentity({ station: id, serialNumber, family });
      certificates += 1;
    } catch (error) {
      // It starts all the same, and its connection tells why there is none.
      reportProblem(error);
    }
    if (stopped) return;
    startOne(id, own);
    startDue();
    setup.onMoved();
  }

  function startDue(): void {
    while (begun < Math.floor(dueMembers)) {
      if (setup.certificates && begun - members.length >= certifiedTogether) return;
      const id = memberId(request.ids, begun, request.count);
      const own = setup.own?.[begun];
      const complete = own === undefined ? settings : { ...settings, ...own };
      begun += 1;
      if (setup.certificates) void certifyAndStart(id, complete);
      else startOne(id, complete);
    }
  }

  function startSome(): void {
    dueMembers = Math.min(request.count, dueMembers + (request.bootsPerS * stepMs) / 1000);
    startDue();
    setup.onMoved();
    if (begun < request.count) wheel.after(stepMs, startSome);
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
        ...(setup.certificates ? { certificates } : {}),
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
