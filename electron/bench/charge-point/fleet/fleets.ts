/**
 * All fleets of the bench, by name. Is handed the record and the authorities, and named settings of charge points;
 * keeps nothing over a restart.
 */
import {
  type ChargePointAction,
  type ChargePointRequest,
  chargePointRequest,
} from '../../../../shared/api/charge-points-contract.ts';
import type {
  FleetRequest,
  FleetSummary,
  MemberPage,
  MemberQuery,
} from '../../../../shared/api/fleets-contract.ts';
import type { Outcome, Problem } from '../../../../shared/api/problem.ts';
import { loadValidators } from '../../../../shared/ocpp/validation.ts';
import type { FrameRecorder } from '../../../../shared/record/frame.ts';
import { endpointProblem } from '../../../../shared/security/endpoint-url.ts';
import type { BenchAuthorities } from '../../pki/bench-authorities.ts';
import { act } from '../act.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { EmulationServices } from '../emulation.ts';
import { createFleet, type Fleet } from './fleet.ts';

export interface FleetsDependencies {
  recorder: FrameRecorder;
  authorities: BenchAuthorities;
  /** PEM of the bench's own roots, one certificate each. */
  benchRootsPem(): Promise<readonly string[]>;
  /** Numbers connections uniquely in the run, over all roles. */
  nextConnectionNumber(): number;
  /** Named settings, as far as they differ from the usual ones. */
  profile(name: string): object | undefined;
  onMoved(): void;
  reportProblem(error: unknown): void;
  /** Time; the real one unless a test owns it. */
  clock?: Clock;
}

/** What the doors see of fleets. */
export interface FleetsSurface {
  list(): FleetSummary[];
  /** Starts one; one of this name is stopped first. */
  put(name: string, request: FleetRequest): Promise<Outcome<FleetSummary>>;
  delete(name: string): Promise<boolean>;
  storm(name: string): Outcome<FleetSummary>;
  members(name: string, query: MemberQuery): Outcome<MemberPage>;
  act(
    name: string,
    request: { member?: string | undefined; action: ChargePointAction },
  ): Promise<Outcome<{ done: number; failed: number }>>;
}

export interface Fleets extends FleetsSurface {
  close(): Promise<void>;
}

function unknown(name: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code: 'fleet-unknown', where: name } };
}

/** Creates the place where fleets are kept. */
export function createFleets(dependencies: FleetsDependencies): Fleets {
  const { recorder, authorities, benchRootsPem, nextConnectionNumber } = dependencies;
  const { onMoved, reportProblem, clock = systemClock } = dependencies;
  let services: EmulationServices | undefined;
  const fleets = new Map<string, Fleet>();

  function settingsOf(request: FleetRequest): Outcome<ChargePointRequest> {
    const { url, securityProfile, password, profile: named } = request;
    const profile = named === undefined ? {} : dependencies.profile(named);
    if (profile === undefined) {
      return { ok: false, problem: { code: 'charge-point-profile-unknown', where: named ?? '' } };
    }
    const secret = password === undefined ? {} : { password };
    const own = { url, securityProfile, ...secret };
    const parsed = chargePointRequest.safeParse({ ...profile, ...request.settings, ...own });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = ['settings', ...(issue?.path ?? [])].map(String).join('.');
      const parameters = { reason: issue?.message ?? '' };
      return { ok: false, problem: { code: 'input-invalid', where, parameters } };
    }
    const problem = endpointProblem(url, securityProfile);
    return problem === undefined ? { ok: true, value: parsed.data } : { ok: false, problem };
  }

  /** Validators are loaded with the first fleet. */
  function servicesOfMembers(): EmulationServices {
    const validators = loadValidators('ocpp1.6');
    services ??= { recorder, authorities, benchRootsPem, nextConnectionNumber, validators };
    return services;
  }

  async function remove(name: string): Promise<boolean> {
    const fleet = fleets.get(name);
    fleets.delete(name);
    await fleet?.stop();
    return fleet !== undefined;
  }

  return {
    list: () => [...fleets.values()].map((fleet) => fleet.summary()),
    async put(name, request) {
      const settings = settingsOf(request);
      if (!settings.ok) return settings;
      await remove(name);
      const fleet = createFleet({
        name,
        request,
        settings: settings.value,
        services: servicesOfMembers(),
        clock,
        onMoved,
        reportProblem,
      });
      fleets.set(name, fleet);
      return { ok: true, value: fleet.summary() };
    },
    async delete(name) {
      const wasThere = await remove(name);
      if (wasThere) onMoved();
      return wasThere;
    },
    storm(name) {
      const fleet = fleets.get(name);
      if (fleet === undefined) return unknown(name);
      fleet.storm();
      return { ok: true, value: fleet.summary() };
    },
    members(name, query) {
      const fleet = fleets.get(name);
      return fleet === undefined ? unknown(name) : { ok: true, value: fleet.members(query) };
    },
    async act(name, { member, action }) {
      const fleet = fleets.get(name);
      if (fleet === undefined) return unknown(name);
      const emulations = fleet.emulations(member);
      if (member !== undefined && emulations.length === 0) {
        return { ok: false, problem: { code: 'charge-point-unknown', where: member } };
      }
      const results = await Promise.all(emulations.map((one) => act(one, action)));
      const done = results.filter(({ ok }) => ok).length;
      return { ok: true, value: { done, failed: results.length - done } };
    },
    async close() {
      await Promise.all([...fleets.keys()].map(remove));
    },
  };
}
