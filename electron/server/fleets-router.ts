/** Fleets and charge point profiles, as the contract has them. */
import { implement } from '@orpc/server';
import {
  type ChargePointRequest,
  chargePointRequest,
} from '../../shared/api/charge-points-contract.ts';
import { contract } from '../../shared/api/contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import { valueOrThrow } from './problem-error.ts';

const api = implement(contract);

export function fleetsRouter({ fleets }: BenchSurface) {
  return {
    list: api.fleets.list.handler(() => fleets.list()),
    put: api.fleets.put.handler(async ({ input: { name, ...request } }) =>
      valueOrThrow(await fleets.put(name, request)),
    ),
    delete: api.fleets.delete.handler(async ({ input }) => ({
      deleted: await fleets.delete(input.name),
    })),
    storm: api.fleets.storm.handler(({ input }) => valueOrThrow(fleets.storm(input.name))),
    members: api.fleets.members.handler(({ input: { name, ...query } }) =>
      valueOrThrow(fleets.members(name, query)),
    ),
    act: api.fleets.act.handler(async ({ input: { params, body } }) =>
      valueOrThrow(await fleets.act(params.name, body)),
    ),
  };
}

/** The settings of a charge point made of a profile. */
function settingsOf(
  { chargePointProfiles }: BenchSurface,
  name: string,
  own: Record<string, unknown>,
): Outcome<ChargePointRequest> {
  const profile = chargePointProfiles.find(name);
  if (profile === undefined) {
    return { ok: false, problem: { code: 'charge-point-profile-unknown', where: name } };
  }
  const parsed = chargePointRequest.safeParse({ ...profile, ...own });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const where = ['settings', ...(issue?.path ?? [])].map(String).join('.');
  const parameters = { reason: issue?.message ?? '' };
  return { ok: false, problem: { code: 'input-invalid', where, parameters } };
}

export function chargePointProfilesRouter(bench: BenchSurface) {
  const { chargePointProfiles: profiles, chargePoints } = bench;
  return {
    list: api.chargePointProfiles.list.handler(() => profiles.list()),
    put: api.chargePointProfiles.put.handler(({ input: { name, settings } }) =>
      profiles.put(name, settings),
    ),
    delete: api.chargePointProfiles.delete.handler(({ input }) => ({
      deleted: profiles.delete(input.name),
    })),
    apply: api.chargePointProfiles.apply.handler(async ({ input: { name, id, settings } }) =>
      valueOrThrow(await chargePoints.put(id, valueOrThrow(settingsOf(bench, name, settings)))),
    ),
  };
}
