/**
 * All fleets of the bench, by name. Is handed the record and the authorities, and named settings of charge points;
 * keeps nothing over a restart.
 */
import { serialNumberOf } from '../../../../shared/api/charge-point-changes.ts';
import {
  type ChargePointAction,
  type ChargePointRequest,
  chargePointRequest,
} from '../../../../shared/api/charge-points-contract.ts';
import type { SecurityProfile } from '../../../../shared/api/common-schemas.ts';
import type {
  FleetRequest,
  FleetSummary,
  MemberPage,
  MemberQuery,
} from '../../../../shared/api/fleets-contract.ts';
import type { Outcome, Problem } from '../../../../shared/api/problem.ts';
import { loadValidators } from '../../../../shared/ocpp/validation.ts';
import type { FrameRecorder } from '../../../../shared/record/frame.ts';
import { bytesToHex } from '../../../../shared/security/authorization-key.ts';
import type { BenchAuthorities } from '../../pki/bench-authorities.ts';
import { act } from '../act.ts';

import { type Clock, systemClock } from '../clock.ts';
import type { EmulationServices } from '../emulation.ts';
import { settingsProblem } from '../settings-problem.ts';
import { createFleet, type Fleet, type FleetSetup } from './fleet.ts';
import { memberId } from './member-ids.ts';

export interface FleetsDependencies {
  recorder: FrameRecorder;
  /** Authorities that forget what they issue to members: a fleet of thousands leaves no keys behind. */
  authorities(): Promise<BenchAuthorities>;
  /** Makes stations of these identities known to the local CSMS, ready to be dialled. */
  prepareMembers(request: {
    members: readonly { id: string; serialNumber: string }[];
    listener?: string | undefined;
    securityProfile: SecurityProfile;
    authorizationKeyHex?: string | undefined;
  }): Outcome<PreparedMembers>;
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

/** A place at the local CSMS, and what each member has of its own. */
export interface PreparedMembers {
  url: string;
  members: readonly { serialNumber: string; authorizationKeyHex?: string }[];
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

/** The roots of members are part of their settings, in whichever of the two places they were given. */
function inRequest(problem: Problem): Problem {
  return problem.where === 'trust.pem' ? { ...problem, where: 'settings.trust.pem' } : problem;
}

/** The bytes that all members show, when they were given. */
function sharedKeyOf({ password, authorizationKeyHex }: FleetRequest): string | undefined {
  if (authorizationKeyHex !== undefined) return authorizationKeyHex;
  return password === undefined ? undefined : bytesToHex(new TextEncoder().encode(password));
}

/** Creates the place where fleets are kept. */
export function createFleets(dependencies: FleetsDependencies): Fleets {
  const { recorder, benchRootsPem, nextConnectionNumber } = dependencies;
  const { onMoved, reportProblem, clock = systemClock } = dependencies;
  const fleets = new Map<string, Fleet>();

  /** Settings of members, with the place they dial. */
  function settingsOf(request: FleetRequest, url: string): Outcome<ChargePointRequest> {
    const { securityProfile, password, authorizationKeyHex, profile: named } = request;
    const profile = named === undefined ? {} : dependencies.profile(named);
    if (profile === undefined) {
      return { ok: false, problem: { code: 'charge-point-profile-unknown', where: named ?? '' } };
    }
    const secrets = {
      ...(password === undefined ? {} : { password }),
      ...(authorizationKeyHex === undefined ? {} : { authorizationKeyHex }),
    };
    const own = { url, securityProfile, ...secrets };
    const parsed = chargePointRequest.safeParse({ ...profile, ...request.settings, ...own });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = ['settings', ...(issue?.path ?? [])].map(String).join('.');
      const parameters = { reason: issue?.message ?? '' };
      return { ok: false, problem: { code: 'input-invalid', where, parameters } };
    }
    const problem = settingsProblem(parsed.data);
    if (problem === undefined) return { ok: true, value: parsed.data };
    return { ok: false, problem: inRequest(problem) };
  }

  /** What members are made of. Without a URL the local CSMS is told of them first. */
  function plan(request: FleetRequest): Outcome<Pick<FleetSetup, 'settings' | 'own'>> {
    const { url, ids, count, securityProfile } = request;
    // Where the local CSMS is turns out below; until then any URL of the right scheme does.
    const scheme = securityProfile >= 2 ? 'wss' : 'ws';
    const settings = settingsOf(request, url ?? `${scheme}://localhost/`);
    if (!settings.ok || url !== undefined) {
      return settings.ok ? { ok: true, value: { settings: settings.value } } : settings;
    }
    const members = Array.from({ length: count }, (_, index) => {
      const id = memberId(ids, index, count);
      return { id, serialNumber: serialNumberOf(id, settings.value) };
    });
    const prepared = dependencies.prepareMembers({
      members,
      listener: request.listener,
      securityProfile,
      authorizationKeyHex: sharedKeyOf(request),
    });
    if (!prepared.ok) return prepared;
    const { password: _asKey, ...rest } = settings.value;
    const { url: local, members: own } = prepared.value;
    return { ok: true, value: { settings: { ...rest, url: local }, own } };
  }

  async function services(): Promise<EmulationServices> {
    const authorities = await dependencies.authorities();
    const validators = loadValidators('ocpp1.6');
    return { recorder, authorities, benchRootsPem, nextConnectionNumber, validators };
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
      const planned = plan(request);
      if (!planned.ok) return planned;
      const shared = await services();
      // Another one of this name may have been started in the meantime.
      while (fleets.has(name)) await remove(name);
      const fleet = createFleet({
        name,
        request,
        ...planned.value,
        certificates: request.securityProfile === 3,
        services: shared,
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
