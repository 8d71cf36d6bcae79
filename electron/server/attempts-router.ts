/** The contract of connection attempts, implemented over the bench's surface. */
import { implement } from '@orpc/server';
import { contract } from '../../shared/api/contract.ts';
import type { AttemptsSurface } from '../bench/attempts-surface.ts';
import { valueOrThrow } from './problem-error.ts';

const api = implement(contract).attempts;

export function attemptsRouter(attempts: AttemptsSurface) {
  return {
    list: api.list.handler(async ({ input }) => valueOrThrow(await attempts.list(input))),
    get: api.get.handler(async ({ input }) => valueOrThrow(await attempts.get(input))),
    firstContact: api.firstContact.handler(async ({ input }) =>
      valueOrThrow(await attempts.firstContact(input.station)),
    ),
    keyLog: api.keyLog.handler(() => attempts.keyLog()),
    setKeyLog: api.setKeyLog.handler(({ input }) => valueOrThrow(attempts.setKeyLog(input))),
    exportKeyLog: api.exportKeyLog.handler(async ({ input }) =>
      valueOrThrow(await attempts.exportKeyLog(input)),
    ),
  };
}
