/** Name server and time server, as the contract has them. */
import { implement } from '@orpc/server';
import { contract } from '../../shared/api/contract.ts';
import type { NamesAndTimeSurface } from '../bench/names-and-time-surface.ts';

const api = implement(contract).namesAndTime;

export function namesAndTimeRouter(surface: NamesAndTimeSurface) {
  return {
    state: api.state.handler(() => surface.state()),
    putNames: api.putNames.handler(({ input }) => surface.putNames(input)),
    putTime: api.putTime.handler(({ input }) => surface.putTime(input)),
  };
}
