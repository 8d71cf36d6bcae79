/**
 * Authorities of the bench as they are, except that client certificates live in memory only: for thousands of charge
 * points that are gone when the bench stops. Knows nothing of who asks.
 */
import {
  type AuthorityOptions,
  type BenchAuthorities,
  openBenchAuthorities,
} from './bench-authorities.ts';

/** Issues under the roots of `lasting`, which are in `storage`, where nothing is added. */
export async function openForgetfulAuthorities(
  lasting: BenchAuthorities,
  { storage, ...options }: AuthorityOptions,
): Promise<BenchAuthorities> {
  await lasting.prepare();
  const nowhere = () => undefined;
  const clients = openBenchAuthorities({
    ...options,
    storage: {
      loadAll: () => storage.loadAll().filter(({ kind }) => kind === 'root'),
      save: nowhere,
      remove: nowhere,
    },
  });
  const { clientIdentity, storedClientIdentity, keepClientIdentity, removeClientIdentity } =
    clients;
  return {
    ...lasting,
    clientIdentity,
    storedClientIdentity,
    keepClientIdentity,
    removeClientIdentity,
  };
}
