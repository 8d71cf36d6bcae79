/** The contract of the bench's own secrets, implemented over their surface. */
import { implement } from '@orpc/server';
import { contract } from '../../shared/api/contract.ts';
import type { SecretsSurface } from '../bench/secrets-surface.ts';
import { valueOrThrow } from './problem-error.ts';

const api = implement(contract).secrets;

export function secretsRouter(secrets: SecretsSurface) {
  return {
    state: api.state.handler(() => secrets.state()),
    unlock: api.unlock.handler(async ({ input }) =>
      valueOrThrow(await secrets.unlock(input.passphrase)),
    ),
    retry: api.retry.handler(async () => valueOrThrow(await secrets.retry())),
    startOver: api.startOver.handler(async () => valueOrThrow(await secrets.startOver())),
    change: api.change.handler(async ({ input }) => valueOrThrow(await secrets.change(input))),
    reveals: api.reveals.handler(({ input }) => secrets.reveals(input.limit)),
  };
}
