/**
 * A certificate storage that forgets, for tests: the bench itself keeps identities sealed in its store.
 * Knows nothing of files or encryption.
 */
import type { CertificateStorage, StoredIdentity } from './certificate-storage.ts';

/** An empty storage; `identities` shows what is kept. */
export function createMemoryCertificateStorage(): CertificateStorage & {
  identities: ReadonlyMap<string, StoredIdentity>;
} {
  const identities = new Map<string, StoredIdentity>();
  return {
    identities,
    loadAll: () => [...identities.values()],
    save: (identity) => {
      identities.set(identity.id, { ...identity });
    },
    remove: (id) => {
      identities.delete(id);
    },
  };
}
