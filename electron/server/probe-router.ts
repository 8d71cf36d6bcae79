/** Probes, as the contract has them. */
import { implement } from '@orpc/server';
import { contract } from '../../shared/api/contract.ts';
import type { ProbeSurface } from '../bench/probe-surface.ts';
import { valueOrThrow } from './problem-error.ts';

const api = implement(contract).probe;

export function probeRouter(surface: ProbeSurface) {
  return {
    start: api.start.handler(async ({ input: { wait, ...request } }) =>
      valueOrThrow(await surface.start(request, wait)),
    ),
    runs: api.runs.handler(() => surface.runs()),
    run: api.run.handler(({ input }) => valueOrThrow(surface.run(input.id))),
    cancel: api.cancel.handler(({ input }) => valueOrThrow(surface.cancel(input.id))),
    forget: api.forget.handler(({ input }) => ({ deleted: surface.forget(input.id) })),
    stations: api.stations.handler(() => surface.stations()),
    station: api.station.handler(({ input }) => valueOrThrow(surface.station(input.id))),
  };
}
